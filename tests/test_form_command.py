"""`massage-screen form`: writes one page, and nothing over another file."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.cli import app


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["form", *arguments])
    return result.exit_code, result.stdout, " ".join(result.stderr.split())


def test_a_file_and_standard_output_hold_the_same_page(tmp_path: Path) -> None:
    file = tmp_path / "form.html"

    code, out, err = run("--to", str(file))
    shown, page, _ = run("--to", "-")

    assert (code, out, shown) == (0, "", 0)
    assert file.read_text("utf-8") == page
    assert "Written:" in err
    assert "screen --from FILE" in err


def test_what_is_there_is_not_written_over(tmp_path: Path) -> None:
    file = tmp_path / "form.html"
    file.write_text("mine", "utf-8")

    code, _, err = run("--to", str(file))

    assert code == 73
    assert "is there already" in err
    assert file.read_text("utf-8") == "mine"
    assert run("--to", str(file), "--force")[0] == 0
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")


def test_the_practice_and_the_country_are_on_the_page() -> None:
    _, page, _ = run(
        "--to", "-", "--practice", "A & B", "--sentence", "Bring it.", "--country", "nz"
    )

    assert "<p>A &amp; B</p>" in page
    assert '"Bring it."' in page
    assert "Call 111 now" in page


def test_json_says_by_what_the_page_is_known(tmp_path: Path) -> None:
    file = tmp_path / "form.html"

    _, out, _ = run("--to", str(file), "--json")
    said = json.loads(out)

    assert said["schema"] == "massage-screen/form/1"
    assert said["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert said["bytes"] == len(file.read_bytes())
    assert run("--to", "-", "--json")[0] == 2


@pytest.mark.parametrize("name", ["--practice", "--sentence"])
def test_words_that_have_no_room_are_refused(name: str) -> None:
    code, out, err = run("--to", "-", name, "x" * 301)

    assert code == 2
    assert out == ""
    assert re.search(rf"{name}: has 301 characters", err)
