"""`form`: makes the page that a client fills in alone."""

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
from massage_screen.documents.choices import Country


def form(
    target: Annotated[
        str,
        typer.Option("--to", metavar="FILE", help="The page, or - for stdout."),
    ],
    practice: Annotated[
        str,
        typer.Option("--practice", metavar="NAME", help="The name of the practice."),
    ] = "",
    sentence: Annotated[
        str,
        typer.Option(
            "--sentence", metavar="TEXT", help="Your own words for the first screen."
        ),
    ] = "",
    country: Annotated[
        Country | None,
        typer.Option(
            "--country",
            envvar="MASSAGE_SCREEN_COUNTRY",
            help="For its emergency number.",
        ),
    ] = None,
    no_code: Annotated[
        bool, typer.Option("--no-code", help="Leave out the code that can be typed.")
    ] = False,
    paper: PaperOption = None,
    language: LanguageOption = None,
    force: ForceOption = False,
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,  # noqa: ARG001  every command takes it
) -> None:
    """Make one page on which a client answers alone, before the visit.

    It sends nothing and needs no network. What the client hands over counts only once
    you have gone through it: massage-screen screen --from FILE

    Example: massage-screen form --to form.html --country uk
    """
    from massage_screen.cli.doing import form as doing  # noqa: PLC0415  start-up time

    if json and target == doing.STDOUT:
        say("--json prints on standard output: name a file with --to.")
        raise typer.Exit(ExitCode.USAGE)
    order = doing.Order(
        target, practice, sentence, country, paper, not no_code, force, language
    )
    doing.form(order, questions, json=json)
