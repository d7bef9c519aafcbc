"""Facts, rules and the restrictions that rules ask for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Annotated, Literal, TypeAlias

import msgspec

from massage_screen.condition import Condition
from massage_screen.pack.scale import Disposition, WordOfRule, urgency_of
from massage_screen.pack.table import Id, Table, Text

#: Pressure on five levels, 1 the lightest; our own words stand in the pack.
STRONGEST = 5
Pressure = Annotated[int, msgspec.Meta(ge=1, le=STRONGEST)]
#: Minutes of one session.
Minutes = Annotated[int, msgspec.Meta(ge=1, le=120)]
#: Weeks in which a clinician is to see a client.
Weeks = Annotated[int, msgspec.Meta(ge=1, le=52)]
#: The fields of a restriction that are about the whole session and need no place.
SESSION_LISTS = ("positions_avoid", "movements_avoid", "supports", "stop_on")
SESSION_MINUTES = ("minutes_at_most", "check_in_every")
SESSION_FIELDS = (*SESSION_LISTS, *SESSION_MINUTES)


class FactRow(Table, rename={"value": "is"}):
    """One row of a fact: the value it gives, and when."""

    value: Id
    when: Condition


class Fact(Table, kw_only=True, dict=True):
    """A derived value: the first row that holds wins, else the last value.

    Attributes:
        grants: The values that open something; a row gives them on evidence only.
    """

    id: Id
    about: Text
    values: tuple[Id, ...]
    grants: tuple[Id, ...] = ()
    rows: tuple[FactRow, ...]

    @cached_property
    def looks_at(self) -> frozenset[int]:
        """Return its conditions by `id`, as an index of them does."""
        return frozenset(id(row.when) for row in self.rows)

    @cached_property
    def alone(self) -> Mapping[str, frozenset[str]]:
        """Return each value as the only one that is possible."""
        return {value: frozenset((value,)) for value in self.values}

    @property
    def at_worst(self) -> frozenset[str]:
        """Return the value that it has when no row holds."""
        return self.alone[self.values[-1]]


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


class Clause(Table):
    """A sentence of a rule that is shown only where it applies.

    `when` must hold, and at least one cell of `about` (regions, or parts for the
    regions over them; all, without it) by `techniques` (or groups; all, without it)
    must be open. Without both, no cell is looked at.
    """

    text: Text
    about: tuple[Id, ...] = ()
    techniques: tuple[Id, ...] = ()
    when: Condition | None = None

    @property
    def always(self) -> bool:
        """Say whether it is shown to everyone of whom the rule holds."""
        return not (self.about or self.techniques or self.when)


_Clauses: TypeAlias = Annotated[tuple[Clause, ...], msgspec.Meta(min_length=1)]
#: What a rule says: a plain text, or clauses of which those that apply are shown.
Saying: TypeAlias = Text | _Clauses
#: The fields of a rule that hold it.
SAYINGS = ("found", "do", "tell")


def clauses_of(saying: Saying) -> tuple[Clause, ...]:
    """Return the clauses of what a rule says; a plain text is one that always is."""
    if isinstance(saying, str):
        return (Clause(saying),) if saying else ()
    return saying


def whole(saying: Saying) -> str:
    """Return all that a rule can say, as one text, where it is about no one client."""
    return " ".join(
        each.text if each.always else f"(For some clients: {each.text})"
        for each in clauses_of(saying)
    )


class Rule(Table, kw_only=True, dict=True):
    """A condition and what follows from it. No disposition: a floor or a note.

    `see_by` asks the client to see a clinician in so many weeks, for `see_for`. It
    decides nothing. With `overdue` the rule is a watch: when its day has passed,
    another rule refers the client; without it, a reminder.
    """

    id: Id
    when: Condition | None = None
    disposition: WordOfRule | None = None
    timeframe: str = ""
    found: Saying
    do: Saying
    tell: str | _Clauses = ""
    restrict: tuple[Restriction, ...] = ()
    see_by: Weeks | None = None
    see_for: str = ""
    overdue: Literal["refer"] | None = None
    references: tuple[str, ...] = ()
    policy: str = ""
    review_by: str = ""

    @cached_property
    def ranks_as(self) -> Disposition:
        """Return the disposition that the rule asks for; PROCEED for a note."""
        return Disposition(self.disposition or "proceed")

    @property
    def clauses(self) -> Iterator[tuple[str, Clause]]:
        """Go through all that it can say, each clause with the field it stands in."""
        for field in SAYINGS:
            yield from ((field, each) for each in clauses_of(getattr(self, field)))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Go through its own condition and those of its clauses."""
        if self.when is not None:
            yield self.when
        yield from (each.when for _, each in self.clauses if each.when is not None)


def urgency(rule: Rule) -> tuple[int, int]:
    """Return how urgent a rule is, on the scale of `urgency_of`."""
    return urgency_of(rule.ranks_as, rule.timeframe)
