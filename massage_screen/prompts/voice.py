"""Says paragraphs and hears typed lines, at the terminal."""

from __future__ import annotations

import contextlib
from typing import Protocol, TextIO

from massage_screen.errors import Interrupted
from massage_screen.prompts.device import hear, interrupted, shown_on
from massage_screen.text import width_of, wrapped


class Voice(Protocol):
    """Says paragraphs and hears typed lines."""

    def say(self, text: str, lead: str = "") -> None:
        """Write one paragraph; `lead` stands before its first line."""

    def hear(self, prompt: str) -> str:
        """Return the next typed line; may raise `Interrupted`."""


class TerminalVoice:
    """Writes on the terminal, also when standard output is a file."""

    def __init__(self) -> None:
        """Look for the terminal.

        Raises:
            NoTerminal: There is none.
        """
        self._screen = shown_on()

    def say(self, text: str, lead: str = "") -> None:
        """Write one paragraph; `lead` stands before its first line."""
        write(self._screen, text, lead)

    def hear(self, prompt: str) -> str:
        """Return the next typed line; leave the line of one that was not typed."""
        try:
            return hear(prompt)
        except Interrupted:
            with contextlib.suppress(Interrupted):  # the window is gone
                self.say("")
            raise


def write(screen: TextIO, text: str, lead: str = "") -> None:
    """Write one paragraph, fitted to the width of where it is shown.

    Raises:
        Interrupted: The window is gone.
    """
    try:
        screen.write(f"{wrapped(text, width_of(screen), lead)}\n")
        screen.flush()
    except OSError:
        raise interrupted() from None
