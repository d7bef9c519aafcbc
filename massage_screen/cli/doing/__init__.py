"""What each command does, beside the module of `commands` that declares it.

Everything is imported at the top here, for nothing of it is loaded before a command
runs. Two waits are cut in half: the first words of an interview come before what asks
and decides is loaded, and the solver is loaded when it is certain that it is needed.

* files: what a command reads
* screen, resume: begin an interview, or take one up
* interviewing: asks and concludes; interviewer: puts the questions
* keeping: the answers that are kept while an interview goes on
* result: shows a decision, keeps it, and exits with its code
* offering: offers pages where an interview has ended
* defaults: what nobody named, from the settings
* assess, reply, document, questions, explain, check, config: the commands of these
  names
* practise, cards, teaching: what `practise` does
"""
