import ast
import json
import os
import re
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import jsonschema
import pexpect
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from massage_screen import __version__
from massage_screen.answers import LARGEST_FILE
from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.cli.doing.keeping import end
from massage_screen.journal import Journal
from massage_screen.library import load_cases
from tests.screen import HURRIED

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"

FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}
OLD_CHANGE = {
    **FINE,
    "bladder_signs": ["weak_stream"],
    "bladder_course": "settled_examined",
}
STUCK = {"bladder_signs": ["stuck"]}
UNFINISHED = {"bladder_signs": ["none"]}


def schema(name):
    content = json.loads((ROOT / "docs" / "schemas" / name).read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(content)
    return jsonschema.Draft202012Validator(content)


@pytest.fixture(autouse=True)
def tiny_pack(monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_QUESTIONS", str(TINY))
    monkeypatch.setenv("COLUMNS", "80")
    for name in ("NO_COLOR", "FORCE_COLOR", "MASSAGE_SCREEN_DEBUG"):
        monkeypatch.delenv(name, raising=False)


def run(*arguments, text=None):
    result = CliRunner().invoke(app, list(map(str, arguments)), input=text)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


@pytest.fixture
def assess(tmp_path):
    def assess_answers(answers, *arguments, name="answers.json"):
        file = tmp_path / name
        if isinstance(answers, dict):
            answers = json.dumps(answers)
        if isinstance(answers, str):
            answers = answers.encode()
        file.write_bytes(answers)
        return run("assess", file, *arguments)

    return assess_answers


def process(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "massage_screen", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        timeout=60,
        **options,
    )


@pytest.mark.parametrize(
    ("answers", "code", "word"),
    [
        (FINE, 0, "PROCEED"),
        (OLD_CHANGE, 10, "RESTRICT"),
        (STUCK, 40, "EMERGENCY"),
        (UNFINISHED, 50, "INCOMPLETE"),
        ({}, 50, "INCOMPLETE"),
    ],
)
def test_the_exit_code_says_what_the_first_word_says(assess, answers, code, word):
    result = assess(answers)

    assert result.exit_code == code
    assert result.stdout.startswith(f"{word}: ")
    assert result.stderr == ""


def test_the_exit_codes_are_those_that_are_published():
    assert {code.name: code.value for code in ExitCode} == {
        "PROCEED": 0,
        "USAGE": 2,
        "RESTRICT": 10,
        "POSTPONE": 20,
        "REFER": 30,
        "EMERGENCY": 40,
        "INCOMPLETE": 50,
        "ANSWERS": 65,
        "NO_FILE": 66,
        "FAULT": 70,
        "NOT_WRITTEN": 73,
        "PACK": 78,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK, UNFINISHED, {}])
def test_json_is_what_the_schema_says_with_the_same_exit_code(assess, answers):
    as_text = assess(answers)
    as_json = assess(answers, "--json")

    decision = json.loads(as_json.stdout)
    schema("decision-1.schema.json").validate(decision)
    assert as_json.exit_code == as_text.exit_code
    assert as_json.stderr == ""
    assert decision["program"] == f"massage-screen {__version__}"
    assert len(decision["grid"]) == 13


LETTER_MISSING = ROOT / "questions" / "spine"


def waiting_for_a_letter():
    """Return a client of the shipped pack who only lacks a letter."""
    pack = load_pack(LETTER_MISSING)
    cases = {case.id: case for case in load_cases(LETTER_MISSING, pack)}
    return dict(cases["neck_stenosis_asking_for_feet_only"].answers)


def test_json_says_what_would_change_it_and_what_to_ask(assess):
    result = assess(
        waiting_for_a_letter(), "--json", "--questions", str(LETTER_MISSING)
    )

    decision = json.loads(result.stdout)
    schema("decision-1.schema.json").validate(decision)
    (way,) = decision["would_change"]
    assert way["disposition"] == "restrict"
    assert way["changes"][0] == {
        "question": "agreed_told",
        "from": ["none"],
        "to": ["cervical_stenosis"],
        "by": "clearance",
    }
    assert way["text"].startswith("A doctor or physio agrees to massage for: ")
    assert decision["ask"][0]["question"] == "agreed_told"


@pytest.mark.parametrize("answers", [FINE, STUCK, UNFINISHED, {}])
def test_json_has_no_change_where_there_is_none(assess, answers):
    decision = json.loads(assess(answers, "--json").stdout)

    assert (decision["would_change"], decision["ask"]) == ([], [])


@pytest.mark.parametrize(
    "change",
    [
        {"disposition": "go"},
        {"disposition": None},
        {"complete": False},
        {"grid": {"lumbar": {"heat": "maybe"}}},
        {"disposition": "refer"},
        {
            "limits": [
                {"region": "lumbar", "pressure_at_most": 6, "note": "", "rules": []}
            ]
        },
        {"unsure": "none"},
        {"plan": {}},
        {"would_change": [{"disposition": "proceed", "timeframe": "none"}]},
        {"ask": ["letter"]},
    ],
)
def test_the_schema_refuses_a_decision_that_contradicts_itself(assess, change):
    decision = json.loads(assess(OLD_CHANGE, "--json").stdout)

    assert not schema("decision-1.schema.json").is_valid({**decision, **change})


@pytest.mark.parametrize(
    "change",
    [
        {"pressure_at_most": {"value": 2, "rules": ["x"]}},
        {"positions_avoid": [{"position": "prone", "rules": ["x"]}]},
        {"movements_avoid": [{"movement": "twisting", "rules": ["x"]}]},
        {"supports": [{"support": "warm_blanket", "rules": ["x"]}]},
        {"minutes_at_most": {"value": 30, "rules": ["x"]}},
        {"check_in_every": {"value": 5, "rules": ["x"]}},
        {"stop_on": [{"text": "Legs jump.", "rules": ["x"]}]},
    ],
)
def test_the_schema_takes_a_plan_while_hands_stay_on_and_only_with_rules(
    assess, change
):
    decision = json.loads(assess(OLD_CHANGE, "--json").stdout)
    urgent = json.loads(assess(STUCK, "--json").stdout)
    anonymous = json.loads(json.dumps(change).replace('["x"]', "[]"))

    def valid(said, part):
        plan = {**said["plan"], **part}
        return schema("decision-1.schema.json").is_valid({**said, "plan": plan})

    assert valid(decision, change)
    assert not valid(decision, anonymous)
    assert not valid(urgent, change)


def test_the_schema_accepts_keys_that_are_added_later(assess):
    decision = json.loads(assess(OLD_CHANGE, "--json").stdout)

    schema("decision-1.schema.json").validate({**decision, "added_later": 1})


@pytest.mark.parametrize("key", ["schema", "disposition", "grid", "next_question"])
def test_the_schema_misses_a_key_that_is_left_out(assess, key):
    decision = json.loads(assess(OLD_CHANGE, "--json").stdout)
    del decision[key]

    assert not schema("decision-1.schema.json").is_valid(decision)


def test_the_schema_of_answers_takes_what_the_program_takes():
    answers = schema("answers.schema.json")

    for sheet in (FINE, OLD_CHANGE, STUCK, {}, {"pain_now": "unsure"}):
        assert answers.is_valid(sheet)
    for sheet in ([], {"x": []}, {"x": None}, {"x": True}, {"x": ["none", "y"]}):
        assert not answers.is_valid(sheet)


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK])
def test_a_caller_that_reads_the_json_can_have_exit_code_zero(assess, answers):
    assert assess(answers, "--json", "--exit-zero").exit_code == 0


