"""`screen`: asks the questions, then shows the recommendation."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    DetailsOption,
    Earlier,
    ExitZeroOption,
    ForceOption,
    JsonOption,
    NoJournalOption,
    PlainOption,
    QuestionsOption,
    ReadingLockOption,
    Showing,
)
from massage_screen.cli.output import say


def screen(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    details: DetailsOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
    no_journal: NoJournalOption = False,
    plain: PlainOption = None,
    reading_lock: ReadingLockOption = None,
    earlier: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help="Bring along what was answered before, to confirm: a decision,"
            " answers, or a form that the client filled in.",
        ),
    ] = None,
    code: Annotated[
        str | None,
        typer.Option(
            "--code", metavar="TEXT", help="The code at the end of a client's form."
        ),
    ] = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli.doing.screen import screen  # noqa: PLC0415  start-up time

    if earlier is not None and code is not None:
        say("Use --from or --code, not both.")
        raise typer.Exit(ExitCode.USAGE)
    showing = Showing(
        json,
        color,
        plain,
        exit_zero,
        decision,
        force,
        details=details,
        reading_lock=reading_lock,
    )
    screen(questions, showing, keeps=not no_journal, earlier=Earlier(earlier, code))
