"""A file is there as a whole or not at all, and nobody's file is lost."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from massage_screen import storage
from massage_screen.errors import NotWritten
from massage_screen.storage import Lock, require_free, write_for_person, write_whole


def test_a_file_is_replaced_as_a_whole_and_nothing_else_is_left(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    write_whole(path, b"old")
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "page", b"x")

    assert os.stat(tmp_path / "page").st_mode & 0o777 == 0o600  # noqa: PTH116  mode


@pytest.mark.parametrize("error", [OSError(28, "full"), KeyboardInterrupt()])
def test_what_was_there_stays_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    def fail(_: int) -> None:
        raise error

    path = tmp_path / "page"
    path.write_bytes(b"old")
    monkeypatch.setattr(storage.os, "fsync", fail)

    with pytest.raises(type(error)):
        write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_told_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="could not be written"):
        write_for_person(tmp_path / "no" / "page", b"x")


def test_a_file_in_the_way_is_refused_and_a_folder_always(tmp_path: Path) -> None:
    path = tmp_path / "page"
    require_free(path, force=False)
    path.write_bytes(b"x")
    require_free(path, force=True)

    with pytest.raises(NotWritten, match="--force"):
        require_free(path, force=False)
    with pytest.raises(NotWritten, match="folder"):
        require_free(tmp_path, force=True)


def test_a_lock_is_held_by_one_and_free_again_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = Lock(path), Lock(path)

    assert first.take()
    assert first.take()
    assert not second.take()
    first.release()
    first.release()
    assert not path.exists()
    assert second.take()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be removed")
def test_a_lock_whose_file_somebody_removed_is_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first, second = Lock(path), Lock(path)
    first.take()
    path.unlink()

    assert second.take()
    first.release()
    assert path.exists()
    assert not Lock(path).take()
    second.release()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no flock")
def test_where_the_disk_has_no_locks_all_go_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl  # noqa: PLC0415  Windows has none

    def fail(*_: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(fcntl, "flock", fail)
    first, second = Lock(tmp_path / "lock"), Lock(tmp_path / "lock")

    assert first.take()
    assert second.take()
    second.release()
    first.release()


def test_a_lock_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        Lock(tmp_path / "no" / "lock").take()
