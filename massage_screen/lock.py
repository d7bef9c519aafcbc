"""Keeps something for one program at a time."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from massage_screen.storage import AT_ONCE, NO_LINK, delete


class Lock:
    """A file that one program has at a time.

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
            _clear_the_way(self._path)
            flags = os.O_RDWR | os.O_CREAT | AT_ONCE | NO_LINK
            handle = os.open(self._path, flags, 0o600)
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


def _clear_the_way(path: Path) -> None:
    """Remove what stands at the place of a lock and is none: a link, a pipe."""
    with contextlib.suppress(FileNotFoundError):
        if not stat.S_ISREG(path.lstat().st_mode):
            delete(path)


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
