"""What is wrong with how long the answers of questions keep."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.pack import BY_CLINICIANS, Question
from massage_screen.pack.shelf import EVER, VISIT_ONLY, is_shelf_life, span_of
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem
from massage_screen.text import quoted

#: How long an answer may keep that time can change, in days.
_LONGEST = 30


def keeping_problems(draft: Draft) -> Iterator[Problem]:
    """Go through `keeps` and `moves` of each question."""
    for entry in draft.of(Question):
        question = entry.item
        if not is_shelf_life(question.keeps):
            what = f"has keeps = {quoted(question.keeps)}, which is no span of time"
            do = 'Write "visit", "ever", or as in "90 days", "3 months", "1 year".'
            yield entry.problem("keeps_form", what, do)
        elif question.gate and question.keeps != VISIT_ONLY:
            what = "is a gate question with 'keeps', and gates are asked at every visit"
            yield entry.problem("keeps_gate", what, "Delete 'keeps'.")
        elif _outlasts_a_change(question):
            what = f"keeps for more than {_LONGEST} days what time changes"
            do = f"Write at most \"{_LONGEST} days\", or delete 'keeps'."
            yield entry.problem("keeps_too_long", what, do)
        yield from _moves(entry)


def _outlasts_a_change(question: Question) -> bool:
    if all(change.by in BY_CLINICIANS for change in question.changes):
        return False
    span = span_of(question.keeps)
    if span is None:
        return question.keeps == EVER
    return span.months > 0 or span.days > _LONGEST


def _moves(entry: Entry[Question]) -> Iterator[Problem]:
    question = entry.item
    if question.moves and not question.gate and question.keeps == VISIT_ONLY:
        what = "has 'moves', and its answer is asked anew at every visit in any case"
        do = "Delete 'moves', or add 'keeps' to show the old answer beside it."
        yield entry.problem("moves_not_kept", what, do)
