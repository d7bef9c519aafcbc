"""Conducts the interview with the person at the terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import console, say, tell
from massage_screen.errors import Interrupted

if TYPE_CHECKING:
    from massage_screen.answers import Answers, Value
    from massage_screen.decision import Decision
    from massage_screen.pack import Pack, Question, Section
    from massage_screen.sheet import Sheet


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
        """Start with nothing asked and no action shown."""
        self._pack = pack
        self._color = color
        self._section: Section | None = None
        self._asked = 0
        self._acted: Decision | None = None

    def ask(self, question: Question, sheet: Sheet, decision: Decision) -> Value:
        """Return the answer to one question."""
        from massage_screen import prompts  # noqa: PLC0415  start-up time

        heading = self._open_section(self._pack.section_of[question.id])
        self._asked += 1
        progress = self._progress(sheet, decision)
        return prompts.ask(question, heading=heading, progress=progress)

    def _open_section(self, section: Section) -> str:
        """Tell where a section begins; return what later prompts say above them."""
        if section is self._section:
            return section.title
        self._section = section
        tell("", section.title, *([section.intro] if section.intro else []))
        return ""

    def _progress(self, sheet: Sheet, decision: Decision) -> str:
        if decision.complete:
            return f"Question {self._asked}, for the record"
        may_come = sum(
            relevant is not False and question not in sheet.answers
            for question, relevant in sheet.relevance.items()
        )
        return f"Question {self._asked}, at most {may_come - 1} more"

    def act(self, decision: Decision) -> bool:
        """Show what must be done now; say whether to go on asking."""
        self._acted = decision
        self.show_action()
        if decision.required:
            go_on = "Go on: what is left can only make it more urgent"
        else:
            go_on = "Answer the rest for the record: it cannot change the result"
        return self._choose("Do this first. Then:", go_on)

    def finish(self, decision: Decision) -> bool:
        """Say that nothing left can change the result; return whether to go on."""
        left = len(decision.optional)
        tell("", f"Nothing that is left can change the result. Left to ask: {left}.")
        return self._choose("What now?", "Answer the rest for the record")

    def show_action(self) -> None:
        """Show the action that stands, when there is one."""
        if self._acted is None:
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_action,  # start-up time: rich is loaded when there is a result
        )

        show_action(self._acted, self._pack, console(self._color))

    def _choose(self, text: str, go_on: str) -> bool:
        from massage_screen import prompts  # noqa: PLC0415  start-up time

        stop = "Stop here and show the result"
        return prompts.choose(text, [("stop", stop), ("go_on", go_on)]) == "go_on"
