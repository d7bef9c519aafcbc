"""One wrong change to one thing of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import msgspec

from massage_screen.pack import Fact, Pack, PressureCloses, Question, Rule

#: What is changed, as the score counts it.
DISPOSITIONS, CONDITIONS = "dispositions", "conditions"
FACTS, RESTRICTIONS = "facts", "restrictions"
GROUPS = (DISPOSITIONS, CONDITIONS, FACTS, RESTRICTIONS)

_Item = TypeVar("_Item", Question, Fact, Rule, PressureCloses)


class Mutant(msgspec.Struct, frozen=True):
    """A wrong change.

    Attributes:
        group: What is changed, one of `GROUPS`.
        kind: How it is changed.
        item: The id of the question, fact or rule; `pressure_closes` has none.
        what: The change in words.
        old: What stands in the pack.
        new: What the mutant puts in its place; None when it takes it out.
    """

    group: str
    kind: str
    item: str
    what: str
    old: Question | Fact | Rule | PressureCloses
    new: Question | Fact | Rule | PressureCloses | None

    def __str__(self) -> str:
        """Return the mutant as one line."""
        return f"{self.item}: {self.kind}: {self.what}"

    def applied(self, pack: Pack) -> Pack:
        """Return the pack with the change made."""
        concerns = tuple(
            msgspec.structs.replace(
                concern,
                question=tuple(self._swapped(concern.question)),
                fact=tuple(self._swapped(concern.fact)),
                rule=tuple(self._swapped(concern.rule)),
            )
            for concern in pack.concerns
        )
        closing = tuple(self._swapped(pack.about.pressure_closes))
        return Pack(
            about=msgspec.structs.replace(pack.about, pressure_closes=closing),
            concerns=concerns,
            references=pack.references,
            digest=pack.digest,
        )

    def _swapped(self, items: tuple[_Item, ...]) -> Iterator[_Item]:
        for item in items:
            new = self.new if item is self.old else item
            if new is not None:
                yield new
