"""Practice on a real terminal, as a student sees it: with menus and in plain lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from typer.testing import CliRunner

from massage_screen.cli import app
from tests.screen import HURRIED, Screen

CLIENTS = (Path(__file__).parent / "packs" / "practice" / "clients.toml").read_text(
    "utf-8"
)


@pytest.fixture
def practise(write_pack: Callable[..., Path], tmp_path: Path) -> Callable[..., Screen]:
    """Return a function that starts a practice interview on a terminal."""
    folder = write_pack(("cases/practice.toml", "", CLIENTS))

    def start(*arguments: str, columns: int = 80, rows: int = 60) -> Screen:
        command = [*HURRIED, "practise"]
        options = ["--questions", str(folder), "--seed", "1", *arguments]
        data = str(tmp_path / "kept")
        return Screen(
            [*command, *options], tmp_path, columns, rows, MASSAGE_SCREEN_DATA=data
        )

    return start


def attempts(tmp_path: Path) -> list[dict[str, object]]:
    files = (tmp_path / "kept" / "practice").glob("*.json")
    return [json.loads(file.read_text("utf-8")) for file in files]


@pytest.mark.parametrize("columns", [80, 40])
def test_a_student_practises_with_menus(
    practise: Callable[..., Screen], tmp_path: Path, columns: int
) -> None:
    screen = practise("--case", "says_it_is_fine", columns=columns)

    screen.until('Client: "My back is sore again.', "Keys: type")
    assert "says_it_is_fine" not in screen.written
    screen.send("any trouble passing urine?\r")
    screen.until("Do you mean this?", "answers, h keys.")
    screen.send("1")
    screen.until("Not since last night.", "Keys: type")
    screen.send("decide\r")
    screen.until("What worries you?", "Keys: type")
    screen.send("\x1b[200~the bladder\x1b[201~")
    screen.until("What came all at once is not taken.")
    screen.send("the bladder, quickly\r")  # b, q and r are letters here
    screen.until("0 to 100 percent:", "Keys: type")
    screen.send("95\r")
    screen.until("What do you do?", "answers, h keys.")
    screen.send("5")
    screen.until("How soon?", "answers, h keys.")
    screen.send("1")
    screen.until("What else do you want to see?", "Nothing; I am done", "Keys:")
    screen.send("1")
    screen.until("PRACTICE. What must not be missed, with reasons", "Keys:")
    screen.send("5")
    screen.until_gone()

    (kept,) = attempts(tmp_path)
    assert kept["case"] == "says_it_is_fine"
    assert kept["choice"]["worry"] == "the bladder, quickly"  # type: ignore[index]
    assert kept["choice"]["asked"] == ["bladder_signs"]  # type: ignore[index]
    assert "Result: met" in screen.written
    assert screen.written.count("PRACTICE. ") >= 3


@pytest.mark.parametrize("columns", [80, 40])
def test_a_student_practises_in_plain_lines(
    practise: Callable[..., Screen], tmp_path: Path, columns: int
) -> None:
    screen = practise(
        "--plain", "--color", "never", "--case", "yearly_treat", columns=columns
    )

    for expected, typed in (
        ("You:", "pain now"),
        ("Do you mean this?", "1"),
        ('"Two, maybe."', "decide"),
        ("What worries you?", "nothing"),
        ("0 to 100 percent:", "60"),
        ("PROCEED: massage", "1"),
        ("limit anything", "2"),
        ("leave out altogether", ""),
        ("Nothing was typed, so nothing was answered.", "99"),
        ('"99" is no number', "0"),
        ("use nowhere", "0"),
        ("leave out more techniques", "0"),
        ("strongest pressure anywhere", "1"),
        ("Which positions", "0"),
        ("What else do you want to see?", "6"),
    ):
        screen.until_asked(expected)
        screen.send(f"{typed}\r")
    screen.until_gone()

    (kept,) = attempts(tmp_path)
    assert kept["choice"]["disposition"] == "proceed"  # type: ignore[index]
    assert "Decided too soon" in screen.written
    assert "\x1b" not in screen.written


@pytest.mark.parametrize("arguments", [(), ("--plain",)])
def test_stopping_scores_and_keeps_nothing(
    practise: Callable[..., Screen], tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    screen = practise("--case", "yearly_treat", *arguments)

    screen.until("You:")
    screen.send("\x03")
    screen.until_gone()

    assert screen.process.exitstatus == 130
    assert "Nothing was scored and nothing was kept." in screen.written
    assert attempts(tmp_path) == []


def test_a_line_that_is_poured_in_is_refused_in_words(
    practise: Callable[..., Screen],
) -> None:
    """As dictation may do it, without the marks of a paste."""
    screen = practise("--case", "yearly_treat")

    screen.until("You:", "Keys: type")
    screen.send("is there any numbness between your legs or " * 2)
    screen.until("What came all at once is not taken.")
    screen.send("\x03")
    screen.until_gone()

    assert "numbness" not in screen.written


def test_nothing_is_kept_when_the_student_says_so(
    practise: Callable[..., Screen], tmp_path: Path
) -> None:
    screen = practise("--case", "yearly_treat", "--no-save", "--json")

    for expected, typed in (
        ("You:", "d\r"),
        ("worries", "x\r"),
        ("0 to 100 percent:", "1\r"),
        ("What do you do?", "3"),
        ("How soon?", "1"),
    ):
        screen.until(expected, "Keys:")
        screen.send(typed)
    screen.until_gone()

    assert attempts(tmp_path) == []
    assert '"over_call"' in screen.written


def test_without_a_terminal_nothing_is_asked() -> None:
    result = CliRunner().invoke(app, ["practise"])

    assert result.exit_code == 2
    assert "need a person at a terminal" in result.stderr
    assert "teach preview CLIENT" in result.stderr
    assert "assess" not in result.stderr
    assert result.stdout == ""


def test_progress_shows_counts_and_resetting_asks_first(
    practise: Callable[..., Screen], tmp_path: Path
) -> None:
    test_a_student_practises_with_menus(practise, tmp_path, 80)

    progress = practise("--progress")
    progress.until_gone()
    keeping = practise("--reset", "--plain")
    keeping.until_asked("Delete all of them")
    keeping.send("1\r")
    keeping.until_gone()
    assert len(attempts(tmp_path)) == 1
    deleting = practise("--reset")
    deleting.until("Delete all of them", "Keys:")
    deleting.send("2")
    deleting.until_gone()

    assert "bladder bowel: 1 of 1 #" in progress.written
    assert "%" not in progress.written
    assert "Deleted: 1." in deleting.written
    assert attempts(tmp_path) == []


def test_an_attempt_that_cannot_be_deleted_is_named(
    practise: Callable[..., Screen], tmp_path: Path
) -> None:
    full = tmp_path / "kept" / "practice" / "full.json"
    full.mkdir(parents=True)
    (full / "inside").touch()

    screen = practise("--reset", "--plain")
    screen.until_asked("Delete all of them")
    screen.send("2\r")
    screen.until_gone()

    assert screen.process.exitstatus == 73
    assert "Deleted: 0." in screen.written
    said = " ".join(screen.written.split())
    assert "could not be deleted: it is a folder with" in said
