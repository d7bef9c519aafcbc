"""What stands in a pack and nothing reads, and doubt that costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from massage_screen.condition import names_unsure
from massage_screen.pack import Fact, Question, Rule
from massage_screen.problems.draft import Draft
from massage_screen.problems.problem import Problem


def use_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what nothing uses; silent while a table cannot be read."""
    if not draft.is_whole:
        return
    yield from _unread(draft)
    yield from _unpriced(draft)


def _unread(draft: Draft) -> Iterator[Problem]:
    leaves = [leaf for reading in draft.readings for leaf in reading.leaves]
    read = {leaf.question or leaf.fact for leaf in leaves}
    for rule in draft.of(Rule):
        for asked in rule.item.restrict:
            read |= {asked.regions_named_in, asked.regions_not_named_in}
    for question in draft.of(Question):
        read |= question.item.read_by_lines
    for question in draft.of(Question):
        if question.item.id not in read and not question.item.records_only:
            do = "Add a rule that reads it, or do not ask it."
            yield question.problem("unread_question", "changes nothing", do)
    for fact in draft.of(Fact):
        if fact.item.id not in read:
            do = "Add a rule that reads it, or delete it."
            yield fact.problem("unread_fact", "changes nothing", do)


def _unpriced(draft: Draft) -> Iterator[Problem]:
    """Find questions of which a client may be unsure without any consequence.

    A fact needs no word for it: when none of its rows holds, its worst value does.
    What a clause reads decides nothing, so it neither asks for that word nor counts.
    """
    priced: set[str | None] = set()
    by_rules: set[str | None] = set()
    by_facts: set[str | None] = set()
    by_questions: set[str | None] = set()
    readers: dict[Any, set[str | None]] = {
        Rule: by_rules,
        Fact: by_facts,
        Question: by_questions,
    }
    for reading in (each for each in draft.readings if not each.clause):
        for leaf in reading.leaves:
            readers[type(reading.entry.item)].add(leaf.question)
            if names_unsure(leaf):
                priced.add(leaf.question)
    unpriced = (by_rules | (by_questions - by_facts)) - priced
    for entry in draft.of(Question):
        question = entry.item
        confirms = question.takes.several and question.reassuring
        if question.id in unpriced and not (confirms or question.records_only):
            what = "is read, but no condition names 'unsure'"
            do = "Name 'unsure' where doubt must count like the worst answer."
            yield entry.problem("unsure_without_price", what, do)
