"""What is asked before an action is shown, and whether one may stop early then.

It changes nothing in what is decided: a sheet that was stopped early is not complete.
Pure: it is worked out from the sheet, so a file gives the same as the interview did.
"""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import UNSURE, Value, doubt_of
from massage_screen.decision import Decision
from massage_screen.pack import Disposition, Question
from massage_screen.sheet import Sheet


def asked_first(sheet: Sheet, decision: Decision) -> tuple[str, ...]:
    """Return the open questions that come before the action is shown, in order.

    Where REFER stands: what is left of the gate, as a worse sign may hide behind the
    first. Where POSTPONE stands: what leads to the questions that answers name in
    `ends_after`; of several answers, all. EMERGENCY waits for nothing. What cannot
    make the result more urgent is not asked any more, so nothing waits for it.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
    """
    questions, awaited = sheet.pack.questions, frozenset[str]()
    if decision.standing is Disposition.REFER:
        awaited = frozenset(q for q in sheet.open if questions[q].gate)
    elif decision.standing is Disposition.POSTPONE:
        awaited = awaited.union(*map(sheet.waits_for_answer, _ends(sheet)))
    return tuple(q for q in decision.required if q in awaited)


def may_stop(sheet: Sheet, decision: Decision) -> bool:
    """Say whether to offer to stop before everything that must be asked was asked.

    POSTPONE stands and nothing worse, an answer says after which questions that is
    enough, and none of these is still to be asked.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
    """
    if decision.complete or decision.standing is not Disposition.POSTPONE:
        return False
    return bool(_ends(sheet)) and not asked_first(sheet, decision)


def _ends(sheet: Sheet) -> frozenset[str]:
    """Return the questions that answers say must come before one may stop."""
    asked = sheet.pack.questions
    said = sheet.visible.items()
    return frozenset(name for q, value in said for name in _named(asked[q], value))


def _named(question: Question, value: Value) -> Iterator[str]:
    """Go through the questions that an answer says must come first."""
    said = value if isinstance(value, tuple) else (value,)
    for word, names in question.stops.items():
        if not {word, doubt_of(word), UNSURE}.isdisjoint(said):
            yield from names
