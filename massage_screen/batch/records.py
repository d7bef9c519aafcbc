"""Files of records: which columns they have, and how each becomes what is decided from.

Three forms are read and written: CSV, JSON lines and Parquet. An answer of a type that
its question does not take becomes one that no question knows, so that its row is not
decided.
"""

from __future__ import annotations

import csv
import enum
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from massage_screen.answers import GIVEN_ON, UNSURE
from massage_screen.batch.sql import Sql, case, column, put, quoted, text
from massage_screen.batch.texts import BETWEEN
from massage_screen.batch.told import ID, STRANGE
from massage_screen.coding import Coding, codings
from massage_screen.errors import AnswersError
from massage_screen.pack import WATCH, Pack
from massage_screen.pack.known import UNKNOWN
from massage_screen.text import did_you_mean, first_lines, name_of
from massage_screen.text import quoted as in_quotes

#: The number of a row in its file, from 1; the heading of a CSV file is none.
ROW = "row"
#: Keys by which a file of another kind is known: practice, cases, decisions, forms.
_OTHER_FILES = ("schema", "case")
_NUMBERS = ("INT", "DOUBLE", "FLOAT", "DECIMAL", "BIGINT")
_WORD_TYPES = ("VARCHAR", "ENUM")


class Form(enum.Enum):
    """The forms of files of records, by what their names end in."""

    CSV = (".csv",)
    JSON_LINES = (".jsonl", ".ndjson")
    PARQUET = (".parquet",)


def form_of(path: Path) -> Form:
    """Return the form of a file by the end of its name.

    Raises:
        AnswersError: It is none of those that are read and written.
    """
    ending = path.suffix.lower()
    for form in Form:
        if ending in form.value:
            return form
    known = ", ".join(each for form in Form for each in form.value)
    raise AnswersError(
        f"{name_of(path)}: no file of records. Its name must end in one of: {known}."
    )


class Source(NamedTuple):
    """A file of records, and what it is read from.

    Attributes:
        path: The file.
        types: Its columns, each with its type.
    """

    path: Path
    form: Form
    types: Mapping[str, str]

    @property
    def table(self) -> str:
        """Return what stands for the file in a statement, without a table's name."""
        place = text(escaped(self.path)).text
        if self.form is Form.PARQUET:
            return f"read_parquet({place}, file_row_number = true)"
        if self.form is Form.JSON_LINES:
            return f"read_ndjson_objects({place})"
        columns = ", ".join(f"{text(name).text}: 'VARCHAR'" for name in self.types)
        return (
            f"read_csv({place}, columns = {{{columns}}}, auto_detect = false,"
            " header = true, delim = ',', quote = '\"', escape = '\"', nullstr = '')"
        )

    @property
    def row(self) -> str:
        """Return what gives the number of a row."""
        if self.form is Form.PARQUET:
            return "file_row_number + 1"
        return "row_number() OVER ()"


def escaped(path: Path) -> str:
    """Return the whole name of a file, in which no sign stands for other names."""
    signs = (f"[{sign}]" if sign in "*?[" else sign for sign in str(path.absolute()))
    return "".join(signs)


def heading_of(path: Path) -> list[str]:
    """Return the names of the columns of a CSV file.

    Raises:
        AnswersError: It has no heading.
        OSError: It cannot be read.
    """
    try:
        # What is no UTF-8 further on is found, with its line, when the rows are read.
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            names = next(csv.reader(stream, strict=True))
    except (StopIteration, csv.Error):
        names = []
    if not names:
        raise AnswersError(
            f"{name_of(path)}: has no heading that can be read. The first line must"
            f" name the columns, {ID} and questions, with commas between them."
        )
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise AnswersError(
            f"{name_of(path)}, column {in_quotes(twice)}: stands there twice."
        )
    return names


def check_columns(
    names: Sequence[str], pack: Pack, path: Path, more: Collection[str] = ()
) -> tuple[str, ...]:
    """Refuse a file whose columns are not those of records of this pack.

    Args:
        names: The names of its columns.
        pack: The pack.
        path: The file.
        more: Columns that may be there although no question has them.

    Returns:
        The questions without a column.

    Raises:
        AnswersError: There is no column for the id, or one that no question has.
    """
    name, known = name_of(path), {ID, *pack.in_answers, *more}
    if any(each in _OTHER_FILES for each in names if each not in known):
        raise AnswersError(
            f"{name}: holds a practice attempt, cases, a form or a decision, and no"
            " records. Nothing is decided from it."
        )
    wrong = [
        f"{name}, column {in_quotes(each)}: the pack has no such question."
        f" {did_you_mean(each, known)}".rstrip()
        for each in dict.fromkeys(names)
        if each not in known and each != GIVEN_ON
    ]
    if ID not in names:
        wrong.insert(0, f"{name}: has no column {ID!r}, which tells the rows apart.")
    if wrong:
        raise AnswersError("\n".join(first_lines(wrong, len(wrong))))
    return tuple(question for question in pack.questions if question not in names)


def as_records(source: Source, pack: Pack, today: str) -> str:
    """Return the statement by which a file becomes the table `records`.

    Args:
        source: The file.
        pack: The pack, whose questions are its columns.
        today: The day of today, as `2027-01-31`; the day of a watch is held against it.

    Raises:
        AnswersError: A column of a Parquet file has a type that its question lacks.
    """
    columns = {ID: _id(source)}
    for name, coding in codings(pack).items():
        columns[name] = _answer(source, name, coding, today)
    shown = ", ".join(f"{part.text} AS {quoted(n)}" for n, part in columns.items())
    number = f"{source.row} AS {quoted(ROW)}"
    return f"SELECT {quoted(ROW)}, {shown} FROM ({_rows(source, number)}) AS file"


