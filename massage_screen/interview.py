"""Which question is next; asks until nothing that must be asked is left.

The one who asks is a parameter, so a terminal, a case file, a script and a property
test drive the same code. Pure but for what the asker does.
"""

from __future__ import annotations

from typing import Protocol

from massage_screen.answers import Answers, Value
from massage_screen.decision import Decision, decide_sheet
from massage_screen.pack import Disposition, Pack, Question, urgency
from massage_screen.sheet import Sheet


class Asker(Protocol):
    """Someone who can put a question to a person."""

    def ask(self, question: Question, sheet: Sheet, decision: Decision) -> Value:
        """Return the answer to one question."""

    def act(self, decision: Decision) -> bool:
        """Show what must be done now; say whether to go on asking."""

    def finish(self, decision: Decision) -> bool:
        """Say that nothing left can change the result; return whether to go on."""


def conduct(pack: Pack, asker: Asker, answers: Answers | None = None) -> Answers:
    """Ask until every question that must be asked has an answer.

    When a finding of REFER or worse stands, the action is shown before any further
    question, and again whenever it becomes more urgent. What the asker declines to
    go on with stays unanswered.

    Args:
        pack: What to ask.
        asker: Who asks.
        answers: What is known already.

    Returns:
        The answers given, those of questions since hidden included.
    """
    answers = answers or Answers()
    shown = _NOTHING_SHOWN
    for_the_record = False
    while True:
        sheet = Sheet(pack, answers)
        decision = decide_sheet(sheet)
        if _urgency(decision) > shown:
            shown = _urgency(decision)
            if not asker.act(decision):
                return answers
            for_the_record = not decision.required
        if decision.complete and not for_the_record:
            if not decision.optional or not asker.finish(decision):
                return answers
            for_the_record = True
        question = next_question(sheet, decision, everything=for_the_record)
        if question is None:
            return answers
        answers = answers.with_answer(question.id, asker.ask(question, sheet, decision))


def next_question(
    sheet: Sheet, decision: Decision, *, everything: bool = False
) -> Question | None:
    """Return the next question, or None when none is left.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
        everything: Also ask what can no longer change the result.
    """
    left = sheet.open if everything else decision.required
    return sheet.pack.questions[left[0]] if left else None


_NOTHING_SHOWN = (Disposition.POSTPONE.rank, 0)


def _urgency(decision: Decision) -> tuple[int, int]:
    if decision.standing.rank < Disposition.REFER.rank:
        return _NOTHING_SHOWN
    return urgency(decision.findings[0].rule)
