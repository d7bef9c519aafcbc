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
from massage_screen.prompts.pace import Denial

#: Where nothing stands after the text of any answer.
NO_NOTES: Mapping[str, str] = MappingProxyType({})
#: Characters that are taken of a number; more are no number that anyone asked for.
LONGEST_NUMBER = 30
_WHICH = (
    "Not sure of which line? Type its number, or Space for the marked one. ? again"
    " shows all keys."
)
_NO_DOUBT = "Mark a line first, with Up and Down. Then ? and Space say not sure of it."
_NOT_OF_THIS = "Not sure cannot be said of this line alone."
_TICKED = "Lines are ticked. Untick them first; or Enter goes on with them."
_NOT_UNSURE = "Not sure is no longer said."
_WITH_ARROWS = "Up and Down: mark a line. {then}"


class OneOf(Menu):
    """A menu of which one line is the answer."""

    untouched = "Nothing is chosen yet. Press the key of an answer."

    def __init__(
        self,
        wording: Wording,
        words: Mapping[str, str],
        preset: Value | None = None,
        own: bool = False,
        notes: Mapping[str, str] = NO_NOTES,
        denial: Denial | None = None,
    ) -> None:
        """Make a line of each word.

        Args:
            wording: What stands above.
            words: The text of each answer, by id.
            preset: The answer given before: its line is marked.
            own: Whether `yes` and `no` have letters of their own.
            notes: What stands after the text of some answers, by id.
            denial: How "no" is taken.
        """
        letters = (YES, NO, UNSURE) if own else (UNSURE,)
        super().__init__(wording, items_of(words, letters, notes), denial)
        self._preset(preset)

    def _short_keys(self) -> list[str]:
        numbers = self._numbered()
        return [*([f"{numbers} answers"] if numbers else []), *self._letters()]

    def _answer_keys(self) -> list[str]:
        numbers = self._numbered()
        own = [f"{numbers}: answer with that line, at once."] if numbers else []
        letters = [f"{letters}, at once." for letters in _explained(self._letters())]
        return [*own, *letters, _WITH_ARROWS.format(then="Enter: answer with it.")]


