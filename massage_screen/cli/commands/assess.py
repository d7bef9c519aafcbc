"""`assess`: decides from answers in a file."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    DetailsOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
    Showing,
)


def assess(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers in JSON or TOML; - for stdin."),
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    details: DetailsOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = None,
    decision: DecisionOption = None,
    force: ForceOption = False,
) -> None:
    """Decide from answers in a file, or show a decision again. Never asks.

    Example: massage-screen assess answers.json --json
    """
    from massage_screen.cli.doing.assess import assess  # noqa: PLC0415  start-up time

    assess(
        file,
        questions,
        Showing(json, color, plain, exit_zero, decision, force, details),
    )
