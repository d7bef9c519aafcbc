"""Shows what may be done where: the limits by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.decision import Decision, Limit
from massage_screen.pack import Cell, Pack
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import pressure_in_words

_CELL_WORDS = ((Cell.AVOID, "Avoid"), (Cell.MODIFY, "Modify"), (Cell.ALLOW, "Allowed"))
_NOTE = "Note"


class _Same(msgspec.Struct):
    """Regions that have the same limits."""

    regions: list[str]
    row: Mapping[str, Cell]
    limit: Limit | None


def show_limits(page: Page, decision: Decision, pack: Pack) -> None:
    """Show the limits, strictest region first; regions that are alike stand once.

    A cap or a note for a closed region could be read as a permission: it is left out.

    Lists, not a table: they read the same at 40 columns, without colour and aloud.
    """
    everywhere = _avoided_everywhere(decision)
    page.heading("Limits by region")
    if everywhere:
        page.paragraph(_names(everywhere, pack), label="Avoid in every region")
    if any(Cell.MODIFY in row.values() for row in decision.grid.values()):
        page.paragraph(
            "Modify means only in a milder form: lighter, slower, smaller."
            " Leave it out if that is not possible."
        )
    for same in sorted(_alike(decision), key=_strictness, reverse=True):
        if page.plain:
            page.paragraph(_sentences(same, everywhere, pack))
        else:
            page.line()
            _show_same(page, same, everywhere, pack)


def _alike(decision: Decision) -> Iterator[_Same]:
    limits = {limit.region: limit for limit in decision.limits}
    groups: list[_Same] = []
    for region, row in decision.grid.items():
        closed = all(cell is Cell.AVOID for cell in row.values())
        limit = None if closed else limits.get(region)
        for group in groups:
            if group.row == row and _says(group.limit) == _says(limit):
                group.regions.append(region)
                break
        else:
            groups.append(_Same([region], row, limit))
    yield from groups


def _says(limit: Limit | None) -> tuple[int | None, str]:
    return (limit.pressure_at_most, limit.note) if limit else (None, "")


def _strictness(same: _Same) -> tuple[int, int, int]:
    cells = list(same.row.values())
    pressure, _ = _says(same.limit)
    return cells.count(Cell.AVOID), cells.count(Cell.MODIFY), -(pressure or 6)


def _avoided_everywhere(decision: Decision) -> list[str]:
    rows = list(decision.grid.values())
    return [t for t in rows[0] if all(row[t] is Cell.AVOID for row in rows)]


def _names(techniques: list[str], pack: Pack) -> str:
    return ", ".join(pack.techniques[technique].text for technique in techniques)


def _show_same(page: Page, same: _Same, everywhere: list[str], pack: Pack) -> None:
    regions = "; ".join(pack.regions[region].text for region in same.regions)
    page.paragraph(regions, role="heading")
    for label, text in _labelled(same, everywhere, pack):
        page.paragraph(text, label=label, lead="  ")


def _sentences(same: _Same, everywhere: list[str], pack: Pack) -> str:
    """Say in one paragraph what holds in regions that are alike."""
    regions = "; ".join(pack.regions[region].text for region in same.regions)
    labelled = dict(_labelled(same, everywhere, pack))
    note = labelled.pop(_NOTE, "").rstrip(".")
    limits = "; ".join(f"{label.lower()} {text}" for label, text in labelled.items())
    return f"{regions}: {limits}.{f' {note}.' if note else ''}"


def _labelled(
    same: _Same, everywhere: list[str], pack: Pack
) -> Iterator[tuple[str, str]]:
    left = {t: cell for t, cell in same.row.items() if t not in everywhere}
    for cell, word in _CELL_WORDS:
        techniques = [t for t, c in left.items() if c is cell]
        if techniques:
            yield word, _row(techniques, left, pack)
    pressure, note = _says(same.limit)
    if pressure is not None:
        yield "Pressure", f"at most {pressure_in_words(pressure, pack)}"
    if note:
        yield _NOTE, note


def _row(techniques: list[str], left: Mapping[str, Cell], pack: Pack) -> str:
    if len(techniques) < len(left):
        return _names(techniques, pack)
    other = "other " if len(left) < len(pack.techniques) else ""
    return f"every {other}technique"
