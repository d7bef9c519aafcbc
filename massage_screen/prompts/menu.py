"""What a prompt holds, and how each key changes it; knows no terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from massage_screen.answers import NO, NONE, UNSURE, YES, Value, doubt_of
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

#: What each key does, by the name of a method of `Menu`. Keys that are not here
#: are typed: they name a line. The letters of commands are missing in `LETTERS`.
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
    "r": "review",
    "?": "help",
    "h": "help",
    "q": "quit",
}
#: What the list of keys says of each command that a menu offers.
OFFERS = {
    "b": "b goes back",
    "r": "r shows all answers, to change any",
    "?": "? says why this is asked",
    "q": "q quits",
}
#: The keys of lines, in order. Letters with a meaning are left out: n(one), u(nsure),
#: y(es), b(ack), h(elp), q(uit), r(eview).
LETTERS = "123456789acdefgijklmopstvwxz"
#: Answers that have a letter of their own.
OWN_LETTERS = {YES: "y", NO: "n", NONE: "n", UNSURE: "u"}

NOWHERE = -1
_CURSOR = ("[SetCursorPosition]", "")
_PRESS_ENTER = "Press Enter to answer with the marked line."
_NO_SUCH_KEY = "That key does nothing here."
_MORE = "There is more to read. Press Down until the end, then answer."
_CLOSE_HELP = "Up and Down scroll. Any other key goes back to the question."


@dataclass(frozen=True)
class Wording:
    """What stands around the lines of a menu.

    Attributes:
        text: What is asked.
        heading: The section.
        progress: Where the interview stands.
        note: What stands right above the text.
        help: Paragraphs that say why it is asked.
        commands: The commands that this menu has, of those in `OFFERS`.
    """

    text: str
    heading: str = ""
    progress: str = ""
    note: str = ""
    help: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line that can be chosen, the keys that choose it, and what is noted of it."""

    id: str
    text: str
    keys: str
    note: str = ""


class Menu:
    """Lines under a text; nothing is chosen until the person chooses.

    Attributes:
        answer: None until it was given.
        step: Where the person wants to go instead of answering.
        stopped: Whether the person asked to stop at once.
        keys: What the keys of the lines do.
        untouched: What is said to Enter while nothing is chosen.
    """

    keys = ""
    untouched = ""

    def __init__(self, wording: Wording, items: tuple[Item, ...]) -> None:
        """Start with no line marked."""
        self.wording = wording
        self.items = items
        self.answer: Value | None = None
        self.step: Step | None = None
        self.stopped = False
        self._pointer = NOWHERE
        self._message = ""
        self._view = View(1 + len(items))
        self._follow = False
        self._help: View | None = None

    def press(self, key: str, rows: int, columns: int) -> None:
        """Do what a key says, on a screen of this size."""
        self.show(rows, columns)
        self._message = ""
        command = COMMANDS.get(key.lower(), "")
        if self._help is not None and command != "stop":
            self._read_help(command)
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
        width = usable(columns)
        if self._help is not None:
            return self._help.fit(self._help_page(width), rows)
        message = block(self._message, width, "bold", "! ") if self._message else []
        blocks = self._blocks(width, rows >= ROOMY_ROWS)
        room = rows - len(message)
        lines = self._view.fit(blocks, room)
        if self._follow and self._view.bring(1 + self._pointer):
            lines = self._view.fit(blocks, room)
        return [*lines, *message]

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
        self._go_away("r", ToReview())

    def quit(self) -> None:
        """Ask to stop, and what becomes of the answers."""
        self._go_away("q", Quit())

    def help(self) -> None:
        """Show why this is asked; what is ticked or typed stays."""
        if "?" in self.wording.commands:
            self._help = View(0)
        else:
            self._message = _NO_SUCH_KEY

    def type(self, key: str) -> None:
        """Choose the line that a number or letter names."""
        for number, item in enumerate(self.items):
            if key in tuple(item.keys):
                self._pick(number)
                return
        self._message = _NO_SUCH_KEY

    # What the kinds of menu change

    def _pick(self, number: int) -> None:
        self._finish(self.items[number].id)

    def _boxes(self) -> list[str]:
        return [""] * len(self.items)

    def _field(self) -> str:
        return ""

    # What they share

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
        blocks += [block(text, width) for text in self.wording.help]
        blank: Block = [[("", "")]]
        return [each + blank for each in blocks] + [block(_CLOSE_HELP, width)]

    def _all_keys(self, width: int) -> Block:
        offers = [OFFERS[command] for command in self.wording.commands]
        ways = f"{', '.join([*offers, 'Ctrl-C stops'])}."
        return [*block(f"Keys: {self.keys}", width), *block(ways, width)]

    def _finish(self, answer: Value) -> None:
        """Take an answer, but only to a prompt that was on the screen to its end."""
        if self._view.all_read:
            self.answer = answer
        else:
            self._message = _MORE

    def _go_to(self, number: int) -> None:
        """Mark a line once it is in view, so that no line is passed unseen."""
        if not 0 <= number < len(self.items):
            self._scroll(1 if number > 0 else -1)
        elif self._view.bring(1 + number):
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
        return [self._head(width, gap), *rows, gap + self._all_keys(width)]

    def _head(self, width: int, gap: Block) -> Block:
        wording = self.wording
        progress = f"({wording.progress})" if wording.progress else ""
        title = f"{wording.heading} {progress}".strip()
        lines = [*gap, *block(title, width), *gap] if title else [*gap]
        lines += block(wording.note, width) if wording.note else []
        lines += block(wording.text, width, "bold")
        field = block(self._field(), width, "bold") if self._field() else []
        if self._pointer == NOWHERE:
            (field or lines)[-1].append(_CURSOR)
        return [*lines, *gap, *field, *(gap if field else [])]

    def _row(self, number: int, width: int) -> Block:
        item = self.items[number]
        marked = number == self._pointer
        label = "/".join(item.keys)
        parts = [">" if marked else " ", self._boxes()[number], label]
        if width + 1 >= ROOMY_COLUMNS:
            widest = max(len("/".join(other.keys)) for other in self.items)
            parts[-1] = label.ljust(widest) + " "
        first = " ".join(part for part in parts if part) + " "
        text = with_note(item.text, item.note)
        lines = block(text, width, "bold" if marked else "", first)
        if marked:
            lines[0].insert(0, _CURSOR)
        return lines


def items_of(
    words: Mapping[str, str], own: tuple[str, ...], notes: Mapping[str, str]
) -> tuple[Item, ...]:
    """Make a line of each word; the ids in `own` also get their own letter."""
    keys = [*LETTERS, *[""] * len(words)]
    return tuple(
        Item(id, text, key + (OWN_LETTERS[id] if id in own else ""), notes.get(id, ""))
        for key, (id, text) in zip(keys, words.items(), strict=False)
    )
