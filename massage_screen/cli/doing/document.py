"""Makes pages from a decision, and keeps decisions for it."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date, datetime
from json import dumps
from pathlib import Path

import msgspec
import typer

from massage_screen.cli.doing.files import load_named, read_file
from massage_screen.cli.output import PROGRAM, advise, print_json, say
from massage_screen.command import command, in_shell
from massage_screen.documents.banned import banned_in
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.document import Document, document_as_json
from massage_screen.documents.kinds import (
    fitting,
    make_document,
    names_of,
    require_fit,
)
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import Interrupted, UnfitDocument
from massage_screen.presentation.published import published
from massage_screen.screened import Screened, read_screened
from massage_screen.storage import require_free, write_for_person
from massage_screen.text import clean, name_of

#: A longer name or address is cut, in characters.
_LONGEST = 100
#: The name of a file that stands for standard output.
STDOUT = "-"
#: What the name of a file ends in, and the form that it promises.
_ENDINGS = {
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".md": Form.MD,
    ".markdown": Form.MD,
    ".txt": Form.TXT,
    "": Form.TXT,
}


class Order(msgspec.Struct, frozen=True):
    """What page is wanted, in which form, and where.

    Attributes:
        path: The file to write, or "-" for standard output.
    """

    kind: Kind
    form: Form
    path: str
    country: Country | None
    force: bool


def document(order: Order, source: str, questions: str | None, *, json: bool) -> None:
    """Make a page from the file of a decision, and say as JSON what is on it.

    Raises:
        NoSuchFile: There is no such file.
        AnswersError: It is no decision, or it does not follow from its answers.
        UnfitDocument: The page does not fit the decision.
        NotWritten: A file is in the way, or it could not be written.
    """
    data, name = read_file(source)
    client = read_screened(data, name, load_named(questions), PROGRAM)
    page = print_page(order, client)
    if json:
        print_json(document_as_json(page))


def form_of(asked: Form | None, path: str) -> Form:
    """Return the form that was asked for, or the one that a file name ends in.

    Raises:
        UnfitDocument: The name promises a form that no page is written in.
    """
    ending = Path(path).suffix.lower()
    if ending not in _ENDINGS:
        pdf = " For a PDF, open the .html page in a browser and print it to a file."
        raise UnfitDocument(
            f"{name_of(path)}: no page is written as {name_of(ending)}. End the name in"
            f" .html, .md or .txt.{pdf if ending == '.pdf' else ''}"
        )
    return asked or _ENDINGS[ending]


def print_page(order: Order, screened: Screened) -> Document:
    """Ask for names, make a page and write it; return it.

    Raises:
        UnfitDocument: The page does not fit the decision.
        NotWritten: A file is in the way, or it could not be written.
        Interrupted: The person stopped at a name. Nothing was written.
    """
    require_fit(order.kind, screened)
    if order.path != STDOUT:
        require_free(Path(order.path), force=order.force)
    return make_page(order, screened, ask_names(names_of(order.kind)))


def make_page(order: Order, screened: Screened, names: Mapping[str, str]) -> Document:
    """Make a page and write it; return it.

    Raises:
        UnfitDocument: The page does not fit the decision.
        NotWritten: It could not be written.
    """
    setting = Setting(_now(), local_words(order.country))
    page = make_document(order.kind, screened, names, setting)
    for what, words in banned_in(page.texts()):
        say(f"Warning: the pack puts {what} on this page: {words!r}. Cross it out.")
    text = written(page, order.form)
    if order.path != STDOUT:
        write_for_person(Path(order.path), text.encode(), force=order.force)
        say(f"Written: {name_of(order.path)}")
    else:
        typer.echo(text, nl=False)
    return page


def write_decision(path: str, client: Screened, *, force: bool) -> None:
    """Write a decision to a file, from which pages are made.

    Raises:
        NotWritten: It could not be written.
    """
    content = published(client, date.today())
    text = f"{dumps(content, indent=2)}\n"
    write_for_person(Path(path), text.encode(), force=force)
    say(f"Written: {name_of(path)}")
    first, *others = fitting(client)
    also = [f"The same for: {', '.join(others)}."] if others else []
    make = command(f"document {first} --from {in_shell(path)} --to {first}.html")
    advise(f"To print: {make}", *also)


def _now() -> str:
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z (UTC%z)")


def ask_names(labels: Mapping[str, str]) -> dict[str, str]:
    """Ask for what goes on the page; without a terminal every line stays blank.

    What is typed goes on the page and nowhere else.

    Raises:
        Interrupted: The person stopped.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return {}
    advise(
        "For the page; nothing of it is kept. Enter leaves a line to fill in by hand."
    )
    names: dict[str, str] = {}
    for name, label in labels.items():
        names[name] = type_line(label)[:_LONGEST]
    return names


def type_line(label: str) -> str:
    """Put a line to type behind a label; return what was typed.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    typer.echo(f"{label}: ", nl=False, err=True)
    try:
        typed = sys.stdin.readline()
    except KeyboardInterrupt:
        typed = ""
    if not typed:
        raise Interrupted("\nStopped. Nothing was written.")
    return clean(typed.strip())
