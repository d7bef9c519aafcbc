"""A pack as Boolean formulas over every possible client.

Relevance, facts, rules, dispositions and cells are built from the same condition
grammar that the engine evaluates. A client here has answered every relevant
question: what the interview leaves out once POSTPONE stands cannot change the
disposition (a property test holds that against the engine).

Each answer is a Boolean. A number is a Boolean for each stretch between the cuts
that the rules use, so nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TypeAlias

import z3

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.condition import Condition
from massage_screen.length import mildest
from massage_screen.pack import (
    URGENCY,
    Cell,
    Disposition,
    Fact,
    Pack,
    Question,
    Restriction,
    Rule,
    urgency,
)

Formula: TypeAlias = z3.BoolRef
TRUE, FALSE = z3.BoolVal(True), z3.BoolVal(False)


class Encoding:
    """The formulas of one pack over one client.

    Attributes:
        said: For each question, the variable of each answer.
        relevant: For each question, whether it is asked.
        facts: For each fact, whether it has each value.
        fires: For each rule, whether it holds.
        well_formed: What makes the variables an answer sheet.
    """

    def __init__(
        self, pack: Pack, said: Mapping[str, Mapping[str, Formula]] | None = None
    ) -> None:
        """Encode a pack.

        Args:
            pack: The pack.
            said: Variables to use for some questions, to compare two clients.
        """
        self.pack = pack
        self._asks: dict[tuple[int, str], Formula] = {}
        self.said: dict[str, Mapping[str, Formula]] = {}
        self.relevant: dict[str, Formula] = {}
        self.facts: dict[str, dict[str, Formula]] = {}
        for question in pack.questions.values():
            given = (said or {}).get(question.id)
            self.said[question.id] = given or {
                word: z3.Bool(f"{question.id}={word}") for word in words(question)
            }
        for step in pack.steps():
            if isinstance(step, Fact):
                self.facts[step.id] = self._fact(step)
            else:
                when = step.when
                self.relevant[step.id] = TRUE if when is None else self.holds(when)
        self.fires = {
            rule.id: TRUE if rule.when is None else self.holds(rule.when)
            for rule in pack.rules.values()
        }
        self.well_formed = [
            formula
            for question in pack.questions.values()
            for formula in _one_answer(question, self.said[question.id])
        ]

    def holds(self, condition: Condition) -> Formula:
        """Return the formula of a condition; what is hidden makes it false."""
        if condition.all_of is not None:
            return z3.And([self.holds(part) for part in condition.all_of])
        if condition.any_of is not None:
            return z3.Or([self.holds(part) for part in condition.any_of])
        if condition.fact is not None:
            values = self.facts[condition.fact]
            return z3.Or([values[value] for value in condition.is_any_of or ()])
        question = condition.question or ""
        return z3.And(self.relevant[question], self._test(condition))

    def reaches(self, disposition: Disposition, timeframe: str = "") -> Formula:
        """Return whether a result is at least this urgent."""
        wanted = urgency_of(disposition, timeframe)
        rules = self.pack.rules.values()
        formula = [self.fires[rule.id] for rule in rules if urgency(rule) >= wanted]
        if disposition is Disposition.POSTPONE:
            formula.append(self.nothing_left)
        return TRUE if disposition is Disposition.PROCEED else z3.Or(formula)

    def is_disposition(self, disposition: Disposition) -> Formula:
        """Return whether a result is exactly this disposition."""
        scale = tuple(Disposition)
        here = self.reaches(disposition)
        if disposition is scale[-1]:
            return here
        return z3.And(here, z3.Not(self.reaches(scale[disposition.rank + 1])))

    @cached_property
    def nothing_left(self) -> Formula:
        """Return whether the limits close every cell."""
        return z3.And(
            [
                self.restricts(region, technique, Cell.AVOID)
                for region in self.pack.regions
                for technique in self.pack.techniques
            ]
        )

    def restricts(self, region: str, technique: str, cell: Cell) -> Formula:
        """Return whether some rule asks for at least this cell, if hands stay on."""
        asked = asking(self.pack, region, technique, cell)
        return z3.Or(
            [self.asks(rule, restriction, region) for rule, restriction in asked]
        )

    def asks(self, rule: Rule, asked: Restriction, region: str) -> Formula:
        """Return whether a rule fires and its restriction speaks of a region."""
        key = (id(asked), region)
        if key not in self._asks:
            here = self.speaks_of(asked, region)
            self._asks[key] = z3.And(self.fires[rule.id], here)
        return self._asks[key]

    def closed(self, region: str, technique: str) -> Formula:
        """Return whether a cell of the shown grid is `avoid`."""
        hands_off = self.reaches(Disposition.POSTPONE)
        return z3.Or(hands_off, self.restricts(region, technique, Cell.AVOID))

    def speaks_of(self, asked: Restriction, region: str) -> Formula:
        """Return whether a restriction speaks of a region; see `regions_of`."""
        if not _may_speak_of(self.pack, asked, region):
            return FALSE
        for listed, inside in (
            (asked.regions_named_in, True),
            (asked.regions_not_named_in, False),
        ):
            if listed:
                named = self.said[listed].get(region, FALSE)
                named = z3.And(self.relevant[listed], named)
                return named if inside else z3.Not(named)
        return TRUE

    def answers(self, model: z3.ModelRef) -> Answers:
        """Return the client of a model: the answers to what is asked of them."""
        told: dict[str, Value] = {}
        for question in self.pack.questions.values():
            if z3.is_true(model.eval(self.relevant[question.id], True)):
                said = self.said[question.id]
                chosen = [w for w in said if z3.is_true(model.eval(said[w], True))]
                told[question.id] = _value(question, chosen)
        return Answers(told)

    def is_mildest(self, question: Question) -> Formula:
        """Return whether a question is not asked or has its mildest answer."""
        said = self.said[question.id]
        chosen = _words_of(mildest(question))
        gentle = z3.And([said[w] if w in chosen else z3.Not(said[w]) for w in said])
        return z3.Or(z3.Not(self.relevant[question.id]), gentle)

    def _test(self, condition: Condition) -> Formula:
        said = self.said[condition.question or ""]
        if condition.includes_all_of is not None:
            return z3.And([said[word] for word in condition.includes_all_of])
        wanted = condition.is_any_of or condition.includes_any_of
        if wanted is not None:
            return z3.Or([said[word] for word in wanted])
        stretches = [word for word in said if word != UNSURE]
        if condition.at_least is not None:
            return z3.Or([said[w] for w in stretches if int(w) >= condition.at_least])
        return z3.Or([said[w] for w in stretches if int(w) < (condition.below or 0)])

    def _fact(self, fact: Fact) -> dict[str, Formula]:
        values: dict[str, list[Formula]] = {value: [] for value in fact.values}
        earlier: list[Formula] = []
        for row in fact.rows:
            here = self.holds(row.when)
            values[row.value].append(z3.And(here, z3.Not(z3.Or(earlier))))
            earlier.append(here)
        values[fact.values[-1]].append(z3.Not(z3.Or(earlier)))
        return {value: z3.Or(ways) for value, ways in values.items()}


def words(question: Question) -> tuple[str, ...]:
    """Return the answers of a question; of a number the low end of each stretch."""
    if question.kind == "number":
        return (str(question.minimum), *map(str, question.bands), UNSURE)
    return tuple(question.words)


def urgency_of(disposition: Disposition, timeframe: str = "") -> tuple[int, int]:
    """Return how urgent a result is, on the scale of `pack.urgency`."""
    soon = URGENCY.index(timeframe) if timeframe in URGENCY else len(URGENCY)
    return disposition.rank, -soon


def _one_answer(question: Question, said: Mapping[str, Formula]) -> Iterable[Formula]:
    every = list(said.values())
    if question.kind != "any_of":
        yield z3.PbEq([(word, 1) for word in every], 1)
        return
    yield z3.Or(every)
    others = [said[word] for word in said if word != NONE]
    yield z3.Implies(said[NONE], z3.Not(z3.Or(others)))


def _words_of(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _value(question: Question, chosen: list[str]) -> Value:
    if question.kind == "any_of":
        return tuple(chosen)
    if question.kind == "number" and chosen[0] != UNSURE:
        return int(chosen[0])
    return chosen[0]


@cache
def asking(
    pack: Pack, region: str, technique: str, cell: Cell
) -> tuple[tuple[Rule, Restriction], ...]:
    """Return the restrictions that may ask for at least this cell, with their rules."""
    return tuple(
        (rule, asked)
        for rule in pack.rules.values()
        for asked in rule.restrict
        if asked.cell
        and Cell(asked.cell).rank >= cell.rank
        and _is_named(pack, technique, asked)
        and _may_speak_of(pack, asked, region)
    )


def _is_named(pack: Pack, technique: str, asked: Restriction) -> bool:
    groups = pack.technique_groups
    return not asked.techniques or any(
        technique in groups[name] for name in asked.techniques
    )


def _may_speak_of(pack: Pack, asked: Restriction, region: str) -> bool:
    if not (asked.everywhere or asked.parts or asked.regions):
        return bool(asked.regions_named_in or asked.regions_not_named_in)
    inside = asked.everywhere or region in asked.regions
    for part in (pack.parts[name] for name in asked.parts):
        inside = inside or region in part.regions
        inside = inside or (asked.with_neighbours and region in part.next_to)
    return inside
