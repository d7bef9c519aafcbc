"""Explains a decision: the smallest changes that matter, and whom to ask."""

from __future__ import annotations

from typing import Any

import msgspec

from massage_screen.answers import Value
from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.least import Least
from massage_screen.explanation.reach import Reach
from massage_screen.explanation.search import Search, Steps
from massage_screen.explanation.steps import Step, resolved, steps_of, ticked
from massage_screen.pack import Disposition, Question
from massage_screen.sheet import Sheet

#: How many ways to a milder result are told.
MOST = 5


class Changed(msgspec.Struct, frozen=True):
    """One answer of a sheet that has changed.

    Attributes:
        before: The answer now; None when the question is not asked now.
        after: The answer then.
        says: What happened, as a sentence.
    """

    question: str
    before: Value | None
    after: Value
    step: Step
    says: str


class WouldChange(msgspec.Struct, frozen=True):
    """Changes that together make the result milder, and what it is then.

    Attributes:
        chosen: How many changes are made; the others are answers to questions that
            are asked only then.
        reached: What stands then.
        disposition: None when questions that were not asked decide.
    """

    changes: tuple[Changed, ...]
    chosen: int
    reached: Disposition
    disposition: Disposition | None
    timeframe: str

    @property
    def text(self) -> str:
        """Return what happens, in plain sentences."""
        return " ".join(changed.says for changed in self.changes if changed.says)


class Explanation(msgspec.Struct, frozen=True):
    """What would make a result milder, and what to ask a clinician.

    Attributes:
        would_change: The smallest sets of changes, the smallest first; at most
            `MOST`. None of them for an emergency and for an unfinished sheet.
        ask: Questions whose answer by a clinician could settle the result, in the
            order of asking.
    """

    would_change: tuple[WouldChange, ...]
    ask: tuple[str, ...]


def explain(sheet: Sheet, decision: Decision) -> Explanation:
    """Explain a decision.

    Args:
        sheet: The answers.
        decision: What was decided from them.
    """
    if decision.standing is Disposition.EMERGENCY:
        return Explanation((), ())
    if decision.disposition is None:
        left = {*decision.required, *decision.unsure}
        return Explanation((), _for_clinicians(sheet, left))
    if decision.standing is Disposition.PROCEED:
        return Explanation((), ())
    milder = _milder_than(decision)
    changes = _changes(sheet)
    reach = Reach(sheet.pack)
    search = Search(sheet, changes, reach)
    told = _told(search, [(t, each) for t in milder for each in search.smallest(t)])
    doubts = _with_doubts_resolved(sheet, changes)
    if doubts == changes:
        settles = _first(told, milder)
    else:
        settles = _settles(Search(sheet, doubts, reach), milder)
    return Explanation(told[:MOST], _for_clinicians(sheet, settles))


def _milder_than(decision: Decision) -> list[Disposition]:
    """Return the milder dispositions, RESTRICT first: from there on hands may go on."""
    milder = [each for each in Disposition if each.rank < decision.standing.rank]
    first = Disposition.RESTRICT
    return sorted(milder, key=lambda each: (each is not first, -each.rank))


def _changes(sheet: Sheet) -> dict[str, tuple[Step, ...]]:
    """Return how answers can change, by question; set aside ones may come back."""
    steps = {
        question.id: steps_of(question, sheet.answers[question.id])
        for question in sheet.pack.questions.values()
        if question.id in sheet.answers
    }
    return {question: ways for question, ways in steps.items() if ways}


def _told(
    search: Search, sets: list[tuple[Disposition, Steps]]
) -> tuple[WouldChange, ...]:
    """Put the sets into words, each once, the smallest first."""
    order = list(search.sheet.pack.questions)
    once: dict[frozenset[tuple[str, int]], tuple[Disposition, Steps]] = {}
    for target, changes in sets:
        key = frozenset(changes.items())
        if key not in once or target.rank < once[key][0].rank:
            once[key] = (target, changes)
    told = [_would(search, changes, target) for target, changes in once.values()]
    return tuple(sorted(told, key=lambda would: _size(would, order)))


def _size(would: WouldChange, order: list[str]) -> tuple[Any, ...]:
    places = [order.index(changed.question) for changed in would.changes]
    milder = would.disposition.rank if would.disposition else -1
    return (would.chosen, len(would.changes), milder, places, would.text)


def _would(search: Search, changes: Steps, target: Disposition) -> WouldChange:
    then = search.after(changes, Least(search, changes, target).answers)
    decision = decide_sheet(then.sheet)
    order = list(search.sheet.pack.questions)
    questions = sorted({*changes, *then.opened}, key=order.index)
    return WouldChange(
        tuple(_changed(search, changes, q, then.sheet.answers[q]) for q in questions),
        len(changes),
        decision.standing,
        decision.disposition,
        decision.timeframe,
    )


def _changed(search: Search, changes: Steps, question: str, value: Value) -> Changed:
    asked = search.sheet.pack.questions[question]
    before = search.sheet.answers.get(question)
    if question in changes:
        step = search.steps[question][changes[question] - 1]
    else:
        step = _step_to(asked, value)
    return Changed(question, before, value, step, _says(asked, step, before, value))


def _step_to(question: Question, value: Value) -> Step:
    """Return the step that an answer to an opened question comes from."""
    steps = steps_of(question, None)
    return next((step for step in steps if step.value == value), steps[-1])


def _says(question: Question, step: Step, before: Value | None, after: Value) -> str:
    lines = ticked(question, before, after)
    if question.reassuring and question.takes.several and not lines:
        return ""  # it is asked then, and need not be so
    if not step.says.endswith(":"):
        return step.says
    return f"{step.says} {'; '.join(question.words[line] for line in lines)}."


def _with_doubts_resolved(
    sheet: Sheet, changes: dict[str, tuple[Step, ...]]
) -> dict[str, tuple[Step, ...]]:
    """Return the changes, and that a clinician says what the client is unsure of.

    The answer may turn out to be as mild as it can be.
    """
    steps = dict(changes)
    for question in (sheet.pack.questions[q] for q in sheet.unsure):
        more = resolved(question, sheet.answers[question.id])
        if more:
            steps[question.id] = (*steps.get(question.id, ()), *more)
    return steps


def _settles(search: Search, milder: list[Disposition]) -> set[str]:
    """Return what clinicians change in the smallest set that makes massage possible.

    Where none does, in the smallest set for the next result that can be reached.
    """
    for target in milder:
        sets = search.smallest(target)
        if sets:
            return _by_clinicians(_would(search, sets[0], target))
    return set()


def _first(told: tuple[WouldChange, ...], milder: list[Disposition]) -> set[str]:
    for target in milder:
        for would in told:
            if would.reached.rank <= target.rank:
                return _by_clinicians(would)
    return set()


def _by_clinicians(would: WouldChange) -> set[str]:
    return {each.question for each in would.changes if each.step.by_clinician}


def _for_clinicians(sheet: Sheet, left: set[str]) -> tuple[str, ...]:
    questions = sheet.pack.questions.values()
    return tuple(q.id for q in questions if q.id in left and q.ask_clinician)
