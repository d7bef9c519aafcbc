"""Whole interviews at a terminal: the way back, the review, and what is taken up."""

from __future__ import annotations

import contextlib
import io
import itertools
import json
import os
import random
import re
import shutil
import signal
import sys
import time
from contextlib import redirect_stdout, suppress

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from massage_screen.cli.doing.interviewer import Interviewer
from massage_screen.errors import Interrupted
from massage_screen.interview import conduct
from massage_screen.pack.texts import in_english
from massage_screen.prompts.menus import MenuPrompts
from tests.conftest import TINY
from tests.screen import HURRIED, PATIENCE, Screen
from tests.shipped import FOLDER as SPINE
from tests.test_stopping import EDITS
from tests.unknown_keys import UNKNOWN

SIGNS, COURSE = "Has passing urine changed", "When did that begin"
PAIN, MOVES = "How bad is the pain", "Do you move freely?"
ACTION, REVIEW = "Do this first. Then:", "a Accept, and show the recommendation"
ARROWS = ["\x1b[A", "\x1b[B", "\x1b[D", "\x1b[5~", "\x1b[6~", "\x1b[200~1\r\x1b[201~"]
#: A way through the toy pack that meets every kind of prompt: what to wait for, and
#: what is pressed then.
JOURNEY = [
    (SIGNS, "1\r"),
    (COURSE, "2"),
    (ACTION, "2"),
    (PAIN, "7\r"),
    (MOVES, "n"),
    (REVIEW, "a"),
]


@pytest.fixture
def program(tmp_path):
    """Return a function that starts the program with the toy pack on a terminal.

    Or with the pack in another folder.
    """
    started = []

    def start(*arguments, folder=TINY, **options):
        command = [*HURRIED, *arguments]
        command += ["--questions", str(folder)]
        started.append(Screen(command, tmp_path, **options))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def answer(screen, *steps):
    for wait_for, strokes in steps:
        screen.until(wait_for, "Ctrl-C stops.")
        screen.send(strokes)


def exit_code(screen):
    screen.until_gone()
    return screen.process.exitstatus


