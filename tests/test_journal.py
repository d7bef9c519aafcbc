"""What is kept of an unfinished interview, and what becomes of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.errors import AnswersError, NoSuchFile
from massage_screen.history import History
from massage_screen.journal import (
    Unfinished,
    folder,
    new_journal,
    read_journal,
    sweep,
    take_up,
    unfinished,
)
from massage_screen.pack import Pack
from massage_screen.storage import delete_all, discard

ALONG = History(
    brought=Brought(
        given_on="2026-11-03",
        today="2026-11-21",
        answers=Answers({"bladder_signs": ("weak_stream",)}),
        reasons={"bladder_signs": "she mixed up two days"},
    )
)
NOON = datetime(2026, 11, 21, 12, 0, 59)
ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"
NONE = Unfinished((), ())
SAID = History(
    Answers(
        {
            "pain_now": 3,
            "bladder_signs": ("weak_stream", "unsure"),
            "bladder_course": "recent",
        }
    ),
    frozenset({"bladder_course"}),
)


def keep(pack: Pack) -> Path:
    """Keep answers and leave them, as when an interview was stopped."""
    journal = new_journal(pack, NOON)
    journal.save(SAID)
    journal.let_go()
    return journal.path


posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")


def test_there_is_no_file_before_there_is_an_answer(tiny: Pack) -> None:
    new_journal(tiny, NOON)

    assert unfinished() == NONE
    assert not folder().exists()


def test_what_was_kept_comes_back_in_the_order_of_asking(tiny: Pack) -> None:
    path = keep(tiny)

    again, history = take_up(path, tiny)

    assert history == SAID
    assert list(history.said) == list(SAID.said)
    assert (again.path, again.saved) == (path, 3)


def test_going_on_keeps_when_it_was_begun_and_the_same_file(tiny: Pack) -> None:
    path = keep(tiny)

    journal, history = take_up(path, tiny)
    journal.save(history.with_answer(tiny, "moves_freely", "yes"))

    kept = read_journal(path)
    assert kept.begun == "2026-11-21 12:00"
    assert unfinished().in_use == (path,)
    journal.let_go()
    assert unfinished().waiting == (path,)
    assert len(kept.answers) == 4


def test_a_journal_holds_answers_the_pack_and_when_it_was_begun_and_no_more(
    tiny: Pack,
) -> None:
    path = keep(tiny)

    assert json.loads(path.read_bytes()) == {
        "schema": "massage-screen/journal/1",
        "pack": "tiny",
        "version": "0.1.0",
        "digest": tiny.digest,
        "begun": "2026-11-21 12:00",
        "again": ["bladder_course"],
        "answers": {
            "pain_now": 3,
            "bladder_signs": ["weak_stream", "unsure"],
            "bladder_course": "recent",
        },
    }


@posix
def test_only_the_owner_may_read_a_journal_or_its_folder(tiny: Pack) -> None:
    before = os.umask(0)
    try:
        folder().mkdir(parents=True, mode=0o777)
        path = keep(tiny)
    finally:
        os.umask(before)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700


def test_names_are_random(tiny: Pack) -> None:
    names = {new_journal(tiny, NOON).path.name for _ in range(20)}

    assert len(names) == 20


def test_the_latest_journal_comes_first(tiny: Pack) -> None:
    for second in range(3):
        os.utime(keep(tiny), (second, second))

    times = [path.stat().st_mtime for path in unfinished().waiting]

    assert times == [2, 1, 0]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_failure_leaves_the_file_as_it_was_and_no_copy(
    tiny: Pack, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    before = journal.path.read_bytes()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os if call == "fsync" else Path, call, full)
    with pytest.raises(OSError, match="No space left"):
        journal.save(SAID.with_answer(tiny, "moves_freely", "no"))

    assert journal.path.read_bytes() == before
    assert journal.saved == 3
    journal.let_go()
    assert [path.name for path in folder().iterdir()] == [journal.path.name]


def test_a_half_written_copy_is_never_taken_for_a_journal(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    copy = journal.path.with_suffix(".new")
    copy.write_bytes(journal.path.read_bytes()[:50])

    journal.let_go()
    assert unfinished().waiting == (journal.path,)
    again, history = take_up(journal.path, tiny)
    assert history == SAID

    again.discard()
    assert list(folder().iterdir()) == []


def test_what_a_killed_program_left_half_written_is_swept_away(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    old, young = folder() / "old.new", folder() / "young.new"
    for copy, age in ((old, 3600), (young, 5)):
        copy.write_text("{")
        os.utime(copy, (NOON.timestamp() - age,) * 2)

    sweep(NOON)

    assert not old.exists()
    assert young.exists()
    assert unfinished().in_use == (journal.path,)


@posix
def test_nothing_is_written_through_a_link(tiny: Pack, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    journal = new_journal(tiny, NOON)
    folder().mkdir(parents=True)
    journal.path.with_suffix(".new").symlink_to(target)

    journal.save(SAID)
    journal.let_go()

    assert target.read_text() == "precious"
    assert take_up(journal.path, tiny)[1] == SAID


HOLD = """
import sys
from datetime import datetime
from pathlib import Path
from massage_screen.catalogue import load_pack
from massage_screen.journal import take_up
pack = load_pack(Path(sys.argv[2]))
journal, history = take_up(Path(sys.argv[1]), pack)
print("taken", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_terminal() -> Iterator[Callable[[Path], subprocess.Popen[str]]]:
    """Return a function with which another program takes a journal up."""
    started: list[subprocess.Popen[str]] = []

    def hold(path: Path) -> subprocess.Popen[str]:
        command = [sys.executable, "-c", HOLD, str(path), str(TINY)]
        other = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        started.append(other)
        assert other.stdout is not None
        assert other.stdout.readline() == "taken\n"
        return other

    yield hold
    for other in started:
        other.kill()
        other.communicate()


def test_what_another_terminal_has_cannot_be_taken_up_until_it_ends(
    tiny: Pack, other_terminal: Callable[[Path], subprocess.Popen[str]]
) -> None:
    path = keep(tiny)
    other = other_terminal(path)

    assert unfinished() == Unfinished((), (path,))
    with pytest.raises(NoSuchFile, match="goes on in another terminal"):
        take_up(path, tiny)

    other.communicate("")
    assert unfinished() == Unfinished((path,), ())
    assert take_up(path, tiny)[1] == SAID


def test_a_program_that_was_killed_locks_nobody_out(
    tiny: Pack, other_terminal: Callable[[Path], subprocess.Popen[str]]
) -> None:
    path = keep(tiny)
    other = other_terminal(path)

    other.kill()
    other.wait()

    assert path.with_suffix(".lock").exists()
    assert unfinished() == Unfinished((path,), ())
    assert take_up(path, tiny)[1] == SAID


def test_answers_that_another_terminal_took_up_are_never_written_over(
    tiny: Pack, other_terminal: Callable[[Path], subprocess.Popen[str]]
) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    journal.let_go()
    other_terminal(journal.path)

    with pytest.raises(OSError, match="another terminal"):
        journal.save(SAID.with_answer(tiny, "moves_freely", "no"))

    kept = read_journal(journal.path)
    assert len(kept.answers) == 3


def test_what_cannot_be_taken_up_is_not_locked(tiny: Pack) -> None:
    path = keep(tiny)
    path.write_text("{")

    with pytest.raises(AnswersError):
        take_up(path, tiny)

    assert unfinished().waiting == (path,)


def test_locks_without_a_journal_are_swept_away_but_not_those_in_use(
    tiny: Pack,
) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    (folder() / "stale.lock").touch()
    if sys.platform != "win32":
        (folder() / "link.lock").symlink_to(folder() / "nothing")

    sweep(NOON)

    assert list(folder().glob("*.lock")) == [journal.path.with_suffix(".lock")]
    assert unfinished().in_use == (journal.path,)


def test_nothing_is_left_when_an_interview_has_ended(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    journal.discard()

    assert list(folder().iterdir()) == []


def test_discarding_what_is_not_there_is_no_fault(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.discard()
    journal.save(SAID)
    journal.discard()

    discard(journal.path)

    assert (unfinished(), journal.saved) == (NONE, 0)


def test_answers_given_to_another_pack_are_not_carried_over(
    tiny: Pack,
) -> None:
    path = keep(tiny)
    path.write_text(path.read_text().replace(tiny.digest, "sha256:other"))

    with pytest.raises(AnswersError, match="given to another pack, 'tiny"):
        take_up(path, tiny)

    assert path.exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"schema": "massage-screen/journal/2"}',
        "\x00" * 100,
        "[" * 100_000,
        '{"schema": "massage-screen/journal/1", "answers": {"a": ' + "[" * 100_000,
        '{"schema": "massage-screen/journal/1", "answers": 3}',
        "[" * 500_000,
        '{"answers": ' + '{"a":' * 100_000,
    ],
)
def test_a_file_that_is_no_journal_is_refused_not_guessed_at(
    tiny: Pack, text: str
) -> None:
    folder().mkdir(parents=True)
    path = folder() / "0.json"
    path.write_text(text)

    with pytest.raises(AnswersError, match=r"0\.json cannot be read"):
        read_journal(path)
    with pytest.raises(AnswersError, match="cannot be read"):
        take_up(path, tiny)


