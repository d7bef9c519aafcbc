"""Enables items of a Questionnaire as the standard says; it shares no code with ours.

Expressions are run by fhirpathpy with the model of R4; without that model it reads no
value of an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import fhirpathpy
from fhirpathpy.models import models

Item = dict[str, Any]
_WHEN = "sdc-questionnaire-enableWhenExpression"


class Renderer:
    """What a program that shows a Questionnaire works out.

    Attributes:
        items: The items by their names, each after the one in which it stands.
        within: In which item each stands; "" for none.
    """

    def __init__(self, questionnaire: Item) -> None:
        self.items: dict[str, Item] = {}
        self.within: dict[str, str] = {}
        for item, parent in _items(questionnaire["item"], ""):
            self.items[item["linkId"]] = item
            self.within[item["linkId"]] = parent
        self._variables = [
            (each["valueExpression"]["name"], _run(each["valueExpression"]))
            for each in questionnaire.get("extension", ())
        ]
        self._paths = {
            link: _run(each["valueExpression"])
            for link, item in self.items.items()
            for each in item.get("extension", ())
            if each["url"].endswith(_WHEN)
        }

    def enabled(self, response: Item) -> set[str]:
        """Return the names of the items that are enabled."""
        given = {item["linkId"]: item for item, _ in _items(response["item"], "")}
        known: Item = {"resource": response}
        for name, run in self._variables:
            known[name] = run(response, known)
        found = {""}
        for link, item in self.items.items():
            if self.within[link] in found and self._is_on(item, response, known, given):
                found.add(link)
        return found - {""}

    def _is_on(
        self, item: Item, response: Item, known: Item, given: dict[str, Item]
    ) -> bool:
        path, clauses = self._paths.get(item["linkId"]), item.get("enableWhen")
        assert not (path and clauses), "the standard lets an item have one of them"
        if path:
            (held,) = path(response, known)
            assert isinstance(held, bool)
            return held
        if not clauses:
            return True
        tests = (_holds(clause, given) for clause in clauses)
        every = item.get("enableBehavior") == "all"
        return all(tests) if every else any(tests)


def _items(items: list[Item], parent: str) -> Iterator[tuple[Item, str]]:
    for item in items:
        yield item, parent
        yield from _items(item.get("item", []), item["linkId"])


def _run(expression: Item) -> Callable[[Item, Item], list[Any]]:
    assert expression["language"] == "text/fhirpath"
    run = fhirpathpy.compile(expression["expression"], models["r4"])
    return lambda resource, known: run(resource, known)


def _holds(clause: Item, given: dict[str, Item]) -> bool:
    answers = given.get(clause["question"], {}).get("answer", [])
    said = [value for answer in answers for value in answer.values()]
    (wanted,) = (v for key, v in clause.items() if key.startswith("answer"))
    return bool(
        {
            "exists": lambda: bool(said) is wanted,
            "=": lambda: wanted in said,
            "!=": lambda: wanted not in said,
            ">=": lambda: any(value >= wanted for value in said),
            "<": lambda: any(value < wanted for value in said),
        }[clause["operator"]]()
    )
