"""Puts the choices of a list in the place of its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

#: The list that every pack has: all its regions, by the names that the plan shows.
REGIONS = "regions"
#: The keys of a question that take the name of a list.
KEYS = ("choices", "clinician_choices")
#: The choices of each list by its id, as a file would have them.
Lists = Mapping[str, Sequence[Mapping[str, Any]]]


def names_in(raw: Mapping[str, Any]) -> Iterator[tuple[int, str, str]]:
    """Go through the lists that a file names: which question, which key, which list."""
    rows = raw.get("question")
    for index, row in enumerate(rows if isinstance(rows, list) else ()):
        for key in KEYS:
            if isinstance(row, dict) and isinstance(row.get(key), str):
                yield index, key, row[key]


def filled(raw: Mapping[str, Any], lists: Lists) -> dict[str, Any]:
    """Return the content of a file with choices in the place of each known name."""
    whole = dict(raw)
    for index, key, name in names_in(raw):
        if name in lists:
            rows = whole["question"] = list(whole["question"])
            rows[index] = {**rows[index], key: list(lists[name])}
    return whole
