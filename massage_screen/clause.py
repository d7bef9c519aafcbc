"""Which clauses of a rule are shown, so that no text promises what the grid forbids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.pack import Cell, Clause, Pack, Saying
from massage_screen.sheet import Sheet


def shown(saying: Saying, sheet: Sheet, grid: Mapping[str, Mapping[str, Cell]]) -> str:
    """Return what a rule says to this client: the clauses that apply, as one text.

    Args:
        saying: A plain text, or clauses.
        sheet: What the client answered.
        grid: The grid of the decision; closed altogether where hands stay off.
    """
    if isinstance(saying, str):
        return saying
    return " ".join(each.text for each in saying if _applies(each, sheet, grid))


def cells_of(clause: Clause, pack: Pack) -> Iterator[tuple[str, str]]:
    """Go through the cells that a clause is about, as (region, technique)."""
    techniques = [
        technique
        for group in clause.techniques or pack.techniques
        for technique in pack.technique_groups[group]
    ]
    for name in clause.about or pack.regions:
        regions = pack.parts[name].regions if name in pack.parts else (name,)
        yield from ((region, each) for region in regions for each in techniques)


def _applies(
    clause: Clause, sheet: Sheet, grid: Mapping[str, Mapping[str, Cell]]
) -> bool:
    if clause.when is not None and not sheet.holds(clause.when):
        return False
    if not (clause.about or clause.techniques):
        return True
    cells = cells_of(clause, sheet.pack)
    return any(grid[region][technique] is not Cell.AVOID for region, technique in cells)
