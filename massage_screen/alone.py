"""What a client is asked who answers alone, and which conditions that already settles.

Such a client is taken for a new one: what the program knows is settled, and what only
returning clients are asked is never asked.
"""

from __future__ import annotations

from massage_screen.answers import Answers
from massage_screen.condition import Condition
from massage_screen.pack import Choice, Pack, Question
from massage_screen.sheet import Sheet


def asked_alone(pack: Pack) -> tuple[Question, ...]:
    """Return the questions that may be put to a client who answers alone, in order."""
    at_first = Sheet(pack, Answers())
    return tuple(
        question
        for question in pack.questions.values()
        if question.asked_by != "therapist"
        if at_first.relevance[question.id] is not False
        if not _waits(pack, question, at_first)
    )


def _waits(pack: Pack, question: Question, at_first: Sheet) -> bool:
    """Say whether every line waits for what only the therapist answers.

    So it is where a list of theirs comes first, has the line whenever this one has it,
    and what is named there is left out here.
    """
    first = [
        other
        for other in map(pack.questions.__getitem__, question.except_in)
        if other.asked_by == "therapist" and not other.except_in
        if other.when is None or settled(other.when, at_first) is True
    ]
    return bool(question.choices) and all(
        any(_has_it_too(other, line) for other in first) for line in question.choices
    )


def _has_it_too(other: Question, line: Choice) -> bool:
    return any(
        choice.id == line.id
        and choice.carried_from == line.carried_from
        and choice.when is None
        for choice in other.choices
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
