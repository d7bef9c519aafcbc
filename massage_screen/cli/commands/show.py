"""`show`: shows a saved decision."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.options import (
    Color,
    ColorOption,
    ExitZeroOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
    Showing,
)


def show(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="The file of a decision; - too.")
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    plain: PlainOption = None,
) -> None:
    """Show a saved decision, as after the screening.

    Example: massage-screen show decision.json
    """
    from massage_screen.cli.doing.show import show  # noqa: PLC0415  start-up time

    show(file, questions, Showing(json, color, plain, exit_zero, None, force=False))
