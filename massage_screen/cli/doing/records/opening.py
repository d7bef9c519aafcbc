"""Opens the file of records for a command, and says what had to be put right."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from massage_screen.cli.output import say
from massage_screen.records.database import Database, are_made, opened


@contextlib.contextmanager
def opened_here(*, whole: bool = True) -> Iterator[Database]:
    """Open the file of records, see `opened`; what was put right is said first.

    Args:
        whole: Whether all pages are looked at.
    """
    with opened(whole=whole) as database:
        say_repaired(database.repaired)
        yield database


def put_right() -> None:
    """Put right what stands at the place of the file, and say so; it may be none."""
    if are_made():
        with opened_here(whole=False):
            pass


def say_repaired(repaired: str) -> None:
    """Say what had to be put right, if anything had."""
    if repaired:
        say(repaired)
