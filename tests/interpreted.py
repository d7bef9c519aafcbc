"""Conditions read as they stand, step by step: the yardstick of `Condition.holds`.

The program makes functions of conditions. This goes through a condition each time and
shares no code with them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from massage_screen.condition import AllHeard, Condition, Heard, Possible
from massage_screen.ticks import Ticks


def holds(condition: Condition, heard: AllHeard, facts: Possible) -> bool | None:
    """Say whether a condition holds; None while answers to come can decide it."""
    if condition.question is not None:
        answer = heard[condition.question]
        return None if answer is None else _passes(condition, answer)
    if condition.fact is not None:
        return _fact_is(condition, facts[condition.fact])
    if condition.known is not None:
        return heard[condition.known] in (condition.is_any_of or ())
    states = [holds(part, heard, facts) for part in condition.all_of or ()]
    if condition.all_of is not None:
        return False if False in states else None if None in states else True
    states = [holds(part, heard, facts) for part in condition.any_of or ()]
    return True if True in states else None if None in states else False


def _passes(condition: Condition, answer: Heard) -> bool | None:
    if isinstance(answer, Ticks):
        if condition.includes_all_of is not None:
            return _in_list(answer, condition.includes_all_of, all)
        if condition.lacks_any_of is not None:
            return _lacked(answer, condition.lacks_any_of)
        return _in_list(answer, condition.includes_any_of or (), any)
    if isinstance(answer, str):
        return answer in (condition.is_any_of or ())
    if condition.at_least is not None:
        return answer >= condition.at_least
    return condition.below is not None and answer < condition.below


def _in_list(
    ticks: Ticks, words: tuple[str, ...], which: Callable[[Iterable[bool]], bool]
) -> bool | None:
    if which(word in ticks.held for word in words):
        return True
    may_be = which(word in ticks.held or word in ticks.perhaps for word in words)
    return None if may_be or not ticks.counts else False


def _lacked(ticks: Ticks, lines: tuple[str, ...]) -> bool | None:
    if ticks.counts and any(line in ticks.lacked for line in lines):
        return True
    may_be = any(line in ticks.perhaps_lacked for line in lines)
    return None if may_be or not ticks.counts else False


def _fact_is(condition: Condition, possible: frozenset[str]) -> bool | None:
    wanted = possible.intersection(condition.is_any_of or ())
    if not wanted:
        return False
    return True if len(wanted) == len(possible) else None
