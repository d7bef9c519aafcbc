"""Begins, takes up and deletes what is kept of an interview."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from massage_screen import journal as journals
from massage_screen.cli.output import say, tell
from massage_screen.errors import Interrupted, NoSuchFile

if TYPE_CHECKING:
    from pathlib import Path

    from massage_screen.journal import Journal
    from massage_screen.pack import Pack

_ALL = "all"
_NONE = "none"


def begin(pack: Pack) -> Journal:
    """Return the journal of a new interview; tell of those that wait."""
    now = datetime.now()
    journals.sweep(now)
    waiting = len(journals.unfinished().waiting)
    if waiting:
        tell(
            f"Unfinished interviews on this computer: {waiting}. To take one up or"
            " delete it: massage-screen resume."
        )
    return journals.new_journal(pack, now)


def end(journal: Journal | None) -> None:
    """Delete what was kept of an interview that has ended; say so if that fails."""
    if journal is not None:
        with _told(journal.path):
            journal.discard()


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
    """
    waiting = _waiting()
    if len(waiting) > 1:
        waiting = _ask("Which interview is to be deleted?", waiting, waiting, plain)
    for path in waiting:
        _delete(path)
    tell(f"Deleted: {len(waiting)}.")


def _waiting() -> tuple[Path, ...]:
    found = journals.unfinished()
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
    kept = journals.read_journal(path)
    if kept is None:
        return "Cannot be read"
    return f"Begun {kept.begun}, answers: {len(kept.answers)}"


def _delete(path: Path) -> None:
    with _told(path):
        journals.discard(path)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Tell of kept answers that could not be deleted."""
    try:
        yield
    except OSError as error:
        say(
            f"Warning: the kept answers could not be deleted ({error.strerror})."
            f" They are in {path}"
        )
