"""Conducts the interview with one client after another, and keeps what it learns.

Clients who answered alike so far are asked the same next question, so each run of
answers is decided once. A client who is held back is then asked the rest for the
record: only so can it be said which rule alone held the client back.
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from massage_screen.answers import Answers, Value, is_unsure
from massage_screen.decision import Decision, decide_sheet
from massage_screen.interview import next_question
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.pack.known import VISIT
from massage_screen.sheet import Sheet

Answering = Callable[[Question], Value]


class Outcome(msgspec.Struct, frozen=True):
    """What the screen said of one client.

    Attributes:
        disposition: The result of the interview.
        asked: How many questions led to it.
        carried: The rules that hold, of PROCEED left out.
        deciding: The rules of that disposition; one alone decides.
        told_a_sign: Whether any gate question got more than its mildest answer.
        unsure: Whether "not sure" was among the answers that led to it.
    """

    disposition: Disposition
    asked: int
    carried: tuple[str, ...]
    deciding: tuple[str, ...]
    told_a_sign: bool
    unsure: bool

    @property
    def held_back(self) -> bool:
        """Say whether there is no massage today."""
        return not self.disposition.hands_on


class _Place(msgspec.Struct):
    """Where a run of answers leads: to a question, or to an end."""

    answers: Answers
    question: Question | None
    standing: Disposition
    next: dict[Value, _Place]


class Screening:
    """The screen under one pack."""

    def __init__(self, pack: Pack, visit: str) -> None:
        """Begin with no answers, at a first visit or a returning one."""
        self.pack = pack
        self._start = self._place(Sheet(pack, Answers({VISIT: visit})))
        self._outcomes: dict[tuple[tuple[str, Value], ...], Outcome] = {}

    def screen(self, answering: Answering) -> Outcome:
        """Ask until nothing that must be asked is left, and say what came of it."""
        place, sheet = self._start, None
        while (question := place.question) is not None:
            value = answering(question)
            if value not in place.next:
                sheet = self._sheet(place, sheet).with_answer(question.id, value)
                place.next[value] = self._place(sheet)
            place = place.next[value]
        answers = place.answers
        if not place.standing.hands_on:
            sheet = self._for_the_record(self._sheet(place, sheet), answering)
            answers = sheet.answers
        key = (*answers.items(), ("", str(len(place.answers))))
        if key not in self._outcomes:
            decision = decide_sheet(sheet or self._sheet(place, None))
            self._outcomes[key] = self._outcome(place, decision)
        return self._outcomes[key]

    def _sheet(self, place: _Place, at_hand: Sheet | None) -> Sheet:
        """Return the sheet of a place; none is kept: so many would fill the memory."""
        return at_hand or Sheet(self.pack, place.answers)

    def _place(self, sheet: Sheet) -> _Place:
        decision = decide_sheet(sheet)
        asked = next_question(sheet, decision)
        question = sheet.as_offered(asked) if asked else None
        return _Place(sheet.answers, question, decision.standing, {})

    def _for_the_record(self, sheet: Sheet, answering: Answering) -> Sheet:
        while left := sheet.open:
            asked = [sheet.as_offered(self.pack.questions[q]) for q in left]
            for question in asked:
                sheet = sheet.with_answer(question.id, answering(question))
        return sheet

    def _outcome(self, place: _Place, decision: Decision) -> Outcome:
        if decision.disposition is not place.standing:
            raise AssertionError("what is asked for the record changed the result")
        rules = [f.rule for f in decision.findings if f.rule.disposition]
        told = (
            value != self.pack.questions[question].mildest
            for question, value in place.answers.items()
            if question != VISIT and self.pack.questions[question].gate
        )
        return Outcome(
            disposition=place.standing,
            asked=len(place.answers) - 1,
            carried=tuple(rule.id for rule in rules),
            deciding=tuple(r.id for r in rules if r.ranks_as is place.standing),
            told_a_sign=any(told),
            unsure=any(map(is_unsure, place.answers.values())),
        )
