"""The signs that cannot wait for a visit, in the words of the pack.

A sign stands there when it alone is an emergency now: of a client with nothing else to
tell, whose sign is as bad as it can be. What counts beside something else only would
frighten people without need; the questions ask about it, and the therapist is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.answers import NO, NONE, YES, Answers, Value
from massage_screen.decision import decide_sheet
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.sheet import Sheet

#: The timeframe of an emergency that cannot wait at all.
_NOW = "now"


def signs_now(pack: Pack) -> tuple[str, ...]:
    """Return the signs of an emergency now, one line for each question.

    Of a sign that everyone is asked, its lines; of what happened to a client, such as a
    fall, the lines of what is asked then.
    """
    return tuple(_Signs(pack).lines())


class _Signs:
    """Clients with one sign each."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        asked = Sheet(pack, Answers()).relevance
        self._everyone = [q for q in pack.questions.values() if asked[q.id] is True]
        self._well = {q.id: q.mildest for q in self._everyone}

    def lines(self) -> Iterator[str]:
        for question in self._everyone:
            if not question.gate or question.asked_by == "therapist":
                continue
            if not question.takes.yes_or_no:
                yield from self._line(question, self._well)
            elif not self._is_now({**self._well, question.id: YES}, worst=False):
                yield from self._after(question)
            else:
                yield question.ask

    def _after(self, happened: Question) -> Iterator[str]:
        """Go through the signs that are asked about after a yes."""
        told = {**self._well, happened.id: YES}
        while opened := Sheet(self._pack, Answers(told)).open:
            question = self._pack.questions[opened[0]]
            if question.gate and not question.takes.yes_or_no:
                for line in self._line(question, told):
                    yield f"{happened.name}. {line}"
            told[question.id] = question.mildest

    def _line(self, question: Question, told: Mapping[str, Value]) -> Iterator[str]:
        words = [
            choice.text
            for choice in question.choices
            if choice.id != question.mildest
            and self._is_now({**told, question.id: _answer(question, choice.id)})
        ]
        if words:
            yield f"{_lead(question)} {'; '.join(words)}"

    def _is_now(self, told: Mapping[str, Value], *, worst: bool = True) -> bool:
        """Say whether answers are an emergency now, with what is asked after them.

        Args:
            told: The answers.
            worst: Whether all that is asked then gets the worst answer, else the
                mildest.
        """
        sheet = Sheet(self._pack, Answers(told))
        while sheet.open:
            question = sheet.as_offered(self._pack.questions[sheet.open[0]])
            value = _worst(question) if worst else question.mildest
            sheet = sheet.with_answer(question.id, value)
        decision = decide_sheet(sheet)
        emergency = decision.disposition is Disposition.EMERGENCY
        return emergency and decision.timeframe == _NOW


def _lead(question: Question) -> str:
    """Return what stands before lines: the question itself where they end it."""
    if question.ask.endswith(":"):
        return question.ask
    return question.name if question.name.endswith("?") else f"{question.name}:"


def _answer(question: Question, line: str) -> Value:
    return (line,) if question.takes.several else line


def _worst(question: Question) -> Value:
    if question.takes.several:
        ticked = tuple(choice.id for choice in question.choices)
        return (NONE,) if question.reassuring else ticked
    if question.takes.yes_or_no:
        return NO if question.mildest == YES else YES
    if question.takes.counts:
        return question.maximum or 0
    return question.choices[-1].id
