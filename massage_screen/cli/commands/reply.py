"""`reply`: puts a doctor's reply into the answers, and decides again."""

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
    Showing,
)


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
    details: DetailsOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    force: ForceOption = False,
    no_journal: NoJournalOption = False,
    plain: PlainOption = None,
) -> None:
    """Put a doctor's reply into the answers, and ask what is still open.

    Example: massage-screen reply decision.json --decision new.json
    """
    from massage_screen.cli.doing.reply import reply  # noqa: PLC0415  start-up time

    showing = Showing(json, color, plain, exit_zero, decision, force, details)
    reply(file, ticked, questions, showing, keeps=not no_journal)
