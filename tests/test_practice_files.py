"""Attempts are kept for their owner alone, and a broken file stops no other."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import jsonschema
import msgspec
import pytest

from massage_screen import practice_files
from massage_screen.errors import NoSuchFile
from massage_screen.pack import Pack
from massage_screen.practice.attempt import PlanChoice
from massage_screen.practice.cards import CardAnswer, run_of
from massage_screen.practice.reference import Also
from massage_screen.storage import Deleted
from tests.worked import attempt


def test_an_attempt_is_read_back_as_it_was_kept() -> None:
    path = practice_files.keep(attempt())

    assert practice_files.read_kept() == practice_files.ReadBack(
        ((path, attempt()),), ()
    )


def test_a_kept_file_says_that_it_is_practice() -> None:
    content = json.loads(practice_files.keep(attempt()).read_text("utf-8"))

    assert content["schema"] == "massage-screen/attempt/1"
    assert content["notice"].startswith("PRACTICE.")


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such modes")
def test_only_the_owner_may_read_an_attempt() -> None:
    path = practice_files.keep(attempt())

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_attempts_come_back_in_the_order_of_time() -> None:
    for day in (3, 1, 2):
        practice_files.keep(attempt(f"2026-01-0{day}T10:00:00+00:00"))

    read = [each.at[:10] for _, each in practice_files.read_kept().attempts]

    assert read == ["2026-01-01", "2026-01-02", "2026-01-03"]


SCHEMAS = Path(__file__).parent.parent / "docs" / "schemas"


def fits(name: str, content: bytes) -> bool:
    schema = json.loads((SCHEMAS / f"{name}-1.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema).is_valid(json.loads(content))


def test_a_kept_attempt_is_what_its_schema_says() -> None:
    also = Also(disposition="refer", timeframe="within_days", because="B.")
    plan = PlanChoice(closed={"feet": ("heat",)}, pressure={"feet": 2}, positions=())
    more = msgspec.structs.replace(
        attempt(),
        choice=msgspec.structs.replace(attempt().choice, plan=plan),
        reference=msgspec.structs.replace(attempt().reference, also=also),
    )

    assert fits("attempt", practice_files.as_file(attempt()))
    assert fits("attempt", practice_files.as_file(more))
    assert fits("attempt", changed(added_later=1))


@pytest.mark.parametrize("field", ["schema", "choice", "reference", "alarm"])
def test_the_schema_misses_what_is_left_out(field: str) -> None:
    content = json.loads(changed())
    del content[field]

    assert not fits("attempt", json.dumps(content).encode())


def test_the_schema_refuses_a_word_that_is_no_disposition() -> None:
    choice = {**msgspec.to_builtins(attempt().choice), "disposition": "maybe"}

    assert not fits("attempt", changed(choice=choice))
    assert not fits("attempt", changed(schema="massage-screen/decision/1"))


def test_a_kept_sitting_with_cards_is_what_its_schema_says(tiny: Pack) -> None:
    answer = CardAnswer(card="c", chosen="refer", right="refer", at="2026-01-05")
    run = practice_files.as_file(run_of(tiny, [answer], "2026-01-05T10:00:00+00:00"))

    assert fits("cards", run)
    assert not fits("cards", run.replace(b'"refer"', b'"maybe"'))


def test_a_file_of_an_earlier_version_without_newer_fields_is_still_read() -> None:
    reference = msgspec.to_builtins(attempt().reference)
    older = {k: v for k, v in reference.items() if k not in ("sources", "also")}
    path = practice_files.keep(attempt())
    path.write_bytes(changed(reference=older))

    assert practice_files.read_kept().broken == ()


def changed(**fields: object) -> bytes:
    return json.dumps({**msgspec.to_builtins(attempt()), **fields}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[]",
        b'{"x": ' + b"[" * 500_000,
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"answers": ' + b'{"a":' * 100_000,
        b'{"bladder_signs": ["none"]}',
        changed(schema="massage-screen/decision/1"),
        changed(at="yesterday"),
        changed(
            reference={**msgspec.to_builtins(attempt().reference), "disposition": "x"}
        ),
        changed(choice=None),
    ],
)
def test_a_broken_file_is_named_and_stops_no_other(content: bytes) -> None:
    kept = practice_files.keep(attempt())
    broken = kept.with_name("aaaa.json")
    broken.write_bytes(content)

    read = practice_files.read_kept()

    assert [path for path, _ in read.attempts] == [kept]
    (problem,) = read.broken
    assert problem.startswith(f"{broken}: not a practice attempt")


def test_of_many_broken_files_the_first_are_named(tmp_path: Path) -> None:
    for number in range(50):
        (tmp_path / f"{number}.json").write_bytes(b"{")

    broken = practice_files.read_class(tmp_path).broken

    assert len(broken) == 21
    assert broken[-1] == "and 30 more"


def test_a_class_has_a_folder_for_each_student(tmp_path: Path) -> None:
    for student in ("a", "b"):
        (tmp_path / student).mkdir()
        (tmp_path / student / "1.json").write_bytes(practice_files.as_file(attempt()))

    assert len(practice_files.read_class(tmp_path).attempts) == 2


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchFile, match="nowhere"):
        practice_files.read_class(tmp_path / "nowhere")


def test_deleting_leaves_nothing() -> None:
    practice_files.keep(attempt())
    practice_files.keep(attempt())

    assert practice_files.delete_kept() == Deleted(2, ())
    assert list(practice_files.folder().iterdir()) == []
    assert practice_files.delete_kept() == Deleted(0, ())


posix = pytest.mark.skipif(os.name != "posix", reason="only Unix has them")


def beside(kept: Path) -> dict[str, Path]:
    """Put what is odd beside an attempt; return it by its kind."""
    odd = {name: kept.with_name(f"{name}.json") for name in ("link", "pipe", "full")}
    odd["link"].symlink_to(kept.parent / "nothing")
    os.mkfifo(odd["pipe"])
    odd["full"].mkdir()
    (odd["full"] / "inside").touch()
    return odd


@posix
def test_what_is_odd_stops_no_reading_and_is_named() -> None:
    kept = practice_files.keep(attempt())
    odd = beside(kept)

    read = practice_files.read_kept()

    assert [path for path, _ in read.attempts] == [kept]
    assert read.broken == (
        f"{odd['full']}: cannot be opened: it is a folder.",
        f"{odd['link']}: cannot be opened: No such file or directory.",
        f"{odd['pipe']}: cannot be opened: it is a device or a pipe.",
    )


@posix
def test_what_is_odd_is_deleted_too_and_what_stays_is_named(tiny: Pack) -> None:
    odd = beside(practice_files.keep(attempt()))
    half = odd["link"].with_name("half.new")
    half.write_text("{")
    sitting = practice_files.keep_cards(run_of(tiny, [], "2026-01-05T10:00:00+00:00"))
    odd_sitting = sitting.with_name("odd.json")
    odd_sitting.symlink_to(odd_sitting)

    deleted = practice_files.delete_kept()

    assert deleted.gone == 5
    (left,) = deleted.left
    assert left.startswith(f"{odd['full']}: could not be deleted: it is a folder")
    assert list(practice_files.folder().iterdir()) == [odd["full"]]
    assert list(practice_files.cards_folder().iterdir()) == []


def test_a_place_that_cannot_be_read_is_told_and_hides_no_other() -> None:
    place = practice_files.folder()
    place.parent.mkdir(parents=True)
    place.write_text("a file where the folder should be")
    practice_files.cards_folder().mkdir()
    (practice_files.cards_folder() / "a.json").touch()

    (told,) = practice_files.read_kept().broken
    deleted = practice_files.delete_kept()

    assert told.startswith(f"{place} cannot be read: ")
    assert deleted == Deleted(1, (told,))


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_there_is_nothing_to_read_and_that_is_told() -> None:
    (told,) = practice_files.read_kept().broken

    assert "MASSAGE_SCREEN_DATA can name one" in told
    assert practice_files.read_cards().broken == (told,)
    assert practice_files.delete_kept() == Deleted(0, (told,))
    with pytest.raises(OSError, match="no home folder"):
        practice_files.keep(attempt())


def test_one_odd_entry_of_a_class_is_named_and_hides_no_student(tmp_path: Path) -> None:
    for student in ("a", "b"):
        (tmp_path / student).mkdir()
        (tmp_path / student / "1.json").write_bytes(practice_files.as_file(attempt()))
    (tmp_path / "folder.json").mkdir()

    read = practice_files.read_class(tmp_path)

    assert len(read.attempts) == 2
    assert read.broken == (
        f"{tmp_path / 'folder.json'}: cannot be opened: it is a folder.",
    )
