"""Finds which kinds of client a newer version of a pack treats otherwise, and who.

The solver finds a client, smallest first; the real engine decides that client under
both versions, and what it says is what is reported. A kind is ticked off when a
client shows it, so the first client to show a kind is a smallest one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import msgspec
import z3

from massage_screen.answers import Answers
from massage_screen.comparison.asked import Asked, asked_otherwise
from massage_screen.comparison.aspects import (
    LISTS,
    MINUTES,
    RESULT,
    VISITS,
    Aspect,
    Values,
    caution,
    free_of,
    limits,
    results,
    said_in,
)
from massage_screen.comparison.pairing import Pair
from massage_screen.decision import Decision, Finding, decide
from massage_screen.pack import Pack, Rule
from massage_screen.proof.formula import TRUE, Formula, all_of, any_of, no

Direction = Literal["less cautious", "more cautious", "as cautious"]


class Reasons(msgspec.Struct, frozen=True):
    """The rules that tell two decisions apart.

    Attributes:
        no_longer: Findings under the old version only.
        newly: Findings under the new version only.
        reworked: Rules that hold under both and ask for something else.
    """

    no_longer: tuple[Finding, ...]
    newly: tuple[Finding, ...]
    reworked: tuple[tuple[Rule, Rule], ...]

    @property
    def ids(self) -> tuple[tuple[str, ...], ...]:
        """Return the ids only, to tell whether two reasons are the same."""
        found = (self.no_longer, self.newly)
        reworked = tuple(now.id for _, now in self.reworked)
        return (*(tuple(one.rule.id for one in each) for each in found), reworked)


class Client(msgspec.Struct, frozen=True):
    """A client as both versions see them.

    Attributes:
        old: The answers to what the old version asks.
        new: The answers to what the new version asks.
        told: The questions whose answer is not the mildest, and what else is known.
        unmatched: The questions whose answer only one of the versions knows.
    """

    old: Answers
    new: Answers
    told: tuple[str, ...]
    unmatched: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of change.

    Attributes:
        about: What changes, as in `Aspect`.
        direction: Whether the new version is the more cautious one.
        old: What the old version says.
        new: What the new version says.
        places: The cells, regions or parts of the plan to which it happens.
        client: A smallest client to whom it happens, in the first of the places.
        reasons: The rules that make the difference for this client.
    """

    about: str
    direction: Direction
    old: str
    new: str
    places: tuple[tuple[str, ...], ...]
    client: Client
    reasons: Reasons


class Difference(msgspec.Struct, frozen=True):
    """What changes for clients, and what is asked otherwise."""

    changes: tuple[Change, ...]
    asked: tuple[Asked, ...]


def compare(old: Pack, new: Pack) -> Difference:
    """Return every kind of change between two versions of a pack."""
    asked = tuple(asked_otherwise(old, new))
    if old.digest == new.digest:
        return Difference((), asked)
    pair = Pair(old, new)
    changes = _grouped(_found(pair))
    return Difference(tuple(sorted(changes, key=_weight)), asked)


class _Kind(NamedTuple):
    """One aspect that goes from one value to another."""

    aspect: Aspect
    old: str
    new: str


class _Example(NamedTuple):
    """A client, the kinds that they are the first to show, and why."""

    kinds: tuple[_Kind, ...]
    client: Client
    reasons: Reasons


def _found(pair: Pair) -> Iterator[_Example]:
    """Go through clients until every possible kind was shown by one of them."""
    old, new = results(pair.old), results(pair.new)
    yield from _Search(pair, dict(_kinds(RESULT, old, new))).examples()
    alike = any_of([all_of([old[word], new[word]]) for word in ("proceed", "restrict")])
    kinds = {
        kind: all_of([alike, formula])
        for aspect, before, now in _limits(pair)
        for kind, formula in _kinds(aspect, before, now)
    }
    yield from _Search(pair, kinds).examples()


#: What a version does not know is there the same as not asked for.
_MAY_BE_UNKNOWN = ("movements", "supports", "stop_on")


def _limits(pair: Pair) -> Iterator[tuple[Aspect, Values, Values]]:
    """Go through the limits that can be compared, under both versions."""
    before, now = dict(limits(pair.old)), dict(limits(pair.new))
    for aspect in {**before, **now}:
        known = aspect in before and aspect in now
        if known or aspect.about in _MAY_BE_UNKNOWN:
            free: Values = {free_of(aspect): TRUE}
            yield aspect, before.get(aspect, free), now.get(aspect, free)


def _kinds(
    aspect: Aspect, before: Values, now: Values
) -> Iterator[tuple[_Kind, Formula]]:
    """Go through the ways in which an aspect may change, with their formulas."""
    if before.keys() == now.keys() and all(before[w].eq(now[w]) for w in before):
        return  # word for word the same formula: nothing to look for
    for old, is_old in before.items():
        for new, is_new in now.items():
            both = all_of([is_old, is_new])
            if old != new and not z3.is_false(both):
                yield _Kind(aspect, old, new), both