class AnyOf(Menu):
    """A checklist: ticks that Enter ends, or "none" or "not sure" at once."""

    untouched = "Nothing is ticked yet. Tick each line that applies; n says none does."
    no_doubt = _WHICH

    def __init__(
        self,
        wording: Wording,
        words: Mapping[str, str],
        preset: Value | None = None,
        notes: Mapping[str, str] = NO_NOTES,
        denial: Denial | None = None,
    ) -> None:
        """Start with no line ticked, or with those ticked before."""
        super().__init__(wording, items_of(words, (NONE, UNSURE), notes), denial)
        self._ticked = set(preset) if isinstance(preset, tuple) else set()
        self._passed_by = False

    def enter(self) -> None:
        """Answer with what is ticked; ask first when the marked line is not."""
        if not self._ticked:
            self._message = self.untouched
        elif self._view.all_read and self._is_passed_by():
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

    def doubt_line(self, key: str) -> None:
        """Say that the client is not sure of a line, by its number or its mark."""
        keys = [item.key for item in self.items]
        if key in keys:
            self._doubt(keys.index(key))
        elif key == " " and self._pointer != NOWHERE:
            self._doubt(self._pointer)
        elif key == " ":
            self._message = _NO_DOUBT
        elif key == "?":
            self.all_keys()
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
        line = self.items[number].id
        if line == NONE:
            self._deny()
        elif line == UNSURE:
            self._leave_unsure()
        else:
            self._say(line)

    def _deny(self) -> None:
        """Answer "none" at once, unless something is ticked."""
        if self._ticked - {NONE}:
            self._message = _TICKED
        else:
            self._finish((NONE,))

    def _leave_unsure(self) -> None:
        """Answer "not sure" at once, with what is ticked; or take it back."""
        if UNSURE in self._ticked:
            self._ticked.remove(UNSURE)
            self._message = _NOT_UNSURE
        else:
            self._finish((*(word for word in self.draft if word != NONE), UNSURE))

    def _doubt(self, number: int) -> None:
        """Say that the client is not sure of a line."""
        line = self.items[number].id
        if line in (NONE, UNSURE):
            self._message = _NOT_OF_THIS
            return
        self._mark(number)
        self._passed_by = False
        self._say(doubt_of(line))

    def _say(self, word: str) -> None:
        """Tick or doubt a line, or take that back."""
        if word in self._ticked:
            self._ticked.remove(word)
            return
        if NONE in self._ticked:
            self._message = "None is no longer said."
        other_way = {line_of(word), doubt_of(line_of(word))}
        self._ticked = (self._ticked - {NONE} - other_way) | {word}

    def _is_passed_by(self) -> bool:
        """Tell whether the arrows led to a line that was left unticked."""
        return self._passed_by and not self._is_said(self.items[self._pointer].id)

    def _is_said(self, line: str) -> bool:
        return not self._ticked.isdisjoint({line, doubt_of(line)})

    def _boxes(self) -> list[str]:
        return [self._box(item.id) for item in self.items]

    def _box(self, line: str) -> str:
        if line in self._ticked:
            return "[x]"
        if line in (NONE, UNSURE):
            return "   "  # it is answered at once, not ticked
        return "[?]" if doubt_of(line) in self._ticked else "[ ]"

    def _short_keys(self) -> list[str]:
        return [f"{self._numbered()} tick", *self._letters(), "Enter next"]

    def _answer_keys(self) -> list[str]:
        numbers, then = self._numbered(), "Space: tick it."
        return [
            f"{numbers}: tick that line, or untick it.",
            _WITH_ARROWS.format(then=then),
            "? and a number, or ? and Space: the client is not sure of that line.",
            "n: none of them, at once, while nothing is ticked.",
            "u: not sure of the rest, at once; what is ticked stays ticked.",
            "Enter: go on with what is ticked.",
        ]


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

    def _short_keys(self) -> list[str]:
        return ["a number, then Enter", *self._letters()]

    def _answer_keys(self) -> list[str]:
        return [
            f"Type {self._wanted}, then Enter.",
            "Backspace: rub out.",
            "u: not sure, at once.",
        ]

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


def menu_for(
    question: Question,
    wording: Wording,
    preset: Value | None = None,
    denial: Denial | None = None,
) -> Menu:
    """Return the menu of a question, in one of its wordings.

    Args:
        question: What kind of answers it takes.
        wording: What stands around them.
        preset: The answer given before; Enter alone keeps it. None: nothing is
            chosen.
        denial: How "no" or "none" is taken; None: as any other answer.
    """
    return _MENUS[question.kind](question, wording, preset, denial)


def _number(
    question: Question, wording: Wording, preset: Value | None, _: Denial | None
) -> Menu:
    span = (question.minimum, question.maximum)
    return Number(wording, question.words, span, question.unit, preset)


def _any_of(
    question: Question, wording: Wording, preset: Value | None, denial: Denial | None
) -> Menu:
    return AnyOf(wording, question.words, preset, notes_on_lines(question), denial)


def _one_of(
    question: Question, wording: Wording, preset: Value | None, denial: Denial | None
) -> Menu:
    own = question.takes.yes_or_no
    notes = notes_on_lines(question)
    return OneOf(wording, question.lines, preset, own, notes, denial)


_MENUS = for_each_kind(
    {"yes_no": _one_of, "one_of": _one_of, "any_of": _any_of, "number": _number}
)


def _explained(letters: list[str]) -> list[str]:
    """Return "u: not sure" of "u not sure"."""
    return [f"{each[0]}:{each[1:]}" for each in letters]


def _range(least: int | None, most: int | None) -> str:
    if least is not None and most is not None:
        return f"from {least} to {most}"
    if least is not None:
        return f"of {least} or more"
    return "" if most is None else f"of {most} or less"
