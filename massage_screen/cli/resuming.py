"""Begins, takes up and deletes what is kept of an interview."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import TYPE_CHECKING

from massage_screen import journal as journals
from massage_screen.cli.output import say, tell
from massage_screen.errors import AnswersError, Interrupted, NoSuchFile
from massage_screen.storage import delete_all, reason_of

if TYPE_CHECKING:
    from pathlib import Path

    from massage_screen.journal import Journal
    from massage_screen.pack import Pack

_ALL = "all"
_NONE = "none"


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
            " delete it: massage-screen resume."
        )
    try:
        return journals.new_journal(pack, now)
    except OSError as error:
        tell("", not_kept(error))
        return None


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


def choose_kept(plain: bool) -> Path:
    """Return the interview to take up; ask which when there are several.

    Raises:
        NoSuchFile: None is kept.
        Interrupted: The person wants none of them.
    """
    waiting = _waiting()
    if len(waiting) == 1:
        return waiting[0]
    chosen = _ask("Which interview do you want to take up?", waiting, (), plain)
    if not chosen:
        raise Interrupted("Nothing was taken up.")
    return chosen[0]


def delete_kept(plain: bool) -> None:
    """Delete kept answers; ask which when there are several interviews.

    Raises:
        NoSuchFile: None is kept.
        NotWritten: Some could not be deleted.
    """
    waiting = _waiting()
    if len(waiting) > 1:
        waiting = _ask("Which interview is to be deleted?", waiting, waiting, plain)
    deleted = delete_all(waiting)
    tell(f"Deleted: {deleted.gone}.")
    deleted.require_all()


def _waiting() -> tuple[Path, ...]:
    journals.sweep(datetime.now())
    try:
        found = journals.unfinished()
    except OSError as error:
        where = error.filename or "Kept answers"
        raise NoSuchFile(f"{where} cannot be read: {reason_of(error)}.") from None
    if not found.waiting and found.in_use:
        raise NoSuchFile(journals.IN_USE)
    if not found.waiting:
        raise NoSuchFile("No unfinished interview is kept on this computer.")
    return found.waiting


def _ask(
    text: str, waiting: tuple[Path, ...], everything: tuple[Path, ...], plain: bool
) -> tuple[Path, ...]:
    from massage_screen.prompts import asker_for  # noqa: PLC0415  start-up time

    options = [(path.name, _in_words(path)) for path in waiting]
    options += [(_ALL, "All of them")] if everything else []
    options.append((_NONE, "None of them"))
    chosen = asker_for(plain=plain).choose(text, options)
    if chosen == _ALL:
        return everything
    return tuple(path for path in waiting if chosen == path.name)


def _in_words(path: Path) -> str:
    try:
        kept = journals.read_journal(path)
    except AnswersError:
        return f"Cannot be read: {path.name}"
    return f"Begun {kept.begun}, answers: {len(kept.answers)}"
