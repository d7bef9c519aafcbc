"""The visit of a client of whom records are kept, up to a real terminal."""

from __future__ import annotations

import json
import shutil
import sys
from datetime import datetime, timedelta

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)


from massage_screen.bringing import bring_record
from massage_screen.catalogue import load_pack
from massage_screen.cli.doing.after_visit import may_decide_otherwise
from massage_screen.day import day_in_words
from massage_screen.errors import AnswersError
from massage_screen.pack.shelf import VISIT_ONLY
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.presentation.published import published
from massage_screen.records.place import records_file
from massage_screen.records.record import keep, newest
from massage_screen.records.switch import turn_on
from massage_screen.screened import screened
from massage_screen.sheet import fit_answers
from tests.screen import HURRIED, Screen
from tests.shipped import CASES, PACK
from tests.test_brought_terminal import (
    CLEAR,
    LEAK_CLEARED_UP,
    LEAKS,
    LOOKS,
    OR,
    REASON,
    REVIEW,
    RIGHT,
    STILL_SO,
    URINE,
    WEAK,
    answer,
)

NOW = datetime.now().astimezone().replace(microsecond=0)
THEN = NOW - timedelta(days=10)
DAY = THEN.date().isoformat()


def kept_client(pack):
    said = fit_answers(pack, LEAKS, "answers")
    return screened(pack, said, "test", DAY)


def keep_first_visit(folder):
    """Turn records on, and keep the first visit of K-1."""
    client = kept_client(load_pack(folder))
    turn_on({}, THEN)
    decision = published(client, THEN.date())
    return keep(client, "K-1", folder, THEN, decision=decision)


@pytest.fixture
def folder(tmp_path, grown):
    """Return the folder of a pack that a test may change."""
    return shutil.copytree(grown, tmp_path / "pack")


@pytest.fixture
def program(tmp_path, folder):
    """Return a function that runs a command at a terminal."""
    started = []

    def start(*words):
        command = [*HURRIED, *words, "--questions", str(folder)]
        started.append(Screen(command, tmp_path, columns=80, rows=60))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def second_visit(screen):
    """Answer as at the first visit, but for the leak, which has gone."""
    answer(screen, (REASON, "n"), (URINE, "n"), (OR, "3"))
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    answer(screen, (STILL_SO, "y"), (REVIEW, "a"))


def test_the_last_record_is_brought_to_be_confirmed_and_a_new_one_is_kept(
    program, folder
):
    first = keep_first_visit(folder)

    screen = program("screen", "--client", "K-1")
    screen.until("Answers brought along, of", day_in_words(DAY))
    second_visit(screen)
    screen.until("Kept in the records: ", "Enter done")
    assert "s save" not in screen.text
    screen.until_gone()

    record = newest("k-1", NOW)
    assert screen.process.exitstatus == 10
    assert record is not None
    assert record.id != first.id
    assert record.source == "record"
    assert record.decision["brought"]["source"] == "record"
    assert LEAK_CLEARED_UP in record.decision["brought"]["changed"]
    assert record.answers["where"].given_on == DAY
    assert record.answers["where"].confirmed_on == NOW.date().isoformat()
    assert "bladder_signs" not in record.answers


def test_a_client_who_is_new_is_asked_everything_and_kept(program, folder):
    keep_first_visit(folder)

    screen = program("screen", "--client", "K-2")
    screen.until("Nothing is kept of a client with that reference.", "Ctrl-C")
    screen.send("y")
    screen.until(REASON, "Ctrl-C stops.")
    assert "Answers brought along" not in screen.written


def test_a_reference_that_is_wrong_asks_and_keeps_nothing(program, folder):
    keep_first_visit(folder)

    screen = program("screen", "--client", "K-2")
    screen.until("Nothing is kept of a client with that reference.", "Ctrl-C")
    screen.send("n")
    screen.until_gone()

    assert screen.process.exitstatus == 130
    assert newest("K-2", NOW) is None


