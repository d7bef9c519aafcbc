"""One problem of a pack: where it is, what is wrong, what to do, and its code."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from massage_screen.text import name_of, quoted


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
        return (
            f"{name_of(self.file)}:{self.line} · {self.what} · {self.do} [{self.code}]"
        )


def listed(words: Iterable[object]) -> str:
    """Return words in quotes, with commas between them."""
    return ", ".join(map(quoted, words))
