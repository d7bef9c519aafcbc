"""Opens the file of records; the only module that knows SQLite.

One file with a rollback journal and no other beside it: what is deleted does not stay
in a log of writes. It is readable by its owner only.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from massage_screen.command import command, in_shell
from massage_screen.errors import NoRecords, NotWritten, RecordsError
from massage_screen.records.last_copy import last_copy
from massage_screen.records.place import records_file, require_private
from massage_screen.records.schema import APPLICATION, SCHEMA, VERSION
from massage_screen.storage import own_folder, reason_of, write_for_person
from massage_screen.text import name_of

if TYPE_CHECKING:
    from sqlite3 import Connection
    from types import ModuleType

_MODE, _OTHERS = 0o600, 0o077
_SECONDS_TO_WAIT = 5.0
_SETTINGS = (
    "journal_mode = DELETE",
    "synchronous = EXTRA",
    "foreign_keys = ON",
    "secure_delete = ON",
    "cell_size_check = ON",
    "temp_store = MEMORY",  # what is put in order is written to no other file
)
#: What a row is, by the names of its columns.
Row = Mapping[str, Any]


class Database:
    """The file of records while it is open.

    Attributes:
        path: Where it is.
        repaired: What had to be put right to open it, as a sentence; or nothing.
    """

    def __init__(self, connection: Connection, path: Path, repaired: str = "") -> None:
        """Take a connection that `opened` has made fit."""
        self.path, self.repaired = path, repaired
        self._connection = connection

    def rows(self, statement: str, *values: object) -> list[Row]:
        """Return all rows that a statement finds."""
        return self._connection.execute(statement, values).fetchall()

    def row(self, statement: str, *values: object) -> Row | None:
        """Return the first row that a statement finds."""
        found: Row | None = self._connection.execute(statement, values).fetchone()
        return found

    def add(self, table: str, **values: object) -> None:
        """Add a row to a table; its name and those of its columns are of the program.

        Within `writing` only.
        """
        marks = ", ".join("?" * len(values))
        self._connection.execute(
            f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})",
            tuple(values.values()),
        )

    def run(self, statement: str, *values: object) -> None:
        """Run a statement that returns nothing."""
        self._connection.execute(statement, values)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Keep all that is written within, or nothing of it.

        Another program that writes is waited for; what was read before may be old.
        """
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def copy(self) -> bytes:
        """Return a whole copy, as a file would hold it, by SQLite's own backup."""
        with contextlib.closing(_in_memory()) as memory:
            self._connection.backup(memory)
            return memory.serialize()

    def pragma(self, name: str) -> list[str]:
        """Return the lines with which SQLite answers a pragma."""
        found = self._connection.execute(f"PRAGMA {name}").fetchall()
        return [" ".join(map(str, row.values())) for row in found]


def are_made() -> bool:
    """Say whether there is a file of records; SQLite is not asked."""
    return os.path.lexists(records_file())


def make() -> Path:
    """Make the file of records, and return where it is.

    Raises:
        NotWritten: It could not be made, something is in the way, or the place would
            give it away.
    """
    path = records_file()
    require_private(path)
    with contextlib.closing(_in_memory()) as memory:
        memory.executescript(SCHEMA)
        content = memory.serialize()
    put(path, content, force=False)
    return path


def put(path: Path, content: bytes, *, force: bool) -> None:
    """Write a whole file of records, in a folder that only its owner may read.

    Raises:
        NotWritten: It could not be written.
    """
    try:
        own_folder(path)
    except OSError as error:
        raise NotWritten(
            f"{name_of(path.parent)}: records cannot be kept here: {reason_of(error)}."
        ) from None
    write_for_person(path, content, force=force)


@contextlib.contextmanager
def opened(path: Path | None = None, *, whole: bool = True) -> Iterator[Database]:
    """Open the file of records, or a copy of it, and close it afterwards.

    Args:
        path: A copy, which is only read and left as it is; None for the file itself.
        whole: Whether all pages are looked at first, which takes longer the more is
            kept. Without it SQLite still refuses a file that was cut short, and each
            damaged page that it comes upon.

    Raises:
        NoRecords: There is no file of records yet.
        RecordsError: It is damaged, newer than the program, none of ours, or no file.
        NotWritten: It could not be written to: a full disk, or another program at it.
    """
    ours = path is None
    file = path or records_file()
    repaired = _made_fit(file, ours=ours)
    try:
        with contextlib.closing(_connected(file, writable=ours)) as connection:
            _require_readable(connection, file, whole=whole)
            yield Database(connection, file, repaired)
    except _Unreadable as error:
        raise RecordsError(f"{error} {_what_now(ours=ours)}") from None
    except _sqlite().Error as error:
        raise _told(error, file, ours=ours) from None


