"""The review: all answers on one screen, to change one or to accept them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from massage_screen.interview import Accept, Back, GoOn, GoTo, Quit, Review, Step
from massage_screen.prompts.lines import Block, block
from massage_screen.prompts.menu import NOWHERE, Item, Menu, Wording
from massage_screen.prompts.wording import nothing_told

_CHANGE = (
    "To change an answer, type its number, or mark it with Up and Down; then press"
    " Enter."
)
_SCROLL = "Page Down and Page Up scroll. Ctrl-C stops."


class Way(NamedTuple):
    """What a letter does in the review."""

    words: str
    step: Step


class AllAnswers(Menu):
    """Answers with numbers, one of which may be opened."""

    untouched = "No answer is marked. Type the number of the one to change."

    def __init__(
        self,
        wording: Wording,
        told: Mapping[str, str],
        rest: Mapping[str, str],
        ways: Mapping[str, Way],
    ) -> None:
        """Start with no line marked.

        Args:
            wording: What stands above.
            told: Each topic with its answer, by question id: a line each.
            rest: The topics with nothing told: one paragraph.
            ways: What can be done besides changing one, by letter.
        """
        lines = {**told, **rest}.items()
        super().__init__(wording, tuple(Item(i, t, "") for i, t in lines))
        self._told = len(told)
        self._ways = ways
        self._typed = ""

    def enter(self) -> None:
        """Open the marked answer."""
        if self._pointer == NOWHERE:
            self._message = self.untouched
        else:
            self.step = GoTo(self.items[self._pointer].id)

    def back(self) -> None:
        """Go back to the questions."""
        self.type("b")

    def quit(self) -> None:
        """Ask to stop."""
        self.type("q")

    def type(self, key: str) -> None:
        """Mark the answer whose number is typed, or go where a letter leads."""
        if key in self._ways:
            self.step = self._ways[key].step
        elif key in tuple("0123456789"):
            self._type_number(key)
        else:
            super().type(key)

    def _type_number(self, digit: str) -> None:
        """Add a digit; one that makes no number of a line begins a new number."""
        for typed in (self._typed + digit, digit):
            if 0 < int(typed) <= len(self.items):
                self._typed = typed
                self._mark(int(typed) - 1)
                while not self._view.bring(self._block_of(self._pointer)):
                    pass
                return
        self._message = f"There is no answer {self._typed}{digit}."

    def _go_to(self, number: int) -> None:
        self._typed = ""
        super()._go_to(number)

    def _head(self, width: int, gap: Block) -> Block:
        lines = super()._head(width, gap)
        lines += block(_CHANGE, width)
        for letter, way in self._ways.items():
            lines += block(way.words, width, "", f"{letter}  ")
        return [*lines, *block(_SCROLL, width), *gap]

    def _block_of(self, number: int) -> int:
        return 1 + min(number, self._told)

    def _blocks(self, width: int, roomy: bool) -> list[Block]:
        gap: Block = [[("", "")]] if roomy else []
        rows = [self._row(number, width) for number in range(self._told)]
        rest = [gap + self._rest(width)] if self._told < len(self.items) else []
        return [self._head(width, gap), *rows, *rest]  # the keys stand on top

    def _rest(self, width: int) -> Block:
        """Return the topics with nothing told, and below them a marked one."""
        topics = (item.text for item in self.items[self._told :])
        lines = block(nothing_told(topics, self._told + 1), width)
        if self._pointer >= self._told:
            lines += self._row(self._pointer, width)
        return lines

    def _row(self, number: int, width: int) -> Block:
        marked = number == self._pointer
        count = str(number + 1).rjust(len(str(len(self.items))))
        first = f"{'>' if marked else ' '} {count}  "
        return block(self.items[number].text, width, "bold" if marked else "", first)


def review_of(
    review: Review, told: Mapping[str, str], rest: Mapping[str, str]
) -> AllAnswers:
    """Return the review of an interview.

    Args:
        review: Where the interview stands.
        told: Each topic with what was told of it, by question id.
        rest: The topics with nothing told, by question id.
    """
    wording = Wording(_standing(review), "All answers")
    return AllAnswers(wording, told, rest, _ways(review))


def _standing(review: Review) -> str:
    if not review.finished:
        return f"Not finished: {review.left} or more questions are left."
    if not review.left:
        return "Every question has an answer. Is each one right?"
    return (
        "Nothing left can change the recommendation. Is each answer right?"
        f" Not asked: {review.left}."
    )


def _ways(review: Review) -> dict[str, Way]:
    ways = {}
    if review.finished:
        ways["a"] = Way("Accept, and show the recommendation", Accept())
    if review.finished and review.left:
        ways["g"] = Way("Go on with the rest, for the record", GoOn())
    back = Back() if review.finished else GoOn()
    where = "the last question" if review.finished else "the question"
    ways["b"] = Way(f"Back to {where}", back)
    ways["q"] = Way("Quit", Quit())
    return ways
