"""One file of a pack as it was read: its tables, and the line of each."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from massage_screen.pack import Table
from massage_screen.problems.filled import names_in
from massage_screen.problems.problem import Problem
from massage_screen.problems.shape import (
    Flaw,
    flaws,
    is_too_deep,
    named,
    rows_of,
    unexplained,
)
from massage_screen.storage import read_regular, reason_of
from massage_screen.text import quoted
from massage_screen.toml import NotToml, read_toml, without_texts

#: The largest pack file that is read, in bytes; a real one has about 30,000.
LARGEST_FILE = 1_000_000

T_co = TypeVar("T_co", bound=Table, covariant=True)


class Entry(msgspec.Struct, Generic[T_co], frozen=True):
    """A table of a pack, with the file it stands in."""

    file: PackText
    kind: str
    index: int
    item: T_co

    @property
    def name(self) -> str:
        """Return what messages call this table, such as `rule 'foot_drop'`."""
        return f"{self.kind.replace('_', ' ')} {quoted(getattr(self.item, 'id', ''))}"

    def problem(self, code: str, what: str, do: str) -> Problem:
        """Return a problem of this table; `what` follows its name."""
        line = self.file.line(self.kind, self.index)
        return Problem(
            code=code, file=self.file.name, line=line, what=f"{self.name} {what}", do=do
        )


class PackText:
    """A file, read as far as it can be read.

    Attributes:
        whole: The content when nothing is wrong with its shape, else None.
        raw: What the file says, with the names of lists as they are written.
        entries: The tables that have the right shape.
        ghosts: Ids of tables that have not, so that no one calls them unknown.
        legible: Whether the ids of all tables could be read.
    """

    def __init__(
        self,
        path: Path,
        name: str,
        model: type[Table],
        fill: Callable[[Mapping[str, Any]], dict[str, Any]] = dict,
    ) -> None:
        """Read the file and look at the shape of every table in it.

        Args:
            path: Where the file lies.
            name: What messages call it.
            model: The shape that it must have.
            fill: Puts lines in the place of the names that stand for them.
        """
        self.name = name
        self.text = ""
        self.raw: dict[str, Any] = {}
        self.whole: Any = None
        self.entries: list[Entry[Table]] = []
        self.ghosts: set[str] = set()
        self.problems: list[Problem] = []
        self.legible = True
        self.data = b""
        try:
            self.data = _bytes(path)
            self.text = self.data.decode("utf-8-sig")
            self.raw = read_toml(self.text)
        except (OSError, ValueError, RecursionError) as error:
            self.legible = False
            self.problems.append(_unreadable(error, self))
        else:
            self._shape(fill(self.raw), model)

    def at(self, line: int, code: str, what: str, do: str) -> Problem:
        """Return a problem of the file itself, or of a line of it."""
        return Problem(code=code, file=self.name, line=line, what=what, do=do)

    def line(self, kind: str, index: int = 0) -> int:
        """Return the line of the n-th table of a kind, or of a key at the top."""
        lines = self._lines.get(kind, [1])
        return lines[min(index, len(lines) - 1)]

    @cached_property
    def _lines(self) -> Mapping[str, list[int]]:
        """Return the lines of each header and each top-level key.

        tomllib keeps no line numbers. Text in quotes and comments is blanked out
        first, so that none of it passes for a header.
        """
        found: dict[str, list[int]] = {}
        plain = without_texts(self.text)
        inside = False
        for number, line in enumerate(plain.split("\n"), 1):
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                inside = True
                found.setdefault(header[1], []).append(number)
            elif key and not inside:
                found.setdefault(key[1], []).append(number)
        return found

    def _shape(self, raw: Mapping[str, Any], model: type[Table]) -> None:
        try:
            if is_too_deep(raw):
                raise RecursionError
            self.whole = msgspec.convert(raw, model)
        except (msgspec.ValidationError, RecursionError) as error:
            self.problems += [self._of_flaw(flaw) for flaw in flaws(raw, model)]
            if not self.problems and not any(names_in(raw)):
                self.problems.append(self._of_flaw(unexplained(error)))
            self._salvage(raw, model)
            return
        for kind in model.__struct_fields__:
            rows = getattr(self.whole, kind)
            if isinstance(rows, tuple):
                self.entries += [
                    Entry(self, kind, index, row)
                    for index, row in enumerate(rows)
                    if isinstance(row, Table)
                ]

    def _salvage(self, content: Mapping[str, Any], model: type[Table]) -> None:
        """Keep the tables that are well, so that more can be said about them."""
        for kind, table in rows_of(model):
            rows = content.get(kind)
            for index, raw in enumerate(rows if isinstance(rows, list) else ()):
                try:
                    if is_too_deep(raw):
                        raise RecursionError
                    item = msgspec.convert(raw, table)
                    self.entries.append(Entry(self, kind, index, item))
                except (msgspec.ValidationError, RecursionError):
                    self._ghost(raw)

    def _ghost(self, raw: object) -> None:
        name = raw.get("id") if isinstance(raw, dict) else None
        if isinstance(name, str) and name.isidentifier():
            self.ghosts.add(name)
        else:
            self.legible = False

    def _of_flaw(self, flaw: Flaw) -> Problem:
        owner = f"{named(flaw.kind, flaw.index, self.raw)} " if flaw.kind else ""
        line = self.line(flaw.kind or flaw.key, flaw.index)
        return self.at(line, flaw.code, f"{owner}{flaw.what}", flaw.do)


_HEADER = re.compile(r"\s*\[{1,2}\s*([\w-]+)\s*\]{1,2}\s*$")
_KEY = re.compile(r"\s*([\w-]+)\s*=")


class _TooLarge(ValueError):
    """The file has more bytes than any pack needs."""


def _bytes(path: Path) -> bytes:
    data = read_regular(path, LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise _TooLarge
    return data


def _unreadable(error: Exception, file: PackText) -> Problem:
    if isinstance(error, FileNotFoundError):
        return file.at(1, "missing_file", "there is no such file", "Write it.")
    if isinstance(error, OSError):
        what = f"cannot be read: {reason_of(error)}"
        return file.at(
            1, "unreadable_file", what, "Put a file there that you may read."
        )
    if isinstance(error, _TooLarge):
        size = f"has more than {LARGEST_FILE:,} bytes"
        return file.at(1, "too_large", size, "Split it into several files.")
    if isinstance(error, UnicodeDecodeError):
        line = file.data.count(b"\n", 0, error.start) + 1
        return file.at(line, "not_utf8", "is not UTF-8 text", "Save it as UTF-8.")
    if isinstance(error, RecursionError):
        return file.at(1, "too_deep", "is nested too deep", "Use fewer brackets.")
    if isinstance(error, NotToml):
        return _not_toml(error, file)
    what = "has a number that is too long to be read"
    return file.at(1, "not_toml", what, "Write a shorter one.")


def _not_toml(error: NotToml, file: PackText) -> Problem:
    column = f", column {error.column}" if error.column else ""
    what = f"is not valid TOML{column}: {quoted(error.reason)[1:-1]}"
    return file.at(error.line, "not_toml", what, "Mend this line, or the one above it.")
