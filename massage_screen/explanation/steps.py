"""How one answer can change: to which milder answers, and by what."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from massage_screen.answers import (
    NONE,
    UNSURE,
    Value,
    doubt_of,
    is_doubt,
    is_unsure,
    line_of,
)
from massage_screen.pack import BY_CLINICIANS, Change, Question, for_each_kind
from massage_screen.sheet import Sheet

#: Beside the words of the pack: a clinician says what the client was unsure of.
ANSWERED = "answer"
#: Of the words of the pack: what a test or a grading comes to.
_RESULT = "result"


class Step(msgspec.Struct, frozen=True):
    """One way in which an answer can change; `value` is what it changes to.

    Attributes:
        says: What happens, as a sentence.
        short: The same as a thing, or "".
    """

    by: str
    value: Value
    says: str
    short: str = ""

    @property
    def by_clinician(self) -> bool:
        """Say whether a clinician makes the change, and not time alone."""
        return self.by in (*BY_CLINICIANS, ANSWERED)


def steps_of(question: Question, answer: Value | None) -> tuple[Step, ...]:
    """Return how an answer can change, the smallest step first.

    Args:
        question: What was asked.
        answer: The answer; None when the question was not asked: then every answer
            to which it can change, the best one last.
    """
    steps: dict[Value, Step] = {}
    for change in question.changes:
        value = _CHANGED[question.kind](question, change, answer)
        if value is not None and value != answer:
            steps[value] = Step(change.by, value, change.says, change.short)
    return tuple(steps.values())


def changes_of(sheet: Sheet) -> dict[str, tuple[Step, ...]]:
    """Return how the answers of a sheet can change, by question, to be told of.

    Of what a result may come to only the mildest is told: nobody orders a grade. Of
    time and examinations the smaller steps are told too. What was set aside may come
    back.
    """
    found = {
        question.id: _no_worse_result(steps_of(question, sheet.answers[question.id]))
        for question in sheet.pack.questions.values()
        if question.id in sheet.answers
    }
    return {question: steps for question, steps in found.items() if steps}


def _no_worse_result(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    last = next((step for step in reversed(steps) if step.by == _RESULT), None)
    return tuple(step for step in steps if step.by != _RESULT or step is last)


def resolved(question: Question, answer: Value | None) -> tuple[Step, ...]:
    """Return the mildest that a clinician can say of what the client is unsure of."""
    if answer is None or not question.ask_clinician or not is_unsure(answer):
        return ()
    return (Step(ANSWERED, _mildest_left(question, answer), ""),)


def ticked(question: Question, answer: Value | None, value: Value) -> tuple[str, ...]:
    """Return the lines of a reassuring checklist that a step ticks."""
    if not question.reassuring or not isinstance(value, tuple):
        return ()
    before = answer if isinstance(answer, tuple) else ()
    return tuple(line for line in value if line not in (*before, NONE))


def without(question: Question, value: Value, lines: Collection[str]) -> Value:
    """Return a list without some of its lines."""
    return _list(question, (item for item in _items(value) if item not in lines))


def _new_word(question: Question, change: Change, answer: Value | None) -> Value | None:
    (after,) = change.after
    words = list(question.words)
    before = change.before or words[words.index(after) + 1 :]
    return after if answer is None or answer in before else None


def _fallen(question: Question, change: Change, answer: Value | None) -> Value | None:
    below = change.below or 0
    if answer is None or (isinstance(answer, int | float) and answer >= below):
        return max(below - 1, question.minimum or 0)
    return None


def _new_list(question: Question, change: Change, answer: Value | None) -> Value | None:
    items = _items(answer)
    if question.reassuring:
        kept = {w for w in items if line_of(w) not in (NONE, UNSURE, *change.after)}
        return _list(question, kept | {*change.after})
    gone = change.before or tuple(question.words)
    return _list(question, (item for item in items if line_of(item) not in gone))


#: What an answer becomes, by kind; None where the change does not apply.
_CHANGED = for_each_kind(
    {
        "yes_no": _new_word,
        "one_of": _new_word,
        "any_of": _new_list,
        "number": _fallen,
    }
)


def _mildest_left(question: Question, answer: Value) -> Value:
    if question.takes.several and not question.reassuring:
        doubts = [word for word in _items(answer) if is_doubt(word)]
        return without(question, answer, (UNSURE, *doubts))
    return question.mildest


def _items(value: Value | None) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def _list(question: Question, items: Iterator[str] | set[str]) -> tuple[str, ...]:
    """Return lines in the order of the question; none of them is `none`."""
    kept = set(items)
    words = [each for word in question.words for each in (word, doubt_of(word))]
    return tuple(word for word in words if word in kept) or (NONE,)
