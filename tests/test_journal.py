"""What is kept of an unfinished interview, and what becomes of it."""

from __future__ import annotations

import json
import os
import stat
import sys
from datetime import datetime
from pathlib import Path

import pytest

from massage_screen.answers import Answers
from massage_screen.errors import AnswersError
from massage_screen.history import History
from massage_screen.journal import (
    discard,
    folder,
    new_journal,
    read_journal,
    sweep,
    take_up,
    unfinished,
)
from massage_screen.pack import Pack

NOON = datetime(2026, 11, 21, 12, 0, 59)
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
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")


def test_there_is_no_file_before_there_is_an_answer(tiny: Pack) -> None:
    new_journal(tiny, NOON)

    assert unfinished() == ()
    assert not folder().exists()


def test_what_was_kept_comes_back_in_the_order_of_asking(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)

    (path,) = unfinished()
    again, history = take_up(path, tiny)

    assert history == SAID
    assert list(history.said) == list(SAID.said)
    assert (again.path, again.saved) == (journal.path, 3)


def test_going_on_keeps_when_it_was_begun_and_the_same_file(tiny: Pack) -> None:
    new_journal(tiny, NOON).save(SAID)
    (path,) = unfinished()

    journal, history = take_up(path, tiny)
    journal.save(history.with_answer(tiny, "moves_freely", "yes"))

    kept = read_journal(path)
    assert kept is not None
    assert kept.begun == "2026-11-21 12:00"
    assert unfinished() == (path,)
    assert len(kept.answers) == 4


def test_a_journal_holds_answers_the_pack_and_when_it_was_begun_and_no_more(
    tiny: Pack,
) -> None:
    new_journal(tiny, NOON).save(SAID)
    (path,) = unfinished()

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
        new_journal(tiny, NOON).save(SAID)
    finally:
        os.umask(before)

    (path,) = unfinished()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder().stat().st_mode) == 0o700


def test_names_are_random(tiny: Pack) -> None:
    names = {new_journal(tiny, NOON).path.name for _ in range(20)}

    assert len(names) == 20


def test_the_latest_journal_comes_first(tiny: Pack) -> None:
    for second in range(3):
        journal = new_journal(tiny, NOON)
        journal.save(SAID)
        os.utime(journal.path, (second, second))

    times = [path.stat().st_mtime for path in unfinished()]

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
    assert [path.name for path in folder().iterdir()] == [journal.path.name]


def test_a_half_written_copy_is_never_taken_for_a_journal(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.save(SAID)
    copy = journal.path.with_suffix(".new")
    copy.write_bytes(journal.path.read_bytes()[:50])

    assert unfinished() == (journal.path,)
    assert take_up(journal.path, tiny)[1] == SAID

    journal.discard()
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
    assert unfinished() == (journal.path,)


@posix
def test_nothing_is_written_through_a_link(tiny: Pack, tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious")
    journal = new_journal(tiny, NOON)
    folder().mkdir(parents=True)
    journal.path.with_suffix(".new").symlink_to(target)

    with pytest.raises(OSError, match="symbolic"):
        journal.save(SAID)

    assert target.read_text() == "precious"


def test_discarding_what_is_not_there_is_no_fault(tiny: Pack) -> None:
    journal = new_journal(tiny, NOON)
    journal.discard()
    journal.save(SAID)
    journal.discard()

    discard(journal.path)

    assert (unfinished(), journal.saved) == ((), 0)


def test_answers_given_to_another_pack_are_not_carried_over(
    tiny: Pack,
) -> None:
    new_journal(tiny, NOON).save(SAID)
    (path,) = unfinished()
    path.write_text(path.read_text().replace(tiny.digest, "sha256:other"))

    with pytest.raises(AnswersError, match="given to another pack, tiny"):
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
        '{"schema": "massage-screen/journal/1", "answers": 3}',
    ],
)
def test_a_file_that_is_no_journal_is_refused_not_guessed_at(
    tiny: Pack, text: str
) -> None:
    folder().mkdir(parents=True)
    path = folder() / "0.json"
    path.write_text(text)

    assert read_journal(path) is None
    with pytest.raises(AnswersError, match="cannot be read"):
        take_up(path, tiny)


def test_another_form_is_not_read(tiny: Pack) -> None:
    new_journal(tiny, NOON).save(SAID)
    (path,) = unfinished()
    path.write_text(path.read_text().replace("journal/1", "journal/2"))

    assert read_journal(path) is None


def test_answers_that_do_not_fit_are_refused(tiny: Pack) -> None:
    new_journal(tiny, NOON).save(SAID)
    (path,) = unfinished()
    path.write_text(path.read_text().replace("weak_stream", "invented"))

    with pytest.raises(AnswersError, match="bladder_signs"):
        take_up(path, tiny)


def test_without_a_variable_the_folder_is_that_of_the_platform(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MASSAGE_SCREEN_DATA")

    assert folder().name == "interviews"
    assert "massage-screen" in folder().parts