def test_where_it_cannot_be_kept_the_result_and_the_answers_stay(program, folder):
    keep_first_visit(folder)
    screen = program("screen", "--client", "K-1")
    answer(screen, (REASON, "n"), (URINE, "n"), (OR, "3"))
    records_file().write_bytes(b"no records any more")
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    answer(screen, (STILL_SO, "y"), (REVIEW, "a"))
    screen.until("not kept in the records", "s save", "Enter done")
    screen.until_gone()

    assert screen.process.exitstatus == 10
    assert "resume --keep REF" in " ".join(screen.written.split())


def test_the_therapist_can_decide_otherwise_and_the_record_keeps_both(program, folder):
    keep_first_visit(folder)
    screen = program("screen", "--client", "K-1")
    answer(screen, (REASON, "n"), (URINE, "n"), (OR, "3"))
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "2"), (LOOKS, "n"))
    answer(screen, (REVIEW, "a"))
    screen.until("a I decide otherwise", "Enter done")

    screen.send("a")
    screen.until("What do you decide?", "1 PROCEED", "2 RESTRICT", "Ctrl-C")
    assert "EMERGENCY" not in screen.text.rpartition("What do you decide?")[2]
    screen.send("2")
    screen.until_asked("Reason:")
    screen.send("known for years\r")
    screen.until("Added to record", "Enter done")
    screen.until_gone()

    record = newest("K-1", NOW)
    assert screen.process.exitstatus == 20
    assert record is not None
    assert (record.word, record.overridden) == ("POSTPONE", "RESTRICT")


@pytest.mark.parametrize(
    ("case", "may"),
    [
        ("drink_at_lunch", True),
        ("numb_foot_and_weight_loss/weight_loss", True),
        ("drunk_or_a_stroke", False),
        ("posture_soreness", False),
    ],
)
def test_only_a_no_that_is_no_emergency_is_decided_otherwise(case, may):
    (answers,) = [each.answers for each in CASES if each.id == case]
    client = screened(PACK, fit_answers(PACK, answers, case), "test", DAY)

    assert may_decide_otherwise(client) is may


def test_while_records_are_off_nothing_is_asked(program):
    screen = program("screen", "--client", "K-1")
    screen.until_gone()

    assert screen.process.exitstatus == 2
    assert "records on" in " ".join(screen.written.split())


def test_a_client_is_named_in_one_way(program):
    screen = program("screen", "--client", "K-1", "--keep", "K-2")
    screen.until_gone()

    assert screen.process.exitstatus == 2


# What of a record is brought


def hashes_of(pack):
    return {name: wording_hash(question) for name, question in pack.questions.items()}


def decision_of(pack):
    return json.loads(json.dumps(published(kept_client(pack), THEN.date())))


def test_a_question_that_is_worded_differently_is_asked_anew(folder):
    pack = load_pack(folder)
    hashes = {**hashes_of(pack), "where": "another"}

    history = bring_record(decision_of(pack), hashes, pack, NOW.date().isoformat())

    assert history.brought is not None
    assert history.brought.dropped == {"where": "is worded differently since"}
    assert "where" not in history.brought.answers
    assert "told_of" in history.brought.answers


def test_a_clock_that_was_set_back_has_everything_asked_anew(folder):
    pack = load_pack(folder)

    history = bring_record(decision_of(pack), hashes_of(pack), pack, "2020-01-01")

    assert history.brought is not None
    assert history.brought.given_on == ""
    assert history.brought.confirmable(pack) == {}


def test_what_is_asked_at_every_visit_is_asked_the_day_after_a_record_too(folder):
    pack = load_pack(folder)
    after = (THEN + timedelta(days=1)).date().isoformat()

    history = bring_record(decision_of(pack), hashes_of(pack), pack, after)

    assert history.brought is not None
    assert not history.brought.for_this_visit
    every = [q for q in pack.questions.values() if q.keeps == VISIT_ONLY]
    assert any(q.id in history.brought.answers for q in every)
    assert [q.id for q in every if history.brought.keeps(q) is not None] == []


def test_a_record_of_another_pack_is_refused(folder):
    pack = load_pack(folder)
    other = {**decision_of(pack), "pack": {"id": "other"}}

    with pytest.raises(AnswersError, match="another pack"):
        bring_record(other, hashes_of(pack), pack, NOW.date().isoformat())
