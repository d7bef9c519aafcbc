"""`screen`: asks the questions, then shows the recommendation."""

from __future__ import annotations

import contextlib
import sys
from typing import Annotated

import typer

from massage_screen.cli.files import load_named, require_free
from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    ExitZeroOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
)
from massage_screen.cli.output import PROGRAM


def screen(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    no_journal: Annotated[
        bool,
        typer.Option("--no-journal", help="Keep no answers on this computer."),
    ] = False,
    plain: PlainOption = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli import interviewing  # noqa: PLC0415  start-up time
    from massage_screen.cli.result import Showing, conclude, offer  # noqa: PLC0415  start-up time
    from massage_screen.screened import screened  # noqa: PLC0415  start-up time

    pack, plain = load_named(questions), interviewing.wants_plain(plain)
    require_free(decision)
    with contextlib.redirect_stdout(sys.stderr if json else sys.stdout):
        interviewing.greet(pack, keeps=not no_journal)
        from massage_screen.cli.resuming import begin, end  # noqa: PLC0415  start-up time

        journal = None if no_journal else begin(pack)
        answers = interviewing.interview(pack, color, journal, plain=plain)
        typer.echo()
    client = screened(pack, answers, PROGRAM)
    showing = Showing(json, color, plain, exit_zero, decision)

    def afterwards() -> None:
        end(journal)
        if not json:
            offer(client)

    conclude(client, showing, afterwards)
