"""Whether an interview may stop early, because massage is put off in any case.

It changes nothing in what is decided: a sheet that was stopped early is not complete.
Pure: it is worked out from the sheet, so a file gives the same as the interview did.
"""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import UNSURE, Value, doubt_of
from massage_screen.decision import Decision
from massage_screen.pack import Disposition, Question
from massage_screen.sheet import Sheet


def may_stop(sheet: Sheet, decision: Decision) -> bool:
    """Say whether to offer to stop before everything that must be asked was asked.

    POSTPONE stands and nothing worse, an answer says after which questions that is
    enough, and none of these is still to be asked. Where several answers say so, the
    questions of all of them count.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
    """
    if decision.complete or decision.standing is not Disposition.POSTPONE:
        return False
    questions = sheet.pack.questions
    said = sheet.visible.items()
    named = {name for q, value in said for name in _named(questions[q], value)}
    return bool(named) and not any(_is_to_come(sheet, decision, q) for q in named)


def _named(question: Question, value: Value) -> Iterator[str]:
    """Go through the questions that an answer says must come first."""
    said = value if isinstance(value, tuple) else (value,)
    for word, names in question.stops.items():
        if not {word, doubt_of(word), UNSURE}.isdisjoint(said):
            yield from names


def _is_to_come(sheet: Sheet, decision: Decision, question: str) -> bool:
    """Say whether a question may still be asked before the sheet is complete.

    What cannot make the result more urgent is not asked any more.
    """
    awaited = sheet.waits_for_answer(question)
    return not awaited.isdisjoint(decision.required)
