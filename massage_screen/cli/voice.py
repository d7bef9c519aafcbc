"""Says and hears plain lines at the terminal."""

from __future__ import annotations

import sys

from massage_screen.prompts.device import hear, interrupted, shown_on
from massage_screen.text import never_fail, width_of, wrapped


class TerminalVoice:
    """Writes on the terminal, also when standard output is a file."""

    def __init__(self) -> None:
        """Look for the terminal.

        Raises:
            NoTerminal: There is none.
        """
        self._screen = shown_on()
        never_fail(sys.stdin)  # typed bytes that are no text must not be a fault

    def say(self, text: str, lead: str = "") -> None:
        """Write one paragraph; `lead` stands before its first line."""
        lines = wrapped(text, width_of(self._screen), lead)
        try:
            self._screen.write(f"{lines}\n")
            self._screen.flush()
        except OSError:  # the window is gone
            raise interrupted() from None

    def hear(self, prompt: str) -> str:
        """Return the next typed line."""
        return hear(prompt)
