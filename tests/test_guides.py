"""Every command line of the guides runs, and comes to an end that is no fault."""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path

import pytest
import typer

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

from typer.testing import CliRunner

from bench.population.__main__ import arguments
from massage_screen.browser import find_browser
from massage_screen.catalogue import pack_folder
from massage_screen.cli import app
from massage_screen.presentation.published import published
from massage_screen.records.record import keep
from massage_screen.screened import as_json, screened
from tests.conftest import TINY
from tests.screen import HURRIED, Screen
from tests.shipped import CASES, PACK

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted([*DOCS.glob("guides/*.md"), *DOCS.glob("study/*.md"), DOCS / "using.md"])
USING = (DOCS / "using.md").read_text("utf-8")
#: A command that worked, and the five results of a screening with "not finished".
WORKED = (0, 10, 20, 30, 40, 50)
#: Of these a question is asked at the terminal.
ASKS = re.compile(r"(screen|resume|reply|practise)?( |$)")
ASKS_NOT = re.compile(r".*(--list|--progress|--print)\b")
CASE = next(case for case in CASES if case.presents and case.disposition == "restrict")
#: A client of whom a doctor is asked something.
ASKED_OF = next(case for case in CASES if "disc_not_agreed" in case.findings)
FEW = (TINY.parent / "practice" / "clients.toml").read_text("utf-8")
FEW = FEW.replace("level = 3", "level = 2")
NOW = datetime.now().astimezone().replace(microsecond=0)


def lines_of(page: Path) -> list[str]:
    """Return the command lines of a page."""
    blocks = re.findall(
        r"^( *)```sh\n(.*?)^\1```", page.read_text("utf-8"), re.M | re.S
    )
    lines = [line.strip() for _, block in blocks for line in block.splitlines()]
    return [line.partition("  #")[0].strip() for line in lines if line]


class Workshop:
    """A folder with all that the lines of a page speak of."""

    def __init__(self, folder: Path, pack: Path) -> None:
        self.folder = folder
        self.few = {"MASSAGE_SCREEN_QUESTIONS": str(pack)}
        self.decision = as_json(screened(PACK, ASKED_OF.answers, "x", str(NOW.date())))
        for name in ("decision.json", "visit-1.json", "response.json"):
            self.put(name)
        self.put("answers-2026-11-28.json")
        (folder / "count").mkdir()
        self.put("count/002.json")
        (folder / "client.json").write_text(json.dumps(self.decision["answers"]))
        (records,) = re.findall(r"```csv\n(id,.*?)```", USING, re.S)
        (folder / "records.csv").write_text(records, "utf-8")
        (folder / "Documents" / "massage").mkdir(parents=True)
        (folder / "class-2026" / "one").mkdir(parents=True)
        writing = (DOCS / "writing-practice-cases.md").read_text("utf-8")
        client = re.search(r"```toml\n(\[\[case\]\].*?)```", writing, re.S)
        assert client
        own = client[1].replace("paper_feels_dull", "a_client_of_my_own")
        (folder / "clients.toml").write_text(own, "utf-8")

    def put(self, name: str) -> None:
        (self.folder / name).write_text(json.dumps(self.decision), "utf-8")

    def cleared(self, words: list[str]) -> str:
        """Take what a line is to write out of its way; return where a decision goes."""
        decision = ""
        for option, name in pairwise(words):
            if option in ("--to", "--decision", "--rejected"):
                (self.folder / name).unlink(missing_ok=True)
            if option == "--decision":
                decision = name
        return decision

    def record(self) -> str:
        """Keep a client, and return the id of the record."""
        who = screened(PACK, CASE.answers, "massage-screen 1", str(NOW.date()))
        shown = published(who, NOW.date())
        return keep(who, "K-5", pack_folder(), NOW, decision=shown).id

    def run(self, line: str) -> None:
        line = line.replace("ID", CASE.id)
        if "3f2a" in line:
            line = line.replace("3f2a", self.record()[:4])
        typed, _, after = line.rpartition(" | ")
        command, *words = shlex.split(after.partition(" > ")[0])
        words = [word.replace("~", str(self.folder), 1) for word in words]
        if words[:2] == ["-m", "bench.population"]:
            assert arguments(words[2:]), line
            return
        assert command == "massage-screen", line
        if any(word.endswith(".pdf") for word in words) and not find_browser():
            return
        decision = self.cleared(words)
        text = " ".join(words)
        if ASKS.match(text) and not ASKS_NOT.match(text):
            variables = self.few if words[:1] == ["practise"] else {}
            screen = Screen([*HURRIED, *words], self.folder, 80, 40, **variables)
            try:
                screen.until("Keys:")
            finally:
                screen.stop()
            assert screen.process.exitstatus in (0, 130), screen.written
            if decision:
                self.put(decision)
            return
        given = shlex.split(typed)[1] if typed else ""
        result = CliRunner().invoke(app, words, input=given)
        # One client alone is no fair set, and some rows are bad on purpose.
        worked = (*WORKED, 65) if {"lint", "batch"} & {*words} else WORKED
        assert result.exit_code in worked, f"{line}\n{result.output}"


@pytest.fixture
def workshop(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    write_pack: Callable[..., Path],
) -> Workshop:
    for name, folder in (("DATA", "kept"), ("CONFIG", "settings")):
        monkeypatch.setenv(f"MASSAGE_SCREEN_{name}", str(tmp_path / folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr("webbrowser.open", lambda _: True)
    monkeypatch.chdir(tmp_path)
    # Two clients are met sooner than the 150 of the shipped pack are read.
    pack = write_pack(("cases/practice.toml", "", FEW))
    return Workshop(tmp_path, pack)


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if lines_of(page)],
    ids=[page.stem for page in PAGES if lines_of(page)],
)
def test_every_command_line_of_a_page_runs(workshop: Workshop, page: Path) -> None:
    for line in lines_of(page):
        workshop.run(line)


def test_a_line_that_does_not_run_would_be_noticed(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="--coutnry"):
        Workshop(tmp_path, TINY).run("massage-screen form --to x.html --coutnry uk")


def test_the_guide_for_therapists_is_one_page_and_has_no_json() -> None:
    text = (DOCS / "guides" / "therapists.md").read_text("utf-8")

    assert "json" not in re.sub(r"\S+\.json", "", text.lower())
    assert len(text.split()) < 900


def spans() -> Iterator[tuple[str, list[str]]]:
    """Go through the commands that stand inside of sentences."""
    for page in sorted([*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]):
        if page.parent.name != "decisions":
            for span in re.findall(
                r"`massage-screen ([^`\n]+)`", page.read_text("utf-8")
            ):
                yield page.name, span.split()


def test_every_command_and_option_that_a_document_names_is_there() -> None:
    program = typer.main.get_command(app)
    strange = []
    for page, words in spans():
        command, rest = program, [*words]
        while rest and rest[0] in getattr(command, "commands", {}):
            command = command.commands[rest.pop(0)]
        known = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
        named = {word.partition("=")[0] for word in rest if word.startswith("--")}
        is_none = command is program and not words[0].startswith("-")
        if is_none or not named <= known:
            strange.append((page, " ".join(words)))

    assert strange == []
    assert len(list(spans())) >= 80
