"""The limits at a glance: how each region may be worked on, in few words.

A therapist reads "whole back", not four regions of it; so regions in which the same
holds go by the name of their group, and what is out everywhere is said once. Every
region stands in one row of `pressures` or in `closed`, as the grid has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from massage_screen.decision import Decision
from massage_screen.pack import Cell, Pack

#: The row of regions without a cap on pressure, in which some things are milder only.
WITH_CARE = "with_care"
#: The row of regions in which nothing is said of pressure, nor of anything milder.
OPEN = "open"
#: A row: a cap on pressure from 1 to 5, or one of the two above.
Level = int | str


class LeftOut(msgspec.Struct, frozen=True):
    """Techniques that are left out in some of the regions that are worked on."""

    regions: tuple[str, ...]
    techniques: tuple[str, ...]


class Glance(msgspec.Struct, frozen=True):
    """What may be done where, as ids in the order of the pack.

    Attributes:
        closed: Regions in which nothing is done.
        levels: The other regions, by how strongly they may be worked on; the
            lightest first.
        everywhere: Techniques that are left out in every region.
        left_out: Those left out beyond that, where the pressure does not say so by
            itself; regions alike stand together, the most first.
    """

    closed: tuple[str, ...]
    levels: Mapping[Level, tuple[str, ...]]
    everywhere: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def glance(decision: Decision, pack: Pack) -> Glance:
    """Return what a decision leaves open, and how.

    Args:
        decision: One in which hands stay on; in any other all is closed.
        pack: Its rules.
    """
    grid = decision.grid
    shut = tuple(r for r, row in grid.items() if _all_avoided(row))
    worked = [region for region in grid if region not in shut]
    out = [t for t in pack.techniques if all(grid[r][t] is Cell.AVOID for r in grid)]
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    levels: dict[Level, list[str]] = {}
    for region in worked:
        levels.setdefault(_level(caps.get(region), grid[region]), []).append(region)
    ordered = sorted(levels, key=lambda level: (isinstance(level, str), str(level)))
    return Glance(
        closed=shut,
        levels={level: tuple(levels[level]) for level in ordered},
        everywhere=tuple(out),
        left_out=tuple(_left_out(decision, worked, out, caps, pack)),
    )


def _all_avoided(row: Mapping[str, Cell]) -> bool:
    return all(cell is Cell.AVOID for cell in row.values())


def _level(cap: int | None, row: Mapping[str, Cell]) -> Level:
    if cap is not None:
        return cap
    return WITH_CARE if Cell.MODIFY in row.values() else OPEN


def _left_out(
    decision: Decision,
    worked: Iterable[str],
    out: Sequence[str],
    caps: Mapping[str, int | None],
    pack: Pack,
) -> Iterator[LeftOut]:
    alike: dict[tuple[str, ...], list[str]] = {}
    for region in worked:
        cap = caps.get(region)
        said = {*out, *(pack.closed_at[cap] if cap else ())}
        row = decision.grid[region]
        avoided = tuple(t for t in row if row[t] is Cell.AVOID and t not in said)
        if avoided:
            alike.setdefault(avoided, []).append(region)
    for avoided in sorted(alike, key=len, reverse=True):
        yield LeftOut(tuple(alike[avoided]), avoided)


def regions_in_words(regions: Iterable[str], pack: Pack) -> str:
    """Name regions in few words, those of a whole group by its name."""
    left = list(regions)
    if len(left) == len(pack.regions) > 1:
        return "everywhere"
    names = {region: pack.regions[region].name for region in left}
    for group in pack.about.region_group:
        if len(group.regions) > 1 and names.keys() >= set(group.regions):
            first, *others = [region for region in left if region in group.regions]
            names[first] = group.text
            for region in others:
                del names[region]
    return ", ".join(names.values())


def techniques_in_words(techniques: Iterable[str], pack: Pack) -> str:
    """Name techniques in few words, those of a whole group by its name."""
    left = list(techniques)
    names = {technique: pack.techniques[technique].name for technique in left}
    for group in pack.about.technique_group:
        if len(group.techniques) > 1 and names.keys() >= set(group.techniques):
            first, *others = [t for t in left if t in group.techniques]
            names[first] = group.name
            for technique in others:
                del names[technique]
    return ", ".join(names.values())
