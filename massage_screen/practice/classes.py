"""The results of a class without names: one row an attempt, and a table of errors."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import Any

import msgspec

from massage_screen.pack import Disposition
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.progress import Count
from massage_screen.practice.scoring import ERRORS, Scores, score

#: The name of the JSON form; within its major version keys are only added.
CLASS_SCHEMA = "massage-screen/class/1"
COLUMNS = (
    "student",
    "case",
    "concern",
    "level",
    "seed",
    "chosen",
    "right",
    "confidence",
    "seconds",
    "cues",
    "found",
    "gate_completeness",
    "thoroughness",
    "precision",
    "interview",
    "advice",
    "brier",
    "plan_holds",
    "plan_coverage",
    "result",
    "errors",
)


def class_rows(
    attempts: Sequence[tuple[PurePath, Attempt]],
) -> list[dict[str, Any]]:
    """Return a row for each attempt.

    A student is a number: the attempts of one folder are those of one student. No
    name of a file or folder, and no free text, is in a row.
    """
    places = sorted({path.parent for path, _ in attempts})
    return [
        _row(places.index(path.parent) + 1, attempt, score(attempt))
        for path, attempt in attempts
    ]


def error_table(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """Return how often each kind of error was made, the worst first."""
    made = Counter(error for row in rows for error in row["errors"])
    return {error: made[error] for error in ERRORS}


def class_errors(rows: Sequence[Mapping[str, Any]]) -> tuple[Count, Count]:
    """Count both errors: clients taken too lightly, and those refused needlessly."""
    right = [row for row in rows if Disposition(row["right"]).hands_on]
    away = [row for row in rows if not Disposition(row["right"]).hands_on]
    refused = [
        row
        for row in right
        if row["advice"] == "over" and not Disposition(row["chosen"]).hands_on
    ]
    missed = sum(row["advice"] == "under" for row in away)
    return Count(missed, len(away)), Count(len(refused), len(right))


def class_as_json(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Return the results in the form of `massage-screen/class/1`."""
    missed, held_back = class_errors(rows)
    return {
        "schema": CLASS_SCHEMA,
        "notice": "PRACTICE. All clients are invented.",
        "attempts": list(rows),
        "errors": error_table(rows),
        "missed": msgspec.to_builtins(missed),
        "held_back": msgspec.to_builtins(held_back),
    }


def class_as_csv(rows: Sequence[dict[str, Any]]) -> str:
    """Return the results as CSV; several errors of a row stand in one field."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({**row, "errors": " ".join(row["errors"])})
    return text.getvalue()


def _row(student: int, attempt: Attempt, scores: Scores) -> dict[str, Any]:
    values = {
        "student": student,
        "case": attempt.case,
        "concern": attempt.concern,
        "level": attempt.level,
        "seed": attempt.seed,
        "chosen": attempt.choice.disposition,
        "right": attempt.reference.disposition,
        "confidence": attempt.choice.confidence,
        "seconds": attempt.choice.seconds,
    }
    own = [column for column in COLUMNS if column not in values]
    return values | {column: getattr(scores, column) for column in own}
