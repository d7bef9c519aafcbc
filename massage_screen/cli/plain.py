"""Conducts the interview in plain lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from massage_screen.cli.terminal import Terminal
from massage_screen.cli.voice import TerminalVoice
from massage_screen.prompts.plain import COMMANDS, PlainPrompts, Voice

if TYPE_CHECKING:
    from massage_screen.journal import Journal
    from massage_screen.pack import Pack, Section


class PlainTerminal(Terminal):
    """Puts questions to the person at the terminal, in plain lines."""

    plain = True

    def __init__(
        self,
        pack: Pack,
        color: str,
        journal: Journal | None,
        voice: Voice | None = None,
    ) -> None:
        """Say once what can be typed.

        Args:
            pack: What is asked.
            color: When to colour what is shown.
            journal: Where answers are kept; None: nowhere.
            voice: Says and hears; the terminal when it is None.
        """
        voice = TerminalVoice() if voice is None else voice
        super().__init__(pack, color, journal, PlainPrompts(voice, [*pack.questions]))
        self._say = voice.say
        self._section: Section | None = None
        self._say(COMMANDS)

    def tell(self, text: str) -> None:
        """Say one sentence."""
        self._say("")
        self._say(text)

    def _open(self, section: Section) -> None:
        """Tell where a section begins, and the first time why it is asked."""
        if section is not self._section:
            self._section = section
            self.tell(section.title)
        if section.title not in self._told:
            self._told.add(section.title)
            if section.intro:
                self._say(section.intro)
