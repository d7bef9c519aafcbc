"""Pairs of clients who differ in one answer, for each order of worse answers."""

from __future__ import annotations

from collections.abc import Sequence

from massage_screen.pack import Property, Question, urgency
from massage_screen.proof.encoding import Encoding, Formula
from massage_screen.proof.formula import all_of, any_of, no, one_client
from massage_screen.proof.orders import ORDERS


class Pairs:
    """The same client with another answer to one question, question by question.

    The orders of all properties are asked about together first: where no client is
    found, none of them lowers a result, and one question to the solver does for all.

    Attributes:
        encoding: The first client of each pair.
    """

    def __init__(self, encoding: Encoding, properties: Sequence[Property]) -> None:
        """Make pairs for those properties that compare two answers."""
        self.encoding = encoding
        self._properties = [each for each in properties if each.never_lowers]
        self._then: dict[str, Encoding] = {}
        self._kept: dict[str, bool] = {}

    def kept(self, question: Question) -> bool:
        """Say whether no order that a property names lowers a result.

        A property that leaves the question out does not count. No is no refutation:
        each order is then to be asked about alone.
        """
        if question.id not in self._kept:
            found = [self.lowers(question, order) for order in self._orders(question)]
            then, lower = self._other(question), any_of(each for _, each in found)
            known = (*self.encoding.well_formed, *then.well_formed)
            self._kept[question.id] = one_client(*known, lower) is None
        return self._kept[question.id]

    def lowers(self, question: Question, order: str) -> tuple[Encoding, Formula]:
        """Return the second client, and whether that answer is worse but milder."""
        then, name = self._other(question), question.id
        said, other = self.encoding.said[name], then.said[name]
        is_worse = ORDERS[order](question, said, other)
        return then, all_of([is_worse, _is_milder(then, self.encoding)])

    def _orders(self, question: Question) -> list[str]:
        named = {
            each.never_lowers or ""
            for each in self._properties
            if all(left_out.question != question.id for left_out in each.exempt)
        }
        return sorted(named)

    def _other(self, question: Question) -> Encoding:
        if question.id not in self._then:
            then = with_other_answers(self.encoding, question)
            self._then[question.id] = then
        return self._then[question.id]


def with_other_answers(encoding: Encoding, *questions: Question) -> Encoding:
    """Return the same client with any answers to some questions."""
    said = {q.id: encoding.variables(q, "then:") for q in questions}
    return Encoding(encoding.pack, said, like=encoding)


def _is_milder(one: Encoding, other: Encoding) -> Formula:
    """Return whether one result is less urgent than the other."""
    rules = one.pack.rules.values()
    levels = sorted({urgency(rule) for rule in rules if rule.disposition})
    return any_of(
        [
            all_of([other.reaches_level(level), no(one.reaches_level(level))])
            for level in levels
        ]
    )
