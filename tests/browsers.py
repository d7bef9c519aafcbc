"""Shows a page in the browser that is there: Chromium, else Firefox.

Chromium prints what a page has become. Firefox is driven by its own protocol,
Marionette, which needs no further program. `MASSAGE_SCREEN_TEST_BROWSER=firefox` takes
Firefox where both are there.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from massage_screen.browser import find_browser, run_browser

_WANTED = os.environ.get("MASSAGE_SCREEN_TEST_BROWSER", "")
FIREFOX = shutil.which("firefox-esr") or shutil.which("firefox")
CHROMIUM = find_browser() if _WANTED != "firefox" else None
needs_browser = pytest.mark.skipif(
    not (CHROMIUM or FIREFOX),
    reason="there is no Chromium, Chrome, Edge or Firefox here",
)
#: How long Firefox may take to start, or a script on a page, in seconds.
_PATIENCE = 120


def dom_of(page: Path) -> str:
    """Return what a page has become once its scripts ran."""
    if CHROMIUM:
        return run_browser(CHROMIUM, page, "--dump-dom")
    with firefox() as browser:
        browser.open(page)
        return str(browser.run("return document.documentElement.outerHTML"))


class Firefox:
    """A Firefox that runs scripts on a page."""

    def __init__(self, connection: socket.socket) -> None:
        """Begin a session; what Firefox says first is its greeting."""
        self._connection, self._said, self._count = connection, b"", 0
        self._hear()
        self._ask("WebDriver:NewSession", {})
        self._ask("WebDriver:SetTimeouts", {"script": _PATIENCE * 1000})

    def open(self, page: Path) -> None:
        """Show a page, and wait until it is loaded."""
        self._ask("WebDriver:Navigate", {"url": page.as_uri()})

    def run(self, script: str) -> Any:
        """Return what a script on the page returns."""
        wanted = {"script": script, "args": [], "sandbox": None}
        return self._ask("WebDriver:ExecuteScript", wanted)["value"]

    def _ask(self, command: str, content: dict[str, Any]) -> Any:
        self._count += 1
        text = json.dumps([0, self._count, command, content]).encode()
        self._connection.sendall(b"%d:%b" % (len(text), text))
        _, number, fault, found = self._hear()
        assert number == self._count
        assert fault is None, fault
        return found

    def _hear(self) -> Any:
        """Return the next thing it says: its length, a colon, and JSON."""
        while b":" not in self._said:
            self._said += self._more()
        length, _, self._said = self._said.partition(b":")
        while len(self._said) < int(length):
            self._said += self._more()
        text, self._said = self._said[: int(length)], self._said[int(length) :]
        return json.loads(text)

    def _more(self) -> bytes:
        found = self._connection.recv(1 << 20)
        assert found, "Firefox is gone"
        return found


@contextmanager
def firefox(**settings: object) -> Iterator[Firefox]:
    """Start a Firefox without a window, with a profile of its own that is deleted.

    Args:
        settings: What is set in its profile, with `_` for the dots of a name.
    """
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        port = place.getsockname()[1]
    known = {"marionette.port": port}
    known |= {name.replace("_", "."): value for name, value in settings.items()}
    lines = (
        f"user_pref({json.dumps(n)}, {json.dumps(v)});\n" for n, v in known.items()
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        Path(profile, "user.js").write_text("".join(lines), "utf-8")
        process = subprocess.Popen(
            [str(FIREFOX), "--headless", "--marionette", "--profile", profile],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            with _connected(port) as connection:
                yield Firefox(connection)
        finally:
            process.terminate()
            process.wait()


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE)
        time.sleep(0.2)
    raise AssertionError("Firefox does not answer")
