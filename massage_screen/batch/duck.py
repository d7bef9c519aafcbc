"""Runs the statement of a pack in DuckDB, from a file of records to files of decisions.

Everything is made in a folder of its own that only this user may read, counted there,
and only then put in the place of the files that were asked for. The database is in this
process; it loads nothing and asks nobody.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

import duckdb
import msgspec

from massage_screen import storage
from massage_screen.batch import shown
from massage_screen.batch.dialect import DUCKDB
from massage_screen.batch.order import Counts, Order
from massage_screen.batch.records import (
    ROW,
    Form,
    Source,
    as_ids,
    as_records,
    check_columns,
    escaped,
    form_of,
    heading_of,
)
from massage_screen.batch.sql import quoted, text
from massage_screen.batch.statement import (
    CODED,
    NOTE,
    REASON,
    RECORDS,
    Parted,
    parted,
)
from massage_screen.batch.texts import BETWEEN
from massage_screen.errors import AnswersError, NoSuchFile, NotWritten, TooLittleMemory
from massage_screen.interruption import heeded
from massage_screen.pack import Pack
from massage_screen.text import name_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: Is told for how many seconds it works already. How far it is, nobody can say: the
#: database says 100 % as soon as it has read the file.
Progress = Callable[[float], None]
#: Rows that stand together in a Parquet file; each thread works on one at a time.
_ROWS_TOGETHER = 20_480
#: How a file of each form is written.
_WRITTEN = {
    Form.CSV: "FORMAT csv, HEADER true",
    Form.JSON_LINES: "FORMAT json",
    Form.PARQUET: f"FORMAT parquet, ROW_GROUP_SIZE {_ROWS_TOGETHER}",
}
#: Seconds between two looks at whether it is done.
_PAUSE = 0.1
#: What the database says when Ctrl-C was pressed.
_INTERRUPTED = "Query interrupted"
#: What the optimizer is left to do: to read no column that nobody reads, and to work
#: out once what is the same in every row. All else takes seconds, and finds nothing.
OPTIMIZED = ("expression_rewriter", "unused_columns", "filter_pushdown")
#: The table that has the id of every record, and nothing else.
_IDS = "ids"


class _Run:
    """One run in one folder."""

    def __init__(self, order: Order, pack: Pack, folder: Path) -> None:
        """Open a database that keeps nothing and reaches nothing."""
        self.order, self.pack, self.folder = order, pack, folder
        self.made = parted(pack, DUCKDB, (ROW,), _IDS, required=order.required)
        self.con = database(folder, order.threads, order.memory)

    def source(self) -> Source:
        """Return the file of records with its columns."""
        path = self.order.source
        form = form_of(path)
        if form is Form.CSV:
            return Source(path, form, dict.fromkeys(heading_of(path), "VARCHAR"))
        if form is Form.JSON_LINES:
            return Source(path, form, dict.fromkeys(self._keys(path), "JSON"))
        place = text(escaped(path)).text
        found = self._all(f"DESCRIBE SELECT * FROM read_parquet({place})")
        return Source(path, form, {row[0]: row[1] for row in found})

    def _keys(self, path: Path) -> list[str]:
        """Return the keys that the rows of JSON lines have.

        Raises:
            AnswersError: A row is no table, or has a key twice.
        """
        rows = (
            "SELECT row_number() OVER () AS nth, json_type(json) AS kind,"
            f" json_keys(json) AS keys FROM {Source(path, Form.JSON_LINES, {}).table}"
        )
        wrong = self._all(
            f"SELECT nth, kind FROM ({rows}) AS r WHERE kind <> 'OBJECT'"
            " OR len(list_distinct(keys)) < len(keys) LIMIT 1"
        )
        if wrong:
            ((nth, kind),) = wrong
            what = "is no table" if kind != "OBJECT" else "has a key twice"
            raise AnswersError(
                f"{name_of(path)}, row {nth}: {what}. Each line is one table of an"
                ' id, questions and answers, such as {"id": "a1", "leak": "no"}.'
            )
        keys = f"SELECT DISTINCT unnest(keys) AS key FROM ({rows}) AS r ORDER BY key"
        return [row[0] for row in self._all(keys)]

    def decide(self, source: Source, today: str, progress: Progress) -> Counts:
        """Make the codes of every row in this folder, and count what became of it."""
        self._view(RECORDS, as_records(source, self.pack, today))
        self._view(_IDS, as_ids(source))
        rows: int = self._all(f"SELECT COUNT(*) FROM {source.table}")[0][0]
        self._optimize_little()
        self._copy(self.made.codes.sql, self._whole, Form.PARQUET, progress)
        place = text(escaped(self._whole)).text
        self._view(CODED, f"SELECT * FROM read_parquet({place})")
        make_texts(self.con, self.made, today, noted=NOTE in self._columns)
        found = shown.decided(self.made, ["disposition"])
        counts = Counts(
            rows=rows,
            decided=self._counted("COALESCE(disposition, 'incomplete')", found),
            rejected=self._counted(REASON, shown.rejected(ROW)),
        )
        known = sum(counts.decided.values()) + sum(counts.rejected.values())
        if known != rows:
            raise AssertionError("rows were lost, or came twice")
        return counts

    @property
    def _columns(self) -> tuple[str, ...]:
        return self.order.columns or tuple(self.made.shown)

    def _view(self, name: str, sql: str) -> None:
        self.con.execute(f"CREATE VIEW {quoted(name)} AS {sql}")

    def _optimize_little(self) -> None:
        """Have the statement planned in the time that pays for it."""
        known = self._all("SELECT name FROM duckdb_optimizers()")
        left_out = ",".join(name for (name,) in known if name not in OPTIMIZED)
        self.con.execute(f"SET disabled_optimizers = '{left_out}'")

    @property
    def _whole(self) -> Path:
        return self.folder / "whole.parquet"

    def write(
        self, folders: Mapping[Path, Path], counts: Counts
    ) -> list[tuple[Path, Path]]:
        """Make each file that was asked for; return each with where it belongs.

        Args:
            counts: What became of the rows.
            folders: Where what belongs into each folder is made.
        """
        order, pack, codes = self.order, self.pack, self.made
        tables = {
            order.rejected: shown.rejected(ROW),
            order.cells: shown.cells(codes, list(pack.regions), list(pack.techniques)),
            order.target: shown.decided(codes, self._columns),
        }
        made: list[tuple[Path, Path]] = []
        rows: dict[Path, int] = {}
        for path, sql in tables.items():
            if path is not None:
                form = form_of(path)
                whole = folders[_folder_of(path)] / f"made{len(made)}{form.value[0]}"
                rows[path] = self._copy(sql, whole, form, _no_progress)
                made.append((whole, path))
        if rows[order.target] != sum(counts.decided.values()):
            raise AssertionError("decisions were lost, or came twice")
        return made

    def _counted(self, what: str, rows: str) -> dict[str, int]:
        """Count rows by something that they say."""
        return dict(
            self._all(
                f"SELECT {what} AS what, COUNT(*) FROM ({rows}) AS r GROUP BY what"
                " ORDER BY what"
            )
        )

    def _copy(self, sql: str, path: Path, form: Form, progress: Progress) -> int:
        """Write a file, and return how many rows it has."""
        place = text(str(path)).text
        copied = f"COPY ({sql}) TO {place} ({_WRITTEN[form]})"
        return _watched(self.con, copied, progress)

    def _all(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()


def run(order: Order, pack: Pack, today: str, progress: Progress) -> Counts:
    """Decide every record of a file, and write what was asked for.

    Args:
        order: What is asked for.
        pack: The rules.
        today: The day of today, as `2027-01-31`.
        progress: Is told for how long it works, in seconds.

    Raises:
        AnswersError: The file holds no records of this pack, or cannot be read.
        NoSuchFile: There is no such file.
        NotWritten: A file is in the way, or could not be written.
        TooLittleMemory: It takes more memory than is given.
    """
    _require(order)
    with contextlib.ExitStack() as stack:
        places = dict.fromkeys(map(_folder_of, order.files))
        folders = {p: stack.enter_context(_private_folder(p)) for p in places}
        with _told_plainly(order), interruptible():
            job = _Run(order, pack, folders[_folder_of(order.target)])
            try:
                source = job.source()
                unasked = check_columns(
                    list(source.types), pack, order.source, order.known_elsewhere
                )
                counts = job.decide(source, today, progress)
                made = job.write(folders, counts)
            finally:
                job.con.close()
        for _, path in made:
            storage.require_free(path, force=order.force)
        for whole, path in made:  # the decisions last: without the rest there are none
            storage.put_in_place(whole, path, force=order.force)
    return msgspec.structs.replace(counts, unasked=unasked)


def database(folder: Path, threads: int, memory: str) -> DuckDBPyConnection:
    """Open a database that keeps nothing and reaches nothing.

    Args:
        folder: Where it may put what finds no room in memory.
        threads: How many threads work on it.
        memory: How much memory it takes at most, as `2GB`.
    """
    return duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": memory,
            "temp_directory": str(folder / "spilled"),
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
    )


def make_texts(
    con: DuckDBPyConnection, made: Parted, today: str, *, noted: bool = True
) -> None:
    """Make the tables of texts that stand beside the table of codes.

    Args:
        con: A database with the table of codes.
        made: What makes the texts.
        today: The day that notes begin with, as `2027-01-31`.
        noted: Whether notes and limits are read at all.
    """
    for name, sql in shown.tables(made):
        con.execute(f"CREATE TABLE {quoted(name)} AS {sql}")
    if not noted:
        return
    names = list(made.note_codes)
    rows = con.execute(shown.notes(made)).fetchall()
    told = [made.notes.note(dict(zip(names, r, strict=True)), today) for r in rows]
    codes = [[row[place] for row in rows] for place in range(len(names))]
    lines = [line for line, _ in told]
    con.execute(shown.note_table(made), [*codes, lines, list(range(len(rows)))])
    limits = [(n, limit) for n, (_, found) in enumerate(told) for limit in found]
    con.execute(
        shown.LIMIT_TABLE,
        [
            [n for n, _ in limits],
            [limit.region for _, limit in limits],
            [limit.note for _, limit in limits],
            [BETWEEN.join(limit.rules) for _, limit in limits],
        ],
    )


def _folder_of(path: Path) -> Path:
    """Return the folder in which a file comes to stand, also where a link leads."""
    return path.resolve().parent


def _require_source(path: Path) -> None:
    what = "no such file"
    try:
        if path.exists():
            what = "no regular file"
        if path.is_file():
            path.open("rb").close()
            return
    except OSError as error:
        what = storage.reason_of(error)
    raise NoSuchFile(f"{name_of(path)}: cannot be opened: {what}.")


def _require(order: Order) -> None:
    """Refuse what cannot be read or written, before anything is read."""
    _require_source(order.source)
    places = [file.resolve() for file in (order.source, *order.files)]
    for path in order.files:
        form_of(path)
        if places.count(path.resolve()) > 1:
            raise NotWritten(f"{name_of(path)}: is named twice. Name another file.")
        storage.require_free(path, force=order.force)
        storage.require_folder(path.absolute().parent)
    form_of(order.source)


@contextlib.contextmanager
def _private_folder(beside: Path) -> Iterator[Path]:
    """Make a folder for this user only, and delete it with all that is in it."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=".batch-", dir=beside))
    except OSError as error:
        raise NotWritten(
            f"{name_of(beside)}: {storage.reason_of(error)}. Name another folder."
        ) from None
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _told_plainly(order: Order) -> Iterator[None]:
    """Say what the database says, without the line of the file that it quotes."""
    name = name_of(order.source)
    try:
        yield
    except duckdb.OutOfMemoryException:
        raise TooLittleMemory(
            f"{order.memory} of memory is too little. Give more with --memory."
        ) from None
    except duckdb.IOException as error:
        if "read" in str(error).partition(":")[2][:30].lower():
            raise NoSuchFile(f"{name}: cannot be read.") from None
        raise NotWritten(
            f"{name_of(order.target)}: could not be written. Is the disk full?"
        ) from None
    except (duckdb.InvalidInputException, duckdb.ConversionException) as error:
        raise AnswersError(f"{name}{_place(order.source, str(error))}.") from None


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Have an interruption told as one: the database makes an error of its own of it.

    Raises:
        KeyboardInterrupt: The person interrupted it.
    """
    try:
        yield
    except RuntimeError as error:
        if str(error) != _INTERRUPTED:
            raise
        raise KeyboardInterrupt from None


def _place(path: Path, said: str) -> str:
    """Say where a file cannot be read, and what stands there is not said."""
    form = form_of(path)
    if form is Form.PARQUET:
        return ": is no Parquet file that can be read"
    if form is Form.JSON_LINES:
        return f", line {_broken_line(path)}: not valid JSON. Each line is one table"
    line = said.partition("Line: ")[2].partition("\n")[0].strip()
    if "utf-8" in said:
        return f", line {line}: not UTF-8 text. Save the file as UTF-8"
    if "Number of Columns" in said:
        return f", line {line}: has not as many columns as the heading"
    return f", line {line or '?'}: not valid CSV, such as a quote without an end"


def _broken_line(path: Path) -> int:
    """Return the first line that is no JSON."""
    number = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                if line.strip():
                    json.loads(line)
            except ValueError:
                return number
    return number


def _watched(con: DuckDBPyConnection, sql: str, progress: Progress) -> int:
    """Copy beside this thread, so that it can be watched and stopped; count rows."""
    copied: list[int] = []
    failed: list[BaseException] = []
    done = Event()

    def work() -> None:
        try:
            copied.extend(con.execute(sql).fetchone() or ())
        except BaseException as error:  # told by the thread that waits
            failed.append(error)
        finally:
            done.set()

    Thread(target=work, daemon=True).start()
    begun = monotonic()
    try:
        progress(0)
        while not done.wait(_PAUSE):
            progress(monotonic() - begun)
    except BaseException:
        heeded()  # whoever presses it twice waits for the same end
        while not done.wait(_PAUSE):  # while it plans, it does not listen
            con.interrupt()
        raise
    if failed:
        raise failed[0]
    return copied[0]


def _no_progress(_: float) -> None:
    """Tell nobody."""


__all__ = ["Counts", "Order", "run"]