def test_exit_zero_does_not_hide_an_error(assess):
    assert assess("{", "--exit-zero").exit_code == ExitCode.ANSWERS


def test_toml_and_standard_input_give_the_same_decision(assess):
    toml = 'bladder_signs = ["none"]\npain_now = 3\nmoves_freely = "yes"\n'
    from_json = assess(FINE, "--json").stdout

    assert assess(toml, "--json", name="answers.toml").stdout == from_json
    assert run("assess", "-", "--json", text=toml).stdout == from_json
    assert run("assess", "-", "--json", text=json.dumps(FINE)).stdout == from_json


@pytest.mark.parametrize(
    ("content", "name", "place"),
    [
        ("bladder_signs: [none]", "answers.json", "line 1, column 1"),
        ("bladder_signs = [none]", "answers.toml", "line 1"),
        ("", "answers.json", "line 1, column 1"),
        ("[]", "answers.json", "one table"),
        ('{"bladder_sign": ["none"]}', "a.json", "Did you mean 'bladder_signs'"),
        ('{"bladder_signs": ["itchy"]}', "a.json", "'weak_stream', 'stuck', 'none'"),
        ('{"bladder_signs": "none"}', "a.json", "'bladder_signs' must be a list"),
        ('{"bladder_signs": []}', "a.json", "'bladder_signs' is an empty list"),
        ('{"bladder_signs": ["none", "stuck"]}', "a.json", "stands alone"),
        ('{"bladder_course": true}', "a.json", "'bladder_course' must be one of"),
        ('{"moves_freely": null}', "a.json", "'moves_freely' must be one of"),
        ('{"pain_now": "3"}', "a.json", "'pain_now' must be a number"),
        ('{"pain_now": 11}', "a.json", "'pain_now' must be from 0 to 10"),
        ('{"pain_now": NaN}', "a.json", "NaN is not a number"),
        ('{"pain_now": 1' + "0" * 5000 + "}", "a.json", "cannot be read"),
        ('{"pain_now": 1, "pain_now": 9}', "a.json", "'pain_now' is answered twice"),
        ("pain_now = 1\npain_now = 9\n#", "a.toml", "line 2"),
        ('{"a": ' + "[" * 100_000, "a.json", "nested too deep"),
        ("a = " + "[" * 50_000, "a.toml", "nested too deep"),
        (b'{"pain_now": "\xff"}', "a.json", "byte 14: not UTF-8"),
    ],
)
def test_answers_that_do_not_fit_give_one_message_that_names_the_place(
    assess, content, name, place
):
    for arguments in ((), ("--json",)):
        result = assess(content, *arguments, name=name)

        assert result.exit_code == ExitCode.ANSWERS
        assert result.stdout == ""
        assert place in result.stderr
        assert name in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert "Traceback" not in result.stderr


