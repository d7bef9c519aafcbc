"""Says of each answer of a set of changes what happened, as a sentence of the pack."""

from __future__ import annotations

import msgspec

from massage_screen.answers import Value
from massage_screen.explanation.steps import Step, steps_of, ticked
from massage_screen.explanation.trial import After, Steps, Trial
from massage_screen.pack import Question


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


def changed(trial: Trial, changes: Steps, then: After) -> tuple[Changed, ...]:
    """Return all answers that differ after a set of changes, in the order of asking.

    Args:
        trial: Where the changes were made.
        changes: The set.
        then: What came of it.
    """
    order = list(trial.sheet.pack.questions)
    questions = sorted({*changes, *then.opened}, key=order.index)
    return tuple(
        _changed(trial, changes, question, then.sheet.answers[question])
        for question in questions
    )


def _changed(trial: Trial, changes: Steps, question: str, value: Value) -> Changed:
    asked = trial.sheet.pack.questions[question]
    before = trial.sheet.answers.get(question)
    if question in changes:
        step = trial.steps[question][changes[question] - 1]
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
