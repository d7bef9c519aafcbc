"""The kinds of menu: one of a list, any of a list, a number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from massage_screen.answers import NO, NONE, UNSURE, YES, Value, doubt_of, line_of
from massage_screen.pack import Question, for_each_kind
from massage_screen.pack.manner import notes_on_lines
from massage_screen.prompts.menu import (
    NOWHERE,
    OWN_LETTERS,
    Item,
    Menu,
    Wording,
    items_of,
)

#: Where nothing stands after the text of any answer.
NO_NOTES: Mapping[str, str] = MappingProxyType({})
#: Characters that are taken of a number; more are no number that anyone asked for.
LONGEST_NUMBER = 30
#: The key that says that the client is not sure of one line.
_DOUBTED = "-"
_NO_DOUBT = "Mark a line first, with Up and Down. Then - says not sure of it."
_NOT_OF_THIS = "Not sure cannot be said of this line. Mark another one first; then -."


class OneOf(Menu):
    """A menu of which one line is the answer."""

    keys = (
        "a number or letter answers at once. Up and Down mark a line, Enter answers"
        " with it."
    )
    untouched = "Nothing is chosen yet. Press the number or letter of an answer."

    def __init__(
        self,
        wording: Wording,
        words: Mapping[str, str],
        preset: Value | None = None,
        own: bool = False,
        notes: Mapping[str, str] = NO_NOTES,
    ) -> None:
        """Make a line of each word.

        Args:
            wording: What stands above.
            words: The text of each answer, by id.
            preset: The answer given before: its line is marked.
            own: Whether `yes` and `no` have letters of their own.
            notes: What stands after the text of some answers, by id.
        """
        letters = (YES, NO, UNSURE) if own else (UNSURE,)
        super().__init__(wording, items_of(words, letters, notes))
        self._preset(preset)


class AnyOf(Menu):
    """A checklist; one line at least is ticked, "none" alone."""

    keys = (
        "a number or letter ticks or unticks. Up and Down mark a line, Space ticks it."
        " - says that the client is not sure of it. Enter goes on."
    )
    untouched = (
        "Nothing is ticked yet. Tick each line that applies; if none does, tick the"
        " line that says so."
    )

    def __init__(
        self,
        wording: Wording,
        words: Mapping[str, str],
        preset: Value | None = None,
        notes: Mapping[str, str] = NO_NOTES,
    ) -> None:
        """Start with no line ticked, or with those ticked before."""
        super().__init__(wording, items_of(words, (NONE, UNSURE), notes))
        self._ticked = set(preset) if isinstance(preset, tuple) else set()
        self._passed_by = False

    def enter(self) -> None:
        """Answer with what is ticked; ask first when the marked line is not."""
        if not self._ticked:
            self._message = self.untouched
        elif self._passed_by and not self._is_said(self.items[self._pointer].id):
            self._passed_by = False
            self._message = (
                "The marked line is not ticked. Space ticks it. Enter again goes on"
                " without it."
            )
        else:
            self._finish(self.draft)

    @property
    def draft(self) -> tuple[str, ...]:
        """Return what is ticked."""
        words = [w for item in self.items for w in (item.id, doubt_of(item.id))]
        return tuple(word for word in words if word in self._ticked)

    def type(self, key: str) -> None:
        """Choose a line by its key, or doubt the marked one."""
        if key == _DOUBTED:
            self._doubt()
        else:
            super().type(key)

    def tick(self) -> None:
        """Tick or untick the marked line."""
        if self._pointer == NOWHERE:
            self._message = self.untouched
        else:
            self._pick(self._pointer)

    def _go_to(self, number: int) -> None:
        super()._go_to(number)
        self._passed_by = self._pointer != NOWHERE

    def _pick(self, number: int) -> None:
        self._mark(number)
        self._passed_by = False
        self._say(self.items[number].id)

    def _doubt(self) -> None:
        """Say that the client is not sure of the marked line."""
        if self._pointer == NOWHERE:
            self._message = _NO_DOUBT
        elif (line := self.items[self._pointer].id) in (NONE, UNSURE):
            self._message = _NOT_OF_THIS
        else:
            self._passed_by = False
            self._say(doubt_of(line))

    def _say(self, word: str) -> None:
        """Tick or doubt a line, or take that back."""
        if word in self._ticked:
            self._ticked.remove(word)
            return
        clash = {other for other in self._ticked if NONE in (word, other)}
        other_way = {line_of(word), doubt_of(word)} - {word}
        self._ticked = (self._ticked - clash - other_way) | {word}
        if NONE in clash:
            self._message = "The line that says none is no longer ticked."
        elif clash:
            self._message = "The other lines are no longer ticked."

    def _is_said(self, line: str) -> bool:
        return not self._ticked.isdisjoint({line, doubt_of(line)})

    def _boxes(self) -> list[str]:
        return [self._box(item.id) for item in self.items]

    def _box(self, line: str) -> str:
        if line in self._ticked:
            return "[x]"
        return "[?]" if doubt_of(line) in self._ticked else "[ ]"


class Number(Menu):
    """A whole number to type, or "not sure"."""

    def __init__(
        self,
        wording: Wording,
        words: Mapping[str, str],
        span: tuple[int | None, int | None],
        unit: str,
        preset: Value | None = None,
    ) -> None:
        """Start with nothing typed, or with the number given before."""
        super().__init__(wording, (Item(UNSURE, words[UNSURE], OWN_LETTERS[UNSURE]),))
        self._least, self._most = span
        self._unit = unit
        self._typed = str(preset) if isinstance(preset, int) else ""
        self._wanted = f"a whole number {_range(*span)}".strip()
        self.keys = (
            f"type {self._wanted}, then Enter. Backspace rubs out. u answers Not sure"
            " at once."
        )
        self.untouched = f"Nothing is typed yet. Type {self._wanted}."
        self._preset(preset)

    def enter(self) -> None:
        """Answer with the number typed, or with the marked line."""
        if self._pointer != NOWHERE or not self._typed:
            super().enter()
        elif self._fits():
            self._finish(int(self._typed))
        else:
            self._message = f"{self._typed} does not fit. Type {self._wanted}."

    def rub_out(self) -> None:
        """Take back the last character."""
        self._unmark()
        self._typed = self._typed[:-1]

    def type(self, key: str) -> None:
        """Add a character; one that makes no whole number is refused at the end.

        A point that were ignored would make 75 of 7.5.
        """
        if key in tuple("0123456789.,-+"):
            self._unmark()
            self._typed += key if len(self._typed) < LONGEST_NUMBER else ""
        else:
            super().type(key)

    def in_words(self) -> str:
        """Return the number with its unit, or "not sure"."""
        return super().in_words() or f"{self.answer} {self._unit}".strip()

    def _fits(self) -> bool:
        if not re.fullmatch("-?[0-9]+", self._typed):
            return False
        value = int(self._typed)
        low = value if self._least is None else self._least
        high = value if self._most is None else self._most
        return low <= value <= high

    def _field(self) -> str:
        label = f"Answer ({self._unit}):" if self._unit else "Answer:"
        return f"{label} {self._typed}"


def menu_for(question: Question, wording: Wording, preset: Value | None = None) -> Menu:
    """Return the menu of a question, in one of its wordings.

    Args:
        question: What kind of answers it takes.
        wording: What stands around them.
        preset: The answer given before; Enter alone keeps it. None: nothing is
            chosen.
    """
    return _MENUS[question.kind](question, wording, preset)


def _number(question: Question, wording: Wording, preset: Value | None) -> Menu:
    span = (question.minimum, question.maximum)
    return Number(wording, question.words, span, question.unit, preset)


def _any_of(question: Question, wording: Wording, preset: Value | None) -> Menu:
    return AnyOf(wording, question.words, preset, notes_on_lines(question))


def _one_of(question: Question, wording: Wording, preset: Value | None) -> Menu:
    own = question.takes.yes_or_no
    notes = notes_on_lines(question)
    return OneOf(wording, question.lines, preset, own=own, notes=notes)


_MENUS = for_each_kind(
    {"yes_no": _one_of, "one_of": _one_of, "any_of": _any_of, "number": _number}
)


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"from {least} to {most}"
    if least is not None:
        return f"of {least} or more"
    return "" if most is None else f"of {most} or less"
