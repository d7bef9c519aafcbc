"""Prompts on a real terminal: what a pipe cannot show."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from tests.screen import PATIENCE, ROOT, Screen, surroundings
from tests.unknown_keys import UNKNOWN

#: Asks the questions named on the command line, after `start` exists when there is
#: one; writes the outcome to a file, which stays when the terminal goes away.
DRIVER = """
import os, sys, time
from pathlib import Path
from massage_screen import prompts, streams
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.decision import decide
from massage_screen.errors import ScreenError
from massage_screen.interview import Turn
from massage_screen.prompts.menus import MenuPrompts
from massage_screen.sheet import Sheet

streams.prepare()
folder, tiny, *questions = sys.argv[1:]
pack = load_pack(Path(tiny))
outcome = Path(folder, "outcome")
try:
    asks = prompts.asker_for(plain=False)
    if Path(folder, "wait").exists():
        print("READY", flush=True)
        while not Path(folder, "start").exists():
            time.sleep(0.01)
    answers = []
    for question in questions:
        turn = Turn(
            question=pack.questions[question],
            sheet=Sheet(pack, Answers()),
            decision=decide(pack, Answers()),
            preset=None,
            number=1,
            about=4,
            for_the_record=False,
            first=True,
        )
        answers.append(asks.ask(turn, heading="Warning signs").value)
    outcome.write_text(f"answers {answers}")
except ScreenError as error:
    outcome.write_text(f"{type(error).__name__} {error.exit_code}: {error}")
    sys.exit(error.exit_code)
except BaseException as error:
    outcome.write_text(f"fault {error!r}")
    raise
