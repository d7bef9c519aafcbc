"""On which sheet each question stands, and which boxes lead to it."""

from __future__ import annotations

import enum
from collections.abc import Mapping

from massage_screen.answers import NONE, Answers
from massage_screen.pack import Pack, Question
from massage_screen.presentation.paper.boxes import (
    THREE,
    Layout,
    boxes_of,
    layout_of,
)
from massage_screen.presentation.paper.leads import Leads, Spot
from massage_screen.sheet import Sheet


class Where(enum.Enum):
    """On which sheet a question stands; the value is what the key says of it."""

    CORE = ""
    FURTHER = "further sheets"
    THERAPIST = "asked by you"
    RETURNING = "not on the form: never asked on a first visit"


class Places:
    """Where the questions of one pack stand.

    Attributes:
        where: The sheet of each question.
        leading: Of each further question, the boxes that lead to it.
        leads: What the boxes lead to.
    """

    def __init__(self, pack: Pack) -> None:
        """Place the questions in the order of asking."""
        self._pack = pack
        self.leads = Leads(pack)
        self.leading: dict[str, frozenset[Spot]] = {}
        self.where: Mapping[str, Where] = self._placed()

    def _placed(self) -> dict[str, Where]:
        everyone = _asked_of_everyone(self._pack)
        at_first = Sheet(self._pack, Answers()).relevance
        placed = {}
        for question in self._pack.questions.values():
            name = question.id
            if at_first[name] is False:
                placed[name] = Where.RETURNING
                self.leads.never.add(name)
            else:
                placed[name] = self._place(question, name in everyone)
        return placed

    def _place(self, question: Question, core: bool) -> Where:
        if question.asked_by != "client" or question.carries:
            return Where.THERAPIST
        leading = None if core else self.leads.to(question)
        if not (core or isinstance(leading, frozenset)):
            return Where.THERAPIST
        self.leads.boxes[question.id] = _told_by_a_tick(question)
        if isinstance(leading, frozenset):
            self.leading[question.id] = leading
        return Where.CORE if core else Where.FURTHER


def _told_by_a_tick(question: Question) -> tuple[str, ...]:
    """Return the words of which one tick tells; "none" of a list are many times No."""
    layout, boxes = layout_of(question), boxes_of(question)
    if layout is Layout.ONE:
        return THREE
    return tuple(word for word in boxes if word != NONE or layout is Layout.TICK)


def _asked_of_everyone(pack: Pack) -> frozenset[str]:
    """Return what a client with nothing to tell is asked on a first visit."""
    answers = Answers()
    while (sheet := Sheet(pack, answers)).open:
        question = pack.questions[sheet.open[0]]
        answers = answers.with_answer(question.id, sheet.mildest(question))
    return frozenset(answers)
