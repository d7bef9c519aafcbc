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
from massage_screen.cli.doing.saving import save
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, advise, say
from massage_screen.command import command
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
#: What is typed to save the decision.
SAVE = "s"
_SAVES = " s saves the decision, to show it and to make pages later."
_NOT_SAVED = (
    "This decision is not saved. s saves it; Enter once more leaves without, and"
    " nothing of it is kept."
)
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
        if offer_at_terminal(client, showing):
            end(journal)
        elif journal is not None and journal.saved:
            journal.let_go()
            say(f"The answers are kept. To see the result again: {command('resume')}")

    conclude(client, showing, afterwards)


def offer_at_terminal(
    client: Screened, showing: Showing, *, saved: bool = False
) -> bool:
    """Offer pages, and to save the decision, to a person at a terminal.

    Args:
        client: Whose pages.
        showing: How the result was wanted; where it was written to a file, it is saved.
        saved: Whether it is in a file in any case.

    Returns:
        Whether the person has done with it; not so when stopped before it was saved.
    """
    if showing.json or not all(s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)):
        return True
    return offer_pages(client, saved=saved or bool(showing.file))


def offer_pages(client: Screened, *, saved: bool) -> bool:
    """Make the pages that the person asks for, in the folder in use, and save.

    Only pages that fit are offered; nothing is chosen beforehand and no file is
    replaced. Whatever happens here, the result of the interview stands.

    Args:
        client: Whose pages.
        saved: Whether the decision is in a file already, so that it is not lost.

    Returns:
        Whether the person has done with it; not so when stopped before it was saved.
    """
    kinds = fitting(client)
    advise("", "Pages to print, as files in this folder:")
    advise(*(f"{number}. {_WORDS[kind]}" for number, kind in enumerate(kinds, 1)))
    advise(f"Type the numbers of those to make, as in 1 2.{'' if saved else _SAVES}")
    warned = False
    try:
        while True:
            if chosen := _chosen(kinds, saves=not saved):
                saved, warned = _done(chosen, client) or saved, False
            elif saved or warned:
                return True
            else:
                warned = True
                advise(_NOT_SAVED)
    except Interrupted:
        say("\nNo more pages.")
        return saved


def _done(chosen: Sequence[Kind | str], client: Screened) -> bool:
    """Make pages, and save the decision where that is among it; say whether it is."""
    try:
        _make([each for each in chosen if isinstance(each, Kind)], client)
        return SAVE in chosen and bool(save(client))
    except NotWritten as error:
        say(f"Warning: {error}")
        return False


def _chosen(kinds: Sequence[Kind], *, saves: bool) -> list[Kind | str]:
    """Ask until every word is one of the numbers, or saves; none is an answer too."""
    known: dict[str, Kind | str] = {str(n): kind for n, kind in enumerate(kinds, 1)}
    also = " or s" if saves else ""
    while True:
        typed = type_line("Enter when done").lower()
        words = [word for word in _NUMBERS.split(typed) if word]
        fits = {**known, SAVE: SAVE} if saves else known
        if all(word in fits for word in words):
            return list(dict.fromkeys(fits[word] for word in words))
        say(f"Each word must be one of 1 to {len(kinds)}{also}.")


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
