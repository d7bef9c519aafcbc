"""The variables of an answer: one for each choice, or for each stretch of a number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import z3

from massage_screen.answers import NONE, UNSURE, Value
from massage_screen.pack import Question
from massage_screen.proof.formula import Formula, any_of, no


def words(question: Question) -> tuple[str, ...]:
    """Return the answers of a question; of a number the low end of each stretch."""
    if question.kind == "number":
        lows = sorted({question.minimum or 0, *question.bands})
        return (*map(str, lows), UNSURE)
    return tuple(question.words)


def variables(question: Question) -> Mapping[str, Formula]:
    """Return a variable for each answer of a question."""
    return {word: z3.Bool(f"{question.id}={word}") for word in words(question)}


def one_answer(question: Question, said: Mapping[str, Formula]) -> Iterator[Formula]:
    """Go through what makes variables an answer."""
    every = list(said.values())
    if question.kind != "any_of":
        yield z3.PbEq([(word, 1) for word in every], 1)
        return
    yield any_of(every)
    others = [said[word] for word in said if word != NONE]
    yield z3.Implies(said[NONE], no(any_of(others)))


def words_of(value: Value) -> tuple[str, ...]:
    """Return an answer as the words that its question knows."""
    return value if isinstance(value, tuple) else (str(value),)


def value_of(question: Question, chosen: list[str]) -> Value:
    """Return the answer that words of a question stand for."""
    if question.kind == "any_of":
        return tuple(chosen)
    if question.kind == "number" and chosen[0] != UNSURE:
        return int(chosen[0])
    return chosen[0]
