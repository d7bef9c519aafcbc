"""Conducts the interview with the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import console, say, tell
from massage_screen.errors import Interrupted

if TYPE_CHECKING:
    from massage_screen.answers import Answers
    from massage_screen.decision import Decision
    from massage_screen.interview import Review, Step, Turn
    from massage_screen.pack import Pack, Section


def interview(pack: Pack, color: str) -> Answers:
    """Ask what must be asked; the notice is on the screen before prompts load.

    Raises:
        NoTerminal: Nobody can answer here; nothing was asked.
        Exit: The person stopped. The action that stands is on the last lines.
    """
    if sys.stdin.isatty():
        tell(*pack.about.notice)
    from massage_screen.interview import conduct  # noqa: PLC0415  start-up time
    from massage_screen.prompts import require_terminal  # noqa: PLC0415  start-up time

    require_terminal()
    terminal = Terminal(pack, color)
    try:
        return conduct(pack, terminal)
    except (Interrupted, KeyboardInterrupt):
        say("\nStopped. There is no recommendation. Do not massage on this screen.")
        terminal.show_action()
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except Exception:
        terminal.show_action()  # a fault of ours must not take it away
        raise


class Terminal:
    """Puts questions to the person at the terminal."""

    def __init__(self, pack: Pack, color: str) -> None:
        """Start with no section open and no action shown."""
        self._pack = pack
        self._color = color
        self._section: Section | None = None
        self._acted: Decision | None = None

    def ask(self, turn: Turn) -> Step:
        """Return the answer to one question."""
        from massage_screen import prompts  # noqa: PLC0415  start-up time
        from massage_screen.interview import Answered  # noqa: PLC0415  start-up time

        question = turn.question
        heading = self._open_section(self._pack.section_of[question.id])
        return Answered(prompts.ask(question, heading=heading, progress=turn.progress))

    def _open_section(self, section: Section) -> str:
        """Tell where a section begins; return what later prompts say above them."""
        if section is self._section:
            return section.title
        self._section = section
        tell("", section.title, *([section.intro] if section.intro else []))
        return ""

    def act(self, decision: Decision) -> Step:
        """Show what must be done now; return whether to go on asking."""
        self._acted = decision
        self.show_action()
        if decision.required:
            go_on = "Go on: what is left can only make it more urgent"
        else:
            go_on = "Answer the rest for the record: it cannot change the result"
        return self._choose("Do this first. Then:", go_on)

    def review(self, review: Review) -> Step:
        """Say that nothing left can change the result; return whether to go on."""
        from massage_screen.interview import Accept  # noqa: PLC0415  start-up time

        if not review.left:
            return Accept()
        left = review.left
        tell("", f"Nothing that is left can change the result. Left to ask: {left}.")
        return self._choose("What now?", "Answer the rest for the record")

    def leave(self) -> bool:
        """Stop without asking."""
        return False

    def tell(self, text: str) -> None:
        """Say one sentence."""
        tell("", text)

    def show_action(self) -> None:
        """Show the action that stands, when there is one."""
        if self._acted is None:
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_action,  # start-up time: rich is loaded when there is a result
        )

        show_action(self._acted, self._pack, console(self._color))

    def _choose(self, text: str, go_on: str) -> Step:
        from massage_screen import prompts  # noqa: PLC0415  start-up time
        from massage_screen.interview import Accept, GoOn  # noqa: PLC0415  start-up

        stop = "Stop here and show the result"
        chosen = prompts.choose(text, [("stop", stop), ("go_on", go_on)])
        return GoOn() if chosen == "go_on" else Accept()
