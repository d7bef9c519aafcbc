"""Concludes an interview, and offers pages to print where it has ended."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NoReturn

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.cli.doing.document import (
    Order,
    ask_names,
    make_page,
    type_line,
    write_decision,
)
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.keeping import end
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, advise, console, say
from massage_screen.clipboard import osc52
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.kinds import fitting, names_of
from massage_screen.errors import Interrupted, NotWritten
from massage_screen.journal import Journal
from massage_screen.note_line import note_line
from massage_screen.pack import Pack
from massage_screen.presentation.recommendation import (
    show_decision,
    show_reasons,
    show_what_changes,
)
from massage_screen.prompts.device import lines_only
from massage_screen.screened import Screened, screened
from massage_screen.text import quoted

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
            offer_more(client, showing)

    conclude(client, showing, afterwards)


#: What the keys after the card do, in the order in which they are named.
_KEYS = {
    "d": "details",
    "w": "why and sources",
    "x": "what would change it",
    "p": "pages",
    "s": "save",
    "c": "copy the note",
}


def offer_more(client: Screened, showing: Showing) -> None:
    """Show and make what the person at the terminal asks for, until Enter.

    Whatever happens here, the result of the interview stands.
    """
    if not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        return
    plain = lines_only(showing.plain)
    words = dict(enumerate(_KEYS.values(), 1)) if plain else _KEYS
    named = [f"{key} {text}" for key, text in words.items()]
    try:
        while True:
            advise("", "  ".join([*named, "Enter done"]))
            typed = type_line("Key").lower()
            if not typed:
                return
            keys = dict(zip("123456", _KEYS, strict=False))
            _do(keys.get(typed, typed), client, showing)
    except Interrupted:
        say("\nStopped. The result stands.")


def _do(key: str, client: Screened, showing: Showing) -> None:
    screen = console(showing.color, bool(showing.plain))
    try:
        if key == "d":
            show_decision(client, screen, date.today())
        elif key == "w":
            show_reasons(client, screen)
        elif key == "x":
            show_what_changes(client, screen)
        elif key == "p":
            offer_pages(client)
        elif key == "s":
            write_decision(_free("decision", "json"), client, force=False)
        elif key == "c":
            _copy(note_line(client))
        else:
            say(f"No key {quoted(key)}. Use one of: {', '.join(_KEYS)}, or Enter.")
    except NotWritten as error:
        say(f"Warning: {error}")


def _copy(text: str) -> None:
    sys.stdout.write(osc52(text))
    sys.stdout.flush()
    advise("Copied, if this terminal lets programs copy. The note:", text)


def offer_pages(client: Screened) -> None:
    """Make the pages that the person at the terminal asks for, in the folder in use.

    Only pages that fit are offered; nothing is chosen beforehand and no file is
    replaced.

    Raises:
        Interrupted: The person stopped.
        NotWritten: A page could not be written.
    """
    kinds = fitting(client)
    advise("", "Pages to print, as files in this folder:")
    advise(*(f"{number}. {_WORDS[kind]}" for number, kind in enumerate(kinds, 1)))
    advise("Type the numbers of those to make now, as in 1 2.")
    _make(_chosen(kinds), client)


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
        path = _free(kind, "html")
        order = Order(kind, Form.HTML, path, _country(), force=False)
        make_page(order, client, names)
    say("Open them in a browser and print them there.")


def _free(stem: str, ending: str) -> str:
    """Return a name that no file in the folder in use has."""
    name, number = f"{stem}.{ending}", 1
    while os.path.lexists(name):
        number += 1
        name = f"{stem}-{number}.{ending}"
    return str(Path(name))


def _country() -> Country | None:
    named = os.environ.get("MASSAGE_SCREEN_COUNTRY", "").lower()
    return Country(named) if named in list(Country) else None
