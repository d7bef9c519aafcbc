"""Who may ask which visit it is: short questions at the gate, and what they open."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import UNSURE, YES
from massage_screen.condition import Condition, leaves
from massage_screen.pack import KNOWN, VISIT, Question
from massage_screen.problems.draft import Draft, Reading
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem
from massage_screen.text import quoted

_RETURNING = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[:1])
_FIRST = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[1:])
_CURE = (
    "Background is asked at every visit; the old answer is brought to be confirmed."
    " Only the gate may be shorter: a yes_no question for a returning client, and the"
    " gate questions that it opens, asked of a first client, or when it is yes or"
    " unsure."
)


def reads_visit(condition: Condition) -> bool:
    """Say whether a condition asks which visit it is."""
    return any(leaf.known == VISIT for leaf in leaves(condition))


def visit_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what may not read the visit, and short questions that open nothing.

    Background that is hidden from a returning client would lose all its rules.
    """
    short = {q.id for q in draft.questions.values() if _is_short(q)}
    opened = {_opened_by(q) for q in draft.questions.values() if q.gate}
    for reading in draft.readings:
        if reads_visit(reading.condition) and not _may(reading, short):
            what = f"reads known {quoted(VISIT)}, so it would be lost at a later visit"
            yield reading.entry.problem("visit_read", what, _CURE)
    for entry in draft.of(Question):
        if entry.item.id in short - opened:
            yield _opens_nothing(entry)


def _may(reading: Reading, short: set[str]) -> bool:
    item = reading.entry.item
    if not isinstance(item, Question) or not item.gate:
        return False
    if reading.condition is not item.when:  # a line of it
        return False
    return item.id in short or _opened_by(item) in short


def _is_short(question: Question) -> bool:
    for_returning = question.when == _RETURNING
    return question.gate and question.takes.yes_or_no and for_returning


def _opened_by(question: Question) -> str:
    """Return the question that opens this one to a returning client, if one does."""
    parts = (question.when and question.when.any_of) or ()
    asked = [part for part in parts if part.question]
    if len(parts) != 2 or len(asked) != 1 or _FIRST not in parts:
        return ""
    opens = set(asked[0].is_any_of or ()) == {YES, UNSURE}
    return (asked[0].question or "") if opens else ""


def _opens_nothing(entry: Entry[Question]) -> Problem:
    what = "is a short question for a returning client, and opens no gate question"
    do = "Let one be asked of a first client, or when it is yes or unsure."
    return entry.problem("short_question_alone", what, do)
