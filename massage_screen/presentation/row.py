"""Rows of a card: a label, what is said, and what gives way where room is short."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from massage_screen.text import lines_of

#: From so many columns on, labels stand in a column of their own.
WIDE = 60
#: How many columns the labels take there.
LABELS = 11
#: How many lines a card may have at 80 columns and more, and at 40.
MOST_LINES, MOST_NARROW_LINES = 20, 34
_NARROW = 40
_LEFT_OUT = "{} more in the details"


class Row(msgspec.Struct, frozen=True):
    """One row of a card.

    Attributes:
        said: What it says, in whole pieces, the most important first.
        keeps: How many of the pieces stay whatever happens; 0: it may go altogether.
        gives_way: How early the others give way: the highest first, 0 never.
        left: How many pieces are left to the details already.
        beside: What is said of what stands in no row, as "and 2 notes".
        role: The colour of the label, by role.
        heads: Whether the row is the word with its sentence, which has no column.
    """

    label: str
    said: tuple[str, ...]
    keeps: int = 1
    gives_way: int = 0
    left: int = 0
    beside: str = ""
    role: str = "label"
    heads: bool = False

    @property
    def text(self) -> str:
        """Return all that it says, with what is not said there; "" without a piece."""
        if not self.said:
            return ""
        out = [_LEFT_OUT.format(self.left)] if self.left else []
        out += [self.beside] if self.beside else []
        return " ".join([*self.said, *([f"({', '.join(out)})"] if out else [])])

    def without_last(self) -> Row:
        """Return the row with its last piece left to the details."""
        return msgspec.structs.replace(self, said=self.said[:-1], left=self.left + 1)

    def height(self, width: int) -> int:
        """Return how many lines it takes on a page of this width."""
        if not self.text:
            return 0
        if width >= WIDE and not self.heads:
            return len(lines_of(self.text, width - LABELS))
        return len(lines_of(f"{self.label}: {self.text}", width))


def most_lines(width: int) -> int:
    """Return how many lines a card may have on a page of this width, in columns."""
    return max(MOST_LINES, MOST_NARROW_LINES * _NARROW // width)


def fitted(rows: Sequence[Row], width: int) -> tuple[Row, ...]:
    """Return the rows that say something, shortened to the lines of one screen.

    Args:
        rows: The rows, whole.
        width: How many columns there are.
    """
    left = [row for row in rows if row.said]
    while sum(row.height(width) for row in left) > most_lines(width):
        giving = [row for row in left if row.gives_way and len(row.said) > row.keeps]
        if not giving:
            break
        row = max(giving, key=lambda each: each.gives_way)
        left[left.index(row)] = row.without_last()
    return tuple(row for row in left if row.said)
