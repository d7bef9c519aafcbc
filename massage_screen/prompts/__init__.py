"""A question as a terminal prompt; nothing else talks to the keyboard.

`terminal` runs a prompt, `menu` and `kinds` say what it holds and how keys change it,
`lines` fits it to the screen. They load questionary, so they are imported when first
used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from massage_screen.answers import is_unsure
from massage_screen.errors import NoTerminal

if TYPE_CHECKING:
    from massage_screen.answers import Value
    from massage_screen.pack import Question

_INSTEAD = "Give the answers in a file instead: massage-screen assess FILE"
_SECOND_WORDING = "You chose Not sure. Let me ask that another way."
_ALL_AGAIN = " Tick everything that applies, also what you ticked before."


def require_terminal() -> None:
    """Make sure that a person can see the questions and press keys.

    Raises:
        NoTerminal: Nobody can; the message says what to use instead.
    """
    if not _is_terminal(sys.stdin):
        raise NoTerminal(
            "The questions need a person at a terminal, and standard input is not"
            f" one. {_INSTEAD}"
        )
    if not (_is_terminal(sys.stdout) or _is_terminal(sys.stderr) or _has_tty()):
        raise NoTerminal(f"There is no terminal to show the questions on. {_INSTEAD}")
    term = os.environ.get("TERM", "")
    if os.name != "nt" and term.lower() in ("", "dumb", "unknown"):
        raise NoTerminal(
            f"The questions need a terminal that can move its cursor, and TERM={term!r}"
            f" cannot. {_INSTEAD}"
        )


def ask(question: Question, *, heading: str = "", progress: str = "") -> Value:
    """Put one question and return its answer.

    A gate question that gets "Not sure" is put once more in its second wording;
    only the last answer is returned.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.prompts.kinds import menu_for  # noqa: PLC0415  start-up time
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    value = run(menu_for(question, question.ask, heading, progress))
    if question.gate and question.again and is_unsure(value):
        note = _SECOND_WORDING
        note += _ALL_AGAIN if question.kind == "any_of" else ""
        value = run(menu_for(question, question.again, heading, progress, note))
    return question.accept(value)


def choose(text: str, options: Sequence[tuple[str, str]]) -> str:
    """Put a choice that is not a question of a pack; return the id of an option.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.prompts.kinds import OneOf  # noqa: PLC0415  start-up time
    from massage_screen.prompts.menu import Wording  # noqa: PLC0415  start-up time
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    return str(run(OneOf(Wording(text), dict(options))))


def _is_terminal(stream: IO[str] | None) -> bool:
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # the stream was closed
        return False


def _has_tty() -> bool:
    try:
        os.close(os.open("/dev/tty", os.O_WRONLY))
    except OSError:
        return False
    return True
