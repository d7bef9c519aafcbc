"""Answers as bits, so that a condition is a mask: what a database decides from.

An answer is two whole numbers: what is said or ticked, and which lines are in doubt.
Each word of a question has one bit; a number has one for each stretch between the cuts
of conditions, so nothing that a rule can tell apart is lost. Pure, and without the
rules: `batch` writes what they make of the bits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from massage_screen.answers import NONE, UNSURE, Value, doubt_of, is_doubt, line_of
from massage_screen.condition import Condition, leaves, named_in
from massage_screen.errors import PackError
from massage_screen.pack import Known, Pack, Question

#: The bits that every question has; its own words come after them.
#: The last stands for an answer that is not there yet; no word has it.
NONE_BIT, UNSURE_BIT, OPEN_BIT = 1, 2, 4
_OWN = 3
#: The words of a question that fit into a signed number of 64 bits beside these three.
MOST_WORDS = 60


class Code(NamedTuple):
    """An answer, or what a condition looks for in one, as bits."""

    said: int
    doubts: int = 0


class Coding(msgspec.Struct, frozen=True):
    """How the answers of one question are coded.

    Attributes:
        several: Whether the answer is a list, so that several bits may be set.
        bits: The bit of each word, in the order of the pack; `unsure` among them
            where the question takes it, and `none` where lines do.
        cuts: Of a number: where its stretches begin, but for the first, ascending.
        low: Of a number: where the first stretch begins.
    """

    several: bool
    bits: Mapping[str, int]
    cuts: tuple[int, ...] = ()
    low: int | None = None

    @property
    def own(self) -> Mapping[str, int]:
        """Return the bit of each word of its own: its lines, choices or stretches."""
        return {word: bit for word, bit in self.bits.items() if bit > OPEN_BIT}

    @property
    def lines(self) -> int:
        """Return all bits of its own."""
        return sum(self.own.values())

    def code(self, value: Value) -> Code:
        """Return an answer in its stored form as bits."""
        if isinstance(value, tuple):
            return self.mask(value)
        if isinstance(value, str):
            return Code(self.bits[value])
        return Code(1 << _OWN + sum(cut <= value for cut in self.cuts))

    def value(self, code: Code) -> Value:
        """Return the answer of bits; of a number the low end of its stretch."""
        words = [word for word, bit in self.bits.items() if code.said & bit]
        if self.several:
            doubted = [w for w, bit in self.own.items() if code.doubts & bit]
            order = list(self.bits)
            words += map(doubt_of, doubted)
            return tuple(sorted(words, key=lambda w: order.index(line_of(w))))
        (word,) = words
        return int(word) if self.low is not None and word != UNSURE else word

    def mask(self, words: Iterable[str]) -> Code:
        """Return the bits of words, ticked or in doubt; a strange word has none."""
        said = doubts = 0
        for word in words:
            if is_doubt(word):
                doubts |= self.bits.get(line_of(word), 0)
            else:
                said |= self.bits.get(word, 0)
        return Code(said, doubts)

    def looked_for(self, condition: Condition) -> Code:
        """Return the bits that a test of one answer looks for.

        Args:
            condition: A leaf about this question.
        """
        if condition.at_least is None and condition.below is None:
            return self.mask(named_in(condition))
        stretches = {word: int(word) for word in self.own}
        if condition.at_least is not None:
            found = [w for w, low in stretches.items() if low >= condition.at_least]
        else:
            found = [w for w, low in stretches.items() if low < (condition.below or 0)]
        return self.mask(found)


def codings(pack: Pack) -> Mapping[str, Coding]:
    """Return how each question is coded, and what the program knows.

    Raises:
        PackError: A question has more words than fit into one number.
    """
    cuts = _cuts(pack)
    too_many = [q.id for q in pack.questions.values() if len(q.choices) > MOST_WORDS]
    if too_many:
        raise PackError(
            [
                f"{name}: has more than {MOST_WORDS} lines, which no batch decides on."
                " Split it."
                for name in too_many
            ]
        )
    known = {name: _of_known(known) for name, known in pack.known.items()}
    asked = {name: _of(q, cuts.get(name, ())) for name, q in pack.questions.items()}
    return {**known, **asked}


def _of_known(known: Known) -> Coding:
    return Coding(several=False, bits=_numbered(known.values))


def _of(question: Question, cuts: tuple[int, ...]) -> Coding:
    kind, shared = question.takes, {UNSURE: UNSURE_BIT}
    if kind.counts:
        low = question.minimum or 0
        inside = tuple(cut for cut in cuts if cut > low)
        bits = _numbered(map(str, (low, *inside)))
        return Coding(several=False, bits=bits | shared, cuts=inside, low=low)
    if kind.several:
        shared = {NONE: NONE_BIT, **shared}
    words = [word for word in question.words if word not in shared]
    return Coding(several=kind.several, bits=_numbered(words) | shared)


def _numbered(words: Iterable[str]) -> dict[str, int]:
    return {word: 1 << number for number, word in enumerate(words, _OWN)}


def _cuts(pack: Pack) -> Mapping[str, tuple[int, ...]]:
    """Return where conditions cut each number, ascending."""
    found: dict[str, set[int]] = {}
    for condition in conditions_of(pack):
        for leaf in leaves(condition):
            for cut in (leaf.at_least, leaf.below):
                if cut is not None:
                    found.setdefault(leaf.question or "", set()).add(cut)
    return {name: tuple(sorted(cuts)) for name, cuts in found.items()}


def conditions_of(pack: Pack) -> Iterator[Condition]:
    """Go through every condition of a pack, those of clauses too."""
    for question in pack.questions.values():
        yield from question.conditions
    for fact in pack.facts.values():
        yield from (row.when for row in fact.rows)
    for rule in pack.rules.values():
        yield from rule.conditions
