"""Looks for the smallest sets of changes after which a result is milder.

A set that does not work yet leaves some rule holding. Only a change of a question
that this rule reads can help, so only those are tried next: nothing is missed and
little is tried.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.answers import Answers, Value
from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.reach import Reach
from massage_screen.explanation.steps import Step, steps_of
from massage_screen.history import gained_lines
from massage_screen.pack import Disposition, Rule
from massage_screen.sheet import Sheet

#: How many answers change at most, not counting those that only open with them.
LARGEST = 5

#: How far each answer changes: 1 is the smallest step of its question.
Steps = Mapping[str, int]
#: Answers that stand in for those of the steps; None leaves a question unanswered.
Instead = Mapping[str, Value | None]


class After(msgspec.Struct, frozen=True):
    """The sheet when some answers have changed.

    Attributes:
        sheet: The answers then.
        opened: The answers to questions that are asked only then, or that have a new
            line then.
        differing: The questions whose answers are others than now.
    """

    sheet: Sheet
    opened: Mapping[str, Value]
    differing: frozenset[str]


class Search:
    """Tries changes of the answers on one sheet."""

    def __init__(
        self, sheet: Sheet, steps: Mapping[str, tuple[Step, ...]], reach: Reach
    ) -> None:
        """Start from a sheet, and from how each of its answers can change."""
        self.sheet = sheet
        self.steps = steps
        self._reach = reach
        rules = sheet.pack.rules.values()
        self._held = {rule.id for rule in rules if _holds(sheet, rule)}
        fixed, loose = self._sorted()
        self._stays = max(
            (rule.ranks_as.rank for rule in fixed if rule.id in self._held), default=0
        )
        self._worse = {
            target: [rule for rule in loose if rule.ranks_as.rank > target.rank]
            for target in Disposition
        }

    def _sorted(self) -> tuple[list[Rule], list[Rule]]:
        """Return the rules that no change can reach, and the others."""
        questions = self.sheet.pack.questions.values()
        opening = {q.id for q in questions if q.changes} - self.sheet.answers.keys()
        can_change = self.steps.keys() | opening
        fixed: list[Rule] = []
        loose: list[Rule] = []
        for rule in self.sheet.pack.rules.values():
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
                if any(_within(smaller, changes) for smaller in found):
                    continue
                questions = self._still_in_the_way(changes, target)
                if questions is None:
                    found.append(changes)
                    continue
                for wider in self._wider(changes, questions):
                    tried[frozenset(wider.items())] = wider
            level = list(tried.values())
        return found

    def after(self, changes: Steps, instead: Instead | None = None) -> After:
        """Return the sheet after changes, what they open answered as well as it can be.

        Args:
            changes: How far which answers change.
            instead: Answers in place of those that the steps give.
        """
        given = instead or {}
        now = self.sheet.answers
        answers = dict(now)
        for question, level in changes.items():
            answers[question] = self.steps[question][level - 1].value
        heard = {q: value for q, value in given.items() if value is not None}
        answers |= heard
        while True:
            known = {*now, *answers}
            differing = frozenset(q for q in known if answers.get(q) != now.get(q))
            stale = self._reach.stale(differing)
            sheet = self.sheet.changed(Answers(answers), stale)
            # Nobody was asked about a line that a change brings: the list is open.
            heard_of = differing | heard.keys()
            unheard = gained_lines(self.sheet, sheet) & answers.keys() - heard_of
            if unheard:
                answers = {q: v for q, v in answers.items() if q not in unheard}
                continue
            fresh = {q: value for q, value in self._best(sheet) if q not in given}
            if not fresh:
                other = differing - changes.keys()
                opened = {q: v for q, v in sheet.visible.items() if q in other}
                return After(sheet, opened, differing)
            answers |= fresh

    def does(
        self, changes: Steps, target: Disposition, instead: Instead
    ) -> Decision | None:
        """Return what is decided with other answers in place of the best.

        None when the changes do no longer reach the target.
        """
        for each, goal in self._demands(changes, target):
            then = self.after(each, instead)
            if any(self._holds(then, rule) for rule in self._worse[goal]):
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
            if self.steps[question][level - 1].by_clinician
        }
        if len(clinical) < len(changes):
            yield clinical, _milder_at_most(target, Disposition.POSTPONE)
        yield changes, target

    def _still_in_the_way(
        self, changes: Steps, target: Disposition
    ) -> frozenset[str] | None:
        """Return the questions one of which must change too; None when none must."""
        for each, goal in self._demands(changes, target):
            then = self.after(each)
            left = [
                self._reach.of_rule(rule) & self.steps.keys() - changes.keys()
                for rule in self._worse[goal]
                if self._holds(then, rule)
            ]
            if left:
                return min(left, key=len)
        return self._shut(then.sheet, target)

    def _holds(self, then: After, rule: Rule) -> bool:
        """Say whether a rule holds then: as now, when it reads nothing that differs."""
        if then.differing.isdisjoint(self._reach.of_rule(rule)):
            return rule.id in self._held
        return _holds(then.sheet, rule)

    def _shut(self, sheet: Sheet, target: Disposition) -> frozenset[str] | None:
        """Look whether limits that close everything stand in the way."""
        if not target.hands_on:
            return None
        decision: Decision = decide_sheet(sheet)
        if decision.standing.rank <= target.rank:
            return None
        return self._reach.of_limits(decision)

    def _wider(self, changes: Steps, questions: frozenset[str]) -> Iterator[Steps]:
        if len(changes) < LARGEST:
            for question in self.steps:
                if question in questions and question not in changes:
                    for level in range(1, len(self.steps[question]) + 1):
                        yield {**changes, question: level}

    def _best(self, sheet: Sheet) -> Iterator[tuple[str, Value]]:
        """Go through the best answers to what is asked only now, or has a new line."""
        for question in sheet.open:
            before = self.sheet.answers.get(question)
            if before is not None or self.sheet.relevance[question] is not True:
                steps = steps_of(sheet.pack.questions[question], before)
                if steps:
                    yield question, steps[-1].value


def _milder_at_most(target: Disposition, other: Disposition) -> Disposition:
    return max(target, other, key=lambda each: each.rank)


def _holds(sheet: Sheet, rule: Rule) -> bool:
    return rule.when is not None and sheet.holds(rule.when) is True


def _within(smaller: Steps, larger: Steps) -> bool:
    return all(level <= larger.get(question, 0) for question, level in smaller.items())
