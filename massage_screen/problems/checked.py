"""All problems of a pack in the order of its files, and the pack when it has none."""

from __future__ import annotations

from massage_screen.errors import PackError
from massage_screen.pack import Pack
from massage_screen.pack.content import digest_of
from massage_screen.problems.about import about_problems
from massage_screen.problems.changes import change_problems
from massage_screen.problems.characters import character_problems, word_problems
from massage_screen.problems.choice_lists import choice_list_problems
from massage_screen.problems.conditions import condition_problems
from massage_screen.problems.draft import Draft
from massage_screen.problems.grants import grant_problems
from massage_screen.problems.keeping import keeping_problems
from massage_screen.problems.problem import Problem
from massage_screen.problems.questions import question_problems
from massage_screen.problems.rules import rule_problems
from massage_screen.problems.see_by import see_by_problems
from massage_screen.problems.use import use_problems
from massage_screen.problems.visit import visit_problems


def problems_of(draft: Draft) -> list[Problem]:
    """Return what is wrong with a draft, in the order of its files and lines."""
    found = [
        *draft.file_problems(),
        *(problem for file in draft.files for problem in character_problems(file)),
        *word_problems(draft),
        *about_problems(draft),
        *choice_list_problems(draft),
        *question_problems(draft),
        *grant_problems(draft),
        *visit_problems(draft),
        *keeping_problems(draft),
        *change_problems(draft),
        *condition_problems(draft),
        *rule_problems(draft),
        *see_by_problems(draft),
        *use_problems(draft),
    ]
    order = [file.name for file in draft.files] + draft.strange_files
    return sorted(found, key=lambda problem: (order.index(problem.file), problem.line))


def checked(draft: Draft) -> Pack:
    """Return a draft as a pack.

    Raises:
        PackError: The draft has problems; the error holds all of them.
    """
    found = problems_of(draft)
    if found or draft.about is None:
        raise PackError(found)
    return Pack(
        about=draft.about,
        concerns=tuple(file.whole for file in draft.concern_files),
        references=draft.references,
        digest=digest_of((file.name, file.data) for file in draft.files),
    )
