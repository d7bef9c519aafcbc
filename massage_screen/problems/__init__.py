"""What can be wrong with a pack, from a missing bracket to a sign that hides another.

* problem: one problem, and words for it
* shape: tables that do not have the fields they must have
* filled: the choices of a list in the place of its name
* files: one file as it was read, with line numbers
* draft: all files of a pack, as far as they could be read
* characters: characters and words that must not reach a screen
* about: the regions, techniques and timeframes of `pack.toml`
* conditions: what the conditions read
* choice_lists: lists of choices, and where questions name them
* questions: questions, gates and facts
* grants: facts that grant something without having asked
* visit: who may ask which visit it is
* changes: how answers may change, and questions to clinicians
* see_by: rules that ask a client to see a clinician
* rules: rules and restrictions
* use: what nothing reads, and doubt that costs nothing
* paths: clients by whom the words are counted
* checked: all of these in the order of the files, and the pack when there are none
* cases: clients whose decision is known
* claims: what the articles behind a pack claim
* safety: the properties that are proved
"""
