"""From codes to what is written: statements on the table of codes and those of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from massage_screen.batch.sql import Sql, quoted, text
from massage_screen.batch.statement import QUESTION, REASON, Parted
from massage_screen.batch.texts import Table
from massage_screen.batch.told import ID

#: The table of codes.
CODED = "coded"


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


def decided(made: Parted, names: Iterable[str]) -> str:
    """Return the statement that shows some columns of the rows that were decided."""
    parts = {name: made.shown[name] for name in names}
    shown = (f"{part.text} AS {quoted(name)}" for name, part in parts.items())
    source = _beside_texts(made.tables, parts.values())
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

    A row for each client and region: the cap on pressure, and what each technique may
    do there.
    """
    columns = [f"region_{region}" for region in regions]
    codes = ", ".join(map(quoted, columns))
    names = ", ".join(text(region).text for region in regions)
    spelt = ", ".join(_cells(techniques))
    return (
        f"SELECT {quoted(ID)}, region, NULLIF(code >> {2 * len(techniques)}, 0) AS"
        f" pressure_at_most, {spelt} FROM (SELECT {quoted(ID)}, unnest([{names}]) AS"
        f" region, unnest([{codes}]) AS code FROM ({decided(made, [ID, *columns])})"
        " AS decided) AS cells"
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
