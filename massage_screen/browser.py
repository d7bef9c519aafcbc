"""Prints a page to PDF with the browser of this computer; nothing else starts one.

Chromium, Chrome, Edge and Brave print without a window, and what they print is what
they show. The browser gets a profile of its own that is deleted, and no network.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from massage_screen.errors import NoBrowser, NotWritten
from massage_screen.text import name_of

#: What browsers that can print to PDF are called, where a command finds them.
_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "microsoft-edge-stable",
    "msedge",
    "brave-browser",
)
#: Where they lie on macOS and Windows, which put no command for them.
_PLACES = {
    "darwin": tuple(
        f"{folder}/Applications/{name}.app/Contents/MacOS/{name}"
        for folder in ("", "~")
        for name in ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
    ),
    "win32": tuple(
        rf"{folder}\{name}"
        for folder in ("%ProgramFiles%", "%ProgramFiles(x86)%", "%LocalAppData%")
        for name in (
            r"Microsoft\Edge\Application\msedge.exe",
            r"Google\Chrome\Application\chrome.exe",
            r"Chromium\Application\chrome.exe",
        )
    ),
}
#: Without a window, questions, extensions or a look at the network.
QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
#: How long a page may take, in seconds; a cold start on an old computer is slow.
_PATIENCE = 60


def find_browser() -> str | None:
    """Return a browser that prints to PDF; None where there is none."""
    return next(_browsers(), None)


def _browsers() -> Iterator[str]:
    yield from filter(None, map(shutil.which, _COMMANDS))
    for place in _PLACES.get(sys.platform, ()):
        path = Path(os.path.expandvars(place)).expanduser()
        if path.is_file():
            yield str(path)


def require_browser() -> str:
    """Return a browser that prints to PDF.

    Raises:
        NoBrowser: There is none; the message says what to do instead.
    """
    if found := find_browser():
        return found
    raise NoBrowser(
        "A PDF is printed by Chromium, Chrome, Edge or Brave, and none of them was"
        " found here. Install one of them; or make the page as .html, open it"
        " in the browser that you have, and print it to a file there."
    )


def run_browser(browser: str, page: Path, *options: str) -> str:
    """Show a page to a browser without a window; return what it prints.

    Args:
        browser: The program.
        page: The page, a file.
        options: What is wanted, as options of Chromium.

    Raises:
        OSError: It could not be started.
        SubprocessError: It failed, or took longer than a minute.
    """
    # What it remembers is of no use to anybody; a last helper of it may still write.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [browser, *QUIET, f"--user-data-dir={profile}", *options]
        if sys.platform != "win32" and os.geteuid() == 0:
            command.append("--no-sandbox")  # it refuses to run as root with one
        result = subprocess.run(
            [*command, page.as_uri()],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=True,
        )
    return result.stdout


def as_pdf(html: str, target: Path) -> bytes:
    """Return a page of HTML as PDF.

    Args:
        html: The page.
        target: Where the PDF is to stand. The page is laid into a folder beside it
            while it is printed: some browsers see no other place.

    Raises:
        NoBrowser: There is no browser that prints to PDF.
        NotWritten: The browser gave no whole PDF.
    """
    browser, pdf = require_browser(), b""
    try:
        with tempfile.TemporaryDirectory(
            prefix="massage-screen-", dir=target.absolute().parent
        ) as folder:
            page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
            page.write_text(html, "utf-8")
            run_browser(
                browser,
                page,
                "--no-pdf-header-footer",
                "--print-to-pdf-no-header",  # the same, before Chromium 112
                f"--print-to-pdf={printed}",
            )
            pdf = printed.read_bytes()
    except (OSError, subprocess.SubprocessError):
        pass  # told below; what the browser says could name the client's file
    if not (pdf.startswith(b"%PDF") and b"%%EOF" in pdf[-1024:]):
        raise NotWritten(
            f"{name_of(str(target))}: was not written, because the browser"
            f" {name_of(browser)} printed no PDF. Make the page as .html, open it in a"
            " browser and print it to a file there."
        )
    return pdf
