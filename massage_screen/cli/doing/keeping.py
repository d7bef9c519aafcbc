"""Begins and ends what is kept of an interview while it goes on."""

from __future__ import annotations

import contextlib
from datetime import datetime

from massage_screen import journal as journals
from massage_screen.cli.output import say, tell
from massage_screen.command import command
from massage_screen.history import History
from massage_screen.journal import Journal
from massage_screen.pack import Pack
from massage_screen.storage import reason_of


def begin(pack: Pack) -> Journal | None:
    """Return the journal of a new interview, or None when it can have none, and say so.

    Tell of those that wait.
    """
    now = datetime.now()
    journals.sweep(now)
    waiting = 0
    with contextlib.suppress(OSError):  # what cannot be read stops no new interview
        waiting = len(journals.unfinished().waiting)
    if waiting:
        tell(
            f"Unfinished interviews on this computer: {waiting}. To take one up or"
            f" delete it: {command('resume')}."
        )
    try:
        return journals.new_journal(pack, now)
    except OSError as error:
        tell("", not_kept(error))
        return None


def begin_with(pack: Pack, history: History) -> Journal | None:
    """Return the journal of an interview that begins with answers, which it holds.

    None when it can have none; that is said.
    """
    journal = begin(pack)
    if journal is not None:
        try:
            journal.save(history)
        except OSError as error:
            tell("", not_kept(error))
    return journal


def not_kept(error: OSError) -> str:
    """Return the warning that answers cannot be kept."""
    return (
        f"Warning: the answers cannot be kept on this computer ({reason_of(error)})."
        " The interview goes on."
    )


def end(journal: Journal | None) -> None:
    """Delete what was kept of an interview that has ended; say so if that fails."""
    if journal is not None:
        try:
            journal.discard()
        except OSError as error:
            say(
                "Warning: the kept answers could not be deleted"
                f" ({reason_of(error)}). They are in {journal.path}"
            )
