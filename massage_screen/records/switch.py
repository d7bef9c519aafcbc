"""Turns records on and off, with what the therapist said of all of them then."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal

from massage_screen.command import command
from massage_screen.errors import NoRecords
from massage_screen.records.chain import log
from massage_screen.records.database import Database, are_made, make, opened

#: `on` is yes or no; `keep` how long records are kept, as `10 years`; `country` whose
#: rules were shown; `who` the therapist. All may be empty but the first.
Name = Literal["on", "keep", "country", "who"]


def turn_on(said: Mapping[Name, str], now: datetime) -> Path:
    """Have records kept from now on, and return where.

    Args:
        said: What was said now; what was not stays as it was.
        now: This moment, with its offset.

    Raises:
        RecordsError: There is a file of records, and it cannot be used.
        NotWritten: It could not be made or written.
    """
    if not are_made():
        make()
    with opened() as database, database.writing():
        for name, value in {**said, "on": "yes"}.items():
            _set(database, name, value)
        log(database, now, "on", "")
        return database.path


def turn_off(now: datetime) -> Path:
    """Have nothing kept from now on; what is kept stays. Return where it is.

    Raises:
        NoRecords: There is no file of records.
        RecordsError: It cannot be used.
        NotWritten: It could not be written.
    """
    with opened() as database, database.writing():
        _set(database, "on", "no")
        log(database, now, "off", "")
        return database.path


def setting(database: Database, name: Name) -> str:
    """Return what was said, or nothing."""
    row = database.row("SELECT value FROM setting WHERE name = ?", name)
    return str(row["value"]) if row else ""


def are_on(database: Database) -> bool:
    """Say whether records are kept now."""
    return setting(database, "on") == "yes"


def require_on(database: Database) -> None:
    """Refuse to keep or to bring anything while records are off.

    Raises:
        NoRecords: They are off.
    """
    if not are_on(database):
        raise NoRecords(
            "Records of clients are off: nothing is kept. What was kept before is"
            f" still there. To go on keeping: {command('records on')}"
        )


def _set(database: Database, name: str, value: str) -> None:
    database.run("DELETE FROM setting WHERE name = ?", name)
    database.add("setting", name=name, value=value)
