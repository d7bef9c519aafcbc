"""Fits text and lists to the width and height of a terminal; nothing is cut."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from massage_screen.text import WIDEST, columns_of, lines_of

#: What stands on one line of the screen: pieces of text, each with its style.
Line = list[tuple[str, str]]
#: Lines that belong together: the question, one choice, the list of keys.
Block = list[Line]

#: From this width on there is room for columns that line up.
ROOMY_COLUMNS = 40
#: From this height on there is room for blank lines.
ROOMY_ROWS = 16


def usable(columns: int) -> int:
    """Return how wide a line may be: one column is left free for the cursor."""
    return max(8, min(columns - 1, WIDEST))


def block(text: str, width: int, style: str = "", first: str = "") -> Block:
    """Return wrapped text after a first piece, with a hanging indent below it."""
    room = max(width, columns_of(first) + 4)
    return [[(style, line)] for line in lines_of(text, room, first)]


class Span(NamedTuple):
    """The lines of a block: from `start` up to but not including `end`."""

    start: int
    end: int


class View:
    """The part of a list of blocks that fits on the screen, and what was read."""

    def __init__(self, blocks: int) -> None:
        """Start at the top, with nothing read.

        Args:
            blocks: How many blocks must be read before an answer counts.
        """
        self._top = 0
        self._height = 1
        self._spans: list[Span] = []
        self._unread = set(range(blocks))

    @property
    def all_read(self) -> bool:
        """Say whether every block that must be read was on the screen."""
        return not self._unread

    def fit(self, blocks: Sequence[Block], rows: int) -> Block:
        """Return the lines to show, with marks where there is more."""
        lines = [line for lines in blocks for line in lines]
        self._spans = list(_spans(blocks))
        fits = len(lines) <= rows
        self._height = len(lines) if fits else max(1, rows - 2)
        self._top = max(0, min(self._top, len(lines) - self._height))
        bottom = self._top + self._height
        self._unread -= {
            number
            for number, span in enumerate(self._spans)
            if self._top < span.end <= bottom
        }
        if fits:
            return lines
        above = "... more above" if self._top else ""
        below = "... more below" if bottom < len(lines) else ""
        return [[("", above)], *lines[self._top : bottom], [("", below)]]

    def scroll(self, pages: int) -> None:
        """Go down by pages that share one line, or up when negative."""
        self._top = max(0, self._top + pages * max(1, self._height - 1))

    def bring(self, number: int) -> bool:
        """Scroll towards a block by at most one page; say whether it is in view."""
        start, end = self._spans[number]
        page = max(1, self._height - 1)
        if end > self._top + self._height:
            self._top = min(self._top + page, end - self._height)
        elif start < self._top:
            self._top = max(self._top - page, start)
        return start < self._top + self._height and end > self._top


def _spans(blocks: Sequence[Block]) -> Iterator[Span]:
    start = 0
    for lines in blocks:
        yield Span(start, start + len(lines))
        start += len(lines)
