"""A file is there as a whole or not at all, and nobody's file is lost."""

from __future__ import annotations

import os
import socket
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from massage_screen import storage
from massage_screen.errors import NotWritten
from massage_screen.storage import (
    data_folder,
    delete,
    delete_all,
    read_regular,
    require_free,
    write_for_person,
    write_whole,
)


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
        write_for_person(tmp_path / "no" / "page", b"x", force=False)


def test_a_file_in_the_way_is_refused_and_a_folder_always(tmp_path: Path) -> None:
    path = tmp_path / "page"
    require_free(path, force=False)
    path.write_bytes(b"x")
    require_free(path, force=True)

    with pytest.raises(NotWritten, match="--force"):
        require_free(path, force=False)
    with pytest.raises(NotWritten, match="folder"):
        require_free(tmp_path, force=True)


posix = pytest.mark.skipif(sys.platform == "win32", reason="only Unix has them")


def test_without_force_the_file_of_a_program_that_was_faster_stays(
    tmp_path: Path,
) -> None:
    path = tmp_path / "decision.json"
    require_free(path, force=False)  # as both do before they ask
    write_for_person(path, b"first client", force=False)

    with pytest.raises(NotWritten, match="there already and was not changed"):
        write_for_person(path, b"second client", force=False)
    assert path.read_bytes() == b"first client"
    assert list(tmp_path.iterdir()) == [path]


