"""The closed grammar in which packs say "when".

A condition is a test of one answer, of one fact, of one value that the program knows,
or `all_of` / `any_of` over conditions. There is no `not` ("not yes" would include
"unsure", and what was not asked), no text that is run and no template; `lacks_any_of`
holds only of a line that was offered and left unticked. It has three values (Kleene):
true, false, and open (`None`), which means that an answer still to come may settle it
either way. Each is read by a function that is made of it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from operator import ge, lt

import msgspec

from massage_screen.answers import UNSURE
from massage_screen.ticks import Ticks

#: What a question gives a condition: its answer, `HIDDEN`, or None while open; what the
#: program knows, it always gives.
HIDDEN = "\0hidden"
Heard = str | int | float | Ticks
AllHeard = Mapping[str, Heard | None]
#: The values that each fact may still have; one when nothing it needs is open.
Possible = Mapping[str, frozenset[str]]
#: Says whether a condition holds, of what was heard and what facts may be.
Holds = Callable[[AllHeard, Possible], bool | None]

#: The tests that a leaf may make; exactly one of them in each leaf.
TESTS = (
    "is_any_of",
    "includes_any_of",
    "includes_all_of",
    "lacks_any_of",
    "at_least",
    "below",
)
#: The tests of lists; each names lines.
TESTS_OF_LINES = ("includes_any_of", "includes_all_of", "lacks_any_of")


class Condition(
    msgspec.Struct,
    frozen=True,
    forbid_unknown_fields=True,
    omit_defaults=True,
    dict=True,
):
    """When something applies: a leaf (`question`, `fact`, `known`) or a group."""

    question: str | None = None
    fact: str | None = None
    known: str | None = None
    is_any_of: tuple[str, ...] | None = None
    includes_any_of: tuple[str, ...] | None = None
    includes_all_of: tuple[str, ...] | None = None
    lacks_any_of: tuple[str, ...] | None = None
    at_least: int | None = None
    below: int | None = None
    all_of: tuple[Condition, ...] | None = None
    any_of: tuple[Condition, ...] | None = None

    @cached_property
    def holds(self) -> Holds:
        """Return what says whether it holds; None while answers to come can decide it.

        It is made when it is first asked for: most conditions of a pack never are. An
        answer that is hidden makes its test false, so a client is never said to have
        what was not asked. Once true or false, a condition stays so as more questions
        are answered.
        """
        if self.all_of is not None:
            return _all(tuple(part.holds for part in self.all_of))
        if self.any_of is not None:
            return _any(tuple(part.holds for part in self.any_of))
        if self.fact is not None:
            return _fact_is(self.fact, frozenset(self.is_any_of or ()))
        return _passes(self)


def leaves(condition: Condition) -> Iterator[Condition]:
    """Go through the tests of single things in a condition."""
    parts = condition.all_of or condition.any_of
    if parts is None:
        yield condition
        return
    for part in parts:
        yield from leaves(part)


def in_words(condition: Condition) -> str:
    """Put a condition into words, with the ids of what it reads."""
    for parts, word in ((condition.all_of, " and "), (condition.any_of, " or ")):
        if parts is not None:
            return word.join(
                f"({in_words(part)})" if part.all_of or part.any_of else in_words(part)
                for part in parts
            )
    subject = condition.question or condition.fact or condition.known or "?"
    if condition.at_least is not None:
        return f"{subject} is at least {condition.at_least}"
    if condition.below is not None:
        return f"{subject} is below {condition.below}"
    if condition.includes_all_of is not None:
        return f"{subject} includes {' and '.join(condition.includes_all_of)}"
    if condition.lacks_any_of is not None:
        return f"{subject} lacks {' or '.join(condition.lacks_any_of)}"
    if condition.includes_any_of is not None:
        return f"{subject} includes {' or '.join(condition.includes_any_of)}"
    return f"{subject} is {' or '.join(condition.is_any_of or ())}"


def _passes(test: Condition) -> Holds:
    """Return what says whether an answer passes a test of it."""
    name = test.question or test.known or ""
    if test.includes_any_of is not None:
        return _of_a_list(name, Ticks.includes_any, test.includes_any_of)
    if test.includes_all_of is not None:
        return _of_a_list(name, Ticks.includes_all, test.includes_all_of)
    if test.lacks_any_of is not None:
        return _of_a_list(name, Ticks.lacks_any, test.lacks_any_of)
    if test.is_any_of is not None:
        return _is_any_of(name, frozenset(test.is_any_of))
    if test.at_least is not None:
        return _of_a_number(name, ge, test.at_least)
    return _of_a_number(name, lt, test.below or 0)


def _of_a_list(
    name: str,
    passes: Callable[[Ticks, tuple[str, ...]], bool | None],
    wanted: tuple[str, ...],
) -> Holds:
    def holds(heard: AllHeard, _: Possible) -> bool | None:
        answer = heard[name]
        if isinstance(answer, Ticks):
            return passes(answer, wanted)
        return None if answer is None else False

    return holds


def _is_any_of(name: str, words: frozenset[str]) -> Holds:
    def holds(heard: AllHeard, _: Possible) -> bool | None:
        answer = heard[name]
        return None if answer is None else answer in words

    return holds


def _of_a_number(name: str, passes: Callable[[float, int], bool], cut: int) -> Holds:
    def holds(heard: AllHeard, _: Possible) -> bool | None:
        answer = heard[name]
        if answer is None:
            return None
        return isinstance(answer, int | float) and passes(answer, cut)

    return holds


def _fact_is(name: str, wanted: frozenset[str]) -> Holds:
    def holds(_: AllHeard, possible: Possible) -> bool | None:
        values = possible[name]
        if wanted.isdisjoint(values):
            return False
        return True if wanted.issuperset(values) else None

    return holds


def _all(parts: tuple[Holds, ...]) -> Holds:
    def holds(heard: AllHeard, possible: Possible) -> bool | None:
        found: bool | None = True
        for part in parts:
            held = part(heard, possible)
            if held is False:
                return False
            if held is None:
                found = None
        return found

    return holds


def _any(parts: tuple[Holds, ...]) -> Holds:
    def holds(heard: AllHeard, possible: Possible) -> bool | None:
        found: bool | None = False
        for part in parts:
            held = part(heard, possible)
            if held:
                return True
            if held is None:
                found = None
        return found

    return holds


def names_unsure(condition: Condition) -> bool:
    """Say whether a leaf counts the answer `unsure`."""
    return UNSURE in (condition.is_any_of or condition.includes_any_of or ())


def named_in(condition: Condition) -> tuple[str, ...]:
    """Return the answers, lines or values that a leaf names."""
    return (
        condition.is_any_of
        or condition.includes_any_of
        or condition.includes_all_of
        or condition.lacks_any_of
        or ()
    )
