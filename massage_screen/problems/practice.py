"""What is wrong with `practice.toml`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from massage_screen.answers import UNSURE
from massage_screen.pack import Pack, Practice, Question
from massage_screen.pack.practice import (
    Chance,
    Needless,
    NotTogether,
    Rate,
    Reminder,
    Says,
    Trait,
    label,
)
from massage_screen.problems.characters import character_problems
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import Problem
from massage_screen.text import did_you_mean, quoted

_NAME = "practice.toml"
#: The chances that hold for every question that names none of its own.
GATE, OTHER = "any gate question", "any other question"


class _Wrong(NamedTuple):
    code: str
    what: str
    do: str


class PracticeText:
    """What is practised with a pack; a pack may do without."""

    def __init__(self, folder: Path) -> None:
        """Read the file, when there is one."""
        there = (folder / _NAME).exists()
        self.file = PackText(folder / _NAME, _NAME, Practice) if there else None

    @property
    def practice(self) -> Practice:
        """Return what the file says; nothing, without a file of the right shape."""
        whole = self.file.whole if self.file else None
        return whole if isinstance(whole, Practice) else Practice()

    def file_problems(self) -> Iterator[Problem]:
        """Go through what can be seen without the pack that it is about."""
        if self.file is not None:
            yield from self.file.problems
            yield from character_problems(self.file)

    def problems(self, pack: Pack) -> Iterator[Problem]:
        """Go through what does not fit the pack."""
        if self.file is None:
            return
        for kind, wrong in self._of_one(pack):
            yield self.file.at(self.file.line(kind), *wrong)
        words = {question.id: answers_to(question) for question in _all(pack)}
        words |= {trait.id: _values(trait) for trait in self.practice.trait}
        sources = {s.id for s in self.practice.source} | pack.references.keys()
        for entry in self.file.entries:
            for wrong in _of_table(entry.item, pack, words, sources):
                yield entry.problem(*wrong)

    def _of_one(self, pack: Pack) -> Iterator[tuple[str, _Wrong]]:
        """Go through the keys that stand once, each with what is wrong."""
        practice = self.practice
        words = {question.id: answers_to(question) for question in _all(pack)}
        if practice.families and practice.no_concern not in practice.families:
            yield "no_concern", _family(practice.no_concern, practice)
        named: dict[str, dict[str, Iterable[str]]] = {}
        if practice.speaks:
            named["speaks"] = {practice.speaks.question: (practice.speaks.answer,)}
        if practice.ages:
            named["ages"] = {practice.ages.question: practice.ages.years}
        for kind, answers in named.items():
            yield from ((kind, wrong) for wrong in _missing(answers, words))
        lines = {line for question in _all(pack) for line in question.lines}
        for name in practice.named:
            if name not in lines:
                what = f"names {quoted(name)}, which is no line of a list"
                do = did_you_mean(name, lines, "Take it out.")
                yield "named", _Wrong("unknown_answer", what, do)


def family_problems(
    practice: Practice, cases: Iterable[Entry[Any]]
) -> Iterator[Problem]:
    """Go through the cases whose family the pack does not have."""
    for entry in cases:
        family = entry.item.concern
        if family and practice.families and family not in practice.families:
            yield entry.problem(*_family(family, practice))


def _family(name: str, practice: Practice) -> _Wrong:
    what = f"names family {quoted(name)}, which does not exist"
    do = did_you_mean(name, practice.families, "Add it to 'families'.")
    return _Wrong("unknown_family", what, do)


def _all(pack: Pack) -> Iterable[Question]:
    return pack.questions.values()


def _values(trait: Trait) -> set[str]:
    return {value for rate in trait.rates for value in rate.values}


def _of_table(
    table: object,
    pack: Pack,
    words: Mapping[str, Collection[str]],
    sources: Collection[str],
) -> Iterator[_Wrong]:
    yield from _of_talk(table, words, sources)
    if isinstance(table, NotTogether):
        yield from _missing({q: (a,) for q, a in table.answers.items()}, words)
    if not isinstance(table, Trait | Chance):
        return
    for rate in table.rates:
        for wrong in (*_number(rate), *_origin(rate, sources)):
            named = quoted(label(table.of, rate))
            yield wrong._replace(what=f"has the rate {named}: {wrong.what}")
        yield from _missing(rate.when, words)
    if isinstance(table, Trait):
        yield from _missing({table.answers: ()} if table.answers else {}, words)
    elif table.of not in (GATE, OTHER):
        values = tuple(value for rate in table.rates for value in rate.values)
        own = {name: words[name] for name in pack.questions}
        yield from _missing({table.of: values}, own)


def _of_talk(
    table: object, words: Mapping[str, Collection[str]], sources: Collection[str]
) -> Iterator[_Wrong]:
    """Go through what does not fit in what students and clients say."""
    if isinstance(table, Reminder):
        yield from _missing(dict.fromkeys(table.questions, ()), words)
    elif isinstance(table, Says):
        yield from _missing(
            dict.fromkeys(table.of, (*table.answers, *table.lines)), words
        )
        if table.some and table.some.count("{}") != 1:
            what = "has a 'some' without one place for the lines"
            yield _Wrong("says_nothing", what, "Write {} once, where they stand.")
    elif isinstance(table, Needless):
        for name in table.references:
            if name not in sources:
                yield _unknown_source(name, sources)
        if not table.references and not table.policy:
            what = "has no 'references' and no 'policy'"
            yield _Wrong("no_source", what, "Name a source, or say who decided it.")


def _unknown_source(name: str, known: Collection[str]) -> _Wrong:
    what = f"source {quoted(name)} does not exist"
    return _Wrong(
        "unknown_reference", what, did_you_mean(name, known, "Add the source.")
    )


def _number(rate: Rate) -> Iterator[_Wrong]:
    if not 0 <= rate.low <= rate.middle <= rate.high <= 1:
        what = "low, middle and high do not rise from 0 to 1"
        yield _Wrong("rate_range", what, "Write shares, as 0.015 for 15 of 1,000.")


def _origin(rate: Rate, known: Collection[str]) -> Iterator[_Wrong]:
    if rate.assumption == bool(rate.source):
        what = "it has a source and is an assumption, or neither"
        yield _Wrong("rate_origin", what, "Name a source, or call it an assumption.")
    if rate.source and rate.source not in known:
        yield _unknown_source(rate.source, known)


def _missing(
    answers: Mapping[str, Iterable[str]], words: Mapping[str, Collection[str]]
) -> Iterator[_Wrong]:
    """Go through the questions or traits, and answers of them, that do not exist."""
    for of, values in answers.items():
        if of not in words:
            what = f"names question {quoted(of)}, which does not exist"
            do = did_you_mean(of, words, "Take the name out.")
            yield _Wrong("unknown_question", what, do)
            continue
        for value in values:
            if value not in words[of]:
                what = f"names {quoted(value)}, which is no answer to {quoted(of)}"
                do = did_you_mean(value, words[of], "Take the answer out.")
                yield _Wrong("unknown_answer", what, do)


def answers_to(question: Question) -> set[str]:
    """Return what a rate may name as an answer; of a number, where its bands begin."""
    return {UNSURE, *map(str, question.bands), *question.words}
