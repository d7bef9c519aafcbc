"""What is wrong with how answers may change, and with questions to clinicians."""

from __future__ import annotations

import re
from collections.abc import Iterator

from massage_screen.answers import NONE, UNSURE
from massage_screen.pack import Change, Choice, Question, for_each_kind
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.filled import names_in
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import did_you_mean, quoted

_BANNED = re.compile(r"\bsafe\b", re.IGNORECASE)


def change_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with the changes of each question."""
    for entry in draft.of(Question):
        question = entry.item
        if question.changes and question.gate and question.takes.several:
            what = "is a checklist of signs at the gate, and signs never change here"
            yield entry.problem("change_of_a_sign", what, "Delete 'changes'.")
        if len(question.changes) > 1 and question.takes.one_change:
            what = f"is of kind {question.kind} and has more than one change"
            yield entry.problem("change_form", what, "Keep one.")
        for change in question.changes:
            problems = list(_unknown(entry, change)) or list(_form(entry, change))
            yield from problems or _order(entry, change)
        yield from _ticks(entry)
        yield from _words(entry)


def _unknown(entry: Entry[Question], change: Change) -> Iterator[Problem]:
    known = list(entry.item.words)
    for word in (*change.before, *change.after):
        if word not in known and not entry.item.takes.counts:
            what = f"has a change that names {quoted(word)}, which it does not have"
            do = did_you_mean(word, known, f"Use one of {listed(known)}.")
            yield entry.problem("unknown_answer", what, do)


def _form(entry: Entry[Question], change: Change) -> Iterator[Problem]:
    """Find a change that does not say in one way to what the answer changes."""
    do = _FORMS[entry.item.kind](entry.item, change)
    if do:
        what = f"has a change that does not fit the kind {entry.item.kind}"
        yield entry.problem("change_form", what, do)


def _to_a_number(question: Question, change: Change) -> str:
    fits = change.below in question.bands and not (change.after or change.before)
    return "" if fits else f"Write 'below' and one of {listed(question.bands)}."


def _to_a_word(_: Question, change: Change) -> str:
    fits = len(change.after) == 1 and UNSURE not in change.after
    fits = fits and change.below is None
    return "" if fits else "Name one answer in 'to', not 'unsure'."


def _to_a_list(question: Question, change: Change) -> str:
    after = change.after
    if question.reassuring:
        fits = bool(after) and not {NONE, UNSURE} & {*after} and not change.before
        do = "Name the lines that can be ticked in 'to', and no 'from'."
    else:
        fits = after == (NONE,) and NONE not in change.before
        do = "Write 'to = [\"none\"]', and in 'from' the lines that go away."
    return "" if fits else do


#: What to do about a change that does not fit, by kind; nothing when it does.
_FORMS = for_each_kind(
    {
        "yes_no": _to_a_word,
        "one_of": _to_a_word,
        "any_of": _to_a_list,
        "number": _to_a_number,
    }
)


def _order(entry: Entry[Question], change: Change) -> Iterator[Problem]:
    if not entry.item.takes.one_word:
        return
    order = list(entry.item.words)
    (after,) = change.after
    milder = [w for w in change.before if order.index(w) <= order.index(after)]
    if milder or after == order[-2]:
        worse = milder or [UNSURE]
        what = f"has a change from {listed(worse)} to {quoted(after)}, not milder"
        do = "An answer may only change to one that stands before it."
        yield entry.problem("change_not_milder", what, do)


def _ticks(entry: Entry[Question]) -> Iterator[Problem]:
    known = list(entry.item.words)
    for choice in entry.item.clinician_choices:
        if choice.id not in known:
            what = f"lets a clinician tick {quoted(choice.id)}, which it does not have"
            do = did_you_mean(choice.id, known, f"Use one of {listed(known)}.")
            yield entry.problem("unknown_answer", what, do)
    named = ((at, key) for at, key, _ in names_in(entry.file.raw))
    if (entry.index, "clinician_choices") not in named:
        yield from _not_for_clinicians(entry)


def _not_for_clinicians(entry: Entry[Question]) -> Iterator[Problem]:
    for choice in entry.item.clinician_choices:
        if choice != Choice(choice.id, choice.text):
            what = f"says more of {quoted(choice.id)}, which a clinician ticks"
            do = "Leave only 'id' and 'text' in 'clinician_choices'."
            yield entry.problem("clinician_choice", what, do)


def _told(question: Question) -> Iterator[str]:
    for change in question.changes:
        yield from (change.says, change.short)


def _words(entry: Entry[Question]) -> Iterator[Problem]:
    question = entry.item
    for text in (question.ask_clinician, *_told(question)):
        if _BANNED.search(text):
            what = "says 'safe' where it speaks of what may change"
            do = "Say what has changed: nothing here can show that it is safe."
            yield entry.problem("banned_word", what, do)
