"""Tables that do not have the fields they must have: every flaw, not only the first.

msgspec stops at the first flaw and counts tables from nought. This is only run on
content that it has refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo, fields

from massage_screen.pack.question import Choices
from massage_screen.problems.problem import listed
from massage_screen.text import did_you_mean, quoted

#: How deep conditions may stand in each other; a test alone is 1 deep.
DEEPEST = 20
_GROUPS = frozenset({"all_of", "any_of"})


class Flaw(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong with the shape of a table.

    Attributes:
        kind: The kind of the table in the file, or "" for the top of the file.
        index: Which of the tables of that kind.
        key: The key at the top of the file, when there is no table.
    """

    kind: str = ""
    index: int = 0
    key: str = ""
    code: str
    what: str
    do: str


def flaws(raw: Mapping[str, Any], model: type[msgspec.Struct]) -> Iterator[Flaw]:
    """Go through every flaw of a file's content."""
    nested: set[str] = set()
    for field in fields(model):
        key, value = field.encode_name, raw.get(field.encode_name)
        table = _inner(field.type)
        if table is None or value is None:
            continue
        nested.add(key)
        if isinstance(value, list) is not _is_many(field.type):
            header = f"[[{key}]]" if _is_many(field.type) else f"[{key}]"
            what = f"has a {quoted(key)} with the wrong brackets"
            yield _flaw("wrong_type", what, f"Write {header} above it.", key)
            continue
        for index, row in enumerate(value if isinstance(value, list) else [value]):
            deep = is_too_deep(row)
            for flaw in [_too_deep()] if deep else _table(row, table, ()):
                yield msgspec.structs.replace(flaw, kind=key, index=index)
    yield from _table(raw, model, (), without=nested)


def is_too_deep(raw: Any) -> bool:
    """Say whether conditions stand in each other more than 20 deep.

    All that reads a condition calls itself for each part of it.
    """
    left = [(raw, 1)] if isinstance(raw, dict | list) else []
    while left:
        value, depth = left.pop()
        if depth > DEEPEST:
            return True
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            if isinstance(part, dict | list):
                left.append((part, depth + (key in _GROUPS)))
    return False


def _too_deep() -> Flaw:
    what = f"has conditions more than {DEEPEST} deep in each other"
    do = "Take a group out, or let a fact stand for some of the tests."
    return _flaw("condition_depth", what, do)


def unexplained(error: Exception) -> Flaw:
    """Return a flaw in the words of msgspec, for what `flaws` does not know."""
    return _flaw("wrong_type", f"does not fit: {quoted(error)[1:-1]}", "Correct it.")


def rows_of(model: type[msgspec.Struct]) -> Iterator[tuple[str, type[Any]]]:
    """Go through the kinds of table that a file holds lists of, with their structs."""
    for field in fields(model):
        table = _inner(field.type)
        if table is not None and _is_many(field.type):
            yield field.encode_name, table


def named(kind: str, index: int, raw: Mapping[str, Any]) -> str:
    """Return what messages call a table of a file that may lack its id."""
    tables = raw.get(kind)
    if not isinstance(tables, list):
        return f"[{kind}]"
    row = tables[index]
    has_id = isinstance(row, dict) and isinstance(row.get("id"), str)
    word = kind.replace("_", " ")
    return f"{word} {quoted(row['id'])}" if has_id else f"{word} number {index + 1}"


def _table(
    raw: object,
    model: type[Any],
    path: tuple[str, ...],
    without: set[str] | None = None,
) -> Iterator[Flaw]:
    """Go through the flaws of one table and of the tables inside it."""
    where = f"({', '.join(path)}) " if path else ""
    if not isinstance(raw, dict):
        yield _flaw("wrong_type", f"{where}must be a table", "Write it with { }.")
        return
    known = {field.encode_name: field for field in fields(model)}
    absent = known.keys() - raw.keys()
    for key in filter(lambda key: key not in known, raw):
        do = did_you_mean(key, absent, f"Use {listed(known)}.")
        absent = {name for name in absent if quoted(name) not in do.partition("?")[0]}
        yield _flaw("unknown_key", f"{where}has an unknown key {quoted(key)}", do, key)
    for key, field in known.items():
        if key in raw and key not in (without or ()):
            yield from _value(raw[key], field, path)
        elif key in absent and field.required:
            yield _flaw("missing_key", f"{where}has no {quoted(key)}", "Add it.")


