"""Makes clients who differ in one answer and get another result: contrast pairs.

The live rules decide about both. Answers that do not occur together make no client.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.decision import decide_sheet
from massage_screen.pack import Case, Disposition, Pack, Question
from massage_screen.practice.plausible import how_usual, plausible
from massage_screen.sheet import Sheet, fit_answers


class Contrast(msgspec.Struct, frozen=True, kw_only=True):
    """A client one answer away from another, with another result.

    Attributes:
        question: The question that is answered otherwise.
        before: What the client of the case answers.
        after: What the other client answers.
        disposition: What the live screen makes of the other.
        timeframe: How soon, or "none".
    """

    question: str
    before: Value
    after: Value
    disposition: str
    timeframe: str


def contrasts(pack: Pack, answers: Answers) -> Iterator[Contrast]:
    """Go through the clients just beside this one whose disposition differs.

    Args:
        pack: The rules.
        answers: Complete answers of a client.
    """
    sheet = Sheet(pack, answers)
    here = decide_sheet(sheet).disposition
    asked = {q: value for q, value in answers.items() if q in pack.questions}
    for question, before in asked.items():
        for after in _neighbours(pack.questions[question], before):
            if not plausible(pack, answers.with_answer(question, after)):
                continue
            there = decide_sheet(sheet.with_answer(question, after))
            if there.complete and there.disposition and there.disposition is not here:
                yield Contrast(
                    question=question,
                    before=before,
                    after=after,
                    disposition=there.disposition.value,
                    timeframe=there.timeframe,
                )


def contrast_case(pack: Pack, case: Case, contrast: Contrast) -> Case:
    """Return the other client of a pair as a practice case of its own."""
    answers = fit_answers(pack, case.answers, case.id)
    other = finished(pack, answers.with_answer(contrast.question, contrast.after))
    kept = Sheet(pack, other).counts
    return msgspec.structs.replace(
        case,
        id=f"{case.id}/{contrast.question}={_in_short(contrast.after)}",
        name=f"{case.name}, but for one answer",
        answers={name: kept[name] for name in kept},
        voice={
            q: v for q, v in case.voice.items() if q in kept and q != contrast.question
        },
        disposition=contrast.disposition,
        timeframe=contrast.timeframe,
        looks_like="",
        experts_differ=None,  # was said about the other client, as was the review
        reviewed_by="",
        reviewed_on=None,
    )


def finished(pack: Pack, answers: Answers) -> Answers:
    """Return answers with the mildest one to what must still be asked.

    Another answer may open a question that the first client was not asked.
    """
    sheet = Sheet(pack, answers)
    while required := decide_sheet(sheet).required:
        question = pack.questions[required[0]]
        sheet = sheet.with_answer(question.id, sheet.mildest(question))
    return sheet.answers


def most_telling(
    pack: Pack, case: Case, found: Sequence[Contrast]
) -> tuple[Contrast, ...]:
    """Return the pairs, those first that teach most.

    Across the line between hands on and hands off; then those about what the case
    gives its client to say; then those about emergency signs; then what is usual.
    """

    def dull(contrast: Contrast) -> tuple[bool, bool, bool, float]:
        return (
            Disposition(contrast.disposition).hands_on == case.hands_on,
            contrast.question not in case.voice,
            not pack.questions[contrast.question].gate,
            -how_usual(pack, contrast.question, contrast.after),
        )

    return tuple(sorted(found, key=dull))


def telling_contrast(pack: Pack, case: Case, answers: Answers) -> Contrast | None:
    """Return the pair that teaches most; None when no one answer changes the result."""
    found = most_telling(pack, case, list(contrasts(pack, answers)))
    return found[0] if found else None


def _neighbours(question: Question, value: Value) -> Iterator[Value]:
    """Go through the answers one tick, or one choice, away; never "not sure"."""
    items = [word for word in question.words if word not in (NONE, UNSURE)]
    if question.takes.one_word:
        yield from (item for item in items if item != value)
    elif isinstance(value, tuple):
        ticked = [item for item in items if item in value]
        yield from ((i,) for i in items if i not in value and len(ticked) < 1)
        if len(ticked) == 1:
            yield (NONE,)


def _in_short(value: Value) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)