def test_back_across_a_branch_and_forward_again(program):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "1\r"), (COURSE, "b"))
    screen.until("Enter alone keeps that answer", "[x] 1 Weaker stream")
    screen.send("1n")
    screen.until(PAIN, "2 of about 3 - warning signs", "Ctrl-C stops.")
    screen.send("\x1b[D")
    screen.until("[x] n None of these")
    screen.send("1\r")
    answer(screen, (COURSE, "1"), (PAIN, "0\r"), (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 10


def test_a_wrong_answer_is_corrected_from_the_review(program):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"), (MOVES, "v"))
    screen.until("Not finished: 1 or more questions are left.", "1 How bad")
    screen.until("Nothing told, or the mildest answer: 2 Has passing urine changed")
    screen.send("1")
    screen.until("> 1 How bad is the pain right now, from 0 to 10? 3 of 10")
    screen.send("\r")
    screen.until("Answer (of 10): 3", "Enter alone keeps")
    screen.send("\x7f9\r")
    screen.until("1 How bad is the pain right now, from 0 to 10? 9 of 10")
    screen.send("b")
    answer(screen, (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0
    assert "The pain is strong today" in " ".join(screen.written.split())


def test_what_is_no_key_moves_nothing_in_the_review_and_the_prompt_to_quit(program):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"), (MOVES, "q"))
    screen.until("Stop without a recommendation?", "Ctrl-C stops.")
    for sequence in UNKNOWN.values():
        screen.nothing_happens(sequence, "! Nothing is chosen yet.")
    screen.send("3")
    answer(screen, (MOVES, "y"))
    screen.until(REVIEW, "Ctrl-C stops.")
    for sequence in UNKNOWN.values():
        screen.nothing_happens(sequence, "! No answer is marked.")
    screen.send("a")

    assert exit_code(screen) == 0


def test_an_action_shown_by_mistake_is_taken_back_where_it_stands(program):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "2\r"))
    screen.until("EMERGENCY: No massage.", ACTION, "b back")
    screen.send("b")
    screen.until("[x] 2 Nothing comes")
    screen.send("2n")
    screen.until("the action shown before no longer holds", PAIN)
    screen.send("\x03")

    assert exit_code(screen) == 130
    last = screen.text.rpartition("There is no recommendation.")[2]
    assert "EMERGENCY" not in last


def test_who_is_put_off_is_offered_to_stop_once_what_must_come_was_asked(
    program, write_pack
):
    screen = program("screen", folder=write_pack(*EDITS), rows=60)
    answer(screen, (SIGNS, "n"), ("Do you have any of these", "2\r"))
    answer(screen, ("Do you take steroids?", "n"), ("Have you had cancer?", "n"))
    screen.until("POSTPONE: ", "Do now: Do as put_off says.", ACTION)
    screen.until("1 Stop here and show the result", "b back")
    screen.send("1")

    assert exit_code(screen) == 50
    text = " ".join(screen.written.split())
    assert "POSTPONE (stopped early)" in text
    assert "1 question that could make it more urgent." in text


def test_who_goes_on_is_not_offered_to_stop_again(program, write_pack):
    screen = program("screen", folder=write_pack(*EDITS), rows=60)
    answer(screen, (SIGNS, "n"), ("Do you have any of these", "2\r"))
    answer(screen, ("Do you take steroids?", "n"), ("Have you had cancer?", "n"))
    answer(screen, (ACTION, "2"), ("Have you fallen this year?", "n"), (REVIEW, "a"))

    assert exit_code(screen) == 20
    assert "stopped early" not in screen.written


def test_a_question_that_is_looked_at_says_so_above_its_text(program, write_pack):
    seen = 'asked_by = "therapist"\naloud = false\nask = "Do you move freely?"'
    shown = 'text = "Weaker stream", aloud = false'
    folder = write_pack(
        ("10_bladder.toml", 'ask = "Do you move freely?"', seen),
        ("10_bladder.toml", 'text = "Weaker stream"', shown),
    )
    screen = program("screen", folder=folder, rows=60)
    screen.until(SIGNS, "1 Weaker stream (not read out)", "Ctrl-C stops.")
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"))
    screen.until(f"Look; do not read aloud. {MOVES}")
    answer(screen, (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0


def test_help_and_review_fit_on_forty_columns(program):
    screen = program("screen", columns=40, rows=40)
    answer(screen, (SIGNS, "h"))
    screen.until("1-2: tick that line, or untick it.", "w: why this is asked")
    screen.send("x")
    answer(screen, (SIGNS, "w"))
    screen.until("Some back problems press on the nerves", "Suspected cauda equina")
    screen.send("x")
    answer(screen, (SIGNS, "1\r"), (COURSE, "v"))
    screen.until(
        "To change an answer, type its number, or mark it with Up and Down; then press",
        "1 Has passing urine changed in any of these ways? Weaker stream",
        "b Back to the question",
    )


def test_no_word_of_a_message_is_cut_in_two_on_forty_columns(program):
    screen = program("assess", "answers-not-there.json", columns=40)

    assert exit_code(screen) == 66
    assert screen.text == (
        "answers-not-there.json: cannot be\nopened: No such file or directory."
    )


def test_the_review_is_wrapped_again_when_the_window_changes(program):
    screen = program("screen", columns=80, rows=40)
    answer(screen, (SIGNS, "1\r"), (COURSE, "v"))
    screen.until("1 Has passing urine changed in any of these ways? Weaker")

    screen.screen.resize(40, 30)
    screen.screen.reset()
    screen.process.setwinsize(40, 30)

    screen.until("1 Has passing urine changed in any of these ways? Weaker")
    assert max(len(line) for line in screen.text.splitlines()) < 30


def test_pasted_text_neither_answers_nor_leads_anywhere(program):
    screen = program("screen", rows=60)
    screen.until(SIGNS, "Ctrl-C stops.")
    screen.send("\x1b[200~n\rb\rq\r1\r\x1b[201~")
    screen.send("\r")
    screen.until("! Nothing is ticked yet.")
    screen.send("q")
    screen.until("Stop without a recommendation?", "no answers are kept")
    screen.send("1")

    assert exit_code(screen) == 130


def test_a_question_with_output_elsewhere_can_be_answered_and_reviewed(
    program, tmp_path
):
    screen = program("screen", "--json", shell=">file")
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"), (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0
    assert json.loads((tmp_path / "file").read_text())["disposition"] == "proceed"


# What is kept


def kept_in(journals):
    return sorted(path.name for path in journals.glob("*"))


@pytest.mark.parametrize("count", range(len(JOURNEY)))
def test_a_killed_interview_is_taken_up_at_any_prompt(program, journals, count):
    first = program("screen", rows=60)
    answer(first, *JOURNEY[:count])
    first.until(JOURNEY[count][0], "Ctrl-C stops.")
    first.process.kill(signal.SIGKILL)
    first.until_gone()
    if not count:
        assert kept_in(journals) == []
        return

    again = program("resume", rows=60)
    answered = [step for step in JOURNEY[:count] if step[0] != ACTION]
    left = [step for step in JOURNEY[count:] if step[0] != ACTION]
    urgent = len(answered) > 1  # the action that stands is shown before all else
    for wait_for, strokes in [(ACTION, "2")] * urgent + left:
        if wait_for == PAIN and not urgent:
            answer(again, (ACTION, "2"))
        answer(again, (wait_for, strokes))

    assert exit_code(again) == 40
    assert kept_in(journals) == []
    assert "7 of 10" not in again.text.partition("End of result")[2]


@pytest.mark.parametrize("stop", ["\x03", "\x04", "hup"])
def test_who_stops_is_told_how_to_go_on(program, journals, stop):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "1\r"))
    screen.until(COURSE, "Ctrl-C stops.")
    if stop == "hup":
        screen.process.kill(signal.SIGHUP)
    else:
        screen.send(stop)

    assert exit_code(screen) == 130
    said = " ".join(screen.text.split())
    assert re.search(r"1 answer\. To go on: \S+ -m massage_screen resume", said)
    assert re.search(r"To delete: \S+ -m massage_screen resume --discard", said)
    assert len(kept_in(journals)) == 1


def test_a_closed_window_keeps_the_answers(program, journals):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "1\r"))
    screen.until(COURSE, "Ctrl-C stops.")

    screen.process.ptyproc.fileobj.close()

    end = time.monotonic() + PATIENCE
    while screen.process.isalive() and time.monotonic() < end:
        time.sleep(0.01)
    assert screen.process.exitstatus == 130
    assert len(kept_in(journals)) == 1