def test_another_form_is_not_read(tiny: Pack) -> None:
    path = keep(tiny)
    path.write_text(path.read_text().replace("journal/1", "journal/2"))

    with pytest.raises(AnswersError, match="its form is not"):
        read_journal(path)


def test_answers_that_do_not_fit_are_refused(tiny: Pack) -> None:
    path = keep(tiny)
    path.write_text(path.read_text().replace("weak_stream", "invented"))

    with pytest.raises(AnswersError, match="bladder_signs"):
        take_up(path, tiny)


def test_without_a_variable_the_folder_is_that_of_the_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MASSAGE_SCREEN_DATA")

    assert folder().name == "interviews"
    assert "massage-screen" in folder().parts


# What is odd beside a good journal


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nothing")


def link_in_a_loop(path: Path) -> None:
    path.symlink_to(path)


def link_to_a_good_journal(path: Path) -> None:
    path.symlink_to(next(path.parent.glob("*.json")))


def empty_folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to(os.devnull)


def open_to_others(path: Path) -> None:
    path.write_bytes(next(path.parent.glob("*.json")).read_bytes())
    path.chmod(0o622)


ODD = {
    link_to_nothing: "it is a link",
    link_in_a_loop: "it is a link",
    link_to_a_good_journal: "it is a link",
    device: "it is a link",
    empty_folder: "it is a folder",
    pipe: "it is a device or a pipe",
    open_to_others: "other users may write to it",
}


