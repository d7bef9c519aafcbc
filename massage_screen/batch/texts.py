"""Texts that follow from codes: said where they are read, or once for each code.

A few thousand rows share most of their codes. Where a database can put a table of texts
beside its rows, a text is made once for each code that is there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from massage_screen.batch.sql import NULL, Flags, Sql, case, column, has, put, text

#: What stands between the names of a list.
BETWEEN = ";"
#: So many texts are put together at a time: some databases take 100 arguments at most.
_TOGETHER = 60


class Table(NamedTuple):
    """A table of texts.

    Attributes:
        name: Its name, which its column of texts has too.
        codes: The columns that a text follows from.
        text: The text.
    """

    name: str
    codes: tuple[str, ...]
    text: Sql


class Texts:
    """The texts of a statement.

    Attributes:
        tables: Those that are made apart, for each code once.
    """

    def __init__(self, *, apart: bool) -> None:
        """Start without any.

        Args:
            apart: Whether texts are made apart.
        """
        self._apart = apart
        self.tables: list[Table] = []

    def of(self, name: str, said: Sql) -> Sql:
        """Return a text, or the column of a table that has it."""
        if not self._apart or not said.reads:
            return said
        self.tables.append(Table(name, tuple(sorted(said.reads)), said))
        return column(name)

    def listed(
        self, called: str, flags: Flags, names: Mapping[str, str], first: Sql = NULL
    ) -> Sql:
        """Return the texts of the flags that are set, as one text; "" without any.

        Args:
            called: What the tables are called.
            flags: The flags, in the order in which they are listed.
            names: The text of each.
            first: What stands before all of them, or NULL.
        """
        parts = [first] if first != NULL else []
        for number, (pack, group) in enumerate(flags.packs()):
            words = (case([(has(pack, bit), text(names[n]))]) for n, bit in group)
            some = put("({} <> 0)", pack)
            said = case([(some, joined_texts(BETWEEN, list(words)))])
            parts.append(self.of(f"{called}{number}", said))
        return in_groups(parts)


def in_groups(parts: Sequence[Sql]) -> Sql:
    """Return texts as one, those that are NULL left out; "" without any."""
    while len(parts) > _TOGETHER:
        groups = list(_parted(parts))
        parts = [
            put("NULLIF({}, {})", joined_texts(BETWEEN, group), text(""))
            for group in groups
        ]
    return joined_texts(BETWEEN, parts) if parts else text("")


def _parted(parts: Sequence[Sql]) -> Iterator[Sequence[Sql]]:
    for at in range(0, len(parts), _TOGETHER):
        yield parts[at : at + _TOGETHER]


def joined_texts(between: str, parts: Sequence[Sql]) -> Sql:
    """Return texts as one, those that are NULL left out."""
    places = ", ".join(["{}"] * (len(parts) + 1))
    return put(f"concat_ws({places})", text(between), *parts)
