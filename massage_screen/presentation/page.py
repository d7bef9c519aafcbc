"""Puts headings, paragraphs and items on a console, with colour as an addition."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TextIO

from massage_screen.presentation.console import Console
from massage_screen.presentation.row import LABELS, WIDE, Row
from massage_screen.text import clean, lines_of, never_fail

#: So many columns are left for text, however far it is set in.
_ROOM = 10


def console_for(stream: TextIO, color: str = "auto", plain: bool = False) -> Console:
    """Return a console that never raises on a character and never has no width.

    Args:
        stream: Where it writes.
        color: `always`, `never`, or `auto`: in a terminal, unless the environment
            says otherwise.
        plain: Whether all is said in sentences, as for a screen reader.
    """
    never_fail(stream)
    if not _wants_colour(stream, color):
        return Console(stream, plain=plain)
    from massage_screen.presentation.colour import (  # noqa: PLC0415  start-up time:
        ColourConsole,  # rich takes as long as everything else together
    )

    return ColourConsole(stream, plain=plain)


def _wants_colour(stream: TextIO, color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Page:
    """Text for a person, top to bottom: no boxes, no columns, nothing moves."""

    def __init__(self, console: Console) -> None:
        """Write on this console."""
        self._console = console

    @property
    def plain(self) -> bool:
        """Say whether all is said in sentences."""
        return self._console.plain

    def heading(self, text: str) -> None:
        """Write a heading, with an empty line above it."""
        self._console.put()
        self.paragraph(text, role="heading")

    def paragraph(
        self, text: str, *, role: str = "", label: str = "", lead: str = ""
    ) -> None:
        """Write a paragraph.

        Args:
            text: What it says.
            role: The style of all of it, by role.
            label: What stands before the text, with a colon, in bold.
            lead: What stands before the first line; the others are set in as far. On a
                narrow page it is set in less, so that some room is left for the text.
        """
        most = max(len(lead.lstrip()), self._console.width - _ROOM)
        lead = lead[max(0, len(lead) - most) :]
        head = f"{clean(label)}: " if label else ""
        left = len(head)
        room = max(_ROOM, self._console.width - len(lead))
        for line in lines_of(head + text, room):
            self._console.put(line, role, lead, max(0, left))
            left -= len(line) + 1
            lead = " " * len(lead)

    def row(self, row: Row) -> None:
        """Write a row of a card; where there is room, its label in a column."""
        width, label = self._console.width, clean(row.label)
        if row.heads or self.plain or width < WIDE:
            lines = lines_of(f"{label}: {row.text}", width)
        else:
            first, *others = lines_of(row.text, width - LABELS)
            lines = [label.ljust(LABELS) + first, *(" " * LABELS + o for o in others)]
        left = len(label)
        for line in lines:
            self._console.put(line, label=max(0, left), label_role=row.role)
            left -= len(line) + 1

    def items(self, texts: Iterable[str], lead: str = "- ") -> None:
        """Write a list, one item a paragraph."""
        for text in texts:
            self.paragraph(text, lead=lead)

    def line(self) -> None:
        """Write an empty line."""
        self._console.put()

    def bar(self) -> None:
        """Write a bar, which sets a block apart without colour; no words, no bar."""
        if self.plain:
            return
        self._console.put("=" * min(40, self._console.width))
