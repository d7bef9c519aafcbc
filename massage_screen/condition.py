"""The closed grammar in which packs say "when".

A condition is a test of one answer, of one fact, of one value that the program knows,
or `all_of` / `any_of` over conditions. There is no `not` ("not yes" would include
"unsure", and what was not asked), no text that is run and no template; `lacks_any_of`
holds only of a line that was offered and left unticked. It has three values (Kleene):
true, false, and open (`None`), which means that an answer still to come may settle it
either way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from massage_screen.answers import UNSURE
from massage_screen.ticks import Ticks

#: What a question gives a condition: its answer, `HIDDEN`, or None while open; what the
#: program knows, it always gives.
HIDDEN = "\0hidden"
Heard = str | int | float | Ticks
Look = Callable[[str], Heard | None]
#: The values that a fact may still have; one when nothing it needs is open.
LookUpFact = Callable[[str], frozenset[str]]

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
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True
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


def holds(condition: Condition, look: Look, facts: LookUpFact) -> bool | None:
    """Say whether a condition holds; None while answers to come can decide it.

    An answer that is hidden makes its test false, so a client is never said to
    have what was not asked. Once true or false, a condition stays so as more
    questions are answered.
    """
    if condition.question is not None:  # first: most conditions are of this kind
        answer = look(condition.question)
        return None if answer is None else _passes(condition, answer)
    if condition.fact is not None:
        return _fact_is(condition, facts(condition.fact))
    if condition.known is not None:
        return look(condition.known) in (condition.is_any_of or ())
    if condition.all_of is not None:
        return _all(condition.all_of, look, facts)
    return _any(condition.any_of or (), look, facts)


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


def _passes(condition: Condition, answer: Heard) -> bool | None:
    if isinstance(answer, Ticks):
        if condition.includes_all_of is not None:
            return answer.includes_all(condition.includes_all_of)
        if condition.lacks_any_of is not None:
            return answer.lacks_any(condition.lacks_any_of)
        return answer.includes_any(condition.includes_any_of or ())
    if isinstance(answer, str):
        return answer in (condition.is_any_of or ())
    if condition.at_least is not None:
        return answer >= condition.at_least
    return condition.below is not None and answer < condition.below


def _fact_is(condition: Condition, possible: frozenset[str]) -> bool | None:
    wanted = possible.intersection(condition.is_any_of or ())
    if not wanted:
        return False
    return True if len(wanted) == len(possible) else None


def _all(parts: tuple[Condition, ...], look: Look, facts: LookUpFact) -> bool | None:
    open_yet = False
    for part in parts:
        held = holds(part, look, facts)
        if held is False:
            return False
        open_yet = open_yet or held is None
    return None if open_yet else True


def _any(parts: tuple[Condition, ...], look: Look, facts: LookUpFact) -> bool | None:
    open_yet = False
    for part in parts:
        held = holds(part, look, facts)
        if held:
            return True
        open_yet = open_yet or held is None
    return None if open_yet else False


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
