"""Looks for the smallest sets of changes after which a result is milder.

A set that does not work yet leaves some rule holding. Only a change of a question
that this rule reads can help, so only those are tried next: nothing is missed and
little is tried.
"""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.trial import After, Instead, Steps, Trial, within
from massage_screen.pack import Disposition, Rule
from massage_screen.sheet import Sheet


class Search:
    """Looks for changes of the answers on one sheet that make its result milder."""

    def __init__(self, trial: Trial) -> None:
        """Start from what can be tried."""
        self.trial = trial
        self._reach = trial.reach
        fixed, loose = self._sorted()
        now = After(trial.sheet, {}, frozenset())
        self._stays = max(
            (rule.ranks_as.rank for rule in fixed if now.holds(rule)), default=0
        )
        self._worse = {
            target: [rule for rule in loose if rule.ranks_as.rank > target.rank]
            for target in Disposition
        }

    def _sorted(self) -> tuple[list[Rule], list[Rule]]:
        """Return the rules that no change can reach, and the others."""
        sheet = self.trial.sheet
        questions = sheet.pack.questions.values()
        opening = {q.id for q in questions if q.changes} - sheet.answers.keys()
        can_change = self.trial.steps.keys() | opening
        fixed: list[Rule] = []
        loose: list[Rule] = []
        for rule in sheet.pack.rules.values():
            reached = self._reach.of_rule(rule)
            (loose if reached & can_change else fixed).append(rule)
        return fixed, loose

    def smallest(self, target: Disposition) -> list[Steps]:
        """Return the smallest sets after which the result is the target or milder.

        No set is returned of which a part, or a smaller step, would do.
        """
        found: list[Steps] = []
        level: list[Steps] = [{}] if self._stays <= target.rank else []
        while level:
            tried: dict[frozenset[tuple[str, int]], Steps] = {}
            for changes in sorted(level, key=lambda steps: sum(steps.values())):
                if any(within(smaller, changes) for smaller in found):
                    continue
                questions = self._still_in_the_way(changes, target)
                if questions is None:
                    found.append(changes)
                    continue
                for wider in self.trial.wider(changes, questions):
                    tried[frozenset(wider.items())] = wider
            level = list(tried.values())
        return found

    def does(
        self, changes: Steps, target: Disposition, instead: Instead
    ) -> Decision | None:
        """Return what is decided with other answers in place of the best.

        None when the changes do no longer reach the target.
        """
        for each, goal in self._demands(changes, target):
            then = self.trial.after(each, instead)
            if any(then.holds(rule) for rule in self._worse[goal]):
                return None
        decision = decide_sheet(then.sheet)
        return decision if decision.standing.rank <= target.rank else None

    def _demands(
        self, changes: Steps, target: Disposition
    ) -> Iterator[tuple[Steps, Disposition]]:
        """Go through what must come of which changes; of all of them last.

        What time alone changes never makes REFER or EMERGENCY milder: those must
        be gone by what clinicians do.
        """
        clinical = {
            question: level
            for question, level in changes.items()
            if self.trial.steps[question][level - 1].by_clinician
        }
        if len(clinical) < len(changes):
            yield clinical, _milder_at_most(target, Disposition.POSTPONE)
        yield changes, target

    def _still_in_the_way(
        self, changes: Steps, target: Disposition
    ) -> frozenset[str] | None:
        """Return the questions one of which must change too; None when none must."""
        for each, goal in self._demands(changes, target):
            then = self.trial.after(each)
            left = [
                self._reach.of_rule(rule) & self.trial.steps.keys() - changes.keys()
                for rule in self._worse[goal]
                if then.holds(rule)
            ]
            if left:
                return min(left, key=len)
        return self._shut(then.sheet, target)

    def _shut(self, sheet: Sheet, target: Disposition) -> frozenset[str] | None:
        """Look whether limits that close everything stand in the way."""
        if not target.hands_on:
            return None
        decision: Decision = decide_sheet(sheet)
        if decision.standing.rank <= target.rank:
            return None
        return self._reach.of_limits(decision)


def _milder_at_most(target: Disposition, other: Disposition) -> Disposition:
    return max(target, other, key=lambda each: each.rank)
