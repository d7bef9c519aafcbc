"""`questions`: shows every question, prints a blank form, or writes FHIR."""

from __future__ import annotations

from typing import Annotated, NoReturn

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import (
    Color,
    ColorOption,
    FhirOption,
    FhirTargetOption,
    ForceOption,
    JsonOption,
    LanguageOption,
    PaperOption,
    QuestionsOption,
)
from massage_screen.cli.output import say


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
    large: Annotated[
        bool, typer.Option("--large", help="With --html: in type of 14 points.")
    ] = False,
    paper: PaperOption = None,
    fhir: FhirOption = False,
    target: FhirTargetOption = None,
    force: ForceOption = False,
    language: LanguageOption = None,
    texts: Annotated[
        str | None,
        typer.Option(
            "--texts",
            metavar="CODE",
            help="The file of a translation, with the English above each text.",
        ),
    ] = None,
) -> None:
    """Show every question: id, text, answers, and when it is asked.

    Example: massage-screen questions --print --html > form.html
    """
    from massage_screen.cli.doing.questions import (  # noqa: PLC0415  start-up time
        show,
        show_on_paper,
        show_texts,
        write_fhir,
    )

    if texts is not None:
        if on_paper or json or fhir or language is not None:
            _refuse("Use --texts by itself: it is a file of texts, in TOML.")
        show_texts(questions, texts)
        return
    if (html and not on_paper) or (on_paper and json) or (large and not html):
        _refuse("Use --large with --html, --html with --print, --print without --json.")
    if fhir and (on_paper or json):
        _refuse("Use --fhir by itself: it is JSON, of another form.")
    if not fhir and (target is not None or force):
        _refuse("Use --to and --force with --fhir.")
    if fhir:
        write_fhir(questions, language, target, force=force)
    elif on_paper:
        show_on_paper(
            questions, language, html=html, large=large, paper=paper, color=color
        )
    else:
        show(questions, language, json=json, color=color)


def _refuse(why: str) -> NoReturn:
    say(why)
    raise typer.Exit(ExitCode.USAGE)
