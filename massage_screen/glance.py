"""The limits at a glance: how each region may be worked on, in few words.

A therapist says "whole back", not four regions of it; so regions in which the same
holds go by the name of their group, and what is out everywhere is said once. The grid
is the truth: every region stands once in `closed`, in `levels` or in `open`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

import msgspec

from massage_screen.decision import Grid, Limit
from massage_screen.pack import Cell, Pack


class Limited(Protocol):
    """What is looked at: a decision, or what else has its grid and its limits."""

    @property
    def grid(self) -> Grid:
        """Return every region by every technique."""

    @property
    def limits(self) -> tuple[Limit, ...]:
        """Return the caps on pressure, by region."""


class Among(msgspec.Struct, frozen=True):
    """Some techniques in some of the regions that are worked on.

    Attributes:
        whole: Whether no other technique is left there.
    """

    regions: tuple[str, ...]
    techniques: tuple[str, ...]
    whole: bool = False


class Glance(msgspec.Struct, frozen=True):
    """What may be done where, as ids in the order of the pack.

    Attributes:
        closed: Regions in which nothing is done.
        levels: Regions with a cap on pressure, by the cap from 1 to 5, lightest first.
        open: Regions without one.
        everywhere: Techniques that are left out in every region.
        left_out: Those left out beyond that in regions that are worked on, where the
            cap on pressure does not close them by itself.
        milder: Those done in a milder form only, in regions of `open`; where there is
            a cap, it says so.
    """

    closed: tuple[str, ...]
    levels: Mapping[int, tuple[str, ...]]
    open: tuple[str, ...]
    everywhere: tuple[str, ...]
    left_out: tuple[Among, ...]
    milder: tuple[Among, ...]


def glance(decision: Limited, pack: Pack) -> Glance:
    """Return what a decision leaves open, and how.

    Args:
        decision: What was decided; where hands stay off, all is closed.
        pack: Its rules.
    """
    grid = decision.grid
    closed = tuple(r for r, row in grid.items() if set(row.values()) == {Cell.AVOID})
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    levels: dict[int, tuple[str, ...]] = {}
    free: tuple[str, ...] = ()
    for region in (each for each in grid if each not in closed):
        cap = caps.get(region)
        if cap is None:
            free += (region,)
        else:
            levels[cap] = (*levels.get(cap, ()), region)
    out = tuple(t for t in pack.techniques if _everywhere(t, decision))

    def left_out(region: str) -> tuple[str, ...]:
        told = {*out, *pack.closed_at.get(caps.get(region) or 0, ())}
        row = grid[region]
        return tuple(t for t in row if row[t] is Cell.AVOID and t not in told)

    return Glance(
        closed=closed,
        levels=dict(sorted(levels.items())),
        open=free,
        everywhere=out,
        left_out=_alike({r: left_out(r) for r in grid if r not in closed}),
        milder=_milder({region: grid[region] for region in free}, pack),
    )


def _milder(grid: Grid, pack: Pack) -> tuple[Among, ...]:
    """Return what is done in a milder form only, of regions without a cap.

    What none of them takes in its usual form is said of all of them at once; where it
    is left out in some, that is said too.
    """
    nowhere_usual = tuple(
        technique
        for technique in pack.techniques
        if Cell.MODIFY in (cells := {row[technique] for row in grid.values()})
        and Cell.ALLOW not in cells
    )
    usual = {region: Cell.ALLOW in row.values() for region, row in grid.items()}
    all_over = [Among(tuple(grid), nowhere_usual, whole=not any(usual.values()))]
    more = {
        region: tuple(
            t for t in row if row[t] is Cell.MODIFY and t not in nowhere_usual
        )
        for region, row in grid.items()
    }
    rest = (
        msgspec.structs.replace(among, whole=not usual[among.regions[0]])
        for among in _alike(more)
    )
    return (*(all_over if nowhere_usual else ()), *rest)


def _everywhere(technique: str, decision: Limited) -> bool:
    return all(row[technique] is Cell.AVOID for row in decision.grid.values())


def _alike(found: Mapping[str, tuple[str, ...]]) -> tuple[Among, ...]:
    """Put regions with the same techniques together, those with the most first."""
    alike: dict[tuple[str, ...], tuple[str, ...]] = {}
    for region, techniques in found.items():
        if techniques:
            alike[techniques] = (*alike.get(techniques, ()), region)
    most_first = sorted(alike, key=len, reverse=True)
    return tuple(Among(alike[techniques], techniques) for techniques in most_first)


# In words


def regions_in_words(regions: Iterable[str], pack: Pack) -> str:
    """Name regions in few words, those of a whole group by its name."""
    ids = tuple(regions)
    if len(ids) == len(pack.regions):
        return "everywhere"
    names = {region: pack.regions[region].name for region in ids}
    groups = {group.text: group.regions for group in pack.about.region_group}
    return ", ".join(_grouped(names, groups))


def techniques_in_words(techniques: Iterable[str], pack: Pack) -> str:
    """Name techniques in few words, those of a whole group by its name."""
    ids = tuple(techniques)
    if len(ids) == len(pack.techniques):
        return "every technique"
    names = {technique: pack.techniques[technique].name for technique in ids}
    groups = {
        group.short: group.techniques
        for group in pack.about.technique_group
        if group.short
    }
    return ", ".join(_grouped(names, groups))


def _grouped(
    names: Mapping[str, str], groups: Mapping[str, Sequence[str]]
) -> list[str]:
    """Return names; a whole group goes by its own, where the first of it stood.

    A group that comes first in the pack is looked for first, and takes its members.
    """
    left = dict(names)
    for name, members in groups.items():
        inside = [each for each in left if each in members]
        if len(members) > 1 and len(inside) == len(members):
            left[inside[0]] = name
            for other in inside[1:]:
                del left[other]
    return list(left.values())
