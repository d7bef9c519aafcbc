"""Scores of one attempt, each by itself and each from the attempt file alone.

K cues to find, k found; A questions asked, a of them relevant; R relevant questions.
There is no sum: a good plan never makes up for a missed emergency.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from massage_screen.pack import URGENCY, Disposition
from massage_screen.practice.attempt import Attempt, PlanChoice
from massage_screen.practice.reference import Cells, Reference

#: From this confidence on, in percent, a wrong advice was given too surely.
SURE = 80


class PlanErrors(msgspec.Struct, frozen=True, kw_only=True):
    """Where a plan and that of the live screen differ.

    Attributes:
        forbidden: (region, technique) that the plan leaves open and may not.
        too_strong: (region, level chosen, level permitted).
        positions: Positions that the plan leaves open and may not.
        needless: (region, technique) that the plan closes without a reason.
        needless_positions: Positions that it closes without a reason.
    """

    forbidden: tuple[tuple[str, str], ...]
    too_strong: tuple[tuple[str, int, int], ...]
    positions: tuple[str, ...]
    needless: tuple[tuple[str, str], ...]
    needless_positions: tuple[str, ...]


class Scores(msgspec.Struct, frozen=True, kw_only=True):
    """The scores; a share is from 0 to 1, and None where nothing can be shared.

    Attributes:
        cues: K, the cues to find.
        found: k, those found.
        cue_sensitivity: k / K.
        asked: A.
        fitting: a.
        relevant: R.
        thoroughness: a / R.
        precision: a / A.
        interview: 2 * precision * thoroughness / (precision + thoroughness).
        gate_completeness: Gate questions asked / gate questions of the client.
        premature: The gate was not finished, and nothing heard was an EMERGENCY.
        advice: `right`, `under` (milder than the live screen) or `over`.
        timeframe: `right`, `late` or `early`; None when the advice is not right.
        brier: (confidence - correct) squared; 0 is best.
        plan_holds: No forbidden cell, pressure or position; None without a plan.
        plan_coverage: Required limits in the plan / required limits.
        plan: Each difference; None when there is nothing to compare.
        result: `met`, `on the way`, or `not yet`, which is all that it can be when
            an emergency was under-called, or hands were laid on a client whom the
            live screen does not massage today.
        errors: The kinds of errors, the worst first.
    """

    cues: int
    found: int
    cue_sensitivity: float | None
    asked: int
    fitting: int
    relevant: int
    thoroughness: float | None
    precision: float | None
    interview: float | None
    gate_completeness: float
    premature: bool
    advice: str
    timeframe: str | None
    brier: float
    plan_holds: bool | None
    plan_coverage: float | None
    plan: PlanErrors | None
    result: str
    errors: tuple[str, ...]


#: The kinds of errors, the worst first.
ERRORS = (
    "under_call",
    "missed_cue",
    "premature_closure",
    "late",
    "forbidden_technique",
    "too_strong",
    "forbidden_position",
    "over_call",
    "early",
    "needless_ban",
    "too_sure",
)


def score(attempt: Attempt) -> Scores:
    """Return the scores of an attempt."""
    choice, reference = attempt.choice, attempt.reference
    asked = set(choice.asked)
    found = sum(asked.issuperset(cue.questions) for cue in reference.cues)
    fitting = len(asked & set(reference.relevant))
    thoroughness = _share(fitting, len(reference.relevant))
    precision = _share(fitting, len(asked))
    gate = _share(len(asked & set(reference.gate)), len(reference.gate))
    advice = _advice(choice.disposition, reference)
    plan = _plan_errors(choice.plan, reference)
    scores = Scores(
        cues=len(reference.cues),
        found=found,
        cue_sensitivity=_share(found, len(reference.cues)),
        asked=len(asked),
        fitting=fitting,
        relevant=len(reference.relevant),
        thoroughness=thoroughness,
        precision=precision,
        interview=_both(precision, thoroughness),
        gate_completeness=1 if gate is None else gate,
        premature=gate is not None and gate < 1 and not attempt.alarm,
        advice=advice,
        timeframe=_timeframe(attempt) if advice == "right" else None,
        brier=(choice.confidence / 100 - (advice == "right")) ** 2,
        plan_holds=_plan_holds(choice.plan, reference, plan),
        plan_coverage=_coverage(plan, reference),
        plan=plan,
        result="",
        errors=(),
    )
    errors = _errors(scores, choice.confidence)
    result = _result(scores, attempt, errors)
    return msgspec.structs.replace(scores, errors=errors, result=result)


def cells_of(cells: Cells) -> Iterator[tuple[str, str]]:
    """Go through cells as (region, technique)."""
    for region, techniques in cells.items():
        for technique in techniques:
            yield region, technique


def limits_required(reference: Reference) -> int:
    """Count what a plan must hold: closed cells, caps on pressure, and positions."""
    cells = sum(1 for _ in cells_of(reference.closed))
    return cells + len(reference.pressure) + len(reference.positions)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _both(precision: float | None, thoroughness: float | None) -> float | None:
    if precision is None or thoroughness is None:
        return None
    both = precision + thoroughness
    return 2 * precision * thoroughness / both if both else 0.0


def _advice(chosen: str, reference: Reference) -> str:
    by = Disposition(chosen).rank - Disposition(reference.disposition).rank
    if by and takes_also(reference) == chosen:
        return "right"
    return "right" if by == 0 else "under" if by < 0 else "over"


def takes_also(reference: Reference) -> str:
    """Return the other disposition that is right; "" without, as for an EMERGENCY."""
    if reference.also is None or reference.disposition == Disposition.EMERGENCY.value:
        return ""
    return Disposition(reference.also.disposition).value


def _timeframe(attempt: Attempt) -> str:
    """Compare how soon, with the other answer when that one was given.

    Timeframes that only say until when are all alike.
    """
    chosen, reference = attempt.choice.timeframe, attempt.reference
    right, also = reference.timeframe, reference.also
    if also and attempt.choice.disposition == takes_also(reference):
        same = also.disposition == reference.disposition
        right = chosen if same and chosen == right else also.timeframe
    if chosen == right or not {chosen, right} <= set(URGENCY):
        return "right" if chosen == right else "other"
    return "late" if URGENCY.index(chosen) > URGENCY.index(right) else "early"


def _plan_errors(plan: PlanChoice | None, reference: Reference) -> PlanErrors | None:
    if plan is None or not reference.hands_on:
        return None
    chosen, closed = set(cells_of(plan.closed)), list(cells_of(reference.closed))
    return PlanErrors(
        forbidden=tuple(cell for cell in closed if cell not in chosen),
        too_strong=tuple(
            (region, plan.pressure[region], level)
            for region, level in reference.pressure.items()
            if plan.pressure.get(region, 0) > level
        ),
        positions=tuple(p for p in reference.positions if p not in plan.positions),
        needless=tuple(c for c in cells_of(reference.free) if c in chosen),
        needless_positions=tuple(
            p for p in plan.positions if p not in reference.positions
        ),
    )


def _plan_holds(
    plan: PlanChoice | None, reference: Reference, errors: PlanErrors | None
) -> bool | None:
    if plan is None:
        return None
    if not reference.hands_on:
        also = takes_also(reference)
        # Every cell was forbidden.
        return None if also and Disposition(also).hands_on else False
    return errors is not None and not (
        errors.forbidden or errors.too_strong or errors.positions
    )


def _coverage(errors: PlanErrors | None, reference: Reference) -> float | None:
    required = limits_required(reference)
    if errors is None or not required:
        return None
    broken = (errors.forbidden, errors.too_strong, errors.positions)
    return 1 - sum(map(len, broken)) / required


def _errors(scores: Scores, confidence: int) -> tuple[str, ...]:
    plan = scores.plan
    made = {
        "under_call": scores.advice == "under",
        "missed_cue": scores.found < scores.cues,
        "premature_closure": scores.premature,
        "late": scores.timeframe == "late",
        "forbidden_technique": bool(plan and plan.forbidden),
        "too_strong": bool(plan and plan.too_strong),
        "forbidden_position": bool(plan and plan.positions),
        "over_call": scores.advice == "over",
        "early": scores.timeframe == "early",
        "needless_ban": bool(plan and (plan.needless or plan.needless_positions)),
        "too_sure": scores.advice != "right" and confidence >= SURE,
    }
    return tuple(error for error in ERRORS if made[error])


def _result(scores: Scores, attempt: Attempt, errors: tuple[str, ...]) -> str:
    emergency = attempt.reference.disposition == Disposition.EMERGENCY.value
    touched = Disposition(attempt.choice.disposition).hands_on
    if scores.advice == "under" and (
        emergency or (touched and not attempt.reference.hands_on)
    ):
        return "not yet"
    return "on the way" if errors else "met"
