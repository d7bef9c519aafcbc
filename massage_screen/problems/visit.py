"""Who may ask which visit it is: short questions at the gate, and what they open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.answers import UNSURE, YES
from massage_screen.condition import Condition, leaves
from massage_screen.pack import KNOWN, VISIT, Question
from massage_screen.problems.draft import Draft, Reading
from massage_screen.problems.problem import Problem
from massage_screen.text import quoted

_RETURNING = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[:1])
_FIRST = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[1:])
_CURE = (
    "Background is asked at every visit; the old answer is brought to be confirmed."
    " Only the gate may be shorter: a yes_no question for a returning client, and the"
    " gate questions that it opens, asked of a first client, or when it is yes or"
    " unsure. What else must hold for it must hold for them too, or be a fact whose"
    " other values open them as well."
)


def reads_visit(condition: Condition) -> bool:
    """Say whether a condition asks which visit it is."""
    return any(leaf.known == VISIT for leaf in leaves(condition))


def visit_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what may not read the visit.

    Background that is hidden from a returning client would lose all its rules.
    """
    short = {q.id: q for q in draft.questions.values() if _is_short(q)}
    for reading in draft.readings:
        if reads_visit(reading.condition) and not _may(draft, reading, short):
            what = f"reads known {quoted(VISIT)}, so it would be lost at a later visit"
            yield reading.entry.problem("visit_read", what, _CURE)


def _opens_too(draft: Draft, part: Condition, opened: Question) -> bool:
    """Say whether whoever misses a short question for a part of it is asked its list.

    The part tests a fact, whose other values open the list as well.
    """
    fact = draft.facts.get(part.fact or "")
    if fact is None:
        return False
    others = set(fact.values) - set(part.is_any_of or ())
    return any(
        other.fact == fact.id and others <= set(other.is_any_of or ())
        for other in _openers(opened)
    )


def _may(draft: Draft, reading: Reading, short: Mapping[str, Question]) -> bool:
    item = reading.entry.item
    if not isinstance(item, Question) or not item.gate:
        return False
    if reading.condition is not item.when:  # a line of it
        return False
    if item.id in short:
        return True
    return any(
        all(
            part in _and_what_else(item) or _opens_too(draft, part, item)
            for part in _beside_the_visit(short[name])
        )
        for name in _opened_by(item) & short.keys()
    )


def _is_short(question: Question) -> bool:
    for_returning = _RETURNING in _and_what_else(question)
    return question.gate and question.takes.yes_or_no and for_returning


def _opened_by(question: Question) -> set[str]:
    """Return the questions that open this one to a returning client, if any do."""
    return {
        part.question
        for part in _openers(question)
        if part.question and set(part.is_any_of or ()) == {YES, UNSURE}
    }


def _openers(question: Question) -> tuple[Condition, ...]:
    """Return what opens a question, beside a first visit, if a visit is read so."""
    each = (one.any_of or () for one in _and_what_else(question))
    return next((parts for parts in each if _FIRST in parts), ())


def _and_what_else(question: Question) -> tuple[Condition, ...]:
    """Return what must hold for a question, where one part alone reads the visit."""
    parts = (question.when and question.when.all_of) or (question.when,)
    read = [part for part in parts if part and reads_visit(part)]
    once = len(read) == 1 and sum(leaf.known == VISIT for leaf in leaves(read[0])) == 1
    return tuple(part for part in parts if part) if once else ()


def _beside_the_visit(question: Question) -> list[Condition]:
    """Return what must hold for a short question: who misses it must miss its list."""
    return [part for part in _and_what_else(question) if not reads_visit(part)]
