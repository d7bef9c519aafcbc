"""Puts headings, paragraphs and items on a console, with colour as an addition."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import NoReturn, TextIO

from rich.console import Console as Console  # named by those who may not know rich
from rich.text import Text
from rich.theme import Theme

from massage_screen.presentation.text import clean, never_fail, width_of

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


class _Console(Console):
    """A console that leaves a closed pipe to the caller, who knows the exit code."""

    #: Whether everything is said in words: no bars, no headings for one line.
    plain = False

    def on_broken_pipe(self) -> NoReturn:
        """Pass the error on, where rich would exit with 1."""
        raise BrokenPipeError


def console_for(stream: TextIO, color: str = "auto", plain: bool = False) -> Console:
    """Return a console that never raises on a character and never has no width.

    Args:
        stream: Where it writes.
        color: `always`, `never`, or `auto`: in a terminal, unless the environment
            says otherwise.
        plain: Whether all is said in sentences, as for a screen reader.
    """
    never_fail(stream)
    coloured = _wants_colour(stream, color)
    console = _Console(
        file=stream,
        width=width_of(stream),
        theme=_THEME,
        color_system="standard" if coloured else None,
        force_terminal=coloured,
        no_color=not coloured,
        markup=False,
        emoji=False,
        highlight=False,
    )
    console.plain = plain
    return console


def _wants_colour(stream: TextIO, color: str) -> bool:
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


class Page:
    """Text for a person, top to bottom: no boxes, no columns, nothing moves."""

    def __init__(self, console: Console) -> None:
        """Write on this console."""
        self._console = console

    @property
    def plain(self) -> bool:
        """Say whether all is said in sentences."""
        return isinstance(self._console, _Console) and self._console.plain

    def heading(self, text: str) -> None:
        """Write a heading, with an empty line above it."""
        self._console.print()
        self.paragraph(text, role="heading")

    def paragraph(
        self, text: str, *, role: str = "", label: str = "", lead: str = ""
    ) -> None:
        """Write a paragraph.

        Args:
            text: What it says.
            role: The style of all of it, by role.
            label: What stands before the text, with a colon, in bold.
            lead: What stands before the first line; the others are set in as far.
        """
        body = Text(style=role)
        if label:
            body.append(f"{clean(label)}: ", style="label")
        body.append(clean(text))
        room = max(10, self._console.width - len(lead))
        for line in body.wrap(self._console, room):
            line.rstrip()
            self._console.print(Text(lead) + line, crop=False, soft_wrap=True)
            lead = " " * len(lead)

    def items(self, texts: Iterable[str], lead: str = "- ") -> None:
        """Write a list, one item a paragraph."""
        for text in texts:
            self.paragraph(text, lead=lead)

    def line(self) -> None:
        """Write an empty line."""
        self._console.print()

    def bar(self) -> None:
        """Write a bar, which sets a block apart without colour; no words, no bar."""
        if self.plain:
            return
        self._console.print(Text("=" * min(40, self._console.width)))
