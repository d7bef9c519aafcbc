"""Plain mode on a real terminal: keys, signals, widths, encodings and colours."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path

import pytest

pexpect = pytest.importorskip("pexpect")
if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from massage_screen.catalogue import load_pack  # noqa: E402  after the skip
from massage_screen.languages import translation  # noqa: E402  after the skip
from tests.unknown_keys import UNKNOWN  # noqa: E402  after the skip

ROOT = Path(__file__).parents[1]
TINY = ROOT / "tests" / "packs" / "tiny"
SPINE = ROOT / "questions" / "spine"
PROMPT = "Your answer: "
ENDING = "massage-screen-is-gone"
OFFER = "Number: "
#: Longer than any step takes, so that a slow machine does not fail.
PATIENCE = 20
#: The program, interrupted once more while it tells how it was stopped.
STOPPED_AGAIN = """
import signal
from massage_screen.cli.doing.interviewer import Interviewer
Interviewer.say_what_is_kept = lambda self: signal.raise_signal(signal.SIGINT)
from massage_screen.__main__ import main
main()
"""
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CHANGING = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "MASSAGE_SCREEN_PLAIN")


class Person:
    """Somebody at a terminal in plain mode, who waits for the prompt before typing."""

    def __init__(
        self, *arguments, columns=80, pack=TINY, shell="", folder=ROOT, **variables
    ):
        kept = {name: os.environ[name] for name in os.environ if name not in CHANGING}
        command = [sys.executable, "-m", "massage_screen", *arguments]
        # The shell hears Ctrl-C too; it must live to tell the exit code.
        line = f"trap : INT; {shlex.join(command)} {shell}; echo {ENDING} $?"
        self.program = pexpect.spawn(
            "/bin/sh",
            ["-c", line],
            cwd=folder,
            dimensions=(50, columns),
            timeout=PATIENCE,
            env={
                **kept,
                "TERM": "xterm",
                "PYTHONPATH": str(ROOT),
                "MASSAGE_SCREEN_QUESTIONS": str(pack),
                **variables,
            },
        )
        self.program.delaybeforesend = None
        self.bytes = b""

    def prompted(self):
        self.program.expect_exact(PROMPT)
        self.bytes += self.program.before + PROMPT.encode()
        return self

    def types(self, *lines):
        """Type lines, each when its prompt is there."""
        for line in lines:
            self.prompted().program.send(f"{line}\r")
        return self

    def presses(self, keys):
        self.prompted().program.send(keys)
        return self

    def leaves(self):
        """Return the exit code when the program is gone; no pages are wanted."""
        while self.program.expect([rf"{ENDING} (\d+)", OFFER]):
            self.bytes += self.program.before + self.program.after
            self.program.send("\r")
        self.bytes += self.program.before
        self.program.close()
        return int(self.program.match[1])

    @property
    def seen(self):
        return self.bytes.decode(errors="replace").replace("\r", "")


@pytest.fixture
def person():
    """Return a function that sits somebody down at a terminal."""
    started = []

    def sit_down(*arguments, **options):
        started.append(Person(*arguments, **options))
        return started[-1]

    yield sit_down
    for each in started:
        each.program.close(force=True)


FINE = ("0", "3", "y", "a")


def test_a_whole_interview_is_typed_and_ends_with_the_recommendation(person):
    someone = person("--plain", NO_COLOR="1").types(*FINE)

    assert someone.leaves() == 0
    progress = "1 of about 3 - warning signs: bladder, bowel and feeling. Name:"
    assert progress in someone.seen
    assert "\nPROCEED: No screening reason" in someone.seen
    shown, _, keys = someone.seen.partition("\n\n1. details\n2. why and sources")
    assert shown.splitlines()[-1].startswith("Note: ")
    assert "This decision is not saved." in keys
    assert keys.rstrip().endswith(OFFER.rstrip())


@pytest.mark.parametrize(
    ("arguments", "variables"),
    [
        (["--plain"], {}),
        (["screen", "--plain"], {}),
        ([], {"MASSAGE_SCREEN_PLAIN": "1"}),
        ([], {"TERM": "dumb"}),
        ([], {"TERM": "unknown"}),
        ([], {"TERM": ""}),
    ],
)
def test_plain_mode_is_asked_for_or_comes_by_itself(person, arguments, variables):
    someone = person(*arguments, NO_COLOR="1", **variables).types(*FINE)

    assert someone.leaves() == 0
    assert b"\x1b" not in someone.bytes


def test_pages_are_made_where_the_interview_ended_and_replace_nothing(person, tmp_path):
    day = date.today().isoformat()
    mine = tmp_path / f"{day}-handout-A17.html"
    mine.write_text("mine")
    someone = person("--plain", "--no-journal", folder=tmp_path).types(*FINE)
    someone.program.expect_exact(OFFER)
    someone.program.send("3\r")
    for line in ("7", "pdf", "1 2"):
        someone.program.expect_exact("Enter for none: ")
        someone.program.send(f"{line}\r")
    for label, typed in (
        ("Reference: ", "Ann \u00d8"),
        ("Reference: ", "A17"),
        ("Therapist: ", "Bo \u00d8"),
        ("telephone: ", ""),
        ("Enter goes on: ", ""),
    ):
        someone.program.expect_exact(label)
        someone.program.send(f"{typed}\r")

    assert someone.leaves() == 0
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    new = {f"{day}-handout-A17-2.html", f"{day}-plan-A17.html"}
    assert made.keys() == {mine.name, *new}
    assert made[mine.name] == "mine"
    assert all("A17" in made[name] for name in new if "plan" in name)
    assert "Bo \u00d8" in made[f"{day}-plan-A17.html"]


def test_pages_are_opened_in_the_browser_when_asked(person, tmp_path):
    browser, pages = tmp_path / "browser", tmp_path / "pages"
    browser.write_text(f'#!/bin/sh\necho "$1" > {tmp_path}/opened\n')
    browser.chmod(0o700)
    pages.mkdir()
    someone = person(
        "--plain", "--no-journal", folder=pages, BROWSER=str(browser)
    ).types(*FINE)
    for prompt, typed in (
        (OFFER, "3"),
        ("Enter for none: ", "1"),
        ("Reference: ", "A17"),
        ("Therapist: ", ""),
        ("Enter goes on: ", "o"),
    ):
        someone.program.expect_exact(prompt)
        someone.program.send(f"{typed}\r")

    assert someone.leaves() == 0
    (page,) = pages.iterdir()
    assert (tmp_path / "opened").read_text() == f"{page.as_uri()}\n"


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_at_a_name_makes_no_page_and_keeps_the_result(person, tmp_path, key):
    someone = person("--plain", "--no-journal", folder=tmp_path).types(*FINE)
    someone.program.expect_exact(OFFER)
    someone.program.send("3\r")
    someone.program.expect_exact("Enter for none: ")
    someone.program.send("1\r")
    someone.program.expect_exact("Reference: ")
    someone.program.send("\r")
    someone.program.expect_exact("Client or reference: ")
    someone.program.send(key)

    assert someone.leaves() == 0
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_the_document_command_at_a_name_writes_nothing(person, tmp_path, key):
    kept, page = tmp_path / "d.json", tmp_path / "p.html"
    someone = person("--plain", "--no-journal", "--decision", str(kept)).types(*FINE)
    assert someone.leaves() == 0
    printer = person("document", "plan", "--from", str(kept), "--to", str(page))
    printer.program.expect_exact("Client or reference: ")
    printer.program.send(key)

    assert printer.leaves() == 130
    assert b"Traceback" not in printer.bytes
    assert [path.name for path in tmp_path.iterdir()] == ["d.json"]


def test_the_option_wins_over_the_variable(person):
    someone = person("--no-plain", MASSAGE_SCREEN_PLAIN="1")

    someone.program.expect("Ctrl-C stops")
    someone.program.send("\x03")
    assert someone.leaves() == 130


def test_menus_are_still_refused_where_the_cursor_cannot_move(person):
    someone = person("--no-plain", TERM="dumb")

    assert someone.leaves() == 2
    assert "Use --plain." in " ".join(someone.seen.split())


def test_nothing_is_drawn_and_nothing_moves(person):
    someone = person("--plain", FORCE_COLOR="1").types("2", "1")

    assert someone.leaves() == 40
    written = COLOUR.sub("", someone.seen)
    assert COLOUR.search(someone.seen)
    assert "\x1b" not in written
    assert not re.findall(r"[=\-_*]{3}|[\u2500-\u257f]", written)


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, True),
        ({"NO_COLOR": "1"}, False),
        ({"NO_COLOR": ""}, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ({"TERM": "dumb"}, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
    ],
)
def test_colour_only_repeats_what_the_words_say(person, variables, coloured):
    someone = person("--plain", **variables).types(*FINE)

    assert someone.leaves() == 0
    assert bool(COLOUR.search(someone.seen)) is coloured
    used = set(";".join(c[2:-1] for c in COLOUR.findall(someone.seen)).split(";"))
    assert used <= {"", "0", "1", *map(str, range(30, 38)), *map(str, range(40, 48))}
    assert "\nPROCEED: No screening reason" in COLOUR.sub("", someone.seen)


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(person, columns):
    someone = person("--plain", columns=columns, NO_COLOR="1").types("?", "1", "1")
    someone.types("3", "y", "a")

    assert someone.leaves() == 10
    lines = someone.seen.split("1 of about")[1].splitlines()
    assert max(map(len, lines)) <= columns
    assert "Name: bladder_signs" in " ".join(someone.seen.split())


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_no_encoding_makes_it_fail_and_signs_have_ascii_forms(
    person, tmp_path, encoding
):
    pack = tmp_path / "pack"
    pack.mkdir()
    for file in TINY.glob("*.toml"):
        text = file.read_text("utf-8").replace(
            "Weaker stream", "Weaker \u2014 stream \u2192 \u2713 \u4e2d"
        )
        (pack / file.name).write_text(text, "utf-8")
    someone = person("--plain", pack=pack, NO_COLOR="1", PYTHONIOENCODING=encoding)
    someone.types("1", "1", "3", "y", "a")

    assert someone.leaves() == 10
    shown = {
        "cp1252": b"1. Weaker \x97 stream -> [x] ?",
        "ascii": b"1. Weaker - stream -> [x] ?",
        "utf-8": "1. Weaker \u2014 stream \u2192 \u2713 \u4e2d".encode(),
    }
    assert shown[encoding] in someone.bytes


def test_typed_bytes_that_are_no_text_are_no_answer(person):
    someone = person("--plain", NO_COLOR="1")
    someone.prompted().program.send(b"\xff\xfe1\r")
    someone.types(*FINE)

    assert someone.leaves() == 0
    assert "is no answer here" in " ".join(someone.seen.split())


def test_what_was_typed_before_a_question_answers_nothing(person):
    someone = person("--plain", NO_COLOR="1").presses("0\r3\ry\ra\r0\r0\r")

    someone.types("3", "y", "a")
    assert someone.leaves() == 0


def test_a_raw_paste_answers_at_most_the_question_on_the_screen(person):
    someone = person("--plain", NO_COLOR="1").prompted()
    poured = threading.Thread(
        target=someone.program.send, args=("0\r" + "9\rn\rg\r" * 3500,)
    )

    poured.start()
    someone.types("3", "y", "a")
    poured.join()

    assert someone.leaves() == 0
    assert "Answer: 3 of 10." in someone.seen


def test_half_a_line_typed_before_a_question_is_no_part_of_its_answer(person):
    someone = person("--plain", NO_COLOR="1").presses("0\r1")

    someone.types("3", "y", "a")
    assert someone.leaves() == 0
    assert "Answer: 3 of 10." in someone.seen


def test_what_is_no_key_answers_nothing_in_a_line(person):
    lines = [strange.strip("\r") for strange in UNKNOWN.values()]
    someone = person("--plain", NO_COLOR="1").types(*lines, "\x1bOq", *FINE)

    other = person("--plain", NO_COLOR="1").types(*FINE)

    assert someone.leaves() == other.leaves() == 0
    assert someone.seen.count("is no answer here") == len(lines) + 1
    assert someone.seen.count("Answer: ") == other.seen.count("Answer: ")


@pytest.mark.parametrize("keys", ["\x03", "\x04", "1\x04\x04"])
def test_stopping_shows_the_action_again_as_the_last_lines(person, keys):
    someone = person("--plain", NO_COLOR="1").types("2").presses(keys)

    assert someone.leaves() == 130
    last = someone.seen.split("There is no recommendation.")[1].split("\n")
    assert [line for line in last if line][-3:] == [
        "EMERGENCY: No massage. Call your local emergency number now.",
        "Do now: Call now.",
        "Why: The client cannot pass urine.",
    ]
    assert "Traceback" not in someone.seen


def test_stopping_twice_shows_the_action_all_the_same():
    child = pexpect.spawn(
        sys.executable,
        ["-c", STOPPED_AGAIN, "--plain", "--questions", str(TINY)],
        cwd=ROOT,
        timeout=PATIENCE,
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
    )
    child.expect_exact(PROMPT)
    child.sendline("2")
    child.expect_exact(PROMPT)

    child.send("\x03")
    child.expect_exact("There is no recommendation.")
    child.expect_exact("Do now: Call now.")
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130


@pytest.mark.parametrize("keys", ["\x03", "\x04", "q\r"])
def test_stopping_before_anything_was_found_gives_no_recommendation(person, keys):
    someone = person("--plain", NO_COLOR="1").presses(keys)
    if keys == "q\r":
        someone.types("1")

    assert someone.leaves() == 130
    assert "Stopped. There is no recommendation." in someone.seen
    assert "PROCEED" not in someone.seen


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_ends_the_interview_as_an_interruption(number):
    child = pexpect.spawn(
        sys.executable,
        ["-m", "massage_screen", "--plain", "--questions", str(TINY)],
        cwd=ROOT,
        timeout=PATIENCE,
        env={**os.environ, "TERM": "xterm"},
    )
    child.expect_exact(PROMPT)

    child.kill(number)
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == 130
    assert b"Traceback" not in child.before


def test_a_closed_window_ends_the_interview():
    child = pexpect.spawn(
        sys.executable,
        ["-m", "massage_screen", "--plain", "--questions", str(TINY)],
        cwd=ROOT,
        timeout=PATIENCE,
        env={**os.environ, "TERM": "xterm"},
    )
    child.expect_exact(PROMPT)

    child.ptyproc.fileobj.close()

    end = time.monotonic() + PATIENCE
    while child.ptyproc.isalive() and time.monotonic() < end:
        time.sleep(0.01)
    assert child.ptyproc.exitstatus == 130


def test_the_questions_are_on_the_terminal_although_output_goes_to_a_file(
    person, tmp_path
):
    file = tmp_path / "recommendation"
    someone = person("--plain", shell=f"> {shlex.quote(str(file))}").types("2", "1")

    assert someone.leaves() == 40
    assert "Has passing urine changed" in someone.seen
    assert "Do now: Call now." in COLOUR.sub("", someone.seen)
    assert file.read_text("utf-8").rpartition("\n")[0].count("\nNote") == 1
    assert "Has passing urine changed" not in file.read_text("utf-8").split("\n\n")[0]


def test_the_action_is_on_the_terminal_in_menus_too_when_output_goes_to_a_file(
    person, tmp_path
):
    file = tmp_path / "recommendation"
    someone = person("--no-plain", NO_COLOR="1", shell=f"> {shlex.quote(str(file))}")
    someone.program.expect("Ctrl-C stops")
    someone.program.send("2\r")

    someone.program.expect("Do now: Call now.")
    someone.program.expect("Ctrl-C stops")
    someone.program.send("1")
    assert someone.leaves() == 40
    assert file.read_text("utf-8").rpartition("\n")[0].count("\nNote") == 1


def test_an_interview_that_was_broken_off_is_taken_up_in_plain_lines(person):
    first = person("--plain", NO_COLOR="1").types("0").presses("\x04")
    assert first.leaves() == 130
    assert "Kept on this computer: 1 answer." in first.seen

    second = person("resume", "--plain", NO_COLOR="1").types("3", "y", "a")
    assert second.leaves() == 0
    assert "Has passing urine changed" not in second.seen.split("Review of")[0]


def test_of_several_interviews_one_is_chosen_in_plain_lines(person):
    for answer in ("0", "1"):
        assert person("--plain").types(answer).presses("\x04").leaves() == 130

    someone = person("resume", "--plain", NO_COLOR="1").types("9", "", "3")

    assert someone.leaves() == 130
    assert "is no number from 1 to 3" in someone.seen
    assert "3. None of them" in someone.seen


@pytest.mark.parametrize(
    ("arguments", "variables"), [(["--plain"], {}), ([], {"TERM": "dumb"})]
)
def test_the_interview_that_was_chosen_of_several_goes_on_to_its_end(
    person, arguments, variables
):
    for _ in range(2):
        assert person("--plain").types("0").presses("\x04").leaves() == 130

    someone = person("resume", *arguments, NO_COLOR="1", **variables)
    someone.types("1", "3", "y", "a")

    assert someone.leaves() == 0
    assert "Taken up again. Answers so far: 1." in someone.seen


def test_of_several_interviews_one_is_deleted_in_plain_lines(person, journals):
    for _ in range(2):
        assert person("--plain").types("0").presses("\x04").leaves() == 130

    someone = person("resume", "--discard", "--plain", NO_COLOR="1").types("2")

    assert someone.leaves() == 0
    assert "Deleted: 1." in someone.seen
    assert len(list(journals.glob("*.json"))) == 1


def test_who_stops_at_a_choice_is_told_on_a_line_of_its_own(person):
    for _ in range(2):
        assert person("--plain").types("0").presses("\x04").leaves() == 130

    someone = person("resume", "--plain", NO_COLOR="1").presses("\x03")

    assert someone.leaves() == 130
    assert "\nStopped before the end. There is no recommendation.\n" in someone.seen


def test_a_reply_is_read_off_in_plain_lines(person, tmp_path):
    file = tmp_path / "answers.toml"
    file.write_text(
        'spine_told = "told"\nspine_diagnoses = ["cervical_stenosis"]\n'
        'care_seen = "clinician"\n'
    )
    someone = person("reply", str(file), "--plain", pack=SPINE, NO_COLOR="1")
    silent = 0
    while someone.program.expect([rf"{ENDING} (\d+)", PROMPT]):
        someone.bytes += someone.program.before
        asked = someone.program.before.decode()
        if number := re.search(r"(\d+)\. The reply does not say", asked):
            silent += 1
            someone.program.send(f"{number[1]}\r")
        elif "as a whole?" in asked or "Stop without" in asked:
            someone.program.send("1\r")
        else:
            someone.program.send("q\r")
    someone.bytes += someone.program.before

    assert silent > 1
    assert "The reply is put in. Still to be asked:" in someone.seen
    assert "Kept on this computer: 3 answers." in someone.seen
    assert int(someone.program.match[1]) == 130


def test_a_decision_is_saved_at_the_end_and_shown_again(person, tmp_path):
    someone = person("--plain", "--no-journal", folder=tmp_path).types(*FINE)
    someone.program.expect_exact(OFFER)
    someone.program.send("s\r")

    assert someone.leaves() == 0
    (saved,) = tmp_path.iterdir()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-decision\.json", saved.name)
    assert "This decision is not saved." not in someone.seen
    again = person("show", saved.name, "--plain", folder=tmp_path, NO_COLOR="1")
    assert again.leaves() == 0
    assert again.seen.startswith("PROCEED: No screening reason")
    assert "This decision is not saved." not in again.seen


def test_who_stops_where_pages_are_offered_finds_the_result_again(
    person, journals, tmp_path
):
    someone = person("--plain", folder=tmp_path).types(*FINE)
    someone.program.expect_exact(OFFER)
    someone.program.send("\x03")

    assert someone.leaves() == 0
    assert "To see the result again:" in someone.seen
    assert len(list(journals.glob("*.json"))) == 1
    again = person("resume", "--plain", folder=tmp_path, NO_COLOR="1")
    assert again.types("y", "a").leaves() == 0
    assert "\nPROCEED: No screening reason" in again.seen
    assert list(journals.glob("*.json")) == []


@pytest.mark.parametrize("piped", ["", "0\n3\ny\na\n" * 9])
def test_piped_lines_answer_nothing(piped):
    done = subprocess.run(
        [sys.executable, "-m", "massage_screen", "--plain"],
        cwd=ROOT,
        input=piped,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )

    assert done.returncode == 2
    assert "-m massage_screen assess FILE" in done.stderr
    assert done.stdout == ""


def test_menus_plain_lines_and_a_file_give_the_same_json(person, tmp_path):
    plain, menu = tmp_path / "plain.json", tmp_path / "menu.json"
    typist = person("screen", "--json", "--plain", shell=f"> {plain}")
    codes = [typist.types("2", "1").leaves()]
    other = person("screen", "--json", "--no-plain", shell=f"> {menu}")
    for keys in ("2\r", "1"):
        other.program.expect("Ctrl-C stops")
        other.program.send(keys)
    codes.append(other.leaves())

    assert codes == [40, 40]
    assert plain.read_bytes() == menu.read_bytes()
    assert plain.read_text("utf-8") == assessed({"bladder_signs": ["stuck"]})


def test_a_whole_interview_gives_the_json_of_the_same_answers_in_a_file(
    person, tmp_path
):
    file = tmp_path / "plain.json"
    someone = person("screen", "--json", "--plain", shell=f"> {file}")

    assert someone.types("1", "1", "go 4", "n", "7", "a").leaves() == 10
    assert file.read_text("utf-8") == assessed(
        {
            "bladder_signs": ["weak_stream"],
            "bladder_course": "settled_examined",
            "pain_now": 7,
            "moves_freely": "no",
        }
    )


def assessed(answers):
    """Return the JSON that `assess` gives for answers."""
    done = subprocess.run(
        [sys.executable, "-m", "massage_screen", "assess", "-", "--json"],
        cwd=ROOT,
        input=json.dumps(answers),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
        env={**os.environ, "MASSAGE_SCREEN_QUESTIONS": str(TINY)},
    )
    return done.stdout


def test_plain_mode_loads_neither_questionary_nor_asyncio():
    code = (
        "import sys, massage_screen.prompts.plain;"
        "import massage_screen.cli.doing.interviewer; print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=True,
    )

    loaded = set(done.stdout.split())
    assert "massage_screen.prompts.plain" in loaded
    assert not {"questionary", "prompt_toolkit", "asyncio", "rich"} & loaded


def test_questions_are_put_in_the_language_of_the_client_and_kept_by_their_ids(
    person, tmp_path
):
    pack, kept = tmp_path / "tiny", tmp_path / "decision.json"
    shutil.copytree(TINY, pack)
    (pack / "texts").mkdir()
    overlay = pack / "texts" / "es.toml"
    written = translation(load_pack(pack), pack, "es")
    # Each text in brackets, in the place of the empty one that is to be written.
    lines = written.split("\n")
    for number, line in enumerate(lines):
        if line.startswith("# "):
            empty, text = '["",', json.dumps(f"[{line[2:]}]")
            lines[number + 1] = lines[number + 1].replace(empty, f"[{text},")
    overlay.write_text("\n".join(lines), "utf-8")
    options = ("--language", "es", "--decision", str(kept))

    someone = person("screen", "--plain", *options, pack=pack, NO_COLOR="1").types(
        *FINE
    )

    assert someone.leaves() == 0
    seen = " ".join(someone.seen.split())
    assert "[How bad is the pain right now, from 0 to 10?]" in seen
    assert "No clinician who grew up with this language has reviewed this." in seen
    assert "PROCEED: No screening reason" in seen
    decision = json.loads(kept.read_text("utf-8"))
    assert decision["answers"]["pain_now"] == 3
    assert decision["pack"]["digest"] == load_pack(TINY).digest