def _sqlite() -> ModuleType:
    """Return SQLite, which no command loads that does without records."""
    import sqlite3  # noqa: PLC0415  start-up time

    return sqlite3


def _in_memory() -> Connection:
    connection: Connection = _sqlite().connect(":memory:")
    return connection


def _connected(file: Path, *, writable: bool) -> Connection:
    mode = "rw" if writable else "ro"
    connection: Connection = _sqlite().connect(
        f"{file.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=_SECONDS_TO_WAIT,
        isolation_level=None,
    )
    connection.row_factory = _as_mapping
    return connection


def _as_mapping(cursor: Any, values: tuple[Any, ...]) -> dict[str, Any]:
    names = (column[0] for column in cursor.description)
    return dict(zip(names, values, strict=True))


def _require_readable(connection: Connection, file: Path, *, whole: bool) -> None:
    """Refuse what is no file of records in a form that is known, or is damaged."""

    def said(pragma: str) -> Any:
        (value,) = connection.execute(f"PRAGMA {pragma}").fetchone().values()
        return value

    if said("application_id") != APPLICATION:
        raise _Unreadable(f"{name_of(file)}: is no file of records of this program.")
    if said("user_version") > VERSION:
        raise RecordsError(
            f"{name_of(file)}: was made by a newer version of this program. Nothing was"
            " changed. Install that version."
        )
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    # A damaged list of free pages would have a new row written over an old one.
    looks = whole or said("freelist_count") > 0
    if looks and said("quick_check(1)") != "ok":
        raise _Unreadable(_damaged(file))


class _Unreadable(Exception):
    """The file is damaged, or another one; the message says only that."""


# What stands at the place of the file


def _made_fit(file: Path, *, ours: bool) -> str:
    """Refuse what is no file of this user; say what was put right.

    Raises:
        NoRecords: Nothing is there.
        RecordsError: It is something else.
    """
    try:
        found = file.lstat()
    except FileNotFoundError:
        if not ours:
            raise _unfit(file, "there is no such file") from None
        raise NoRecords(
            "Records of clients are off: nothing is kept, and nothing was. To keep"
            f" them on this computer: {command('records on')}"
        ) from None
    except OSError as error:
        raise _unfit(file, f"it cannot be read: {reason_of(error)}") from None
    if why := _no_file(found.st_mode):
        raise _unfit(file, why)
    if sys.platform == "win32" or not ours:
        return ""
    if found.st_uid != os.geteuid():
        raise _unfit(file, "it belongs to another user")
    return _made_private(file, found.st_mode)


def _no_file(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "it is a link"
    if stat.S_ISDIR(mode):
        return "it is a folder"
    return "" if stat.S_ISREG(mode) else "it is a device or a pipe"


def _made_private(file: Path, mode: int) -> str:
    if not mode & _OTHERS:
        return ""
    try:
        file.chmod(_MODE)
    except OSError as error:
        raise _unfit(file, f"others may read it: {reason_of(error)}") from None
    return f"Other users could read {name_of(file)}. Now it is for you alone."


def _unfit(file: Path, why: str) -> RecordsError:
    return RecordsError(
        f"{name_of(file)}: is not used as the file of records: {why}. Nothing was"
        " changed."
    )


# What SQLite says


def _told(error: Exception, file: Path, *, ours: bool) -> Exception:
    """Return what SQLite said as an error of ours; it never shows a value."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in _SPOILED:
        return RecordsError(f"{_damaged(file)} {_what_now(ours=ours)}")
    if code in _IN_USE:
        return NotWritten(
            f"{name_of(file)}: another terminal is keeping something at this moment."
            " Try again."
        )
    if code in _WHY_NOT:
        return NotWritten(
            f"{name_of(file)}: could not be written: {_WHY_NOT[code]}. What was kept"
            " before is unchanged."
        )
    return error


#: The codes of SQLite, which do not change.
_SPOILED, _IN_USE = (11, 26), (5, 6)
_WHY_NOT = {
    8: "it may only be read",
    10: "the disk failed",
    13: "the disk is full",
    14: "it cannot be opened, or no file can be made beside it",
}


def _damaged(file: Path) -> str:
    return f"{name_of(file)}: the file of records is damaged."


def _what_now(*, ours: bool) -> str:
    """Say what holds of a file that cannot be used, and with which copy to go on."""
    if not ours:
        return "Nothing was changed."
    copy = last_copy()
    known = (
        f"The last copy known here is {copy.in_words}."
        if copy
        else "No copy of it is known here; one that you made yourself will do."
    )
    file = in_shell(str(copy.path)) if copy and copy.is_there else "FILE"
    return (
        f"Nothing was changed. Screening goes on without it. {known} To put a copy in"
        f" its place: {command(f'records restore {file}')}"
    )
