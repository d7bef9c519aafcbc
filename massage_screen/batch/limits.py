"""The merged restrictions as columns: one whole number for each region.

Beginning with the lowest bit: a bit for each technique that is left out, one for each
that is done in a milder form, and then the cap on pressure, from 1 to 5, 0 for none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import (
    ZERO,
    Flags,
    Sql,
    all_of,
    bits_of,
    case,
    has,
    is_not,
    long,
    masked,
    number,
    put,
    shifted,
    spread,
)
from massage_screen.errors import PackError
from massage_screen.pack import STRONGEST, Cell, Pack, Restriction

#: A number with as many bits is no short one of 32, over which databases are faster.
_BITS = 32
#: So many techniques fit into the bits of a region.
MOST_TECHNIQUES = 28


class Layout(NamedTuple):
    """Where the bits of a region stand.

    Attributes:
        techniques: The techniques in the order of their bits.
    """

    techniques: tuple[str, ...]

    @property
    def every(self) -> int:
        """Return the bits of a region in which nothing is done."""
        return (1 << len(self.techniques)) - 1

    @property
    def milder(self) -> int:
        """Return how many places the bits of milder forms are moved."""
        return len(self.techniques)

    @property
    def cap(self) -> int:
        """Return how many places the cap on pressure is moved."""
        return 2 * len(self.techniques)

    def avoided(self, techniques: tuple[str, ...]) -> int:
        """Return the bits of techniques that are left out."""
        return sum(1 << self.techniques.index(each) for each in techniques)


def layout_of(pack: Pack) -> Layout:
    """Return where the bits of each region stand.

    Raises:
        PackError: There are more techniques than fit into one number.
    """
    if len(pack.techniques) > MOST_TECHNIQUES:
        raise PackError([f"pack.toml: more than {MOST_TECHNIQUES} techniques."])
    return Layout(tuple(pack.techniques))


class Limits:
    """The columns of what may be done where, while hands are on.

    Attributes:
        regions: What holds in each region.
        all_closed: Whether nothing is left to do.
    """

    def __init__(self, meaning: Meaning, holding: Flags) -> None:
        """Make the columns.

        Args:
            meaning: What the answers mean.
            holding: The rules that hold.
        """
        self._meaning, self._pack = meaning, meaning.pack
        self._layout = layout_of(self._pack)
        self.regions: dict[str, Sql] = {}
        self._holding = holding
        asked = self._asked()
        for region in self._pack.regions:
            raw = meaning.columns.make(f"lr_{region}", bits_of(asked[region]))
            self.regions[region] = self._merged(region, raw)
        every = self._layout.every
        closed = (
            put(f"(({{}} & {every}) = {every})", r) for r in self.regions.values()
        )
        self.all_closed = all_of(closed)

    def _merged(self, region: str, raw: Sql) -> Sql:
        """Make the column of a region, with what a low cap on pressure closes."""
        layout = self._layout
        levels = range(1, STRONGEST + 1)
        lowest = [(level, has(raw, self._asks_for(level))) for level in levels]
        by_cap = [
            (here, number(layout.avoided(self._pack.closed_at[level])))
            for level, here in lowest
        ]
        avoid = self._meaning.columns.make(
            f"la_{region}", bits_of([masked(raw, layout.every), case(by_cap, ZERO)])
        )
        caps = ((here, number(level << layout.cap)) for level, here in lowest)
        cap = case(caps, ZERO)
        in_place = shifted(avoid, layout.milder)
        milder = put(f"({{}} & {layout.every << layout.milder} & ~{{}})", raw, in_place)
        return self._meaning.columns.make(f"lm_{region}", bits_of([avoid, milder, cap]))

    def _asks_for(self, level: int) -> int:
        """Return the bit by which a rule asks for a cap, before the lowest is found."""
        return 1 << self._layout.cap + level - 1

    def _asked(self) -> dict[str, list[Sql]]:
        """Return for each region the bits that are asked for.

        Rules that ask for the same in the same places are looked at together.
        """
        places: dict[tuple[str, int, Sql], list[str]] = {}
        for rule in self._pack.rules.values():
            for asked in rule.restrict:
                mask = self._mask(asked)
                for region, here in self._places(asked) if mask else ():
                    places.setdefault((region, mask, here), []).append(rule.id)
        found: dict[Sql, dict[str, int]] = {}
        for (region, mask, here), rules in places.items():
            when = all_of([self._holding.some(rules), here])
            masks = found.setdefault(when, {})
            masks[region] = masks.get(region, 0) | mask
        short: dict[str, list[Sql]] = {region: [] for region in self._pack.regions}
        longer: dict[str, list[Sql]] = {region: [] for region in self._pack.regions}
        for n, (when, masks) in enumerate(found.items()):
            there = self._meaning.columns.make(f"lc_{n}", spread(when), 0)
            for region, mask in masks.items():
                fits = mask.bit_length() < _BITS
                (short if fits else longer)[region].append(masked(there, mask))
        return {r: [long(bits_of(short[r])), *longer[r]] for r in short}

    def _mask(self, asked: Restriction) -> int:
        """Return the bits that a restriction asks for where it speaks."""
        layout, mask = self._layout, 0
        if asked.cell is not None:
            groups = asked.techniques or tuple(self._pack.techniques)
            members = (t for g in groups for t in self._pack.technique_groups[g])
            mask = layout.avoided(tuple(dict.fromkeys(members)))
            mask <<= 0 if Cell(asked.cell) is Cell.AVOID else layout.milder
        if asked.pressure_at_most is not None:
            mask |= self._asks_for(asked.pressure_at_most)
        return mask

    def _places(self, asked: Restriction) -> Iterator[tuple[str, Sql]]:
        """Go through the regions that a restriction may speak of, with whether so."""
        pack, named = self._pack, set(asked.regions)
        for part in map(pack.parts.__getitem__, asked.parts):
            named |= {*part.regions, *(part.next_to if asked.with_neighbours else ())}
        listed = asked.regions_named_in or asked.regions_not_named_in
        if asked.everywhere or (listed and not named):
            named = set(pack.regions)
        inside = bool(asked.regions_named_in)
        for region in (each for each in pack.regions if each in named):
            here = all_of([])
            if listed:
                here = self._meaning.names(listed, region, doubts=inside)
                here = here if inside else is_not(here)
            yield region, here
