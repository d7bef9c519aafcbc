"""Which restrictions ask for a cell or for something of the session, for whomever."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

from massage_screen.pack import Cell, Pack, Restriction, Rule

Asking = Sequence[tuple[Rule, Restriction]]


def asking(pack: Pack, region: str, technique: str, cell: Cell) -> Asking:
    """Return the restrictions that may ask for at least this cell, with their rules."""
    return _asking(pack).get((region, technique, cell), ())


@lru_cache(maxsize=4)  # of one pack all cells are asked for, one after the other
def _asking(
    pack: Pack,
) -> Mapping[tuple[str, str, Cell], list[tuple[Rule, Restriction]]]:
    found = defaultdict(list)
    for rule in pack.rules.values():
        for asked in rule.restrict:
            regions = [r for r in pack.regions if may_speak_of(pack, asked, r)]
            for cell, technique in product(Cell, pack.techniques):
                if _makes(pack, asked, technique, cell):
                    for region in regions:
                        found[region, technique, cell].append((rule, asked))
    return found


def _makes(pack: Pack, asked: Restriction, technique: str, cell: Cell) -> bool:
    """Say whether a restriction asks for at least this cell, by its cap too.

    The lowest cap closes what any higher one does, so each can be looked at alone.
    """
    cap = asked.pressure_at_most
    if cap is not None and technique in pack.closed_at[cap]:
        return True
    strict = asked.cell is not None and Cell(asked.cell).rank >= cell.rank
    return strict and technique in techniques_of(pack, asked)


def asking_for(
    pack: Pack, field: str, item: str
) -> tuple[tuple[Rule, Restriction], ...]:
    """Return the restrictions that ask for an item of a list about the session."""
    return tuple(
        (rule, asked)
        for rule in pack.rules.values()
        for asked in rule.restrict
        if item in getattr(asked, field)
    )


def asking_at_most(
    pack: Pack, field: str, minutes: int
) -> tuple[tuple[Rule, Restriction], ...]:
    """Return the restrictions that ask for so few minutes, or fewer."""
    return tuple(
        (rule, asked)
        for rule in pack.rules.values()
        for asked in rule.restrict
        if (getattr(asked, field) or minutes + 1) <= minutes
    )


def techniques_of(pack: Pack, asked: Restriction) -> tuple[str, ...]:
    """Return the techniques that a restriction speaks of."""
    if not asked.techniques:
        return tuple(pack.techniques)
    return members(pack, asked.techniques)


def members(pack: Pack, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the techniques in groups, a technique being its own group."""
    return tuple(one for name in names for one in pack.technique_groups[name])


def may_speak_of(pack: Pack, asked: Restriction, region: str) -> bool:
    """Say whether a restriction speaks of a region for some answers."""
    if not (asked.everywhere or asked.parts or asked.regions):
        return bool(asked.regions_named_in or asked.regions_not_named_in)
    inside = asked.everywhere or region in asked.regions
    for part in (pack.parts[name] for name in asked.parts):
        inside = inside or region in part.regions
        inside = inside or (asked.with_neighbours and region in part.next_to)
    return inside
