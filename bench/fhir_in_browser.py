"""Fills in the Questionnaire in LHC-Forms, and counts where it shows something else.

Clients who answer at random, and change their minds, are played with clicks in a real
browser. After each answer the questions and lines that are on the page are held
against those that the program asks; at the end of a client, what LHC-Forms hands back
is read, and what counts of it is held against what was answered.

    npm pack lforms && tar -xzf lforms-*.tgz
    python -m bench.fhir_in_browser package --walks 10

It needs Chromium and its chromedriver; the package is only read, and the browser has
no network. No check of the project runs it, as the package is not one of ours.
"""

from __future__ import annotations

import argparse
import base64
import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from massage_screen.answers import NONE, UNSURE, Answers
from massage_screen.browser import find_browser
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.errors import AnswersError
from massage_screen.fhir.asked import ANSWER, Asked, is_line_by_line, system_of
from massage_screen.fhir.questionnaire import questionnaire_of
from massage_screen.fhir.response import read_response
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet
from tests.fhir_walks import enabled_in, response_of, walk_of

_SCRIPT = (Path(__file__).parent / "fhir_in_browser.js").read_text("utf-8")
_PAGE = """<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="{styles}">
<div id="form"></div><script src="{zone}"></script><script src="{forms}"></script>
<script src="{fhir}"></script><script>{script}</script>"""
#: Where the files of LHC-Forms lie in its package.
_FILES = {
    "styles": "dist/lforms/webcomponent/styles.css",
    "zone": "dist/lforms/webcomponent/assets/lib/zone.min.js",
    "forms": "dist/lforms/webcomponent/lhc-forms.js",
    "fhir": "dist/lforms/fhir/R4/lformsFHIR.min.js",
}
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--window-size=1000,1600",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_PATIENCE = 600
#: What stands in an item: its name, the system of its codes, and the words.
Given = tuple[str, str, list[Any]]


