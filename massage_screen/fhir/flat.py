"""Conditions as `enableWhen`, where the standard can say them.

It is one list of tests of single answers under "all" or "any". What it says is held
exactly: a condition that does not fit gets no `enableWhen`, and is said in FHIRPath.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, YES, doubt_of, is_doubt, line_of
from massage_screen.condition import Condition
from massage_screen.fhir.asked import (
    ANSWER,
    Asked,
    is_line_by_line,
    link_of,
    system_of,
)
from massage_screen.pack import Choice, Question

#: One test of an answer, as it stands in an item.
Clause = dict[str, Any]


class Flat(msgspec.Struct, frozen=True):
    """Tests under "all" or "any"; a single one is under both.

    Attributes:
        every: Whether all must hold.
        clauses: The tests; without any, it always or never holds.
    """

    every: bool
    clauses: tuple[Clause, ...]

    def in_item(self) -> dict[str, Any]:
        """Return it as an item has it; nothing of one that always holds."""
        if not self.clauses:
            return {}
        behaviour = {"enableBehavior": "all" if self.every else "any"}
        more = behaviour if len(self.clauses) > 1 else {}
        return {"enableWhen": list(self.clauses), **more}


ALWAYS, NEVER = Flat(True, ()), Flat(False, ())


def flat_question(asked: Asked, question: Question) -> Flat | None:
    """Return when a question is enabled; None where that is not to be said so."""
    when = _flat(asked, asked.when(question.when))
    if not question.depends or when is None:
        return when
    lines = (flat_line(asked, question, line) for line in asked.lines(question))
    return _joined([when, _joined(list(lines), every=False)], every=True)


def flat_line(asked: Asked, question: Question, line: Choice) -> Flat | None:
    """Return when the item of a line is enabled, in a question that is.

    None where that is not to be said so.
    """
    if asked.is_left_to_the_therapist(question, line.id):
        return None
    if line.carried_from:
        return _carried(asked, question, line)
    own = _flat(asked, asked.when(line.when))
    return own if not question.except_in else None


def _carried(asked: Asked, question: Question, line: Choice) -> Flat | None:
    source = asked.pack.questions[line.carried_from]
    if source.id not in asked.questions:
        return None
    if not question.except_in:
        return Flat(False, tuple(_named(asked, source, line.id)))
    if not is_line_by_line(source):
        return None
    link = link_of(source.id, line.id)
    tests = [_exists(link), _coded(link, "!=", ANSWER, NO)]
    for name in question.except_in:
        other = asked.pack.questions[name]
        if line.id not in other.words:
            continue
        if not _is_asked_with(asked, other, question, line):
            return None
        tests.append(_coded(link_of(name, line.id), "=", ANSWER, NO))
    return Flat(True, tuple(tests))


def _is_asked_with(
    asked: Asked, other: Question, question: Question, line: Choice
) -> bool:
    """Say whether a line is surely asked in another list where it may stand here.

    Then "no" there says all: the line is in that list, and was left.
    """
    if other.id not in asked.questions or asked.when(other.when) is not True:
        return False
    there = {choice.id: choice for choice in other.choices}[line.id]
    same = there.carried_from == line.carried_from
    return same and set(other.except_in) <= set(question.except_in)


def _named(asked: Asked, source: Question, line: str) -> Iterator[Clause]:
    """Go through the answers that name a line of a list, or leave all of it open."""
    if is_line_by_line(source):
        for word in (YES, UNSURE):
            yield _coded(link_of(source.id, line), "=", ANSWER, word)
        return
    for word in (line, doubt_of(line), UNSURE):
        yield _coded(source.id, "=", system_of(asked.pack, source), word)


def _flat(asked: Asked, condition: Condition | bool) -> Flat | None:
    if isinstance(condition, bool):
        return ALWAYS if condition else NEVER
    parts = condition.all_of or condition.any_of
    if parts is not None:
        found = [_flat(asked, part) for part in parts]
        return _joined(found, every=condition.all_of is not None)
    if condition.question is None:
        return None
    if asked.is_the_therapists(condition.question):
        return NEVER
    question = asked.pack.questions[condition.question]
    if question.id not in asked.questions:
        return NEVER
    if any(asked.is_left_to_the_therapist(question, c.id) for c in question.choices):
        return None
    if question.depends and not question.takes.several:
        return None
    return _leaf(asked, question, condition)


def _leaf(asked: Asked, question: Question, test: Condition) -> Flat | None:
    if test.at_least is not None or test.below is not None:
        return Flat(False, tuple(_of_number(question.id, test)))
    if question.takes.counts:
        return Flat(False, (_unsure_of_number(question.id),))
    if test.is_any_of is not None:
        system = system_of(asked.pack, question)
        words = test.is_any_of
        return Flat(False, tuple(_coded(question.id, "=", system, w) for w in words))
    if is_line_by_line(question):
        return _of_lines(asked, question, test)
    if test.lacks_any_of is not None or (question.reassuring and _tests_none(test)):
        return None
    return _of_ticks(asked, question, test)


def _tests_none(test: Condition) -> bool:
    return NONE in (test.includes_any_of or test.includes_all_of or ())


def _of_number(name: str, test: Condition) -> Iterator[Clause]:
    for operator, value in ((">=", test.at_least), ("<", test.below)):
        if value is not None:
            yield {"question": name, "operator": operator, "answerInteger": value}


def _unsure_of_number(name: str) -> Clause:
    return {
        "question": link_of(name, UNSURE),
        "operator": "=",
        "answerBoolean": True,
    }


def _of_ticks(asked: Asked, question: Question, test: Condition) -> Flat | None:
    system = system_of(asked.pack, question)

    def one(word: str) -> Flat:
        alone = question.reassuring or is_doubt(word) or word in (NONE, UNSURE)
        words = (word,) if alone else (word, doubt_of(word))
        return Flat(False, tuple(_coded(question.id, "=", system, w) for w in words))

    return _of_words(test, one)


def _of_lines(asked: Asked, question: Question, test: Condition) -> Flat | None:
    if test.lacks_any_of is not None:
        words = (NO, UNSURE) if question.reassuring else (NO,)
        links = [link_of(question.id, line) for line in test.lacks_any_of]
        return Flat(
            False, tuple(_coded(x, "=", ANSWER, w) for x in links for w in words)
        )

    def one(word: str) -> Flat | None:
        if word == UNSURE:  # nobody can say it of the whole list
            return NEVER
        if word == NONE:
            return _none_of(asked, question)
        doubt, tick = is_doubt(word), question.reassuring
        answers = (UNSURE,) if doubt else (YES,) if tick else (YES, UNSURE)
        link = link_of(question.id, line_of(word))
        return Flat(False, tuple(_coded(link, "=", ANSWER, a) for a in answers))

    return _of_words(test, one)


def _none_of(asked: Asked, question: Question) -> Flat | None:
    """Return that each line was left; None where not each is always asked."""
    if question.depends or question.reassuring:
        return None
    links = [link_of(question.id, line.id) for line in asked.lines(question)]
    return Flat(True, tuple(_coded(link, "=", ANSWER, NO) for link in links))


def _of_words(test: Condition, one: Any) -> Flat | None:
    every = test.includes_all_of is not None
    words = (test.includes_all_of if every else test.includes_any_of) or ()
    return _joined([one(word) for word in words], every=every)


def _joined(parts: list[Flat | None], *, every: bool) -> Flat | None:
    """Return parts as one; None where they do not stand in one list."""
    spoils, neutral = (NEVER, ALWAYS) if every else (ALWAYS, NEVER)
    if spoils in parts:
        return spoils
    left = [part for part in parts if part != neutral]
    if None in left:
        return None
    found = [part for part in left if part is not None]
    if len(found) == 1:
        return found[0]
    if any(part.every is not every and len(part.clauses) > 1 for part in found):
        return None
    clauses: list[Clause] = []
    for part in found:
        clauses += [clause for clause in part.clauses if clause not in clauses]
    return Flat(every, tuple(clauses))


def _exists(link: str) -> Clause:
    return {"question": link, "operator": "exists", "answerBoolean": True}


def _coded(link: str, operator: str, system: str, code: str) -> Clause:
    coding = {"system": system, "code": code}
    return {"question": link, "operator": operator, "answerCoding": coding}