@posix
@pytest.mark.parametrize("make", ODD, ids=lambda make: make.__name__)
def test_what_is_odd_is_listed_never_read_and_deleted_and_hides_nothing(
    tiny: Pack, make: Callable[[Path], None]
) -> None:
    good = keep(tiny)
    odd = folder() / "odd.json"
    make(odd)

    assert set(unfinished().waiting) == {good, odd}
    with pytest.raises(AnswersError, match=ODD[make]):
        take_up(odd, tiny)
    assert discard(odd)
    assert unfinished().waiting == (good,)
    assert take_up(good, tiny)[1] == SAID


@posix
def test_a_folder_with_something_in_it_is_told_of_and_left(tiny: Pack) -> None:
    good, odd = keep(tiny), folder() / "odd.json"
    odd.mkdir()
    (odd / "inside.json").write_text("{}")

    assert set(unfinished().waiting) == {good, odd}
    deleted = delete_all(unfinished().waiting)

    assert deleted.gone == 1
    assert deleted.left == (
        f"{odd}: could not be deleted: it is a folder with something in it.",
    )
    assert (odd / "inside.json").exists()
    assert not good.exists()


@posix
def test_what_belongs_to_another_user_is_not_read_and_not_deleted(
    tiny: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = keep(tiny)
    if os.geteuid() == 0:
        os.chown(path, 54321, -1)
    else:  # only root gives files away; then it is the reader who is another
        monkeypatch.setattr(os, "geteuid", lambda: 54321)

    assert unfinished().waiting == (path,)
    with pytest.raises(AnswersError, match="belongs to another user"):
        take_up(path, tiny)
    assert "belongs to another user" in delete_all([path]).left[0]
    assert path.exists()


@posix
@pytest.mark.parametrize(
    "make",
    [link_to_nothing, link_in_a_loop, empty_folder, pipe, device],
    ids=lambda make: make.__name__,
)
def test_what_stands_in_the_place_of_a_lock_locks_nobody_out(
    tiny: Pack, make: Callable[[Path], None]
) -> None:
    path = keep(tiny)
    make(path.with_suffix(".lock"))

    assert unfinished() == Unfinished((path,), ())
    journal, history = take_up(path, tiny)
    journal.save(history)
    assert unfinished() == Unfinished((), (path,))
    journal.discard()
    assert list(folder().iterdir()) == []


@posix
def test_a_folder_in_the_place_of_a_lock_lets_answers_be_read_but_not_saved(
    tiny: Pack,
) -> None:
    path, other = keep(tiny), keep(tiny)
    lock = path.with_suffix(".lock")
    lock.mkdir()
    (lock / "inside").touch()

    assert set(unfinished().waiting) == {path, other}
    journal, history = take_up(path, tiny)
    assert history == SAID
    with pytest.raises(OSError, match="with something in it"):
        journal.save(history)


@posix
@pytest.mark.parametrize("make", [pipe, link_to_nothing, empty_folder])
def test_what_stands_in_the_place_of_a_copy_makes_nobody_wait(
    tiny: Pack, make: Callable[[Path], None]
) -> None:
    journal = new_journal(tiny, NOON)
    folder().mkdir(parents=True)
    make(journal.path.with_suffix(".new"))

    journal.save(SAID)
    journal.let_go()

    assert list(folder().iterdir()) == [journal.path]


def test_a_sweep_goes_on_past_what_it_cannot_delete(tiny: Pack) -> None:
    keep(tiny)
    old, stays = folder() / "b.new", folder() / "a.new"
    old.touch()
    stays.mkdir()
    (stays / "inside").touch()
    for copy in (old, stays):
        os.utime(copy, (NOON.timestamp() - 3600,) * 2)

    sweep(NOON)

    assert not old.exists()
    assert stays.exists()


def test_a_place_that_cannot_be_read_is_not_taken_for_an_empty_one() -> None:
    folder().parent.mkdir(parents=True)
    folder().write_text("a file where the folder should be")

    with pytest.raises(NotADirectoryError):
        unfinished()


READ_ONLY = """
import os
from pathlib import Path
from massage_screen.catalogue import load_pack
from massage_screen.journal import take_up, unfinished
pack = load_pack(Path("tests/packs/tiny"))
os.setuid(54321)
journal, history = take_up(unfinished().waiting[0], pack)
print(len(history.said))
for act in (lambda: journal.save(history), journal.discard):
    try:
        act()
    except OSError as error:
        print(type(error).__name__)
"""


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() != 0,
    reason="only root can become a user who may read here and not write",
)
def test_where_nothing_can_be_written_answers_are_still_taken_up(
    tiny: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        monkeypatch.setenv("MASSAGE_SCREEN_DATA", place)
        path = keep(tiny)
        os.chown(path, 54321, -1)
        folder().chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )

        assert done.stdout.split() == ["3", "PermissionError", "PermissionError"]
        assert path.exists()


@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_folder_has_no_place_for_journals(tiny: Pack) -> None:
    for look in (folder, unfinished, lambda: new_journal(tiny, NOON)):
        with pytest.raises(OSError, match="MASSAGE_SCREEN_DATA can name one"):
            look()
    sweep(NOON)


def test_why_a_sign_does_not_stand_is_kept(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(ALONG)
    journal.let_go()

    taken_up, history = take_up(journal.path, tiny)
    taken_up.let_go()

    assert history.brought == ALONG.brought


@pytest.mark.parametrize("reason", ["", "x" * 121, "a\x1b[2J"])
def test_a_reason_that_nobody_can_have_typed_is_refused(
    tiny: Pack, reason: str
) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(ALONG)
    journal.let_go()
    kept = json.loads(journal.path.read_bytes())
    kept["brought"]["reasons"] = {"bladder_signs": reason}
    journal.path.write_text(json.dumps(kept))

    with pytest.raises(AnswersError, match="does not hold answers"):
        take_up(journal.path, tiny)
