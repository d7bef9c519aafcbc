"""Notes beside the file of records where its last copy is, to be said when it is lost.

The log in the file says it too, but cannot be read once the file is damaged.
"""

from __future__ import annotations

import contextlib
import json
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from massage_screen.day import day_in_words, is_day
from massage_screen.errors import NotWritten
from massage_screen.records.place import records_file
from massage_screen.storage import read_regular, replace_file
from massage_screen.text import name_of

_NAME = "records-last-copy.json"
_LARGEST = 10_000
_DAY = len("2027-01-31")


class LastCopy(NamedTuple):
    """The copy of the records that was written or used last on this computer.

    Attributes:
        day: When that was, as `2027-01-31`.
    """

    path: Path
    day: str

    @property
    def is_there(self) -> bool:
        """Say whether it is still where it was; its disk may not be in."""
        return self.path.is_file()

    @property
    def in_words(self) -> str:
        """Say where it is, since when, and whether it is there now."""
        there = "" if self.is_there else ", which is not there now"
        return f"{name_of(self.path)}, of {day_in_words(self.day)}{there}"


def note_copy(path: Path, now: datetime) -> None:
    """Note where a copy is; one that cannot be noted is a copy all the same.

    Args:
        path: The copy.
        now: When it was written or used.
    """
    content = {"copy": str(path.absolute()), "at": now.isoformat(timespec="seconds")}
    with contextlib.suppress(OSError):
        replace_file(_note(), f"{json.dumps(content)}\n".encode())


def last_copy() -> LastCopy | None:
    """Return the last copy that was noted; None when nothing can be known of one."""
    try:
        content = json.loads(read_regular(_note(), _LARGEST, ours=True))
        path, day = Path(content["copy"]), content["at"][:_DAY]
    except (OSError, NotWritten, ValueError, TypeError, KeyError):
        return None
    return LastCopy(path, day) if path.is_absolute() and is_day(day) else None


def _note() -> Path:
    return records_file().with_name(_NAME)
