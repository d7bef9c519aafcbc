"""A lock is held by one program, and ends with it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from massage_screen.lock import Lock


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
