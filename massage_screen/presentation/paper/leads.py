"""Which boxes on paper lead to which further question, for a first visit.

A form cannot work out a condition. It names one set of boxes of which at least one is
ticked whenever the condition holds, so that nobody who is to be asked is passed over;
somebody may answer more than is needed. Where there is no such set, it says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple, TypeAlias

from massage_screen.answers import UNSURE, line_of
from massage_screen.condition import Condition, named_in
from massage_screen.pack import Pack, Question


class Spot(NamedTuple):
    """A box: its question, and the answer that a tick there gives."""

    question: str
    word: str


#: What leads to a question: all of it, nothing, some boxes, or None where no set of
#: boxes is sure to be ticked.
Leading: TypeAlias = bool | frozenset[Spot] | None


class Leads:
    """Finds the boxes that lead to questions of one pack.

    Attributes:
        boxes: The words of each question that have a box of their own. Of a number,
            every threshold has one: whoever writes the number sees it.
    """

    def __init__(self, pack: Pack) -> None:
        """Start with no box on paper."""
        self._pack = pack
        self._order = list(pack.questions)
        self.boxes: dict[str, Collection[str]] = {}
        #: Questions that nobody is asked on a first visit.
        self.never: set[str] = set()

    def to(self, question: Question) -> Leading:
        """Return what leads to a question."""
        return self._all([self._to_its_own(question), self._to_its_lines(question)])

    def of(self, when: Condition) -> Leading:
        """Return the boxes of which one is ticked when a condition holds."""
        if when.all_of is not None:
            return self._all(map(self.of, when.all_of))
        if when.any_of is not None:
            return _any(map(self.of, when.any_of))
        if when.known is not None:
            absent = self._pack.known[when.known].absent
            return absent in (when.is_any_of or ())
        return self._of_fact(when) if when.fact is not None else self._of_answer(when)

    def _to_its_own(self, question: Question) -> Leading:
        return True if question.when is None else self.of(question.when)

    def _to_its_lines(self, question: Question) -> Leading:
        """Return what leads to a list of which some line must be offered."""
        if question.read_by_lines:
            return None
        lines = question.choices
        return not lines or _any(self.of(c.when) if c.when else True for c in lines)

    def _of_fact(self, leaf: Condition) -> Leading:
        """Return what leads to a value; the last holds where no row does."""
        fact, wanted = self._pack.facts[leaf.fact or ""], leaf.is_any_of or ()
        if fact.values[-1] in wanted:
            return None
        return _any(self.of(row.when) for row in fact.rows if row.value in wanted)

    def _of_answer(self, leaf: Condition) -> Leading:
        name = leaf.question or ""
        if name in self.never:
            return False
        if name not in self.boxes or leaf.lacks_any_of is not None:
            return None
        if leaf.at_least is not None or leaf.below is not None:
            return frozenset({Spot(name, threshold(leaf))})
        named, there = {line_of(word) for word in named_in(leaf)}, self.boxes[name]
        if UNSURE not in there and self._pack.questions[name].takes.several:
            named.discard(UNSURE)  # who is unsure of a list is unsure of each line
        if not named or not named <= {*there}:
            return None
        return frozenset(Spot(name, word) for word in named)

    def _all(self, parts: Iterable[Leading]) -> Leading:
        """Return what leads to all: any part that can be told is enough."""
        found = [part for part in parts if part is not True]
        if not found or False in found:
            return not found
        told = [part for part in found if isinstance(part, frozenset)]
        return min(told, key=self._width, default=None)

    def _width(self, spots: frozenset[Spot]) -> tuple[bool, int, int]:
        """Rank sets of boxes: whom the fewest clients tick comes first."""
        questions = self._pack.questions
        common = any(s.word == questions[s.question].mildest for s in spots)
        last = max(self._order.index(spot.question) for spot in spots)
        return common, -last, len(spots)


def threshold(leaf: Condition) -> str:
    """Return in words where a test cuts a number."""
    if leaf.at_least is not None:
        return f"{leaf.at_least} or more"
    return f"less than {leaf.below}"


def _any(parts: Iterable[Leading]) -> Leading:
    found = [part for part in parts if part is not False]
    if True in found or not found:
        return bool(found)
    if None in found:
        return None
    return frozenset().union(*(part for part in found if isinstance(part, frozenset)))
