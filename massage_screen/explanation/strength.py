"""How strongly each technique may be used in each region, as sets that can be compared.

A set is an integer of bits. Each bit permits something: one technique in one region
at one level of pressure, or as it is and not only in a milder form. What two rules
take away is then one "or", and what opens is one "and".
"""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.decision import Decision, regions_of
from massage_screen.pack import STRONGEST, Cell, Pack, Restriction, Rule
from massage_screen.sheet import Sheet

#: The bits of one cell: one for each level of pressure, and one for "not modified".
_OF_CELL = STRONGEST + 1
_LEVELS = (1 << STRONGEST) - 1
_AS_IT_IS = 1 << STRONGEST


class Strengths:
    """The bits of a pack."""

    def __init__(self, pack: Pack) -> None:
        """Give each cell its bits."""
        self._pack = pack
        self._techniques = list(pack.techniques)
        self._regions = list(pack.regions)
        self.all = (1 << (len(self._regions) * self._width)) - 1
        #: What may be asked for: levels of pressure; "not modified" may only be kept.
        self.levels = self._spread(dict.fromkeys(self._techniques, _LEVELS))
        self._taken: dict[tuple[str, int], int] = {}

    @property
    def _width(self) -> int:
        return _OF_CELL * len(self._techniques)

    def permitted(self, decision: Decision) -> int:
        """Return what a decision permits."""
        caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
        found = 0
        for place, region in enumerate(self._regions):
            levels = (1 << (caps.get(region) or STRONGEST)) - 1
            row = decision.grid[region]
            bits = {
                technique: levels | (_AS_IT_IS if cell is Cell.ALLOW else 0)
                for technique, cell in row.items()
                if cell is not Cell.AVOID
            }
            found |= self._row(bits) << (place * self._width)
        return found

    def taken_by(self, rule: Rule, sheet: Sheet) -> int:
        """Return what a rule that holds on a sheet takes away."""
        taken = 0
        for number, restriction in enumerate(rule.restrict):
            row = self._taken_from_a_row(rule.id, number, restriction)
            if row:
                for region in regions_of(sheet, restriction):
                    taken |= row << (self._regions.index(region) * self._width)
        return taken

    def by_region(self, bits: int) -> dict[str, dict[str, tuple[int, ...]]]:
        """Return the levels of pressure in a set, by region and technique.

        A region or technique of which the set has no level is left out.
        """
        found: dict[str, dict[str, tuple[int, ...]]] = {}
        for place, region in enumerate(self._regions):
            row = bits >> (place * self._width)
            for number, technique in enumerate(self._techniques):
                cell = row >> (number * _OF_CELL)
                levels = range(1, STRONGEST + 1)
                if cell & _LEVELS:
                    tops = tuple(level for level in levels if cell >> (level - 1) & 1)
                    found.setdefault(region, {})[technique] = tops
        return found

    def _taken_from_a_row(self, rule: str, number: int, asked: Restriction) -> int:
        if (rule, number) not in self._taken:
            bits = dict.fromkeys(self._techniques, 0)
            groups = asked.techniques or tuple(self._pack.techniques)
            named = {t for group in groups for t in self._pack.technique_groups[group]}
            for technique in named if asked.cell else ():
                whole = asked.cell == Cell.AVOID.value
                bits[technique] |= (_LEVELS | _AS_IT_IS) if whole else _AS_IT_IS
            if (cap := asked.pressure_at_most) is not None:
                for technique in bits:
                    bits[technique] |= _LEVELS & ~((1 << cap) - 1)
                for technique in self._pack.closed_at[cap]:
                    bits[technique] |= _LEVELS | _AS_IT_IS
            self._taken[rule, number] = self._row(bits)
        return self._taken[rule, number]

    def _row(self, bits: Mapping[str, int]) -> int:
        row = 0
        for number, technique in enumerate(self._techniques):
            row |= bits.get(technique, 0) << (number * _OF_CELL)
        return row

    def _spread(self, bits: Mapping[str, int]) -> int:
        row, found = self._row(bits), 0
        for place in range(len(self._regions)):
            found |= row << (place * self._width)
        return found
