"""The whole statement of a pack: from records in words to decisions, or reasons.

Each record comes out once: decided, or with the reason why it is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.batch.dialect import Dialect
from massage_screen.batch.judged import BETWEEN, Judged
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import Columns, case, column, is_open, quoted, text
from massage_screen.batch.told import AGAIN, ID, Told
from massage_screen.coding import Coding, codings
from massage_screen.errors import PackError
from massage_screen.pack import Pack

#: The table that the statement reads.
RECORDS = "records"
REASON, QUESTION = "reason", "question"
#: What every row says of the pack that it was decided with.
OF_PACK = ("pack", "pack_version", "pack_digest")


class Statement(msgspec.Struct, frozen=True):
    """A statement in one dialect.

    Attributes:
        sql: Its text, without a semicolon.
        columns: The columns of its result, in their order.
    """

    sql: str
    columns: tuple[str, ...]


def statement(pack: Pack, dialect: Dialect) -> Statement:
    """Return the statement that decides from the table `records`.

    Raises:
        PackError: The pack has something that no statement can hold.
    """
    coded = codings(pack)
    if ID in coded:
        raise PackError([f"{ID}: is the column of the client; rename the question."])
    columns = Columns([ID, AGAIN, *coded])
    told = Told(pack, coded, columns, dialect)
    judged = Judged(Meaning(pack, coded, columns))
    reason = columns.make("t_why", told.reason, 0)
    decided = is_open(reason)
    about = (pack.about.id, pack.about.version, pack.digest)
    wanted = {
        ID: column(ID),
        REASON: reason,
        QUESTION: told.question,
        **{name: case([(decided, part)]) for name, part in judged.result()},
        **dict(zip(OF_PACK, map(text, about), strict=True)),
    }
    *steps, last = columns.steps("given", wanted)
    named = [*_given(coded), *steps]
    made = ",\n".join(f"{n} AS {dialect.materialized}({s})" for n, s in named)
    sql = f"WITH {made}\n{last[1]}"
    if dialect.quote != '"':  # no name and no text of ours holds one
        sql = sql.replace('"', dialect.quote)
    return Statement(sql, tuple(wanted))


def _given(coded: Mapping[str, Coding]) -> Iterator[tuple[str, str]]:
    """Go through the steps before the first: ids that are there twice, and records."""
    name = quoted(ID)
    yield (
        "repeated",
        f"SELECT {name} FROM {RECORDS} WHERE {name} IS NOT NULL"
        f" GROUP BY {name} HAVING COUNT(*) > 1",
    )
    shown = ", ".join(f"{RECORDS}.{quoted(each)}" for each in (ID, *coded))
    yield (
        "given",
        f"SELECT {shown}, (repeated.{name} IS NOT NULL) AS {quoted(AGAIN)}"
        f" FROM {RECORDS} LEFT JOIN repeated ON repeated.{name} = {RECORDS}.{name}",
    )


def expected(pack: Pack, dialect: Dialect) -> str:
    """Return what the table must hold, as comments and the statement that makes it."""
    coded = codings(pack)
    types = {
        ID: "TEXT",
        **{n: dialect.text_list if c.several else "TEXT" for n, c in coded.items()},
    }
    quote = dialect.quote
    lines = ",\n".join(f"--   {quote}{name}{quote} {kind}" for name, kind in types.items())
    return "\n".join(
        (
            f"-- The rules of {pack.about.id} {pack.about.version}, for {dialect.name}.",
            f"-- {pack.digest}",
            "--",
            "-- It reads one table, a row for each client and a column for each question;",
            "-- NULL where nothing was answered:",
            "--",
            f"-- CREATE TABLE {RECORDS} (",
            lines,
            "-- );",
            "--",
            "-- An answer is a word of the question, a list of such words without NULL",
            '-- in it, or a number as text; "unsure" is one, and "word?" a line in doubt.',
            "-- Each row comes out once. Where it has a reason, it was not decided:",
            "-- something in it fits no question, and all else is NULL.",
            f"-- Names in a list stand with {BETWEEN!r} between them.",
        )
    )


__all__ = ["RECORDS", "Statement", "expected", "statement"]
