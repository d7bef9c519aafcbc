"""Writes what the page needs so that little stands there twice; `whole.js` reads it.

The words of most questions stand on the paper form, which the page holds for devices
without scripts: they are read from there. A condition names questions and lines by
their places, and one that is needed often stands once, in `terms`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from massage_screen.presentation.paper.form import Asked, Form

_Row = dict[str, Any]
_JOINS = ("and", "or")


def short_of(data: Mapping[str, Any], form: Form, numbers: Mapping[str, int]) -> _Row:
    """Return the data of a page in short.

    Args:
        data: What `data_of` gives; further keys are left as they are.
        form: The paper form of the same pack.
        numbers: The number of each question on it, by id.
    """
    return _Shortener(data, form, numbers).short()


class _Shortener:
    def __init__(
        self, data: Mapping[str, Any], form: Form, numbers: Mapping[str, int]
    ) -> None:
        self._data = data
        self._places = {step["id"]: n for n, step in enumerate(data["steps"])}
        self._lines = {
            step["id"]: [line["id"] for line in step.get("lines", ())]
            for step in data["steps"]
        }
        asked = {a.number: a for a in _on_paper(form)}
        self._paper = {
            name: asked[number] for name, number in numbers.items() if number in asked
        }
        times = Counter(map(json.dumps, _terms_in(data)))
        self._often = [text for text, count in times.items() if count > 1]
        self._number = {text: number for number, text in enumerate(self._often)}

    def short(self) -> _Row:
        return {
            **self._data,
            "steps": [self._step(step) for step in self._data["steps"]],
            "alarms": [self._term(term) for term in self._data["alarms"]],
            "terms": [self._written(json.loads(text)) for text in self._often],
        }

    def _step(self, step: _Row) -> _Row:
        row = self._without_words(step) if self._stands_on_paper(step) else {**step}
        if "rows" in row:
            row["rows"] = [[value, self._term(term)] for value, term in row["rows"]]
        if "when" in row:
            row["when"] = self._term(row["when"])
        if "readers" in row:
            row["readers"] = [self._places[name] for name in row["readers"]]
        if "lines" in row:
            row["lines"] = list(self._together(row["lines"]))
        return row

    # Words

    def _stands_on_paper(self, step: _Row) -> bool:
        """Say whether all words of a question stand there, in the same order."""
        asked = self._paper.get(step["id"])
        if asked is None or asked.ask != step.get("ask"):
            return False
        lines = sorted(step.get("lines", ()), key=_place_shown(step))
        texts = [line["text"] for line in lines if "text" in line]
        return texts == [box.text for box in asked.boxes][: len(texts)]

    def _without_words(self, step: _Row) -> _Row:
        row = {key: part for key, part in step.items() if key != "ask"}
        row["paper"] = self._paper[step["id"]].number
        if "lines" in step:
            row["lines"] = [
                {key: part for key, part in line.items() if key != "text"}
                for line in step["lines"]
            ]
        return row

    # Lines

    def _together(self, lines: Sequence[_Row]) -> Iterator[_Row | str]:
        """Go through the lines of a list; what is carried from one source is one entry.

        Its `ids` are those of the lines, left out where they are all of the source. A
        line of which nothing but its id is to be said is that id.
        """
        for source, group in groupby(map(self._line, lines), _only_carried):
            if not source:
                yield from (line["id"] if len(line) == 1 else line for line in group)
                continue
            ids = [line["id"] for line in group]
            every = ids == self._lines[source]
            yield {"from": source} | ({} if every else {"ids": ids})

    def _line(self, line: _Row) -> _Row:
        return line | ({"when": self._term(line["when"])} if "when" in line else {})

    # Conditions

    def _term(self, term: Any) -> Any:
        if isinstance(term, bool):
            return term
        number = self._number.get(json.dumps(term))
        return self._written(term) if number is None else number

    def _written(self, term: _Row) -> list[Any]:
        for join in _JOINS:
            if join in term:
                return [join, *map(self._term, term[join])]
        name = term.get("q", term.get("f"))
        ((test, wanted),) = (item for item in term.items() if item[0] not in ("q", "f"))
        words = [wanted] if isinstance(wanted, int | float) else wanted
        lines = self._lines[str(name)]
        places = [lines.index(word) if word in lines else word for word in words]
        return [test, self._places[str(name)], *places]


def _on_paper(form: Form) -> Iterator[Asked]:
    for part in (*form.core, *form.further):
        yield from part.asked


def _place_shown(step: _Row) -> Callable[[_Row], int]:
    order: list[str] = step.get("shown", [])
    return lambda line: order.index(line["id"]) if order else 0


def _only_carried(line: Mapping[str, Any]) -> str:
    """Return where a line is carried from, if nothing else is said of it."""
    return str(line["from"]) if line.keys() == {"id", "from"} else ""


def _terms_in(content: Any) -> Iterator[_Row]:
    if isinstance(content, Mapping):
        if not content.keys().isdisjoint((*_JOINS, "q", "f")):
            yield dict(content)
        content = list(content.values())
    if isinstance(content, list):
        for part in content:
            yield from _terms_in(part)
