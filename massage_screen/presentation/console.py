"""Where text is put, line by line; without colour."""

from __future__ import annotations

from typing import TextIO

from massage_screen.text import width_of


class Console:
    """Where text is put, line by line.

    Attributes:
        width: How long a line may be, in columns.
        plain: Whether everything is said in words: no bars, no headings for one line.
    """

    def __init__(self, stream: TextIO, *, plain: bool) -> None:
        """Write to this stream, which never raises on a character."""
        self.width = width_of(stream)
        self.plain = plain
        self._stream = stream

    def put(
        self,
        line: str = "",
        role: str = "",
        lead: str = "",
        label: int = 0,
        label_role: str = "label",
    ) -> None:
        """Write a line.

        Args:
            line: What it says.
            role: What it is, such as `heading`; it has a colour where there are any.
            lead: What stands before it.
            label: How many characters at its start are a label.
            label_role: What the label is.
        """
        del role, label, label_role
        self._stream.write(f"{lead}{line}\n")
        self._stream.flush()