def test_every_wrong_answer_is_named_at_once(assess):
    result = assess({"pain_now": 11, "moves_freely": 3, "bladder_sign": 1})

    assert [line.split(", ")[1].split()[0] for line in result.stderr.splitlines()] == [
        "'pain_now'",
        "'moves_freely'",
        "'bladder_sign':",
    ]


def test_20_000_unknown_keys_give_a_short_message(assess):
    result = assess({f"k{number}": 1 for number in range(20_000)})

    assert result.exit_code == ExitCode.ANSWERS
    assert len(result.stderr.splitlines()) == 21
    assert result.stderr.endswith("and 19980 more\n")


def test_what_a_key_or_a_name_of_a_file_says_forges_no_line(
    assess, tmp_path, monkeypatch
):
    monkeypatch.setenv("COLUMNS", "900")  # so that only a forged line ends there
    forged = "x\nPROCEED: massage as planned"
    missing = run("assess", tmp_path / forged)
    there = assess("{", name=f"{forged}.json")
    unknown = assess({forged: "yes"})
    twice = assess('{"a\\nPROCEED: b": 1, "a\\nPROCEED: b": 1}')
    written = assess(FINE, "--decision", tmp_path / forged)
    in_the_way = assess(FINE, "--decision", tmp_path / forged)
    folder = run("assess", "x.json", "--questions", forged)
    page = run("document", "plan", "--from", "x.json", "--to", f"a.{forged}")

    for result in (missing, there, unknown, twice, written, in_the_way, folder, page):
        assert "\\x0aPROCEED" in result.stderr
        assert "\nPROCEED" not in result.stderr


def test_100_megabytes_of_nonsense_are_not_read(tmp_path):
    file = tmp_path / "huge.json"
    with file.open("wb") as stream:
        stream.truncate(100_000_000)

    result = run("assess", file)

    assert result.exit_code == ExitCode.ANSWERS
    assert f"larger than {LARGEST_FILE:,} bytes" in result.stderr
    assert result.stdout == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of another kind")
