"""Shows every question, prints a paper form, or writes a Questionnaire of FHIR."""

from __future__ import annotations

from pathlib import Path

import typer

from massage_screen.cli.doing.defaults import defaults, in_use
from massage_screen.cli.doing.files import load_named
from massage_screen.cli.output import advise, console, print_json, say
from massage_screen.command import command
from massage_screen.documents.choices import Paper
from massage_screen.fhir.questionnaire import as_text, questionnaire_of
from massage_screen.presentation.listing import questions_as_json, show_questions
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form
from massage_screen.storage import require_folder, require_free, write_for_person
from massage_screen.text import name_of

#: The name of a file that stands for standard output.
_STDOUT = "-"


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


def write_fhir(questions: str | None, target: str | None, *, force: bool) -> None:
    """Write the Questionnaire of a pack.

    Args:
        questions: The folder of the pack; None for the one that is shipped.
        target: The file; None or "-" for standard output.
        force: Whether the file may replace another.

    Raises:
        NotWritten: A file is in the way, or it could not be written.
    """
    path = None if target in (None, _STDOUT) else Path(str(target))
    if path is not None:
        require_free(path, force=force)
        require_folder(path.parent)
    text = as_text(questionnaire_of(load_named(questions)))
    if path is None:
        typer.echo(text, nl=False)
        return
    write_for_person(path, text.encode(), force=force)
    say(f"Written: {name_of(path.absolute())}")
    advise(
        "It gives no result and does not call for help. What comes back is gone through"
        f" with the client: {command('screen --from FILE')}"
    )