class Browser:
    """A browser that runs scripts on a page, driven as WebDriver says."""

    def __init__(self, driver: str, binary: str) -> None:
        """Start it."""
        with socket.socket() as place:
            place.bind(("127.0.0.1", 0))
            port = place.getsockname()[1]
        self._process = subprocess.Popen(
            [driver, f"--port={port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._at = f"http://127.0.0.1:{port}"
        self._wait()
        options = {"binary": binary, "args": list(_QUIET)}
        wanted = {"browserName": "chrome", "goog:chromeOptions": options}
        found = self._call("/session", {"capabilities": {"alwaysMatch": wanted}})
        self._at += f"/session/{found['sessionId']}"
        self._call("/timeouts", {"script": _PATIENCE * 1000})

    def _wait(self) -> None:
        for _ in range(100):
            with contextlib.suppress(OSError):
                self._call("/status")
                return
            time.sleep(0.1)
        sys.exit("chromedriver does not answer.")

    def _call(self, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._at + path, data)
        request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            sys.exit(f"The browser: {json.load(error)['value']['message'][:400]}")

    def open(self, page: Path) -> None:
        """Show a page."""
        self._call("/url", {"url": page.as_uri()})

    def run(self, script: str, *values: object) -> Any:
        """Return what an expression comes to; `given` has the values."""
        whole = (
            "const done = arguments[arguments.length - 1], given = [...arguments];"
            f"(async () => {script})().then(done, (e) => done({{fault: e.stack}}));"
        )
        found = self._call("/execute/async", {"script": whole, "args": list(values)})
        if isinstance(found, dict) and "fault" in found:
            sys.exit(f"The page: {found['fault'][:400]}")
        return found

    def picture(self, target: Path) -> None:
        """Keep what is seen."""
        target.write_bytes(base64.b64decode(self._call("/screenshot")))

    def end(self) -> None:
        """End the browser, and what drives it."""
        with contextlib.suppress(OSError):
            request = urllib.request.Request(self._at, method="DELETE")
            urllib.request.urlopen(request, timeout=30).close()
        self._process.terminate()
        self._process.wait(30)


class Counted(NamedTuple):
    """What one client came to.

    Attributes:
        states: How many states of the page were compared.
        items: How many items, each shown or not, in all of them.
        wrong: Where the page shows something else.
        clicks: How many clicks it took.
        stale: How many answers LHC-Forms handed back of what it does not show.
    """

    states: int
    items: int
    wrong: list[str]
    clicks: int
    stale: int


def main() -> None:
    """Play the clients; exit with 1 when something differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("package", type=Path, help="the unpacked package lforms")
    parser.add_argument("--walks", type=int, default=5, help="how many clients")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--picture", type=Path, help="where a picture of the page goes")
    options = parser.parse_args()
    driver, binary = shutil.which("chromedriver"), find_browser()
    if driver is None or binary is None:
        sys.exit("This needs Chromium and chromedriver.")
    browser = Browser(driver, binary)
    try:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder, "page.html")
            page.write_text(_page(options.package.absolute()), "utf-8")
            wrong = _play(browser, page, options)
    finally:
        browser.end()
    sys.exit(1 if wrong else 0)


def _page(package: Path) -> str:
    missing = [name for name in _FILES.values() if not (package / name).is_file()]
    if missing:
        sys.exit(f"{package}: holds no LHC-Forms: {missing[0]} is missing.")
    places = {key: (package / name).as_uri() for key, name in _FILES.items()}
    return _PAGE.format(**places, script=_SCRIPT)


def _play(browser: Browser, page: Path, options: argparse.Namespace) -> int:
    pack = load_pack(pack_folder())
    asked, questionnaire = Asked(pack), questionnaire_of(pack)
    total = Counted(0, 0, [], 0, 0)
    for seed in range(options.first, options.first + options.walks):
        browser.open(page)
        browser.run("show(given[0])", questionnaire)
        found = _client(browser, asked, seed)
        total = Counted(*(one + more for one, more in zip(total, found, strict=True)))
        print(
            f"client {seed}: {found.states} states, {found.clicks} clicks,"
            f" {len(found.wrong)} differ, {found.stale} stale answers handed back",
            flush=True,
        )
        for where in found.wrong[:5]:
            print(f"  {where}", flush=True)
    if options.picture:
        browser.picture(options.picture)
    version = browser.run("LForms.lformsVersion")
    print(
        f"LHC-Forms {version}: {total.states} states, {total.items} items in them,"
        f" {len(total.wrong)} differ; {total.clicks} clicks,"
        f" {total.stale} stale answers handed back"
    )
    browser.open(page)
    browser.run("show(given[0])", questionnaire)
    print(_none_beside_a_sign(browser, pack, asked))
    return len(total.wrong)


def _client(browser: Browser, asked: Asked, seed: int) -> Counted:
    states, clicks, wrong = 0, 0, []
    every = {*asked.links, *asked.questions}
    given: dict[str, list[Any]] = {}
    sheet = Sheet(asked.pack, Answers())
    for number, (name, sheet) in enumerate(walk_of(asked, seed)):
        wanted = {link: (system, words) for link, system, words in _given(asked, sheet)}
        new = [
            (link, system, words)
            for link, (system, words) in wanted.items()
            if given.get(link) != words
        ]
        gone = _taken_back(asked, name, sheet, given)
        found = browser.run("step(given[0])", [*gone, *new])
        clicks += found["clicks"]
        if "missing" in found:
            wrong.append(f"answer {number}, {name}: {found['missing']} is not shown")
            return Counted(states, states * len(every), wrong, clicks, 0)
        given |= {link: words for link, (_, words) in wanted.items()}
        states += 1
        differ = (set(found["shown"]) & every) ^ enabled_in(asked, sheet)
        if differ:
            wrong.append(f"answer {number}, {name}: {', '.join(sorted(differ)[:6])}")
    stale, back = _handed_back(browser, asked, sheet)
    wrong += back
    return Counted(states, states * len(every), wrong, clicks, stale)


def _given(asked: Asked, sheet: Sheet) -> Iterator[Given]:
    """Go through what stands in each item that is enabled and answered."""
    for section in response_of(asked, sheet)["item"]:
        for item in section["item"]:
            for each in item.get("item", [item]):
                question, line = asked.links[each["linkId"]]
                values = [value for a in each["answer"] for value in a.values()]
                codes = [v["code"] if isinstance(v, dict) else v for v in values]
                by_line = line and is_line_by_line(question)
                system = ANSWER if by_line else system_of(asked.pack, question)
                yield each["linkId"], system, codes


def _taken_back(
    asked: Asked, name: str, sheet: Sheet, given: dict[str, list[Any]]
) -> list[Given]:
    """Return what must be emptied: the number beside "not sure", or the other way."""
    question = asked.questions[name]
    if not question.takes.counts:
        return []
    unsure = sheet.answers[name] == UNSURE
    link = name if unsure else f"{name}.{UNSURE}"
    return [(link, "", [])] if given.pop(link, []) else []


def _handed_back(browser: Browser, asked: Asked, sheet: Sheet) -> tuple[int, list[str]]:
    """Return how much is handed back of what is not shown, and what counts wrongly."""
    response = browser.run("response()")
    try:
        told = read_response(response, "the response", asked.pack)
    except AnswersError as error:
        return 0, [f"handed back: {error}"]
    back = Sheet(asked.pack, Answers(told.answers))
    kept = {n: v for n, v in sheet.visible.items() if n in asked.questions}
    differ = [n for n in {*kept, *back.visible} if kept.get(n) != back.visible.get(n)]
    stale = len(back.set_aside) + sum(map(len, back.lines_set_aside.values()))
    return stale, [f"handed back: {name} is another answer" for name in differ]


def _none_beside_a_sign(browser: Browser, pack: Pack, asked: Asked) -> str:
    """Say whether "none" can be ticked beside a line, and what becomes of that."""
    question = next(
        q
        for q in asked.questions.values()
        if q.takes.several and not q.depends
        if not is_line_by_line(q)
    )
    system, line = system_of(pack, question), question.choices[0].id
    browser.run("step(given[0])", [(question.id, system, [line])])
    browser.run("step(given[0])", [(question.id, system, [line, NONE])])
    response = browser.run("response()")
    try:
        read_response(response, "the response", pack)
    except AnswersError:
        return '"None" can be ticked beside a line here; such a response is refused.'
    return '"None" cannot be ticked beside a line here.'


if __name__ == "__main__":
    main()