@pytest.mark.parametrize(
    ("redirected", "words"),
    [
        ("<&-", "standard input: is closed."),
        ("0>/dev/null", "standard input: cannot be opened: "),
    ],
)
def test_standard_input_that_cannot_be_read_is_a_missing_file(redirected, words):
    command = f"exec {shlex.quote(sys.executable)} -m massage_screen assess - "
    for more in ("", "--json "):
        result = subprocess.run(
            ["sh", "-c", f"{command}{more}{redirected}"],
            cwd=ROOT,
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )

        assert result.returncode == ExitCode.NO_FILE
        assert result.stdout == ""
        assert result.stderr.startswith(words)
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
@pytest.mark.parametrize(
    ("file", "name"), [("-", "standard input"), ("/dev/tty", "/dev/tty")]
)
def test_answers_are_not_typed_into_a_terminal(file, name):
    child = pexpect.spawn(
        sys.executable, ["-m", "massage_screen", "assess", file], cwd=ROOT, timeout=60
    )
    child.expect(pexpect.EOF)
    child.close()

    assert child.exitstatus == ExitCode.NO_FILE
    assert f"{name}: is a terminal. Name a file".encode() in child.before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such pipes")
def test_answers_may_come_from_a_pipe_with_a_name(tmp_path):
    pipe = tmp_path / "answers"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(json.dumps(FINE),))
    writer.start()

    result = run("assess", pipe)
    writer.join()

    assert result.exit_code == ExitCode.PROCEED


@pytest.mark.parametrize("name", ["missing.json", ".", "no/such/folder.json", "a\0b"])
def test_a_file_that_cannot_be_opened_is_named(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)

    result = run("assess", name)

    assert result.exit_code == ExitCode.NO_FILE
    assert result.stdout == ""
    assert "cannot be opened" in result.stderr
    assert "\0" not in result.stderr


def test_an_answer_that_is_not_asked_for_is_set_aside_with_a_warning(assess):
    plain = json.loads(assess(FINE, "--json").stdout)

    result = assess({**FINE, "bladder_course": "recent"}, "--json")

    assert "bladder_course" in result.stderr
    assert result.exit_code == 0
    decision = json.loads(result.stdout)
    assert decision == {**plain, "set_aside": ["bladder_course"]}


def test_a_message_cannot_command_the_terminal(assess):
    result = assess('{"\\u001b]0;x\\u0007\\u202e": 1}')

    assert result.exit_code == ExitCode.ANSWERS
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def test_json_is_ascii_whatever_the_pack_says(tmp_path, assess):
    pack = copy_of_tiny(tmp_path)
    file = pack / "pack.toml"
    text = file.read_text("utf-8").replace("No screening reason", "Kein Grund \u2713")
    file.write_text(text, "utf-8")

    result = assess(FINE, "--json", "--questions", pack)

    assert result.exit_code == 0
    assert result.stdout.isascii()
    assert json.loads(result.stdout)["headline"].startswith("Kein Grund \u2713")


def copy_of_tiny(tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    for file in TINY.glob("*.toml"):
        (pack / file.name).write_bytes(file.read_bytes())
    return pack


@pytest.mark.parametrize(
    "arguments", [(), ("screen",), ("screen", "--json"), ("--json",)]
)
@pytest.mark.parametrize("text", ["", "y\n" * 100])
def test_nothing_is_asked_where_nobody_can_answer(arguments, text):
    result = run(*arguments, text=text)

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert "assess" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("assess", "-"),
        ("questions",),
        ("explain", "pain_now"),
        ("screen",),
        ("check",),
    ],
)
def test_a_pack_with_problems_stops_every_command(tmp_path, arguments):
    pack = copy_of_tiny(tmp_path)
    file = next(pack.glob("[0-9]*.toml"))
    file.write_text(file.read_text("utf-8") + "\nsurprise = 1\n", "utf-8")

    result = run(*arguments, "--questions", pack, text="{}")

    assert result.exit_code == ExitCode.PACK
    shown = result.stdout if arguments == ("check",) else result.stderr
    assert file.name in shown
    assert "surprise" in shown


def test_a_pack_folder_that_is_not_there_is_named():
    result = run("questions", "--questions", "nowhere")

    assert result.exit_code == ExitCode.NO_FILE
    assert "nowhere" in result.stderr


def test_check_counts_what_a_good_pack_holds_and_measures_its_interviews():
    text = run("check", TINY).stdout
    found = json.loads(run("check", "--json").stdout)

    assert text.startswith("No problems.\n- 4 questions\n")
    assert "- gate prompts: 1 (limit " in text
    assert found["problems"] == []
    assert found["counts"]["questions"] == 4
    assert found["counts"]["references"] == 1
    assert {"facts", "rules", "restrictions", "cases"} < set(found["counts"])
    assert found["lengths"]["nothing to tell"]["questions"] == 3
    assert "two diagnoses" not in found["lengths"]  # that takes --prove
    assert found["proof"] is None


