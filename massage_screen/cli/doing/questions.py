"""Shows every question, or prints a paper form."""

from __future__ import annotations

import typer

from massage_screen.cli.doing.defaults import defaults, in_use
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.output import console, print_json
from massage_screen.documents.choices import Paper
from massage_screen.presentation.listing import questions_as_json, show_questions
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form


def show(questions: str | None, *, json: bool, color: str) -> None:
    """Show the questions of a pack as text or JSON."""
    pack = load_named(questions)
    if json:
        print_json(questions_as_json(pack))
    else:
        show_questions(pack, console(color))


def show_on_paper(
    questions: str | None,
    *,
    html: bool,
    large: bool,
    paper: Paper | None,
    color: str,
) -> None:
    """Show the paper form of a pack, as text or as a page, that also in large type."""
    form = form_of(load_named(questions))
    if html:
        size = defaults(paper=paper, own=in_use()).paper or ""
        typer.echo(form_as_html(form, large=large, paper=size), nl=False)
    else:
        show_form(form, console(color))
