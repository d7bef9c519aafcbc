"""Reads TOML that nobody vouches for, and takes no longer than its size allows."""

from __future__ import annotations

import re
import tomllib
from typing import Any

#: With more dots in one key, the time that tomllib takes grows with their square.
MOST_DOTS = 20

_QUOTED = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"{3,5}|\Z)|\'\'\'.*?(?:\'{3,5}|\Z)'
    r'|"(?:\\.|[^"\\\n])*"?|\'[^\'\n]*\'?|#[^\n]*',
    re.DOTALL,
)
_BETWEEN_KEYS = re.compile(r"[,=\[\]{}]")
_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")
#: What tomllib says without showing a word of the file.
_SHOWS_NOTHING = (
    "Expected ",
    "Invalid ",
    "Unclosed ",
    "Unescaped ",
    "Unterminated ",
    "Escaped character ",
    "Cannot overwrite a value",
    "A key has ",
)


class NotToml(ValueError):
    """Text that is not TOML, or not of the kind that is read.

    Attributes:
        line: The line on which it was given up, from 1.
        column: The column, from 1; 0 when the whole line, or its end, is meant.
        reason: Why, perhaps with words of the text.
        discreet: Why, without any word of the text; "" when that cannot be said.
    """

    def __init__(self, line: int, column: int, reason: str) -> None:
        """Say where and why."""
        super().__init__(reason)
        self.line, self.column, self.reason = line, column, reason
        self.discreet = reason if reason.startswith(_SHOWS_NOTHING) else ""


def read_toml(text: str) -> dict[str, Any]:
    """Return what a text in TOML holds.

    Raises:
        NotToml: It is none, or one of its keys has more than 20 dots.
        RecursionError: It is nested too deep.
        ValueError: It holds a number with thousands of digits.
    """
    if any(map(_has_many_dots, text.split("\n"))):
        for number, line in enumerate(without_texts(text).split("\n"), 1):
            if any(map(_has_many_dots, _BETWEEN_KEYS.split(line))):
                raise NotToml(number, 0, f"A key has more than {MOST_DOTS} dots")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _not_toml(str(error), text) from None


def without_texts(text: str) -> str:
    """Return TOML without what stands in quotes and comments; its lines stay."""
    return _QUOTED.sub(lambda found: "\n" * found[0].count("\n"), text)


def _has_many_dots(part: str) -> bool:
    return part.count(".") > MOST_DOTS


def _not_toml(message: str, text: str) -> NotToml:
    place = _PLACE.search(message)
    reason = message[: place.start()] if place else message
    if place and place[1]:
        return NotToml(int(place[1]), int(place[2]), reason)
    return NotToml(text.rstrip().count("\n") + 1, 0, reason)
