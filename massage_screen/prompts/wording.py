"""What menus and plain lines both say around a question."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from massage_screen.answers import Value, is_unsure
from massage_screen.interview import Turn
from massage_screen.pack import Question
from massage_screen.text import uncapitalised

KEEP = "This was answered before. Enter alone keeps that answer."
_NOTHING_TOLD = "Nothing told, or the mildest answer:"
_FITS_STILL = (
    "An answer that this hangs on was changed. Look again: Enter alone keeps what was"
    " said."
)
_LAST_TIME = "This was said last time. Ask anew: Enter alone keeps what was said."
_SECOND_WORDING = "You chose Not sure. Let me ask that another way."
_ALL_AGAIN = " Tick everything that applies, also what you ticked before."


def standing_of(turn: Turn, heading: str) -> str:
    """Return where the interview stands: "5 of about 31 - warning signs"."""
    return " - ".join(filter(None, (turn.progress, uncapitalised(heading))))


def nothing_told(topics: Iterable[str], first: int) -> str:
    """Return the topics with nothing told, by number; the same in a row stands once.

    Args:
        topics: They; there is at least one.
        first: The number of the first.
    """
    parts = []
    for topic, numbered in itertools.groupby(enumerate(topics, first), lambda n: n[1]):
        numbers = [number for number, _ in numbered]
        to = f" to {numbers[-1]}" if len(numbers) > 1 else ""
        parts.append(f"{numbers[0]}{to} {topic}")
    return f"{_NOTHING_TOLD} {'; '.join(parts)}."


def old_answer_note(turn: Turn) -> str:
    """Return what is said of an answer that was given before, or nothing."""
    if turn.preset is None:
        return ""
    if turn.last_time is not None:
        return _LAST_TIME
    return KEEP if turn.question.id in turn.sheet.answers else _FITS_STILL


def is_put_again(question: Question, value: Value) -> bool:
    """Say whether a question is put once more, in its second wording."""
    return question.gate and bool(question.again) and is_unsure(value)


def second_note(question: Question) -> str:
    """Return what is said before the second wording of a gate question."""
    return _SECOND_WORDING + (_ALL_AGAIN if question.takes.several else "")