class _Search:
    """Looks for the smallest client who shows a kind that was not shown yet."""

    def __init__(self, pair: Pair, kinds: dict[_Kind, Formula]) -> None:
        self.pair = pair
        self.solver = z3.SolverFor("QF_FD")
        self.solver.add(pair.well_formed)
        self.left: dict[_Kind, Formula] = {}
        for number, (kind, formula) in enumerate(kinds.items()):
            self.left[kind] = z3.Bool(f"kind:{number}")
            self.solver.add(z3.Implies(self.left[kind], formula))

    def examples(self) -> Iterator[_Example]:
        """Go through clients; those with an answer of one version only come last."""
        unmatched = list(self.pair.unmatched.values())
        yield from self._examples(no(any_of(unmatched)))
        if unmatched:
            yield from self._examples(TRUE)

    def _examples(self, allowed: Formula) -> Iterator[_Example]:
        told, lines = list(self.pair.told.values()), self.pair.lines
        most = 0
        while self._possible(allowed, any_of(list(self.left.values()))):
            wanted = [allowed, any_of(list(self.left.values()))]
            most = self._fewest(told, wanted, most)
            self._fewest(lines, [*wanted, _at_most(told, most)])
            yield self._example(self.solver.model())

    def _fewest(
        self, counted: list[Formula], wanted: list[Formula], start: int = 0
    ) -> int:
        """Return how few of some formulas a client can do with; the model is theirs."""
        for most in range(start, len(counted) + 1):
            if self._possible(*wanted, _at_most(counted, most)):
                return most
        raise AssertionError("the solver found a client and then lost it")

    def _possible(self, *formulas: Formula) -> bool:
        answer = self.solver.check(*formulas)
        if answer == z3.unknown:
            raise AssertionError("the solver gave up, so nothing can be said")
        return bool(answer == z3.sat)

    def _example(self, model: z3.ModelRef) -> _Example:
        """Have the engine decide a client, and tick off what that shows."""
        before, now = self.pair.clients(model)
        old = decide(self.pair.old.pack, before)
        new = decide(self.pair.new.pack, now)
        kinds = tuple(kind for kind in _shown(old, new) if kind in self.left)
        if not kinds:
            raise AssertionError("the solver and the engine do not agree on a client")
        for kind in kinds:
            del self.left[kind]
        told, unmatched = (
            tuple(q for q, is_so in each.items() if z3.is_true(model.eval(is_so, True)))
            for each in (self.pair.told, self.pair.unmatched)
        )
        return _Example(kinds, Client(before, now, told, unmatched), _reasons(old, new))


def _at_most(counted: list[Formula], most: int) -> Formula:
    return z3.PbLe([(formula, 1) for formula in counted], most)


def _shown(old: Decision, new: Decision) -> Iterator[_Kind]:
    """Go through the kinds of change that two decisions show."""
    before, now = said_in(old), said_in(new)
    if before[RESULT] != now[RESULT]:
        yield _Kind(RESULT, before[RESULT], now[RESULT])
        return
    for aspect in {**before, **now}:  # a position that is free is not mentioned
        free = free_of(aspect)
        values = before.get(aspect, free), now.get(aspect, free)
        if values[0] != values[1]:
            yield _Kind(aspect, *values)


def _reasons(old: Decision, new: Decision) -> Reasons:
    before = {finding.rule.id: finding for finding in old.findings}
    now = {finding.rule.id: finding for finding in new.findings}
    both = [(before[name].rule, now[name].rule) for name in before if name in now]
    return Reasons(
        tuple(finding for name, finding in before.items() if name not in now),
        tuple(finding for name, finding in now.items() if name not in before),
        tuple(
            (was, rule) for was, rule in both if _consequence(was) != _consequence(rule)
        ),
    )


def _consequence(rule: Rule) -> tuple[object, ...]:
    asks = rule.disposition, rule.timeframe, rule.restrict
    return *asks, rule.see_by, rule.overdue


def _grouped(examples: Iterator[_Example]) -> list[Change]:
    """Join what changes in the same way for the same rules; keep the first client."""
    groups: dict[tuple[object, ...], Change] = {}
    for example in examples:
        for kind in example.kinds:
            reasons = example.reasons
            key = (kind.aspect.about, kind.old, kind.new, reasons.ids)
            first = groups.get(key) or _change(kind, example)
            places = (*first.places, kind.aspect.place)
            groups[key] = msgspec.structs.replace(first, places=places)
    return list(groups.values())


def _change(kind: _Kind, example: _Example) -> Change:
    return Change(
        about=kind.aspect.about,
        direction=_direction(kind),
        old=kind.old,
        new=kind.new,
        places=(),
        client=example.client,
        reasons=example.reasons,
    )


def _direction(kind: _Kind) -> Direction:
    before, now = caution(kind.aspect, kind.old), caution(kind.aspect, kind.new)
    if before == now:
        return "as cautious"
    return "less cautious" if now < before else "more cautious"


_ABOUT = ("result", "cells", "pressure", *LISTS, *MINUTES, *VISITS)
_DIRECTIONS = ("less cautious", "more cautious", "as cautious")


def _weight(change: Change) -> tuple[int, ...]:
    """Put less caution first, then results, then what changes most."""
    aspect = Aspect(change.about)
    before, now = caution(aspect, change.old), caution(aspect, change.new)
    return (
        _DIRECTIONS.index(change.direction),
        _ABOUT.index(change.about),
        -abs(now[0] - before[0]),
        -abs(now[1] - before[1]),
        len(change.client.told),
    )
