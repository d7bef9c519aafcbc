"""Every score can be worked out by hand from the file of an attempt, and nothing else.

Here it is done again, naively, from the JSON of the file; for each practice client,
for students with different habits.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from massage_screen import practice_files
from massage_screen.pack import Case
from massage_screen.practice.attempt import Attempt, Choice, PlanChoice, attempt_of
from massage_screen.practice.client import Client, client_of
from massage_screen.practice.debrief import heard_alarm
from massage_screen.practice.reference import Reference
from massage_screen.practice.scoring import score
from tests.shipped import CASES, PACK, check_each, reference_for

CLIENTS = [case for case in CASES if case.presents]
SCALE = ("proceed", "restrict", "postpone", "refer", "emergency")
SOON = ("now", "today", "within_24_hours", "within_days", "within_2_weeks")


def careful(reference: Reference) -> dict[str, Any]:
    """Ask what is needed and some more, and close too much."""
    closed = {**reference.closed, "feet": tuple(PACK.techniques)}
    return {
        "asked": (*reference.relevant, "age", "history"),
        "disposition": "restrict",
        "timeframe": "none",
        "confidence": 40,
        "plan": PlanChoice(closed=closed, pressure={"lumbar": 2}, positions=("prone",)),
    }


def hasty(_: Reference) -> dict[str, Any]:
    """Ask four questions and go ahead, strongly."""
    return {
        "asked": ("bladder_signs", "weak_signs", "age", "pain_kind"),
        "disposition": "proceed",
        "timeframe": "none",
        "confidence": 95,
        "plan": PlanChoice(
            closed={}, pressure=dict.fromkeys(PACK.regions, 5), positions=()
        ),
    }


def anxious(reference: Reference) -> dict[str, Any]:
    """Ask the warning signs and call an ambulance."""
    return {
        "asked": reference.gate,
        "disposition": "emergency",
        "timeframe": "now",
        "confidence": 70,
        "plan": None,
    }


@cache
def measured(case_id: str) -> tuple[Client, Reference]:
    case = next(case for case in CLIENTS if case.id == case_id)
    client = client_of(PACK, case, 1)
    return client, reference_for(client.answers)


@cache
def file_of(case_id: str, student: Any) -> tuple[dict[str, Any], Attempt]:
    client, reference = measured(case_id)
    fields = student(reference)
    fields["asked"] = tuple(dict.fromkeys(fields["asked"]))
    choice = Choice(worry="w", seconds=60, overran=False, **fields)
    measure = reference, heard_alarm(PACK, client, choice.asked)
    made = attempt_of(PACK, client, choice, measure, at="2026-01-05", minutes=None)
    return json.loads(practice_files.as_file(made)), made


def share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def by_hand(file: dict[str, Any]) -> dict[str, Any]:
    """Work out the scores from what stands in the file."""
    choice, right = file["choice"], file["reference"]
    asked = set(choice["asked"])
    cues = right["cues"]  # K
    found = [cue for cue in cues if set(cue["questions"]) <= asked]  # k
    fitting = asked & set(right["relevant"])  # a
    thoroughness = share(len(fitting), len(right["relevant"]))
    precision = share(len(fitting), len(asked))
    gate = share(len(asked & set(right["gate"])), len(right["gate"]))
    by = SCALE.index(choice["disposition"]) - SCALE.index(right["disposition"])
    interview = None
    if precision is not None and thoroughness is not None:
        both = precision + thoroughness
        interview = 2 * precision * thoroughness / both if both else 0
    return {
        "found": len(found),
        "cue_sensitivity": share(len(found), len(cues)),
        "thoroughness": thoroughness,
        "precision": precision,
        "interview": interview,
        "gate_completeness": gate,
        "premature": gate != 1 and not file["alarm"],
        "advice": "right" if not by else "under" if by < 0 else "over",
        "timeframe": None if by else how_soon(choice, right),
        "brier": (choice["confidence"] / 100 - (not by)) ** 2,
        **plan_by_hand(choice["plan"], right),
        "not_yet": by < 0
        and (
            right["disposition"] == "emergency"
            or (
                choice["disposition"] in ("proceed", "restrict")
                and right["disposition"] in ("postpone", "refer")
            )
        ),
    }


def how_soon(choice: dict[str, Any], right: dict[str, Any]) -> str:
    chosen, due = choice["timeframe"], right["timeframe"]
    if chosen == due:
        return "right"
    if chosen not in SOON or due not in SOON:
        return "other"
    return "late" if SOON.index(chosen) > SOON.index(due) else "early"


def plan_by_hand(plan: Any, right: dict[str, Any]) -> dict[str, Any]:
    if plan is None:
        return {"plan_holds": None, "plan_coverage": None}
    if right["disposition"] not in ("proceed", "restrict"):
        return {"plan_holds": False, "plan_coverage": None}
    required = broken = 0
    for region, techniques in right["closed"].items():
        required += len(techniques)
        broken += len(set(techniques) - set(plan["closed"].get(region, ())))
    for region, level in right["pressure"].items():
        required += 1
        broken += plan["pressure"].get(region, 0) > level
    required += len(right["positions"])
    broken += len(set(right["positions"]) - set(plan["positions"]))
    return {
        "plan_holds": not broken,
        "plan_coverage": 1 - broken / required if required else None,
    }


@pytest.mark.parametrize("student", [careful, hasty, anxious])
def test_every_score_can_be_worked_out_by_hand_from_the_file(student: Any) -> None:
    check_each(CLIENTS, lambda case: is_scored_as_by_hand(case, student))


def is_scored_as_by_hand(case: Case, student: Any) -> None:
    file, made = file_of(case.id, student)

    scores = score(made)

    expected = by_hand(file)
    not_yet = expected.pop("not_yet")
    assert {name: getattr(scores, name) for name in expected} == pytest.approx(expected)
    assert (scores.result == "not yet") is not_yet
    assert (scores.result == "met") is (scores.errors == ())


def test_the_students_here_make_every_kind_of_mistake_but_being_late() -> None:
    made = {
        error
        for student in (careful, hasty, anxious)
        for case in CLIENTS
        for error in score(file_of(case.id, student)[1]).errors
    }

    assert made >= {
        "under_call",
        "missed_cue",
        "premature_closure",
        "forbidden_technique",
        "too_strong",
        "forbidden_position",
        "over_call",
        "early",
        "needless_ban",
        "too_sure",
    }
