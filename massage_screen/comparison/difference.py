"""Finds which kinds of client a newer version of a pack treats otherwise, and who.

What is found is put together here: what changes in the same way for the same rules is
one change, shown by the client with the least to tell.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from massage_screen.comparison.asked import Asked, asked_otherwise
from massage_screen.comparison.aspects import LISTS, MINUTES, VISITS, Aspect, caution
from massage_screen.comparison.kinds import Kind, kinds_of_limits, kinds_of_results
from massage_screen.comparison.pairing import Pair
from massage_screen.comparison.search import USUAL, Client, Example, Search, Work
from massage_screen.comparison.ways import Direction, direction_of
from massage_screen.decision import Decision, Finding
from massage_screen.pack import Pack, Rule


class Reasons(msgspec.Struct, frozen=True):
    """The rules that tell two decisions apart.

    Attributes:
        no_longer: Findings under the old version only.
        newly: Findings under the new version only.
        reworked: Rules that hold under both and ask for something else.
    """

    no_longer: tuple[Finding, ...]
    newly: tuple[Finding, ...]
    reworked: tuple[tuple[Rule, Rule], ...]

    @property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids only, to tell whether two reasons are the same."""
        found = (self.no_longer, self.newly)
        reworked = tuple(now.id for _, now in self.reworked)
        return (*(tuple(one.rule.id for one in each) for each in found), reworked)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of change.

    Attributes:
        about: What changes, as in `Aspect`.
        direction: Whether the new version is the more cautious one.
        old: What the old version says.
        new: What the new version says.
        places: The cells, regions or parts of the plan to which it happens.
        client: A client to whom it happens, in the first of the places; the smallest
            one, where that is proved.
        reasons: The rules that make the difference for this client.
    """

    about: str
    direction: Direction
    old: str
    new: str
    places: tuple[tuple[str, ...], ...]
    client: Client
    reasons: Reasons


class Unknown(msgspec.Struct, frozen=True, kw_only=True):
    """A change of which it is not known whether there is anybody to whom it happens.

    Attributes:
        about, direction, old, new, places: As of `Change`.
    """

    about: str
    direction: Direction
    old: str
    new: str
    places: tuple[tuple[str, ...], ...]


class Difference(msgspec.Struct, frozen=True):
    """What changes for clients, and what is asked otherwise.

    Attributes:
        changes: What changes, each for a client whom the engine decided.
        asked: What is asked otherwise.
        unknown: What may change; the solver gave up before it knew.
    """

    changes: tuple[Change, ...]
    asked: tuple[Asked, ...]
    unknown: tuple[Unknown, ...] = ()


def compare(old: Pack, new: Pack, work: Work = USUAL) -> Difference:
    """Return every kind of change between two versions of a pack.

    Args:
        old: The older version.
        new: The newer version.
        work: How much the solver may work before it gives up.
    """
    asked = tuple(asked_otherwise(old, new))
    if old.digest == new.digest:
        return Difference((), asked)
    pair = Pair(old, new)
    examples: list[Example] = []
    unknown: list[Kind] = []
    for kinds in (kinds_of_results(pair), kinds_of_limits(pair)):
        search = Search(pair, kinds, work)
        examples += search.examples()
        unknown += search.unknown
    changes = sorted(_grouped(examples), key=_weight)
    return Difference(tuple(changes), asked, tuple(_unknown(unknown)))


def _reasons(old: Decision, new: Decision) -> Reasons:
    before = {finding.rule.id: finding for finding in old.findings}
    now = {finding.rule.id: finding for finding in new.findings}
    both = [(before[name].rule, now[name].rule) for name in before if name in now]
    return Reasons(
        tuple(finding for name, finding in before.items() if name not in now),
        tuple(finding for name, finding in now.items() if name not in before),
        tuple(
            (was, rule) for was, rule in both if _consequence(was) != _consequence(rule)
        ),
    )


def _consequence(rule: Rule) -> tuple[object, ...]:
    asks = rule.disposition, rule.timeframe, rule.restrict
    return *asks, rule.see_by, rule.overdue


def _grouped(examples: list[Example]) -> list[Change]:
    """Join what changes in the same way for the same rules; keep the least client."""
    groups: dict[tuple[object, ...], Change] = {}
    for example in sorted(examples, key=_size):
        reasons = _reasons(example.old, example.new)
        for kind in example.kinds:
            key = (kind.aspect.about, kind.old, kind.new, reasons.ids)
            first = groups.get(key) or _change(kind, example.client, reasons)
            places = (*first.places, kind.aspect.place)
            groups[key] = msgspec.structs.replace(first, places=places)
    return list(groups.values())


def _size(example: Example) -> tuple[bool, int]:
    """Put those first whose answers both versions know, then who has least to tell."""
    return bool(example.client.unmatched), len(example.client.told)


def _change(kind: Kind, client: Client, reasons: Reasons) -> Change:
    return Change(
        about=kind.aspect.about,
        direction=_direction(kind),
        old=kind.old,
        new=kind.new,
        places=(),
        client=client,
        reasons=reasons,
    )


def _unknown(kinds: list[Kind]) -> Iterator[Unknown]:
    """Join what may change in the same way; what would be less cautious first."""
    groups: dict[tuple[str, str, str], list[Kind]] = {}
    for kind in sorted(kinds, key=lambda kind: _DIRECTIONS.index(_direction(kind))):
        groups.setdefault((kind.aspect.about, kind.old, kind.new), []).append(kind)
    for (about, old, new), joined in groups.items():
        yield Unknown(
            about=about,
            direction=_direction(joined[0]),
            old=old,
            new=new,
            places=tuple(kind.aspect.place for kind in joined),
        )


def _direction(kind: Kind) -> Direction:
    before, now = caution(kind.aspect, kind.old), caution(kind.aspect, kind.new)
    return direction_of(before, now)


_ABOUT = ("result", "cells", "pressure", *LISTS, *MINUTES, *VISITS)
_DIRECTIONS = ("less cautious", "more cautious", "as cautious")


def _weight(change: Change) -> tuple[int, ...]:
    """Put less caution first, then results, then what changes most."""
    aspect = Aspect(change.about)
    before, now = caution(aspect, change.old), caution(aspect, change.new)
    return (
        _DIRECTIONS.index(change.direction),
        _ABOUT.index(change.about),
        -abs(now[0] - before[0]),
        -abs(now[1] - before[1]),
        len(change.client.told),
    )
