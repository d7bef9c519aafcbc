"""Decides from a file, and never asks."""

from __future__ import annotations

from massage_screen.cli.doing.defaults import settled
from massage_screen.cli.doing.files import (
    load_named,
    read_file,
    require_free,
    today,
)
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.doing.show import say_its_day
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM
from massage_screen.screened import read_client


def assess(file: str, questions: str | None, showing: Showing) -> None:
    """Show what follows from answers in a file, or a decision that was kept in one.

    Raises:
        Exit: Always, with the code of the decision.
    """
    pack = load_named(questions)
    if not showing.json:
        showing = settled(showing)
    require_free(showing.file, showing.force)
    client = read_client(*read_file(file), pack, PROGRAM, today())
    say_its_day(client, file)
    conclude(client, showing)
