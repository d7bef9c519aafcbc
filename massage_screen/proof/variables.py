"""The variables of an answer: one for each choice, or for each stretch of a number.

A line that may be in doubt has a second one, but only where that makes a difference:
where a test names the doubt, or a doubt is not read like a tick.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

import z3

from massage_screen.answers import NONE, UNSURE, Value, doubt_of, is_doubt, line_of
from massage_screen.condition import Condition, leaves, named_in
from massage_screen.pack import Pack, Question, for_each_kind
from massage_screen.proof.formula import Formula, all_of, any_of, no


def words(question: Question) -> tuple[str, ...]:
    """Return the answers of a question; of a number the low end of each stretch."""
    apart = question.takes.told_apart(question)
    return tuple(word for value in apart for word in words_of(value))


def variables(
    question: Question, doubts: Iterable[str] = (), client: str = ""
) -> Mapping[str, Formula]:
    """Return a variable for each answer of a question.

    Args:
        question: The question.
        doubts: The lines whose doubt has one too.
        client: What stands before the names, when there are several clients.
    """
    doubted = frozenset(doubts)
    named = [
        each
        for word in words(question)
        for each in ((word, doubt_of(word)) if word in doubted else (word,))
    ]
    return {word: z3.Bool(f"{client}{question.id}={word}") for word in named}


def lines_doubted(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """Return the lines whose doubt is neither like a tick nor like none, by question.

    In a reassuring list a doubt is no tick, and is carried like one, and closes like
    one what is named there. A region in doubt is not among those named where the
    others are closed.
    """
    found: dict[str, set[str]] = {}
    for test in _tests(pack):
        doubted = {line_of(word) for word in named_in(test) if is_doubt(word)}
        found.setdefault(test.question or "", set()).update(doubted)
    for question in _read_line_by_line(pack):
        found[question] = {choice.id for choice in pack.questions[question].choices}
    return {
        name: tuple(c.id for c in pack.questions[name].choices if c.id in lines)
        for name, lines in found.items()
        if lines
    }


def _tests(pack: Pack) -> Iterator[Condition]:
    conditions = [when for q in pack.questions.values() for when in q.conditions]
    conditions += [row.when for fact in pack.facts.values() for row in fact.rows]
    conditions += [rule.when for rule in pack.rules.values() if rule.when]
    return (leaf for when in conditions for leaf in leaves(when) if leaf.question)


def _read_line_by_line(pack: Pack) -> set[str]:
    """Return the lists in which a doubt is no tick although no test names it."""
    reassuring = {q.id for q in pack.questions.values() if q.reassuring}
    carried = {name for q in pack.questions.values() for name in q.read_by_lines}
    restrictions = [asked for rule in pack.rules.values() for asked in rule.restrict]
    closed = {asked.regions_named_in for asked in restrictions}
    left_open = {asked.regions_not_named_in for asked in restrictions} - {""}
    return (reassuring & (carried | closed)) | left_open


def variables_of_known(pack: Pack) -> Mapping[str, Mapping[str, Formula]]:
    """Return a variable for each value of what the program knows."""
    return {
        known.id: {value: z3.Bool(f"{known.id}={value}") for value in known.values}
        for known in pack.known.values()
    }


def one_value_each(known: Mapping[str, Mapping[str, Formula]]) -> Iterator[Formula]:
    """Go through what gives each value that the program knows exactly once."""
    for given in known.values():
        yield from _exactly_one(given)


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
    for word in filter(is_doubt, said):
        yield no(all_of([said[word], said[line_of(word)]]))


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
