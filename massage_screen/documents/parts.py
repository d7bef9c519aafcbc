"""Parts that several pages have: the foot, what was said, what was not asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from massage_screen.answers import NO, NONE, Value, is_unsure
from massage_screen.decision import Finding
from massage_screen.documents.country import Local
from massage_screen.documents.document import Box, Section
from massage_screen.documents.screened import Screened
from massage_screen.pack import Question
from massage_screen.presentation.words import answer_in_words


class Setting(msgspec.Struct, frozen=True):
    """When and where a page is printed.

    Attributes:
        printed: Date, time and zone of printing.
        local: The words of the country.
    """

    printed: str
    local: Local


ANSWERED_BY = Box(
    "Answered by", ("client", "read aloud to the client", "carer", "interpreter")
)


def foot(screened: Screened, setting: Setting) -> tuple[str, ...]:
    """Return where a page comes from, and what it is not."""
    about = screened.pack.about
    draft = " Draft: no clinician has reviewed it." if about.status == "draft" else ""
    return (
        f"{screened.program}. Pack {about.id} {about.version}, review by"
        f" {about.review_by}.{draft} Printed {setting.printed}.",
        "A screening aid for trained massage therapists. It names no disease, replaces"
        " no examination and gives no permission.",
    )


def at_most(items: Iterable[str], most: int, rest: str) -> tuple[str, ...]:
    """Return items, each once; behind the last that has room, how many are left."""
    once = [item for item in dict.fromkeys(items) if item]
    left = len(once) - most
    if left <= 0:
        return tuple(once)
    return (*once[:most], f"and {left} more: {rest}")


def found(screened: Screened, most: int, setting: Setting) -> tuple[str, ...]:
    """Return what was found, the most urgent first."""
    texts = (setting.local.words(f.rule.found) for f in screened.reasons)
    return at_most(texts, most, "see the record of the screening")


def said(screened: Screened, findings: Iterable[Finding]) -> Iterator[str]:
    """Go through the answers behind findings, each once, as asked and answered.

    What was answered with "no" is no report of anything; `denied` has the gate's.
    """
    told: set[str] = set()
    for finding in findings:
        for question_id, value in finding.because.items():
            question = screened.pack.questions[question_id]
            if question_id not in told and not _is_no(question, value):
                told.add(question_id)
                yield f"{question.ask} Answer: {answer_in_words(question, value)}"


def not_known(screened: Screened, most: int) -> tuple[str, ...]:
    """Return the questions whose answer was "not sure" or is missing."""
    decision, questions = screened.decision, screened.pack.questions
    unsure = [f"Not sure: {questions[q].ask}" for q in decision.unsure]
    missing = [
        f"Not asked: {questions[q].ask}"
        for q in (*decision.required, *decision.optional)
    ]
    return at_most((*missing, *unsure), most, "see the record of the screening")


def denied(screened: Screened) -> tuple[str, ...]:
    """Return the gate questions that were answered with "none of these" or "no"."""
    return tuple(
        _denied(question)
        for question, value in _visible(screened)
        if question.gate and _is_no(question, value)
    )


def _denied(question: Question) -> str:
    if question.kind != "any_of":
        return f"{question.ask} No."
    return f"{question.ask} None of: {'; '.join(c.text for c in question.choices)}."


def history(screened: Screened, most: int) -> tuple[str, ...]:
    """Return what was reported outside the gate and is no reason for the result."""
    told = {q for finding in screened.reasons for q in finding.because}
    texts = (
        f"{question.ask} Answer: {answer_in_words(question, value)}"
        for question, value in _visible(screened)
        if not (question.gate or question.id in told or _is_no(question, value))
        and not is_unsure(value)
        and question.kind == "any_of"
    )
    return at_most(texts, most, "see the record of the screening")


def count_of_no(screened: Screened) -> int:
    """Count the questions that were answered with "none of these" or "no"."""
    return sum(_is_no(question, value) for question, value in _visible(screened))


def _visible(screened: Screened) -> Iterator[tuple[Question, Value]]:
    for question_id, value in screened.sheet.visible.items():
        yield screened.pack.questions[question_id], value


def _is_no(question: Question, value: Value) -> bool:
    if question.reassuring:
        return False
    if question.kind == "one_of":
        first = question.gate and question.when is None
        return first and value == question.choices[0].id
    return value in (NO, (NONE,))


def warning_signs(screened: Screened, setting: Setting) -> Section:
    """Return the signs that may come days later, and what to do then."""
    return Section(
        title="Get help at once if any of these comes, now or days later",
        items=screened.pack.about.warning_signs,
        paragraphs=(
            f"Call {setting.local.number}, or go to an {setting.local.department}.",
        ),
        role="alarm",
    )
