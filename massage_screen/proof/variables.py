"""The variables of an answer: one for each choice, or for each stretch of a number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

import z3

from massage_screen.answers import NONE, UNSURE, Value
from massage_screen.pack import Question, for_each_kind
from massage_screen.proof.formula import Formula, any_of, no


def words(question: Question) -> tuple[str, ...]:
    """Return the answers of a question; of a number the low end of each stretch."""
    apart = question.takes.told_apart(question)
    return tuple(word for value in apart for word in words_of(value))


def variables(question: Question) -> Mapping[str, Formula]:
    """Return a variable for each answer of a question."""
    return {word: z3.Bool(f"{question.id}={word}") for word in words(question)}


def one_answer(question: Question, said: Mapping[str, Formula]) -> Iterator[Formula]:
    """Go through what makes variables an answer."""
    yield from _ENCODED[question.kind].one_answer(said)


def value_of(question: Question, chosen: list[str]) -> Value:
    """Return the answer that words of a question stand for."""
    return _ENCODED[question.kind].value(chosen)


def _exactly_one(said: Mapping[str, Formula]) -> Iterator[Formula]:
    yield z3.PbEq([(word, 1) for word in said.values()], 1)


def _some_or_none(said: Mapping[str, Formula]) -> Iterator[Formula]:
    yield any_of(list(said.values()))
    others = [said[word] for word in said if word != NONE]
    yield z3.Implies(said[NONE], no(any_of(others)))


def words_of(value: Value) -> tuple[str, ...]:
    """Return an answer as the words that its question knows."""
    return value if isinstance(value, tuple) else (str(value),)


def _number(chosen: list[str]) -> Value:
    return UNSURE if chosen[0] == UNSURE else int(chosen[0])


class _Encoded(NamedTuple):
    """What makes variables an answer, and which answer words stand for."""

    one_answer: Callable[[Mapping[str, Formula]], Iterator[Formula]]
    value: Callable[[list[str]], Value]


_WORD = _Encoded(_exactly_one, itemgetter(0))
_ENCODED = for_each_kind(
    {
        "yes_no": _WORD,
        "one_of": _WORD,
        "any_of": _Encoded(_some_or_none, tuple),
        "number": _Encoded(_exactly_one, _number),
    }
)
