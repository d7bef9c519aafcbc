"""Facts that grant something, and rows that grant it without having asked."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.condition import Condition, leaves
from massage_screen.pack import Fact
from massage_screen.problems.about import named_twice
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import quoted


def grant_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with the facts that grant something."""
    for entry in draft.of(Fact):
        yield from named_twice(entry, "grants", entry.item.grants)
        yield from _values(entry)
        yield from _rows(draft, entry)


def _values(entry: Entry[Fact]) -> Iterator[Problem]:
    fact = entry.item
    for value in dict.fromkeys(fact.grants):
        if value not in fact.values:
            what = f"grants {quoted(value)}, which is none of its values"
            do = f"Use one of {listed(fact.values)}."
            yield entry.problem("unknown_value", what, do)
        elif value == fact.values[-1]:
            what = f"grants {quoted(value)}, which is left when no row holds"
            do = "Take it out of 'grants', or let the worst value stand last."
            yield entry.problem("grants_worst", what, do)


def _rows(draft: Draft, entry: Entry[Fact]) -> Iterator[Problem]:
    """Find rows that trust a refusing row above them.

    What is not asked passes every refusing row, because no test of it holds. So a
    row that grants must read all that those rows read, and find it denied. A row for
    a milder value refuses nothing.
    """
    fact = entry.item
    refused: dict[str, dict[str, None]] = {}
    for number, row in enumerate(fact.rows, 1):
        read = dict.fromkeys(_questions(draft, row.when, set()))
        if row.value not in fact.grants:
            refused.setdefault(row.value, {}).update(read)
            continue
        worse = [v for v in refused if v not in _up_to(row.value, fact)]
        behind = dict.fromkeys(question for v in worse for question in refused[v])
        if missing := [question for question in behind if question not in read]:
            what = (
                f"grants {quoted(row.value)} in row {number} without reading"
                f" {listed(missing)}, on which a row above refuses"
            )
            do = f"Name in this row which answers to {listed(missing)} permit it."
            yield entry.problem("grants_unread", what, do)


def _up_to(value: str, fact: Fact) -> tuple[str, ...]:
    """Return the values of a fact that are no worse than one."""
    known = value in fact.values
    return fact.values[: fact.values.index(value) + 1] if known else ()


def _questions(draft: Draft, when: Condition, known: set[str]) -> Iterator[str]:
    """Go through the questions that a condition reads, through each fact once."""
    for leaf in leaves(when):
        fact = draft.facts.get(leaf.fact or "")
        if leaf.question:
            yield leaf.question
        elif fact is not None and fact.id not in known:
            known.add(fact.id)
            for row in fact.rows:
                yield from _questions(draft, row.when, known)
