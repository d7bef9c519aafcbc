"""Looks for a client of every kind of change, and for the smallest one.

The solver finds a client; the real engine decides that client under both versions,
and what it says is what counts. From the client found the search goes down: to fewer
answers that are not the mildest, until the solver proves that nobody has fewer. Where
the solver would work too long it stops with what it has, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import msgspec
import z3

from massage_screen.answers import Answers
from massage_screen.comparison.kinds import Kind, shown
from massage_screen.comparison.pairing import Pair
from massage_screen.decision import Decision, decide
from massage_screen.proof.effort import Effort, GaveUp
from massage_screen.proof.formula import TRUE, Formula, any_of, as_bits, no, read_bits


class Client(msgspec.Struct, frozen=True):
    """A client as both versions see them.

    Attributes:
        old: The answers to what the old version asks.
        new: The answers to what the new version asks.
        told: The questions whose answer is not the mildest, and what else is known.
        unmatched: The questions whose answer only one of the versions knows.
        smallest: Whether it is proved that nobody of the kind has less to tell; a
            client with unmatched answers is held against such clients too.
    """

    old: Answers
    new: Answers
    told: tuple[str, ...]
    unmatched: tuple[str, ...]
    smallest: bool = True


class Example(NamedTuple):
    """A client with both decisions, and the kinds that they are the first to show."""

    kinds: tuple[Kind, ...]
    client: Client
    old: Decision
    new: Decision


class Work(msgspec.Struct, frozen=True):
    """How many steps the solver may take, of which a second has some millions.

    Attributes:
        each: For one question.
        find: For finding who there is, in one search.
        shrink: For making the clients of one search smaller.
    """

    each: int = 60_000_000
    find: int = 900_000_000
    shrink: int = 900_000_000


USUAL = Work()


class _Found(NamedTuple):
    """A client of the solver, and what the engine makes of them."""

    model: z3.ModelRef
    kinds: tuple[Kind, ...]
    old: Decision
    new: Decision


class Search:
    """Looks for clients until every kind that is possible was shown by one of them.

    Attributes:
        left: The kinds that nobody has shown, with who they would happen to.
        unknown: Of those, the ones of which it is not known whether there is anybody.
    """

    def __init__(self, pair: Pair, kinds: Mapping[Kind, Formula], work: Work) -> None:
        """Begin with nobody found."""
        self.pair, self.left, self._work = pair, dict(kinds), work
        self.unknown: list[Kind] = []
        self._shrink = Effort(work.each, work.shrink)
        self._told = list(pair.told.values())
        self._counted = [*self._told, *pair.unmatched.values(), *pair.lines]
        self._bits = as_bits(self._counted)

    def examples(self) -> Iterator[Example]:
        """Go through clients; those with an answer of one version only come last."""
        unmatched = list(self.pair.unmatched.values())
        yield from self._examples(no(any_of(unmatched)))
        if unmatched:
            yield from self._examples(TRUE)

    def _examples(self, allowed: Formula) -> Iterator[Example]:
        """Go through clients of all kinds, or of fewer where the solver gives up."""
        find, self.unknown = Effort(self._work.each, self._work.find), []
        groups = [list(self.left)]
        while groups:
            group = [kind for kind in groups.pop() if kind in self.left]
            wanted = [allowed, self._any(group)]
            try:
                model = find.client(self.pair.well_formed, *wanted) if group else None
            except GaveUp:
                half = len(group) // 2
                groups += [group[half:], group[:half]] if half else []
                self.unknown += [] if half else group
                continue
            if model is not None:
                found = _only(self._decided(model), group)
                yield self._example(found, allowed)
                groups.append(group)

    def _any(self, kinds: Sequence[Kind]) -> Formula:
        return any_of([self.left[kind] for kind in kinds])

    def _decided(self, model: z3.ModelRef) -> _Found:
        """Have the engine decide a client of the solver under both versions."""
        before, now = self.pair.clients(model)
        old = decide(self.pair.old.pack, before)
        new = decide(self.pair.new.pack, now)
        kinds = tuple(kind for kind in shown(old, new) if kind in self.left)
        return _Found(model, kinds, old, new)

    def _example(self, found: _Found, allowed: Formula) -> Example:
        """Make a client smaller, and tick off what they show then."""
        found, smallest = self._smallest(found, allowed)
        for kind in found.kinds:
            del self.left[kind]
        before, now = self.pair.clients(found.model)
        holds = self._holding(found.model)
        told, unmatched = (
            tuple(name for name, formula in each.items() if formula.get_id() in holds)
            for each in (self.pair.told, self.pair.unmatched)
        )
        client = Client(before, now, told, unmatched, smallest)
        return Example(found.kinds, client, found.old, found.new)

    def _smallest(self, found: _Found, allowed: Formula) -> tuple[_Found, bool]:
        """Return a client with as little to tell as can be, and whether it is proved.

        It is proved for every kind that the client then shows.
        """
        while True:
            found = self._decided(self._fewer(found, self._told, allowed).model)
            told, mild = self._split(found.model, self._told)
            few = _at_most(self._told, len(told) - 1)
            try:
                less = self._smaller(found, allowed, few) if told else None
                proved = less is None
            except GaveUp:
                less, proved = None, False
            if less is None:
                as_few = (allowed, no(any_of(mild)))
                return self._fewer(found, self.pair.lines, *as_few), proved
            found = less

    def _fewer(
        self, found: _Found, counted: Sequence[Formula], *given: Formula
    ) -> _Found:
        """Return a client of whom fewer of some formulas hold, and no other ones.

        No part of those that hold would do; fewer others may.
        """
        here, others = self._split(found.model, counted)
        least = 0
        while least < len(here):
            most = (least + len(here)) // 2
            few = _at_most(here, most)
            try:
                less = self._smaller(found, no(any_of(others)), few, *given)
            except GaveUp:
                break
            if less is None:
                least = most + 1
            else:
                found = less
                here, gone = self._split(found.model, here)
                others += gone
        return found

    def _smaller(self, found: _Found, *given: Formula) -> _Found | None:
        """Return a client who shows some of the same, and nothing else is counted."""
        wanted = self._any(found.kinds)
        model = self._shrink.client(self.pair.well_formed, wanted, *given)
        return None if model is None else _only(self._decided(model), found.kinds)

    def _split(
        self, model: z3.ModelRef, formulas: Sequence[Formula]
    ) -> tuple[list[Formula], list[Formula]]:
        """Return which of the formulas that are counted hold for a client, and not."""
        holds = self._holding(model)
        parts: tuple[list[Formula], list[Formula]] = [], []
        for formula in formulas:
            parts[formula.get_id() not in holds].append(formula)
        return parts

    def _holding(self, model: z3.ModelRef) -> set[int]:
        """Return the numbers of the counted formulas that hold for a client."""
        bits = zip(self._counted, read_bits(model, self._bits), strict=True)
        return {formula.get_id() for formula, holds in bits if holds}


def _only(found: _Found, wanted: Sequence[Kind]) -> _Found:
    """Return a client with those kinds only that were looked for."""
    kinds = tuple(kind for kind in found.kinds if kind in wanted)
    if not kinds:
        raise AssertionError("the solver and the engine do not agree on a client")
    return found._replace(kinds=kinds)


def _at_most(counted: Sequence[Formula], most: int) -> Formula:
    return z3.PbLe([(formula, 1) for formula in counted], most)
