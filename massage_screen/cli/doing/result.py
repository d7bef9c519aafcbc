"""What every screening ends with: the decision, shown, kept, and the exit code."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from datetime import date
from json import dumps
from pathlib import Path
from typing import NoReturn

import typer

from massage_screen import screened as clients
from massage_screen.cli import output
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import Showing
from massage_screen.command import command
from massage_screen.documents.kinds import fitting
from massage_screen.errors import NotWritten
from massage_screen.pack import overdue
from massage_screen.presentation.recommendation import show_decision
from massage_screen.screened import Screened
from massage_screen.storage import write_for_person
from massage_screen.text import name_of


def conclude(
    client: Screened,
    showing: Showing,
    afterwards: Callable[[], None] = lambda: None,
) -> NoReturn:
    """Show a decision, keep it where it is wanted, and exit with its code.

    Args:
        client: Who was screened, with the decision.
        showing: How it is wanted.
        afterwards: What is to be done once the decision is out; whatever goes wrong
            there, the exit code is that of the decision.
    """
    found = client.decision.disposition
    code = ExitCode[found.name] if found else ExitCode.INCOMPLETE
    _warn_of_set_aside(client)
    _show(client, showing)
    try:
        if showing.file:
            write_decision(showing.file, client, force=showing.force)
        afterwards()
    except KeyboardInterrupt:
        output.say("\nStopped. The result above stands.")
    except Exception as error:  # its message is left out: it could hold an answer
        known = isinstance(error, NotWritten)
        reason = str(error) if known else f"{type(error).__name__} after the result."
        output.say(f"Warning: {reason} The result above stands.")
    raise typer.Exit(ExitCode.PROCEED if showing.exit_zero else code)


def write_decision(path: str, client: Screened, *, force: bool) -> None:
    """Write a decision to a file, from which pages are made.

    Raises:
        NotWritten: It could not be written.
    """
    content = clients.as_json(client)
    text = f"{dumps(content, indent=2)}\n"
    write_for_person(Path(path), text.encode(), force=force)
    output.say(f"Written: {name_of(path)}")
    first, *others = fitting(client)
    also = [f"The same for: {', '.join(others)}."] if others else []
    make = command(f"document {first} --from {shlex.quote(path)} --to {first}.html")
    output.advise(f"To print: {make}", *also)


def _warn_of_set_aside(client: Screened) -> None:
    if client.decision.set_aside:
        output.say(
            "Warning: set aside, because these questions are not asked here:"
            f" {', '.join(client.decision.set_aside)}. Their answers do not count."
        )


def _show(client: Screened, showing: Showing) -> None:
    today = date.today()
    if not showing.json:
        console = output.console(showing.color, bool(showing.plain))
        show_decision(client, console, today)
        return
    output.print_json(clients.as_json(client))
    if late := overdue.warning(client.pack, today.isoformat()):
        output.say(f"Warning: {late}")
