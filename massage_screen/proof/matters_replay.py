"""What one client shows to be possible, read from the real engine.

The search for holes only asks the solver about what no client has shown yet.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from massage_screen.answers import Answers, Value, is_doubt
from massage_screen.decision import Decision, decide_sheet, regions_of
from massage_screen.pack import (
    SESSION_LISTS,
    SESSION_MINUTES,
    Cell,
    Disposition,
    Pack,
    Restriction,
    Rule,
    urgency,
)
from massage_screen.proof.encoding import words
from massage_screen.sheet import Sheet

#: What happened, to what, and more: `("answer", "pain_kind", "new")`.
Happening: TypeAlias = tuple[str, ...]


def happenings(pack: Pack, answers: Answers) -> Iterator[Happening]:
    """Go through what a client shows who has answered every question asked."""
    sheet = Sheet(pack, answers)
    decision = decide_sheet(sheet)
    yield ("result", decision.standing.value)
    for question, value in sheet.visible.items():
        yield ("asked", question)
        for word in _words(pack, question, value):
            yield ("answer", question, word)
    for fact, values in sheet.facts.items():
        yield from (("fact", fact, value) for value in values)
    yield from _of_rules(sheet, decision)


def fired(decision: Decision, pack: Pack) -> list[Rule]:
    """Return the rules of the pack that hold; the built-in finding is none."""
    rules = (finding.rule for finding in decision.findings)
    return [rule for rule in rules if rule.id in pack.rules]


def _words(pack: Pack, question: str, value: Value) -> tuple[str, ...]:
    if isinstance(value, int | float):
        lows = [int(low) for low in words(pack.questions[question])[:-1]]
        return (str(max(low for low in lows if low <= value)),)
    said = value if isinstance(value, tuple) else (value,)
    return tuple(word for word in said if not is_doubt(word))


def _of_rules(sheet: Sheet, decision: Decision) -> Iterator[Happening]:
    rules = fired(decision, sheet.pack)
    strictest = _strictest(sheet, rules) if decision.standing.hands_on else set()
    levels = [urgency(rule) for rule in rules if rule.disposition]
    for rule in rules:
        yield ("fires", rule.id)
        alone = sum(level >= urgency(rule) for level in levels) == 1
        numbers = [n for n, r in enumerate(rule.restrict, 1) if id(r) in strictest]
        yield from (("strictest", rule.id, str(number)) for number in numbers)
        limits = rule.ranks_as is Disposition.RESTRICT and numbers
        if rule.disposition and (alone or limits):
            yield ("decides", rule.id)


def _strictest(sheet: Sheet, rules: list[Rule]) -> set[int]:
    """Return the restrictions that alone set a cell or a cap, or that say more."""
    asked = [restriction for rule in rules for restriction in rule.restrict]
    found = {id(one) for one in asked if one.note} | _strictest_of_session(asked)
    cells: dict[tuple[str, str], list[tuple[Restriction, Cell]]] = {}
    caps: dict[str, list[Restriction]] = {}
    for one in asked:
        made = sheet.pack.cells_of(one)
        for region in regions_of(sheet, one):
            if one.pressure_at_most is not None:
                caps.setdefault(region, []).append(one)
            for technique, cell in made.items():
                cells.setdefault((region, technique), []).append((one, cell))
    for making in cells.values():
        who = [one for one, _ in making]
        found |= _first_alone(who, [-cell.rank for _, cell in making])
    for rivals in caps.values():
        found |= _first_alone(rivals, [one.pressure_at_most or 0 for one in rivals])
    return found


def _strictest_of_session(asked: list[Restriction]) -> set[int]:
    """Return those that alone name an item of the session, or the fewest minutes."""
    found: set[int] = set()
    for field in SESSION_LISTS:
        items: dict[str, list[Restriction]] = {}
        for one in asked:
            for item in dict.fromkeys(getattr(one, field)):
                items.setdefault(item, []).append(one)
        found |= {id(who[0]) for who in items.values() if len(who) == 1}
    for field in SESSION_MINUTES:
        rivals = [one for one in asked if getattr(one, field)]
        if rivals:
            found |= _first_alone(rivals, [getattr(one, field) for one in rivals])
    return found


def _first_alone(rivals: list[Restriction], strictness: list[int]) -> set[int]:
    """Return the one that no other equals; the lowest number is the strictest."""
    least = min(strictness)
    if Counter(strictness)[least] > 1:
        return set()
    return {id(rivals[strictness.index(least)])}
