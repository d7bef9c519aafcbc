"""Makes a copy of all records, and puts one in their place."""

from __future__ import annotations

import os
import re
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import NamedTuple

from massage_screen.command import command
from massage_screen.errors import NotWritten, RecordsError
from massage_screen.records.chain import log
from massage_screen.records.checking import found
from massage_screen.records.database import Database, are_made, opened, put
from massage_screen.records.last_copy import note_copy
from massage_screen.records.place import records_file, require_private
from massage_screen.storage import reason_of, write_for_person
from massage_screen.text import name_of

_ID = re.compile(r"\b[0-9a-f]{16}\b")
#: What is done with records without adding to them or taking anything away.
_LEAVES_ALL = ("backup", "brought", "shown", "exported")


def backup(path: Path, now: datetime, *, force: bool) -> int:
    """Write a whole copy to a file that only its owner may read.

    Args:
        path: The file.
        now: This moment, with its offset.
        force: Whether it may replace a file.

    Returns:
        How many records it holds.

    Raises:
        NoRecords: There are none.
        RecordsError: They cannot be used.
        NotWritten: The file is in the way, or could not be written.
    """
    with opened() as database:
        if path.absolute() == database.path.absolute():
            raise NotWritten(f"{name_of(path)}: is the file of records itself.")
        write_for_person(path, database.copy(), force=force)
        with database.writing():
            log(database, now, "backup", str(path.absolute()))
        note_copy(path, now)
        return _count(database)


def backups(database: Database) -> list[tuple[str, str]]:
    """Return when and where each copy was written or used, the oldest first."""
    rows = database.rows(
        "SELECT at, what FROM log WHERE did IN ('backup', 'restored') ORDER BY seq"
    )
    return [(row["at"], row["what"]) for row in rows]


class Restored(NamedTuple):
    """What came of putting a copy in the place of the records.

    Attributes:
        records: How many there are now.
        aside: Where those from before are now; None when there were none.
        came_back: The references of clients who had been forgotten since the copy.
    """

    records: int
    aside: Path | None
    came_back: tuple[str, ...]


def restore(path: Path, now: datetime, *, force: bool) -> Restored:
    """Put a copy in the place of the records; those from before are set aside.

    Args:
        path: A file that `backup` wrote.
        now: This moment, with its offset.
        force: Whether records may be replaced that were added to since the copy.

    Raises:
        RecordsError: It is no such file, or something in it is damaged or changed.
        NotWritten: There are newer records, or it could not be written. Nothing was
            replaced.
    """
    place = records_file()
    require_private(place)
    with opened(path) as copy:
        problems = list(found(copy))
        if problems:
            raise RecordsError(
                f"{name_of(path)}: was not restored. {problems[0]} Nothing was"
                " replaced."
            )
        content = copy.copy()
        forgotten = _forgotten_since(copy, force=force) if are_made() else ()
    aside = _set_aside(place, now) if are_made() else None
    try:
        put(place, content, force=False)
    except NotWritten:
        if aside is not None:
            aside.rename(place)
        raise
    with opened() as database:
        with database.writing():
            log(database, now, "restored", str(path.absolute()))
        note_copy(path, now)
        return Restored(_count(database), aside, forgotten)


def _forgotten_since(copy: Database, *, force: bool) -> tuple[str, ...]:
    """Refuse a copy that is older than the records; say who was forgotten since.

    Records that are damaged are no hindrance: they are what a copy is for.
    """
    try:
        with opened() as database:
            if not force:
                _require_nothing_newer(database, copy)
            rows = database.rows("SELECT what FROM log WHERE did = 'forgotten'")
    except RecordsError:
        return ()
    gone = {record for row in rows for record in _ID.findall(row["what"])}
    kept = copy.rows("SELECT id, client FROM screening")
    return tuple(sorted({row["client"] for row in kept if row["id"] in gone}))


def _require_nothing_newer(database: Database, copy: Database) -> None:
    last = copy.row("SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1")
    seq = last["seq"] if last else 0
    same = database.row("SELECT hash FROM log WHERE seq = ?", seq)
    newer = database.rows("SELECT did FROM log WHERE seq > ?", seq)
    added = [row for row in newer if row["did"] not in _LEAVES_ALL]
    if added or last is None or same is None or same["hash"] != last["hash"]:
        raise NotWritten(
            "The records on this computer are newer than the copy, or others. Nothing"
            " was replaced. They would be set aside with:"
            f" {command('records restore FILE --force')}"
        )


def _set_aside(place: Path, now: datetime) -> Path:
    """Give the records from before another name, with what SQLite has beside them."""
    stem = f"{place.name}.before-{now.date().isoformat()}"
    names = (f"{stem}-{n}" if n > 1 else stem for n in count(1))
    aside = next(
        free for name in names if not os.path.lexists(free := place.with_name(name))
    )
    try:
        place.rename(aside)
        beside = place.with_name(f"{place.name}-journal")
        if beside.exists():
            beside.rename(aside.with_name(f"{aside.name}-journal"))
    except OSError as error:
        raise NotWritten(
            f"{name_of(place)}: could not be set aside: {reason_of(error)}. Nothing was"
            " replaced."
        ) from None
    return aside


def set_aside() -> list[Path]:
    """Return the records from before a restore that are still there."""
    place = records_file()
    return sorted(place.parent.glob(f"{place.name}.before-*"))


def _count(database: Database) -> int:
    row = database.row("SELECT count(*) AS count FROM screening")
    return int(row["count"]) if row else 0
