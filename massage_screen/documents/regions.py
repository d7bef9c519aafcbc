"""Puts what may be done in each region into marks and rows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from msgspec.structs import replace

from massage_screen.decision import Finding, Limit, regions_of
from massage_screen.documents.document import Area, Row
from massage_screen.pack import Cell, Rule
from massage_screen.screened import Screened

OPEN, MILDER, CLOSED = "O", "M", "X"
#: What the marks mean, mildest first.
MARKS = {
    OPEN: "open: usual work",
    MILDER: "milder form only",
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


def left_out_where_milder(screened: Screened) -> tuple[str, ...]:
    """Return the techniques that no region takes that is neither open nor closed.

    Those left out everywhere are not among them. None where only one such region is.
    """
    grid = screened.decision.grid
    rows = [grid[area.id] for area in areas_of(screened) if area.mark == MILDER]
    never = left_out_everywhere(screened)
    return tuple(
        technique
        for technique in screened.pack.techniques
        if len(rows) > 1
        and technique not in never
        and all(row[technique] is Cell.AVOID for row in rows)
    )


def rows_of(screened: Screened) -> tuple[Row, ...]:
    """Return the regions, those that are alike in one row, the strictest first."""
    told = {*left_out_everywhere(screened), *left_out_where_milder(screened)}
    limits = {limit.region: limit for limit in screened.decision.limits}
    alike: dict[Row, list[str]] = {}
    for area in areas_of(screened):
        row = _row(screened, area, limits.get(area.id), told)
        alike.setdefault(row, []).append(area.text)
    rows = (_with_regions(row, texts) for row, texts in alike.items())
    order = [CLOSED, MILDER, OPEN]
    return tuple(sorted(rows, key=lambda row: order.index(row.mark)))


def behind(rule: Rule) -> str:
    """Return the id of a rule and of its first sources, to stand after its finding."""
    return f"[{'; '.join((rule.id, *rule.references[:2]))}]"


def closing(screened: Screened, region: str) -> tuple[Finding, ...]:
    """Return the most urgent finding that closes a region by itself.

    Where none does, return all that close something there; together they do.
    """
    left = set(screened.pack.techniques) - set(left_out_everywhere(screened))
    findings = screened.decision.findings
    avoided = {f.rule.id: _avoided(screened, f.rule, region) & left for f in findings}
    alone = [f for f in findings if avoided[f.rule.id] == left]
    return tuple(alone[:1] or (f for f in findings if avoided[f.rule.id]))


def _avoided(screened: Screened, rule: Rule, region: str) -> set[str]:
    """Return what a rule closes in a region, by a cap only when none is lower."""
    caps = {x.region: x.pressure_at_most for x in screened.decision.limits}
    here = [r for r in rule.restrict if region in regions_of(screened.sheet, r)]
    return {
        technique
        for restriction in here
        for technique, cell in screened.pack.cells_of(
            restriction
            if restriction.pressure_at_most == caps.get(region)
            else replace(restriction, pressure_at_most=None)
        ).items()
        if cell is Cell.AVOID
    }


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
    screened: Screened, area: Area, limit: Limit | None, told: Collection[str]
) -> Row:
    """Return how a region is treated, without the techniques that are told already."""
    cells = screened.decision.grid[area.id]
    if area.mark == CLOSED:
        why = " ".join(dict.fromkeys(f.found for f in closing(screened, area.id)))
        return Row(CLOSED, (), "none", "every technique", "", why)
    most = limit.pressure_at_most if limit else None
    pressure = f"at most {most} of 5" if most else "usual"
    avoid = _named(screened, cells, Cell.AVOID, told)
    milder = _named(screened, cells, Cell.MODIFY, told)
    usual = any(cells[t] is Cell.ALLOW for t in cells if t not in told)
    if avoid and milder and not usual:
        milder = "every other technique"
    note = limit.note if limit else ""
    return Row(area.mark, (), pressure, avoid, milder, note)


def _named(
    screened: Screened, cells: Mapping[str, Cell], cell: Cell, told: Collection[str]
) -> str:
    """Name the techniques that have this cell, but those that are told already."""
    left = [t for t in cells if t not in told]
    found = list(_with(cells, cell, left))
    if found and len(found) == len(left):
        return "every technique that is left"
    return ", ".join(screened.pack.techniques[t].text for t in found)


def _with(cells: Mapping[str, Cell], cell: Cell, names: list[str]) -> Iterator[str]:
    return (name for name in names if cells[name] is cell)
