"""Shows a saved decision, and says of which day it is."""

from __future__ import annotations

from massage_screen.cli.doing.afterwards import offer_at_terminal
from massage_screen.cli.doing.defaults import settled
from massage_screen.cli.doing.files import load_named, read_file, today
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, say
from massage_screen.command import command, in_shell
from massage_screen.day import day_in_words
from massage_screen.screened import Screened, read_screened


def show(file: str, questions: str | None, showing: Showing) -> None:
    """Show a saved decision, and offer pages to a person at a terminal.

    Args:
        file: The file of the decision, or `-` for standard input.
        questions: The folder of the pack; None for the one that is shipped.
        showing: How it is wanted.

    Raises:
        NoSuchFile: It cannot be read.
        AnswersError: It is no decision, was made with another pack, or was changed.
        Exit: Always else, with the code of the decision.
    """
    if not showing.json:
        showing = settled(showing)
    client = read_screened(*read_file(file), load_named(questions), PROGRAM)
    say_its_day(client, file)

    def afterwards() -> None:
        offer_at_terminal(client, showing, saved=True)

    conclude(client, showing, afterwards)


def say_its_day(client: Screened, file: str) -> None:
    """Say of which day a decision is, where that is not today: it is none for today."""
    if client.decided_on == today():
        return
    day = client.decided_on
    when = f"was made on {day_in_words(day)}" if day else "does not say its day"
    name = "FILE" if file == "-" else in_shell(file)
    say(
        f"This decision {when}. Before the next session the client is asked again:"
        f" {command(f'screen --from {name}')}"
    )
