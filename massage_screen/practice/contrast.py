"""Makes clients who differ in one answer and get another result: contrast pairs.

The live rules decide about both. Answers that do not occur together make no client.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value
from massage_screen.decision import decide_sheet
from massage_screen.pack import Case, Pack, Question
from massage_screen.practice.reference import hands_on
from massage_screen.sheet import Sheet, fit_answers

#: Answers, each (question, answer), that do not occur together in a person who walks
#: in for a massage.
NOT_TOGETHER = (
    (("weak_signs", "cannot_walk"), ("leg_walking", "eases_sitting")),
    (("weak_signs", "cannot_walk"), ("leg_walking", "shorter")),
    (("weak_signs", "cannot_walk"), ("leg_walking", "few_steps")),
    (("body_conditions", "pregnant"), ("age", "over_65")),
    (("body_conditions", "pregnant"), ("age", "from_50_to_65")),
    (("pain_kind", "no_pain"), ("pain_strength", "strong")),
    (("illness", "well"), ("pain_patterns", "sweats")),
    (("care", "never_examined"), ("cord_contact", "excluded_in_writing")),
    (("clearance_by", "nobody"), ("clearance_flaws", "noted")),
)


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
    here = decide_sheet(Sheet(pack, answers)).disposition
    for question, before in answers.items():
        for after in _neighbours(pack.questions[question], before):
            other = answers.with_answer(question, after)
            if not plausible(other):
                continue
            there = decide_sheet(Sheet(pack, other))
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
    other = answers.with_answer(contrast.question, contrast.after)
    kept = Sheet(pack, other).visible
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
        experts_differ=None,  # was said about the other client, as was the review
        reviewed_by="",
        reviewed_on=None,
    )


def plausible(answers: Answers) -> bool:
    """Say whether no two of the answers are known not to occur together."""
    return not any(
        all(_has(answers, question, item) for question, item in pair)
        for pair in NOT_TOGETHER
    )


def most_telling(
    pack: Pack, case: Case, found: Sequence[Contrast]
) -> tuple[Contrast, ...]:
    """Return the pairs, those first that teach most.

    Across the line between hands on and hands off; then those about what the case
    gives its client to say; then those about emergency signs.
    """

    def dull(contrast: Contrast) -> tuple[bool, bool, bool]:
        return (
            hands_on(contrast.disposition) == hands_on(case.disposition),
            contrast.question not in case.voice,
            not pack.questions[contrast.question].gate,
        )

    return tuple(sorted(found, key=dull))


def telling_contrast(pack: Pack, case: Case, answers: Answers) -> Contrast | None:
    """Return the pair that teaches most; None when no one answer changes the result."""
    found = most_telling(pack, case, list(contrasts(pack, answers)))
    return found[0] if found else None


def _has(answers: Answers, question: str, item: str) -> bool:
    value = answers.get(question)
    return item in value if isinstance(value, tuple) else item == value


def _neighbours(question: Question, value: Value) -> Iterator[Value]:
    """Go through the answers one tick, or one choice, away; never "not sure"."""
    items = [word for word in question.words if word not in (NONE, UNSURE)]
    if question.kind in ("one_of", "yes_no"):
        yield from (item for item in items if item != value)
    elif isinstance(value, tuple):
        ticked = [item for item in items if item in value]
        yield from ((i,) for i in items if i not in value and len(ticked) < 1)
        if len(ticked) == 1:
            yield (NONE,)


def _in_short(value: Value) -> str:
    return "+".join(value) if isinstance(value, tuple) else str(value)
