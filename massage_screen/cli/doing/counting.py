"""Has two versions of a pack decide the same records, and shows what changes."""

from __future__ import annotations

from pathlib import Path

from massage_screen.cli import output
from massage_screen.cli.doing.batch import Clock, told_to_install
from massage_screen.cli.doing.files import today
from massage_screen.comparison.ways import INCOMPLETE, Ways, result_of, reworked_in
from massage_screen.pack import Disposition, Pack
from massage_screen.presentation.ways import Counted, Under, show_ways, ways_as_json


def count_records(old: Pack, new: Pack, file: str, *, json: bool, color: str) -> None:
    """Show which results the records of a file get under both versions.

    Raises:
        NoBatch: The database that it needs is not installed.
        AnswersError: The file holds no records of these packs, or cannot be read.
        NoSuchFile: There is no such file.
    """
    with told_to_install():
        from massage_screen.batch import joined  # noqa: PLC0415  duckdb, an extra
    ways, reworked, clock = Ways(), reworked_in(old, new), Clock()

    def take(before: joined.Result, now: joined.Result, count: int) -> None:
        way = _result(before), _result(now)
        ways.count(way, before.rules, now.rules, reworked, count)

    try:
        rows, *sides = joined.decide_under_both(
            Path(file), (old, new), today(), take, clock.show
        )
    finally:
        clock.wipe()
    before, now = (
        Under(pack, side.decided, side.rejected, side.unasked)
        for pack, side in zip((old, new), sides, strict=True)
    )
    found = Counted(rows, before, now, ways)
    if json:
        output.print_json(ways_as_json(found))
    else:
        show_ways(found, output.console(color))


def _result(said: tuple[str | None, str, tuple[str, ...]]) -> str:
    disposition, timeframe, _ = said
    if disposition is None:
        return INCOMPLETE
    return result_of(Disposition(disposition), timeframe)
