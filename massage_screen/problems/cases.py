"""Cases: clients whose decision is known; what is wrong with them, and reading them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Any

import msgspec

from massage_screen.answers import Answers, Value
from massage_screen.pack import (
    Case,
    CaseFile,
    Cell,
    Disposition,
    ExpertsDiffer,
    Pack,
)
from massage_screen.problems.about import BUILT_IN_RULES, named_twice
from massage_screen.problems.characters import character_problems
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import Problem, listed
from massage_screen.sheet import Sheet
from massage_screen.text import did_you_mean, quoted

_NO_TIMEFRAME = "none"


class Cases:
    """The case files of a pack folder."""

    def __init__(self, folder: Path, more: tuple[Path, ...] = ()) -> None:
        """Read every case file.

        Args:
            folder: The folder of the pack.
            more: Files that stand elsewhere; their clients may be like those here.
        """
        own = sorted((folder / "cases").glob("*.toml"))
        elsewhere = {path.resolve() for path in more}
        self.files = [
            PackText(path, f"cases/{path.name}", CaseFile)
            for path in own
            if path.resolve() not in elsewhere
        ]
        self.files += [PackText(path, str(path), CaseFile) for path in more]
        self.entries: list[Entry[Any]] = [
            entry for file in self.files for entry in file.entries
        ]
        self.by_id = {entry.item.id: entry.item for entry in self.entries}
        self.ghosts = frozenset().union(*(file.ghosts for file in self.files))

    def file_problems(self) -> Iterator[Problem]:
        """Go through what can be seen without the pack that the cases are about."""
        for file in self.files:
            yield from file.problems
            yield from character_problems(file)

    def problems(self, pack: Pack) -> Iterator[Problem]:
        """Go through what does not fit the pack."""
        taken = _ids(pack) | BUILT_IN_RULES
        for entry in self.entries:
            if entry.item.id in taken:
                what = "has an id that something else has already"
                yield entry.problem("duplicate_id", what, "Choose another id.")
            taken.add(entry.item.id)
            yield from self._like(entry)
            yield from _named_twice(entry)
            yield from _answers(pack, entry)
            yield from _expected(pack, entry)
            yield from self._practice(pack, entry)

    def resolved(self, pack: Pack) -> tuple[Case, ...]:
        """Return the cases with all answers, inherited ones included.

        A case with `each` comes back as several, one for each of its clients.
        """
        return tuple(self.resolve(pack, case) for case in self.clients())

    def clients(self) -> Iterator[Case]:
        """Go through the cases as written, one with `each` as several."""
        for entry in self.entries:
            yield from clients_of(entry.item)

    def with_inherited(self, pack: Pack, case: Case) -> Answers:
        """Return all that a case says or inherits, also to what is not asked now."""
        merged: dict[str, object] = {}
        for one in self._line_of(case):
            merged |= one.answers
        return Answers(
            {
                name: question.accept(merged[name])
                for name, question in pack.in_answers.items()
                if name in merged
            }
        )

    def resolve(self, pack: Pack, case: Case) -> Case:
        """Add inherited answers, but not to questions or lines that are not asked now.

        The case's own answers all stay, so that a test can flag the useless ones.
        """
        sheet = Sheet(pack, self.with_inherited(pack, case))
        values: dict[str, Value] = dict(sheet.answers)
        inherited = values.keys() - case.answers.keys()
        for name in inherited.intersection(sheet.set_aside):
            del values[name]
        for name in inherited.intersection(sheet.lines_set_aside):
            values[name] = sheet.visible.get(name, ())
        kept = {name: value for name, value in values.items() if value != ()}
        return msgspec.structs.replace(case, answers=kept)

    def _line_of(self, case: Case) -> list[Case]:
        """Return a case after the cases that it is like, the first one first."""
        line = [case]
        while (like := self.by_id.get(line[-1].like)) and like not in line:
            line.append(like)
        return line[::-1]

    def _like(self, entry: Entry[Case]) -> Iterator[Problem]:
        like = entry.item.like
        if not like:
            return
        if like not in self.by_id:
            if like not in self.ghosts and all(file.legible for file in self.files):
                what = f"is like {quoted(like)}, which does not exist"
                do = did_you_mean(like, self.by_id, "Write that case, or drop 'like'.")
                yield entry.problem("unknown_case", what, do)
        elif self._line_of(entry.item)[0].like in self.by_id:
            what = f"is like {quoted(like)}, which leads round in a circle"
            yield entry.problem("case_circle", what, "Take one 'like' out.")

    def _practice(self, pack: Pack, entry: Entry[Case]) -> Iterator[Problem]:
        case = entry.item
        answered: set[str] = set()
        for one in self._line_of(case):
            answered |= one.answers.keys()
        for name in case.voice:
            if name not in pack.questions:
                yield _unknown(entry, "question", name, pack.questions)
            elif name not in answered:
                what = f"has a voice for {quoted(name)} but no answer to it"
                yield entry.problem(
                    "voice_without_answer",
                    what,
                    "Add the answer, or take the voice out.",
                )
        yield from _practice_fields(entry)
        yield from _review(pack, entry)


def clients_of(case: Case) -> Iterator[Case]:
    """Go through the clients of a case, each a case of its own.

    What sets a client apart is added to the id, after a slash.
    """
    if not case.each:
        yield case
        return
    for answers in product(*case.each.values()):
        own = dict(zip(case.each, answers, strict=True))
        apart = "/".join(_in_short(answer) for answer in answers)
        yield msgspec.structs.replace(
            case, id=f"{case.id}/{apart}", answers={**case.answers, **own}, each={}
        )


def _in_short(answer: object) -> str:
    return "+".join(answer) if isinstance(answer, list) else str(answer)


def _ids(pack: Pack) -> set[str]:
    return {
        *pack.questions,
        *pack.facts,
        *pack.rules,
        *pack.references,
        *pack.regions,
        *pack.parts,
        *pack.technique_groups,
        *pack.timeframes,
        *pack.positions,
        *pack.movements,
        *pack.supports,
        *(path.id for path in pack.about.path),
    }


def _named_twice(entry: Entry[Case]) -> Iterator[Problem]:
    """Go through what a list of the case names again: perhaps another was meant."""
    case = entry.item
    lists = [*msgspec.structs.asdict(case).items(), *case.each.items()]
    for key, names in lists:
        if isinstance(names, tuple):
            yield from named_twice(entry, key, names)


def _answers(pack: Pack, entry: Entry[Case]) -> Iterator[Problem]:
    case = entry.item
    given = [
        *case.answers.items(),
        *((name, raw) for name, answers in case.each.items() for raw in answers),
    ]
    for name in case.answers.keys() & case.each.keys():
        what = f"answers {quoted(name)} in both 'answers' and 'each'"
        yield entry.problem("answered_twice", what, "Take one of them out.")
    for name, raw in given:
        question = pack.in_answers.get(name)
        if question is None:
            yield _unknown(entry, "question", name, pack.questions)
            continue
        try:
            question.accept(raw)
        except ValueError as error:
            what = f"has an answer to {quoted(name)} that {error}"
            yield entry.problem("answer_does_not_fit", what, "Correct the answer.")


def _expected(pack: Pack, entry: Entry[Case]) -> Iterator[Problem]:
    case = entry.item
    rules = [*pack.rules, *BUILT_IN_RULES]
    for name in (*case.findings, *case.not_findings):
        if name not in rules:
            yield _unknown(entry, "rule", name, rules)
    for region in (*case.cells, *case.pressure):
        if region not in pack.regions:
            yield _unknown(entry, "region", region, pack.regions)
    for row in case.cells.values():
        yield from _cells(pack, entry, row)
    yield from _session(pack, entry)
    yield from _timeframe(pack, entry, case)


def _timeframe(
    pack: Pack, entry: Entry[Case], given: Case | ExpertsDiffer
) -> Iterator[Problem]:
    word, frame = given.disposition, given.timeframe
    fitting = [f.id for f in pack.about.timeframe if f.disposition == word]
    fitting = fitting or [_NO_TIMEFRAME]
    if frame not in fitting:
        what = f"expects {word} with the timeframe {quoted(frame)}"
        do = f"Use one of {listed(fitting)}."
        yield entry.problem("timeframe_not_fitting", what, do)


def _review(pack: Pack, entry: Entry[Case]) -> Iterator[Problem]:
    """Go through what is wrong with who reviewed a client, and what they found."""
    case, differ = entry.item, entry.item.experts_differ
    if bool(case.reviewed_by) is not bool(case.reviewed_on):
        what = "has one of 'reviewed_by' and 'reviewed_on' without the other"
        do = "Write both, or neither as long as no clinician has read the client."
        yield entry.problem("half_reviewed", what, do)
    if differ is None:
        return
    yield from _timeframe(pack, entry, differ)
    if not case.reviewed_by:
        what = "has 'experts_differ' but no 'reviewed_by'"
        do = "Only a clinician who read the client can say so; name them."
        yield entry.problem("difference_without_reviewer", what, do)
    if (differ.disposition, differ.timeframe) == (case.disposition, case.timeframe):
        what = "has an 'experts_differ' that says what the case says"
        yield entry.problem("no_difference", what, "Take it out.")
    if case.disposition == Disposition.EMERGENCY.value:
        what = "is an emergency, to which there is no second answer"
        yield entry.problem("disputed_emergency", what, "Take 'experts_differ' out.")


def _practice_fields(entry: Entry[Case]) -> Iterator[Problem]:
    case = entry.item
    fields = {
        "voice": case.voice,
        "level": case.level,
        "concern": case.concern,
        "looks_like": case.looks_like,
        "experts_differ": case.experts_differ,
    }
    if not case.presents:
        for name in (name for name, value in fields.items() if value):
            what = f"has {quoted(name)} but no 'presents'"
            do = "Write what the client says when they come in."
            yield entry.problem("not_a_practice_client", what, do)
        return
    if not case.level or not case.concern:
        what = "has 'presents' but not both 'level' and 'concern'"
        yield entry.problem("practice_unfinished", what, "Add what is missing.")
    if case.looks_like and not case.hands_on:
        what = "has a 'looks_like' but no massage, so the warning is one"
        yield entry.problem("no_look_alike", what, "Take 'looks_like' out.")
    if case.each:
        what = "has 'presents' and 'each', but students meet one client at a time"
        yield entry.problem("several_at_once", what, "Take one of them out.")


def _session(pack: Pack, entry: Entry[Case]) -> Iterator[Problem]:
    case = entry.item
    for kind, names, known in (
        ("position", case.positions_avoid, pack.positions),
        ("movement", case.movements_avoid, pack.movements),
        ("support", case.supports, pack.supports),
    ):
        for name in names:
            if name not in known:
                yield _unknown(entry, kind, name, known)


def _cells(pack: Pack, entry: Entry[Case], row: Mapping[str, str]) -> Iterator[Problem]:
    words = [cell.value for cell in Cell]
    for technique, word in row.items():
        if technique not in pack.techniques:
            yield _unknown(entry, "technique", technique, pack.techniques)
        if word not in words:
            what = f"expects {quoted(word)} of {quoted(technique)}"
            yield entry.problem("unknown_cell", what, f"Use one of {listed(words)}.")


def _unknown(
    entry: Entry[Case], kind: str, name: str, known: Mapping[str, object] | list[str]
) -> Problem:
    what = f"names {kind} {quoted(name)}, which does not exist"
    do = did_you_mean(name, known, f"Correct the name of the {kind}.")
    return entry.problem(f"unknown_{kind}", what, do)
