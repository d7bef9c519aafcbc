"""A client who returns, at a real terminal: nothing is kept that nobody confirmed."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

import jsonschema
import msgspec

from massage_screen.catalogue import load_pack
from massage_screen.day import day_in_words
from massage_screen.presentation.published import published
from massage_screen.records.record import keep, newest
from massage_screen.records.switch import turn_on
from massage_screen.screened import as_json, screened
from massage_screen.sheet import fit_answers
from tests.screen import HURRIED, Screen
from tests.test_filled import file_of

#: A leak of which the cause is known, and a sore low back.
LEAKS = {
    "reason": ["rest"],
    "bladder_signs": ["leak"],
    "leak_kind": "on_cough",
    "weak_signs": ["none"],
    "recent": ["none"],
    "slow": ["none"],
    "checked": ["leak"],
    "cause": ["leak"],
    "answers_clearly": "clear",
    "looks": ["none"],
    "where": ["lumbar"],
    "told_of": ["none"],
}
DAY = (date.today() - timedelta(days=10)).isoformat()
SCHEMA = Path(__file__).parents[1] / "docs/schemas/decision-1.schema.json"
LEAK_CLEARED_UP = {
    "question": "bladder_signs",
    "from": ["leak"],
    "to": None,
    "reason": "cleared up",
}
REASON, URINE = "What brings you here?", "Is your pee not as it was last time?"
WEAK, CLEAR, LOOKS = "Are you weak?", "Can the client answer", "Do you see one"
BLADDER = "Has passing urine changed?"
OR = "Has passing urine changed: It leaks. Today it was not said. Which is right?"
STILL_SO = (
    "Where is it sore: Lower back. Nothing else: What were you told of your back."
)
RIGHT = "So nothing with warning signs: right?"
WHERE, TOLD = "Where is it sore?", "What were you told of your back?"
REVIEW = "a Accept, and show the recommendation"


@pytest.fixture
def returns(tmp_path, grown):
    """Return a function that begins the interview of a client who returns."""
    pack = load_pack(grown)
    said = fit_answers(pack, LEAKS, "answers")
    file = tmp_path / "last.json"
    file.write_bytes(msgspec.json.encode(as_json(screened(pack, said, "test", DAY))))
    started = []

    def start(*arguments, **options):
        command = [*HURRIED, *arguments]
        command += ["--questions", str(grown)]
        if arguments == ("screen",) or "--plain" in arguments:
            command += ["--from", "last.json", "--decision", "today.json"]
        started.append(Screen(command, tmp_path, columns=80, rows=60, **options))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def answer(screen, *steps, ready="Ctrl-C stops."):
    for wait_for, strokes in steps:
        screen.until_asked(wait_for) if ready == "" else screen.until(wait_for, ready)
        screen.send(strokes)


def test_a_section_is_kept_with_one_key_and_a_sign_only_when_it_is_settled(
    returns, tmp_path
):
    screen = returns("screen")
    screen.until("Answers brought along, of", "None counts before the client")
    answer(screen, (REASON, "n"), (URINE, "n"))
    screen.until(f"Said on {day_in_words(DAY)}:", OR, "It is still so")
    screen.press_until("\r", "! Nothing is chosen yet.")
    screen.send("3")
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    screen.until(" - the back", STILL_SO, "Still so?", "Ctrl-C stops.")
    screen.press_until("\r", "! Nothing is chosen yet.")
    screen.send("y")
    answer(screen, (REVIEW, "a"))

    screen.until_gone()
    decision = json.loads((tmp_path / "today.json").read_bytes())
    assert screen.process.exitstatus == 10
    assert decision["answers"]["visit"] == "returning"
    assert decision["answers"]["b_urine"] == "no"
    assert decision["answers"]["where"] == ["lumbar"]
    assert "bladder_signs" not in decision["answers"]
    assert decision["brought"]["given_on"] == DAY
    assert {"where", "told_of"} < {*decision["brought"]["confirmed"]}
    assert LEAK_CLEARED_UP in decision["brought"]["changed"]


def test_in_plain_lines_a_sign_that_is_still_there_opens_its_list(returns):
    screen = returns("screen", "--plain")
    answer(screen, (REASON, "3\r"), (URINE, "n\r"), ready="")
    screen.until_asked("Which is right?", "1. It is still so")
    screen.send("y\r")
    screen.until_asked(BLADDER, "1. The stream is weak")
    screen.send("2\r")
    screen.until_asked(WEAK)

    assert "It was:" not in screen.text


def test_what_is_not_still_so_waits_while_the_interview_is_broken_off(returns):
    screen = returns("screen")
    answer(screen, (REASON, "n"), (URINE, "n"), ("Which is right?", "3"))
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    screen.until("Still so?", "Ctrl-C stops.")
    screen.send("n")
    screen.until(WHERE, "This was said last time. Ask anew: Enter alone keeps")
    answer(screen, (WHERE, "q"), ("Stop, and keep the answers for later", "1"))
    screen.until_gone()
    assert "Kept on this computer: 5 answers." in screen.written

    screen = returns("resume")
    answer(screen, (RIGHT, "y"))
    screen.until("Taken up again. Answers so far: 5.", WHERE, "[x] 7 Lower back")
    screen.send("\r")
    screen.until(TOLD, "This was said last time.", "Ctrl-C stops.")
    screen.send("\r")
    answer(screen, (REVIEW, "a"))

    screen.until_gone()
    assert screen.process.exitstatus == 10


def test_another_reason_is_typed_and_stands_in_the_decision_and_the_note(
    returns, tmp_path, grown
):
    screen = returns("screen")
    answer(screen, (REASON, "n"), (URINE, "n"), ("Which is right?", "4"))
    screen.until("Why not? A few words, no names", "Backspace rubs out.")
    screen.send("\r")  # nothing typed: back to the choice
    answer(screen, ("4 No, for another reason", "4"))
    screen.until("Why not?", "Backspace rubs out.")
    for key in "her  sister's":  # as many keys at once would be taken for a paste
        screen.send(key)
        time.sleep(0.05)
    screen.until("> her sister's")
    screen.send("\r")
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    answer(screen, ("Still so?", "y"), (REVIEW, "a"))
    screen.until_gone()

    decision = json.loads((tmp_path / "today.json").read_bytes())
    schema = json.loads(SCHEMA.read_text("utf-8"))
    jsonschema.validate(decision, schema, cls=jsonschema.Draft202012Validator)
    why = "her sister's"
    assert {**LEAK_CLEARED_UP, "reason": why} in decision["brought"]["changed"]
    wanted = f"document note --from today.json --as txt --to - --questions {grown}"
    made = subprocess.run(
        [sys.executable, "-m", "massage_screen", *wanted.split()],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    said = " ".join(made.stdout.split())
    assert "Told before: Has passing urine changed" in said
    assert f"It does not stand: {why}." in said


def test_in_plain_lines_the_reason_is_kept_while_the_interview_is_broken_off(
    returns, tmp_path
):
    screen = returns("screen", "--plain")
    answer(screen, (REASON, "3\r"), (URINE, "n\r"), ready="")
    screen.until_asked("Which is right?", "5. No, for another reason")
    screen.send("5\r")
    screen.until_asked("Why not? A few words, no names")
    screen.send("x" * 121 + "\r")
    screen.until_asked("A reason has at most 120 characters.", "Why not?")
    screen.send("she mixed up two days\r")
    screen.until_asked(WEAK)
    screen.send("q\r")
    screen.until_asked("Stop, and keep the answers for later")
    screen.send("1\r")
    screen.until_gone()

    screen = returns("resume", "--decision", "today.json")
    answer(screen, (WEAK, "n"), (RIGHT, "y"), (CLEAR, "1"), (LOOKS, "n"))
    answer(screen, ("Still so?", "y"), (REVIEW, "a"))
    screen.until_gone()
    decision = json.loads((tmp_path / "today.json").read_bytes())
    why = "she mixed up two days"
    assert {**LEAK_CLEARED_UP, "reason": why} in decision["brought"]["changed"]


def test_a_form_of_today_goes_before_the_record_and_nothing_is_said_as_of_both(
    returns, grown, tmp_path
):
    pack = load_pack(grown)
    now = datetime.now().astimezone()
    turn_on({}, now)
    who = screened(pack, fit_answers(pack, LEAKS, "answers"), "test", DAY)
    shown = published(who, date.fromisoformat(DAY))
    keep(who, "K-1", grown, now - timedelta(days=10), decision=shown)
    form = file_of(
        {"where": ["posterior_neck"]}, pack, ended=now.isoformat(), emergency_shown=True
    )
    (tmp_path / "form.json").write_text(json.dumps(form))

    words = ("--client", "K-1", "--from", "form.json", "--decision", "today.json")
    screen = returns("screen", *words)
    screen.until("The form told the client to call for help.", "From the last record")
    answer(screen, (REASON, "n"), (URINE, "n"), (OR, "3"), (WEAK, "n"), (RIGHT, "y"))
    answer(screen, (CLEAR, "1"), (LOOKS, "n"))
    screen.until("Where is it sore: Back of the neck. Still so?", "Ctrl-C stops.")
    assert f"Said on {day_in_words(now.date().isoformat())}:" in screen.text
    screen.send("y")
    screen.until("Nothing: What were you told of your back. Still so?", "Ctrl-C stops.")
    assert f"Said on {day_in_words(DAY)}:" in screen.text
    screen.send("y")
    answer(screen, (REVIEW, "a"))

    screen.until_gone()
    decision = json.loads((tmp_path / "today.json").read_bytes())
    brought = decision["brought"]
    assert decision["answers"]["visit"] == "returning"
    assert (brought["source"], brought["given_on"]) == ("filled", str(now.date()))
    assert brought["beside_on"] == DAY
    assert {"where", "told_of"} <= {*brought["confirmed"]}
    kept = newest("K-1", now)
    assert kept is not None
    given = {name: each.given_on for name, each in kept.answers.items()}
    assert (given["where"], given["told_of"]) == (str(now.date()), DAY)
