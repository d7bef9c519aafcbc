"""What is wrong with rules that ask a client to see a clinician."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.pack import Disposition, Rule, refers_overdue
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem


def see_by_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with `see_by`, `see_for` and `overdue`."""
    rules = [entry.item for entry in draft.of(Rule)]
    for entry in draft.of(Rule):
        yield from _fields(entry)
        yield from _not_taken(entry)
        if entry.item.overdue and not any(
            refers_overdue(rule, entry.item, draft.questions) for rule in rules
        ):
            yield from _nobody_refers(draft, entry)


def _fields(entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.item
    if rule.see_by is None:
        for key in ("see_for", "overdue"):
            if getattr(rule, key):
                what = f"has '{key}' without 'see_by'"
                do = f"Add 'see_by', or delete '{key}'."
                yield entry.problem("see_by_fields", what, do)
    elif not rule.see_for.strip():
        what = "has 'see_by' and does not say what for"
        yield entry.problem("see_by_fields", what, "Add 'see_for'.")


def _not_taken(entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.item
    if rule.see_by is None:
        return
    if not rule.ranks_as.hands_on:
        what = f"has 'see_by', but {rule.disposition} says how soon by itself"
        yield entry.problem("see_by_not_taken", what, "Delete 'see_by'.")
    elif rule.overdue and rule.ranks_as is not Disposition.RESTRICT:
        what = "is a note with 'overdue', which only restrict can have"
        do = "Say restrict, or delete 'overdue' to make it a reminder."
        yield entry.problem("see_by_not_taken", what, do)


def _nobody_refers(draft: Draft, entry: Entry[Rule]) -> Iterator[Problem]:
    if not draft.is_whole:
        return
    what = "has 'overdue', but no rule refers the client when its day has passed"
    do = (
        "Add a rule with refer: the known watch past, at most what this one asks for,"
        " and a yes_no question, asked whenever these hold, that is no or unsure."
    )
    yield entry.problem("overdue_without_refer", what, do)
