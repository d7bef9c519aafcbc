"""Puts lines on a console in colour."""

from __future__ import annotations

from typing import TextIO

from rich.console import Console as RichConsole
from rich.text import Text
from rich.theme import Theme

from massage_screen.presentation.console import Console

#: Only the 16 colours of the terminal's own theme, so its contrast settings apply.
_THEME = Theme(
    {
        "disposition.emergency": "bold white on red",
        "disposition.refer": "bold red",
        "disposition.postpone": "bold magenta",
        "disposition.restrict": "bold yellow",
        "disposition.proceed": "bold green",
        "disposition.incomplete": "bold",
        "heading": "bold",
        "label": "bold",
        "warning": "bold yellow",
        "proved": "green",
        "refuted": "bold red",
    }
)


class ColourConsole(Console):
    """Where text is put in colour, line by line."""

    def __init__(self, stream: TextIO, *, plain: bool) -> None:
        """Write to this stream, whatever it is."""
        super().__init__(stream, plain=plain)
        self._rich = RichConsole(
            file=stream,
            width=self.width,
            theme=_THEME,
            color_system="standard",
            force_terminal=True,
            no_color=False,
            markup=False,
            emoji=False,
            highlight=False,
        )

    def put(
        self, line: str = "", role: str = "", lead: str = "", label: int = 0
    ) -> None:
        """Write a line; its colour repeats what its words say."""
        text = Text(line, style=role)
        text.stylize("label", 0, label)
        self._rich.print(Text(lead) + text, crop=False, soft_wrap=True)