def test_check_lists_hard_wording_and_still_trusts_the_pack(tmp_path):
    pack = copy_of_tiny(tmp_path)
    file = pack / "10_bladder.toml"
    text = file.read_text("utf-8").replace("Do you move freely?", "Is your gait free?")
    file.write_text(text, "utf-8")

    shown = run("check", pack)
    found = json.loads(run("check", pack, "--json").stdout)

    assert shown.exit_code == 0
    assert "1 place is hard to follow:" in shown.stdout
    assert "Say 'way of walking'" in " ".join(shown.stdout.split())
    assert [problem["code"] for problem in found["wording"]["problems"]] == ["jargon"]
    assert found["wording"]["gate"] == {
        "grade": 4.4,
        "id": "bladder_course",
        "at_most": 6,
    }


def test_check_prints_problems_as_json(tmp_path):
    pack = copy_of_tiny(tmp_path)
    (pack / "references.toml").write_text("reference = 3\n", "utf-8")

    result = run("check", pack, "--json")

    assert result.exit_code == ExitCode.PACK
    found = json.loads(result.stdout)
    problem, *_ = found["problems"]
    assert found["counts"] is None
    assert found["wording"] is None
    assert set(problem) == {"code", "file", "line", "what", "do"}


def test_questions_as_json_hold_what_an_answers_file_needs():
    listed = json.loads(run("questions", "--json").stdout)

    signs, course, pain, moves = listed["questions"]
    assert signs["answers"] == {
        "weak_stream": "Weaker stream",
        "stuck": "Nothing comes, for 8 waking hours",
        "none": "None of these",
        "unsure": "Not sure",
    }
    assert course["when_in_words"] == "bladder_signs includes weak_stream or unsure"
    assert (pain["minimum"], pain["maximum"]) == (0, 10)
    assert set(moves["answers"]) == {"no", "yes", "unsure"}


def test_an_explanation_as_json_holds_rule_condition_and_sources():
    explained = json.loads(run("explain", "bladder_old", "--json").stdout)

    (meaning,) = explained["meanings"]
    assert meaning["kind"] == "rule"
    assert meaning["when_in_words"] == "bladder_course is settled_examined"
    assert meaning["sources"][0]["read"] == "whole"


@pytest.mark.parametrize("arguments", [(), ("--json",)])
def test_an_unknown_id_is_a_usage_error_with_the_nearest_id(arguments):
    result = run("explain", "bladder_olt", *arguments)

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert "Did you mean 'bladder_old'?" in result.stderr


@pytest.mark.parametrize("arguments", [("asess",), ("assess",), ("assess", "-", "--x")])
def test_a_wrong_command_line_exits_with_2(arguments):
    result = run(*arguments)

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""


@pytest.mark.parametrize(
    "command", ["", "screen", "assess", "questions", "explain", "check"]
)
def test_every_command_has_help(command):
    result = run(*filter(None, [command]), "--help")

    assert result.exit_code == 0
    assert "Usage: " in result.stdout
    assert "Example: massage-screen " in result.stdout or not command


def test_a_fault_shows_no_answer_and_no_traceback(assess, monkeypatch):
    def break_down(*_):
        raise RuntimeError(f"planted secret {STUCK}")

    monkeypatch.setattr("massage_screen.screened.decide_sheet", break_down)
    result = assess(STUCK)

    assert result.exit_code == ExitCode.FAULT
    assert result.stdout == ""
    for hidden in ("secret", "stuck", "Traceback"):
        assert hidden not in result.stderr
    assert "RuntimeError" in result.stderr
    assert "Do not massage" in result.stderr


def test_a_fault_shows_its_traceback_only_when_that_is_asked_for(assess, monkeypatch):
    def break_down(*_):
        raise RuntimeError("planted")

    monkeypatch.setattr("massage_screen.screened.decide_sheet", break_down)
    monkeypatch.setenv("MASSAGE_SCREEN_DEBUG", "1")

    assert "Traceback" in assess(STUCK).stderr


