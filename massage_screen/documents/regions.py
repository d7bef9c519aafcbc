"""Puts what may be done in each region into marks and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.decision import Limit
from massage_screen.documents.document import Area, Row
from massage_screen.pack import Cell
from massage_screen.screened import Screened

OPEN, MILDER, CLOSED = "O", "M", "X"
#: What the marks mean, mildest first.
MARKS = {
    OPEN: "open: usual work",
    MILDER: "milder form only, see the table",
    CLOSED: "leave out",
}


def areas_of(screened: Screened) -> tuple[Area, ...]:
    """Return every region with its mark, in the order of the pack."""
    never = set(left_out_everywhere(screened))
    limits = {limit.region: limit for limit in screened.decision.limits}
    return tuple(
        Area(
            region.id,
            region.text,
            _mark(screened.decision.grid[region.id], limits.get(region.id), never),
        )
        for region in screened.pack.about.region
    )


def caps_of(screened: Screened) -> tuple[int, ...]:
    """Return the caps on pressure in regions that are not left out, lightest first."""
    left = {area.id for area in areas_of(screened) if area.mark != CLOSED}
    caps = {x.pressure_at_most for x in screened.decision.limits if x.region in left}
    return tuple(sorted(cap for cap in caps if cap))


def left_out_everywhere(screened: Screened) -> tuple[str, ...]:
    """Return the techniques that no region takes."""
    rows = list(screened.decision.grid.values())
    return tuple(t for t in rows[0] if all(row[t] is Cell.AVOID for row in rows))


def rows_of(screened: Screened) -> tuple[Row, ...]:
    """Return the regions, those that are alike in one row, the strictest first."""
    never = set(left_out_everywhere(screened))
    limits = {limit.region: limit for limit in screened.decision.limits}
    alike: dict[Row, list[str]] = {}
    for area in areas_of(screened):
        cells = screened.decision.grid[area.id]
        row = _row(screened, area, cells, limits.get(area.id), never)
        alike.setdefault(row, []).append(area.text)
    rows = (_with_regions(row, texts) for row, texts in alike.items())
    order = [CLOSED, MILDER, OPEN]
    return tuple(sorted(rows, key=lambda row: order.index(row.mark)))


def _with_regions(row: Row, texts: list[str]) -> Row:
    return Row(
        row.mark, tuple(texts), row.pressure, row.leave_out, row.milder, row.note
    )


def _mark(cells: Mapping[str, Cell], limit: Limit | None, never: set[str]) -> str:
    left = [cell for technique, cell in cells.items() if technique not in never]
    if all(cell is Cell.AVOID for cell in left):
        return CLOSED
    capped = limit is not None and limit.pressure_at_most is not None
    free = all(cell is Cell.ALLOW for cell in left) and not capped
    return OPEN if free else MILDER


def _row(
    screened: Screened,
    area: Area,
    cells: Mapping[str, Cell],
    limit: Limit | None,
    never: set[str],
) -> Row:
    if area.mark == CLOSED:
        return Row(CLOSED, (), "none", "every technique", "", "")
    most = limit.pressure_at_most if limit else None
    pressure = f"at most {most} of 5" if most else "usual"
    avoid = _named(screened, cells, Cell.AVOID, never)
    milder = _named(screened, cells, Cell.MODIFY, never)
    usual = any(cells[t] is Cell.ALLOW for t in cells if t not in never)
    if avoid and milder and not usual:
        milder = "every other technique"
    note = limit.note if limit else ""
    return Row(area.mark, (), pressure, avoid, milder, note)


def _named(
    screened: Screened, cells: Mapping[str, Cell], cell: Cell, never: set[str]
) -> str:
    """Name the techniques that have this cell; all but those left out everywhere."""
    left = [t for t in cells if t not in never]
    found = list(_with(cells, cell, left))
    if found and len(found) == len(left):
        return "every technique that is left"
    return ", ".join(screened.pack.techniques[t].text for t in found)


def _with(cells: Mapping[str, Cell], cell: Cell, names: list[str]) -> Iterator[str]:
    return (name for name in names if cells[name] is cell)
