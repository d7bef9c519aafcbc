"""Runs a menu on the terminal, and leaves the question and its answer behind."""

from __future__ import annotations

import asyncio
import os
import sys
from typing import TYPE_CHECKING, Any

import questionary
from prompt_toolkit import print_formatted_text
from prompt_toolkit.application import Application, get_app_session
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.input import PipeInput
from prompt_toolkit.input.ansi_escape_sequences import ANSI_SEQUENCES
from prompt_toolkit.input.typeahead import get_typeahead
from prompt_toolkit.input.vt100_parser import Vt100Parser
from prompt_toolkit.key_binding import KeyBindings, KeyPress, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import FormattedTextControl, Layout, Window
from prompt_toolkit.output import create_output
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.output.vt100 import Vt100_Output

from massage_screen.errors import NoTerminal
from massage_screen.interview import Answered
from massage_screen.prompts.device import (
    ending_signals,
    forget_typed,
    interrupted,
    shown_on,
    signals_restored,
)
from massage_screen.prompts.lines import block, usable
from massage_screen.prompts.pace import Held
from massage_screen.prompts.sequences import PASTE_BEGINS, STOPS, Sequences
from massage_screen.text import cut_to

if TYPE_CHECKING:
    from collections.abc import Callable

    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from massage_screen.interview import Step
    from massage_screen.prompts.lines import Block
    from massage_screen.prompts.menu import Menu

#: How long to wait for the rest of a key that starts with Escape, in seconds.
ESCAPE_WAIT = 0.05
#: More keys than this that come at once were not typed, not even on a slow line.
MOST_AT_ONCE = 64


#: The key that answered the question before.
_HELD = Held()


def run(menu: Menu) -> Step:
    """Put a menu to the person; return the answer, or where they want to go.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
        NoTerminal: Keys would come from a file or a pipe.
    """
    source, output = _input(), _output()
    application = _application(menu, source, output)
    try:
        with signals_restored():
            step: Step = questionary.Question(application).unsafe_ask()
        if isinstance(step, Answered):
            _leave_behind(menu, output)
    except (KeyboardInterrupt, EOFError, OSError):  # OSError: the window is gone
        raise interrupted() from None
    return step


def _application(menu: Menu, source: Input, output: Output) -> Application[Step]:
    def lines() -> FormattedText:
        size = output.get_size()
        shown = menu.show(size.rows, size.columns)
        return _joined(shown)

    application: Application[Step] = Application(
        layout=Layout(Window(FormattedTextControl(lines), dont_extend_height=True)),
        key_bindings=_bindings(menu, output, _held_on(source)),
        erase_when_done=True,
        terminal_size_polling_interval=None,  # it fails loudly when the window closes
        input=source,
        output=output,
    )
    application.ttimeoutlen = ESCAPE_WAIT
    application.pre_run_callables += [
        lambda: _listen_for_the_end(application),
        lambda: _forget_type_ahead(source),
    ]
    return application


def _held_on(source: Input) -> Held:
    """Return what tells held keys; a test sends the keys of several prompts at once."""
    return Held() if isinstance(source, PipeInput) else _HELD


def _bindings(menu: Menu, output: Output, held: Held) -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def press(event: KeyPressEvent) -> None:
        named = event.key_sequence[0].key
        key = named.value if isinstance(named, Keys) else named
        size = output.get_size()
        if held.goes_on(key):
            menu.refuse_held()
            return
        menu.press(key, size.rows, size.columns)
        if menu.stopped:
            event.app.exit(exception=interrupted())
        elif menu.step is not None:
            event.app.exit(result=menu.step)
        elif menu.answer is not None:
            held.answered(key)
            event.app.exit(result=Answered(menu.answer))

    return bindings


def _input() -> Input:
    """Return where keys come from: a terminal, or the pipe of a test."""
    source = get_app_session().input
    _read_whole_keys(source)
    if isinstance(source, PipeInput) or sys.platform == "win32":
        return source
    try:
        keyboard = os.isatty(source.fileno())
    except (NotImplementedError, OSError):
        keyboard = False
    if not keyboard:
        raise NoTerminal("The questions need a person at a terminal.")
    return source


