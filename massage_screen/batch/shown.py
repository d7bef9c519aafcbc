"""From codes to what is written: statements on the tables of codes and of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from massage_screen.batch.sql import Sql, column, quoted, text
from massage_screen.batch.statement import NOTE, QUESTION, REASON, Parted
from massage_screen.batch.texts import Table
from massage_screen.batch.told import ID

#: The table of codes; the number of a note, and the table of limits.
CODED, _NUMBER, _LIMITS = "coded", "number_of_note", "limits"


def tables(made: Parted) -> Iterator[tuple[str, str]]:
    """Go through the tables of texts, as (name, SELECT).

    The codes of a row stand under other names than in the table of codes.
    """
    for table in made.tables:
        codes = ", ".join(map(quoted, table.codes))
        keys = ", ".join(
            f"{quoted(code)} AS {quoted(_key(table, code))}" for code in table.codes
        )
        yield (
            table.name,
            f"SELECT {keys}, {table.text.text} AS {quoted(table.name)} FROM"
            f" (SELECT DISTINCT {codes} FROM {CODED}) AS codes",
        )


def notes(made: Parted) -> str:
    """Return the statement that reads each code of a note once."""
    codes = ", ".join(map(quoted, made.notes.codes))
    return f"SELECT DISTINCT {codes} FROM {CODED} WHERE {REASON} IS NULL"


def note_table(made: Parted) -> str:
    """Return the statement that makes the table of notes, of lists: codes and notes.

    Each note has a number too, by which limits are found.
    """
    table = _notes_of(made)
    keys = ", ".join(
        f"unnest(CAST(? AS BIGINT[])) AS {quoted(_key(table, code))}"
        for code in table.codes
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


def _notes_of(made: Parted) -> Table:
    return Table(NOTE, tuple(made.notes.codes), column(NOTE))


def decided(made: Parted, names: Iterable[str]) -> str:
    """Return the statement that shows some columns of the rows that were decided."""
    return _rows(made, {name: made.shown[name] for name in names})


def _rows(made: Parted, parts: Mapping[str, Sql]) -> str:
    shown = (f"{part.text} AS {quoted(name)}" for name, part in parts.items())
    source = _beside_texts([*made.tables, _notes_of(made)], parts.values())
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


def _beside_texts(known: Iterable[Table], parts: Iterable[Sql]) -> str:
    """Return the table of codes with the texts that some parts read beside it.

    Each row finds exactly one text.
    """
    read = frozenset[str]().union(*(part.reads for part in parts))
    needed = [table for table in known if table.name in read]
    joins = (
        f" JOIN {quoted(table.name)} ON "
        + " AND ".join(
            f"{quoted(_key(table, code))} = {CODED}.{quoted(code)}"
            for code in table.codes
        )
        for table in needed
    )
    return CODED + "".join(joins)


def _key(table: Table, code: str) -> str:
    return f"{table.name} of {code}"
