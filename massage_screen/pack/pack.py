"""A whole pack: its concerns, and everything in it by id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import msgspec

from massage_screen.answers import Value
from massage_screen.clues import Clues
from massage_screen.condition import HIDDEN, Condition, leaves
from massage_screen.pack.about import (
    Movement,
    PackFile,
    Part,
    Position,
    Region,
    Support,
    Technique,
    Timeframe,
)
from massage_screen.pack.known import Known
from massage_screen.pack.practice import Practice
from massage_screen.pack.question import Question
from massage_screen.pack.rule import STRONGEST, Fact, Restriction, Rule
from massage_screen.pack.scale import Cell
from massage_screen.pack.source import Reference
from massage_screen.pack.table import Table, Text


class Section(Table):
    """The heading of a file's questions, and why they are asked.

    Attributes:
        private: Whether they stand on a page of their own of the paper form, which
            others do not see while the rest is filled in.
    """

    title: Text
    intro: str = ""
    private: bool = False


class ConcernFile(Table):
    """One clinical concern: its questions, then its facts, then its rules."""

    section: Section
    question: tuple[Question, ...] = ()
    fact: tuple[Fact, ...] = ()
    rule: tuple[Rule, ...] = ()


class Pack(msgspec.Struct, frozen=True, kw_only=True, dict=True, eq=False):
    """A whole pack that was read and found to have no problems.

    Attributes:
        digest: The hash by which it is known, of the files that decisions rest on.
        practice: What students meet; empty unless the pack was read for practice.
    """

    about: PackFile
    concerns: tuple[ConcernFile, ...]
    references: Mapping[str, Reference]
    digest: str
    practice: Practice = Practice()

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return all questions by id, in the order of asking."""
        return {q.id: q for concern in self.concerns for q in concern.question}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Return all facts by id."""
        return {f.id: f for concern in self.concerns for f in concern.fact}

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Return all rules by id."""
        return {r.id: r for concern in self.concerns for r in concern.rule}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """Return the section in which each question stands, by question id."""
        return {
            q.id: concern.section for concern in self.concerns for q in concern.question
        }

    def steps(self) -> tuple[Question | Fact, ...]:
        """Return questions and facts in the order in which they may be read."""
        return self._steps

    @cached_property
    def _steps(self) -> tuple[Question | Fact, ...]:
        return tuple(
            step for one in self.concerns for step in (*one.question, *one.fact)
        )

    @cached_property
    def carried(self) -> frozenset[str]:
        """Return the questions from which others carry lines."""
        return frozenset().union(*(q.lines_carried for q in self.questions.values()))

    @cached_property
    def none_asked(self) -> Mapping[str, bool]:
        """Return that no question is asked, in the order of asking."""
        return dict.fromkeys(self.questions, False)

    @cached_property
    def all_hidden(self) -> Mapping[str, str]:
        """Return what a condition is given of each question that is not asked."""
        return dict.fromkeys(self.questions, HIDDEN)

    @cached_property
    def facts_at_worst(self) -> Mapping[str, frozenset[str]]:
        """Return the last value of each fact, which it has when no row holds."""
        return {fact.id: fact.at_worst for fact in self.facts.values()}

    @cached_property
    def rules_by_condition(self) -> tuple[tuple[int, Rule], ...]:
        """Return the rules, each with the `id` of its condition, as an index has it."""
        return tuple((id(rule.when), rule) for rule in self.rules.values())

    @cached_property
    def clues(self) -> Clues:
        """Return the index of when questions, lines, facts and rules apply."""
        usual = {
            *((known.id, known.absent) for known in self.about.known),
            *((fact.id, fact.values[-1]) for fact in self.facts.values()),
            *((q.id, word) for q in self.questions.values() for word in _usual(q)),
        }
        return Clues(self._conditions(), usual)

    def _conditions(self) -> Iterator[Condition]:
        for question in self.questions.values():
            yield from question.conditions
        for fact in self.facts.values():
            yield from (row.when for row in fact.rows)
        yield from (rule.when for rule in self.rules.values() if rule.when is not None)

    def hanging_on(self, *questions: str) -> list[Question | Fact]:
        """Return questions and what their answers may change, in the order of the pack.

        By facts too, and by what opens a question or one of its lines.
        """
        numbers = set[int]().union(*(self._hanging[name] for name in questions))
        return [self._steps[number] for number in sorted(numbers)]

    @cached_property
    def _hanging(self) -> Mapping[str, list[int]]:
        """Return the numbers of the steps that hang on each question."""
        reached: dict[str, frozenset[str]] = {}
        hanging: dict[str, list[int]] = {name: [] for name in self.questions}
        for number, step in enumerate(self._steps):
            reached[step.id] = frozenset[str]().union(
                {step.id} & hanging.keys(),
                *(reached[name] for name in _read_by(step) if name in reached),
            )
            for name in reached[step.id]:
                hanging[name].append(number)
        return hanging

    @cached_property
    def gate_rules(self) -> tuple[Rule, ...]:
        """Return the rules of REFER or EMERGENCY that read a question of the gate."""
        return tuple(
            rule
            for rule in self.rules.values()
            if rule.ranks_as.urgent
            and rule.when is not None
            and any(self.questions[q].gate for q in self.questions_in(rule.when))
        )

    def tests_in(self, condition: Condition) -> Iterator[Condition]:
        """Go through the tests of answers that a condition makes, by its facts too."""
        for leaf in leaves(condition):
            if leaf.question is not None:
                yield leaf
            elif leaf.fact is not None:
                for row in self.facts[leaf.fact].rows:
                    yield from self.tests_in(row.when)

    def questions_in(self, condition: Condition) -> frozenset[str]:
        """Return the questions that a condition reads, by its facts too."""
        return _questions_in(condition, self._read_by_fact)

    @cached_property
    def _read_by_fact(self) -> Mapping[str, frozenset[str]]:
        """Return the questions that each fact reads; facts read those above them."""
        read: dict[str, frozenset[str]] = {}
        for fact in (step for step in self._steps if isinstance(step, Fact)):
            parts = (_questions_in(row.when, read) for row in fact.rows)
            read[fact.id] = frozenset[str]().union(*parts)
        return read

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """Return the values that the program gives, by id."""
        return {known.id: known for known in self.about.known}

    @cached_property
    def in_answers(self) -> Mapping[str, Question | Known]:
        """Return all that answers may hold: questions, and what the program knows."""
        return {**self.known, **self.questions}

    def known_in(self, answers: Mapping[str, Value]) -> dict[str, Value]:
        """Return what answers hold that the program gives, and nobody is asked."""
        return {name: answers[name] for name in self.known if name in answers}

    @cached_property
    def regions(self) -> Mapping[str, Region]:
        """Return the regions by id."""
        return {region.id: region for region in self.about.region}

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """Return the parts of the spine by id."""
        return {part.id: part for part in self.about.part}

    @cached_property
    def techniques(self) -> Mapping[str, Technique]:
        """Return the techniques by id."""
        return {technique.id: technique for technique in self.about.technique}

    @cached_property
    def technique_groups(self) -> Mapping[str, tuple[str, ...]]:
        """Return the members of each group, and each technique as its own group."""
        groups = {group.id: group.techniques for group in self.about.technique_group}
        return {technique: (technique,) for technique in self.techniques} | groups

    @cached_property
    def closed_at(self) -> Mapping[int, tuple[str, ...]]:
        """Return the techniques that each cap on pressure closes, from 1 to 5."""
        return {
            cap: tuple(
                dict.fromkeys(
                    technique
                    for closing in self.about.pressure_closes
                    if cap <= closing.at_most
                    for group in closing.techniques
                    for technique in self.technique_groups[group]
                )
            )
            for cap in range(1, STRONGEST + 1)
        }

    def cells_of(self, asked: Restriction) -> dict[str, Cell]:
        """Return what a restriction makes of techniques where it speaks, by itself."""
        cells: dict[str, Cell] = {}
        if asked.cell is not None:
            for group in asked.techniques or self.techniques:
                cells |= dict.fromkeys(self.technique_groups[group], Cell(asked.cell))
        if asked.pressure_at_most is not None:
            cells |= dict.fromkeys(self.closed_at[asked.pressure_at_most], Cell.AVOID)
        return cells

    @cached_property
    def positions(self) -> Mapping[str, Position]:
        """Return the positions by id."""
        return {position.id: position for position in self.about.position}

    @cached_property
    def movements(self) -> Mapping[str, Movement]:
        """Return the movements by id."""
        return {movement.id: movement for movement in self.about.movement}

    @cached_property
    def supports(self) -> Mapping[str, Support]:
        """Return the supports by id."""
        return {support.id: support for support in self.about.support}

    @cached_property
    def closed(self) -> Mapping[str, Mapping[str, Cell]]:
        """Return the grid of a client whom nobody massages today."""
        return {r: dict.fromkeys(self.techniques, Cell.AVOID) for r in self.regions}

    @cached_property
    def timeframes(self) -> Mapping[str, Timeframe]:
        """Return the timeframes by id."""
        return {frame.id: frame for frame in self.about.timeframe}


def _usual(question: Question) -> tuple[str, ...]:
    """Return the words in the answer of somebody with nothing to tell."""
    mildest = question.mildest
    return mildest if isinstance(mildest, tuple) else (str(mildest),)


def _read_by(step: Question | Fact) -> Iterator[str]:
    """Go through the questions and facts that a question or a fact reads itself."""
    if isinstance(step, Fact):
        conditions = tuple(row.when for row in step.rows)
    else:
        conditions = step.conditions
        yield from step.read_by_lines
    for condition in conditions:
        for leaf in leaves(condition):
            yield leaf.question or leaf.fact or ""


def _questions_in(
    condition: Condition, by_fact: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    tests = list(leaves(condition))
    asked = frozenset(test.question for test in tests if test.question is not None)
    return asked.union(*(by_fact[test.fact] for test in tests if test.fact is not None))
