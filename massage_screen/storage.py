"""Writes files that are there as a whole or not at all, readable by their owner."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from massage_screen.errors import NotWritten


def write_whole(path: Path, content: bytes, copy: Path | None = None) -> None:
    """Replace a file; after a power cut or on a full disk the old one is still there.

    Args:
        path: The file.
        content: All that it is to hold.
        copy: Where it is written first, in the same folder; by default under a name
            that no other file has.

    Raises:
        OSError: It could not be written. No half file is left.
    """
    copy = copy or path.with_name(f".{path.name}.{os.urandom(4).hex()}.new")
    try:
        with open(copy, "wb", opener=_private) as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        copy.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            copy.unlink(missing_ok=True)
        raise
    _make_lasting(path.parent)


def require_free(path: Path, *, force: bool) -> None:
    """Refuse to write over a file.

    Raises:
        NotWritten: Something is there, and it may not be replaced.
    """
    if path.is_dir():
        raise NotWritten(f"{path}: is a folder. Name a file.")
    if not force and os.path.lexists(path):
        raise NotWritten(
            f"{path}: is there already and was not changed. Name another file, or"
            " replace it with --force."
        )


def write_for_person(path: Path, content: bytes) -> None:
    """Write a file that a person asked for.

    Raises:
        NotWritten: It could not be written; the message says why.
    """
    try:
        write_whole(path, content)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NotWritten(f"{path}: could not be written: {reason}.") from None


def _private(name: str, flags: int) -> int:
    """Open for the owner only, and never through a link that somebody left."""
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


def _make_lasting(place: Path) -> None:
    """Have the folder itself written, where the platform can."""
    with contextlib.suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
