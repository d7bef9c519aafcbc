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
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
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

if TYPE_CHECKING:
    from prompt_toolkit.input import Input
    from prompt_toolkit.output import Output

    from massage_screen.interview import Step
    from massage_screen.prompts.lines import Block
    from massage_screen.prompts.menu import Menu

#: How long to wait for the rest of a key that starts with Escape, in seconds.
ESCAPE_WAIT = 0.05


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
        key_bindings=_bindings(menu, output),
        erase_when_done=True,
        terminal_size_polling_interval=None,  # it fails loudly when the window closes
        input=source,
        output=output,
    )
    application.ttimeoutlen = ESCAPE_WAIT
    application.pre_run_callables += [
        lambda: _forget_type_ahead(source),
        lambda: _listen_for_the_end(application),
    ]
    return application


def _bindings(menu: Menu, output: Output) -> KeyBindings:
    bindings = KeyBindings()

    @bindings.add(Keys.Any)
    def press(event: KeyPressEvent) -> None:
        key = event.key_sequence[0].key
        size = output.get_size()
        menu.press(key.value if isinstance(key, Keys) else key, size.rows, size.columns)
        if menu.stopped:
            event.app.exit(exception=interrupted())
        elif menu.step is not None:
            event.app.exit(result=menu.step)
        elif menu.answer is not None:
            event.app.exit(result=Answered(menu.answer))

    return bindings


def _input() -> Input:
    """Return where keys come from: a terminal, or the pipe of a test."""
    source = get_app_session().input
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


def _forget_type_ahead(source: Input) -> None:
    """Throw away keys pressed before the question could be read."""
    if isinstance(source, PipeInput):
        return  # a test sends the keys of several prompts at once
    clear_typeahead(source)
    forget_typed(source.fileno())


def _listen_for_the_end(application: Application[Any]) -> None:
    """Turn signals that end the program into an interruption, tidied up after."""

    def end() -> None:
        if application.is_running and not application.is_done:
            application.exit(exception=interrupted())

    for number in ending_signals():
        asyncio.get_running_loop().add_signal_handler(number, end)


def _leave_behind(menu: Menu, output: Output) -> None:
    """Write the question and its answer where the prompt was."""
    width = usable(output.get_size().columns)
    lines = [
        *block(menu.wording.text, width, "bold"),
        *block(f"Answer: {menu.in_words()}", width, "", "  "),
    ]
    print_formatted_text(_joined(lines), output=output)


def _joined(lines: Block) -> FormattedText:
    pieces = [piece for line in lines for piece in (("", "\n"), *line)]
    return FormattedText(pieces[1:])
