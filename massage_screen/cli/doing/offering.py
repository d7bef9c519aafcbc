"""Concludes an interview, and offers pages to print where it has ended."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.cli.doing.document import Order, ask_names, make_page, type_line
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.keeping import end
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, advise, say
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.kinds import fitting, names_of
from massage_screen.errors import Interrupted, NotWritten
from massage_screen.journal import Journal
from massage_screen.pack import Pack
from massage_screen.screened import Screened, screened

_WORDS = {
    Kind.URGENT_LETTER: "urgent letter, for the client to take to a doctor",
    Kind.REQUEST: "request, with questions that a doctor can tick",
    Kind.PLAN: "plan card, for you",
    Kind.HANDOUT: "handout, for the client",
    Kind.NOTE: "note, for your records",
}
_NUMBERS = re.compile(r"[\s,;]+")


def conclude_and_offer(
    pack: Pack,
    answers: Answers,
    journal: Journal | None,
    showing: Showing,
    brought: Brought | None = None,
) -> NoReturn:
    """Show what follows from an interview, and offer pages to a person at a terminal.

    Raises:
        Exit: Always, with the code of the decision.
    """
    client = screened(pack, answers, PROGRAM, today(), brought)

    def afterwards() -> None:
        end(journal)
        if not showing.json and sys.stdin.isatty() and sys.stdout.isatty():
            offer_pages(client)

    conclude(client, showing, afterwards)


def offer_pages(client: Screened) -> None:
    """Make the pages that the person at the terminal asks for, in the folder in use.

    Only pages that fit are offered; nothing is chosen beforehand and no file is
    replaced. Whatever happens here, the result of the interview stands.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return
    kinds = fitting(client)
    advise("", "Pages to print, as files in this folder:")
    advise(*(f"{number}. {_WORDS[kind]}" for number, kind in enumerate(kinds, 1)))
    advise("Type the numbers of those to make now, as in 1 2.")
    try:
        _make(_chosen(kinds), client)
    except Interrupted:
        say("\nNo more pages.")
    except NotWritten as error:
        say(f"Warning: {error}")


def _chosen(kinds: Sequence[Kind]) -> list[Kind]:
    """Ask until every word is one of the numbers; none is an answer too."""
    while True:
        typed = type_line("Enter for none")
        words = [word for word in _NUMBERS.split(typed) if word]
        known = {str(number): kind for number, kind in enumerate(kinds, 1)}
        if all(word in known for word in words):
            return list(dict.fromkeys(known[word] for word in words))
        say(f"Each number must be one of 1 to {len(kinds)}.")


def _make(chosen: Sequence[Kind], client: Screened) -> None:
    if not chosen:
        return
    labels: dict[str, str] = {}
    for kind in chosen:
        labels |= {n: text for n, text in names_of(kind).items() if n not in labels}
    names = ask_names(labels)
    for kind in chosen:
        order = Order(kind, Form.HTML, _free(kind), _country(), force=False)
        make_page(order, client, names)
    say("Open them in a browser and print them there.")


def _free(kind: Kind) -> str:
    """Return a name that no file in the folder in use has."""
    name, number = f"{kind}.html", 1
    while os.path.lexists(name):
        number += 1
        name = f"{kind}-{number}.html"
    return str(Path(name))


def _country() -> Country | None:
    named = os.environ.get("MASSAGE_SCREEN_COUNTRY", "").lower()
    return Country(named) if named in list(Country) else None
