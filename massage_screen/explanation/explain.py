"""Explains a decision: the smallest changes that matter, and whom to ask."""

from __future__ import annotations

from typing import Any

import msgspec

from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.changed import Changed, changed
from massage_screen.explanation.least import Least
from massage_screen.explanation.reach import reach_of
from massage_screen.explanation.search import Search
from massage_screen.explanation.steps import Step, changes_of, resolved
from massage_screen.explanation.trial import Instead, Steps, Trial
from massage_screen.pack import Disposition
from massage_screen.sheet import Sheet

#: How many ways to a milder result are told.
MOST = 5


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
        return " ".join(each.says for each in self.changes if each.says)


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
    changes = changes_of(sheet)
    reach = reach_of(sheet.pack)
    search = Search(Trial(sheet, changes, reach))
    told = _told(search, [(t, each) for t in milder for each in search.smallest(t)])
    doubts = _with_doubts_resolved(sheet, changes)
    if doubts == changes:
        settles = _first(told, milder)
    else:
        settles = _settles(Search(Trial(sheet, doubts, reach)), milder)
    return Explanation(told[:MOST], _for_clinicians(sheet, settles))


def _milder_than(decision: Decision) -> list[Disposition]:
    """Return the milder dispositions, RESTRICT first: from there on hands may go on."""
    milder = [each for each in Disposition if each.rank < decision.standing.rank]
    first = Disposition.RESTRICT
    return sorted(milder, key=lambda each: (each is not first, -each.rank))


def _told(
    search: Search, sets: list[tuple[Disposition, Steps]]
) -> tuple[WouldChange, ...]:
    """Put the sets into words, each once, the smallest first."""
    order = list(search.trial.sheet.pack.questions)
    once: dict[frozenset[tuple[str, int]], tuple[Disposition, Steps]] = {}
    for target, changes in sets:
        key = frozenset(changes.items())
        if key not in once or target.rank < once[key][0].rank:
            once[key] = (target, changes)
    told = [_would(search, changes, target) for target, changes in once.values()]
    return tuple(sorted(told, key=lambda would: _size(would, order)))


def _size(would: WouldChange, order: list[str]) -> tuple[Any, ...]:
    places = [order.index(each.question) for each in would.changes]
    milder = would.disposition.rank if would.disposition else -1
    return (would.chosen, len(would.changes), milder, places, would.text)


def _would(search: Search, changes: Steps, target: Disposition) -> WouldChange:
    trial = search.trial
    may_stay_open = not decide_sheet(trial.after(changes).sheet).complete

    def still_does(instead: Instead) -> bool:
        decision = search.does(changes, target, instead)
        return decision is not None and (decision.complete or may_stay_open)

    then = trial.after(changes, Least(trial, changes, still_does).answers)
    decision = decide_sheet(then.sheet)
    return WouldChange(
        changed(trial, changes, then),
        len(changes),
        decision.standing,
        decision.disposition,
        decision.timeframe,
    )


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
