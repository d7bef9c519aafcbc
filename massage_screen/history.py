"""What was said so far, in the order of asking, and what must be asked again.

Going back and changing an answer lose nothing: an answer whose question is no longer
asked stays here, and one that hangs on a changed answer is asked again. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from massage_screen.answers import Answers, Value
from massage_screen.brought import Brought
from massage_screen.pack import WATCH, Pack
from massage_screen.sheet import Sheet
from massage_screen.ticks import Offered


class History(msgspec.Struct, frozen=True, dict=True):
    """Every answer given, the oldest first.

    Attributes:
        said: All answers, those set aside and those to be asked again included.
        again: The questions that read an answer which was changed since, in their
            `when` or for their lines: what was said then may not fit any more. Their
            old answers do not count; those of lists with the same lines as then stand
            ready to be kept with one key.
        brought: Answers of an earlier visit, which do not count; None without any.
    """

    said: Answers = Answers()
    again: frozenset[str] = frozenset()
    brought: Brought | None = None

    def sheet(self, pack: Pack) -> Sheet:
        """Return what counts. Hidden answers do not, so they need no asking."""
        if pack not in self._sheets:
            self._sheets[pack] = self._sheet(pack)
        return self._sheets[pack]

    @cached_property
    def _sheets(self) -> dict[Pack, Sheet]:
        """Keep what was worked out: one step of an interview asks for it many times."""
        return {}

    def _sheet(self, pack: Pack) -> Sheet:
        sheet = Sheet(pack, _without(self.said, self.again))
        hidden = {q for q in self.again if sheet.relevance[q] is False}
        if not hidden:
            return sheet
        return Sheet(pack, _without(self.said, self.again - hidden))

    def with_answer(self, pack: Pack, question: str, value: Value) -> History:
        """Return the history with this answer; what hangs on it is asked again.

        A warning sign that is ticked later would otherwise keep the course that was
        told of another sign. So would a line that appears without such a change:
        who did not see it has not left it unticked.
        """
        again = self.again - {question}
        brought = self.brought
        if self.said.get(question, value) != value:
            readers = readers_of(pack, question)
            again |= readers & set(self.said)
            unread = readers - set(self.said)
            brought = brought and _unexplained(brought, unread | {question})
        said = self.said.with_answer(question, value)
        history = msgspec.structs.replace(self, said=said, again=again, brought=brought)
        if not any(asked.depends for asked in pack.questions.values()):
            return history
        grown = gained_lines(self.sheet(pack), history.sheet(pack))
        if grown <= again | {question}:
            return history
        return msgspec.structs.replace(history, again=again | grown - {question})

    def with_answers(self, pack: Pack, answers: Mapping[str, Value]) -> History:
        """Return the history with these answers, given one after the other."""
        history = self
        for question, value in answers.items():
            history = history.with_answer(pack, question, value)
        return history

    def as_of(self, pack: Pack, today: str) -> History:
        """Return the history for a later day, on which less may keep.

        Args:
            pack: What is asked.
            today: The day on which the interview is taken up, as `2027-01-31`.
        """
        if self.brought is None:
            return self
        said, until = self.said, self.brought.watch_until
        if WATCH in pack.known and until and until < today:
            said = said.with_answer(WATCH, "past")
        brought = msgspec.structs.replace(self.brought, today=today)
        return msgspec.structs.replace(self, said=said, brought=brought)

    def declining(self, questions: Iterable[str]) -> History:
        """Return the history with these to be asked one by one, as not all holds."""
        if self.brought is None:
            return self
        declined = self.brought.declined.union(questions)
        brought = msgspec.structs.replace(self.brought, declined=declined)
        return msgspec.structs.replace(self, brought=brought)

    def explaining(self, questions: Iterable[str], reason: str) -> History:
        """Return the history with the reason why signs that were told do not stand.

        It holds until the answer is changed that denies them.
        """
        if self.brought is None:
            return self
        reasons = {**self.brought.reasons, **dict.fromkeys(questions, reason)}
        brought = msgspec.structs.replace(self.brought, reasons=reasons)
        return msgspec.structs.replace(self, brought=brought)

    def count(self, pack: Pack) -> int:
        """Count the answers; what the program knows by itself is none."""
        return sum(question in pack.questions for question in self.said)

    def before(self, sheet: Sheet, question: str | None = None) -> str | None:
        """Return the question answered before this one, or None when it is the first.

        Args:
            sheet: What counts, from `sheet`.
            question: Where the person is; None, or a question without an answer, is
                after the last one.
        """
        asked = self.asked(sheet)
        place = asked.index(question) if question in asked else len(asked)
        return asked[place - 1] if place else None

    def asked(self, sheet: Sheet) -> list[str]:
        """Return the questions that have an answer and are still asked, in order."""
        return [question for question in self.said if sheet.relevance.get(question)]


def _without(said: Mapping[str, Value], left_out: frozenset[str]) -> Answers:
    return Answers({q: value for q, value in said.items() if q not in left_out})


def _unexplained(brought: Brought, questions: set[str]) -> Brought:
    left = {q: why for q, why in brought.reasons.items() if q not in questions}
    return msgspec.structs.replace(brought, reasons=left)


def gained_lines(before: Sheet, after: Sheet) -> frozenset[str]:
    """Return the questions answered before that may offer a line now that they did not.

    Who did not see a line has not left it unticked, so they must be asked again.
    """
    return frozenset(
        question
        for question, offered in after.offered.items()
        if question in before.answers and _grows(before.offered[question], offered)
    )


def _grows(before: Offered, after: Offered) -> bool:
    return any(
        is_offered is not False and before[line] is False
        for line, is_offered in after.items()
    )


def readers_of(pack: Pack, question: str) -> set[str]:
    """Return the questions that may appear, vanish or change lines with this answer."""
    return {
        other.id
        for other in pack.questions.values()
        if question in other.read_by_lines
        or any(question in pack.questions_in(when) for when in other.conditions)
    }
