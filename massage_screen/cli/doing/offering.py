"""Offers pages to print where an interview has ended."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from massage_screen.browser import require_browser
from massage_screen.cli.doing.defaults import (
    Defaults,
    defaults,
    with_a_folder_that_takes_files,
)
from massage_screen.cli.doing.document import Order, make_page
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.names import (
    REFERENCE,
    ask_names,
    ask_reference,
    type_line,
)
from massage_screen.cli.doing.opening import open_pages
from massage_screen.cli.output import advise, say
from massage_screen.documents.choices import Form, Kind
from massage_screen.documents.kinds import fitting, names_of
from massage_screen.documents.naming import page_names
from massage_screen.errors import Interrupted, NoBrowser, NotWritten
from massage_screen.pack.texts import Shown
from massage_screen.screened import Screened
from massage_screen.text import name_of

_WORDS = {
    Kind.URGENT_LETTER: "urgent letter, for the client to take to a doctor",
    Kind.REQUEST: "request, with questions that a doctor can tick",
    Kind.PLAN: "plan card, for you",
    Kind.HANDOUT: "handout, for the client",
    Kind.NOTE: "note, for your records",
}
_WORD = re.compile(r"[^\s,;]+")


def offer_pages(client: Screened, shown: Shown | None = None) -> None:
    """Make the pages that the person at the terminal asks for, in the folder of pages.

    Only pages that fit are offered; nothing is chosen beforehand and no file is
    replaced. Whatever happens here, the result of the interview stands.

    Args:
        client: Who was screened.
        shown: The pack as the client meets it; in English without it.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return
    kinds = fitting(client)
    try:
        own = with_a_folder_that_takes_files(defaults())
        advise("", f"Pages to print, as files in {name_of(own.folder.absolute())}:")
        advise(*(f"{number}. {_WORDS[kind]}" for number, kind in enumerate(kinds, 1)))
        advise("Type the numbers of those to make now, as in 1 2, or 1 2 pdf for PDF.")
        chosen, form = _chosen(kinds)
        if chosen:
            _make(chosen, form, client, own, shown)
    except Interrupted:
        say("\nNo more pages.")
    except NotWritten as error:
        say(f"Warning: {error}")


def _chosen(kinds: Sequence[Kind]) -> tuple[list[Kind], Form]:
    """Ask until every word is one of the numbers, or pdf; none is an answer too."""
    known = {str(number): kind for number, kind in enumerate(kinds, 1)}
    while True:
        words = _WORD.findall(type_line("Enter for none").lower())
        numbers = [word for word in words if word != Form.PDF]
        form = Form.HTML if numbers == words else Form.PDF
        if any(word not in known for word in numbers) or (words and not numbers):
            say(f"Type numbers from 1 to {len(kinds)}, and pdf if you want PDF.")
        elif form is Form.HTML or _can_print():
            return list(dict.fromkeys(known[word] for word in numbers)), form


def _can_print() -> bool:
    """Say whether PDF can be made here, and if not, what to do."""
    try:
        require_browser()
    except NoBrowser as error:
        say(str(error))
        return False
    return True


def _make(
    chosen: Sequence[Kind],
    form: Form,
    client: Screened,
    own: Defaults,
    shown: Shown | None,
) -> None:
    """Make pages: the reference and each name are asked once for all of them."""
    reference = ask_reference()
    labels: dict[str, str] = {}
    for kind in chosen:
        labels |= {n: text for n, text in names_of(kind).items() if n not in labels}
    names = ask_names(labels, {**own.names, REFERENCE: reference})
    made = []
    for kind in chosen:
        path = _free(own.folder, client, kind, reference, form)
        make_page(Order(kind, form), path, client, names, own, shown)
        made.append(path)
    if type_line("o opens them in the browser, Enter goes on").lower() == "o":
        open_pages(made)


def _free(
    folder: Path, client: Screened, kind: Kind, reference: str, form: Form
) -> Path:
    """Return the first name for a page that no file in a folder has."""
    names = page_names(client.decided_on or today(), kind, reference, form)
    return next(p for p in map(folder.joinpath, names) if not os.path.lexists(p))
