"""The terminal itself: where prompts are shown, typed lines, and what ends them.

Loads nothing of questionary, so that plain mode and the first look do not wait for it.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import IO, TextIO

from massage_screen.errors import Interrupted, NoTerminal

#: What ends a program from outside: the window was closed, or it was told to stop.
ENDING_SIGNALS = ("SIGHUP", "SIGTERM")
#: Longer lines are nobody's answer.
LONGEST_LINE = 1000
#: After so long without a key, a paste or a key held down is over, in seconds.
SILENCE = 0.15
#: Keys that come for longer without such a silence are no person's, in seconds.
LONGEST_NOISE = 10.0
_NO_SILENCE = "Keys kept coming without a pause. Is a key stuck? Nothing more is asked."


def is_terminal(stream: IO[str] | None) -> bool:
    """Say whether a stream is a terminal that is still there."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # the stream was closed
        return False


def has_device() -> bool:
    """Say whether the program has a terminal, wherever its streams go."""
    try:
        os.close(os.open("/dev/tty", os.O_WRONLY))
    except OSError:
        return False
    return True


def moves_cursor() -> bool:
    """Say whether the terminal can move its cursor, as menus need."""
    term = os.environ.get("TERM", "").lower()
    return os.name == "nt" or term not in ("", "dumb", "unknown")


def lines_only(asked: bool | None) -> bool:
    """Say whether to ask in plain lines: as told, or because menus cannot be shown."""
    return not moves_cursor() if asked is None else asked


def shown_on() -> TextIO:
    """Return where prompts are shown: never a file, although stdout may be one.

    Raises:
        NoTerminal: There is no terminal.
    """
    for stream in (sys.stdout, sys.stderr):
        if is_terminal(stream):
            return stream
    return _device()


@cache
def _device() -> TextIO:
    try:
        return open("/dev/tty", "w", encoding="utf-8")  # noqa: PTH123  a device
    except OSError:
        raise NoTerminal("There is no terminal to show the questions on.") from None


def hear(prompt: str) -> str:
    """Show what to type after, and return the next line that is typed, stripped.

    What was typed before is thrown away: it was no answer to this prompt. A line that
    ends without Enter is the end of input, and no answer either.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
        NoTerminal: Lines would come from a file or a pipe.
    """
    if not is_terminal(sys.stdin):
        raise NoTerminal("The questions need a person at a terminal.")
    screen = shown_on()
    try:
        with _ended_by_signals():
            forget_typed(sys.stdin.fileno())
            screen.write(prompt)
            screen.flush()
            line = sys.stdin.readline()
    except (KeyboardInterrupt, OSError, ValueError):  # the window is gone
        raise interrupted() from None
    if not line.endswith("\n"):
        raise interrupted()
    return line[:LONGEST_LINE].strip(" \t\r\n")


def forget_typed(
    keyboard: int,
    *,
    going_on: bool = False,
    pass_by: Callable[[bytes], object] = bool,
    longest: float = LONGEST_NOISE,
) -> None:
    """Throw away what was typed before the question could be read.

    A paste comes in pieces, so once something was typed, all is thrown away until
    nothing comes for a while. Where nothing was typed, nothing is waited for.

    A key that is stuck never falls silent. It must answer nothing, and nobody waits
    for ever before a screen without a question; so it is told, and the interview stops.

    Args:
        keyboard: Where keys come from.
        going_on: Whether something was typed already that may not be over.
        pass_by: Is shown what is thrown away.
        longest: How long to wait for silence, in seconds.

    Raises:
        Interrupted: There was no silence.
        OSError: The terminal went away.
    """
    if sys.platform == "win32":
        return
    end = time.monotonic() + longest
    with _each_key_at_once(keyboard):
        while select.select([keyboard], [], [], SILENCE if going_on else 0)[0]:
            typed = os.read(keyboard, 4096)
            if not typed:
                raise OSError("the terminal is gone")
            pass_by(typed)
            going_on = True
            if time.monotonic() > end:
                screen = shown_on()
                screen.write(f"{_NO_SILENCE}\n")
                screen.flush()
                raise interrupted()


@contextmanager
def _each_key_at_once(keyboard: int) -> Iterator[None]:
    """See keys before Enter is pressed, and do not show them; Ctrl-C still stops."""
    import termios  # noqa: PLC0415  Windows has none

    try:
        before = termios.tcgetattr(keyboard)
        now = termios.tcgetattr(keyboard)
        now[3] &= ~(termios.ICANON | termios.ECHO)
        now[6][termios.VMIN], now[6][termios.VTIME] = 1, 0
        termios.tcsetattr(keyboard, termios.TCSANOW, now)
        try:
            yield
        finally:
            termios.tcsetattr(keyboard, termios.TCSANOW, before)
    except termios.error as error:
        raise OSError(*error.args) from None


def ending_signals() -> list[signal.Signals]:
    """Return the signals to turn into an interruption."""
    in_main = threading.current_thread() is threading.main_thread()
    if sys.platform == "win32" or not in_main:
        return []  # only the main thread may handle signals
    numbers = [signal.Signals[name] for name in ENDING_SIGNALS]
    # A signal that is ignored, as under nohup, stays ignored.
    return [n for n in numbers if signal.getsignal(n) is not signal.SIG_IGN]


@contextmanager
def signals_restored() -> Iterator[None]:
    """Give back the handlers of others afterwards."""
    before = {number: signal.getsignal(number) for number in ending_signals()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        raise interrupted()

    with signals_restored():
        for number in ending_signals():
            signal.signal(number, end)
        yield


def interrupted() -> Interrupted:
    """Return the error of an interview that was broken off."""
    from massage_screen.interview import STOPPED  # noqa: PLC0415  start-up time

    return Interrupted(STOPPED)
