"""What a prompt holds, and how each key changes it; knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from massage_screen.answers import NO, NONE, UNSURE, YES, Value, doubt_of, is_denial
from massage_screen.interview import Back, Quit, Step, ToReview
from massage_screen.pack.manner import with_note
from massage_screen.prompts.lines import (
    ROOMY_COLUMNS,
    ROOMY_ROWS,
    Block,
    View,
    block,
    usable,
)
from massage_screen.prompts.pace import Denial

#: What each key does, by the name of a method of `Menu`. Keys that are not here
#: are typed: they name a line.
COMMANDS = {
    "up": "up",
    "down": "down",
    "pageup": "page_up",
    "pagedown": "page_down",
    "c-m": "enter",
    "c-j": "enter",  # some terminals send this for Enter
    " ": "tick",
    "c-h": "rub_out",
    "delete": "rub_out",
    "c-c": "stop",
    "c-d": "stop",
    "c-q": "stop",
    "<sigint>": "stop",
    "b": "back",
    "left": "back",
    "v": "review",
    "r": "reword",
    "w": "why",
    "?": "doubt",
    "h": "all_keys",
    "q": "quit",
}
#: What the list of keys says of each command that a menu offers.
OFFERS = {
    "b": "b: go back",
    "v": "v: view all answers, to change any",
    "r": "r: show the question in other words",
    "w": "w: why this is asked",
    "q": "q: quit",
}
#: The keys of lines, in order; what stands below them is reached with the arrows.
DIGITS = "123456789"
#: Answers that have a letter of their own.
OWN_LETTERS = {YES: "y", NO: "n", NONE: "n", UNSURE: "u"}
_LETTER_WORDS = {YES: "yes", NO: "no", NONE: "none", UNSURE: "not sure"}

NOWHERE = -1
_CURSOR = ("[SetCursorPosition]", "")
_PRESS_ENTER = "Press Enter to answer with the marked line."
_NO_SUCH_KEY = "That key does nothing here."
_MORE = "There is more to read. Page Down shows it; then answer."
_CLOSE_HELP = "Up and Down scroll. Any other key goes back to the question."
_READ_FIRST = "Read it first, line by line; then press it again."
_STILL_HELD = "That key was still held down. Let go, then press it again."
_DOUBTS_NOTHING = "No single line is doubted here. ? again, or h, shows all keys."
_OTHER_WORDS = "Or:"
_SCROLLS = "Page Up and Page Down: scroll."
_STOPS = "Ctrl-C: stop."


@dataclass(frozen=True)
class Wording:
    """What stands around the lines of a menu.

    Attributes:
        text: What is asked.
        heading: What stands above, in a line of its own.
        note: What stands right above the text.
        help: Paragraphs that say why it is asked.
        again: The same in other words, for who wants to see them; maybe nothing.
        commands: The commands that this menu has, of those in `OFFERS`.
    """

    text: str
    heading: str = ""
    note: str = ""
    help: tuple[str, ...] = ()
    again: str = ""
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line that can be chosen, the key that chooses it, and what is noted of it."""

    id: str
    text: str
    key: str
    note: str = ""


