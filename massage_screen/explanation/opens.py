"""Looks for the smallest sets of changes that lift limits of a massage.

What a rule that holds takes away stays closed until one of the answers that make it
hold has changed. So only those are tried next, one rule at a time, for everything
that the rule keeps closed at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.changed import Changed, changed
from massage_screen.explanation.least import Least
from massage_screen.explanation.reach import reach_of
from massage_screen.explanation.steps import changes_of
from massage_screen.explanation.strength import Strengths
from massage_screen.explanation.trial import After, Instead, Steps, Trial, within
from massage_screen.pack import Rule
from massage_screen.sheet import Sheet

#: Changes, and what is wanted of them or lifted by them: see `strength`.
_Set = tuple[Steps, int]

#: How many ways to lift limits are told.
MOST = 5
#: How many sets are tried at most; then what was found is told, and no more looked for.
TRIED = 400


class Opening(msgspec.Struct, frozen=True):
    """Changes that together lift limits, and what they lift.

    Nothing that is permitted now is taken away by them. What a part of them would
    lift alone is not named again.

    Attributes:
        changes: What has changed then.
        chosen: How many changes are made; the others are answers to questions that
            are asked only then.
        techniques: The techniques that are to be avoided now and open then, by region.
        pressure: The pressure cap then, from 1 to 5, which is none, by
            region that opens or has a stricter one now.
    """

    changes: tuple[Changed, ...]
    chosen: int
    techniques: Mapping[str, tuple[str, ...]]
    pressure: Mapping[str, int]

    @property
    def by_clinician(self) -> bool:
        """Say whether a clinician has a part in it, and not time alone."""
        return any(each.step.by_clinician for each in self.changes)

    @property
    def text(self) -> str:
        """Return what happens, in plain sentences."""
        return " ".join(each.says for each in self.changes if each.says)


def opens(sheet: Sheet, decision: Decision) -> tuple[Opening, ...]:
    """Return what would lift limits of a massage, the smallest sets first.

    Args:
        sheet: The answers.
        decision: What was decided from them; without hands on there is nothing.
    """
    if decision.disposition is None or not decision.disposition.hands_on:
        return ()
    trial = Trial(sheet, changes_of(sheet), reach_of(sheet.pack))
    return _told(Lifting(trial, decision))


class Lifting:
    """Looks for what lifts limits on one sheet.

    Attributes:
        now: What is permitted now.
    """

    def __init__(self, trial: Trial, decision: Decision) -> None:
        """Start from what can be tried, and from what was decided."""
        self.trial = trial
        self.strengths = Strengths(trial.sheet.pack)
        self.now = self.strengths.permitted(decision)
        self._rank = decision.standing.rank
        self._rules = [
            rule
            for rule in trial.sheet.pack.rules.values()
            if rule.restrict or rule.ranks_as.rank > self._rank
        ]

    def smallest(self) -> list[_Set]:
        """Return the smallest sets, with what each lifts and no part of it does."""
        found: list[_Set] = []
        level: list[_Set] = [({}, self.strengths.levels & ~self.now)]
        left = TRIED
        while level:
            level = sorted(level, key=_how_far)[:left]
            left -= len(level)
            level = self._tried(level, found)
        return found

    def _tried(self, level: list[_Set], found: list[_Set]) -> list[_Set]:
        """Try sets of one size, keep those that lift something, return larger ones."""
        larger: dict[frozenset[tuple[str, int]], _Set] = {}
        for changes, wanted in level:
            wanted = _not_lifted_by_a_part(changes, wanted, found)
            lifted = wanted
            for questions, kept in self._kept_closed(changes, wanted):
                lifted &= ~kept
                for wider in self.trial.wider(changes, questions):
                    key = frozenset(wider.items())
                    _, before = larger.get(key, (wider, 0))
                    larger[key] = (wider, before | kept)
            if lifted:
                found.append((changes, lifted))
        return list(larger.values())

    def lifted(self, changes: Steps, instead: Instead | None = None) -> int:
        """Return what is permitted after changes and not now; 0 if anything is worse.

        Args:
            changes: How far which answers change.
            instead: Answers in place of the best to what they open.
        """
        decision = decide_sheet(self.trial.after(changes, instead).sheet)
        if decision.disposition is None or decision.standing.rank > self._rank:
            return 0
        then = self.strengths.permitted(decision)
        return 0 if self.now & ~then else then & ~self.now & self.strengths.levels

    def _kept_closed(
        self, changes: Steps, wanted: int
    ) -> Iterator[tuple[frozenset[str], int]]:
        """Go through what stays closed of what is wanted.

        Each with the questions one of which must change too.
        """
        if not wanted:
            return
        then = self.trial.after(changes)
        holding = [
            (self.strengths.taken_by(rule, then.sheet), rule)
            for rule in self._rules
            if rule.when is None or self.trial.holds(then, rule)
        ]
        worse = [
            self._behind(then, rule)
            for taken, rule in holding
            if taken & self.now or rule.ranks_as.rank > self._rank
        ]
        worse += map(self.trial.reach.of_question, _required(then.sheet))
        can_change = self.trial.steps.keys() - changes.keys()
        if worse:
            yield min((each & can_change for each in worse), key=len), wanted
            return
        closing = [
            (self._behind(then, rule) & can_change, taken & wanted)
            for taken, rule in holding
            if taken & wanted
        ]
        for questions, taken in sorted(closing, key=lambda each: len(each[0])):
            yield questions, taken & wanted
            wanted &= ~taken

    def _behind(self, then: After, rule: Rule) -> frozenset[str]:
        """Return the questions one of which must change for a rule to take less."""
        reach = self.trial.reach
        because = then.sheet.because(rule.when) if rule.when else frozenset[str]()
        return reach.of_lists(rule).union(*map(reach.of_question, because))


def _not_lifted_by_a_part(changes: Steps, wanted: int, found: list[_Set]) -> int:
    for part, lifted in found:
        if within(part, changes):
            wanted &= ~lifted
    return wanted


def _how_far(each: _Set) -> int:
    return sum(each[0].values())


def _required(sheet: Sheet) -> Iterator[str]:
    """Go through the questions without whose answers hands stay off."""
    questions = sheet.pack.questions
    return (q for q in sheet.open if not questions[q].records_only)


def _told(lifting: Lifting) -> tuple[Opening, ...]:
    """Tell the smallest sets first; no clinician is asked for what time lifts."""
    order = list(lifting.trial.sheet.pack.questions)
    found = sorted(lifting.smallest(), key=lambda each: _size(each, order))
    told: list[Opening] = []
    by_time = 0
    for clinical in (False, True):
        for changes, bits in found:
            if _is_clinical(lifting.trial, changes) is not clinical:
                continue
            opening = _opening(lifting, changes, bits & ~by_time)
            if opening is not None:
                told.append(opening)
                by_time |= 0 if opening.by_clinician else bits
    return tuple(sorted(told, key=lambda each: each.chosen)[:MOST])


def _size(each: _Set, order: list[str]) -> tuple[int, int, list[int]]:
    changes, bits = each
    return len(changes), -bits.bit_count(), sorted(map(order.index, changes))


def _is_clinical(trial: Trial, changes: Steps) -> bool:
    return any(trial.steps[q][level - 1].by_clinician for q, level in changes.items())


def _opening(lifting: Lifting, changes: Steps, bits: int) -> Opening | None:
    """Make the answers as little as they can be, and tell what they truly lift."""
    if not bits:
        return None

    def still_does(instead: Instead) -> bool:
        return not bits & ~lifting.lifted(changes, instead)

    trial = lifting.trial
    least = Least(trial, changes, still_does).answers
    lifted = lifting.lifted(changes, least) & bits
    if not lifted:
        return None
    techniques, pressure = _in_regions(lifting, lifted)
    then = trial.after(changes, least)
    return Opening(changed(trial, changes, then), len(changes), techniques, pressure)


def _in_regions(
    lifting: Lifting, lifted: int
) -> tuple[dict[str, tuple[str, ...]], dict[str, int]]:
    """Return the techniques that open, and the pressure caps that rise, by region."""
    now = lifting.strengths.by_region(lifting.now)
    techniques: dict[str, tuple[str, ...]] = {}
    pressure: dict[str, int] = {}
    for region, levels in lifting.strengths.by_region(lifted).items():
        opening = tuple(t for t, found in levels.items() if 1 in found)
        if opening:
            techniques[region] = opening
        top = max(max(found) for found in levels.values())
        if top > max((max(found) for found in now.get(region, {}).values()), default=0):
            pressure[region] = top
    return techniques, pressure
