"""Makes the answers of a set of changes as little as they can be."""

from __future__ import annotations

from collections.abc import Callable

from massage_screen.answers import Value
from massage_screen.explanation.steps import steps_of, ticked, without
from massage_screen.explanation.trial import Instead, Steps, Trial


class Least:
    """The least that opened questions and ticked lines must come to, for one set.

    Attributes:
        answers: What stands in for the best answers; None for a question that need
            not be answered at all.
    """

    def __init__(
        self, trial: Trial, changes: Steps, still_does: Callable[[Instead], bool]
    ) -> None:
        """Make each answer as little as it can be, one after the other.

        Args:
            trial: Where the changes are made.
            changes: The set.
            still_does: Whether the set does with these answers in place of the best.
        """
        self._trial = trial
        self._still_does = still_does
        self._pack = trial.sheet.pack
        self.answers: dict[str, Value | None] = {}
        best = trial.after(changes)
        self.answers.update({q: best.sheet.answers[q] for q in changes})
        self.answers.update(best.opened)
        for question in changes:
            self._shorten(question, trial.sheet.answers.get(question))
        for question in best.opened:
            self._lower(question)

    def _does(self, question: str, value: Value | None) -> bool:
        """Take another answer if the set still does with it."""
        if not self._still_does({**self.answers, question: value}):
            return False
        self.answers[question] = value
        return True

    def _lower(self, question: str) -> None:
        """Take the smallest step, or none at all, to an opened question."""
        if self._does(question, None):
            return
        before = self._trial.sheet.answers.get(question)
        steps = steps_of(self._pack.questions[question], before)
        any(self._does(question, step.value) for step in steps[:-1])
        self._shorten(question, before)

    def _shorten(self, question: str, before: Value | None) -> None:
        value = self.answers[question]
        if value is not None:
            asked = self._pack.questions[question]
            self._drop(question, ticked(asked, before, value))

    def _drop(self, question: str, lines: tuple[str, ...]) -> None:
        """Leave out every line that is not needed, as many at once as can be."""
        value = self.answers[question]
        if not lines or value is None:
            return
        asked = self._pack.questions[question]
        if self._does(question, without(asked, value, lines)) or len(lines) == 1:
            return
        half = len(lines) // 2
        self._drop(question, lines[:half])
        self._drop(question, lines[half:])
