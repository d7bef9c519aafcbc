"""All files of a pack as far as they could be read, before anyone trusts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from massage_screen.condition import Condition, leaves
from massage_screen.pack import (
    Choice,
    ChoiceList,
    ConcernFile,
    Fact,
    Known,
    PackFile,
    Question,
    Reference,
    ReferenceFile,
    Region,
    Rule,
    Table,
    Timeframe,
)
from massage_screen.pack.content import (
    ABOUT,
    SOURCES,
    concerns_among,
    strange_among,
)
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.filled import REGIONS, Lists, filled, with_lines
from massage_screen.problems.problem import Problem

T = TypeVar("T", bound=Table)


def _plain(choice: Choice) -> dict[str, Any]:
    """Return a choice as a file would have it."""
    written: dict[str, Any] = msgspec.to_builtins(choice)
    return {key: value for key, value in written.items() if value not in (None, "")}


class Reading(msgspec.Struct, frozen=True):
    """A condition, and the table that it stands in.

    Attributes:
        place: How many questions and facts stand above the table; a rule, which
            may read all of them, stands below the last.
        clause: Whether it only says to whom a clause of a rule is shown.
    """

    entry: Entry[Any]
    condition: Condition
    place: int
    clause: bool = False

    @property
    def leaves(self) -> Iterator[Condition]:
        """Go through the tests that name one question or one fact."""
        return (t for t in leaves(self.condition) if t.question or t.fact)


class Draft:
    """The files of one pack folder."""

    def __init__(self, folder: Path) -> None:
        """Read every file of the folder that a decision rests on."""
        names = [path.name for path in folder.glob("*.toml")]
        self.about_file = PackText(folder / ABOUT, ABOUT, PackFile)
        self._asked: dict[str, Any] = {}
        fill = partial(filled, lists=self.lists, above=self._asked)
        self.concern_files = [
            PackText(folder / name, name, ConcernFile, fill)
            for name in concerns_among(names)
        ]
        self.source_file = PackText(folder / SOURCES, SOURCES, ReferenceFile)
        self.strange_files = strange_among(names)
        self.files = [self.about_file, *self.concern_files, self.source_file]

    @property
    def about(self) -> PackFile | None:
        """Return `pack.toml`, when its shape is right."""
        about: PackFile | None = self.about_file.whole
        return about

    @cached_property
    def lists(self) -> Lists:
        """Return the lists of choices that questions may name, by id."""
        tables = [entry.item for entry in self.about_file.entries]
        lists = {t.id: t.choices for t in tables if isinstance(t, ChoiceList)}
        regions = [t for t in tables if isinstance(t, Region)]
        written = self.about_file.raw.get("region")
        if isinstance(written, list) and len(regions) == len(written):
            lists[REGIONS] = tuple(Choice(r.id, r.text) for r in regions)
        return {name: list(map(_plain, choices)) for name, choices in lists.items()}

    def with_lines(self, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return what another file says, with the lines that its tests stand for."""
        content: dict[str, Any] = with_lines(raw, {**self.lists, **self._asked})
        return content

    @cached_property
    def is_whole(self) -> bool:
        """Say whether every table could be read, so that what is missing is missing."""
        return all(file.whole is not None for file in self.files)

    @cached_property
    def ghosts(self) -> frozenset[str]:
        """Return the ids of tables that could not be read."""
        return frozenset().union(*(file.ghosts for file in self.files))

    @cached_property
    def entries(self) -> Sequence[Entry[Any]]:
        """Return all tables in the order of the files."""
        return [entry for file in self.files for entry in file.entries]

    def of(self, kind: type[T]) -> list[Entry[T]]:
        """Return the tables of one kind."""
        return [entry for entry in self.entries if type(entry.item) is kind]

    @cached_property
    def _ids(self) -> dict[type[Any], frozenset[str]]:
        return {}

    def ids(self, kind: type[Any]) -> frozenset[str]:
        """Return the ids of the tables of one kind."""
        if kind not in self._ids:
            items = (entry.item for entry in self.entries)
            self._ids[kind] = frozenset(i.id for i in items if type(i) is kind)
        return self._ids[kind]

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Return the questions by id, in the order of asking."""
        return {entry.item.id: entry.item for entry in self.of(Question)}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Return the facts by id."""
        return {entry.item.id: entry.item for entry in self.of(Fact)}

    @cached_property
    def known(self) -> Mapping[str, Known]:
        """Return the values that the program gives, by id."""
        return {entry.item.id: entry.item for entry in self.of(Known)}

    @cached_property
    def references(self) -> Mapping[str, Reference]:
        """Return the references by id."""
        return {entry.item.id: entry.item for entry in self.of(Reference)}

    @cached_property
    def timeframes(self) -> Mapping[str, Timeframe]:
        """Return the timeframes by id."""
        return {entry.item.id: entry.item for entry in self.of(Timeframe)}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return the order in which questions and facts may be read, by id."""
        steps: dict[str, int] = {}
        for file in self.concern_files:
            for entry in file.entries:  # questions first, then facts
                if isinstance(entry.item, Question | Fact):
                    steps.setdefault(entry.item.id, len(steps))
        return steps

    @cached_property
    def readings(self) -> Sequence[Reading]:
        """Return every condition of the pack."""
        found: list[Reading] = []
        for entry in self.entries:
            item = entry.item
            if isinstance(item, Fact):
                place = self.places[item.id]
                found += [Reading(entry, row.when, place) for row in item.rows]
            elif isinstance(item, Question):
                place = self.places[item.id]
                found += [Reading(entry, when, place) for when in item.conditions]
            elif isinstance(item, Rule):
                found += list(_readings_of_rule(entry, len(self.places)))
        return found

    def is_missing(self, name: str, kind: str) -> bool:
        """Say whether an unknown id cannot stand in a table that was not readable."""
        files = {
            "question": self.concern_files,
            "fact": self.concern_files,
            "reference": [self.source_file],
        }.get(kind, [self.about_file])
        return name not in self.ghosts and all(file.legible for file in files)

    def file_problems(self) -> Iterator[Problem]:
        """Go through the files that are missing, strange or cannot be read."""
        for file in self.files:
            yield from file.problems
        for name in self.strange_files:
            yield Problem(
                code="unknown_file",
                file=name,
                line=1,
                what="is not a file that a pack may have, so nobody would read it",
                do="Name it like 20_bladder.toml, or move it out of the folder.",
            )
        if not self.concern_files:
            yield self.about_file.at(
                1,
                "no_questions",
                "the folder has no file of questions",
                "Add one that is named like 10_bladder.toml.",
            )


def _readings_of_rule(entry: Entry[Rule], place: int) -> Iterator[Reading]:
    rule = entry.item
    if rule.when is not None:
        yield Reading(entry, rule.when, place)
    for _, clause in rule.clauses:
        if clause.when is not None:
            yield Reading(entry, clause.when, place, clause=True)
