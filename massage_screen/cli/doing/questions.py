"""Shows every question, or prints a paper form."""

from __future__ import annotations

import typer

from massage_screen.cli.doing.files import load_named
from massage_screen.cli.output import console, print_json
from massage_screen.presentation.listing import questions_as_json, show_questions
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form


def show(
    questions: str | None, *, on_paper: bool, html: bool, json: bool, color: str
) -> None:
    """Show the questions of a pack as text or JSON, or its paper form, also as HTML."""
    pack = load_named(questions)
    if on_paper and html:
        typer.echo(form_as_html(form_of(pack)), nl=False)
    elif on_paper:
        show_form(form_of(pack), console(color))
    elif json:
        print_json(questions_as_json(pack))
    else:
        show_questions(pack, console(color))
