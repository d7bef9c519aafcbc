"""What is wrong between the regions, techniques and timeframes of `pack.toml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from massage_screen.day import is_day
from massage_screen.pack import (
    KNOWN,
    URGENCY,
    Known,
    PackFile,
    Part,
    Position,
    PressureCloses,
    Region,
    RegionGroup,
    Rule,
    Support,
    Technique,
    TechniqueGroup,
    Timeframe,
)
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import did_you_mean, quoted

_LEVELS_OF_PRESSURE = 5
#: Ids that the program uses itself, for findings that no rule makes.
BUILT_IN_RULES = frozenset({"nothing_left_to_do"})


def about_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with `pack.toml`, beyond its shape."""
    yield from _duplicate_ids(draft)
    yield from _members(draft)
    yield from _pressure_closes(draft)
    yield from _timeframe_order(draft)
    yield from _dates(draft)
    yield from _known(draft)
    if draft.about is not None:
        yield from _pressure_words(draft, draft.about)
        yield from _pressure_reference(draft, draft.about.pressure_reference)
        yield from _limits(draft, draft.about)
        yield from _built_in(draft, draft.about)


def _duplicate_ids(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Entry[Any]] = {}
    for entry in draft.entries:
        name = entry.item.id
        if isinstance(entry.item, PressureCloses):
            continue  # it is called by its cap, and says itself when that is taken
        before = first.setdefault(name, entry)
        if name in BUILT_IN_RULES:
            what = "has an id that the program uses itself"
            yield entry.problem("duplicate_id", what, "Choose another id.")
        elif before is not entry:
            where = f"{before.file.name}:{before.file.line(before.kind, before.index)}"
            what = f"has the same id as the {before.kind.replace('_', ' ')} in {where}"
            yield entry.problem("duplicate_id", what, "Rename one of the two.")


def _members(draft: Draft) -> Iterator[Problem]:
    regions, techniques = draft.ids(Region), draft.ids(Technique)
    for part in draft.of(Part):
        names = (*part.item.regions, *part.item.next_to)
        yield from unknown(draft, part, "region", names, regions)
    for whole in draft.of(RegionGroup):
        yield from unknown(draft, whole, "region", whole.item.regions, regions)
        yield from named_twice(whole, "regions", whole.item.regions)
    for group in draft.of(TechniqueGroup):
        yield from unknown(draft, group, "technique", group.item.techniques, techniques)
    for support in draft.of(Support):
        names, positions = support.item.positions, draft.ids(Position)
        yield from unknown(draft, support, "position", names, positions)


def _pressure_closes(draft: Draft) -> Iterator[Problem]:
    known = draft.ids(Technique) | draft.ids(TechniqueGroup)
    caps: set[int] = set()
    for entry in draft.of(PressureCloses):
        names, level = entry.item.techniques, entry.item.at_most
        if not names:
            what = "has an empty list after 'techniques', which closes nothing"
            yield entry.problem("empty_list", what, "Name the techniques.")
        yield from named_twice(entry, "techniques", names)
        yield from unknown(draft, entry, "technique", names, known)
        if level in caps:
            what = "stands below another one with the same 'at_most'"
            do = "Write the techniques of both in one table."
            yield entry.problem("pressure_closes_twice", what, do)
        caps.add(level)


def named_twice(
    entry: Entry[Any], key: str, names: Iterable[object]
) -> Iterator[Problem]:
    """Go through what a list names again: perhaps another was meant."""
    for name, count in Counter(map(str, names)).items():
        if count > 1:
            what = f"names {quoted(name)} more than once in {quoted(key)}"
            yield entry.problem("named_twice", what, "Name it once.")


def unknown(
    draft: Draft,
    entry: Entry[Any],
    kind: str,
    names: tuple[str, ...],
    known: Collection[str],
) -> Iterator[Problem]:
    """Go through the names in a table that nothing of a kind has."""
    for name in names:
        if name not in known and draft.is_missing(name, kind):
            do = did_you_mean(name, known, f"Add the {kind}, or take the name out.")
            what = f"names {kind} {quoted(name)}, which does not exist"
            yield entry.problem(f"unknown_{kind}", what, do)