"""
TINY = ROOT / "tests" / "packs" / "tiny"


class Terminal(Screen):
    """The driver on a pseudo-terminal."""

    def __init__(self, folder, questions, **options):
        command = [sys.executable, "-c", DRIVER, str(folder), str(TINY), *questions]
        super().__init__(command, folder, **options)
        self.folder = folder

    @property
    def outcome(self):
        self.until_gone()
        return (self.folder / "outcome").read_text()


@pytest.fixture
def terminal(tmp_path):
    """Return a function that asks questions of the toy pack on a terminal."""
    started = []

    def start(*questions, **options):
        started.append(Terminal(tmp_path, questions, **options))
        return started[-1]

    yield start
    for each in started:
        each.process.close(force=True)


def run_without(tmp_path, code, **options):
    """Run code with something else than a terminal on its streams."""
    return subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), str(TINY), "moves_freely"],
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        env=surroundings(),
        check=False,
        **options,
    )


def test_a_whole_set_of_questions_is_answered_at_a_terminal(terminal):
    screen = terminal("bladder_signs", "bladder_course", "pain_now", "moves_freely")
    screen.until("Weaker stream", "Ctrl-C stops.")
    screen.send("1\r")
    screen.until("Answer: Weaker stream", "When did that begin")
    screen.send("\x1b[B\x1b[B\r")
    screen.until("How bad is the pain")
    screen.send("7\r")
    screen.until("Do you move freely?")
    screen.send("u")

    assert screen.outcome == "answers [('weak_stream',), 'recent', 7, 'unsure']"
    assert screen.text.splitlines() == [
        "Has passing urine changed in any of these ways?",
        "  Answer: Weaker stream",
        "When did that begin or last change?",
        "  Answer: In the last 14 days, or getting worse",
        "How bad is the pain right now, from 0 to 10?",
        "  Answer: 7 of 10",
        "Do you move freely?",
        "  Answer: Not sure",
    ]


def test_keys_pressed_before_the_first_question_answer_nothing(terminal, tmp_path):
    (tmp_path / "wait").touch()
    screen = terminal("moves_freely")
    screen.until("READY")
    screen.send("1\r" * 6 + "y\ry")

    (tmp_path / "start").touch()
    screen.until("Do you move freely?", "Ctrl-C stops.")
    screen.send("\r")
    screen.until("! Nothing is chosen yet.")
    screen.send("n")

    assert screen.outcome == "answers ['no']"


def test_keys_typed_ahead_answer_one_question_only(terminal):
    screen = terminal("bladder_course", "moves_freely", "pain_now")
    screen.until("When did that begin", "Ctrl-C stops.")
    screen.send("1" + "\r1\ry5\r" * 6)

    screen.until("Do you move freely?", "Ctrl-C stops.")
    screen.send("n")
    screen.until("How bad", "Ctrl-C stops.")
    screen.send("3\r")

    assert screen.outcome == "answers ['settled_examined', 'no', 3]"


@pytest.mark.parametrize(
    ("question", "key", "answer"),
    [
        ("bladder_signs", "1\r", "('weak_stream',)"),
        ("bladder_course", "1", "'settled_examined'"),
        ("pain_now", "7\r", "7"),
        ("moves_freely", "y", "'yes'"),
    ],
)
def test_what_is_no_key_answers_nothing_and_the_next_key_does(
    terminal, question, key, answer
):
    screen = terminal(question)
    screen.until("Ctrl-C stops.")

    for sequence in UNKNOWN.values():
        screen.nothing_happens(sequence, "! Nothing is")
    screen.send("".join(UNKNOWN.values()) + key)

    assert screen.outcome == f"answers [{answer}]"


@pytest.mark.parametrize("begun", ["\x1b[", "\x1b[49", "\x1b]11;1", "\x1bP1", "\x1bO"])
def test_a_sequence_that_never_ends_does_not_swallow_the_next_key(terminal, begun):
    screen = terminal("moves_freely")
    screen.until("Ctrl-C stops.")

    screen.nothing_happens(begun, "! Nothing is chosen yet.")
    screen.send("y")

    assert screen.outcome == "answers ['yes']"


@pytest.mark.parametrize("begun", ["\x1b[49", "\x1b]11;1", "\x1b[200~1\r"])
def test_stopping_works_in_a_sequence_that_never_ends(terminal, begun):
    screen = terminal("moves_freely")
    screen.until("Ctrl-C stops.")

    screen.send(begun)
    screen.stop()

    assert screen.outcome.startswith("Interrupted 130")


def test_escape_alone_answers_nothing_and_the_next_key_does(terminal):
    screen = terminal("bladder_course")
    screen.until("Ctrl-C stops.")

    screen.send("\x1b")
    screen.until("! That key does nothing here.")
    screen.send("1")

    assert screen.outcome == "answers ['settled_examined']"


def test_the_keypad_types_what_stands_on_it(terminal):
    screen = terminal("bladder_signs", "bladder_course", "pain_now")
    screen.until("Weaker stream", "Ctrl-C stops.")
    screen.send("\x1bOq\x1bOM")
    screen.until("When did that begin", "Ctrl-C stops.")
    screen.send("\x1bOr")
    screen.until("How bad is the pain", "Ctrl-C stops.")
    screen.send("\x1bOw\x1bOM")

    assert screen.outcome == "answers [('weak_stream',), 'recent', 7]"


def test_keys_that_are_typed_fast_answer(terminal):
    screen = terminal("bladder_signs", "pain_now")
    screen.until("Weaker stream", "Ctrl-C stops.")
    for key in ("1", "2", "1", "\x1b[B", "\x1b[A", "\r", "\r"):
        screen.send(key)
        time.sleep(0.02)
    screen.until("How bad is the pain", "Ctrl-C stops.")
    screen.send("10\r")

    assert screen.outcome == "answers [('stuck',), 10]"


def test_a_raw_paste_answers_at_most_the_question_on_the_screen(terminal):
    screen = terminal("bladder_course", "moves_freely", "pain_now")
    screen.until("When did that begin", "Ctrl-C stops.")

    poured = threading.Thread(target=screen.send, args=("1\ry\r5\r" * 3500,))
    poured.start()
    screen.press_until("\r", "! Nothing is")
    poured.join()

    assert screen.written.count("Answer: ") <= 1
    if "Answer: " not in screen.written:
        screen.press_until("2", "Do you move freely?", "Ctrl-C stops.")
    screen.until("Do you move freely?", "Ctrl-C stops.")
    screen.send("n")
    screen.until("How bad", "Ctrl-C stops.")
    screen.send("3\r")
    assert screen.outcome.endswith("'no', 3]")


def test_more_keys_at_once_than_anyone_types_answer_nothing(terminal):
    screen = terminal("bladder_course")
    screen.until("Ctrl-C stops.")

    screen.send("1" * 200)
    screen.press_until("\r", "! Nothing is chosen yet.")
    screen.send("2")

    assert screen.outcome == "answers ['recent']"


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_every_word_stands_on_the_screen(terminal, columns):
    screen = terminal("bladder_signs", columns=columns, rows=40)

    screen.until(
        "warning signs",
        "Has passing urine changed in any of these ways?",
        "Weaker stream",
        "hours" if columns == 20 else "Nothing comes, for 8 waking hours",
        "None of these",
        "Not sure",
        "Ctrl-C stops.",
    )
    screen.send("1\r")

    assert screen.outcome == "answers [('weak_stream',)]"


def test_the_question_is_wrapped_again_when_the_window_changes(terminal):
    screen = terminal("bladder_course", columns=80, rows=30)
    screen.until("Same or better, and examined since", "stops.")

    screen.screen.resize(30, 30)
    screen.screen.reset()
    screen.process.setwinsize(30, 30)
    screen.until("1 Same or better, and examined since", "stops.")

    assert max(len(line) for line in screen.text.splitlines()) < 30
    screen.send("2")
    assert screen.outcome == "answers ['recent']"


def test_columns_of_zero_hide_nothing(terminal):
    screen = terminal("moves_freely", COLUMNS="0", LINES="0")

    screen.until("Do you move freely?", "Ctrl-C stops.")
    screen.send("y")

    assert screen.outcome == "answers ['yes']"


@pytest.mark.parametrize(
    "shell", [">file", ">file 2>&1", ">&-", ">/dev/null 2>&-"], ids=str
)
def test_the_question_is_on_the_terminal_although_output_goes_elsewhere(
    terminal, tmp_path, shell
):
    screen = terminal("moves_freely", shell=shell)

    screen.until("Do you move freely?", "Ctrl-C stops.")
    screen.send("y")

    assert screen.outcome == "answers ['yes']"
    file = tmp_path / "file"
    assert not file.exists() or "freely" not in file.read_text()


@pytest.mark.parametrize(
    "question", ["bladder_signs", "bladder_course", "pain_now", "moves_freely"]
)
@pytest.mark.parametrize("stroke", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
def test_stopping_ends_with_130_and_no_traceback(terminal, question, stroke):
    screen = terminal(question)
    screen.until("Ctrl-C stops.")

    screen.send(stroke)

    assert screen.outcome.startswith("Interrupted 130: Stopped before the end.")
    assert screen.process.exitstatus == 130
    assert "Traceback" not in screen.written


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_prompt_and_leaves_the_terminal_as_it_was(terminal, number):
    screen = terminal("moves_freely")
    screen.until("Ctrl-C stops.")

    screen.process.kill(number)

    assert screen.outcome.startswith("Interrupted 130")
    assert screen.screen.cursor.hidden is False
    assert "Traceback" not in screen.written
    assert screen.text == ""


def test_a_closed_window_ends_the_prompt(terminal, tmp_path):
    screen = terminal("moves_freely")
    screen.until("Ctrl-C stops.")

    screen.process.ptyproc.fileobj.close()

    end = time.monotonic() + PATIENCE
    outcome = tmp_path / "outcome"
    while not (outcome.exists() and outcome.read_text()) and time.monotonic() < end:
        time.sleep(0.01)
    assert outcome.read_text().startswith("Interrupted 130")


def test_the_terminal_is_never_asked_where_its_cursor_is(terminal):
    screen = terminal("moves_freely")
    screen.until("Ctrl-C stops.")
    screen.send("y")

    assert screen.outcome == "answers ['yes']"
    assert "\x1b[6n" not in screen.written


@pytest.mark.parametrize("term", ["dumb", "unknown", ""])
def test_a_terminal_that_cannot_show_prompts_is_refused(terminal, term):
    screen = terminal("moves_freely", TERM=term)

    assert screen.outcome.startswith("NoTerminal 2: The questions need a terminal")
    assert "massage-screen assess FILE" in screen.outcome


@pytest.mark.parametrize("piped", ["", "y\n" * 100, "\n" * 100, "1\n" * 100])
def test_piped_input_is_refused(tmp_path, piped):
    done = run_without(tmp_path, DRIVER, input=piped)

    outcome = (tmp_path / "outcome").read_text()
    assert done.returncode == 2
    assert outcome.startswith("NoTerminal 2: The questions need a person")
    assert "massage-screen assess FILE" in outcome


def test_a_closed_or_empty_standard_input_is_refused(tmp_path):
    for source in ("</dev/null", "<&-"):
        command = ["/bin/sh", "-c", f'"$@" {source}', "sh", sys.executable, "-c"]
        done = subprocess.run(
            [*command, DRIVER, str(tmp_path), str(TINY), "moves_freely"],
            capture_output=True,
            timeout=PATIENCE,
            env=surroundings(),
            check=False,
        )

        assert done.returncode == 2
        assert (tmp_path / "outcome").read_text().startswith("NoTerminal 2")


def test_a_caller_that_forgot_to_look_for_a_terminal_gets_no_answer(tmp_path):
    forgetful = DRIVER.replace("prompts.asker_for(plain=False)", "MenuPrompts()")

    done = run_without(tmp_path, forgetful, input="y\n" * 100)

    assert done.returncode == 2
    assert (tmp_path / "outcome").read_text().startswith("NoTerminal 2")


def test_looking_for_a_terminal_does_not_load_questionary(tmp_path):
    done = run_without(
        tmp_path,
        "import sys, massage_screen.prompts as p\n"
        "try:\n    p.require_terminal()\n"
        "except p.NoTerminal:\n    print(*sys.modules)",
        stdin=subprocess.DEVNULL,
    )

    loaded = done.stdout.split()
    assert "massage_screen.prompts" in loaded
    assert not {"questionary", "prompt_toolkit", "rich"} & set(loaded)