def test_an_interrupt_exits_with_130(assess, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("massage_screen.screened.decide_sheet", interrupt)
    result = assess(STUCK)

    assert result.exit_code == ExitCode.INTERRUPTED
    assert "There is no recommendation" in result.stderr


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_no_encoding_of_standard_output_hides_the_result(tmp_path, encoding):
    pack = copy_of_tiny(tmp_path)
    file = pack / "pack.toml"
    text = file.read_text("utf-8").replace("a muscle spasm", "\u2713 \u2192 a spasm")
    file.write_text(text, "utf-8")

    done = process(
        "assess",
        "-",
        "--details",
        "--questions",
        pack,
        input=json.dumps(FINE).encode(),
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )

    assert (done.returncode, done.stderr) == (0, b"")
    assert b"a spasm that grows" in done.stdout
    assert done.stdout.splitlines()[-1] == b"End of result"


def test_the_version_is_one_line():
    line = f"massage-screen {__version__}"

    assert process("--version").stdout.decode().splitlines() == [line]
    assert run("--version").stdout.splitlines() == [line]


class Person:
    """Somebody at a real terminal, who reads a prompt to its end before answering."""

    def __init__(self, *arguments, shell=""):
        command = [*HURRIED, *map(str, arguments)]
        line = f"{shlex.join(command)} {shell}; echo code=$?"
        self._program = pexpect.spawn(
            "/bin/sh",
            ["-c", line],
            cwd=ROOT,
            dimensions=(50, 90),
            timeout=10,
            encoding="utf-8",
            env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
        )
        self.seen = ""

    def answer(self, keys):
        self._program.expect("Ctrl-C stops")
        self.seen += self._program.before
        self._program.send(keys)
        return self

    def leave(self):
        """Return the exit code; whoever is offered pages wants none."""
        while self._program.expect([r"code=(\d+)", "Enter done"]):
            self.seen += self._program.before
            self._program.send("\r")
        self.seen += self._program.before
        self._program.close()
        self.seen = ESCAPES.sub("", self.seen).replace("\r", "")
        return int(self._program.match[1])


ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()=>][0-9A-B]?")
terminal_only = pytest.mark.skipif(
    sys.platform == "win32", reason="pexpect opens no terminal on Windows"
)


@terminal_only
@pytest.mark.parametrize("arguments", [(), ("screen",)])
def test_the_interview_ends_with_the_recommendation_and_its_exit_code(arguments):
    person = Person(*arguments)
    person.answer("n").answer("3\r").answer("y").answer("a")

    assert person.leave() == 0
    notice = person.seen.index("This screen helps you decide whether to massage")
    section = person.seen.index("warning signs: bladder, bowel and feeling")
    question = person.seen.index("Has passing urine changed")
    result = person.seen.index("PROCEED: No screening reason")
    assert notice < section < question < result
    assert "1 of about 3 - warning signs: bladder, bowel and feeling" in person.seen
    shown, _, keys = person.seen.partition("\n\nd details  w why")
    assert shown.splitlines()[-1].startswith("Note ")
    assert keys


@terminal_only
def test_the_action_is_on_the_screen_before_any_further_question():
    person = Person().answer("2\r").answer("1")

    assert person.leave() == ExitCode.EMERGENCY
    action = person.seen.index("Do now: Call now.")
    assert "How bad is the pain" not in person.seen[:action]
    assert "EMERGENCY: No massage. Call" in person.seen[action:]


@terminal_only
def test_going_on_for_the_record_cannot_soften_the_result():
    person = Person().answer("2\r").answer("2").answer("0\r").answer("y").answer("a")

    assert person.leave() == ExitCode.EMERGENCY
    said = " ".join(person.seen.split())
    assert "2, for the record: nothing left can change the" in said
    assert "Not asked" not in person.seen


@terminal_only
@pytest.mark.parametrize("key", ["\x03", "\x04"])
def test_stopping_shows_the_action_again_as_the_last_lines(key):
    person = Person().answer("2\r").answer(key)

    assert person.leave() == ExitCode.INTERRUPTED
    last = person.seen.split("There is no recommendation.")[1]
    assert last.splitlines()[-5:] == [
        "=" * 40,
        "EMERGENCY: No massage. Call your local emergency number now.",
        "Do now: Call now.",
        "Why: The client cannot pass urine.",
        "=" * 40,
    ]


