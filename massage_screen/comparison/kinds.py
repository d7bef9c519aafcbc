"""The kinds of change between two versions: one aspect that goes from value to value.

As formulas, and as two decisions of the engine show them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import z3

from massage_screen.comparison.aspects import (
    RESULT,
    Aspect,
    Values,
    free_of,
    limits,
    results,
    said_in,
)
from massage_screen.comparison.pairing import Pair
from massage_screen.decision import Decision
from massage_screen.proof.formula import TRUE, Formula, all_of, any_of


class Kind(NamedTuple):
    """One aspect that goes from one value to another."""

    aspect: Aspect
    old: str
    new: str


def kinds_of_results(pair: Pair) -> dict[Kind, Formula]:
    """Return the ways in which a result may change, with who they happen to."""
    return dict(_kinds(RESULT, results(pair.old), results(pair.new)))


def kinds_of_limits(pair: Pair) -> dict[Kind, Formula]:
    """Return the ways in which limits may change while the result stays."""
    old, new = results(pair.old), results(pair.new)
    alike = any_of([all_of([old[word], new[word]]) for word in ("proceed", "restrict")])
    return {
        kind: all_of([alike, formula])
        for aspect, before, now in _limits(pair)
        for kind, formula in _kinds(aspect, before, now)
    }


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
) -> Iterator[tuple[Kind, Formula]]:
    """Go through the ways in which an aspect may change, with their formulas."""
    if before.keys() == now.keys() and all(before[w].eq(now[w]) for w in before):
        return  # word for word the same formula: nothing to look for
    for old, is_old in before.items():
        for new, is_new in now.items():
            both = all_of([is_old, is_new])
            if old != new and not z3.is_false(both):
                yield Kind(aspect, old, new), both


def shown(old: Decision, new: Decision) -> Iterator[Kind]:
    """Go through the kinds of change that two decisions show."""
    before, now = said_in(old), said_in(new)
    if before[RESULT] != now[RESULT]:
        yield Kind(RESULT, before[RESULT], now[RESULT])
        return
    for aspect in {**before, **now}:  # a position that is free is not mentioned
        free = free_of(aspect)
        values = before.get(aspect, free), now.get(aspect, free)
        if values[0] != values[1]:
            yield Kind(aspect, *values)
