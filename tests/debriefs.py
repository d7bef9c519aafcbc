"""Writes down what one student is told after each practice client of the pack.

The student asks every warning sign that all are asked but never a second question, and
then always chooses RESTRICT with a plan that limits nothing. Run
`python -m tests.debriefs` after a change of clients or rules, and read what has changed
before it is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from massage_screen.answers import Answers
from massage_screen.pack import Case, Pack
from massage_screen.practice.attempt import Choice, PlanChoice, attempt_of
from massage_screen.practice.client import client_of
from massage_screen.practice.debrief import Debrief, debrief_of, heard_alarm
from massage_screen.practice.scoring import score
from massage_screen.sheet import Sheet
from tests.shipped import CASES, PACK, reference_for

GOLDEN = Path(__file__).parent / "goldens" / "debriefs.txt"
_SEED = 1


def written() -> str:
    """Return the debriefs of all practice clients, a few lines each."""
    clients = [case for case in CASES if case.presents]
    return "\n".join("\n".join(_lines(_told(PACK, case))) for case in clients) + "\n"


def _told(pack: Pack, case: Case) -> Debrief:
    client = client_of(pack, case, _SEED)
    first = Sheet(pack, Answers()).relevance
    asked = tuple(q.id for q in pack.questions.values() if q.gate and first[q.id])
    choice = Choice(
        asked=asked,
        worry="nothing",
        confidence=60,
        disposition="restrict",
        timeframe="none",
        plan=PlanChoice(
            closed={}, pressure=dict.fromkeys(pack.regions, 5), positions=()
        ),
        seconds=300,
        overran=False,
    )
    measure = (
        reference_for(client.answers, case.experts_differ),
        heard_alarm(pack, client, asked),
    )
    attempt = attempt_of(
        pack, client, choice, measure, at="2026-01-05T10:00:00Z", minutes=None
    )
    return debrief_of(pack, client, attempt, score(attempt))


def _lines(told: Debrief) -> Iterator[str]:
    reference, scores = told.attempt.reference, told.scores
    yield told.attempt.case
    right = f"{reference.disposition}, {reference.timeframe}"
    yield f"  live: {right}, by {reference.rule or 'no rule'}"
    yield f"  {scores.result}: {', '.join(scores.errors)}"
    for cue in told.cues:
        missing = " ".join(question for question, _ in cue.missing)
        word = "found" if cue.found else "missed"
        yield f"  {word}: {cue.rule.id} {missing}".rstrip()
    if told.best_next:
        after = told.best_next.after or "the start"
        yield f"  next: {told.best_next.question} after {after}"
    if scores.plan:
        plan = scores.plan
        wrong = (len(plan.forbidden), len(plan.too_strong), len(plan.positions))
        yield "  plan: {} cells, {} regions too strong, {} positions".format(*wrong)


if __name__ == "__main__":
    GOLDEN.write_text(written(), encoding="utf-8", newline="\n")
