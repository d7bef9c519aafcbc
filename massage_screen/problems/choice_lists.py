"""What is wrong with lists of choices, and with what questions name in their lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from massage_screen.pack import ChoiceList, Question
from massage_screen.problems.about import named_twice
from massage_screen.problems.conditions import for_the_record
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.filled import REGIONS, names_in
from massage_screen.problems.problem import Problem
from massage_screen.problems.shape import named
from massage_screen.text import did_you_mean, quoted


def choice_list_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with the lists, and with where they are named."""
    yield from _lists(draft)
    yield from _unknown(draft)
    for entry in draft.of(Question):
        if entry.item.id == REGIONS:
            yield _called_regions(entry)
        yield from named_twice(entry, "leave_out", entry.item.leave_out)
        yield from named_twice(entry, "except", entry.item.except_in)
        yield from _left_out(draft, entry)
        yield from _carried(draft, entry)
        yield from _written(entry)


def _lists(draft: Draft) -> Iterator[Problem]:
    used = {name for file in draft.concern_files for *_, name in names_in(file.raw)}
    legible = all(file.legible for file in draft.concern_files)
    for entry in draft.of(ChoiceList):
        if not entry.item.choices:
            what, do = "has no choices", "Add choices, or delete the list."
            yield entry.problem("empty_choice_list", what, do)
        if entry.item.id == REGIONS:
            yield _called_regions(entry)
        elif legible and entry.item.id not in used:
            do = "Name it in a question, or delete it."
            yield entry.problem("unused_choice_list", "is named by no question", do)
        if any(choice.carried_from for choice in entry.item.choices):
            yield _filled_in(entry)


def _called_regions(entry: Entry[Any]) -> Problem:
    what = "has the id of the list that is made of the regions"
    return entry.problem("reserved_id", what, "Choose another id.")


def _unknown(draft: Draft) -> Iterator[Problem]:
    for file in draft.concern_files:
        for index, key, name in names_in(file.raw):
            known = name == REGIONS or name in draft.lists
            if not known and draft.is_missing(name, "choice_list"):
                owner = named("question", index, file.raw)
                what = f"{owner} names in {quoted(key)} the choice list {quoted(name)}"
                do = did_you_mean(name, draft.lists, "Add it to pack.toml.")
                yield file.at(
                    file.line("question", index),
                    "unknown_choice_list",
                    f"{what}, which does not exist",
                    do,
                )


def _left_out(draft: Draft, entry: Entry[Question]) -> Iterator[Problem]:
    """Find lines to leave out that no list of the question has."""
    lists = {name for at, _, name in names_in(entry.file.raw) if at == entry.index}
    there = {line["id"] for name in lists for line in draft.lists.get(name, ())}
    for line in dict.fromkeys(entry.item.leave_out):
        if line not in there:
            what = f"leaves out {quoted(line)}, which no list that it names has"
            do = did_you_mean(line, there, "Take it out of 'leave_out'.")
            yield entry.problem("unknown_left_out", what, do)


def _carried(draft: Draft, entry: Entry[Question]) -> Iterator[Problem]:
    """Find questions to carry from, or to leave lines to, that are not lists above."""
    question = entry.item
    sources = [source.partition(".") for source in question.carries]
    above = [
        other.id
        for other in draft.questions.values()
        if other.takes.several and draft.places[other.id] < draft.places[question.id]
    ]
    for name in [name for name, *_ in sources] + list(question.except_in):
        known = name in draft.questions or draft.is_missing(name, "question")
        if name not in above and known:
            what = f"takes lines of {quoted(name)}, which is no checklist above it"
            do = did_you_mean(name, above, "Name an any_of question above.")
            yield entry.problem("unknown_source", what, do)
    for name in sorted(question.read_by_lines):
        other = draft.questions.get(name)
        if other is not None and other.records_only and not question.records_only:
            yield for_the_record(entry, name)
    for name, _, line in sources:
        other = draft.questions.get(name)
        lines = [choice.id for choice in other.choices] if other else []
        if line and other is not None and line not in lines:
            what = f"carries {quoted(line)}, which {quoted(name)} does not have"
            do = did_you_mean(line, lines, "Take it out of 'carries'.")
            yield entry.problem("unknown_source", what, do)
    yield from _excepted(entry)


def _excepted(entry: Entry[Question]) -> Iterator[Problem]:
    """Find lines that are left to another list, and nothing that is carried."""
    question = entry.item
    if question.except_in and not question.carries:
        what = "has 'except' and carries nothing"
        do = "Add 'carries', or delete 'except'."
        yield entry.problem("nothing_carried", what, do)
    for source in question.carries:
        name = source.partition(".")[0]
        if name in question.except_in:
            what = f"carries {quoted(name)} and leaves every line of it to it"
            do = "Name it in one of 'carries' and 'except'."
            yield entry.problem("nothing_carried", what, do)


def _written(entry: Entry[Question]) -> Iterator[Problem]:
    """Find lines that say themselves that they are carried."""
    row = entry.file.raw[entry.kind][entry.index]
    own = row.get("choices", ())
    if any(isinstance(line, dict) and "carried_from" in line for line in own):
        yield _filled_in(entry)


def _filled_in(entry: Entry[Any]) -> Problem:
    what = "writes 'carried_from', which is filled in"
    return entry.problem("field_not_taken", what, "Use 'carries'.")
