"""How the boxes of a question stand on paper, and which of its words have one."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from massage_screen.answers import NO, NONE, UNSURE, YES
from massage_screen.pack import Question, for_each_kind

#: The answers that have a box in each line, or beside a question.
THREE = (YES, NO, UNSURE)


class Layout(enum.Enum):
    """How the boxes of a question stand."""

    EACH = "Yes, No and Not sure in each line"
    ONE = "Yes, No and Not sure beside the question"
    TICK = "one box for each line"
    WRITE = "a place to write in"


def layout_of(question: Question) -> Layout:
    """Return how the boxes of a question stand: three a line where lines are read."""
    if question.records_only or question.carries:
        return Layout.WRITE
    layout = _LAYOUT[question.kind]
    read_out = question.asked_by == "client" and question.aloud and not question.open
    read_out = read_out and any(choice.aloud for choice in question.choices)
    return layout if layout is not Layout.EACH or read_out else Layout.TICK


def boxes_of(question: Question) -> tuple[str, ...]:
    """Return the words that have a line with a box; in the gate none says "none"."""
    layout = layout_of(question)
    if layout is Layout.ONE or question.records_only or question.carries:
        return ()
    each = layout is Layout.EACH
    left_out = {UNSURE if each else "", NONE if question.gate else ""}
    return tuple(word for word in question.lines if word not in left_out)


#: How the boxes stand, by kind.
_LAYOUT: Mapping[str, Layout] = for_each_kind(
    {
        "yes_no": Layout.ONE,
        "one_of": Layout.TICK,
        "any_of": Layout.EACH,
        "number": Layout.WRITE,
    }
)
