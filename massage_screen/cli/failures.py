"""Exit codes, and the one place where errors are shown."""

from __future__ import annotations

import contextlib
import enum
import os
from collections.abc import Iterator

import typer

from massage_screen import interruption
from massage_screen.cli.output import say
from massage_screen.errors import ScreenError


class ExitCode(enum.IntEnum):
    """What the program returns. Zero never means "do not massage"."""

    PROCEED = 0
    USAGE = 2
    RESTRICT = 10
    POSTPONE = 20
    REFER = 30
    EMERGENCY = 40
    INCOMPLETE = 50
    ANSWERS = 65
    NO_FILE = 66
    FAULT = 70
    NOT_WRITTEN = 73
    PACK = 78
    INTERRUPTED = 130


@contextlib.contextmanager
def reported() -> Iterator[None]:
    """Show what went wrong as one message on stderr, and exit with its code."""
    try:
        with interruption.raised():
            yield
    except typer.Exit:
        raise
    except ScreenError as error:
        say(str(error))
        raise typer.Exit(error.exit_code) from None
    except KeyboardInterrupt:
        say("Stopped. There is no recommendation.")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except Exception as error:  # a fault of ours: no traceback, it could show answers
        say(_fault(error))
        raise typer.Exit(ExitCode.FAULT) from None


def _fault(error: Exception) -> str:
    """Say where a fault is. Its message is left out: it could hold an answer."""
    if os.environ.get("MASSAGE_SCREEN_DEBUG"):
        import traceback  # noqa: PLC0415  start-up time; only after a fault

        return "".join(traceback.format_exception(error))
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = place.tb_frame.f_globals.get("__name__", "?") if place else "?"
    line = place.tb_lineno if place else 0
    return (
        f"A fault in massage-screen: {type(error).__name__} in {where}, line {line}."
        " There is no recommendation. Do not massage on this screen.\n"
        "MASSAGE_SCREEN_DEBUG=1 shows more; what it shows may hold answers."
    )