@terminal_only
def test_stopping_before_anything_was_found_gives_no_recommendation():
    person = Person().answer("\x03")

    assert person.leave() == ExitCode.INTERRUPTED
    assert "Stopped. There is no recommendation." in person.seen
    assert "PROCEED" not in person.seen


@terminal_only
def test_json_of_an_interview_is_alone_on_standard_output(tmp_path):
    file = tmp_path / "decision.json"
    person = Person("screen", "--json", shell=f"> {shlex.quote(str(file))}")
    person.answer("1\r").answer("1").answer("3\r").answer("y").answer("a")

    assert person.leave() == ExitCode.RESTRICT
    decision = json.loads(file.read_text("utf-8"))
    schema("decision-1.schema.json").validate(decision)
    assert decision["disposition"] == "restrict"
    assert "warning signs" in person.seen


@terminal_only
def test_when_nothing_left_can_change_the_result_that_is_said(tmp_path):
    pack = copy_of_tiny(tmp_path)
    file = next(pack.glob("[0-9]*.toml"))
    file.write_text(file.read_text("utf-8") + POSTPONED, "utf-8")

    stopped = Person("screen", "--details", "--questions", pack)
    stopped.answer("1\r").answer("1").answer("a")

    assert stopped.leave() == ExitCode.POSTPONE
    assert "Nothing left can change the recommendation." in stopped.seen
    assert "Not asked; cannot raise the result (2)" in stopped.seen


POSTPONED = """
[[rule]]
id = "bladder_waits"
when = { question = "bladder_course", is_any_of = ["settled_examined"] }
disposition = "postpone"
timeframe = "until_cleared"
found = "Old bladder change."
do = "Wait for a clearance."
tell = "Please ask for a clearance."
references = ["GIRFT2023"]
"""

LOADED = """
import sys
from massage_screen.__main__ import main
sys.argv = ["massage-screen", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write("LOADED " + " ".join(sys.modules))
"""


def modules_after(*arguments, text=""):
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.split("LOADED ")[1].split())


@pytest.mark.parametrize(
    ("arguments", "absent"),
    [
        (["--version"], {"typer", "rich", "questionary", "msgspec", "asyncio", "json"}),
        (["--help"], {"rich", "questionary", "prompt_toolkit", "msgspec"}),
        (["assess", "--help"], {"rich", "questionary", "prompt_toolkit", "msgspec"}),
        (["assess", "-"], {"questionary", "prompt_toolkit", "asyncio", "rich"}),
        (["assess", "-", "--json"], {"questionary", "prompt_toolkit", "rich"}),
    ],
)
def test_a_command_loads_only_what_it_needs(arguments, absent):
    loaded = modules_after(*arguments, text=json.dumps(FINE))

    assert "massage_screen" in loaded
    assert not loaded & absent


def test_kept_answers_that_cannot_be_deleted_are_told(tmp_path, tiny, capsys):
    (tmp_path / "inside").touch()
    end(Journal(tmp_path, tiny, "2026-01-01 10:00"))  # a folder is no file to remove

    said = capsys.readouterr().err
    assert "the kept answers could not be deleted" in said
    assert str(tmp_path) in said


def test_a_deletion_that_fails_is_not_told_as_done(journals):
    full = journals / "full.json"
    full.mkdir(parents=True)
    (full / "inside").touch()

    result = run("resume", "--discard")

    assert result.exit_code == 73
    assert result.stdout == "Deleted: 0.\n"
    assert result.stderr.startswith(f"{full}: could not be deleted: it is a folder")


def test_asking_for_kept_answers_sweeps_away_what_is_half_written(
    journals,
):
    journals.mkdir(parents=True)
    half = journals / "half.new"
    half.write_text("{")
    os.utime(half, (0, 0))

    result = run("resume", "--discard")

    assert result.exit_code == 66
    assert "No unfinished interview is kept" in result.stderr
    assert not half.exists()


@pytest.mark.parametrize("arguments", [["resume"], ["resume", "--discard"]])
def test_a_place_that_cannot_be_read_is_told_and_not_called_empty(journals, arguments):
    journals.parent.mkdir(parents=True)
    journals.write_text("a file where the folder should be")

    result = run(*arguments)

    assert result.exit_code == 66
    assert result.stderr == f"{journals} cannot be read: Not a directory.\n"


