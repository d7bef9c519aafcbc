"""What a client is asked who answers alone, and which conditions that already settles.

Such a client is taken for a new one: what the program knows is settled, and what only
returning clients are asked is never asked.
"""

from __future__ import annotations

from massage_screen.answers import Answers
from massage_screen.condition import Condition
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet


def asked_alone(pack: Pack) -> tuple[Question, ...]:
    """Return the questions that may be put to a client who answers alone, in order."""
    at_first = Sheet(pack, Answers()).relevance
    return tuple(
        question
        for question in pack.questions.values()
        if question.asked_by != "therapist" and at_first[question.id] is not False
    )


def settled(condition: Condition, at_first: Sheet) -> Condition | bool:
    """Return a condition without what is settled for every client who answers alone.

    Args:
        condition: Any condition of the pack.
        at_first: The sheet of a client who has answered nothing.

    Returns:
        What is left of it; True or False where nothing is.
    """
    parts = condition.all_of or condition.any_of
    if parts is None:
        return _leaf(condition, at_first)
    neutral = condition.all_of is not None
    found = [settled(part, at_first) for part in parts]
    if (not neutral) in found:
        return not neutral
    left = tuple(part for part in found if isinstance(part, Condition))
    if len(left) < 2:
        return left[0] if left else neutral
    return Condition(all_of=left) if neutral else Condition(any_of=left)


def _leaf(condition: Condition, at_first: Sheet) -> Condition | bool:
    if condition.known is not None:
        return at_first.holds(condition) is True
    hidden = at_first.relevance.get(condition.question or "") is False
    return False if hidden else condition
