"""A line of words to type."""

from __future__ import annotations

from massage_screen.prompts.lines import Block, block
from massage_screen.prompts.menu import Menu, Wording

#: Characters that are taken of a line; a longer one is no answer to a prompt.
LONGEST = 300
_KEYS = "Keys: type, then Enter. Backspace rubs out. Ctrl-C stops."
_STOPS = frozenset({"c-c", "c-d", "c-q", "<sigint>"})
_RUBS_OUT = frozenset({"c-h", "delete"})
_ENTERS = frozenset({"c-m", "c-j"})
_PASTED = "<bracketed-paste>"
_NOT_TAKEN = "What came all at once is not taken. Type it, please."


class Sentence(Menu):
    """Words to type; no letter is a command here."""

    def __init__(self, text: str) -> None:
        """Start with nothing typed."""
        super().__init__(Wording(text), ())
        self._typed = ""

    def press(self, key: str, rows: int, columns: int) -> None:
        """Do what a key says; every key that is a character is typed."""
        self.show(rows, columns)
        self._message = _NOT_TAKEN if key == _PASTED else ""
        if key in _STOPS:
            self.stopped = True
        elif key in _ENTERS:
            self.answer = self._typed
        elif key in _RUBS_OUT:
            self._typed = self._typed[:-1]
        elif len(key) == 1 and key.isprintable():
            self._typed = (self._typed + key)[:LONGEST]

    def in_words(self) -> str:
        """Return what was typed."""
        return self._typed

    def _keys(self, width: int) -> Block:
        return block(_KEYS, width)

    def _field(self) -> str:
        return f"> {self._typed}"
