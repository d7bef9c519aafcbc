"""A question as a terminal prompt; nothing else talks to the keyboard.

`asks` is what an asker does. There is one for each mode: `menus`, and `plain`, which
asks in typed lines that `entry` reads. Behind `menus`, `asking` puts a question,
`reviewing` shows all answers, `terminal` runs a prompt, `menu`, `kinds` and `sentence`
say what it holds and how keys change it, `lines` fits it to the screen, `pace` says
which keys come too soon. They load questionary, so they are imported when first used.
`device` is the terminal itself, `voice` says and hears lines there, `wording` is what
both modes say.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from massage_screen.command import command
from massage_screen.errors import NoTerminal
from massage_screen.prompts.device import has_device, is_terminal, moves_cursor

if TYPE_CHECKING:
    from massage_screen.prompts.asks import Asks


def require_terminal(*, plain: bool = False, instead: str = "") -> None:
    """Make sure that a person can see the questions and answer them.

    Args:
        plain: Whether they are asked in plain lines, for which any terminal will do.
        instead: What to do where nobody can, as a sentence; by default, `assess`.

    Raises:
        NoTerminal: Nobody can; the message says what to use instead.
    """
    instead = instead or (
        f"Give the answers in a file instead: {command('assess FILE')}"
    )
    if not is_terminal(sys.stdin):
        raise NoTerminal(
            "The questions need a person at a terminal, and standard input is not"
            f" one. {instead}"
        )
    if not (is_terminal(sys.stdout) or is_terminal(sys.stderr) or has_device()):
        raise NoTerminal(f"There is no terminal to show the questions on. {instead}")
    if not plain and not moves_cursor():
        raise NoTerminal(
            "The questions need a terminal that can move its cursor, and"
            f" TERM={os.environ.get('TERM', '')!r} cannot. Use --plain. {instead}"
        )


def asker_for(*, plain: bool, instead: str = "", reading_lock: bool = True) -> Asks:
    """Return who asks at this terminal: the one place where a mode is chosen.

    Args:
        plain: Whether to ask in plain lines.
        instead: What to do where nobody can answer, as a sentence.
        reading_lock: Whether a denial waits until the question can have been read;
            plain lines never wait.

    Raises:
        NoTerminal: Nobody can; the message says what to use instead.
    """
    require_terminal(plain=plain, instead=instead)
    if plain:
        from massage_screen.prompts.plain import at_terminal  # noqa: PLC0415  one mode

        return at_terminal()
    from massage_screen.prompts.menus import MenuPrompts  # noqa: PLC0415  questionary

    return MenuPrompts(reading_lock=reading_lock)
