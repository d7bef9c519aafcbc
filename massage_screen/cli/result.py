"""What every screening ends with: the decision, shown, kept, and the exit code."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import typer

from massage_screen.cli import output
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import Color

if TYPE_CHECKING:
    from collections.abc import Callable

    from massage_screen.answers import Answers
    from massage_screen.decision import Decision
    from massage_screen.pack import Pack


class Showing(NamedTuple):
    """How a decision is wanted.

    Attributes:
        file: Where to keep the decision too; None for nowhere.
        force: Whether it may be written over a file that is there.
    """

    json: bool
    color: Color
    plain: bool
    exit_zero: bool
    file: str | None
    force: bool = False


def conclude(
    pack: Pack,
    answers: Answers,
    showing: Showing,
    afterwards: Callable[[], None] = lambda: None,
) -> NoReturn:
    """Decide, show the decision, keep it where it is wanted, and exit with its code.

    Args:
        pack: The rules.
        answers: What was answered.
        showing: How it is wanted.
        afterwards: What is to be done once the decision is out.
    """
    from massage_screen.decision import decide  # noqa: PLC0415  start-up time

    decision = decide(pack, answers)
    _warn_of_set_aside(decision)
    _show(decision, answers, pack, showing)
    _keep(decision, answers, pack, showing)
    afterwards()
    _exit(decision, showing.exit_zero)


def offer(pack: Pack, answers: Answers) -> None:
    """Offer pages to print, to a person at a terminal."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        from massage_screen.cli.offering import (  # noqa: PLC0415  start-up time
            offer_pages,
        )

        offer_pages(pack, answers)


def _warn_of_set_aside(decision: Decision) -> None:
    if decision.set_aside:
        output.say(
            "Warning: set aside, because these questions are not asked here:"
            f" {', '.join(decision.set_aside)}. Their answers do not count."
        )


def _show(decision: Decision, answers: Answers, pack: Pack, showing: Showing) -> None:
    from datetime import date  # noqa: PLC0415  start-up time

    from massage_screen import explanation  # noqa: PLC0415  start-up time
    from massage_screen.pack import overdue  # noqa: PLC0415  start-up time
    from massage_screen.sheet import Sheet  # noqa: PLC0415  start-up time

    sheet = Sheet(pack, answers)
    explained = explanation.explain(sheet, decision)
    with output.printing():
        if showing.json:
            content = explanation.decided_as_json(
                sheet, decision, explained, output.PROGRAM
            )
            output.print_json(content)
            if late := overdue.warning(pack, date.today().isoformat()):
                output.say(f"Warning: {late}")
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_decision,  # start-up time: rich is loaded when there is a result
        )

        console = output.console(showing.color, showing.plain)
        show_decision(decision, pack, console, date.today(), explained)


def _keep(decision: Decision, answers: Answers, pack: Pack, showing: Showing) -> None:
    """Write the decision where it was asked for; it has been shown before."""
    if not showing.file:
        return
    from massage_screen.cli.printing import write_decision  # noqa: PLC0415  start-up
    from massage_screen.errors import NotWritten  # noqa: PLC0415  start-up time

    try:
        write_decision(
            showing.file,
            decision,
            answers,
            pack,
            output.PROGRAM,
            force=showing.force,
        )
    except NotWritten as error:
        output.say(f"Warning: {error}")  # the exit code still says what was decided


def _exit(decision: Decision, exit_zero: bool) -> NoReturn:
    """Exit with the code of the decision, also when nobody read it to its end."""
    found = decision.disposition
    code = ExitCode[found.name] if found else ExitCode.INCOMPLETE
    raise typer.Exit(0 if exit_zero else code)
