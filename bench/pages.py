"""Prints documents with Chromium, and says which do not fit on their sheet.

The shipped clients with the most to say stand for all: if their pages fit, the others
do. Each page is printed on A4 and on Letter, and opened in a narrow window in type
twice as large, where nothing may stand out at the side and every text must differ
enough from what lies behind it, letters on the body map too.

    python -m bench.pages --clients 4
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.kinds import make_document
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import UnfitDocument
from massage_screen.library import load_cases
from massage_screen.pack import Disposition
from massage_screen.screened import Screened, screened
from massage_screen.sheet import fit_answers

SHEETS = ("A4", "Letter")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
_PATIENCE = 60
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
_MEASURE = (Path(__file__).parent / "measure.js").read_text("utf-8")
_MEASURED = re.compile(r"<title>wide by ([\d.]+), contrast ([\d.]+)</title>")
#: The lowest contrast of text that WCAG 2.2 accepts at level AA.
_CONTRAST = 4.5


def main() -> None:
    """Print all pages; exit with 1 when one does not fit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=4, help="of each disposition")
    options = parser.parse_args()
    browser = next(filter(None, map(shutil.which, _NAMES)), None)
    if browser is None:
        sys.exit("This needs Chromium.")
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, page in _pages(options.clients):
            found = list(_faults(browser, Path(folder), page))
            print(f"{name:<70} {'; '.join(found) or 'fits'}", flush=True)
            wrong += bool(found)
    sys.exit(1 if wrong else 0)


def _pages(count: int) -> Iterator[tuple[str, str]]:
    setting = Setting("2026-01-01 12:00 CET (UTC+0100)", local_words(Country.UK))
    for name, client in _clients(count):
        for kind in Kind:
            try:
                document = make_document(kind, client, {}, setting)
            except UnfitDocument:
                continue
            yield f"{name} {kind}", written(document, Form.HTML)


def _clients(count: int) -> Iterator[tuple[str, Screened]]:
    """Go through the clients of each disposition of whom there is most to say."""
    pack = load_pack(pack_folder())
    cases = load_cases(pack_folder(), pack)
    for disposition in Disposition:
        found = [
            (case.id, screened(pack, fit_answers(pack, case.answers, case.id), "x"))
            for case in cases
            if case.disposition == disposition.value
        ]
        found.sort(key=lambda each: -_length(each[1]))
        for case_id, client in found[:count]:
            yield f"{disposition.name} {case_id}", client


def _length(client: Screened) -> int:
    decision = client.decision
    said = [finding.rule.found + finding.rule.do for finding in client.reasons]
    notes = {limit.note for limit in decision.limits}
    plan = (*decision.plan.movements_avoid, *decision.plan.supports)
    return sum(map(len, (*said, *notes))) + 60 * (len(plan) + len(decision.unsure))


def _faults(browser: str, folder: Path, page: str) -> Iterator[str]:
    for sheet in SHEETS:
        count = _printed(
            browser, folder, page.replace("@page {", f"@page {{ size: {sheet};")
        )
        if count != 1:
            yield f"{count} pages on {sheet}"
    yield from _seen(browser, folder, page)


def _seen(browser: str, folder: Path, page: str) -> Iterator[str]:
    """Go through what is wrong with a page in a window, in large type."""
    large = page.replace("</style>", "html[class] { font-size: 24pt; }</style>")
    measured = f"<script>{_MEASURE}</script></body>"
    shown = _run(
        browser,
        folder,
        _POLICY.sub("", large).replace("</body>", measured),
        "--window-size=720,900",
        "--dump-dom",
    )
    found = _MEASURED.search(shown)
    if found is None:
        yield "large print: not shown"
        return
    if found[1] != "0":
        yield f"large print: wide by {found[1]}"
    if float(found[2]) < _CONTRAST:
        yield f"contrast {found[2]}"


def _printed(browser: str, folder: Path, page: str) -> int:
    """Return how many sheets a page takes."""
    target = folder / "page.pdf"
    target.unlink(missing_ok=True)
    _run(browser, folder, page, "--no-pdf-header-footer", f"--print-to-pdf={target}")
    return len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))


def _run(browser: str, folder: Path, page: str, *options: str) -> str:
    source = folder / "page.html"
    source.write_text(page, "utf-8")
    own = (f"--user-data-dir={folder / 'profile'}", "--headless", "--disable-gpu")
    command = [browser, *own, "--no-sandbox", *options, source.as_uri()]
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=_PATIENCE, check=True
    )
    return result.stdout


if __name__ == "__main__":
    main()
