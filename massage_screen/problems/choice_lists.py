"""What is wrong with lists of choices, and with where questions name them."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.pack import ChoiceList
from massage_screen.problems.draft import Draft
from massage_screen.problems.filled import REGIONS, names_in
from massage_screen.problems.problem import Problem
from massage_screen.problems.shape import named
from massage_screen.text import did_you_mean, quoted


def choice_list_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with the lists, and with where they are named."""
    yield from _lists(draft)
    yield from _unknown(draft)


def _lists(draft: Draft) -> Iterator[Problem]:
    used = {name for file in draft.concern_files for *_, name in names_in(file.raw)}
    legible = all(file.legible for file in draft.concern_files)
    for entry in draft.of(ChoiceList):
        if not entry.item.choices:
            what, do = "has no choices", "Add choices, or delete the list."
            yield entry.problem("empty_choice_list", what, do)
        if entry.item.id == REGIONS:
            what = "has the id of the list that is made of the regions"
            yield entry.problem("reserved_id", what, "Choose another id.")
        elif legible and entry.item.id not in used:
            do = "Name it in a question, or delete it."
            yield entry.problem("unused_choice_list", "is named by no question", do)


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
