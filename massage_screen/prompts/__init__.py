"""A question as a terminal prompt; nothing else talks to the keyboard.

`asking` puts a question, `reviewing` shows all answers, `terminal` runs a prompt,
`menu`, `kinds` and `sentence` say what it holds and how keys change it, `lines` fits
it to the screen. They load questionary, so they are imported when first used. `plain`
does without it and asks in typed lines, which `entry` reads. `device` is the terminal
itself, `wording` what both say.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING

from massage_screen.errors import NoTerminal
from massage_screen.prompts.device import has_device, is_terminal, moves_cursor

if TYPE_CHECKING:
    from massage_screen.answers import Value
    from massage_screen.interview import Review, Step, Turn

_INSTEAD = "Give the answers in a file instead: massage-screen assess FILE"


def require_terminal(*, plain: bool = False, instead: str = _INSTEAD) -> None:
    """Make sure that a person can see the questions and answer them.

    Args:
        plain: Whether they are asked in plain lines, for which any terminal will do.
        instead: What to do where nobody can, as a sentence.

    Raises:
        NoTerminal: Nobody can; the message says what to use instead.
    """
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


def ask(
    turn: Turn,
    *,
    heading: str = "",
    why: tuple[str, ...] = (),
    drafts: MutableMapping[str, Value] | None = None,
) -> Step:
    """Put one question; return the answer, or where the person wants to go.

    A gate question that gets "Not sure" is put once more in its second wording;
    only the last answer is returned. Going back from there leads to the first.

    Args:
        turn: The question, and where it stands.
        heading: The section.
        why: Paragraphs for the key that asks for help.
        drafts: Where ticks wait, by question id, while the person is elsewhere.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.prompts.asking import put  # noqa: PLC0415  start-up time

    return put(turn, heading, why, {} if drafts is None else drafts)


def review(standing: Review, lines: Mapping[str, str]) -> Step:
    """Show all answers; return where the person wants to go.

    Args:
        standing: Where the interview stands.
        lines: Each question with its answer in words, by question id.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.prompts.reviewing import review_of  # noqa: PLC0415  start-up time
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    return run(review_of(standing, lines))


def choose(
    text: str, options: Sequence[tuple[str, str]], commands: tuple[str, ...] = ()
) -> Step:
    """Put a choice that is not a question of a pack; return the id as an answer.

    Args:
        text: What is asked.
        options: The id and the words of each.
        commands: The keys that lead elsewhere: "b", "r", "q".

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.prompts.kinds import OneOf  # noqa: PLC0415  start-up time
    from massage_screen.prompts.menu import Wording  # noqa: PLC0415  start-up time
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    return run(OneOf(Wording(text, commands=commands), dict(options)))


def tick(text: str, options: Sequence[tuple[str, str]], none: str) -> tuple[str, ...]:
    """Put a checklist that is not a question of a pack; return the ids ticked.

    Args:
        text: What is asked.
        options: The id and the words of each.
        none: The words of the line that says that none applies.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.answers import NONE  # noqa: PLC0415  start-up time
    from massage_screen.interview import Answered  # noqa: PLC0415  start-up time
    from massage_screen.prompts.kinds import AnyOf  # noqa: PLC0415  start-up time
    from massage_screen.prompts.menu import Wording  # noqa: PLC0415  start-up time
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    step = run(AnyOf(Wording(text), {**dict(options), NONE: none}))
    ticked = step.value if isinstance(step, Answered) else ()
    return tuple(item for item, _ in options if item in _items(ticked))


def write(text: str) -> str:
    """Put a line to type; return what was typed.

    Raises:
        Interrupted: The person stopped, or the terminal went away.
    """
    from massage_screen.interview import Answered  # noqa: PLC0415  start-up time
    from massage_screen.prompts.sentence import Sentence  # noqa: PLC0415  start-up
    from massage_screen.prompts.terminal import run  # noqa: PLC0415  start-up time

    step = run(Sentence(text))
    return str(step.value) if isinstance(step, Answered) else ""


def _items(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
