"""What the conditions of a pack read: whether it exists, fits and stands above."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from massage_screen.answers import doubt_of
from massage_screen.condition import TESTS, TESTS_OF_LINES, Condition
from massage_screen.pack import KNOWN, Question, Rule
from massage_screen.problems.draft import Draft, Reading
from massage_screen.problems.files import Entry
from massage_screen.problems.filled import EVERY
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import did_you_mean, quoted

_LEAVES = ("question", "fact", "known")
_FORMS = (*_LEAVES, "all_of", "any_of")


def condition_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with every condition of a pack."""
    for reading in draft.readings:
        yield from reading_problems(draft, reading)


def reading_problems(draft: Draft, reading: Reading) -> Iterator[Problem]:
    """Go through what is wrong with one condition."""
    for part in _walk(reading.condition):
        malformed = list(_form(reading, part))
        yield from malformed
        if not malformed and part.fact is not None:
            yield from _fact(draft, reading, part)
        elif not malformed and part.known is not None:
            yield from _known_value(draft, reading, part)
        elif not malformed and part.question is not None:
            yield from _question(draft, reading, part)


def _walk(condition: Condition) -> Iterator[Condition]:
    yield condition
    for part in (*(condition.all_of or ()), *(condition.any_of or ())):
        yield from _walk(part)


def _given(condition: Condition, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if getattr(condition, key) is not None]


def _form(reading: Reading, condition: Condition) -> Iterator[Problem]:
    """Find what is not exactly one form: a test of one thing, or one group."""
    forms, tests = _given(condition, _FORMS), _given(condition, TESTS)
    is_leaf = forms in [[leaf] for leaf in _LEAVES]
    if len(forms) != 1 or len(tests) != int(is_leaf):
        used = listed([*forms, *tests]) or "nothing"
        yield reading.entry.problem(
            "condition_form",
            f"has a condition with {used}",
            f"Write one of {listed(_LEAVES)} with one test, or 'all_of', or 'any_of'.",
        )
        return
    key = (tests or forms)[0]
    if getattr(condition, key) == ():
        what = f"has an empty list after {quoted(key)}, which decides nothing"
        yield reading.entry.problem("empty_list", what, "Name what it must be.")


def _fact(draft: Draft, reading: Reading, leaf: Condition) -> Iterator[Problem]:
    name = leaf.fact or ""
    fact = draft.facts.get(name)
    if fact is None:
        yield from _unknown(draft, reading, "fact", name)
        return
    yield from _order(draft, reading, "fact", name)
    if leaf.is_any_of is None:
        what = f"tests fact {quoted(name)} with {quoted(_test(leaf))}"
        yield reading.entry.problem("wrong_test", what, "Use 'is_any_of'.")
        return
    yield from _values(reading, f"fact {quoted(name)}", leaf.is_any_of, fact.values)


def _known_value(draft: Draft, reading: Reading, leaf: Condition) -> Iterator[Problem]:
    name = leaf.known or ""
    if name not in draft.known:
        if draft.is_missing(name, "known"):
            what = f"reads known {quoted(name)}, which pack.toml does not declare"
            do = did_you_mean(name, draft.known, "Declare it with [[known]].")
            yield reading.entry.problem("unknown_known", what, do)
    elif leaf.is_any_of is None:
        what = f"tests known {quoted(name)} with {quoted(_test(leaf))}"
        yield reading.entry.problem("wrong_test", what, "Use 'is_any_of'.")
    else:
        values = KNOWN.get(name, draft.known[name]).values
        yield from _values(reading, f"known {quoted(name)}", leaf.is_any_of, values)


def _question(draft: Draft, reading: Reading, leaf: Condition) -> Iterator[Problem]:
    name = leaf.question or ""
    question = draft.questions.get(name)
    if question is None:
        yield from _unknown(draft, reading, "question", name)
        return
    yield from _order(draft, reading, "question", name)
    if question.records_only:
        yield for_the_record(reading.entry, name)
    test = _test(leaf)
    if test not in question.takes.tests:
        what = f"tests {question.kind} question {quoted(name)} with {quoted(test)}"
        do = f"Use {' or '.join(map(quoted, question.takes.tests))}."
        yield reading.entry.problem("wrong_test", what, do)
    elif test in ("at_least", "below"):
        yield from _threshold(reading, question, getattr(leaf, test))
    else:
        whose = f"question {quoted(name)}"
        named = getattr(leaf, test)
        yield from _values(reading, whose, named, _known(question, test), test)


def _known(question: Question, test: str) -> list[str]:
    """Return what a test may name; only lines can be left unticked or in doubt."""
    lines = [choice.id for choice in question.choices]
    if test == "lacks_any_of":
        return lines
    doubts = map(doubt_of, lines) if test in TESTS_OF_LINES else ()
    return [*question.words, *doubts]


def for_the_record(entry: Entry[Any], name: str) -> Problem:
    """Return the problem of a table that reads a question for the record."""
    what = f"reads question {quoted(name)}, which is for the record only"
    do = "Take the test out, or delete 'records_only' there."
    return entry.problem("reads_record", what, do)


def _test(leaf: Condition) -> str:
    return _given(leaf, TESTS)[0]


def _values(
    reading: Reading,
    whose: str,
    named: Iterable[str],
    known: Sequence[str],
    test: str = "is_any_of",
) -> Iterator[Problem]:
    for value in named:
        if value not in known and EVERY in value:
            yield _no_lines(reading, value, test)
        elif value not in known:
            what = f"names answer {quoted(value)}, which {whose} does not have"
            use = f"Use one of {listed(known)}." if known else "Take it out."
            do = did_you_mean(value, known, use)
            yield reading.entry.problem("unknown_answer", what, do)


def _no_lines(reading: Reading, value: str, test: str) -> Problem:
    if test in TESTS_OF_LINES:
        what = f"names {quoted(value)}, the lines of no list or question above"
        do = "Name a question above, or a choice list."
    else:
        what = f"names {quoted(value)}, but {quoted(test)} takes no lines of a list"
        do = "Name each answer."
    return reading.entry.problem("unknown_lines", what, do)


def _threshold(
    reading: Reading, question: Question, threshold: int
) -> Iterator[Problem]:
    if threshold not in question.bands:
        what = f"cuts question {quoted(question.id)} at {threshold}, not at a band"
        do = f"Add {threshold} to its 'bands', or use one of them."
        yield reading.entry.problem("off_bands", what, do)


def _unknown(draft: Draft, reading: Reading, kind: str, name: str) -> Iterator[Problem]:
    if not draft.is_missing(name, kind):
        return
    known = draft.questions if kind == "question" else draft.facts
    what = f"reads {kind} {quoted(name)}, which does not exist"
    do = did_you_mean(name, known, f"Add the {kind}, or take the test out.")
    yield reading.entry.problem(f"unknown_{kind}", what, do)


def _order(draft: Draft, reading: Reading, kind: str, name: str) -> Iterator[Problem]:
    if isinstance(reading.entry.item, Rule) or draft.places[name] < reading.place:
        return
    what = f"reads {kind} {quoted(name)}, which does not stand above it"
    do = "Move one of them. In a file, facts come after all questions."
    yield reading.entry.problem("reads_below", what, do)
