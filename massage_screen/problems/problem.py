"""One problem of a pack: where it is, what is wrong, what to do, and its code."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

#: Characters that turn, hide or command text: in a terminal they can fake a result.
FORBIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_LONGEST_QUOTE = 60


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in the way of trusting a pack.

    Attributes:
        code: A stable name of this kind of problem.
        file: The file, from the folder of the pack.
        line: The line on which the table starts that has the problem.
        what: What is wrong, naming things by id.
        do: What to do about it.
    """

    code: str
    file: str
    line: int
    what: str
    do: str

    def __str__(self) -> str:
        """Return the problem on one line, as `check` and errors show it."""
        return f"{self.file}:{self.line} · {self.what} · {self.do} [{self.code}]"


def quoted(text: object) -> str:
    """Return text of a pack in quotes, short and without command characters."""
    clean = FORBIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", str(text))
    clean = clean.replace("\n", " ")
    if len(clean) > _LONGEST_QUOTE:
        clean = clean[: _LONGEST_QUOTE - 1] + "…"
    return f"'{clean}'"


def listed(words: Iterable[object]) -> str:
    """Return words in quotes, with commas between them."""
    return ", ".join(map(quoted, words))


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return a question after the nearest known word, or what to do without one."""
    from difflib import get_close_matches  # noqa: PLC0415  only when something is wrong

    close = get_close_matches(word, list(known), n=1)
    return f"Did you mean {quoted(close[0])}?" if close else otherwise
