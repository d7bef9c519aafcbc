"""`screen`: asks the questions, then shows the recommendation."""

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
    NoJournalOption,
    PlainOption,
    QuestionsOption,
    ReadingLockOption,
    Showing,
)


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
            help="Bring along a decision or answers of an earlier visit, to confirm.",
        ),
    ] = None,
) -> None:
    """Ask the questions, then show the recommendation.

    Example: massage-screen screen
    """
    from massage_screen.cli.doing.screen import screen  # noqa: PLC0415  start-up time

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
    screen(questions, showing, keeps=not no_journal, earlier=earlier)
