"""From codes to what is written: statements on the tables of codes and of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from massage_screen.batch.sql import Sql, column, quoted, text
from massage_screen.batch.statement import (
    CODED,
    NOTE,
    QUESTION,
    REASON,
    RESULT,
    Parted,
    key_of,
)
from massage_screen.batch.told import ID

#: The number of a note, and the table of limits.
_NUMBER, _LIMITS = "number_of_note", "limits"


class _Beside(NamedTuple):
    """A table that stands beside the table of codes.

    Each row finds exactly one row of it.

    Attributes:
        codes: Its keys, each with what is like it in a row.
        gives: Its other columns.
    """

    name: str
    codes: Mapping[str, Sql]
    gives: frozenset[str]


def tables(made: Parted) -> Iterator[tuple[str, str]]:
    """Go through the tables of results and of texts, as (name, SELECT).

    The codes of a row stand under other names than in the table of codes.
    """
    yield RESULT, made.result.sql
    for table in made.tables:
        codes = ", ".join(map(quoted, table.codes))
        keys = ", ".join(
            f"{quoted(code)} AS {quoted(key_of(table.name, code))}"
            for code in table.codes
        )
        yield (
            table.name,
            f"SELECT {keys}, {table.text.text} AS {quoted(table.name)} FROM"
            f" (SELECT DISTINCT {codes} FROM {CODED}) AS codes",
        )


def notes(made: Parted) -> str:
    """Return the statement that reads each code of a note once."""
    return _rows(made, made.note_codes).replace("SELECT", "SELECT DISTINCT", 1)


def note_table(made: Parted) -> str:
    """Return the statement that makes the table of notes, of lists: codes and notes.

    Each note has a number too, by which limits are found.
    """
    keys = ", ".join(
        f"unnest(CAST(? AS BIGINT[])) AS {quoted(key_of(NOTE, code))}"
        for code in made.note_codes
    )
    return (
        f"CREATE TABLE {NOTE} AS SELECT {keys}, unnest(CAST(? AS VARCHAR[])) AS {NOTE},"
        f" unnest(CAST(? AS BIGINT[])) AS {_NUMBER}"
    )


#: The statement that makes the table of limits, of lists.
LIMIT_TABLE = (
    f"CREATE TABLE {_LIMITS} AS SELECT unnest(CAST(? AS BIGINT[])) AS {_NUMBER},"
    " unnest(CAST(? AS VARCHAR[])) AS region, unnest(CAST(? AS VARCHAR[])) AS note,"
    " unnest(CAST(? AS VARCHAR[])) AS rules"
)


def decided(made: Parted, names: Iterable[str]) -> str:
    """Return the statement that shows some columns of the rows that were decided."""
    return _rows(made, {name: made.shown[name] for name in names})


def _rows(made: Parted, parts: Mapping[str, Sql]) -> str:
    shown = (f"{part.text} AS {quoted(name)}" for name, part in parts.items())
    source = _beside(made, parts.values())
    return f"SELECT {', '.join(shown)} FROM {source} WHERE {REASON} IS NULL"


def rejected(row: str) -> str:
    """Return the statement that shows the rows that were not decided.

    Args:
        row: The column of the number of a row.
    """
    return (
        f"SELECT {quoted(ID)}, {quoted(row)}, {QUESTION}, {REASON}"
        f" FROM {CODED} WHERE {REASON} IS NOT NULL"
    )


def cells(made: Parted, regions: Sequence[str], techniques: Sequence[str]) -> str:
    """Return the statement that spells out the regions of the rows that were decided.

    A row for each client and region: the cap on pressure, what each technique may do
    there, how to work, and which rules set the cap or say so.
    """
    columns = [f"region_{region}" for region in regions]
    codes = ", ".join(map(quoted, columns))
    names = ", ".join(text(region).text for region in regions)
    spelt = ", ".join(_cells(techniques))
    parts = {name: made.shown[name] for name in (ID, *columns)}
    rows = _rows(made, parts | {_NUMBER: Sql(_NUMBER, frozenset({NOTE}))})
    return (
        f"SELECT {quoted(ID)}, cells.region, NULLIF(code >> {2 * len(techniques)}, 0)"
        f" AS pressure_at_most, {spelt}, COALESCE(note, '') AS note,"
        f" COALESCE(rules, '') AS rules FROM (SELECT {quoted(ID)}, {_NUMBER},"
        f" unnest([{names}]) AS region, unnest([{codes}]) AS code FROM ({rows}) AS"
        f" decided) AS cells LEFT JOIN {_LIMITS} ON {_LIMITS}.{_NUMBER} ="
        f" cells.{_NUMBER} AND {_LIMITS}.region = cells.region"
    )


def _cells(techniques: Iterable[str]) -> Iterator[str]:
    names = list(techniques)
    for n, technique in enumerate(names):
        yield (
            f"CASE WHEN code & {1 << n} <> 0 THEN 'avoid'"
            f" WHEN code & {1 << n + len(names)} <> 0 THEN 'modify'"
            f" ELSE 'allow' END AS {quoted(technique)}"
        )


def _tables_beside(made: Parted) -> Iterator[_Beside]:
    """Go through the tables, each before those of which it reads something."""
    yield _Beside(NOTE, made.note_codes, frozenset({NOTE, _NUMBER}))
    keys = {name: column(name) for name in made.keys}
    yield _Beside(RESULT, keys, frozenset(made.result.columns))
    for table in made.tables:
        codes = {name: column(name) for name in table.codes}
        yield _Beside(table.name, codes, frozenset({table.name}))


def _beside(made: Parted, parts: Iterable[Sql]) -> str:
    """Return the table of codes with the tables beside it that some parts read."""
    read = frozenset[str]().union(*(part.reads for part in parts))
    joins: list[str] = []
    for table in _tables_beside(made):
        if table.gives & read:
            read = read.union(*(part.reads for part in table.codes.values()))
            same = (
                f"{quoted(key_of(table.name, code))} = {part.text}"
                for code, part in table.codes.items()
            )
            joins.append(f" JOIN {quoted(table.name)} ON {' AND '.join(same)}")
    return CODED + "".join(reversed(joins))
