"""Tries changes of the answers on one sheet, and says what then holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.answers import Answers, Value
from massage_screen.explanation.reach import reach_in
from massage_screen.explanation.steps import Step, steps_of
from massage_screen.history import gained_lines
from massage_screen.pack import Rule
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

    def holds(self, rule: Rule) -> bool:
        """Say whether a rule with a condition holds then."""
        return rule.when is not None and self.sheet.holds(rule.when) is True


class Trial:
    """Changes of the answers on one sheet.

    Attributes:
        sheet: The answers now.
        steps: How each of them can change.
        reach: On which answers the things of its pack hang.
    """

    def __init__(self, sheet: Sheet, steps: Mapping[str, tuple[Step, ...]]) -> None:
        """Start from a sheet, and from how each of its answers can change."""
        self.sheet = sheet
        self.steps = steps
        self.reach = reach_in(sheet.pack)

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
            stale = self.sheet.pack.hanging_on(*differing)
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

    def wider(self, changes: Steps, questions: frozenset[str]) -> Iterator[Steps]:
        """Go through the sets in which one more of these questions changes."""
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


def within(smaller: Steps, larger: Steps) -> bool:
    """Say whether a set is a part of another, no answer in it changed further."""
    return all(level <= larger.get(question, 0) for question, level in smaller.items())
