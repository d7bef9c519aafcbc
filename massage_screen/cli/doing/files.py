"""What a command reads: the pack that is named, files, standard input, the day."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import BinaryIO

from massage_screen.answers import LARGEST_FILE
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli.output import say
from massage_screen.errors import NoSuchFile, NotWritten, PackError
from massage_screen.pack import Pack
from massage_screen.text import name_of

_NAME_ONE = "Name a file of answers, or send one through a pipe."


def load_named(questions: str | None) -> Pack:
    """Return the pack of the folder that was named, else the one that is shipped."""
    return load_pack(pack_folder(questions))


def load_both(older: Path, newer: Path) -> tuple[Pack, Pack]:
    """Return two packs; say which of the two it is that has problems.

    Raises:
        PackError: One of them has.
    """
    return _load(older), _load(newer)


def _load(folder: Path) -> Pack:
    try:
        return load_pack(folder)
    except PackError:
        say(f"In {name_of(folder)}:")
        raise


def read_file(file: str, called: str = "") -> tuple[bytes, str]:
    """Return what a file holds, at most a little more than is accepted, and its name.

    A pipe is read like a file: `<(command)` is one.

    Args:
        file: Its name, or `-` for standard input.
        called: What messages call it, where its name could be that of a person.

    Returns:
        The content, and what messages call it.

    Raises:
        NoSuchFile: It cannot be read.
    """
    name = called or ("standard input" if file == "-" else name_of(file))
    try:
        with _opened(file) as stream:
            if stream.isatty():
                raise NoSuchFile(f"{name}: is a terminal. {_NAME_ONE}")
            return stream.read(LARGEST_FILE + 1), name
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "nothing can be read from it"
        raise NoSuchFile(f"{name}: cannot be opened: {reason}.") from None


def _opened(file: str) -> AbstractContextManager[BinaryIO]:
    """Open a file, or take standard input, which stays open.

    Raises:
        NoSuchFile: Standard input is closed.
        OSError: The file cannot be opened.
    """
    if file != "-":
        return open(file, "rb")  # noqa: PTH123  pathlib cannot read a part
    if sys.stdin is None or sys.__stdin__ is None:
        raise NoSuchFile(f"standard input: is closed. {_NAME_ONE}")
    return nullcontext(sys.stdin.buffer)


def require_free(path: str | None, force: bool = False) -> None:
    """Refuse a file that is in the way, before anything is asked.

    Raises:
        NotWritten: There is such a file, and it may not be written over.
    """
    if path == "":
        raise NotWritten("--decision: the name of the file is empty. Name a file.")
    if path:
        from massage_screen import storage  # noqa: PLC0415  start-up time

        storage.require_free(Path(path), force=force)


def today() -> str:
    """Return the day of today where this runs, as `2027-01-31`."""
    return date.today().isoformat()
