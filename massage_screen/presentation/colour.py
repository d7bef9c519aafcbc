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
        # The word of a card: dark on light or light on dark whatever the background.
        "word.emergency": "bold white on red",
        "word.refer": "bold white on red",
        "word.postpone": "bold white on magenta",
        "word.restrict": "bold black on yellow",
        "word.proceed": "bold black on green",
        "word.incomplete": "bold reverse",
        "closed": "bold red",
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
        self,
        line: str = "",
        role: str = "",
        lead: str = "",
        label: int = 0,
        label_role: str = "label",
    ) -> None:
        """Write a line; its colour repeats what its words say."""
        text = Text(line, style=role)
        text.stylize(label_role, 0, label)
        self._rich.print(Text(lead) + text, crop=False, soft_wrap=True)
