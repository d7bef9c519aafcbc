"""Writes files that are there as a whole or not at all, and keeps them for one program.

They are readable by their owner only.
"""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

from massage_screen.errors import NotWritten
from massage_screen.text import name_of


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
        raise NotWritten(f"{name_of(path)}: is a folder. Name a file.")
    if not force and os.path.lexists(path):
        raise NotWritten(
            f"{name_of(path)}: is there already and was not changed. Name another"
            " file, or replace it with --force."
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
        raise NotWritten(f"{name_of(path)}: could not be written: {reason}.") from None


class Lock:
    """Keeps something for one program at a time.

    The system itself lets go when the program ends, even when it is killed; the file
    that is then left is no lock any more.
    """

    def __init__(self, path: Path) -> None:
        """Take nothing yet; `path` is a file that exists only while it is locked."""
        self._path = path
        self._handle: int | None = None

    def take(self) -> bool:
        """Take the lock, unless another program has it; say whether it is ours.

        Raises:
            OSError: The file could not be made.
        """
        while self._handle is None:
            handle = _private(str(self._path), os.O_RDWR | os.O_CREAT)
            if not _locked(handle):
                os.close(handle)
                return False
            if _is_file_of(handle, self._path):
                self._handle = handle
            else:  # another program let go of it, and removed it, at this moment
                os.close(handle)
        return True

    def release(self) -> None:
        """Let go, if it was taken, and remove the file."""
        if self._handle is None:
            return
        handle, self._handle = self._handle, None
        if sys.platform == "win32":  # an open file cannot be removed there
            os.close(handle)
            with contextlib.suppress(OSError):
                self._path.unlink()
            return
        with contextlib.suppress(OSError):
            if _is_file_of(handle, self._path):
                self._path.unlink()  # while it is ours: nobody takes what will be gone
        os.close(handle)


def _locked(handle: int) -> bool:
    """Lock an open file; where the disk has no locks, all go without."""
    if sys.platform == "win32":
        import msvcrt  # noqa: PLC0415  only Windows has it

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl  # noqa: PLC0415  Windows has none

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True
    return True


def _is_file_of(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


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