class Menu:
    """Lines under a text; nothing is chosen until the person chooses.

    Attributes:
        answer: None until it was given.
        step: Where the person wants to go instead of answering.
        stopped: Whether the person asked to stop at once.
        untouched: What is said to Enter while nothing is chosen.
        no_doubt: What is said to `?`.
    """

    untouched = ""
    no_doubt = _DOUBTS_NOTHING

    def __init__(
        self, wording: Wording, items: tuple[Item, ...], denial: Denial | None = None
    ) -> None:
        """Start with no line marked.

        Args:
            wording: What stands around the lines.
            items: The lines.
            denial: How a "no" is taken; None: as any other answer.
        """
        self.wording = wording
        self.items = items
        self.answer: Value | None = None
        self.step: Step | None = None
        self.stopped = False
        self._denial = denial
        self._doubting = False  # whether the key before was ?
        self._reworded = False
        self._pointer = NOWHERE
        self._message = ""
        self._view = View(1 + len(items))
        self._follow = False
        self._page: tuple[str, ...] = ()
        self._help: View | None = None

    def press(self, key: str, rows: int, columns: int) -> None:
        """Do what a key says, on a screen of this size."""
        self.show(rows, columns)
        self._message = ""
        command = COMMANDS.get(key.lower(), "")
        doubting, self._doubting = self._doubting, False
        if self._help is not None and command != "stop":
            self._read_help(command)
        elif doubting and (key in (*DIGITS, "0") or command in ("tick", "doubt")):
            self.doubt_line(key)
        elif command:
            getattr(self, command)()
        elif not key.startswith("<"):  # pasted text and reports are nobody's answer
            self.type(key.lower())

    @property
    def draft(self) -> Value | None:
        """Return what is ticked but not answered yet, for when the person is back."""
        return None

    def show(self, rows: int, columns: int) -> Block:
        """Return the lines for a screen of this size."""
        if self._denial is not None:
            self._denial.shown()
        width = usable(columns)
        if self._help is not None:
            return self._help.fit(self._help_page(width), rows)
        message = block(self._message, width, "bold", "! ") if self._message else []
        blocks = self._blocks(width, rows >= ROOMY_ROWS)
        room = rows - len(message)
        lines = self._view.fit(blocks, room)
        if self._follow and self._view.bring(self._block_of(self._pointer)):
            lines = self._view.fit(blocks, room)
        return [*lines, *message]

    @property
    def trace(self) -> str:
        """Return the one line that a denied sign leaves; nothing for other answers."""
        denied = self._denial is not None and is_denial(self.answer)
        return self._denial.trace if self._denial is not None and denied else ""

    def refuse_held(self) -> None:
        """Say that a key answers nothing while it is held down."""
        self._message = _STILL_HELD

    def in_words(self) -> str:
        """Return the answer as a person would say it."""
        chosen = self.answer if isinstance(self.answer, tuple) else (self.answer,)
        words = {item.id: item.text for item in self.items}
        words |= {doubt_of(id): f"{text} (not sure)" for id, text in words.items()}
        return "; ".join(text for word, text in words.items() if word in chosen)

    # What keys do

    def up(self) -> None:
        """Mark the line above, the last one first."""
        self._go_to(len(self.items) - 1 if self._pointer < 0 else self._pointer - 1)

    def down(self) -> None:
        """Mark the line below, the first one first."""
        self._go_to(self._pointer + 1)

    def page_up(self) -> None:
        """Read what stands above."""
        self._scroll(-1)

    def page_down(self) -> None:
        """Read what stands below."""
        self._scroll(1)

    def enter(self) -> None:
        """Answer with the marked line."""
        if self._pointer == NOWHERE:
            self._message = self.untouched
        else:
            self._finish(self.items[self._pointer].id)

    def tick(self) -> None:
        """Say that Space answers nothing here."""
        marked = self._pointer != NOWHERE
        self._message = _PRESS_ENTER if marked else self.untouched

    def rub_out(self) -> None:
        """Say that there is nothing to rub out."""
        self._message = _NO_SUCH_KEY

    def stop(self) -> None:
        """Give up this prompt and the interview."""
        self.stopped = True

    def back(self) -> None:
        """Go to the question before this one."""
        self._go_away("b", Back())

    def review(self) -> None:
        """Go to the review of all answers."""
        self._go_away("v", ToReview())

    def quit(self) -> None:
        """Ask to stop, and what becomes of the answers."""
        self._go_away("q", Quit())

    def why(self) -> None:
        """Show why this is asked; what is ticked or typed stays."""
        self._open(self.wording.help if "w" in self.wording.commands else ())

    def all_keys(self) -> None:
        """Show what each key does; what is ticked or typed stays."""
        offers = [OFFERS[command] for command in self.wording.commands]
        self._open((*self._answer_keys(), *offers, _SCROLLS, _STOPS))

    def reword(self) -> None:
        """Show the question in other words too, or no longer."""
        if "r" in self.wording.commands:
            self._reworded = not self._reworded
        else:
            self._message = _NO_SUCH_KEY

    def doubt(self) -> None:
        """Wait for the line that the client is not sure of."""
        self._doubting, self._message = True, self.no_doubt

    def doubt_line(self, key: str) -> None:
        """Do what a key says after `?`; only a second `?` says something here."""
        if key == "?":
            self.all_keys()
        else:
            self._message = self.no_doubt

    def type(self, key: str) -> None:
        """Choose the line that a number or letter names."""
        for number, item in enumerate(self.items):
            if key == item.key:
                self._pick(number)
                return
        self._message = _NO_SUCH_KEY

    # What the kinds of menu change

    def _block_of(self, number: int) -> int:
        """Return the block that a line stands in; the first is the question."""
        return 1 + number

    def _pick(self, number: int) -> None:
        self._finish(self.items[number].id)

    def _boxes(self) -> list[str]:
        return [""] * len(self.items)

    def _field(self) -> str:
        return ""

    def _short_keys(self) -> list[str]:
        """Return the keys that answer, each in a word or two."""
        return []

    def _answer_keys(self) -> list[str]:
        """Return the keys that answer, each in a sentence."""
        return []

    # What they share

    def _open(self, page: tuple[str, ...]) -> None:
        if page:
            self._page, self._help = page, View(0)
        else:
            self._message = _NO_SUCH_KEY

    def _numbered(self) -> str:
        """Return the numbers that lines have: "1-6", or nothing."""
        keys = {item.key for item in self.items}
        last = max(keys.intersection(DIGITS), default="")
        return f"1-{last}" if last > "1" else last

    def _letters(self) -> list[str]:
        """Return the letters that lines have, each with its words."""
        own = (item for item in self.items if item.key and item.key not in {*DIGITS})
        return [f"{item.key} {_LETTER_WORDS[item.id]}" for item in own]

    def _go_away(self, command: str, step: Step) -> None:
        if command in self.wording.commands:
            self.step = step
        else:
            self._message = _NO_SUCH_KEY

    def _read_help(self, command: str) -> None:
        """Scroll in the help or close it; a key pressed there answers nothing."""
        pages = {"up": -1, "page_up": -1, "down": 1, "page_down": 1}
        if self._help is not None and command in pages:
            self._help.scroll(pages[command])
        else:
            self._help = None

    def _help_page(self, width: int) -> list[Block]:
        blocks = [block(self.wording.text, width, "bold")]
        blocks += [block(text, width) for text in self._page]
        blank: Block = [[("", "")]]
        return [each + blank for each in blocks] + [block(_CLOSE_HELP, width)]

    def _keys(self, width: int) -> Block:
        back = ["b back"] if "b" in self.wording.commands else []
        keys = ", ".join([*self._short_keys(), *back, "h keys"])
        return block(f"Keys: {keys}. Ctrl-C stops.", width)

    def _finish(self, answer: Value) -> None:
        """Take an answer, but only to a prompt that was on the screen to its end.

        To a warning sign "no" is taken only once it can have been read.
        """
        if not self._view.all_read:
            self._message = _MORE
        elif self._is_too_early(answer):
            self._message = _READ_FIRST
        else:
            self.answer = answer

    def _is_too_early(self, answer: Value) -> bool:
        if self._denial is None or not is_denial(answer):
            return False
        return not self._denial.may_be_said()

    def _go_to(self, number: int) -> None:
        """Mark a line once it is in view, so that no line is passed unseen."""
        if not 0 <= number < len(self.items):
            self._scroll(1 if number > 0 else -1)
        elif self._view.bring(self._block_of(number)):
            self._mark(number)
        else:
            self._follow = False

    def _preset(self, answer: Value | None) -> None:
        """Mark the line of an answer given before, so that Enter keeps it."""
        ids = [item.id for item in self.items]
        if answer in ids:
            self._mark(ids.index(str(answer)))

    def _mark(self, number: int) -> None:
        self._pointer, self._follow = number, True

    def _unmark(self) -> None:
        self._pointer, self._follow = NOWHERE, False

    def _scroll(self, pages: int) -> None:
        self._view.scroll(pages)
        self._follow = False

    def _blocks(self, width: int, roomy: bool) -> list[Block]:
        gap: Block = [[("", "")]] if roomy else []
        rows = [self._row(number, width) for number in range(len(self.items))]
        return [self._head(width, gap), *rows, gap + self._keys(width)]

    def _head(self, width: int, gap: Block) -> Block:
        wording = self.wording
        title = block(wording.heading, width) if wording.heading else []
        lines = [*gap, *title, *gap] if title else [*gap]
        lines += block(wording.note, width) if wording.note else []
        lines += block(wording.text, width, "bold")
        if self._reworded:
            lines += block(f"{_OTHER_WORDS} {wording.again}", width, "bold")
        field = block(self._field(), width, "bold") if self._field() else []
        if self._pointer == NOWHERE:
            (field or lines)[-1].append(_CURSOR)
        return [*lines, *gap, *field, *(gap if field else [])]

    def _row(self, number: int, width: int) -> Block:
        item = self.items[number]
        marked = number == self._pointer
        parts = [">" if marked else " ", self._boxes()[number], item.key]
        if width + 1 >= ROOMY_COLUMNS:
            parts[-1] = item.key.ljust(1) + " "
        first = " ".join(part for part in parts if part) + " "
        text = with_note(item.text, item.note)
        lines = block(text, width, "bold" if marked else "", first)
        if marked:
            lines[0].insert(0, _CURSOR)
        return lines


def items_of(
    words: Mapping[str, str], own: tuple[str, ...], notes: Mapping[str, str]
) -> tuple[Item, ...]:
    """Make a line of each word; the ids in `own` have their letter, others a digit."""
    digits = iter(DIGITS)
    return tuple(
        Item(
            id,
            text,
            OWN_LETTERS[id] if id in own else next(digits, ""),
            notes.get(id, ""),
        )
        for id, text in words.items()
    )
