"""Takes up an interview that was broken off, or deletes what is kept of one."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from massage_screen import journal as journals
from massage_screen.cli.doing.defaults import plain_lines, settled
from massage_screen.cli.doing.files import load_named, require_free, today
from massage_screen.cli.doing.interviewing import ask_and_conclude
from massage_screen.cli.doing.language import with_language
from massage_screen.cli.doing.screen import greet, with_record
from massage_screen.cli.options import Showing
from massage_screen.cli.output import set_apart, tell
from massage_screen.errors import AnswersError, Interrupted, NoSuchFile
from massage_screen.journal import take_up
from massage_screen.prompts import asker_for
from massage_screen.storage import delete_all, reason_of

_ALL = "all"
_NONE = "none"


def resume(questions: str | None, showing: Showing) -> None:
    """Go on with a kept interview, and show the recommendation.

    Raises:
        Exit: Always, with the code of the decision or of an interruption.
    """
    showing = settled(showing)
    with set_apart(showing.json):
        require_free(showing.file, showing.force)
        showing = with_record(showing)
        chosen = choose_kept(plain=bool(showing.plain))
        pack = load_named(questions)
        showing = with_language(showing, questions, pack)
        journal, history = take_up(chosen, pack)
        greet(pack, showing, keeps=True)
    ask_and_conclude(pack, journal, showing, history.as_of(pack, today()))


def choose_kept(*, plain: bool) -> Path:
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


def delete_kept(showing: Showing) -> None:
    """Delete kept answers; ask which when there are several interviews.

    Raises:
        NoSuchFile: None is kept.
        NotWritten: Some could not be deleted.
    """
    with set_apart(showing.json):
        waiting = _waiting()
        if len(waiting) > 1:
            text, plain = (
                "Which interview is to be deleted?",
                plain_lines(showing.plain),
            )
            waiting = _ask(text, waiting, waiting, plain)
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
        raise NoSuchFile(journals.in_use())
    if not found.waiting:
        raise NoSuchFile("No unfinished interview is kept on this computer.")
    return found.waiting


def _ask(
    text: str, waiting: tuple[Path, ...], everything: tuple[Path, ...], plain: bool
) -> tuple[Path, ...]:
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
