"""What comes after a result: it is concluded, and keys lead on from the card."""

from __future__ import annotations

import sys
from datetime import date
from typing import NoReturn

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.keeping import end
from massage_screen.cli.doing.names import type_line
from massage_screen.cli.doing.offering import offer_pages
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.doing.saving import save
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, advise, console, say
from massage_screen.clipboard import osc52
from massage_screen.command import command
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

#: What the keys after the card do, in the order in which they are named.
_KEYS = {
    "d": "details",
    "w": "why and sources",
    "x": "what would change it",
    "p": "pages",
    "s": "save",
    "c": "copy the note",
}
_NOT_SAVED = (
    "This decision is not saved. s saves it; Enter once more leaves without, and"
    " nothing of it is kept."
)


def conclude_and_offer(
    pack: Pack,
    answers: Answers,
    journal: Journal | None,
    showing: Showing,
    brought: Brought | None = None,
) -> NoReturn:
    """Show what follows from an interview, and go on with a person at a terminal.

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
    """Offer the details, pages and saving to a person at a terminal.

    Whatever happens here, the result stands.

    Args:
        client: Who was screened, with the decision.
        showing: How the result was wanted; where it was written to a file, it is saved.
        saved: Whether it is in a file in any case.

    Returns:
        Whether the person has done with it; not so when stopped before it was saved.
    """
    if showing.json or not all(s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)):
        return True
    keys = _Keys(client, showing, saved=saved or bool(showing.file))
    try:
        keys.until_done()
    except Interrupted:
        say("\nStopped. The result stands.")
        return keys.saved
    return True


class _Keys:
    """The keys after a card, one at a time until Enter."""

    def __init__(self, client: Screened, showing: Showing, *, saved: bool) -> None:
        self.client = client
        self.saved = saved
        self._showing = showing

    def until_done(self) -> None:
        """Do what is typed; Enter ends, but not before an unsaved decision is named.

        Raises:
            Interrupted: The person stopped.
        """
        plain = lines_only(self._showing.plain)
        words = dict(enumerate(_KEYS.values(), 1)) if plain else _KEYS
        named = [f"{key} {text}" for key, text in words.items()]
        numbers = dict(zip("123456", _KEYS, strict=True))
        warned = False
        while True:
            advise("", "  ".join([*named, "Enter done"]))
            typed = type_line("Key").lower()
            if typed:
                self._do(numbers.get(typed, typed))
                warned = False
            elif self.saved or warned:
                return
            else:
                warned = True
                advise(_NOT_SAVED)

    def _do(self, key: str) -> None:
        screen = console(self._showing.color, lines_only(self._showing.plain))
        if key == "d":
            show_decision(self.client, screen, date.today())
        elif key == "w":
            show_reasons(self.client, screen)
        elif key == "x":
            show_what_changes(self.client, screen)
        elif key == "p":
            offer_pages(self.client)
        elif key == "s":
            self._save()
        elif key == "c":
            sys.stdout.write(osc52(note_line(self.client)))
            sys.stdout.flush()
            advise("Copied, if this terminal lets programs copy:")
            advise(note_line(self.client))
        else:
            say(f"No key {quoted(key)}. Use one of: {', '.join(_KEYS)}, or Enter.")

    def _save(self) -> None:
        try:
            self.saved = bool(save(self.client)) or self.saved
        except NotWritten as error:
            say(f"Warning: {error}")
