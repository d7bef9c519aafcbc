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
    LanguageOption,
    PaperOption,
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
        str | None,
        typer.Option(
            "--to",
            metavar="FILE",
            help="The page, a folder for it, or - for stdout. Without it the name has"
            " the day, the page and the reference.",
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option("--as", help="Its form; by default what FILE ends in, or html."),
    ] = None,
    reference: Annotated[
        str | None,
        typer.Option(
            "--reference",
            metavar="WORD",
            help="Your own reference of the client, for the name of the file. Never a"
            " name.",
        ),
    ] = None,
    country: Annotated[
        Country | None,
        typer.Option(
            "--country",
            envvar="MASSAGE_SCREEN_COUNTRY",
            help="For its emergency number and words.",
        ),
    ] = None,
    paper: PaperOption = None,
    language: LanguageOption = None,
    opened: Annotated[
        bool, typer.Option("--open", help="Open the page in the browser.")
    ] = False,
    force: ForceOption = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Make a page to print: plan, letter, request, handout or note.

    Names are asked at the terminal and kept nowhere else; without one, lines are
    left to fill in by hand.

    Example: massage-screen document plan --from decision.json --reference A17
    """
    from massage_screen.cli.doing import document as doing  # noqa: PLC0415  start-up

    if target == doing.STDOUT and (json or opened):
        option = "--json prints on standard output" if json else "--open opens a file"
        say(f"{option}: name a file with --to, or leave it out.")
        raise typer.Exit(ExitCode.USAGE)
    order = doing.Order(
        kind,
        doing.form_of(form, target),
        target,
        reference,
        country,
        paper,
        force,
        opened,
        language,
    )
    doing.document(order, source, questions, json=json)
