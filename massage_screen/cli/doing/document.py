"""Makes pages from a decision, and keeps decisions for it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from json import dumps
from pathlib import Path

import msgspec
import typer

from massage_screen.browser import as_pdf, require_browser
from massage_screen.cli.doing.defaults import Defaults, defaults, in_use
from massage_screen.cli.doing.files import read_file, today
from massage_screen.cli.doing.language import shown_in
from massage_screen.cli.doing.names import (
    REFERENCE,
    ask_names,
    ask_reference,
    require_reference,
)
from massage_screen.cli.doing.opening import open_pages
from massage_screen.cli.output import PROGRAM, advise, print_json, say
from massage_screen.command import command, in_shell
from massage_screen.documents.banned import banned_in
from massage_screen.documents.choices import FOR_CLIENTS, Country, Form, Kind, Paper
from massage_screen.documents.country import local_in, local_words
from massage_screen.documents.document import Document, document_as_json
from massage_screen.documents.kinds import (
    fitting,
    make_document,
    names_of,
    require_fit,
)
from massage_screen.documents.naming import page_names
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import UnfitDocument
from massage_screen.pack.texts import Shown
from massage_screen.presentation.published import published
from massage_screen.screened import Screened, read_screened, with_pack
from massage_screen.storage import require_folder, require_free, write_for_person
from massage_screen.text import name_of

#: The name of a file that stands for standard output.
STDOUT = "-"
#: What the name of a file ends in, and the form that it promises.
_ENDINGS = {
    ".html": Form.HTML,
    ".htm": Form.HTML,
    ".pdf": Form.PDF,
    ".md": Form.MD,
    ".markdown": Form.MD,
    ".txt": Form.TXT,
}


class Order(msgspec.Struct, frozen=True):
    """What page is wanted, in which form, and where.

    Attributes:
        target: The file to write, a folder for it, or "-" for standard output; None
            for the folder of pages.
        reference: What the therapist calls the client; None if nobody said.
        open: Whether to open it in a browser.
        language: The code of its language; None for what is set.
    """

    kind: Kind
    form: Form
    target: str | None = None
    reference: str | None = None
    country: Country | None = None
    paper: Paper | None = None
    force: bool = False
    open: bool = False
    language: str | None = None


def document(order: Order, source: str, questions: str | None, *, json: bool) -> None:
    """Make a page from the file of a decision, and say as JSON what is on it.

    Raises:
        NoSuchFile: There is no such file.
        AnswersError: It is no decision, or it does not follow from its answers.
        UnfitDocument: The page does not fit the decision, or a word its place.
        NoBrowser: A PDF is wanted, and there is no browser to print it.
        NotWritten: A file is in the way, or it could not be written.
        Interrupted: The person stopped at a name. Nothing was written.
    """
    if order.reference is not None:
        require_reference(order.reference)
    if order.language is not None and order.kind not in FOR_CLIENTS:
        raise UnfitDocument(
            f"--language: the {order.kind} is for you, and stays in English. Others"
            f" take it: {', '.join(FOR_CLIENTS)}."
        )
    data, name = read_file(source)
    settings = in_use()
    shown = shown_in(questions, order.language, settings)
    client = read_screened(data, name, shown.original, PROGRAM)
    require_fit(order.kind, client)
    own = defaults(order.country, order.paper, settings)
    path, reference = _place(order, client, own)
    if path is not None:
        require_free(path, force=order.force)
    known = {**own.names, REFERENCE: reference}
    names = ask_names(names_of(order.kind), known)
    page = make_page(order, path, client, names, own, shown)
    if path is not None and order.open:
        open_pages([path])
    if json:
        print_json(document_as_json(page))


def _place(order: Order, client: Screened, own: Defaults) -> tuple[Path | None, str]:
    """Return where the page is to stand, None for standard output, and the reference.

    What is missing for it is said before anything is asked.
    """
    reference = order.reference or ""
    if order.form is Form.PDF:
        require_browser()
    if order.target == STDOUT:
        return None, reference
    named = Path(order.target) if order.target is not None else own.folder
    if order.target is not None and not named.is_dir():
        require_folder(named.parent)
        return named, reference
    require_folder(named)
    if order.reference is None:
        reference = ask_reference()
    day = client.decided_on or today()
    return named / next(page_names(day, order.kind, reference, order.form)), reference


def form_of(asked: Form | None, target: str | None) -> Form:
    """Return the form that was asked for, or the one that the name of a file ends in.

    Args:
        asked: What `--as` says.
        target: What `--to` says: a file, a folder, "-", or None.

    Raises:
        UnfitDocument: The name ends in no form of a page, or in another one than was
            asked for, or a PDF has no file.
    """
    if target == STDOUT and asked is Form.PDF:
        raise UnfitDocument("A PDF goes into a file: name one with --to, or leave it.")
    if target is None or Path(target).is_dir():
        return asked or Form.HTML
    ending = Path(target).suffix.lower()
    if not ending:
        return asked or Form.TXT
    if ending not in _ENDINGS:
        raise UnfitDocument(
            f"{name_of(target)}: no page is written as {name_of(ending)}. End the name"
            " in .html, .pdf, .md or .txt."
        )
    form = _ENDINGS[ending]
    if asked not in (None, form):
        raise UnfitDocument(
            f"{name_of(target)}: ends in {ending}, but --as says {asked}. Leave out"
            " --as, or end the name in it."
        )
    return form


def make_page(
    order: Order,
    path: Path | None,
    client: Screened,
    names: Mapping[str, str],
    own: Defaults,
    shown: Shown | None = None,
) -> Document:
    """Make a page and write it, to standard output without a path; return it.

    Args:
        order: Which page.
        path: The file; None for standard output.
        client: Who was screened, with the pack in English.
        names: What is known for its lines.
        own: Country, paper and the like.
        shown: The pack as the client meets it; in English without it. A letter takes
            it only where its language was asked for: it is read by a doctor.

    Raises:
        UnfitDocument: The page does not fit the decision.
        NoBrowser: There is no browser to print a PDF.
        NotWritten: It could not be written. Nothing of it is left.
    """
    setting = _setting(order, client, own, shown)
    page = make_document(order.kind, client, names, setting)
    for what, words in banned_in(page.texts()):
        say(f"Warning: the pack puts {what} on this page: {words!r}. Cross it out.")
    if path is None:
        typer.echo(written(page, order.form, own.paper), nl=False)
        return page
    if order.form is Form.PDF:
        content = as_pdf(written(page, order.form, own.paper or Paper.A4), path)
    else:
        content = written(page, order.form, own.paper).encode()
    write_for_person(path, content, force=order.force)
    say(f"Written: {name_of(path.absolute())}")
    return page


def _setting(
    order: Order, client: Screened, own: Defaults, shown: Shown | None
) -> Setting:
    """Return when and where a page is printed, and in which language."""
    local = local_words(own.country)
    if shown is None or (order.kind is not Kind.HANDOUT and order.language is None):
        return Setting(printed_at(), local)
    told = with_pack(client, shown.pack) if shown.said else None
    local = local_in(local, shown.phrases)
    return Setting(printed_at(), local, shown.phrases, told)


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
    make = command(f"document {first} --from {in_shell(path)}")
    advise(f"To print: {make}", *also)


def printed_at() -> str:
    """Return this moment as it stands on a page."""
    return datetime.now().astimezone().strftime("%Y-%m-%d %H:%M %Z (UTC%z)")