def _timeframe_order(draft: Draft) -> Iterator[Problem]:
    reached = 0
    for entry in draft.of(Timeframe):
        frame = entry.item
        if frame.id in URGENCY:
            rank = URGENCY.index(frame.id)
            if rank < reached:
                do = f"Use the order {listed(URGENCY)}."
                yield entry.problem("timeframe_order", "stands below a milder one", do)
            reached = max(reached, rank)
        elif frame.disposition != "postpone":
            what = f"is for {frame.disposition}, but nobody knows how urgent it is"
            do = f"Use one of {listed(URGENCY)}."
            yield entry.problem("timeframe_unranked", what, do)


def _dates(draft: Draft) -> Iterator[Problem]:
    do = "Write a day of the calendar as 2027-01-31."
    if draft.about is not None and not is_day(draft.about.review_by):
        file = draft.about_file
        what = f"'review_by' is {quoted(draft.about.review_by)}, which is not a date"
        yield file.at(file.line("review_by"), "bad_date", what, do)
    for entry in draft.of(Rule):
        date = entry.item.review_by
        if date and not is_day(date):
            what = f"has the 'review_by' {quoted(date)}, which is not a date"
            yield entry.problem("bad_date", what, do)


def _known(draft: Draft) -> Iterator[Problem]:
    """Find values that the program does not give, or not in this order."""
    for entry in draft.of(Known):
        ours = KNOWN.get(entry.item.id)
        if ours is None:
            do = did_you_mean(entry.item.id, KNOWN, f"Use one of {listed(KNOWN)}.")
            yield entry.problem(
                "unknown_known", "is nothing that the program knows", do
            )
        elif entry.item != ours:
            what = "has other values than the program gives, or another order of them"
            do = f"Use values {listed(ours.values)} and absent {quoted(ours.absent)}."
            yield entry.problem("known_values", what, do)


def _pressure_words(draft: Draft, about: PackFile) -> Iterator[Problem]:
    file, short = draft.about_file, about.pressure_short
    written = {"pressure_words": ("sentences", "sentence", about.pressure_words)}
    if short:
        written["pressure_short"] = ("labels", "label", short)
    for field, (several, one, texts) in written.items():
        if len(texts) != _LEVELS_OF_PRESSURE:
            what = f"{field!r} has {len(texts)} {several}, and pressure has 5 levels"
            do = f"Write one {one} for each level, the lightest first."
            yield file.at(file.line(field), "pressure_words", what, do)


def _pressure_reference(draft: Draft, name: str) -> Iterator[Problem]:
    if name and name not in draft.references and draft.is_missing(name, "reference"):
        what = f"'pressure_reference' is {quoted(name)}, which does not exist"
        do = did_you_mean(name, draft.references, "Add the reference.")
        file = draft.about_file
        line = file.line("pressure_reference")
        yield file.at(line, "unknown_reference", what, do)


def _limits(draft: Draft, about: PackFile) -> Iterator[Problem]:
    for name in about.limits.diagnoses:
        if name not in draft.questions and draft.is_missing(name, "question"):
            what = f"[limits] names question {quoted(name)}, which does not exist"
            do = did_you_mean(name, draft.questions, "Take the name out.")
            file = draft.about_file
            yield file.at(file.line("limits"), "unknown_question", what, do)


def _built_in(draft: Draft, about: PackFile) -> Iterator[Problem]:
    name = about.nothing_left_to_do.timeframe
    frames = [frame.id for frame in about.timeframe if frame.disposition == "postpone"]
    if name not in frames:
        file = draft.about_file
        yield file.at(
            file.line("nothing_left_to_do"),
            "unknown_timeframe",
            f"'nothing_left_to_do' has the timeframe {quoted(name)}, "
            "which is none of postpone",
            did_you_mean(name, frames, f"Use one of {listed(frames)}."),
        )
