"""Decides from a file, and never asks."""

from __future__ import annotations

from massage_screen.answers import read_answers
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
from massage_screen.cli.output import PROGRAM, say
from massage_screen.command import command, in_shell
from massage_screen.day import day_in_words
from massage_screen.filled import Filled, is_filled, read_filled
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
    data, name = read_file(file)
    client = read_client(data, name, pack, PROGRAM, today())
    if is_filled(content := read_answers(data, name)):
        _say_who_answered(read_filled(content, name, pack), file)
    else:
        say_its_day(client, file)
    conclude(client, showing)


def _say_who_answered(filled: Filled, file: str) -> None:
    day = f" on {day_in_words(filled.day)}" if filled.day else ""
    name = "FILE" if file == "-" else in_shell(file)
    say(
        f"Filled in by the client{day}, not confirmed. Go through it with:"
        f" {command(f'screen --from {name}')}"
    )
    if filled.partly:
        say(
            "Not every line has an answer, in:"
            f' {", ".join(filled.partly)}. What was told counts; the rest is no "no".'
        )
    if filled.taken_back:
        say("A sign was taken back after the form said to call for help. It counts.")
