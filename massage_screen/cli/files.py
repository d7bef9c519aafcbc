"""What a command reads: the pack that is named, files, standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from massage_screen.errors import NoSuchFile, NotWritten

if TYPE_CHECKING:
    from massage_screen.pack import Pack


def load_named(questions: str | None) -> Pack:
    """Return the pack of the folder that was named, else the one that is shipped."""
    from massage_screen.catalogue import (  # noqa: PLC0415  start-up time
        load_pack,
        pack_folder,
    )

    return load_pack(pack_folder(questions))


def read_file(file: str) -> tuple[bytes, str]:
    """Return what a file holds, at most a little more than is accepted, and its name.

    Raises:
        NoSuchFile: It cannot be opened.
    """
    from massage_screen.answers import LARGEST_FILE  # noqa: PLC0415  start-up time

    if file == "-":
        return sys.stdin.buffer.read(LARGEST_FILE + 1), "standard input"
    try:
        with open(file, "rb") as stream:  # noqa: PTH123  pathlib cannot read a part
            return stream.read(LARGEST_FILE + 1), file
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise NoSuchFile(f"{file}: cannot be opened: {reason}.") from None


def require_free(path: str | None, force: bool = False) -> None:
    """Refuse a file that is in the way, before anything is asked.

    Raises:
        NotWritten: There is such a file, and it may not be written over.
    """
    if path == "":
        raise NotWritten("--decision: the name of the file is empty. Name a file.")
    if path:
        from pathlib import Path  # noqa: PLC0415  start-up time

        from massage_screen import storage  # noqa: PLC0415  start-up time

        storage.require_free(Path(path), force=force)
