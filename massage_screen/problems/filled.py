"""Puts lines in the place of the names that stand for them, as a file is read.

`choices` may name lists of `pack.toml`; `carries` makes lines of the lines of questions
above; `"signs.*"` in a test, or in what a list may change to, stands for all lines of a
question or a list, and `"signs.*?"` for the doubts of them. What reads packs afterwards
sees lines only.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from massage_screen.answers import DOUBT, doubt_of
from massage_screen.condition import TESTS_OF_LINES
from massage_screen.pack import KINDS

#: The list that every pack has: all its regions, by the names that the plan shows.
REGIONS = "regions"
#: The keys of a question that take the name of a list.
KEYS = ("choices", "clinician_choices")
#: The keys that take the name of a question or list for all its lines.
_TAKES_LINES = (*TESTS_OF_LINES, "to")
#: What stands behind a name for every line of it.
EVERY = ".*"
#: The choices of each list or question by its id, as a file would have them.
Lists = Mapping[str, Sequence[Mapping[str, Any]]]


def names_in(raw: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Go through the lists that a file names: which question, which key, which list."""
    for index, row in _questions(raw):
        for key in KEYS:
            for item in _items(row.get(key)):
                if isinstance(item, str):
                    yield index, key, item


def sources_in(raw: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Go through what questions carry: which question, and what it names."""
    for index, row in _questions(raw):
        for source in _items(row.get("carries")):
            if isinstance(source, str):
                yield index, source


def filled(
    raw: Mapping[str, Any], lists: Lists, above: dict[str, Any]
) -> dict[str, Any]:
    """Return the content of a file with lines in the place of each known name.

    Args:
        raw: What the file says.
        lists: The lists of `pack.toml`.
        above: The lines of the questions in the files above; those of this file are
            added, one after the other, for a question carries only from above it.
    """
    whole = dict(raw)
    if isinstance(raw.get("question"), list):
        whole["question"] = [_question(row, lists, above) for row in raw["question"]]
    whole = {key: with_lines(part, {**lists, **above}) for key, part in whole.items()}
    return whole


def with_lines(raw: Any, lines: Lists) -> Any:
    """Return content with lines in the place of `"signs.*"` where it may stand."""
    if isinstance(raw, list | tuple):
        return [with_lines(part, lines) for part in raw]
    if not isinstance(raw, dict):
        return raw
    return {
        key: list(_every(value, lines))
        if key in _TAKES_LINES and isinstance(value, list | tuple)
        else with_lines(value, lines)
        for key, value in raw.items()
    }


def lines_named(word: str, lines: Lists) -> tuple[str, ...] | None:
    """Return what `"signs.*"` or `"signs.*?"` stands for; None for any other word."""
    name, doubts = word.removesuffix(DOUBT), word.endswith(DOUBT)
    if not name.endswith(EVERY) or name.removesuffix(EVERY) not in lines:
        return None
    ids = [_id(line) for line in lines[name.removesuffix(EVERY)]]
    return tuple(map(doubt_of, ids)) if doubts else tuple(ids)


def _every(words: Sequence[Any], lines: Lists) -> Iterator[Any]:
    for word in words:
        named = lines_named(word, lines) if isinstance(word, str) else None
        yield from (word,) if named is None else named


def _question(row: Any, lists: Lists, above: dict[str, Any]) -> Any:
    if not isinstance(row, dict):
        return row
    new = dict(row)
    for key in KEYS:
        if any(isinstance(item, str) for item in _items(row.get(key))):
            new[key] = _lines(row[key], lists, _items(row.get("leave_out")))
    lines = new.get("choices", [])
    kind = KINDS.get(str(row.get("kind")))
    if kind is not None and kind.several and isinstance(lines, list):
        lines = [*lines, *_carried(_items(row.get("carries")), above)]
        above[str(row.get("id"))] = list({_id(line): line for line in lines}.values())
        new |= {"choices": lines} if lines else {}
    return new


def _lines(value: Any, lists: Lists, left_out: Sequence[Any]) -> Any:
    """Return the choices of a question, its own and those of lists it names.

    The name of no list stays what it is; it cannot become a choice.
    """
    if isinstance(value, str) and value not in lists:
        return value
    lines: list[Any] = []
    for item in _items(value):
        if isinstance(item, str) and item in lists:
            lines += [line for line in lists[item] if _id(line) not in left_out]
        else:
            lines.append(item)
    return lines


def _carried(sources: Sequence[Any], above: Lists) -> Iterator[dict[str, Any]]:
    for source in sources:
        name, _, only = str(source).partition(".")
        for line in above.get(name, ()):
            if isinstance(line, dict) and only in ("", _id(line)):
                kept = {k: v for k, v in line.items() if k not in _OF_ITS_QUESTION}
                yield {**kept, "carried_from": name}


#: What a line does not take along: it was asked there already.
_OF_ITS_QUESTION = ("when", "carried_from", "ends_after")


def _questions(raw: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    rows = raw.get("question")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        if isinstance(row, dict):
            yield index, row


def _items(value: Any) -> Sequence[Any]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, list) else ()


def _id(line: Any) -> str:
    return str(line.get("id")) if isinstance(line, dict) else ""