@pytest.mark.usefixtures("homeless")
def test_without_a_home_folder_practice_is_looked_at_with_a_warning():
    result = run("practise", "--progress")

    assert result.exit_code == 0
    assert "this user has no home folder; MASSAGE_SCREEN_DATA" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["assess", "-", "--questions", ""], 66, "--questions: the name of the folder"),
        (
            ["check", "", "--questions", str(TINY)],
            66,
            "the name of the folder is empty",
        ),
        (["check", "--against", ""], 66, "--against: the name of the folder is empty"),
        (["assess", "-", "--decision", ""], 73, "--decision: the name of the file is"),
        (["screen", "--decision", ""], 73, "--decision: the name of the file is"),
    ],
)
def test_an_empty_name_is_refused_and_not_taken_for_none(arguments, code, said):
    result = run(*arguments, text=json.dumps(FINE))

    assert result.exit_code == code
    assert result.stdout == ""
    assert said in result.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="modes and pipes are of Unix")
def test_with_force_a_decision_replaces_a_file_of_any_mode_but_no_pipe(
    assess, tmp_path
):
    file, pipe = tmp_path / "decision.json", tmp_path / "pipe"
    file.write_text("old")
    file.chmod(0o644)
    os.mkfifo(pipe)

    assert assess(FINE, "--decision", file).exit_code == 73
    assert file.read_text() == "old"
    assert assess(STUCK, "--decision", file, "--force").exit_code == 40
    assert json.loads(file.read_text())["disposition"] == "emergency"
    assert file.stat().st_mode & 0o777 == 0o644
    answers, reply = tmp_path / "answers.json", tmp_path / "reply.json"
    reply.write_text("{}")
    assert run("reply", answers, reply, "--decision", file).exit_code == 73
    done = run("reply", answers, reply, "--decision", file, "--force")
    assert f"Written: {file}" in done.stderr
    refused = assess(FINE, "--decision", pipe, "--force")
    assert refused.exit_code == 73
    assert refused.stderr == f"{pipe}: is a device or a pipe. Name a file.\n"
    assert pipe.is_fifo()


def in_a_process(*arguments, **variables):
    done = subprocess.run(
        [sys.executable, "-m", "massage_screen", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        input=json.dumps(FINE),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [["assess", "-", "--questions", str(TINY)], ["asses"], ["assess", "--help"]],
)
def test_building_one_command_only_changes_no_word(arguments):
    one = in_a_process(*arguments)
    all_of_them = in_a_process(*arguments, _MASSAGE_SCREEN_COMPLETE="")

    assert one == all_of_them
    assert any(one[1:])


def test_a_shell_can_complete_every_command():
    _, said, _ = in_a_process(
        _MASSAGE_SCREEN_COMPLETE="complete_bash",
        COMP_WORDS="massage-screen ",
        COMP_CWORD="1",
    )

    assert {*said.split()} >= {*get_command(app).commands}


def test_an_older_python_is_told_which_one_is_needed():
    old = "import sys; sys.version_info = (3, 10, 13); sys.argv = ['x', 'screen']; "
    start = f"{old}from massage_screen.__main__ import main; main()"
    command = [sys.executable, "-c", start]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)

    assert done.returncode == ExitCode.USAGE
    assert b"needs Python 3.11 or later" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["__init__", "__main__", "streams"])
def test_what_an_older_python_reads_before_it_is_told_has_no_newer_grammar(name):
    source = (ROOT / "massage_screen" / f"{name}.py").read_text("utf-8")

    ast.parse(source, feature_version=(3, 8))


def test_a_saved_decision_is_shown_again(assess, tmp_path):
    kept = tmp_path / "decision.json"
    first = assess(OLD_CHANGE, "--decision", str(kept))

    again = run("assess", kept)

    assert again.stdout == first.stdout
    assert again.exit_code == first.exit_code == ExitCode.RESTRICT


def test_a_file_in_the_way_of_an_interview_may_be_replaced_with_force(tmp_path):
    kept = tmp_path / "decision.json"
    kept.write_text("another client", "utf-8")

    refused = run("screen", "--decision", kept)
    asked = run("screen", "--decision", kept, "--force")

    assert refused.exit_code == ExitCode.NOT_WRITTEN
    assert "--force" in refused.stderr
    assert asked.exit_code == ExitCode.USAGE  # nobody is at a terminal here
    assert kept.read_text("utf-8") == "another client"
