"""Makes the answers of a set of changes as little as they can be."""

from __future__ import annotations

from massage_screen.answers import Value
from massage_screen.decision import decide_sheet
from massage_screen.explanation.search import Instead, Search, Steps
from massage_screen.explanation.steps import steps_of, ticked, without
from massage_screen.pack import Disposition


class Least:
    """The least that opened questions and ticked lines must come to, for one set.

    Attributes:
        answers: What stands in for the best answers; None for a question that need
            not be answered at all.
    """

    def __init__(self, search: Search, changes: Steps, target: Disposition) -> None:
        """Make each answer as little as it can be, one after the other."""
        self._search = search
        self._changes = changes
        self._target = target
        self._pack = search.sheet.pack
        self.answers: dict[str, Value | None] = {}
        best = search.after(changes)
        self.answers.update({q: best.sheet.answers[q] for q in changes})
        self.answers.update(best.opened)
        self._may_stay_open = not decide_sheet(best.sheet).complete
        for question in changes:
            self._shorten(question, search.sheet.answers.get(question))
        for question in best.opened:
            self._lower(question)

    def _does(self, question: str, value: Value | None) -> bool:
        """Take another answer if the set still does with it."""
        tried: Instead = {**self.answers, question: value}
        decision = self._search.does(self._changes, self._target, tried)
        if decision is None or not (decision.complete or self._may_stay_open):
            return False
        self.answers[question] = value
        return True

    def _lower(self, question: str) -> None:
        """Take the smallest step, or none at all, to an opened question."""
        if self._does(question, None):
            return
        before = self._search.sheet.answers.get(question)
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
