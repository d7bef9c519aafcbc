"""What is wrong with the properties of `safety.toml`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from massage_screen.answers import DOUBT, line_of
from massage_screen.condition import named_in, names_unsure
from massage_screen.pack import (
    Property,
    Region,
    Rule,
    SafetyFile,
    Technique,
    TechniqueGroup,
)
from massage_screen.problems.about import named_twice, unknown
from massage_screen.problems.characters import character_problems
from massage_screen.problems.conditions import reading_problems
from massage_screen.problems.draft import Draft, Reading
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.filled import EVERY
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import did_you_mean, quoted

_NAME = "safety.toml"
#: What is about pairs of clients, and so about everyone.
_OF_PAIRS = ("never_lowers", "never_matters")
_OF_ONE = ("at_least", "at_most", "closes", "leaves_something_to_do", "never_watches")
_CLAIMS = (*_OF_ONE, *_OF_PAIRS)
#: Results whose timeframes are ordered, so that "at least" has a meaning for them.
_ORDERED = ("refer", "emergency")


class Safety:
    """The properties of a pack folder; a pack may do without."""

    def __init__(self, folder: Path, draft: Draft) -> None:
        """Read the file, when there is one; its tests may name lines of the draft."""
        path = folder / _NAME
        self.file = (
            PackText(path, _NAME, SafetyFile, draft.with_lines)
            if path.exists()
            else None
        )
        self.entries: list[Entry[Any]] = list(self.file.entries) if self.file else []

    @property
    def properties(self) -> tuple[Property, ...]:
        """Return the properties that have the right shape."""
        return tuple(entry.item for entry in self.entries)

    def file_problems(self) -> Iterator[Problem]:
        """Go through what can be seen without the pack that it is about."""
        if self.file is not None:
            yield from self.file.problems
            yield from character_problems(self.file)

    def problems(self, draft: Draft) -> Iterator[Problem]:
        """Go through what does not fit the pack, which has no problems itself."""
        seen = {entry.item.id for entry in draft.entries}
        for entry in self.entries:
            if entry.item.id in seen:
                what = "has the id of something else in the pack"
                yield entry.problem("duplicate_id", what, "Rename one of the two.")
            seen.add(entry.item.id)
            for look in (
                _condition,
                _timeframe,
                _cells,
                _watches,
                _never_matters,
                _exempt,
                _doubts,
            ):
                yield from look(draft, entry)
            yield from _claim(entry)


def _doubts(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    """Find tests of doubt that one doubtful line passes by, where a tick may open."""
    for left_out in entry.item.exempt:
        question = draft.questions.get(left_out.question)
        if question is None or not question.takes.several or question.reassuring:
            continue
        for reading in draft.readings:
            for leaf in reading.leaves:
                if leaf.question != question.id or not names_unsure(leaf):
                    continue
                named = {line_of(word) for word in named_in(leaf)}
                missed = [c.id for c in question.choices if c.id not in named]
                if missed:
                    what = (
                        f"tests doubt of {quoted(question.id)}, but not doubt of its"
                        f" single lines {listed(missed)}; there, a tick may open"
                    )
                    do = f"Name {quoted(question.id + EVERY + DOUBT)} as well."
                    yield reading.entry.problem("doubt_of_line", what, do)


def _claim(entry: Entry[Property]) -> Iterator[Problem]:
    claims = [key for key in _CLAIMS if getattr(entry.item, key)]
    if len(claims) != 1:
        what = f"claims {listed(claims) or 'nothing'}"
        yield entry.problem("property_claim", what, f"Use one of {listed(_CLAIMS)}.")


def _condition(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    when = entry.item.when
    if when is None:
        return
    for claim in (key for key in _OF_PAIRS if getattr(entry.item, key)):
        what = f"has a 'when', but {quoted(claim)} is about every client"
        yield entry.problem("when_not_taken", what, "Delete 'when'.")
    reading = Reading(entry, when, len(draft.places))
    yield from reading_problems(draft, reading)
    for name in dict.fromkeys(leaf.fact for leaf in reading.leaves if leaf.fact):
        what = f"reads fact {quoted(name)}, and a wrong fact could prove itself"
        do = "Test the answers that the fact is made of."
        yield entry.problem("property_reads_a_fact", what, do)


def _timeframe(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    name, least = entry.item.timeframe, entry.item.at_least
    if not name:
        return
    if least not in _ORDERED:
        what = "has a timeframe, which only 'at_least' refer or emergency can have"
        yield entry.problem("timeframe_not_taken", what, "Delete 'timeframe'.")
        return
    frames = draft.timeframes
    fitting = [each for each, frame in frames.items() if frame.disposition == least]
    if name not in fitting:
        code = "timeframe_not_fitting" if name in frames else "unknown_timeframe"
        what = f"says {least} with {quoted(name)}"
        do = did_you_mean(name, fitting, f"Use one of {listed(fitting)}.")
        yield entry.problem(code, what, do)


def _cells(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    closes = entry.item.closes
    if closes is None:
        return
    if not closes.regions:
        what = "has an empty list after 'regions', which closes nothing"
        yield entry.problem("empty_list", what, "Name the regions.")
    techniques = draft.ids(Technique) | draft.ids(TechniqueGroup)
    yield from unknown(draft, entry, "region", closes.regions, draft.ids(Region))
    yield from unknown(draft, entry, "technique", closes.techniques, techniques)


def _watches(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    watches = any(rule.item.overdue for rule in draft.of(Rule))
    if entry.item.never_watches and not watches:
        what = "has 'never_watches', but no rule of the pack has 'overdue'"
        do = "Delete the property until there is a watch that it could forbid."
        yield entry.problem("nothing_to_watch", what, do)


def _never_matters(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    named = entry.item.never_matters
    yield from named_twice(entry, "never_matters", named)
    yield from unknown(draft, entry, "question", named, draft.questions)
    for name in dict.fromkeys(named):
        if name in draft.questions and draft.questions[name].gate:
            what = f"names {quoted(name)} in 'never_matters', a question of the gate"
            do = "Take it out: findings of the gate rest on its answers."
            yield entry.problem("gate_never_matters", what, do)


def _exempt(draft: Draft, entry: Entry[Property]) -> Iterator[Problem]:
    exempt = tuple(left_out.question for left_out in entry.item.exempt)
    if exempt and not entry.item.never_lowers:
        what = "exempts questions, which only 'never_lowers' can do"
        yield entry.problem("exempt_not_taken", what, "Delete 'exempt'.")
    yield from unknown(draft, entry, "question", exempt, draft.questions)
