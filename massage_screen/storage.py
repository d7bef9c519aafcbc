"""Writes files that are there as a whole or not at all, reads them back, deletes them.

They are readable by their owner only.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from massage_screen.errors import NotWritten
from massage_screen.text import name_of

#: Names another folder to keep things in than that of the platform.
FOLDER_VARIABLE = "MASSAGE_SCREEN_DATA"
#: Names another folder for the settings than that of the platform.
CONFIG_VARIABLE = "MASSAGE_SCREEN_CONFIG"
#: A pipe is opened without waiting for its other end, and a terminal stays a stranger.
AT_ONCE = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
#: What is opened is not where a link leads.
NO_LINK = getattr(os, "O_NOFOLLOW", 0)


# What a person asked for


def require_free(path: Path, *, force: bool) -> None:
    """Refuse what is in the way of a file.

    Raises:
        NotWritten: Something is there, and it may not be replaced: only a file may,
            or a link to one, and only with force.
    """
    try:
        found = path.lstat()
        if stat.S_ISLNK(found.st_mode):
            found = path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise NotWritten(
                f"{name_of(path)}: is a link to nothing. Name a file."
            ) from None
        return
    except OSError as error:
        raise _not_written(path, error) from None
    if stat.S_ISDIR(found.st_mode):
        raise NotWritten(f"{name_of(path)}: is a folder. Name a file.")
    if not stat.S_ISREG(found.st_mode):
        raise NotWritten(f"{name_of(path)}: is a device or a pipe. Name a file.")
    if not force:
        raise _in_the_way(path)


def require_folder(folder: Path) -> None:
    """Refuse a folder in which no file can be made, before anything is asked for one.

    One is made there and removed: what the system allows is seen in no other way, with
    other owners, with lists of rights, and with disks that are only read from.

    Raises:
        NotWritten: It is not there, is no folder, or takes no file.
    """
    if not folder.is_dir():
        raise NotWritten(
            f"{_in_full(folder)}: there is no such folder. Make it, or name another."
        )
    try:
        trial = _beside(folder / "page")
        os.close(_private(str(trial), os.O_WRONLY | os.O_CREAT))
        trial.unlink()
    except OSError as error:
        raise NotWritten(
            f"{_in_full(folder)}: no file can be written into this folder:"
            f" {reason_of(error)}. Name another."
        ) from None


def _in_full(folder: Path) -> str:
    try:
        return name_of(folder.absolute())
    except OSError:  # the folder in use has gone
        return "the folder in use"


def write_for_person(path: Path, content: bytes, *, force: bool) -> None:
    """Write a file that a person asked for.

    Without force it is a new file, also when another program was faster; with force
    it may replace one, whose mode it keeps, and stand where a link leads.

    Raises:
        NotWritten: It could not be written; the message says why.
    """
    require_free(path, force=force)
    try:
        if force:
            _replace(path.resolve(), content)
        else:
            _write_new(path, content)
    except FileExistsError:
        raise _in_the_way(path) from None
    except OSError as error:
        raise _not_written(path, error) from None


def put_in_place(whole: Path, path: Path, *, force: bool) -> None:
    """Give a file that was made whole the name that a person asked for.

    Args:
        whole: The file, on the same disk. It is gone then.
        path: Its name; without force, one that is free.
        force: Whether a file of that name is replaced. It keeps its mode, and where a
            link stands the file is put where it leads.

    Raises:
        NotWritten: It could not be done; the message says why.
    """
    try:
        whole.chmod(0o600)
        with whole.open("rb") as stream:
            os.fsync(stream.fileno())
        if force:
            path = path.resolve()
            with contextlib.suppress(FileNotFoundError):
                _let_the_same_read(whole, path.stat())
            whole.replace(path)
        else:
            _take_free_name(whole, path)
        _make_lasting(path.parent)
    except FileExistsError:
        raise _in_the_way(path) from None
    except OSError as error:
        raise _not_written(path, error) from None


def _in_the_way(path: Path) -> NotWritten:
    return NotWritten(
        f"{name_of(path)}: is there already and was not changed. Name another file, or"
        " replace it with --force."
    )


def _not_written(path: Path, error: OSError) -> NotWritten:
    return NotWritten(f"{name_of(path)}: could not be written: {reason_of(error)}.")


def reason_of(error: OSError) -> str:
    """Return why the system refused, in words and without the name of a file."""
    return error.strerror or type(error).__name__


# Writing


def write_whole(path: Path, content: bytes, copy: Path | None = None) -> None:
    """Replace a file; after a power cut or on a full disk the old one is still there.

    Args:
        path: The file.
        content: All that it is to hold.
        copy: Where it is written first, in the same folder, whatever stood there; by
            default under a name that no other file has.

    Raises:
        OSError: It could not be written. No half file is left.
    """
    with _written(copy or _beside(path), content) as whole:
        whole.replace(path)
    _make_lasting(path.parent)


def _replace(path: Path, content: bytes) -> None:
    """Replace a file, so that the same people may read it as before."""
    with _written(_beside(path), content) as whole:
        with contextlib.suppress(FileNotFoundError):
            _let_the_same_read(whole, path.stat())
        whole.replace(path)
    _make_lasting(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    """Write a file of a name that is free; fail when another program takes it first."""
    with _written(_beside(path), content) as whole:
        _take_free_name(whole, path)
    _make_lasting(path.parent)


def _take_free_name(whole: Path, path: Path) -> None:
    """Give a file a name, unless another one has it; its old one may stay."""
    try:
        os.link(whole, path)
    except FileExistsError:
        raise
    except OSError:  # a disk or a platform without links
        _rename_to_new(whole, path)


def _rename_to_new(whole: Path, path: Path) -> None:
    if sys.platform == "win32":  # a rename replaces nothing there
        whole.rename(path)
        return
    os.close(_private(str(path), os.O_WRONLY | os.O_CREAT))
    try:
        whole.replace(path)  # the empty file that only we can have made
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _written(copy: Path, content: bytes) -> Iterator[Path]:
    """Write a copy of what a file is to hold; remove it, unless it became the file."""
    delete(copy)
    with contextlib.ExitStack() as afterwards:
        with open(copy, "wb", opener=_private) as stream:
            afterwards.callback(_remove, copy)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        yield copy


def _remove(copy: Path) -> None:
    with contextlib.suppress(OSError):
        copy.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """Return a free name in the same folder, short however long that of the file is."""
    return path.with_name(f".{os.urandom(4).hex()}.new")


def _private(name: str, flags: int) -> int:
    """Make a file for its owner only; nothing that stands there is opened."""
    return os.open(name, flags | os.O_EXCL, 0o600)


def _let_the_same_read(whole: Path, before: os.stat_result) -> None:
    """Give a file the group and the mode of another one, as far as that is allowed."""
    mode = before.st_mode & 0o777
    if sys.platform != "win32" and whole.stat().st_gid != before.st_gid:
        try:
            os.chown(whole, -1, before.st_gid)
        except OSError:  # another group than before is not let in
            mode &= ~0o070
    whole.chmod(mode)


def _make_lasting(place: Path) -> None:
    """Have the folder itself written, where the platform can."""
    with contextlib.suppress(OSError):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# What the program keeps of its own


def data_folder() -> Path:
    """Return where the program keeps anything at all.

    Raises:
        OSError: This user has no such place.
    """
    return _named_or_of_the_user(FOLDER_VARIABLE, "user_data_path")


def config_folder() -> Path:
    """Return where the settings are kept.

    Raises:
        OSError: This user has no such place.
    """
    return _named_or_of_the_user(CONFIG_VARIABLE, "user_config_path")


def _named_or_of_the_user(variable: str, path_of_the_user: str) -> Path:
    named = os.environ.get(variable)
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  start-up time

    with contextlib.suppress(RuntimeError):
        of_the_user: Callable[..., Path] = getattr(platformdirs, path_of_the_user)
        place = of_the_user("massage-screen", appauthor=False)
        if place.is_absolute():
            return place
    raise OSError(
        errno.ENOENT, f"this user has no home folder; {variable} can name one"
    )


def own_folder(path: Path) -> None:
    """Make the folder of a file, so that only its owner may read it.

    Raises:
        OSError: It could not be made, or belongs to another user.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, in a folder that only its owner may read.

    Raises:
        OSError: It could not be written. What it held before is still there.
    """
    own_folder(path)
    write_whole(path, content, path.with_suffix(".new"))


def listed(folder: Path, ending: str) -> list[Path]:
    """Return what has a name with this ending, files or not; none without a folder.

    Raises:
        OSError: The folder is there, but cannot be read.
    """
    try:
        return sorted(e for e in folder.iterdir() if e.name.endswith(ending))
    except FileNotFoundError:
        return []


def read_regular(path: Path, most: int, *, ours: bool = False) -> bytes:
    """Return the first bytes of a file, without waiting at a pipe or a device.

    Args:
        path: The file.
        most: How many bytes at most.
        ours: Whether it must be one that nobody but this user can have written.

    Raises:
        OSError: It cannot be read, or is no such file.
    """

    def opened(name: str, flags: int) -> int:
        return _opened(name, flags, ours)

    with open(path, "rb", opener=opened) as stream:
        return stream.read(most)


def _opened(name: str, flags: int, ours: bool) -> int:
    try:
        handle = os.open(name, flags | AT_ONCE | (NO_LINK if ours else 0))
    except OSError as error:
        if ours and Path(name).is_symlink():
            raise OSError(errno.ELOOP, "it is a link") from error
        raise
    try:
        _require_regular(os.fstat(handle), ours)
    except OSError:
        os.close(handle)
        raise
    return handle


def _require_regular(found: os.stat_result, ours: bool) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise OSError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is a device or a pipe")
    if ours:
        _require_ours(found)
        if sys.platform != "win32" and found.st_mode & 0o022:
            raise OSError(errno.EPERM, "other users may write to it")


def _require_ours(found: os.stat_result) -> None:
    if sys.platform != "win32" and found.st_uid != os.geteuid():
        raise OSError(errno.EPERM, "it belongs to another user")


# Deleting it


class Deleted(NamedTuple):
    """What came of deleting.

    Attributes:
        gone: How many were deleted.
        left: What is wrong with each that is still there.
    """

    gone: int
    left: tuple[str, ...]

    def require_all(self) -> None:
        """Say what is still there.

        Raises:
            NotWritten: Something is.
        """
        if self.left:
            raise NotWritten("\n".join(self.left))


def delete_all(paths: Iterable[Path]) -> Deleted:
    """Delete files that are kept, and go on where one cannot be deleted."""
    gone, left = 0, []
    for path in paths:
        try:
            gone += discard(path)
        except OSError as error:
            left.append(f"{path}: could not be deleted: {reason_of(error)}.")
    return Deleted(gone, tuple(left))


def discard(path: Path) -> bool:
    """Delete a file, and what is left of one that was being written.

    Returns:
        Whether the file was there.

    Raises:
        OSError: It is still there.
    """
    found = delete(path)
    delete(path.with_suffix(".new"))
    return found


def delete(path: Path) -> bool:
    """Delete a file, an empty folder or a link, but never what the link leads to.

    Returns:
        Whether it was there.

    Raises:
        OSError: It is still there: what belongs to another user stays, and a folder
            with something in it.
    """
    try:
        found = path.lstat()
        _require_ours(found)
        if stat.S_ISDIR(found.st_mode):
            path.rmdir()
        else:
            path.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
            raise OSError(error.errno, "it is a folder with something in it") from error
        raise
    return True
