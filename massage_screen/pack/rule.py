"""Facts, rules and the restrictions that rules ask for."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from massage_screen.condition import Condition
from massage_screen.pack.scale import URGENCY, Disposition, WordOfRule
from massage_screen.pack.table import Id, Table, Text

#: Pressure on five levels, 1 the lightest; our own words stand in the pack.
STRONGEST = 5
Pressure = Annotated[int, msgspec.Meta(ge=1, le=STRONGEST)]
#: Minutes of one session.
Minutes = Annotated[int, msgspec.Meta(ge=1, le=120)]
#: The fields of a restriction that are about the whole session and need no place.
SESSION_LISTS = ("positions_avoid", "movements_avoid", "supports", "stop_on")
SESSION_MINUTES = ("minutes_at_most", "check_in_every")
SESSION_FIELDS = (*SESSION_LISTS, *SESSION_MINUTES)


class FactRow(Table, rename={"value": "is"}):
    """One row of a fact: the value it gives, and when."""

    value: Id
    when: Condition


class Fact(Table, kw_only=True):
    """A derived value: the first row that holds wins, else the last value.

    Attributes:
        grants: The values that open something; a row gives them on evidence only.
    """

    id: Id
    about: Text
    values: tuple[Id, ...]
    grants: tuple[Id, ...] = ()
    rows: tuple[FactRow, ...]


class Restriction(Table):
    """What a rule takes away, and where.

    One of `everywhere`, `parts` and `regions` says where; `regions_named_in` or
    `regions_not_named_in` narrows it to what a checklist names or leaves out, or
    stands alone for all regions. What is about the whole session needs no place.
    """

    everywhere: bool = False
    parts: tuple[Id, ...] = ()
    with_neighbours: bool = False
    regions: tuple[Id, ...] = ()
    regions_named_in: str = ""
    regions_not_named_in: str = ""
    techniques: tuple[Id, ...] = ()
    cell: Literal["modify", "avoid"] | None = None
    pressure_at_most: Pressure | None = None
    positions_avoid: tuple[Id, ...] = ()
    movements_avoid: tuple[Id, ...] = ()
    supports: tuple[Id, ...] = ()
    minutes_at_most: Minutes | None = None
    check_in_every: Minutes | None = None
    stop_on: tuple[Text, ...] = ()
    note: str = ""

    @property
    def plans(self) -> bool:
        """Say whether it asks for something of the whole session."""
        return any(getattr(self, field) for field in SESSION_FIELDS)


class Rule(Table, kw_only=True):
    """A condition and what follows from it. No disposition: a floor or a note."""

    id: Id
    when: Condition | None = None
    disposition: WordOfRule | None = None
    timeframe: str = ""
    found: Text
    do: Text
    tell: str = ""
    restrict: tuple[Restriction, ...] = ()
    references: tuple[str, ...] = ()
    policy: str = ""
    review_by: str = ""

    @property
    def ranks_as(self) -> Disposition:
        """Return the disposition that the rule asks for; PROCEED for a note."""
        return Disposition(self.disposition or "proceed")


def urgency(rule: Rule) -> tuple[int, int]:
    """Return how urgent a rule is: its disposition, then how soon.

    A later `until_…` is no milder than another, so all of them rank alike.
    """
    soon = URGENCY.index(rule.timeframe) if rule.timeframe in URGENCY else len(URGENCY)
    return rule.ranks_as.rank, -soon
