"""`resume`: takes up an interview that was broken off."""

from __future__ import annotations

import contextlib
import sys
from typing import Annotated

import typer

from massage_screen.cli.files import load_named, require_free
from massage_screen.cli.options import (
    Color,
    ColorOption,
    DecisionOption,
    ExitZeroOption,
    JsonOption,
    PlainOption,
    QuestionsOption,
)
from massage_screen.cli.output import PROGRAM


def resume(
    questions: QuestionsOption = None,
    json: JsonOption = False,
    color: ColorOption = Color.AUTO,
    exit_zero: ExitZeroOption = False,
    decision: DecisionOption = None,
    discard: Annotated[
        bool,
        typer.Option("--discard", help="Delete kept answers instead."),
    ] = False,
    plain: PlainOption = None,
) -> None:
    """Take up an interview that was broken off.

    Example: massage-screen resume
    """
    from massage_screen.cli import resuming  # noqa: PLC0415  start-up time
    from massage_screen.cli.interviewing import greet, interview, wants_plain  # noqa: PLC0415  start-up time
    from massage_screen.cli.result import Showing, conclude, offer  # noqa: PLC0415  start-up time
    from massage_screen.journal import take_up  # noqa: PLC0415  start-up time
    from massage_screen.screened import screened  # noqa: PLC0415  start-up time

    plain = wants_plain(plain)
    with contextlib.redirect_stdout(sys.stderr if json else sys.stdout):
        if discard:
            resuming.delete_kept(plain)
            return
        require_free(decision)
        chosen = resuming.choose_kept(plain)
        pack = load_named(questions)
        journal, history = take_up(chosen, pack)
        greet(pack, keeps=True)
        answers = interview(pack, color, journal, history, plain=plain)
        typer.echo()
    client = screened(pack, answers, PROGRAM)
    showing = Showing(json, color, plain, exit_zero, decision)

    def afterwards() -> None:
        resuming.end(journal)
        if not json:
            offer(client)

    conclude(client, showing, afterwards)
