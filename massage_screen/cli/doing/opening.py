"""Opens pages that were written in the browser of this computer."""

from __future__ import annotations

import contextlib
import webbrowser
from collections.abc import Iterable
from pathlib import Path

from massage_screen.cli.output import say
from massage_screen.text import name_of


def open_pages(paths: Iterable[Path]) -> None:
    """Open pages; where there is no browser, say which file to open by hand."""
    for path in paths:
        opened = False
        with contextlib.suppress(OSError, webbrowser.Error):
            opened = webbrowser.open(path.absolute().as_uri())
        if not opened:
            say(
                "No browser could be started here. The page is written; open it"
                f" yourself: {name_of(path.absolute())}"
            )
