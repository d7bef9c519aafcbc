"""The whole statement of a pack: from records in words to decisions, or reasons.

Each record comes out once: decided, or with the reason why it is not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from massage_screen.batch.dialect import Dialect
from massage_screen.batch.judged import Judged
from massage_screen.batch.meaning import Meaning
from massage_screen.batch.notes import Notes
from massage_screen.batch.sql import (
    Columns,
    Sql,
    case,
    column,
    is_open,
    quoted,
    text,
)
from massage_screen.batch.texts import BETWEEN, Table, Texts
from massage_screen.batch.told import AGAIN, ID, Told
from massage_screen.coding import codings
from massage_screen.errors import PackError
from massage_screen.pack import Pack

#: The table that the statement reads.
RECORDS = "records"
REASON, QUESTION, NOTE = "reason", "question", "note"
#: The table of the codes of each row, and of what follows from the keys among them.
CODED, RESULT = "coded", "result"
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


class Parted(msgspec.Struct, frozen=True):
    """The same in parts: statements that make codes, and what they say.

    Steps stand inside the next, which is read by nobody and planned faster.

    Attributes:
        codes: The statement that makes the codes of each row.
        result: The statement that makes what follows from a few of these, the keys, of
            the table of codes: once for all rows that share them.
        keys: The keys; they stand under names of their own, see `key_of`.
        tables: The texts that are made once for each code.
        notes: What makes the note of a row of codes.
        note_codes: How each code of a note is made of codes and results.
        shown: How each column of a decision is made of codes, results and texts.
    """

    codes: Statement
    result: Statement
    keys: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: Notes
    note_codes: Mapping[str, Sql]
    shown: Mapping[str, Sql]


def statement(pack: Pack, dialect: Dialect) -> Statement:
    """Return the statement that decides from the table `records`.

    Args:
        pack: The rules.
        dialect: Of which database.

    Raises:
        PackError: The pack has something that no statement can hold.
    """
    made = _Made(pack, dialect, Texts(apart=False))
    decided = is_open(made.reason)
    wanted = {
        ID: column(ID),
        REASON: made.reason,
        QUESTION: made.question,
        **{name: case([(decided, part)]) for name, part in made.shown().items()},
        **_of_pack(pack),
    }
    steps = made.steps(wanted)
    sql = _in_steps(steps[:-1], steps[-1][1], dialect)
    if dialect.quote != '"':
        sql = _as_written(sql, dialect.quote)
    return Statement(sql, tuple(wanted))


def parted(
    pack: Pack,
    dialect: Dialect,
    kept: tuple[str, ...] = (),
    ids: str = RECORDS,
    *,
    required: bool = False,
) -> Parted:
    """Return the statement in parts.

    Args:
        pack: The rules.
        dialect: Of which database.
        kept: More columns of the table, which come out as they are.
        ids: The table that has the id of every record.
        required: Whether it says which questions must still be asked.

    Raises:
        PackError: The pack has something that no statement can hold.
    """
    texts = Texts(apart=True)
    made = _Made(pack, dialect, texts, kept, required=required)
    shown, notes = made.shown(), made.notes()
    above = made.columns.above(made.grounds())
    result = {n: part for n, part in shown.items() if above.has(part)}
    result.update(notes.codes)
    keys = above.read_by(result)
    read = frozenset(keys).union(
        notes.told.reads, *(table.text.reads for table in texts.tables)
    )
    shown.update({name: column(name) for name in result if name in shown})
    return Parted(
        codes=made.codes((ID, *kept), sorted(read), ids),
        result=_result(above, keys, result),
        keys=tuple(keys),
        tables=tuple(texts.tables),
        notes=notes,
        note_codes={**{n: column(n) for n in notes.codes}, **notes.clauses},
        shown={ID: column(ID), **shown, NOTE: column(NOTE), **_of_pack(pack)},
    )


def _result(
    columns: Columns, keys: Sequence[str], wanted: Mapping[str, Sql]
) -> Statement:
    """Return the statement that makes what follows from some codes."""
    codes = ", ".join(map(quoted, keys))
    different = f"SELECT DISTINCT {codes} FROM {CODED} WHERE {REASON} IS NULL"
    own = {key_of(RESULT, name): column(name) for name in keys}
    steps = columns.steps("keys", {**own, **wanted})
    sql = _nested([("keys", different), *steps[:-1]], steps[-1][1])
    return Statement(sql, tuple(wanted))


def key_of(table: str, code: str) -> str:
    """Return the name of a code in a table of what follows from it."""
    return f"{table} of {code}"


class _Made:
    """The columns of one pack."""

    def __init__(
        self,
        pack: Pack,
        dialect: Dialect,
        texts: Texts,
        kept: tuple[str, ...] = (),
        *,
        required: bool = False,
    ) -> None:
        """Make them all."""
        self._coded, self._dialect = codings(pack), dialect
        if ID in self._coded:
            raise PackError(
                [f"{ID}: is the column of the client; rename the question."]
            )
        self._given = [ID, *kept, *self._coded]
        self.columns = Columns([*self._given, AGAIN])
        told = Told(pack, self._coded, self.columns, dialect)
        meaning = Meaning(pack, self._coded, self.columns)
        self._judged = Judged(meaning, texts, required=required)
        self.reason = self.columns.make("t_why", told.reason, 0)
        self.question = told.question

    def shown(self) -> dict[str, Sql]:
        """Return the columns of a decision."""
        return dict(self._judged.result())

    def grounds(self) -> frozenset[str]:
        """Return the columns from which most of it follows."""
        return self._judged.grounds()

    def notes(self) -> Notes:
        """Return what notes follow from."""
        return self._judged.notes(self._dialect.ones)

    def codes(self, given: Sequence[str], codes: Sequence[str], ids: str) -> Statement:
        """Return the statement of the codes of each row, and of what is wrong in it."""
        wanted = {name: column(name) for name in given}
        wanted |= {REASON: self.reason, QUESTION: self.question}
        wanted |= {name: column(name) for name in codes}
        steps = self.steps(wanted, ids)
        return Statement(_nested(steps[:-1], steps[-1][1]), tuple(wanted))

    def steps(self, wanted: Mapping[str, Sql], ids: str = RECORDS) -> Steps:
        """Return all steps to what is wanted, which is the last of them."""
        return [*_given(self._given, ids), *self.columns.steps("given", wanted)]


def _of_pack(pack: Pack) -> dict[str, Sql]:
    about = (pack.about.id, pack.about.version, pack.digest)
    return dict(zip(OF_PACK, map(text, about), strict=True))


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


def _given(names: Sequence[str], ids: str) -> Iterator[tuple[str, str]]:
    """Go through the steps before the first: ids that are there twice, and records."""
    name = quoted(ID)
    yield (
        "repeated",
        f"SELECT {name} FROM {ids} WHERE {name} IS NOT NULL"
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
{"".join(f"-- {line}{chr(10)}" for line in dialect.before)}"""


__all__ = ["RECORDS", "Parted", "Statement", "expected", "parted", "statement"]
