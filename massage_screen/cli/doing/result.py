"""What every screening ends with: the decision, shown, kept, and the exit code."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NoReturn

import typer

from massage_screen.cli import output
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import Showing
from massage_screen.errors import NotWritten
from massage_screen.pack import overdue
from massage_screen.presentation.card import show_card
from massage_screen.presentation.published import published
from massage_screen.screened import Screened


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
            from massage_screen.cli.doing.document import write_decision  # noqa: PLC0415  start-up time

            write_decision(showing.file, client, force=showing.force)
        afterwards()
    except KeyboardInterrupt:
        output.say("\nStopped. The result above stands.")
    except Exception as error:  # its message is left out: it could hold an answer
        known = isinstance(error, NotWritten)
        reason = str(error) if known else f"{type(error).__name__} after the result."
        output.say(f"Warning: {reason} The result above stands.")
    raise typer.Exit(ExitCode.PROCEED if showing.exit_zero else code)


def _warn_of_set_aside(client: Screened) -> None:
    decision = client.decision
    if decision.set_aside:
        output.say(
            "Warning: set aside, because these questions are not asked here:"
            f" {', '.join(decision.set_aside)}. Their answers do not count."
        )
    if decision.lines_set_aside:
        output.say(
            "Warning: lines were set aside, because they are not offered here, in:"
            f" {', '.join(decision.lines_set_aside)}. They do not count."
        )


def _show(client: Screened, showing: Showing) -> None:
    today = date.today()
    if showing.json:
        output.print_json(published(client, today))
        if late := overdue.warning(client.pack, today.isoformat()):
            output.say(f"Warning: {late}")
        return
    console = output.console(showing.color, bool(showing.plain))
    if showing.details:
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_decision,  # start-up time: the card does without
        )

        show_decision(client, console, today)
    else:
        show_card(client, console, today)
