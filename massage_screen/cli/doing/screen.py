"""Begins an interview: the first words, before what asks and decides is loaded."""

from __future__ import annotations

import sys

from massage_screen.cli.doing.defaults import settled
from massage_screen.cli.doing.files import load_named, require_free
from massage_screen.cli.doing.language import with_language
from massage_screen.cli.options import Earlier, Showing
from massage_screen.cli.output import set_apart, tell
from massage_screen.pack import Pack

_KEPT = "Answers are kept here until the interview ends; --no-journal keeps none."
_NOT_KEPT = "Nothing is kept on this computer."
_UNLOCKED = (
    "The reading lock is off: a no to a warning sign is taken at once. Read each aloud."
)


def screen(
    questions: str | None, showing: Showing, *, keeps: bool, earlier: Earlier
) -> None:
    """Ask the questions, and show the recommendation.

    Args:
        questions: The folder of the pack; None for the one that is shipped.
        showing: How the recommendation is wanted.
        keeps: Whether answers are kept on this computer until the interview ends.
        earlier: What is brought along.

    Raises:
        Exit: Always, with the code of the decision or of an interruption.
    """
    pack = load_named(questions)
    showing = with_language(settled(showing), questions, pack)
    require_free(showing.file, showing.force)
    showing = with_record(showing)
    with set_apart(showing.json):
        greet(pack, showing, keeps=keeps)
        from massage_screen.cli.doing.interviewing import begin_interview  # noqa: PLC0415  first words first

    begin_interview(pack, showing, keeps=keeps, earlier=earlier)


def with_record(showing: Showing) -> Showing:
    """Return how a result is wanted, with a reference under which it can be kept.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords: Records are off.
        RecordsError: Their file cannot be used.
    """
    if showing.record is None:
        return showing
    from massage_screen.cli.doing.visit import require_ready  # noqa: PLC0415  loads SQLite

    ref = require_ready(showing.record.ref)
    return showing._replace(record=showing.record._replace(ref=ref))


def greet(pack: Pack, showing: Showing, *, keeps: bool) -> None:
    """Say what the screen is and is not: the first words, before anything is loaded."""
    if sys.stdin.isatty():
        tell(*pack.about.notice, _KEPT if keeps else _NOT_KEPT)
        if not (showing.reading_lock or showing.plain):
            tell(_UNLOCKED)
