"""Prints documents with Chromium, and says which do not fit on their sheet.

The longest pages of the shipped clients are printed, and the longest of each length:
type and body map shrink by how much a page has to say, so one of middle length can be
the fullest. Of the paper form, what everyone is asked takes two sheets with both
sides. Each page is printed on A4 and on Letter, and opened in a narrow window in type
twice as large, where nothing may stand out at the side and every text must differ
enough from what lies behind it, letters on the body map too.

    python -m bench.pages --clients 2
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import NamedTuple, TypeVar

from bench.chromium import Chromium
from massage_screen.browser import find_browser
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.document import Document
from massage_screen.documents.kinds import make_document
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import UnfitDocument
from massage_screen.library import load_cases
from massage_screen.pack import Disposition
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.screened import Screened, screened
from massage_screen.sheet import fit_answers

SHEETS = ("A4", "Letter")
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
_MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
_MEASURED = re.compile(r"wide by ([\d.]+), contrast ([\d.]+)")
#: Leaves of the paper form what everyone is asked.
_CORE_ALONE = ".sheet:not(.core) { display: none; }</style>"
#: Two sheets, printed on both sides.
_CORE_PAGES = 4
#: How many characters apart pages must be to stand for different lengths.
_BAND = 400
#: The lowest contrast of text that WCAG 2.2 accepts at level AA.
_CONTRAST = 4.5


class _Page(NamedTuple):
    place: tuple[str, str]
    client: str
    length: int
    html: str


class _Made(NamedTuple):
    client: str
    length: int
    page: Document


_Any = TypeVar("_Any", _Page, _Made)


def main() -> None:
    """Print all pages; exit with 1 when one does not fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--clients",
        type=int,
        default=2,
        help="the longest of a kind",
    )
    parser.add_argument(
        "--band", type=int, default=_BAND, help="how many characters make a length"
    )
    options = parser.parse_args()
    browser = find_browser()
    if browser is None:
        sys.exit("This needs Chromium.")
    wrong = 0
    with tempfile.TemporaryDirectory() as name, Chromium(browser, 720, 900) as chromium:
        folder = Path(name)
        for name, page, most in (*_pages(options.clients, options.band), *_forms()):
            found = list(_faults(chromium, folder, page, most))
            print(f"{name:<70} {'; '.join(found) or 'fits'}", flush=True)
            wrong += bool(found)
    sys.exit(1 if wrong else 0)


def _forms() -> Iterator[tuple[str, str, int]]:
    """Go through what everyone is asked on paper, and the whole form in large type."""
    form = form_of(load_pack(pack_folder()))
    core = form_as_html(form).replace("</style>", _CORE_ALONE)
    yield "paper form, what everyone is asked", core, _CORE_PAGES
    yield "paper form, large", form_as_html(form, large=True), sys.maxsize


def _pages(count: int, band: int) -> Iterator[tuple[str, str, int]]:
    """Go through the fullest pages of each kind, for each disposition.

    With each stand its name and the most pages that it may take in print.
    """
    jobs = os.cpu_count() or 1
    with ProcessPoolExecutor(jobs) as pool:
        parts = pool.map(
            _fullest_here, [count] * jobs, [band] * jobs, range(jobs), [jobs] * jobs
        )
        found = [page for part in parts for page in part]
    for disposition in Disposition:
        for kind in Kind:
            here = [p for p in found if p.place == (disposition.name, kind)]
            for page in _fullest(here, count, band):
                yield f"{disposition.name} {page.client} {kind}", page.html, 1


def _fullest_here(count: int, band: int, first: int, step: int) -> list[_Page]:
    """Return the fullest pages of the clients from the first on, by this step."""
    pack = load_pack(pack_folder())
    found: dict[tuple[str, str], list[_Made]] = {}
    for case in load_cases(pack_folder(), pack)[first::step]:
        client = screened(pack, fit_answers(pack, case.answers, case.id), "x")
        for kind in Kind:
            for page in _page(kind, client):
                length = sum(map(len, page.texts()))
                made = _Made(case.id, length, page)
                found.setdefault((client.word, kind), []).append(made)
    return [
        _Page(place, made.client, made.length, written(made.page, Form.HTML))
        for place, pages in found.items()
        for made in _fullest(pages, count, band)
    ]


def _fullest(pages: Sequence[_Any], count: int, band: int) -> list[_Any]:
    """Return the longest pages, and the longest of each band of lengths."""
    by_length = sorted(pages, key=lambda page: -page.length)
    seen: set[int] = set()
    chosen = []
    for place, page in enumerate(by_length):
        length = page.length // band
        if place < count or length not in seen:
            chosen.append(page)
        seen.add(length)
    return chosen


def _page(kind: Kind, client: Screened) -> Iterator[Document]:
    setting = Setting("2026-01-01 12:00 CET (UTC+0100)", local_words(Country.UK))
    with contextlib.suppress(UnfitDocument):
        yield make_document(kind, client, {}, setting)


def _faults(browser: Chromium, folder: Path, page: str, most: int) -> Iterator[str]:
    for sheet in SHEETS:
        html = page.replace("@page {", f"@page {{ size: {sheet};")
        browser.show(_file(folder, html))
        count = len(re.findall(rb"/Type\s*/Page\b", browser.printed()))
        if not 0 < count <= most:
            yield f"{count} pages on {sheet}"
    yield from _seen(browser, folder, page)


def _seen(browser: Chromium, folder: Path, page: str) -> Iterator[str]:
    """Go through what is wrong with a page in a window, in large type."""
    large = page.replace("</style>", "html[class] { font-size: 24pt; }</style>")
    browser.show(_file(folder, _POLICY.sub("", large)))
    browser.run(_MEASURE)
    found = _MEASURED.fullmatch(browser.run("document.title"))
    if found is None:
        yield "large print: not shown"
        return
    if found[1] != "0":
        yield f"large print: wide by {found[1]}"
    if float(found[2]) < _CONTRAST:
        yield f"contrast {found[2]}"


def _file(folder: Path, page: str) -> Path:
    source = folder / "page.html"
    source.write_text(page, "utf-8")
    return source


if __name__ == "__main__":
    main()
