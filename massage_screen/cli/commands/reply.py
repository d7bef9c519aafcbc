"""`reply`: puts a doctor's reply into the answers, and decides again."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.files import load_named, read_file, require_free
from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    QuestionsOption,
)
from massage_screen.cli.output import PROGRAM, say
from massage_screen.cli.result import Showing, conclude


def reply(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers, or a decision, in a file."),
    ],
    ticked: Annotated[
        str, typer.Argument(metavar="REPLY", help="A doctor's reply, as answers.")
    ],
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
) -> None:
    """Put a doctor's reply into the answers, and decide again. Never asks.

    Example: massage-screen reply decision.json reply.json --decision new.json
    """
    from massage_screen.cli.replying import replied  # noqa: PLC0415  start-up time

    pack = load_named(questions)
    require_free(decision, force)
    answers = replied(pack, read_file(file), read_file(ticked), PROGRAM)
    say(
        "The other answers are those of the last screening. Before the next session,"
        " screen again from the first question."
    )
    conclude(pack, answers, Showing(json, color, False, exit_zero, decision))