def as_ids(source: Source) -> str:
    """Return the statement that reads the id of every record, and nothing else."""
    if source.form is Form.JSON_LINES:
        source = source._replace(types={ID: source.types[ID]})
    return f"SELECT {_id(source).text} AS {quoted(ID)} FROM ({_rows(source)}) AS file"


def _rows(source: Source, *more: str) -> str:
    """Return the statement that reads the rows of a file, with more columns."""
    said = "*"
    if source.form is Form.JSON_LINES:
        paths = ", ".join(text(f'$."{name}"').text for name in source.types)
        said = f"json_extract(json, [{paths}]) AS said"
    return f"SELECT {', '.join([said, *more])} FROM {source.table}"


def _id(source: Source) -> Sql:
    return put("CAST({} AS VARCHAR)", _raw(source, ID))


def _raw(source: Source, name: str) -> Sql:
    """Return a column as the file has it; of JSON lines its text, where it is one."""
    if source.form is not Form.JSON_LINES:
        return column(name)
    value = _in_json(source, name)
    kind = put("json_type({})", value)
    ways = [
        (put("({} = 'NULL')", kind), Sql("NULL")),
        (put("({} IN ('OBJECT', 'ARRAY'))", kind), Sql("NULL")),
    ]
    return case(ways, put("json_extract_string({}, '$')", value))


def _in_json(source: Source, name: str) -> Sql:
    return Sql(f"said[{list(source.types).index(name) + 1}]")


def _answer(source: Source, name: str, coding: Coding, today: str) -> Sql:
    """Return the answer to one question as the statement of the pack wants it."""
    if name not in source.types:
        return Sql(f"CAST(NULL AS VARCHAR{'[]' if coding.several else ''})")
    if source.form is Form.JSON_LINES:
        return _of_json(_in_json(source, name), name, coding, today)
    if source.form is Form.CSV:
        return _split(column(name)) if coding.several else column(name)
    return _of_parquet(source, name, coding, today)


def _split(raw: Sql) -> Sql:
    return put("string_split({}, {})", raw, text(BETWEEN))


def _of_parquet(source: Source, name: str, coding: Coding, today: str) -> Sql:
    kind, raw = source.types[name], column(name)
    if kind == '"NULL"' or (kind.startswith(_WORD_TYPES) and not kind.endswith("]")):
        words = put("CAST({} AS VARCHAR)", raw)
        return _split(words) if coding.several else words
    if coding.several and kind == "VARCHAR[]":
        gaps = put("(list_count({}) < len({}))", raw, raw)
        return case([(gaps, _strange_list())], raw)
    if coding.low is not None and any(each in kind for each in _NUMBERS):
        return put("CAST({} AS VARCHAR)", raw)
    if name == WATCH and kind.startswith("STRUCT"):
        return _of_json(put("to_json({})", raw), name, coding, today)
    raise AnswersError(
        f"{name_of(source.path)}, column {in_quotes(name)}: holds {kind}, which is no"
        f" answer to this question. It takes {_takes(coding)}."
    )


def _takes(coding: Coding) -> str:
    if coding.several:
        return f"lists of text, or text with {BETWEEN!r} between the words"
    return "numbers" if coding.low is not None else "text"


def _of_json(value: Sql, name: str, coding: Coding, today: str) -> Sql:
    """Return an answer in JSON, of whatever type it is there."""
    kind = put("json_type({})", value)
    said = put("json_extract_string({}, '$')", value)
    null = (put("({} IS NULL OR {} = 'NULL')", kind, kind), Sql("NULL"))
    is_text = put("({} = 'VARCHAR')", kind)
    is_unsure = put("({} AND {} = {})", is_text, said, text(UNSURE))
    if coding.several:
        items = put("json_type({}, '$[*]')", value)
        no_other = put(
            "(len(list_distinct({0})) = 0 OR list_distinct({0}) = ['VARCHAR'])", items
        )
        a_list = put("({} = 'ARRAY' AND {})", kind, no_other)
        words = put("json_extract_string({}, '$[*]')", value)
        unsure = (is_unsure, put("[{}]", text(UNSURE)))
        return case([null, (a_list, words), unsure], _strange_list())
    if coding.low is not None:
        number = put("({} IN ('UBIGINT', 'BIGINT', 'HUGEINT', 'DOUBLE'))", kind)
        ways = [null, (number, put("CAST({} AS VARCHAR)", value))]
        return case([*ways, (is_unsure, text(UNSURE))], text(STRANGE))
    ways = [null, (is_text, said)]
    if name == WATCH:
        ways.append((put("({} = 'OBJECT')", kind), _watch(value, today)))
    return case(ways, text(STRANGE))


def _watch(value: Sql, today: str) -> Sql:
    """Return what a watch with its day is today; see `pack.known.watch_on`."""
    keys = put("list_concat(json_keys({}), ['rule', 'until'])", value)
    strange = put("(len(list_distinct({})) > 2)", keys)
    no_rule = put("(COALESCE(json_type({}, '$.rule'), '') <> 'VARCHAR')", value)
    until = put("json_extract_string({}, '$.until')", value)
    kind = put("json_type({}, '$.until')", value)
    past = put("({} IS NULL OR {} = {})", kind, until, text(UNKNOWN))
    date = put("TRY_CAST({} AS DATE)", until)
    day = put("({} = 'VARCHAR' AND strftime({}, '%Y-%m-%d') = {})", kind, date, until)
    when = case([(put("({} < {})", until, text(today)), text("past"))], text("open"))
    wrong = put("({} OR {})", strange, no_rule)
    return case(
        [(wrong, text(STRANGE)), (past, text("past")), (day, when)], text(STRANGE)
    )


def _strange_list() -> Sql:
    return put("[{}]", text(STRANGE))
