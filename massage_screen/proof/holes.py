"""Looks for what can never happen in a pack, and for states that no rule covers.

A rule set that always says no, a rule that nothing can set off, or a diagnosis that
no rule knows would pass many a property; here they are holes.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import msgspec
import z3

from massage_screen.answers import UNSURE
from massage_screen.condition import Condition, leaves
from massage_screen.pack import Cell, Disposition, Pack, Restriction, Rule, urgency
from massage_screen.proof.encoding import Encoding, Formula, asking


class Hole(msgspec.Struct, frozen=True):
    """Something that no client can reach, or that no rule covers."""

    id: str
    what: str

    def __str__(self) -> str:
        """Return the hole as one line."""
        return f"{self.id}: {self.what}"


def find_holes(pack: Pack) -> list[Hole]:
    """Return every hole of a pack; each is a question the solver answered."""
    return list(_Search(pack).holes())


class _Search:
    """Asks the solver whether some client is like this."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.encoding = Encoding(pack)
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(self.encoding.well_formed)
        self.hands_on = z3.Not(self.encoding.reaches(Disposition.POSTPONE))

    def holes(self) -> Iterator[Hole]:
        yield from self._unreachable()
        yield from self._rules_that_never_matter()
        yield from self._restrictions_that_never_matter()
        yield from self._equivalent_rules()
        yield from self._diagnoses_without_a_rule()

    def _exists(self, *formulas: Formula) -> bool:
        return bool(self.solver.check(*formulas) == z3.sat)

    def _unreachable(self) -> Iterator[Hole]:
        encoding = self.encoding
        for disposition in Disposition:
            if not self._exists(encoding.is_disposition(disposition)):
                yield Hole(disposition.value, "no client ever gets this result")
        for question, said in encoding.said.items():
            asked = encoding.relevant[question]
            if not self._exists(asked):
                yield Hole(question, "is never asked")
                continue
            for word, variable in said.items():
                if not self._exists(asked, variable):
                    yield Hole(question, f"the answer {word!r} is never possible")
        for fact, values in encoding.facts.items():
            for value, formula in values.items():
                if not self._exists(formula):
                    yield Hole(fact, f"never has the value {value!r}")

    def _rules_that_never_matter(self) -> Iterator[Hole]:
        for rule in self.pack.rules.values():
            fires = self.encoding.fires[rule.id]
            if not self._exists(fires):
                yield Hole(rule.id, "never fires for anyone")
            elif rule.disposition and not self._exists(fires, self._decides(rule)):
                yield Hole(rule.id, "never decides: another rule always says as much")

    def _decides(self, rule: Rule) -> Formula:
        """Return whether no other rule asks for as much as this one."""
        others = [
            self.encoding.fires[other.id]
            for other in self.pack.rules.values()
            if other.id != rule.id and other.disposition and not _milder(other, rule)
        ]
        alone = z3.Not(z3.Or(others))
        if rule.ranks_as is not Disposition.RESTRICT:
            return alone
        strictest = [self._is_strictest(rule, asked) for asked in rule.restrict]
        return z3.Or(alone, z3.And(self.hands_on, z3.Or(strictest)))

    def _restrictions_that_never_matter(self) -> Iterator[Hole]:
        for rule in self.pack.rules.values():
            fires = self.encoding.fires[rule.id]
            for number, asked in enumerate(rule.restrict, start=1):
                if not self._exists(
                    fires, self.hands_on, self._is_strictest(rule, asked)
                ):
                    what = f"restriction {number} is never the strictest for anyone"
                    yield Hole(rule.id, what)

    def _is_strictest(self, rule: Rule, asked: Restriction) -> Formula:
        """Return whether a restriction alone sets a cell, a cap, a note or a position.

        A note of a restriction that shares its place with no other is always told.
        """
        ways = [z3.BoolVal(bool(asked.note or asked.positions_avoid))]
        for region in self.pack.regions:
            here = self.encoding.speaks_of(asked, region)
            if z3.is_false(here):
                continue
            if asked.pressure_at_most is not None:
                ways.append(z3.And(here, z3.Not(self._capped(asked, region))))
            if asked.cell is not None:
                ways += [
                    z3.And(here, z3.Not(self._asked_by_others(asked, region, name)))
                    for name in self._techniques(asked)
                ]
        return z3.Or(ways)

    def _techniques(self, asked: Restriction) -> list[str]:
        groups = self.pack.technique_groups
        if not asked.techniques:
            return list(self.pack.techniques)
        return [name for group in asked.techniques for name in groups[group]]

    def _asked_by_others(
        self, asked: Restriction, region: str, technique: str
    ) -> Formula:
        all_who_ask = asking(self.pack, region, technique, Cell(asked.cell))
        return z3.Or(
            [
                self.encoding.asks(rule, other, region)
                for rule, other in all_who_ask
                if other is not asked
            ]
        )

    def _capped(self, asked: Restriction, region: str) -> Formula:
        """Return whether another restriction caps the pressure at least as low."""
        return z3.Or(
            [
                self.encoding.asks(rule, other, region)
                for rule in self.pack.rules.values()
                for other in rule.restrict
                if other is not asked
                and other.pressure_at_most is not None
                and other.pressure_at_most <= (asked.pressure_at_most or 0)
            ]
        )

    def _equivalent_rules(self) -> Iterator[Hole]:
        """Find rules that fire for the same clients.

        Clients found on the way tell most pairs apart, so few are left to ask about.
        """
        fires = self.encoding.fires
        told: dict[str, list[bool]] = {rule: [] for rule in fires}
        for rule in fires:
            if self.solver.check(fires[rule]) == z3.sat:
                model = self.solver.model()
                for other in fires:
                    truth = z3.is_true(model.eval(fires[other], True))
                    told[other].append(truth)
        conditional = [rule.id for rule in self.pack.rules.values() if rule.when]
        for one, other in combinations(conditional, 2):
            if told[one] == told[other] and not self._exists(
                fires[one] != fires[other]
            ):
                yield Hole(one, f"fires for exactly the same clients as {other!r}")

    def _diagnoses_without_a_rule(self) -> Iterator[Hole]:
        for question in self.pack.about.limits.diagnoses:
            said = self.encoding.said[question]
            for word, variable in said.items():
                known = [
                    self.encoding.fires[rule.id]
                    for rule in self.pack.rules.values()
                    if rule.when and _names(rule.when, self.pack, question, word)
                ]
                if word == "none" or word == UNSURE:
                    continue
                asked = self.encoding.relevant[question]
                if self._exists(asked, variable, z3.Not(z3.Or(known))):
                    what = f"a client with {word!r} is known to no rule"
                    yield Hole(question, what)


def _milder(one: Rule, other: Rule) -> bool:
    return urgency(one) < urgency(other)


def _names(condition: Condition, pack: Pack, question: str, word: str) -> bool:
    """Say whether a condition asks for this answer.

    Through facts too, and through questions that are asked because of it.
    """
    for leaf in leaves(condition):
        if leaf.fact is not None:
            rows = pack.facts[leaf.fact].rows
            if any(_names(row.when, pack, question, word) for row in rows):
                return True
        elif leaf.question == question and word in (leaf.includes_any_of or ()):
            return True
        elif leaf.question is not None and leaf.question != question:
            when = pack.questions[leaf.question].when
            if when is not None and _names(when, pack, question, word):
                return True
    return False