@pytest.mark.parametrize(
    ("key", "left", "code"), [("1", 1, 130), ("2", 0, 130), ("3\x03", 1, 130)]
)
def test_quitting_offers_to_keep_the_answers(program, journals, key, left, code):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "1\r"), (COURSE, "q"))
    screen.until("1 Stop, and keep", "2 Stop, and delete", "3 Go on", "Ctrl-C stops.")
    screen.send(key[0])
    if key[1:]:
        answer(screen, (COURSE, key[1:]))

    assert exit_code(screen) == code
    assert len(kept_in(journals)) == left


def test_an_interview_that_ends_leaves_nothing_behind(program, journals):
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"))
    screen.until(MOVES)
    assert len(list(journals.glob("*.json"))) == 1
    answer(screen, (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0
    assert kept_in(journals) == []


def test_without_a_journal_nothing_is_written(program, journals):
    screen = program("screen", "--no-journal", rows=60)
    screen.until("Nothing is kept on this computer.")
    answer(screen, (SIGNS, "n"), (PAIN, "q"))
    screen.until("Stop; no answers are kept")
    screen.send("1")

    assert exit_code(screen) == 130
    assert "resume" not in screen.text
    assert not journals.parent.exists()


def test_a_folder_that_cannot_be_written_gives_one_warning(program, journals):
    journals.parent.write_text("a file where the folder should be")
    screen = program("screen", rows=60)
    answer(screen, (SIGNS, "n"), (PAIN, "3\r"), (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0
    assert screen.written.count("cannot be kept on this computer") == 1


def test_several_interviews_are_listed_and_one_is_taken_up(program, journals):
    for strokes in ([], [(PAIN, "3\r")]):
        screen = program("screen", rows=60)
        answer(screen, (SIGNS, "n"), *strokes)
        screen.until(MOVES if strokes else PAIN, "Ctrl-C stops.")
        screen.send("\x03")
        screen.until_gone()

    screen = program("resume", rows=60)
    screen.until("Which interview", "answers: 2", "answers: 1", "None of them")
    screen.send("1")
    screen.until("Taken up again. Answers so far: 2.", MOVES, "3 of about 3")
    screen.send("\x03")
    screen.until_gone()
    assert len(kept_in(journals)) == 2

    screen = program("resume", "--discard", rows=60)
    screen.until("Which interview is to be deleted?", "3 All of them", "stops.")
    screen.send("3")
    assert exit_code(screen) == 0
    assert kept_in(journals) == []


def test_a_new_interview_tells_of_one_that_waits(program):
    first = program("screen", rows=60)
    answer(first, (SIGNS, "n"), (PAIN, "\x03"))
    first.until_gone()

    second = program("screen", rows=60)

    second.until("Unfinished interviews on this computer: 1.", SIGNS, "1 of about 3")


def test_one_interview_goes_on_in_one_terminal_only(program, journals):
    first = program("screen", rows=60)
    answer(first, (SIGNS, "n"))
    first.until(PAIN, "Ctrl-C stops.")
    (path,) = journals.glob("*.json")
    before = path.read_bytes()

    for arguments in (["resume"], ["resume", "--discard"]):
        second = program(*arguments, columns=200)
        assert exit_code(second) == 66
        assert "goes on in another terminal. Finish or stop it there" in second.text
    assert path.read_bytes() == before
    third = program("screen", rows=60)
    third.until(SIGNS, "1 of about 3")
    assert "Unfinished" not in third.text

    answer(first, (PAIN, "3\r"), (MOVES, "\x03"))
    first.until_gone()
    again = program("resume", rows=60)
    again.until("Taken up again. Answers so far: 2.", MOVES)


def test_a_full_disk_gives_one_warning_and_leaves_nothing_half_written(
    tmp_path, journals
):
    program = [*HURRIED, "screen", "--questions"]
    full = ["/bin/sh", "-c", 'ulimit -f 0; exec "$@"', "sh"]
    screen = Screen([*full, *program, str(TINY)], tmp_path, rows=60)
    answer(screen, (SIGNS, "n"))
    screen.until("the answers cannot be kept on this computer (File too large).")
    answer(screen, (PAIN, "3\r"))
    screen.until(MOVES, "Ctrl-C stops.")
    assert list(journals.glob("*.json")) == []
    assert list(journals.glob("*.new")) == []
    answer(screen, (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(screen) == 0
    assert screen.written.count("cannot be kept on this computer") == 1
    assert kept_in(journals) == []


#: The program for a user without a home folder, as in a container with any user id.
HOMELESS = """
import os, pwd, runpy
def no_entry(_):
    raise KeyError("uid not found")
pwd.getpwuid = no_entry
for name in ("MASSAGE_SCREEN_DATA", "HOME", "XDG_DATA_HOME"):
    os.environ.pop(name, None)
runpy.run_module("massage_screen", run_name="__main__", alter_sys=True)
"""


def test_without_a_home_folder_the_interview_goes_on_and_keeps_nothing(tmp_path):
    program = [sys.executable, "-c", HOMELESS]
    pack = ["--questions", str(TINY)]
    screen = Screen([*program, "screen", *pack], tmp_path, rows=60)
    screen.until("cannot be kept on this computer (this user has no home folder")
    answer(screen, (SIGNS, "1\r"), (COURSE, "1"), (PAIN, "3\r"), (MOVES, "y"))
    answer(screen, (REVIEW, "a"))
    assert exit_code(screen) == 10
    assert list(tmp_path.iterdir()) == []

    for arguments in (["resume"], ["resume", "--discard"]):
        again = Screen([*program, *arguments, *pack], tmp_path, columns=200)
        assert exit_code(again) == 66
        assert "this user has no home folder; MASSAGE_SCREEN_DATA can" in again.text


def test_the_second_of_two_terminals_leaves_the_decision_of_the_first(
    program, tmp_path
):
    file = tmp_path / "decision.json"
    first, second = (
        program("screen", "--decision", str(file), rows=60, columns=200)
        for _ in range(2)
    )
    answer(second, (SIGNS, "n"))
    answer(first, (SIGNS, "n"), (PAIN, "3\r"), (MOVES, "y"), (REVIEW, "a"))
    assert exit_code(first) == 0
    kept = file.read_bytes()
    answer(second, (PAIN, "9\r"), (MOVES, "y"), (REVIEW, "a"))

    assert exit_code(second) == 0
    assert "is there already and was not changed" in " ".join(second.written.split())
    assert file.read_bytes() == kept
    assert json.loads(kept)["answers"]["pain_now"] == 3


def test_what_cannot_be_read_is_offered_beside_a_good_interview(program, journals):
    first = program("screen", rows=60)
    answer(first, (SIGNS, "n"), (PAIN, "\x03"))
    first.until_gone()
    (journals / "odd.json").symlink_to(journals / "nothing")
    full = journals / "full.json"
    full.mkdir()
    (full / "inside").touch()

    screen = program("resume", rows=60)
    screen.until("Which interview", "answers: 1", "Cannot be read: odd.json")
    screen.send("\x03")
    screen.until_gone()

    screen = program("resume", "--discard", rows=60, columns=200)
    screen.until("Which interview is to be deleted?", "4 All of them", "stops.")
    screen.send("4")
    assert exit_code(screen) == 73
    assert "Deleted: 2." in screen.text
    said = " ".join(screen.written.split())
    assert "could not be deleted: it is a folder with" in said
    assert list(journals.iterdir()) == [full]


def test_there_may_be_nothing_to_take_up(program):
    for arguments in (["resume"], ["resume", "--discard"]):
        screen = program(*arguments)

        assert exit_code(screen) == 66
        assert "No unfinished interview is kept" in screen.text


def test_another_pack_does_not_take_up_the_answers(program, journals):
    first = program("screen", rows=60)
    answer(first, (SIGNS, "n"), (PAIN, "\x03"))
    first.until_gone()
    (path,) = journals.glob("*")
    path.write_text(path.read_text().replace("sha256:", "sha256:0"))

    screen = program("resume", rows=60)

    assert exit_code(screen) == 65
    assert "given to another pack, 'tiny 0.1.0'" in " ".join(screen.text.split())
    assert len(kept_in(journals)) == 1


# Any keys


@pytest.mark.parametrize("seed", range(12))
def test_random_keys_never_crash_and_answer_only_what_was_on_the_screen(tiny, seed):
    chance = random.Random(f"journey {seed}")
    keys = [*"123456789nyubvrwgah?0 ", *["\r"] * 6, "\x7f", *ARROWS]
    keys.append("q2")  # whoever asks to quit goes on
    written = io.StringIO()
    output = Vt100_Output(written, lambda: Size(rows=30, columns=200))
    before = {}

    def look(history):
        """The question whose answer is new was the last one drawn."""
        for question, value in history.said.items():
            if before.get(question) != value:
                drawn = written.getvalue()[-4000:]
                wordings = tiny.questions[question].ask, tiny.questions[question].again
                assert any(wording and wording in drawn for wording in wordings)
                assert tiny.questions[question].accept(value) == value
        before.update(history.said)

    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=output),
        redirect_stdout(io.StringIO()),
        suppress(Interrupted),
    ):
        pipe.send_text("".join(chance.choices(keys, k=400)) + "\x03")
        times = itertools.count(step=600)  # ten minutes from key to key
        asks = MenuPrompts(clock=times.__next__)
        interviewer = Interviewer(in_english(tiny), "never", None, asks)
        conduct(tiny, interviewer, None, look)

    assert before


def test_the_start_says_that_nobody_reviewed_the_language(program):
    screen = program("screen", "--language", "es", folder=SPINE)

    screen.until("Ning\u00fan profesional", "No clinician who grew up", "Ctrl-C stops.")
    assert "what was said last time" in screen.text


def emergency_with_pages_on_offer(program):
    screen = program("screen", rows=90)
    answer(screen, (SIGNS, "2\r"))
    screen.until("Do this first. Then:", "Ctrl-C stops.")
    screen.send("1")
    screen.until("p pages", "Enter done")
    screen.send("p")
    screen.until("Pages to print", "Enter for none:")
    return screen


@pytest.mark.parametrize("typed", [b"J\xe9r\xf4me\r", b"\xff\xfe\r", b"\x03", b"\x04"])
def test_nothing_that_is_typed_for_a_page_changes_the_exit_code(program, typed):
    screen = emergency_with_pages_on_offer(program)
    screen.send("1\r")
    screen.until_asked("Reference:")
    screen.send("\r")
    screen.until_asked("For the page; nothing of it is kept.")

    for _ in range(12):
        with contextlib.suppress(OSError):  # it has ended
            os.write(screen.process.child_fd, typed)
        time.sleep(0.05)
    with contextlib.suppress(OSError):
        os.write(screen.process.child_fd, b"\r")

    assert exit_code(screen) == 40
    assert "Traceback" not in screen.written


def test_a_folder_that_has_gone_changes_no_exit_code(program, tmp_path):
    screen = emergency_with_pages_on_offer(program)
    shutil.rmtree(tmp_path)

    screen.send("1\r")
    screen.until_asked("Reference:")
    for _ in range(9):
        screen.send("\r")
        time.sleep(0.05)

    assert exit_code(screen) == 40
    assert "Warning: " in screen.written


def test_a_folder_of_pages_that_is_not_there_is_said_before_anything_is_asked(
    program, tmp_path
):
    screen = program("screen", rows=90, MASSAGE_SCREEN_PAGES=str(tmp_path / "gone"))
    answer(screen, (SIGNS, "2\r"))
    screen.until("Do this first. Then:", "Ctrl-C stops.")
    screen.send("1")
    screen.until("p pages", "Enter done")
    screen.send("p")
    screen.until_asked("Enter for none:")
    before, _, after = " ".join(screen.written.split()).partition("Pages to print")
    assert "there is no such folder" in before
    assert "Pages go into the folder in use." in before
    screen.send("\r")

    assert "Pages" not in after.partition("Enter for none:")[2]
    assert exit_code(screen) == 40


def test_lines_are_asked_about_that_were_ticked_or_in_doubt_and_no_others(
    program, grown
):
    screen = program("screen", folder=grown, rows=60)
    answer(
        screen,
        ("What brings you here?", "1\r"),
        ("Has passing urine changed?", "?1\r"),
        # A doubt at the gate is asked about once more.
        ("Take the last month.", "?1\r"),
        ("Are you weak?", "n"),
    )
    screen.until("Which of these is new", "[ ] 1 The stream is weak", "Ctrl-C stops.")
    assert "It leaks" not in screen.text.rpartition("Which of these is new")[2]
    screen.send("n")
    answer(
        screen,
        ("Which gets worse week by week?", "n"),
        ("Which has a doctor looked at?", "1\r"),
        ("For which is a cause known?", "1\r"),
        ("Can the client answer clearly?", "2"),
        ("Do you see one of these?", "n"),
        (REVIEW, "a"),
    )

    assert exit_code(screen) == 20
    text = " ".join(screen.written.split())
    assert "The stream is weak (not sure)" in text
    assert "Come again with a clear head." in text


# At the gate

PAIN_TABLE = '[[question]]\nid = "pain_now"'
GATE = (
    (
        "10_bladder.toml",
        PAIN_TABLE,
        """[[question]]
id = "head_signs"
kind = "any_of"
gate = true
ask = "In the past month, did any of these come?"
choices = [
  { id = "sight", text = "Sight lost, or double" },
  { id = "speech", text = "Trouble to speak" },
]
again = "a"
topic = "Head"

[[question]]
id = "calf"
kind = "yes_no"
gate = true
ask = "Is one calf sore?"
again = "b"
topic = "Calf or leg"

"""
        + PAIN_TABLE,
    ),
    (
        "10_bladder.toml",
        "",
        """
[[rule]]
id = "head_or_calf"
when = { any_of = [
  { question = "head_signs", includes_any_of = ["sight", "speech", "unsure"] },
  { question = "calf", is_any_of = ["yes", "unsure"] },
] }
found = "A sign."
do = "Ask."
policy = "A note for tests: it changes nothing."
""",
    ),
)
HEAD, CALF, RIGHT = "In the past month", "Is one calf sore?", ": right?"


@pytest.fixture
def unhurried(tmp_path):
    """Return a function that starts the program as it is, with a pack."""
    started = []

    def start(folder):
        command = [sys.executable, "-m", "massage_screen", "screen", "--questions"]
        started.append(Screen([*command, str(folder)], tmp_path, rows=60))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def test_none_is_refused_until_the_list_can_have_been_read_and_taken_then(
    unhurried, write_pack
):
    screen = unhurried(write_pack(*GATE))
    screen.until(SIGNS, "Ctrl-C stops.")
    screen.send("n")
    screen.until("! Read it first, line by line; then press it again.")

    time.sleep(3)  # 17 words take 2.3 seconds
    screen.send("n")

    screen.until("None: weaker stream, nothing comes", HEAD)


def test_a_key_that_is_held_down_answers_one_question_only(unhurried, write_pack):
    screen = unhurried(write_pack(*GATE))
    answer(screen, (SIGNS, "1\r"), (COURSE, "2"))
    screen.until(ACTION, "Ctrl-C stops.")
    for _ in range(30):
        screen.send("2")
        time.sleep(0.03)
        screen.read()

    screen.until("! That key was still held down.")
    assert HEAD not in screen.text
    time.sleep(1)
    screen.send("2")

    screen.until(HEAD, "Ctrl-C stops.")


def test_what_was_denied_is_read_back_and_a_no_leads_to_the_topic(program, write_pack):
    screen = program("screen", folder=write_pack(*GATE), rows=60)
    answer(screen, (SIGNS, "n"), (HEAD, "n"), (CALF, "n"))
    screen.until(
        "So nothing with warning signs: bladder, bowel and feeling, head or calf or leg"
        ": right?",
        "y yes, n no, b back, h keys.",
    )
    screen.send("\r")
    screen.until("! Nothing is chosen yet.")
    screen.send("n")
    screen.until("What is not right?", "2 Head", "3 Calf or leg", "Ctrl-C stops.")
    screen.send("2")
    screen.until("[x] n None of these", "Enter alone keeps that answer")
    screen.send("1\r")
    screen.until("feeling or calf or leg: right?", "Ctrl-C stops.")
    screen.send("y")
    answer(screen, (PAIN, "3\r"), (MOVES, "y"))
    screen.until("1 Head: Sight lost, or double", "5 Do you move freely? Yes.")
    screen.send("a")

    assert exit_code(screen) == 0


def test_a_client_with_nothing_to_tell_needs_one_key_for_each_prompt(
    program, write_pack
):
    screen = program("screen", folder=write_pack(*GATE), rows=60)
    keys = [(SIGNS, "n"), (HEAD, "n"), (CALF, "n"), (RIGHT, "y"), (PAIN, "0\r")]
    keys += [(MOVES, "y"), (REVIEW, "a")]
    answer(screen, *keys)

    assert exit_code(screen) == 0
    # One more for the Enter behind a number.
    assert sum(len(strokes) for _, strokes in keys) == len(keys) + 1


def test_a_doubt_of_one_line_is_kept_in_the_answers(program, write_pack, tmp_path):
    folder = write_pack(*GATE)
    screen = program("screen", "--json", folder=folder, shell=">file", rows=60)
    answer(screen, (SIGNS, "n"), (HEAD, "?2\r"))
    screen.until("Let me ask that another way.", "Ctrl-C stops.")
    screen.send("1?2")
    screen.until("[x] 1 Sight lost", "[?] 2 Trouble to speak")
    screen.send("\r")
    answer(screen, (CALF, "n"), (RIGHT, "y"), (PAIN, "0\r"), (MOVES, "y"))
    answer(screen, (REVIEW, "a"))

    assert exit_code(screen) == 0
    decision = json.loads((tmp_path / "file").read_text())
    assert decision["answers"]["head_signs"] == ["sight", "speech?"]
