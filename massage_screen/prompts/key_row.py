"""Things to do, each with a key of its own, under what was shown; Enter when done."""

from __future__ import annotations

from massage_screen.prompts.asks import DONE, Options
from massage_screen.prompts.lines import Block, usable
from massage_screen.prompts.menu import Item, Menu, Wording
from massage_screen.text import columns_of, lines_of

_STOPS = frozenset({"c-c", "c-d", "c-q", "<sigint>"})
_DONE = frozenset({"c-m", "c-j", "q"})
_ENTER, _LEFT = "Enter done", "Done"
_NO_SUCH_KEY = "That key does nothing here."
_BETWEEN = "  "


class KeyRow(Menu):
    """Things to do, each by one key; nothing of it is an answer."""

    def __init__(self, offers: Options) -> None:
        """Make a key of each.

        Args:
            offers: The key and the words of each thing.
        """
        items = tuple(Item(key, words, key) for key, words in offers)
        super().__init__(Wording(""), items)

    def press(self, key: str, rows: int, columns: int) -> None:
        """Do what a key says, on a screen of this size."""
        del rows, columns
        key, self._message = key.lower(), ""
        if key in _STOPS:
            self.stopped = True
        elif key in _DONE:
            self.answer = DONE
        elif key in {item.key for item in self.items}:
            self.answer = key
        else:
            self._message = _NO_SUCH_KEY

    def show(self, rows: int, columns: int) -> Block:
        """Return the keys, as many on a line as there is room for."""
        del rows
        width = usable(columns)
        said = [self._message] if self._message else []
        lines = [*_filled([*self._offers(), _ENTER], width), *said]
        return [[("", "")], *([("", line)] for line in lines)]

    @property
    def trace(self) -> str:
        """Return what was chosen, which is what stays on the screen."""
        chosen = [i for i in self._offers() if i.startswith(f"{self.answer} ")]
        return chosen[0] if chosen else _LEFT

    def _offers(self) -> list[str]:
        return [f"{item.key} {item.text}" for item in self.items]


def _filled(offers: list[str], width: int) -> list[str]:
    """Put offers on lines, none of them broken unless it is longer than a line."""
    lines: list[str] = []
    for offer in offers:
        longer = f"{lines[-1]}{_BETWEEN}{offer}" if lines else ""
        if longer and columns_of(longer) <= width:
            lines[-1] = longer
        else:
            lines += lines_of(offer, width)
    return lines
