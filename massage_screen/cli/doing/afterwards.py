"""What comes after a result: it is concluded, and keys lead on from the card."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple, NoReturn

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.keeping import end
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
from massage_screen.presentation.changes import changes_known, show_what_changes
from massage_screen.presentation.recommendation import show_decision, show_reasons
from massage_screen.prompts import asker_for
from massage_screen.prompts.device import lines_only
from massage_screen.screened import Screened, screened

_NOT_SAVED = (
    "This decision is not saved. Save it, or press Enter once more to leave: then"
    " nothing of it is kept."
)
_COPIED = "Copied, where this terminal lets a program copy. The note:"


class Offer(NamedTuple):
    """One thing to do after a result.

    Attributes:
        key: The letter that does it.
        words: What it is.
        do: Does it.
    """

    key: str
    words: str
    do: Callable[[], object]


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
        kept = _kept_in_records(client, showing)
        done = offer_at_terminal(client, showing, saved=bool(kept), record=kept)
        if kept or (done and showing.record is None):
            end(journal)
        elif journal is not None and journal.saved:
            journal.let_go()
            again = "resume" if showing.record is None else "resume --keep REF"
            say(f"The answers are kept. To see the result again: {command(again)}")

    conclude(client, showing, afterwards)


def _kept_in_records(client: Screened, showing: Showing) -> str:
    """Keep the result where that is wanted, first of all; return the id, or nothing."""
    if showing.record is None:
        return ""
    from massage_screen.cli.doing.after_visit import keep_visit  # noqa: PLC0415  loads SQLite

    return keep_visit(client, showing.record)


def offer_at_terminal(
    client: Screened, showing: Showing, *, saved: bool = False, record: str = ""
) -> bool:
    """Offer the details, pages and saving to a person at a terminal.

    Whatever happens here, the result stands.

    Args:
        client: Who was screened, with the decision.
        showing: How the result was wanted; where it was written to a file, it is saved.
        saved: Whether it is in a file in any case.
        record: The id of its record; nothing where it has none.

    Returns:
        Whether the person has done with it; not so when stopped before it was saved.
    """
    if showing.json or not all(s.isatty() for s in (sys.stdin, sys.stdout, sys.stderr)):
        return True
    after = _After(client, showing, saved=saved or bool(showing.file), record=record)
    try:
        after.until_done()
    except Interrupted:
        say("\nStopped. The result stands.")
        return after.saved
    return True


class _After:
    """What there is beside a card, one thing at a time until the person has done."""

    def __init__(
        self, client: Screened, showing: Showing, *, saved: bool, record: str
    ) -> None:
        self.client = client
        self.saved = saved
        self._record = record
        self._shown = showing.shown
        self._plain = lines_only(showing.plain)
        self._screen = console(showing.color, self._plain)

    def until_done(self) -> None:
        """Do what is asked for; before all is left, an unsaved decision is named.

        Raises:
            Interrupted: The person stopped.
        """
        asks = asker_for(plain=self._plain)
        warned = False
        while True:
            offers = {offer.key: offer for offer in self._offers()}
            named = [(offer.key, offer.words) for offer in offers.values()]
            if key := asks.offer(named):
                offers[key].do()
                warned = False
            elif self.saved or warned:
                return
            else:
                warned = True
                asks.say(_NOT_SAVED)

    def _offers(self) -> Iterator[Offer]:
        """Go through what this result has; one that is added here is offered."""
        yield Offer("d", "details", self._details)
        yield Offer("w", "why and sources", self._reasons)
        if changes_known(self.client):
            yield Offer("x", "what would change it", self._changes)
        yield Offer("p", "pages", self._pages)
        if not self.saved:
            yield Offer("s", "save", self._save)
        yield Offer("c", "copy the note", self._copy)
        if self._record and self.client.hands_off:
            yield from self._otherwise()

    def _otherwise(self) -> Iterator[Offer]:
        from massage_screen.cli.doing import after_visit  # noqa: PLC0415  loads SQLite

        def decide() -> None:
            after_visit.decide_otherwise(self.client, self._record, plain=self._plain)

        if after_visit.may_decide_otherwise(self.client):
            yield Offer("a", "I decide otherwise", decide)

    def _details(self) -> None:
        show_decision(self.client, self._screen, date.today())

    def _reasons(self) -> None:
        show_reasons(self.client, self._screen)

    def _changes(self) -> None:
        show_what_changes(self.client, self._screen)

    def _pages(self) -> None:
        offer_pages(self.client, self._shown)

    def _copy(self) -> None:
        """Copy the note, and show it: no terminal tells whether it copied."""
        note = note_line(self.client)
        sys.stdout.write(osc52(note))
        sys.stdout.flush()
        advise(_COPIED, note)

    def _save(self) -> None:
        try:
            self.saved = bool(save(self.client)) or self.saved
        except NotWritten as error:
            say(f"Warning: {error}")
