"""Whether a case notices a mutant: it gets another result than its file says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from bench.mutants.mutant import Mutant
from massage_screen.decision import Decision, decide_sheet
from massage_screen.pack import (
    SESSION_LISTS,
    SESSION_MINUTES,
    Case,
    Fact,
    Pack,
    PressureCloses,
    Question,
    Rule,
)
from massage_screen.plan import Plan
from massage_screen.problems.cases import Cases
from massage_screen.sheet import Sheet, fit_answers


class Clients:
    """The cases of a pack, each read once under the pack as it stands."""

    def __init__(self, folder: Path, pack: Pack) -> None:
        """Read the cases; all of them must get their decision from this pack."""
        self.pack = pack
        self._files = Cases(folder)
        self._written = tuple(self._files.clients())
        self.cases = self._files.resolved(pack)
        #: What is inherited is read once before what is not asked is left out.
        self._first = [
            Sheet(pack, self._files.with_inherited(pack, c)) for c in self._written
        ]
        self.sheets = [_sheet(pack, case) for case in self.cases]
        for case, sheet in zip(self.cases, self.sheets, strict=True):
            if not gets_its_decision(case, decide_sheet(sheet)):
                raise ValueError(f"the case {case.id} fails before any change")

    def notice(self, mutant: Mutant) -> str:
        """Return the id of a case that fails under a mutant; "" when none does."""
        changed = mutant.applied(self.pack)
        if isinstance(mutant.old, Rule):
            touched = self._touched_by_rule(mutant)
            failing = (c.id for c, s in touched if not _fits(c, _under(changed, s)))
            return next(failing, "")
        if isinstance(mutant.old, PressureCloses):
            return self._first_failing(changed, self.cases)
        return self._first_failing(changed, self._touched_by_step(changed, mutant))

    def _touched_by_rule(self, mutant: Mutant) -> Iterator[tuple[Case, Sheet]]:
        """Go through the cases whose decision the change of a rule may change."""
        for case, sheet in zip(self.cases, self.sheets, strict=True):
            if _may_change(mutant, sheet):
                yield case, sheet

    def _touched_by_step(self, changed: Pack, mutant: Mutant) -> Iterator[Case]:
        """Go through the cases whose sheet the change of a question or fact changes.

        A sheet is worked out from above to below: where the changed one comes to the
        same, with all that is inherited and without what is not asked, so does all.
        Where it is open, what is still to be asked may differ too.
        """
        for written, first, sheet in zip(
            self._written, self._first, self.sheets, strict=True
        ):
            same = _comes_to_the_same(first, mutant.new)
            same = same and _comes_to_the_same(sheet, mutant.new)
            if not same or _is_open(sheet, mutant.item):
                yield self._files.resolve(changed, written)

    def _first_failing(self, pack: Pack, cases: Iterable[Case]) -> str:
        failing = (c.id for c in cases if not _fits(c, _sheet(pack, c)))
        return next(failing, "")


def gets_its_decision(case: Case, decision: Decision) -> bool:
    """Say whether a decision is the one of the case, with nothing left to ask.

    The tests of the cases ask the same; see `tests/test_cases.py`.
    """
    if decision.disposition is None or decision.required or decision.set_aside:
        return False
    result = (decision.disposition.value, decision.timeframe)
    fired = {finding.rule.id for finding in decision.findings}
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    return (
        result == (case.disposition, case.timeframe)
        and fired >= set(case.findings)
        and fired.isdisjoint(case.not_findings)
        and all(caps.get(region) == cap for region, cap in case.pressure.items())
        and all(
            decision.grid[region][technique].value == cell
            for region, row in case.cells.items()
            for technique, cell in row.items()
        )
        and _fits_plan(case, decision.plan)
        and case.see_by in (None, decision.see_by and decision.see_by.weeks)
    )


def _fits_plan(case: Case, plan: Plan) -> bool:
    """Say whether a plan asks for all that a case names, and for the same minutes."""
    listed = all(
        set(getattr(case, field)) <= getattr(plan, field).keys()
        for field in SESSION_LISTS
    )
    return listed and all(
        getattr(case, field) in (None, getattr(getattr(plan, field), "value", None))
        for field in SESSION_MINUTES
    )


def _fits(case: Case, sheet: Sheet) -> bool:
    return gets_its_decision(case, decide_sheet(sheet))


def _under(pack: Pack, sheet: Sheet) -> Sheet:
    """Return a sheet under a pack with other rules: no rule is read to make one."""
    again = sheet.changed(sheet.answers, ())
    again.pack = pack
    return again


def _sheet(pack: Pack, case: Case) -> Sheet:
    return Sheet(pack, fit_answers(pack, case.answers, case.id))


def _comes_to_the_same(
    sheet: Sheet, step: Question | Fact | Rule | PressureCloses | None
) -> bool:
    """Say whether a sheet stays as it is with this in the place of its old form."""
    if not isinstance(step, Question | Fact):
        return False
    again = sheet.changed(sheet.answers, [step])
    return (
        again.relevance == sheet.relevance
        and again.facts == sheet.facts
        and again.offered == sheet.offered
    )


def _is_open(sheet: Sheet, step: str) -> bool:
    """Say whether answers to come may still settle a fact, or what is asked."""
    if step in sheet.facts:
        return len(sheet.facts[step]) > 1
    offered = sheet.offered.get(step, {}).values()
    return sheet.relevance[step] is None or None in offered


def _may_change(mutant: Mutant, sheet: Sheet) -> bool:
    before, after = _truth(mutant.old, sheet), _truth(mutant.new, sheet)
    if before != after or before is None:
        return True
    return before and _without_condition(mutant.old) != _without_condition(mutant.new)


def _truth(rule: object, sheet: Sheet) -> bool | None:
    if not isinstance(rule, Rule):
        return False
    return True if rule.when is None else sheet.holds(rule.when)


def _without_condition(rule: object) -> object:
    return msgspec.structs.replace(rule, when=None) if isinstance(rule, Rule) else None
