"""`questions`: shows every question, or prints a blank form."""

from __future__ import annotations

from typing import Annotated

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.files import load_named
from massage_screen.cli.options import Color, ColorOption, JsonOption, QuestionsOption
from massage_screen.cli.output import console, print_json, printing, say


def list_questions(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    on_paper: Annotated[
        bool, typer.Option("--print", help="A blank form to fill in with a pen.")
    ] = False,
    html: Annotated[
        bool, typer.Option("--html", help="With --print: as one HTML page.")
    ] = False,
) -> None:
    """Show every question: id, text, answers, and when it is asked.

    Example: massage-screen questions --print --html > form.html
    """
    from massage_screen.cli.forms import print_form  # noqa: PLC0415  start-up time
    from massage_screen.presentation import listing  # noqa: PLC0415  start-up time

    if (html and not on_paper) or (on_paper and json):
        say("Use --html with --print, and --print without --json.")
        raise typer.Exit(ExitCode.USAGE)
    pack = load_named(questions)
    with printing():
        if on_paper:
            print_form(pack, html=html, color=color)
        elif json:
            print_json(listing.questions_as_json(pack))
        else:
            listing.show_questions(pack, console(color))