class TakenMeanwhile:
    """Lets another program take a name after the last look, just before publishing."""

    def __init__(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._path, self._fsync = path, os.fsync
        monkeypatch.setattr(storage.os, "fsync", self)

    def __call__(self, handle: int) -> None:
        self._fsync(handle)
        self._path.write_bytes(b"first client")


def without_links(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(storage.os, "link", fail)


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_a_name_that_is_taken_at_the_last_moment_is_not_written_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    path = tmp_path / "decision.json"
    if not links:
        without_links(monkeypatch)
    TakenMeanwhile(path, monkeypatch)

    with pytest.raises(NotWritten, match="was not changed"):
        write_for_person(path, b"second client", force=False)
    assert path.read_bytes() == b"first client"
    assert list(tmp_path.iterdir()) == [path]


def test_where_the_disk_has_no_links_a_file_is_still_whole_and_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "decision.json"
    without_links(monkeypatch)
    write_for_person(path, b"whole", force=False)

    assert path.read_bytes() == b"whole"
    assert list(tmp_path.iterdir()) == [path]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@posix
def test_where_the_disk_has_no_links_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    without_links(monkeypatch)
    monkeypatch.setattr(Path, "replace", full)

    with pytest.raises(NotWritten, match="No space left"):
        write_for_person(tmp_path / "decision.json", b"x", force=False)
    assert list(tmp_path.iterdir()) == []


@posix
@pytest.mark.parametrize("linked", [False, True], ids=["itself", "a link to it"])
@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("what", ["pipe", "socket", "device"])
def test_a_pipe_a_socket_or_a_device_is_never_replaced(
    short_path: Path, what: str, force: bool, linked: bool
) -> None:
    odd = short_path / "odd"
    if what == "pipe":
        os.mkfifo(odd)
    elif what == "socket":
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(odd))
        listener.close()
    else:
        odd = Path(os.devnull)
    before = odd.stat()
    path = odd
    if linked:
        path = short_path / "link"
        path.symlink_to(odd)

    for refuse in (
        require_free,
        lambda p, force: write_for_person(p, b"x", force=force),
    ):
        with pytest.raises(NotWritten, match="is a device or a pipe"):
            refuse(path, force=force)
    assert os.path.samestat(odd.stat(), before)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """Return a folder whose path is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="m") as place:
        yield Path(place)


@posix
def test_a_link_to_nothing_is_refused_and_stays(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "nothing")

    for force in (False, True):
        with pytest.raises(NotWritten, match="a link to nothing"):
            require_free(link, force=force)
    assert list(tmp_path.iterdir()) == [link]


@posix
def test_force_writes_where_a_link_leads_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    target, link = tmp_path / "there" / "page", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(Path("there") / "page")

    with pytest.raises(NotWritten, match="--force"):
        write_for_person(link, b"new", force=False)
    write_for_person(link, b"new", force=True)

    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert sorted(tmp_path.rglob("*")) == sorted([link, target.parent, target])


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o600, 0o664])
def test_force_keeps_the_mode_of_the_file_that_is_replaced(
    tmp_path: Path, mode: int
) -> None:
    path = tmp_path / "page"
    write_for_person(path, b"old", force=True)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(mode)

    write_for_person(path, b"new", force=True)

    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


@posix
@pytest.mark.parametrize("allowed", [True, False])
def test_force_lets_no_other_group_read_than_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: bool
) -> None:
    path = tmp_path / "page"
    path.write_bytes(b"old")
    path.chmod(0o664)
    groups = {*os.getgroups(), *([54321] if os.geteuid() == 0 else [])}
    others = groups - {path.stat().st_gid}
    if not others:
        pytest.skip("this user has one group only")
    other = others.pop()
    os.chown(path, -1, other)
    if not allowed:

        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(storage.os, "chown", refuse)
    write_for_person(path, b"new", force=True)

    after = path.stat()
    expected = (other, 0o664) if allowed else (after.st_gid, 0o604)
    assert (after.st_gid, stat.S_IMODE(after.st_mode)) == expected


def test_a_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 250 + ".html")
    write_for_person(path, b"old", force=False)
    write_for_person(path, b"new", force=True)

    assert path.read_bytes() == b"new"


def test_a_name_that_cannot_be_one_is_refused_before_anything_is_asked(
    tmp_path: Path,
) -> None:
    (tmp_path / "file").touch()

    for path in (tmp_path / ("n" * 300), tmp_path / "file" / "page"):
        with pytest.raises(NotWritten, match="could not be written: "):
            require_free(path, force=False)


@posix
def test_nobody_waits_at_a_pipe_and_no_link_is_followed_into_what_is_ours(
    tmp_path: Path,
) -> None:
    pipe, file, link = tmp_path / "pipe", tmp_path / "file", tmp_path / "link"
    os.mkfifo(pipe)
    file.write_bytes(b"content")
    link.symlink_to(file)

    for ours in (False, True):
        with pytest.raises(OSError, match="a device or a pipe"):
            read_regular(pipe, 9, ours=ours)
        with pytest.raises(OSError, match="a folder"):
            read_regular(tmp_path, 9, ours=ours)
        assert read_regular(file, 4, ours=ours) == b"cont"
    assert read_regular(link, 9) == b"content"
    with pytest.raises(OSError, match="it is a link"):
        read_regular(link, 9, ours=True)


@posix
def test_deleting_a_link_leaves_what_it_leads_to(tmp_path: Path) -> None:
    inside = tmp_path / "there" / "inside"
    inside.parent.mkdir()
    inside.touch()
    for target in (inside, inside.parent):
        link = tmp_path / "link"
        link.symlink_to(target)

        assert delete(link)
        assert not delete(link)
    assert inside.exists()


def test_what_is_deleted_is_counted_and_what_is_not_is_named(tmp_path: Path) -> None:
    first, full, last = (tmp_path / name for name in ("a", "b", "c"))
    first.touch()
    last.touch()
    full.mkdir()
    (full / "inside").touch()

    deleted = delete_all([first, tmp_path / "never was", full, last])

    assert deleted.gone == 2
    with pytest.raises(NotWritten, match="b: could not be deleted: it is a folder"):
        deleted.require_all()
    delete_all([]).require_all()


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_nothing_can_be_kept() -> None:
    with pytest.raises(OSError, match="this user has no home folder"):
        data_folder()
