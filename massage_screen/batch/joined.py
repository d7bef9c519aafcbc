"""Has two versions of a pack decide the same records, and joins the results by id.

What is decided stands in a folder that only this user may read, and goes away with it.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from massage_screen.batch.duck import Progress, database, interruptible, run
from massage_screen.batch.order import Counts, Order
from massage_screen.batch.records import escaped
from massage_screen.batch.sql import text
from massage_screen.batch.statement import QUESTION, REASON
from massage_screen.batch.told import ID
from massage_screen.errors import NotWritten, TooLittleMemory
from massage_screen.pack import Pack

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: What is looked at of a decision.
_COLUMNS = (ID, "disposition", "timeframe", "findings")
_MEMORY = "2GB"
#: Rows that are read at a time.
_ROWS = 10_000


class Side(msgspec.Struct, frozen=True):
    """What became of the records under one version.

    Attributes:
        decided: How many were decided.
        rejected: How many were not, by the question, "" for none, and the reason.
        unasked: The questions without a column.
    """

    decided: int
    rejected: Mapping[tuple[str, str], int]
    unasked: tuple[str, ...]


class Result(NamedTuple):
    """What is decided of a record under one version.

    Attributes:
        disposition: Its word; None where the record is incomplete.
        timeframe: Its id, or `none`.
        rules: The rules that hold.
    """

    disposition: str | None
    timeframe: str
    rules: tuple[str, ...]


#: Is told of records that come to the same: before, now, and how many they are.
Take = Callable[[Result, Result, int], None]


def decide_under_both(
    source: Path, packs: tuple[Pack, Pack], today: str, take: Take, progress: Progress
) -> tuple[int, Side, Side]:
    """Decide every record of a file under both versions.

    A column that only one of them knows is not looked at by the other.

    Args:
        source: The file of records.
        packs: The older version, and the newer one.
        today: The day of today, as `2027-01-31`.
        take: Is told of the records that both decided.
        progress: Is told for how long it works, in seconds.

    Returns:
        How many records there are, and what became of them under each version.

    Raises:
        AnswersError: The file holds no records of these packs, or cannot be read.
        NoSuchFile: There is no such file.
        NotWritten: There is no room for what is kept meanwhile.
        TooLittleMemory: It takes more memory than it may.
    """
    begun = monotonic()  # both runs count from here, so that no shorter time follows
    with _told_plainly(), tempfile.TemporaryDirectory(prefix="massage-screen-") as name:
        folder = Path(name)
        found = [
            run(order, pack, today, lambda _: progress(monotonic() - begun))
            for order, pack in zip(_orders(source, packs, folder), packs, strict=True)
        ]
        opened = contextlib.closing(database(folder, _THREADS, _MEMORY))
        with interruptible(), opened as con:
            for before, now, count in _joined(con, folder):
                take(before, now, count)
            old, new = (
                _side(con, folder / f"{side}-rejected.parquet", counts)
                for side, counts in zip(_SIDES, found, strict=True)
            )
    return found[0].rows, old, new


_SIDES, _THREADS = ("old", "new"), 1


def _orders(source: Path, packs: tuple[Pack, Pack], folder: Path) -> Iterator[Order]:
    columns = frozenset(name for pack in packs for name in pack.in_answers)
    for side in _SIDES:
        yield Order(
            source=source,
            target=folder / f"{side}.parquet",
            rejected=folder / f"{side}-rejected.parquet",
            threads=_THREADS,
            memory=_MEMORY,
            columns=_COLUMNS,
            known_elsewhere=columns,
        )


def _joined(
    con: DuckDBPyConnection, folder: Path
) -> Iterator[tuple[Result, Result, int]]:
    old, new = (_read(folder / f"{side}.parquet") for side in _SIDES)
    columns = [f"{side}.{name}" for side in _SIDES for name in _COLUMNS[1:]]
    found = con.execute(
        f"SELECT {', '.join(columns)}, COUNT(*) FROM {old} AS old JOIN {new} AS new"
        f" ON old.{ID} = new.{ID} GROUP BY ALL"
    )
    while rows := found.fetchmany(_ROWS):
        for *said, count in rows:
            yield _result(*said[:3]), _result(*said[3:]), count


def _result(disposition: str | None, timeframe: str, findings: str) -> Result:
    return Result(disposition, timeframe, tuple(filter(None, findings.split(";"))))


def _side(con: DuckDBPyConnection, rejected: Path, counts: Counts) -> Side:
    why = con.execute(
        f"SELECT COALESCE({QUESTION}, ''), {REASON}, COUNT(*) FROM {_read(rejected)}"
        " GROUP BY ALL ORDER BY COUNT(*) DESC, 1, 2"
    ).fetchall()
    reasons = {(question, reason): count for question, reason, count in why}
    return Side(sum(counts.decided.values()), reasons, counts.unasked)


def _read(path: Path) -> str:
    return f"read_parquet({text(escaped(path)).text})"


@contextlib.contextmanager
def _told_plainly() -> Iterator[None]:
    """Say what is short without the name of a file that nobody asked for."""
    try:
        yield
    except TooLittleMemory:
        raise TooLittleMemory(
            f"{_MEMORY} of memory is too little for these records: split the file."
        ) from None
    except (NotWritten, OSError):
        raise NotWritten(
            "There is no room for what is kept while records are decided. TMPDIR names"
            " another folder."
        ) from None
