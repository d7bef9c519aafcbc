"""What the browser prints becomes a file as a whole, or not at all."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.browser import as_pdf, find_browser, require_browser
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.errors import NoBrowser, NotWritten
from massage_screen.screened import as_json, screened

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="the browser is found as a command, by PATH alone"
)
TINY = Path(__file__).parent / "packs" / "tiny"
#: Writes where `--print-to-pdf` says, what it was given to print.
PRINTS = """#!/bin/sh
for each in "$@"; do
  case "$each" in --print-to-pdf=*) to="${each#--print-to-pdf=}";; esac
  page="${each#file://}"
done
{ %s; } > "$to"
"""
WHOLE = 'echo %PDF-1.4; cat "$page"; stat -c %a "${page%/*}"; echo %%EOF'


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder in which programs are found first."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def install(folder: Path, prints: str) -> None:
    program = folder / "chromium"
    program.write_text(PRINTS % prints)
    program.chmod(0o700)


def test_a_page_is_printed_in_a_folder_of_its_owner_that_is_gone_afterwards(
    tmp_path: Path, tools: Path
) -> None:
    install(tools, WHOLE)
    place = tmp_path / "pages"
    place.mkdir()

    pdf = as_pdf("<p>A page \u00d8</p>", place / "p.pdf")

    assert pdf.startswith(b"%PDF")
    assert "<p>A page \u00d8</p>".encode() in pdf
    assert b"700" in pdf
    assert list(place.iterdir()) == []


@pytest.mark.parametrize(
    "prints", ["exit 1", "echo %PDF-1.4", "echo no page; echo %%EOF", 'rm "$to"']
)
def test_a_pdf_that_is_not_whole_is_none(
    tmp_path: Path, tools: Path, prints: str
) -> None:
    install(tools, prints)
    place = tmp_path / "pages"
    place.mkdir()

    with pytest.raises(NotWritten, match=r"p\.pdf: was not written"):
        as_pdf("<p>", place / "p.pdf")
    assert list(place.iterdir()) == []


def test_where_there_is_no_browser_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_browser() is None
    with pytest.raises(NoBrowser, match=r"Install one of them; or make the page as"):
        require_browser()


def test_the_browser_gets_no_network(tmp_path: Path, tools: Path) -> None:
    install(tools, 'echo %PDF-1.4; printf "%s\\n" "$@"; echo %%EOF')
    pdf = as_pdf("<p>", tmp_path / "p.pdf").decode()

    assert "--host-resolver-rules=MAP * ~NOTFOUND" in pdf.splitlines()


@pytest.mark.parametrize(
    ("options", "size"),
    [
        ((), "a4"),
        (("--country", "us"), "letter"),
        (("--country", "us", "--paper", "a4"), "a4"),
    ],
)
def test_a_pdf_has_the_paper_of_the_country_and_is_for_its_owner(
    tmp_path: Path, tools: Path, options: tuple[str, ...], size: str
) -> None:
    install(tools, WHOLE)
    client = screened(load_pack(TINY), Answers({"bladder_signs": ("none",)}), "x")
    decision, page = tmp_path / "d.json", tmp_path / "p.pdf"
    decision.write_text(json.dumps(as_json(client)))
    files = ("--from", str(decision), "--to", str(page), "--questions", str(TINY))
    result = CliRunner().invoke(app, ["document", "plan", *files, *options])

    assert result.exit_code == 0
    assert page.stat().st_mode & 0o777 == 0o600
    assert re.findall(r"@page { size: (\w+);", page.read_text("utf-8")) == [size]