def _output() -> Output:
    """Return where prompts are shown: never a file, although stdout may be one."""
    output = get_app_session().output
    if sys.stdout is None or isinstance(output, PlainTextOutput):
        output = create_output(shown_on())
    if isinstance(output, Vt100_Output):
        # Some terminals never say where the cursor is; prompt_toolkit would wait
        # and then print a warning. A menu does not need to know.
        output.enable_cpr = False
    return output


class _WholeKeys(Vt100Parser):
    """Makes keys of whole sequences, and none of what nobody can have typed."""

    def __init__(self, send: Callable[[KeyPress], None], at_once: int) -> None:
        super().__init__(send)
        self.sequences = Sequences(ANSI_SEQUENCES)
        self._at_once = at_once
        self._poured = False

    def feed(self, data: str) -> None:
        """Send the keys of what came; of what was poured in, only those that stop.

        What was poured in is a paste, as far as a question is concerned.
        """
        keys = self.sequences.feed(data)
        if not self._poured and len(keys) > self._at_once:
            self._poured = True
            self._send_paste()
        for key in keys:
            if self._poured and key not in STOPS:
                continue
            if key == PASTE_BEGINS:
                self._send_paste()
            else:
                super().feed(key)

    def _send_paste(self) -> None:
        self.feed_key_callback(KeyPress(Keys.BracketedPaste, ""))

    def flush(self) -> None:
        """Send Escape if it stands alone; prompt_toolkit calls this in a pause."""
        self._poured = False
        for key in self.sequences.wait_over():
            super().feed(key)
        super().flush()


def _read_whole_keys(source: Input) -> None:
    """Put our parser in the place of the one that takes sequences apart.

    Windows keeps its own: there keys come from the console, not as characters.
    """
    if sys.platform != "win32":
        from prompt_toolkit.input.vt100 import (  # noqa: PLC0415  not for Windows
            Vt100Input,
        )

        if isinstance(source, Vt100Input):
            parser = source.vt100_parser
            if not isinstance(parser, _WholeKeys):
                # A test sends the keys of several prompts at once.
                at_once = sys.maxsize if isinstance(source, PipeInput) else MOST_AT_ONCE
                source.vt100_parser = _WholeKeys(parser.feed_key_callback, at_once)


def _forget_type_ahead(source: Input) -> None:
    """Throw away keys pressed before the question could be read."""
    if isinstance(source, PipeInput):
        return  # a test sends the keys of several prompts at once
    parser = getattr(source, "vt100_parser", None)
    left = bool(get_typeahead(source))
    if isinstance(parser, _WholeKeys):
        forget_typed(
            source.fileno(),
            going_on=left or parser.sequences.unfinished,
            # The parser follows, to know a paste that goes on after a pause.
            pass_by=lambda typed: parser.feed(typed.decode(errors="replace")),
        )
        source.flush_keys()


def _listen_for_the_end(application: Application[Any]) -> None:
    """Turn signals that end the program into an interruption, tidied up after."""

    def end() -> None:
        if application.is_running and not application.is_done:
            application.exit(exception=interrupted())

    for number in ending_signals():
        asyncio.get_running_loop().add_signal_handler(number, end)


def _leave_behind(menu: Menu, output: Output) -> None:
    """Write the question and its answer where the prompt was; a "no" in one line."""
    width = usable(output.get_size().columns)
    if menu.trace:
        line = [("", cut_to(menu.trace, width))]
        print_formatted_text(_joined([line]), output=output)
        return
    lines = [
        *block(menu.wording.text, width, "bold"),
        *block(f"Answer: {menu.in_words()}", width, "", "  "),
    ]
    print_formatted_text(_joined(lines), output=output)


def _joined(lines: Block) -> FormattedText:
    pieces = [piece for line in lines for piece in (("", "\n"), *line)]
    return FormattedText(pieces[1:])
