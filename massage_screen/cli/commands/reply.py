"""`reply`: puts a doctor's reply into the answers, and decides again."""

from __future__ import annotations

import contextlib
import sys
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
    PlainOption,
    QuestionsOption,
)
from massage_screen.cli.output import PROGRAM, say


def reply(
    file: Annotated[
        str,
        typer.Argument(metavar="FILE", help="Answers, or a decision, in a file."),
    ],
    ticked: Annotated[
        str | None,
        typer.Argument(
            metavar="[REPLY]", help="A doctor's reply, as answers; else it is asked."
        ),
    ] = None,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
    plain: PlainOption = None,
) -> None:
    """Put a doctor's reply into the answers, and decide again.

    Example: massage-screen reply decision.json --decision new.json
    """
    from massage_screen.cli import replying  # noqa: PLC0415  start-up time
    from massage_screen.cli.interviewing import wants_plain  # noqa: PLC0415  start-up time
    from massage_screen.cli.result import Showing, conclude  # noqa: PLC0415  start-up time
    from massage_screen.screened import read_client, screened  # noqa: PLC0415  start-up time

    pack = load_named(questions)
    require_free(decision, force)
    client = read_client(*read_file(file), pack, PROGRAM)
    if ticked is None:
        with contextlib.redirect_stdout(sys.stderr if json else sys.stdout):
            answers = replying.asked_for_reply(client, plain=wants_plain(plain))
    else:
        answers = replying.replied(client, *read_file(ticked))
    say(
        "The other answers are those of the last screening. Before the next session,"
        " screen again from the first question."
    )
    client = screened(pack, answers, PROGRAM)
    showing = Showing(json, color, bool(plain), exit_zero, decision, force)
    conclude(client, showing)
