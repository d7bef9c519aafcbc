"""Shows every question, prints a paper form, or writes a Questionnaire of FHIR."""

from __future__ import annotations

from pathlib import Path

import typer

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli.doing.defaults import defaults, in_use
from massage_screen.cli.doing.language import shown_in
from massage_screen.cli.output import advise, console, print_json, say
from massage_screen.command import command
from massage_screen.documents.choices import Paper
from massage_screen.fhir.questionnaire import as_text, questionnaire_of
from massage_screen.languages import translation
from massage_screen.phrases import ENGLISH_CODE
from massage_screen.presentation.listing import questions_as_json, show_questions
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form
from massage_screen.settings.in_use import Settings
from massage_screen.storage import require_folder, require_free, write_for_person
from massage_screen.text import name_of

#: The name of a file that stands for standard output.
_STDOUT = "-"


def show(
    questions: str | None, language: str | None, *, json: bool, color: str
) -> None:
    """Show the questions of a pack as text or JSON, in a language or in English."""
    pack = shown_in(questions, language or ENGLISH_CODE, Settings()).pack
    if json:
        print_json(questions_as_json(pack))
    else:
        show_questions(pack, console(color))


def show_on_paper(
    questions: str | None,
    language: str | None,
    *,
    html: bool,
    large: bool,
    paper: Paper | None,
    color: str,
) -> None:
    """Show the paper form of a pack, as text or as a page, that also in large type."""
    own = in_use()
    shown = shown_in(questions, language, own)
    form = form_of(shown.pack, shown.phrases, shown.original)
    if html:
        size = defaults(paper=paper, own=own).paper or ""
        typer.echo(form_as_html(form, large=large, paper=size), nl=False)
    else:
        show_form(form, console(color))


def write_fhir(
    questions: str | None, language: str | None, target: str | None, *, force: bool
) -> None:
    """Write the Questionnaire of a pack.

    Args:
        questions: The folder of the pack; None for the one that is shipped.
        language: The code of its language; None for what is set.
        target: The file; None or "-" for standard output.
        force: Whether the file may replace another.

    Raises:
        NotWritten: A file is in the way, or it could not be written.
    """
    path = None if target in (None, _STDOUT) else Path(str(target))
    if path is not None:
        require_free(path, force=force)
        require_folder(path.parent)
    shown = shown_in(questions, language, in_use())
    text = as_text(questionnaire_of(shown.pack, shown.phrases))
    if path is None:
        typer.echo(text, nl=False)
        return
    write_for_person(path, text.encode(), force=force)
    say(f"Written: {name_of(path.absolute())}")
    advise(
        "It gives no result and does not call for help. What comes back is gone through"
        f" with the client: {command('screen --from FILE')}"
    )


def show_texts(questions: str | None, language: str) -> None:
    """Print the file of a translation, with the English above each text.

    What is missing or outdated in it stands there empty, to be written.

    Raises:
        NoLanguage: It is no code of another language.
        PackError: The pack, or the file that there is, cannot be read.
    """
    folder = pack_folder(questions)
    typer.echo(translation(load_pack(folder), folder, language), nl=False)