def _value(value: object, field: FieldInfo, path: tuple[str, ...]) -> Iterator[Flaw]:
    table, many = _inner(field.type), _is_many(field.type)
    key = field.encode_name
    if field.type == Choices:  # without names of lists: `choice_lists` looks at them
        value = [] if isinstance(value, str) else value
        if isinstance(value, list):
            value = [row for row in value if not isinstance(row, str)]
    if table is not None and isinstance(value, dict) and not many:
        yield from _table(value, table, (*path, key))
        return
    if table is not None and many and value and isinstance(value, list):
        for index, row in enumerate(value):
            yield from _table(row, table, (*path, _called(key, index, row)))
        return
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        where = f"({', '.join(path)}) " if path else ""
        wrong = _in_words(str(error))
        what = f"{where}has a value of {quoted(key)} that {wrong}"
        yield _flaw("wrong_value", what, _do(value, field.type, wrong), key)


def _called(key: str, index: int, row: object) -> str:
    by_id = row.get("id", row.get("is")) if isinstance(row, dict) else None
    return f"{key} {quoted(by_id) if isinstance(by_id, str) else index + 1}"


def _flaw(code: str, what: str, do: str, key: str = "") -> Flaw:
    return Flaw(code=code, what=what, do=do, key=key)


def _is_many(kind: Any) -> bool:
    return get_origin(kind) is tuple or any(map(_is_many, get_args(kind)))


def _inner(kind: Any) -> type[Any] | None:
    """Return the struct inside a type such as `tuple[Rule, ...]`, if there is one."""
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return kind
    return next(filter(None, map(_inner, get_args(kind))), None)


_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "date": "a date",
    "array": "a list",
    "object": "a table",
}
_EXPECTED = re.compile(r"Expected `([^`]*)`(.*?)(?:, got `(\w+)`)?(?: - at .*)?$")


def _in_words(message: str) -> str:
    """Say in plain words what msgspec found wrong with a value."""
    found = _EXPECTED.match(message)
    if found is None:
        return "is not one of the permitted words"
    expected, more, got = found.groups()
    if "matching regex" in more:
        return "is not written as it must be"
    if "of length" in more:
        return "is empty" if ">=" in more else "is too long"
    if more.strip():
        bound = more.strip().replace("<=", "at most").replace(">=", "at least")
        return f"must be {bound}"
    kinds = [_WORDS.get(part, part) for part in expected.split(" | ") if part != "null"]
    return f"must be {' or '.join(kinds)}, not {_WORDS.get(got, got)}"


def _do(value: object, kind: Any, wrong: str) -> str:
    if wrong.startswith("must be text") and wrong.endswith("not a date"):
        return "Put it in quotes."  # TOML has dates of its own
    if wrong.startswith("must be a list,"):
        return "Put it in [ ]."
    permitted = _permitted(kind)
    if permitted and isinstance(value, str):
        return did_you_mean(value, permitted, f"Use {listed(permitted)}.")
    if permitted:
        return f"Use {listed(permitted)}."
    pattern = next(_patterns(kind), None)
    if pattern is None:
        return "Correct it."
    return next(do for sign, do in _WRITTEN if sign in pattern)


#: How to write a text, by what only its pattern has; ids come last.
_WRITTEN = (
    (r"\d{4}", "Write a date as 2027-01-31, in quotes."),
    (r"(\.", "Name a question, or one line of it, as in 'where.arms'."),
    ("^[A-Z][", "Use capital letters and digits, as in S001-06 or C4; at most 20."),
    ("", "Use small letters, digits and underscores, a letter first; at most 60."),
)


def _permitted(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return get_args(kind)
    return tuple(word for part in get_args(kind) for word in _permitted(part))


def _patterns(kind: Any) -> Iterator[str]:
    if get_origin(kind) is Annotated:
        for meta in kind.__metadata__:
            if isinstance(meta, msgspec.Meta) and meta.pattern:
                yield meta.pattern
    for part in get_args(kind):
        yield from _patterns(part)
