"""Conducts an interview: the first words, the questions, and how it is stopped."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import say, tell
from massage_screen.errors import Interrupted

if TYPE_CHECKING:
    from massage_screen.answers import Answers
    from massage_screen.history import History
    from massage_screen.journal import Journal
    from massage_screen.pack import Pack

_KEPT = "Answers are kept here until the interview ends; --no-journal keeps none."
_NOT_KEPT = "Nothing is kept on this computer."


def wants_plain(asked: bool | None) -> bool:
    """Say whether to ask in plain lines: as told, or because menus cannot be shown."""
    from massage_screen.prompts.device import moves_cursor  # noqa: PLC0415  start-up

    return not moves_cursor() if asked is None else asked


def greet(pack: Pack, *, keeps: bool) -> None:
    """Say what the screen is and is not: the first words, before anything is loaded.

    Args:
        pack: What will be asked.
        keeps: Whether answers are kept here until the interview ends.
    """
    if sys.stdin.isatty():
        tell(*pack.about.notice, _KEPT if keeps else _NOT_KEPT)


def interview(
    pack: Pack,
    color: str,
    journal: Journal | None,
    history: History | None = None,
    *,
    plain: bool = False,
) -> Answers:
    """Ask what must be asked.

    Args:
        pack: What to ask.
        color: When to colour what is shown.
        journal: Where answers are kept; None: nowhere.
        history: What was said before, when the interview is taken up again.
        plain: Whether to ask in plain lines.

    Raises:
        NoTerminal: Nobody can answer here; nothing was asked.
        Exit: The person stopped. The action that stands is on the last lines.
    """
    from massage_screen.cli.interviewer import Interviewer  # noqa: PLC0415  start-up
    from massage_screen.interview import conduct  # noqa: PLC0415  start-up time
    from massage_screen.prompts import asker_for  # noqa: PLC0415  start-up time

    asks = asker_for(plain=plain)
    if history:
        tell("", f"Taken up again. Answers so far: {len(history.said)}.")
    interviewer = Interviewer(pack, color, journal, asks, history)
    try:
        asks.begin()
        return conduct(pack, interviewer, history, interviewer.keep)
    except (Interrupted, KeyboardInterrupt):
        with contextlib.suppress(OSError):  # the window may be gone
            say("\nStopped. There is no recommendation. Do not massage on this screen.")
            interviewer.say_what_is_kept()
            interviewer.show_action()
        interviewer.let_go()
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except Exception:
        interviewer.say_what_is_kept()
        interviewer.show_action()  # a fault of ours must not take it away
        interviewer.let_go()
        raise
