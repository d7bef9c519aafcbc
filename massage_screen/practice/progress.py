"""What many attempts show: strengths by cue family, habits, and rates with counts.

A share is only given from ten on, with the interval in which it may truly lie.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from massage_screen.pack import Disposition
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.cards import CardAnswer
from massage_screen.practice.scoring import ERRORS, Scores

#: Shares of fewer than this say nothing.
ENOUGH = 10
#: An error in this many of the last ten attempts is a habit.
HABIT = 3
_95_PERCENT = 1.96

Scored = Sequence[tuple[Attempt, Scores]]


class Count(msgspec.Struct, frozen=True):
    """How many of how many.

    Attributes:
        part: How many.
        whole: Of how many.
    """

    part: int
    whole: int

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the 95 % Wilson interval of the share; None below ten."""
        if self.whole < ENOUGH:
            return None
        share, z, n = self.part / self.whole, _95_PERCENT, self.whole
        middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        root = math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
        half = z * root / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """What attempts show together.

    Attributes:
        attempts: How many there are.
        families: By cue family: in how many attempts all went well.
        missed: Advice milder than the live screen, of the clients whom it sends away.
        held_back: Clients sent away whom the live screen massages, of all those.
        safety_of_advice: Advice at or above the live screen, of all decided.
        over_triage: Advice above the live screen, of all decided.
        leaning: Over-triage, of all wrong advice.
        calibration: The mean of (confidence - correct) squared; None without any.
        errors: How often each kind of error was made.
        last: How many attempts the last ten are, when there are fewer.
        last_errors: How often each kind of error was made in those.
        habits: Kinds of errors made in three or more of those.
        left_out: Warning signs, by question, that were not asked about in three or
            more of those, of how many in which they had to be.
    """

    attempts: int
    families: dict[str, Count]
    missed: Count
    held_back: Count
    safety_of_advice: Count
    over_triage: Count
    leaning: Count
    calibration: float | None
    errors: dict[str, int]
    last: int
    last_errors: dict[str, int]
    habits: tuple[str, ...]
    left_out: dict[str, Count]


def missed(scored: Scored) -> Count:
    """Count the clients taken too lightly, of those whom the live screen sends away."""
    away = [scores for attempt, scores in scored if not attempt.reference.hands_on]
    return Count(sum(scores.advice == "under" for scores in away), len(away))


def held_back(scored: Scored) -> Count:
    """Count the clients sent away needlessly, of those whom massage was right for."""
    right = [pair for pair in scored if pair[0].reference.hands_on]
    refused = [
        attempt
        for attempt, scores in right
        if scores.advice == "over"
        and not Disposition(attempt.choice.disposition).hands_on
    ]
    return Count(len(refused), len(right))


def cards_wrong(answers: Iterable[CardAnswer]) -> tuple[Count, Count]:
    """Count the cards taken too lightly and too strictly when they last came."""
    last = {answer.card: answer for answer in answers}.values()
    whole = len(last)
    under, over = sum(each.under for each in last), sum(each.over for each in last)
    return Count(under, whole), Count(over, whole)


def cards_known(answers: Iterable[CardAnswer]) -> Count:
    """Return how many cards went well when they last came, of those that came."""
    last = {answer.card: answer.well for answer in answers}
    return Count(sum(last.values()), len(last))


def progress_of(scored: Scored) -> Progress:
    """Return what attempts show together.

    Args:
        scored: Attempts with their scores, the oldest first.
    """
    advice = Counter(scores.advice for _, scores in scored)
    wrong = advice["under"] + advice["over"]
    errors = Counter(error for _, scores in scored for error in scores.errors)
    last = scored[-ENOUGH:]
    recent = Counter(error for _, scores in last for error in scores.errors)
    briers = [scores.brier for _, scores in scored]
    return Progress(
        attempts=len(scored),
        families=_families(scored),
        missed=missed(scored),
        held_back=held_back(scored),
        safety_of_advice=Count(len(scored) - advice["under"], len(scored)),
        over_triage=Count(advice["over"], len(scored)),
        leaning=Count(advice["over"], wrong),
        calibration=sum(briers) / len(briers) if briers else None,
        errors={error: errors[error] for error in ERRORS if errors[error]},
        last=len(last),
        last_errors={error: recent[error] for error in ERRORS if recent[error]},
        habits=tuple(error for error in ERRORS if recent[error] >= HABIT),
        left_out=_left_out(last),
    )


def _left_out(last: Scored) -> dict[str, Count]:
    """Count the warning signs that were left out, the most often first.

    Who heard an emergency was right to stop asking, so those attempts do not count.
    """
    whole: Counter[str] = Counter()
    part: Counter[str] = Counter()
    for attempt, _ in last:
        if not attempt.alarm:
            whole.update(attempt.reference.gate)
            part.update(set(attempt.reference.gate) - set(attempt.choice.asked))
    return {
        question: Count(part[question], whole[question])
        for question in sorted(whole, key=lambda q: -part[q])
        if part[question] >= HABIT
    }


def _families(scored: Scored) -> dict[str, Count]:
    met = Counter(attempt.concern for attempt, _ in scored)
    well = Counter(a.concern for a, scores in scored if scores.result == "met")
    return {family: Count(well[family], met[family]) for family in sorted(met)}
