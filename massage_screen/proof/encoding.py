"""A pack as Boolean formulas over every possible client.

Relevance, facts, rules, dispositions and cells are built from the same condition
grammar that the engine evaluates. A client here has answered every relevant
question: what the interview leaves out once POSTPONE stands cannot change the
disposition (a property test holds that against the engine).

Each answer is a Boolean. A number is a Boolean for each stretch between the cuts
that the rules use, so nothing is lost by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

import z3

from massage_screen.answers import (
    NONE,
    UNSURE,
    Answers,
    Value,
    doubt_of,
    is_doubt,
    line_of,
)
from massage_screen.condition import Condition, leaves
from massage_screen.pack import (
    Cell,
    Disposition,
    Fact,
    Pack,
    Question,
    Restriction,
    Rule,
    urgency,
    urgency_of,
)
from massage_screen.proof.formula import FALSE as FALSE  # part of this encoding
from massage_screen.proof.formula import TRUE, all_of, any_of, as_bits, no, read_bits
from massage_screen.proof.formula import Formula as Formula
from massage_screen.proof.places import asking, may_speak_of
from massage_screen.proof.variables import (
    lines_doubted,
    one_answer,
    one_value_each,
    value_of,
    variables,
    variables_of_known,
    words_of,
)
from massage_screen.proof.variables import words as words


class Encoding:
    """The formulas of one pack over one client.

    Attributes:
        said: For each question, the variable of each answer.
        offers: For each question whose lines depend on answers, whether each line is
            offered; what is said of one that is not does not count.
        relevant: For each question, whether it is asked.
        known: For each value that the program gives, the variable of each; whoever
            is compared with this client has the same.
        facts: For each fact, whether it has each value.
        fires: For each rule, whether it holds.
        well_formed: What makes the variables an answer sheet.
    """

    def __init__(
        self,
        pack: Pack,
        said: Mapping[str, Mapping[str, Formula]] | None = None,
        like: Encoding | None = None,
        doubts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        """Encode a pack.

        Args:
            pack: The pack.
            said: Variables to use for some questions, to compare two clients.
            like: The client who gives the same answers to all other questions.
                Then `well_formed` speaks of the answers in `said` only, and of
                those that may no longer count.
            doubts: The lines whose doubt has a variable; found in the pack without.
        """
        self.pack = pack
        self.doubts: Mapping[str, tuple[str, ...]] = (
            like.doubts if like else doubts or lines_doubted(pack)
        )
        self._like = like
        self._differs = set(said or ())
        self.known: Mapping[str, Mapping[str, Formula]] = (
            like.known if like else variables_of_known(pack)
        )
        own = said or {}
        self.said: dict[str, Mapping[str, Formula]] = {
            question.id: own.get(question.id)
            or (like.said[question.id] if like else self.variables(question))
            for question in pack.questions.values()
        }
        self.offers: dict[str, Mapping[str, Formula]] = {}
        self.relevant: dict[str, Formula] = {}
        self.facts: dict[str, dict[str, Formula]] = {}
        self.fires: dict[str, Formula] = {}
        self._asks: dict[tuple[int, str], Formula] = {}
        self._steps()
        self.well_formed = [*self._answers(own), *self._answers_that_count()]

    def variables(self, question: Question, client: str = "") -> Mapping[str, Formula]:
        """Return new variables for the answers of a question."""
        return variables(question, self.doubts.get(question.id, ()), client)

    def _answers(self, own: Collection[str]) -> Iterator[Formula]:
        """Go through what makes variables of this client's own an answer."""
        for question in self.pack.questions.values():
            if self._like is None or question.id in own:
                yield from one_answer(question, self.said[question.id])
        if self._like is None:
            yield from one_value_each(self.known)

    def _answers_that_count(self) -> Iterator[Formula]:
        """Go through what is asked: something said of it is offered as well."""
        for question in self.pack.questions.values():
            name = question.id
            if question.depends and (self._like is None or name in self._differs):
                counting = [self.has(name, word) for word in self.said[name]]
                yield z3.Implies(self.relevant[name], any_of(counting))

    def _steps(self) -> None:
        """Encode what follows from what, or take it from the client who is like."""
        for step in self.pack.steps():
            if isinstance(step, Fact):
                same = self._same(step.id, *(row.when for row in step.rows))
                values = same.facts[step.id] if same else self._fact(step)
                self.facts[step.id] = values
            else:
                self.relevant[step.id] = self._asked(step)
        for rule in self.pack.rules.values():
            same = self._same(rule.id, *([rule.when] if rule.when else []))
            self.fires[rule.id] = same.fires[rule.id] if same else self._when(rule)

    def _same(
        self, name: str, *conditions: Condition, lists: frozenset[str] = frozenset()
    ) -> Encoding | None:
        """Return the client who is like, when these conditions read the same."""
        read = (leaf for condition in conditions for leaf in leaves(condition))
        differs = any((leaf.question or leaf.fact) in self._differs for leaf in read)
        if differs or not self._differs.isdisjoint(lists):
            self._differs.add(name)
        return None if name in self._differs else self._like

    def _asked(self, question: Question) -> Formula:
        # Whether it is asked may be the same although the answer is not.
        answer_differs = question.id in self._differs
        self._differs.discard(question.id)
        lists = question.read_by_lines
        same = self._same(question.id, *question.conditions, lists=lists)
        if answer_differs:
            self._differs.add(question.id)
        if not question.depends:
            return same.relevant[question.id] if same else self._when(question)
        offers = same.offers[question.id] if same else self._offered(question)
        self.offers[question.id] = offers
        if same:
            return same.relevant[question.id]
        return all_of([self._when(question), any_of(offers.values())])

    def _offered(self, question: Question) -> Mapping[str, Formula]:
        """Return whether each line of a question is offered."""
        return {
            line.id: all_of(
                [
                    TRUE if line.when is None else self.holds(line.when),
                    self._carried(line.carried_from, line.id),
                    *(no(self._names(other, line.id)) for other in question.except_in),
                ]
            )
            for line in question.choices
        }

    def _carried(self, source: str, line: str) -> Formula:
        if not source:
            return TRUE
        there = self.offers.get(source, {}).get(line, TRUE)
        unsure = all_of([self.relevant[source], there, self.said[source][UNSURE]])
        return any_of([self._names(source, line), unsure])

    def _names(self, question: str, line: str) -> Formula:
        """Return whether a line is ticked or in doubt in a list that is asked."""
        words = (line, doubt_of(line))
        named = any_of([self.has(question, word) for word in words])
        return all_of([self.relevant[question], named])

    def has(self, question: str, word: str) -> Formula:
        """Return whether something is said, and of a line that is offered."""
        said = self.said[question].get(word, FALSE)
        return all_of([said, self.offers.get(question, {}).get(line_of(word), TRUE)])

    def _when(self, asked: Question | Rule) -> Formula:
        return TRUE if asked.when is None else self.holds(asked.when)

    def holds(self, condition: Condition) -> Formula:
        """Return the formula of a condition; what is hidden makes it false."""
        if condition.all_of is not None:
            return all_of([self.holds(part) for part in condition.all_of])
        if condition.any_of is not None:
            return any_of([self.holds(part) for part in condition.any_of])
        if condition.fact is not None:
            values = self.facts[condition.fact]
            return any_of([values[value] for value in condition.is_any_of or ()])
        if condition.known is not None:
            given = self.known[condition.known]
            return any_of([given[value] for value in condition.is_any_of or ()])
        question = condition.question or ""
        return all_of([self.relevant[question], self._test(condition)])

    def reaches(self, disposition: Disposition, timeframe: str = "") -> Formula:
        """Return whether a result is at least this urgent."""
        if disposition is Disposition.PROCEED:
            return TRUE
        return self.reaches_level(urgency_of(disposition, timeframe))

    def reaches_level(self, level: tuple[int, int]) -> Formula:
        """Return whether a result is at least so urgent, on the scale of `urgency`."""
        rules = self.pack.rules.values()
        formulas = [self.fires[rule.id] for rule in rules if urgency(rule) >= level]
        built_in = self.pack.about.nothing_left_to_do.timeframe
        above = level > urgency_of(Disposition.RESTRICT)
        if above and urgency_of(Disposition.POSTPONE, built_in) >= level:
            formulas.append(self.nothing_left)
        return any_of(formulas)

    def is_disposition(self, disposition: Disposition) -> Formula:
        """Return whether a result is exactly this disposition."""
        scale = tuple(Disposition)
        here = self.reaches(disposition)
        if disposition is scale[-1]:
            return here
        return all_of([here, no(self.reaches(scale[disposition.rank + 1]))])

    @cached_property
    def nothing_left(self) -> Formula:
        """Return whether limits, one of them of RESTRICT, close every cell."""
        pack = self.pack
        cells = [(r, t) for r in pack.regions for t in pack.techniques]
        closed = [self.restricts(r, t, Cell.AVOID) for r, t in cells]
        return all_of([self.reaches(Disposition.RESTRICT), *closed])

    def restricts(self, region: str, technique: str, cell: Cell) -> Formula:
        """Return whether some rule asks for at least this cell, if hands stay on."""
        asked = asking(self.pack, region, technique, cell)
        return any_of([self.asks(rule, one, region) for rule, one in asked])

    def asks(self, rule: Rule, asked: Restriction, region: str) -> Formula:
        """Return whether a rule fires and its restriction speaks of a region."""
        key = (id(asked), region)
        if key not in self._asks:
            here = self.speaks_of(asked, region)
            self._asks[key] = all_of([self.fires[rule.id], here])
        return self._asks[key]

    def closed(self, region: str, technique: str) -> Formula:
        """Return whether a cell of the shown grid is `avoid`."""
        hands_off = self.reaches(Disposition.POSTPONE)
        return any_of([hands_off, self.restricts(region, technique, Cell.AVOID)])

    def speaks_of(self, asked: Restriction, region: str) -> Formula:
        """Return whether a restriction speaks of a region; see `regions_of`."""
        if not may_speak_of(self.pack, asked, region):
            return FALSE
        for listed, inside in (
            (asked.regions_named_in, True),
            (asked.regions_not_named_in, False),
        ):
            if listed and inside:
                return self._names(listed, region)
            if listed:
                return no(all_of([self.relevant[listed], self.has(listed, region)]))
        return TRUE

    def answers(self, model: z3.ModelRef) -> Answers:
        """Return the client of a model: the answers to what is asked.

        And what is known, where it is not what it would be without a word.
        """
        told: dict[str, Value] = {
            name: value
            for name, values in self.known.items()
            for value, given in values.items()
            if value != self.pack.known[name].absent
            and z3.is_true(model.eval(given, True))
        }
        bits = iter(read_bits(model, self._bits_of_answers))
        for question in self.pack.questions.values():
            asked = next(bits)
            chosen = [word for word in self.said[question.id] if next(bits)]
            if asked:
                told[question.id] = value_of(question, chosen)
        return Answers(told)

    @cached_property
    def _bits_of_answers(self) -> z3.BitVecRef:
        """Return what is asked and what is said of it, question by question."""
        bits: list[Formula] = []
        for name, said in self.said.items():
            bits += [self.relevant[name], *(self.has(name, word) for word in said)]
        return as_bits(bits)

    def is_mildest(self, question: Question) -> Formula:
        """Return whether a question is not asked or has its mildest answer."""
        said, offers = self.said[question.id], self.offers.get(question.id, {})
        chosen = words_of(question.mildest)
        gentle = all_of(
            [
                any_of([no(offers.get(w, TRUE)), said[w]])
                if w in chosen
                else no(self.has(question.id, w))
                for w in said
            ]
        )
        return any_of([no(self.relevant[question.id]), gentle])

    def _test(self, condition: Condition) -> Formula:
        name = condition.question or ""
        if condition.includes_all_of is not None:
            return all_of([self._finds(name, w) for w in condition.includes_all_of])
        if condition.includes_any_of is not None:
            return any_of([self._finds(name, w) for w in condition.includes_any_of])
        if condition.lacks_any_of is not None:
            return any_of([self._lacks(name, line) for line in condition.lacks_any_of])
        if condition.is_any_of is not None:
            return any_of([self.has(name, word) for word in condition.is_any_of])
        said = self.said[name]
        lows = [word for word in said if word != UNSURE]
        if condition.at_least is not None:
            return any_of([said[w] for w in lows if int(w) >= condition.at_least])
        return any_of([said[w] for w in lows if int(w) < (condition.below or 0)])

    def _finds(self, name: str, word: str) -> Formula:
        """Return whether a test of a list finds a word; see `Ticks.held`."""
        question = self.pack.questions[name]
        if not question.reassuring:
            words = (word,) if is_doubt(word) else (word, doubt_of(word))
            return any_of([self.has(name, each) for each in words])
        if word == NONE and any(map(is_doubt, self.said[name])):
            ticked = [self.has(name, choice.id) for choice in question.choices]
            return no(any_of([*ticked, self.said[name][UNSURE]]))
        return self.has(name, word)

    def _lacks(self, name: str, line: str) -> Formula:
        """Return whether a line was offered and left unticked."""
        left = [no(self.said[name][line])]
        if not self.pack.questions[name].reassuring:
            doubts = (
                self.said[name].get(doubt_of(line), FALSE),
                self.said[name][UNSURE],
            )
            left += map(no, doubts)
        return all_of([self.offers.get(name, {}).get(line, TRUE), *left])

    def _fact(self, fact: Fact) -> dict[str, Formula]:
        values: dict[str, list[Formula]] = {value: [] for value in fact.values}
        earlier: list[Formula] = []
        for row in fact.rows:
            here = self.holds(row.when)
            values[row.value].append(all_of([here, no(any_of(earlier))]))
            earlier.append(here)
        values[fact.values[-1]].append(no(any_of(earlier)))
        return {value: any_of(ways) for value, ways in values.items()}
