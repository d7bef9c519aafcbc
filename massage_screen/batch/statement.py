"""The whole statement of a pack: from records in words to decisions, or reasons.

Each record comes out once: decided, or with the reason why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.batch.dialect import Dialect
from massage_screen.batch.judged import BETWEEN, Judged
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.sql import Columns, case, column, is_open, quoted, text
from massage_screen.batch.told import AGAIN, ID, Told
from massage_screen.coding import codings
from massage_screen.errors import PackError
from massage_screen.pack import Pack

#: The table that the statement reads.
RECORDS = "records"
REASON, QUESTION = "reason", "question"
#: What every row says of the pack that it was decided with.
OF_PACK = ("pack", "pack_version", "pack_digest")


#: The steps of a statement: the name of each, and how it is made.
Steps = Sequence[tuple[str, str]]


class Statement(msgspec.Struct, frozen=True):
    """A statement in one dialect.

    Attributes:
        sql: Its text, without a semicolon.
        columns: The columns of its result, in their order.
    """

    sql: str
    columns: tuple[str, ...]


def statement(
    pack: Pack, dialect: Dialect, kept: tuple[str, ...] = (), *, nested: bool = False
) -> Statement:
    """Return the statement that decides from the table `records`.

    Args:
        pack: The rules.
        dialect: Of which database.
        kept: More columns of the table, which come out as they are.
        nested: Whether each step stands inside the next, which is read by nobody and
            planned faster.

    Raises:
        PackError: The pack has something that no statement can hold.
    """
    coded = codings(pack)
    if ID in coded:
        raise PackError([f"{ID}: is the column of the client; rename the question."])
    columns = Columns([ID, AGAIN, *kept, *coded])
    told = Told(pack, coded, columns, dialect)
    judged = Judged(Meaning(pack, coded, columns))
    reason = columns.make("t_why", told.reason, 0)
    decided = is_open(reason)
    about = (pack.about.id, pack.about.version, pack.digest)
    wanted = {
        ID: column(ID),
        **{name: column(name) for name in kept},
        REASON: reason,
        QUESTION: told.question,
        **{name: case([(decided, part)]) for name, part in judged.result()},
        **dict(zip(OF_PACK, map(text, about), strict=True)),
    }
    *steps, last = columns.steps("given", wanted)
    named = [*_given([ID, *kept, *coded]), *steps]
    sql = _nested(named, last[1]) if nested else _in_steps(named, last[1], dialect)
    if dialect.quote != '"':
        sql = _as_written(sql, dialect.quote)
    return Statement(sql, tuple(wanted))


def _in_steps(named: Steps, last: str, dialect: Dialect) -> str:
    made = ",\n".join(f"{n} AS {dialect.materialized}({sql})" for n, sql in named)
    return f"WITH {made}\n{last}"


def _nested(named: Steps, last: str) -> str:
    """Return the same with each step in the place of its name, which stands last."""
    (before, sql), *others = [*named, ("", last)]
    for name, step in others:
        inside = f" ({sql}) AS {before}"
        if step.endswith(f" FROM {before}"):
            sql = step.removesuffix(f" {before}") + inside
        else:
            sql = step.replace(f" {before}", inside, 1)
        before = name
    return sql


def _as_written(sql: str, quote: str) -> str:
    """Return a statement for a database with other quotes; it escapes with a slash."""

    def written(found: re.Match[str]) -> str:
        if found[1] is None:
            return quote
        inside = found[1].replace("\\", "\\\\").replace("''", "\\'")
        return f"'{inside}'"

    return re.sub("'((?:[^']|'')*)'|\"", written, sql)


def _given(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Go through the steps before the first: ids that are there twice, and records."""
    name = quoted(ID)
    yield (
        "repeated",
        f"SELECT {name} FROM {RECORDS} WHERE {name} IS NOT NULL"
        f" GROUP BY {name} HAVING COUNT(*) > 1",
    )
    shown = ", ".join(f"{RECORDS}.{quoted(each)}" for each in names)
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
    mark, about = dialect.quote, pack.about
    lines = [f"--   {mark}{name}{mark} {kind}" for name, kind in types.items()]
    return f"""\
-- The rules of {about.id} {about.version}, for {dialect.name}.
-- {pack.digest}
--
-- It reads one table, a row for each client and a column for each question. NULL is
-- where nothing was answered:
--
-- CREATE TABLE {RECORDS} (
{f",{chr(10)}".join(lines)}
-- );
--
-- An answer is a word of the question, a list of such words without NULL in it, or a
-- number as text; "unsure" is one too, and "word?" is a line in doubt.
-- Each row comes out once. Where it has a reason it was not decided, as something in it
-- fits no question, and the columns of the decision are NULL.
-- Between the names of a list stands {BETWEEN!r}.
"""


__all__ = ["RECORDS", "Statement", "expected", "statement"]
