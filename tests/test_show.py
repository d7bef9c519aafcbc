"""A saved decision is shown as after the screening; what is none gets one message."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.screened import as_json, screened
from massage_screen.sheet import fit_answers
from tests.shipped import CASES

SPINE = Path(__file__).parents[1] / "questions" / "spine"
CASE = "returning_with_heart_and_no_letter"


@functools.cache
def decision(day: str) -> dict[str, Any]:
    (case,) = [case for case in CASES if case.id == CASE]
    pack = load_pack(SPINE)
    client = screened(pack, fit_answers(pack, case.answers, CASE), "x", day)
    whole: dict[str, Any] = json.loads(json.dumps(as_json(client)))
    return whole


def run(*arguments: object) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, [str(each) for each in arguments])
    return done.exit_code, done.stdout, " ".join(done.stderr.split())


@pytest.fixture
def saved(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes a file, by default a decision of today."""

    def write(content: str = "", day: str = "", **changes: object) -> Path:
        whole = decision(day or date.today().isoformat())
        file = tmp_path / "d.json"
        file.write_text(content or json.dumps({**whole, **changes}), "utf-8")
        return file

    return write


def test_a_saved_decision_is_shown_with_its_exit_code(
    saved: Callable[..., Path],
) -> None:
    file = saved()
    code, out, err = run("show", file)

    assert code == 20
    assert out.startswith("POSTPONE: ")
    assert out == run("assess", file)[1]
    assert err == ""


def test_json_is_what_was_saved(saved: Callable[..., Path]) -> None:
    file = saved()
    code, out, _ = run("show", file, "--json", "--exit-zero")

    assert code == 0
    assert json.loads(out)["answers"] == json.loads(file.read_text())["answers"]
    assert json.loads(out)["decided_on"] == date.today().isoformat()


@pytest.mark.parametrize("command", ["show", "assess"])
def test_a_decision_of_another_day_says_so(
    saved: Callable[..., Path], command: str
) -> None:
    file = saved(day="2026-01-31")
    code, _, err = run(command, file)

    assert code == 20
    assert "This decision was made on 31 January 2026." in err
    assert f" screen --from {file}" in err


PACK = {"id": "spine", "version": "0.2.0", "digest": "0", "review_by": "2027-11-01"}


@pytest.mark.parametrize("command", ["show", "assess", "reply"])
@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"disposition": "proceed"}, "'disposition' does not follow from the answers"),
        ({"pack": PACK}, " screen --from FILE"),
        ({"schema": "massage-screen/attempt/1"}, "practice attempt"),
        ({"decided_on": "yesterday"}, "'decided_on' is no day"),
    ],
)
def test_a_file_that_cannot_be_trusted_gets_one_message(
    saved: Callable[..., Path], command: str, changes: dict[str, object], says: str
) -> None:
    code, out, err = run(command, saved(**changes))

    assert (code, out) == (65, "")
    assert says in err
    assert err.count("d.json") == 1


@pytest.mark.parametrize("content", ['{"schema": "massage-screen/dec', "{}"])
def test_what_is_no_decision_is_told_with_what_to_do(
    saved: Callable[..., Path], content: str
) -> None:
    code, out, err = run("show", saved(content))

    assert (code, out) == (65, "")
    assert "not valid JSON" in err or "assess FILE --decision NEW" in err


def test_a_file_that_is_not_there_exits_with_66(tmp_path: Path) -> None:
    assert run("show", tmp_path / "none.json")[0] == 66
