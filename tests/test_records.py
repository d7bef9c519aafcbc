"""Records of clients: what is kept, what is found again, and what is refused."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from datetime import datetime, timedelta, timezone

import msgspec
import pytest

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.catalogue import load_pack
from massage_screen.errors import NoRecords, NotWritten, RecordsError, UnfitRecord
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.records import chain
from massage_screen.records.database import are_made, opened
from massage_screen.records.place import records_file
from massage_screen.records.record import add, keep, newest, ready
from massage_screen.records.schema import SCHEMA, VERSION
from massage_screen.records.switch import turn_off, turn_on
from massage_screen.screened import as_json, screened
from tests.conftest import TINY

NOW = datetime(2026, 11, 28, 9, 30, tzinfo=timezone(timedelta(hours=1)))
LATER = NOW + timedelta(days=30)
FINE = {"bladder_signs": ("none",), "pain_now": 3, "moves_freely": "yes"}
CHANGE = "UPDATE screening SET word = 'PROCEED'"
STUCK = {"bladder_signs": ("stuck",)}


@pytest.fixture
def on():
    turn_on({"who": "A. Smith"}, NOW)


def client(pack, answers=FINE, brought=None, day="2026-11-28"):
    return screened(pack, Answers(answers), "massage-screen 1", day, brought)


def kept(pack, ref="K-1", answers=FINE, now=NOW, brought=None):
    who = client(pack, answers, brought, now.date().isoformat())
    return keep(who, ref, TINY, now, decision=as_json(who))


def problems():
    with opened() as database:
        return list(chain.broken(database))


def sql(*statements):
    """Run what somebody else could run on the file."""
    connection = sqlite3.connect(records_file())
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


# Turned on


def test_nothing_is_kept_before_records_are_on(tiny):
    with pytest.raises(NoRecords, match="records on"):
        kept(tiny)
    with pytest.raises(NoRecords):
        newest("K-1", NOW)

    assert not are_made()


def test_the_file_is_for_its_owner_only():
    path = turn_on({}, NOW)

    assert path == records_file()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert [each.name for each in path.parent.iterdir()] == [path.name]


@pytest.mark.usefixtures("on")
def test_off_keeps_what_is_there_and_nothing_more(tiny):
    kept(tiny)

    turn_off(NOW)

    with pytest.raises(NoRecords, match="still there"):
        kept(tiny)
    with pytest.raises(NoRecords):
        ready("K-1")
    turn_on({}, NOW)
    assert newest("k-1", NOW).word == "PROCEED"


# Kept and found again


@pytest.mark.usefixtures("on")
def test_what_is_kept_is_found_again_by_its_reference_in_any_case(tiny):
    added = kept(tiny)

    found = newest("k-1", LATER)

    assert added.first
    assert not added.clock_set_back
    assert found.id == added.id
    assert (found.ref, found.day, found.word) == ("k-1", "2026-11-28", "PROCEED")
    assert found.answers["pain_now"].value == 3
    assert found.answers["bladder_signs"].value == ["none"]
    assert found.answers["pain_now"].given_on == "2026-11-28"
    assert found.hashes["pain_now"] == wording_hash(tiny.questions["pain_now"])
    assert found.decision["disposition"] == "proceed"
    assert found.pack[:3] == ("tiny", tiny.about.version, tiny.digest)
    assert newest("k-2", LATER) is None
    assert problems() == []


@pytest.mark.usefixtures("on")
def test_the_newest_is_the_one_that_was_kept_last_and_a_clock_set_back_is_told(tiny):
    kept(tiny, now=LATER)

    added = kept(tiny, answers=STUCK, now=NOW)

    assert added.clock_set_back
    assert newest("K-1", LATER).id == added.id


@pytest.mark.usefixtures("on")
def test_an_edition_of_a_pack_is_kept_once(tiny):
    for ref in ("K-1", "K-2", "K-1"):
        kept(tiny, ref)

    with opened() as database:
        assert len(database.rows("SELECT id FROM pack")) == 1
    assert newest("K-1", NOW).pack.unpacked().keys() >= {"pack.toml", "references.toml"}


@pytest.mark.usefixtures("on")
def test_files_of_a_pack_that_were_changed_since_keep_nothing(tiny, write_pack):
    who = client(tiny)
    folder = write_pack(("pack.toml", "", "\n# another\n"))

    with pytest.raises(NotWritten, match="the pack were changed"):
        keep(who, "K-1", folder, NOW, decision=as_json(who))

    assert newest("K-1", NOW) is None


@pytest.mark.usefixtures("on")
def test_confirming_an_answer_moves_no_more_than_the_day_of_that(grown):
    pack = load_pack(grown)
    lasting = next(q for q in pack.questions.values() if q.may_be_confirmed(q.mildest))
    moving = next(q for q in pack.questions.values() if q.gate and not q.when)
    answers = Answers({lasting.id: lasting.mildest, moving.id: moving.mildest})

    def visit(now, brought=None):
        who = screened(pack, answers, "1", now.date().isoformat(), brought)
        assert {lasting.id, moving.id} <= set(who.sheet.counts)
        keep(who, "K-1", grown, now, decision=as_json(who))
        return newest("K-1", now)

    visit(NOW)
    brought = Brought(given_on="2026-11-28", today="2026-12-28", answers=answers)
    found = visit(LATER, brought)

    same, anew = found.answers[lasting.id], found.answers[moving.id]
    assert (same.given_on, same.confirmed_on) == ("2026-11-28", "2026-12-28")
    assert (anew.given_on, anew.confirmed_on) == ("2026-12-28", "2026-12-28")


def test_a_question_that_asks_otherwise_has_another_hash(tiny):
    question = tiny.questions["pain_now"]

    assert wording_hash(msgspec.structs.replace(question, why="x", keeps="1 year")) == (
        wording_hash(question)
    )
    for field, value in (("ask", "What?"), ("maximum", 9), ("unit", "years")):
        other = msgspec.structs.replace(question, **{field: value})
        assert wording_hash(other) != wording_hash(question)


# What is in the way


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "typed",
    [
        *("Anna Miller", "Anna", "anna.miller", "a@b", "a1@b.org", "", "K" * 33),
        *("1980-02-03", "3.2.1980", "03-02-80", "19800203", "03021980", "2feb1980"),
        *("k-1980-02-03", "../x1", "x1/", "k\x001", "k\n1", "-k1", "k1.", "K\u20111"),
        *("+441134960000", "01134960000", "\u212a1"),
    ],
)
def test_what_could_be_a_name_or_a_birthday_is_no_reference(tiny, typed):
    with pytest.raises(UnfitRecord) as raised:
        kept(tiny, typed)

    assert not typed or typed not in str(raised.value)


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("typed", ["K-117", "117", "a17", "2026-117", "J.55_b", "7"])
def test_a_code_is_a_reference(typed):
    assert ready(typed).ref == typed.lower()


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("what", ["text", "header", "page", "empty", "folder", "link"])
def test_a_file_that_is_none_of_ours_or_damaged_is_left_as_it_is(tiny, what):
    file = records_file()
    for number in range(20):
        kept(tiny, f"K-{number}")
    whole = bytearray(file.read_bytes())
    if what == "header":
        whole[:600] = os.urandom(600)
    elif what == "page":
        for place in range(4096, len(whole), 4096):
            whole[place : place + 100] = os.urandom(100)
    spoiled = {"text": b"notes", "empty": b""}.get(what, bytes(whole))
    file.unlink()
    if what == "folder":
        file.mkdir()
    elif what == "link":
        file.with_name("elsewhere").write_bytes(whole)
        file.symlink_to("elsewhere")
    else:
        file.write_bytes(spoiled)
        file.chmod(0o600)

    with pytest.raises(RecordsError) as raised:
        kept(tiny)
    with pytest.raises(RecordsError):
        turn_on({}, NOW)

    assert str(file) in str(raised.value)
    assert "Nothing was changed" in str(raised.value)
    if file.is_file() and not file.is_symlink():
        assert file.read_bytes() == spoiled


@pytest.mark.usefixtures("on")
def test_before_an_interview_not_every_page_is_looked_at_but_before_keeping(tiny):
    file = records_file()
    for number in range(40):
        kept(tiny, f"K-{number}")
    whole = bytearray(file.read_bytes())
    damaged = whole.index(b'"pain_now":{"value":3') // 4096 * 4096  # of one record
    whole[damaged : damaged + 100] = os.urandom(100)
    file.write_bytes(whole)

    refused = []
    for number in range(40):
        try:
            assert newest(ready(f"K-{number}").ref, NOW) is not None
        except RecordsError:
            refused.append(number)

    assert refused  # what is on that page
    assert len(refused) < 10  # what is on others is brought
    with pytest.raises(RecordsError, match="damaged"):
        kept(tiny)


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize("asks", [ready, lambda ref: newest(ref, NOW)])
@pytest.mark.parametrize("what", ["cut short", "free pages"])
def test_what_could_be_spoiled_more_is_seen_before_an_interview(tiny, asks, what):
    file = records_file()
    for number in range(20):
        kept(tiny, f"K-{number}")
    whole = bytearray(file.read_bytes())
    if what == "cut short":
        del whole[-8192:]
    else:  # the header says that pages are free which are in use
        whole[32:40] = (3).to_bytes(4, "big") + (2).to_bytes(4, "big")
    file.write_bytes(whole)

    with pytest.raises(RecordsError, match="damaged"):
        asks("K-1")

    assert file.read_bytes() == bytes(whole)


@pytest.mark.usefixtures("on")
def test_a_record_that_was_changed_is_not_brought_along(tiny):
    there = kept(tiny)
    kept(tiny, "K-2")
    sql("DROP TRIGGER no_update_of_screening", f"{CHANGE} || '!' WHERE client = 'k-1'")

    with pytest.raises(RecordsError, match="was changed since it was kept") as raised:
        newest("K-1", NOW)

    assert there.id in str(raised.value)
    assert newest("K-2", NOW) is not None
    with opened() as database:
        looked = database.rows("SELECT what FROM log WHERE did = 'brought'")
    assert len(looked) == 1


@pytest.mark.usefixtures("on")
def test_a_file_of_another_program_or_a_newer_version_is_refused(tiny):
    sql("PRAGMA user_version = 2")
    with pytest.raises(RecordsError, match="newer version"):
        kept(tiny)

    sql("PRAGMA user_version = 1", "PRAGMA application_id = 7")
    with pytest.raises(RecordsError, match="is no file of records"):
        kept(tiny)


@pytest.mark.usefixtures("on")
def test_a_file_that_others_can_read_is_made_private_and_that_is_told(tiny):
    records_file().chmod(0o644)

    assert "Other users could read" in kept(tiny).repaired
    assert records_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Firm", "Google Drive"])
def test_no_file_is_made_in_a_synced_folder(tmp_path, monkeypatch, name):
    monkeypatch.setenv("MASSAGE_SCREEN_DATA", str(tmp_path / name / "x"))

    with pytest.raises(NotWritten, match="copied to other computers"):
        turn_on({}, NOW)

    assert not (tmp_path / name).exists()


def test_no_file_is_made_in_a_work_tree(tmp_path, monkeypatch):
    (tmp_path / ".git").mkdir()
    monkeypatch.setenv("MASSAGE_SCREEN_DATA", str(tmp_path / "x"))

    with pytest.raises(NotWritten, match="work tree of Git"):
        turn_on({}, NOW)


@pytest.mark.usefixtures("on")
def test_two_terminals_lose_nothing(tiny, monkeypatch):
    monkeypatch.setattr("massage_screen.records.database._SECONDS_TO_WAIT", 0.01)
    busy = pytest.raises(NotWritten, match="Try again")
    with opened() as database, database.writing(), busy:
        kept(tiny)

    assert kept(tiny).first


def test_a_full_disk_keeps_nothing_and_leaves_what_was_there(tiny, monkeypatch):
    turn_on({}, NOW)
    kept(tiny)
    monkeypatch.setattr(
        "massage_screen.records.database._SETTINGS", ("max_page_count = 1",)
    )

    with pytest.raises(NotWritten, match="the disk is full"):
        kept(tiny, "K-2")

    assert newest("K-1", NOW) is not None
    assert newest("K-2", NOW) is None


@pytest.mark.usefixtures("on")
def test_what_may_only_be_read_is_left_so_and_told(tiny, monkeypatch):
    before = records_file().read_bytes()
    monkeypatch.setattr(
        "massage_screen.records.database._SETTINGS", ("query_only = ON",)
    )

    with pytest.raises(NotWritten, match="may only be read"):
        kept(tiny)

    assert records_file().read_bytes() == before


@pytest.mark.usefixtures("homeless")
def test_a_user_without_a_home_is_told():
    with pytest.raises(NotWritten, match="MASSAGE_SCREEN_DATA"):
        turn_on({}, NOW)


def test_the_tables_are_those_of_version_1():
    """Who changes them must raise the version, and say how to come from this one."""
    content = hashlib.sha256(SCHEMA.encode()).hexdigest()

    assert (VERSION, content[:16]) == (1, "1e2b1e9c859f4064")


# Never changed


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    "statement",
    [
        CHANGE,
        "UPDATE entry SET body = '{}'",
        "UPDATE pack SET version = '9'",
        "UPDATE client SET ref = 'x'",
        "UPDATE log SET did = 'x'",
        "UPDATE salt SET salt = x'00'",
        "DELETE FROM log",
    ],
)
def test_sqlite_itself_refuses_to_change_a_record(tiny, statement):
    add(kept(tiny).id, "session", {"text": "x"}, NOW)

    with pytest.raises(sqlite3.IntegrityError, match="add to it"):
        sql(statement)

    assert problems() == []


@pytest.mark.usefixtures("on")
@pytest.mark.parametrize(
    ("statements", "says"),
    [
        (
            ("DROP TRIGGER no_update_of_screening", "UPDATE screening SET word='X'"),
            "The screening",
        ),
        (("DELETE FROM entry",), "not forgotten"),
        (
            ("DROP TRIGGER no_update_of_log", "UPDATE log SET at='x' WHERE seq=2"),
            "Row 2",
        ),
        (
            (
                "DROP TRIGGER no_delete_of_log",
                "PRAGMA foreign_keys=OFF",
                "DELETE FROM log WHERE seq=1",
            ),
            "Row 2",
        ),
    ],
)
def test_the_chain_shows_what_was_changed_behind_its_back(tiny, statements, says):
    add(kept(tiny).id, "session", {"text": "x"}, NOW)

    sql(*statements)

    assert any(says in found for found in problems())
