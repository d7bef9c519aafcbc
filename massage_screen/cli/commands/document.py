"""`document`: makes a page to print from a decision."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import (
    Color,
    ColorOption,
    ForceOption,
    JsonOption,
    QuestionsOption,
)
from massage_screen.cli.output import say
from massage_screen.documents.choices import Country, Form, Kind


def document(
    kind: Annotated[Kind, typer.Argument(help="Which page.")],
    source: Annotated[
        str,
        typer.Option("--from", metavar="FILE", help="The file of a decision; - too."),
    ],
    target: Annotated[
        str, typer.Option("--to", metavar="FILE", help="The page; - for stdout.")
    ],
    form: Annotated[
        Form | None,
        typer.Option("--as", help="Its form; by default what FILE ends in, or text."),
    ] = None,
    country: Annotated[
        Country | None,
        typer.Option(
            "--country",
            envvar="MASSAGE_SCREEN_COUNTRY",
            help="For its emergency number and words.",
        ),
    ] = None,
    force: ForceOption = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Make a page to print: plan, letter, request, handout or note.

    Names are asked at the terminal and kept nowhere else; without one, lines are
    left to fill in by hand.

    Example: massage-screen document plan --from decision.json --to plan.html
    """
    from massage_screen.cli.doing import document as doing  # noqa: PLC0415  start-up

    if json and target == doing.STDOUT:
        say("--json prints on standard output: name a file with --to.")
        raise typer.Exit(ExitCode.USAGE)
    order = doing.Order(kind, doing.form_of(form, target), target, country, force)
    doing.document(order, source, questions, json=json)
