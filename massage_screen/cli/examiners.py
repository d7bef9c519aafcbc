"""Puts a practice station to a student, with menus or in plain lines."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence

from massage_screen import prompts
from massage_screen.cli import output
from massage_screen.errors import Interrupted
from massage_screen.interview import Answered, Step
from massage_screen.practice.examiner import Examiner
from massage_screen.prompts.plain import PlainPrompts, Voice

_NONE = "None"
_INSTEAD = (
    "Practise in a terminal window. To read a client without playing:"
    " massage-screen practise --preview ID"
)


def examiner_for(*, plain: bool) -> Examiner:
    """Return who puts the station at this terminal.

    Raises:
        NoTerminal: Nobody can answer here.
    """
    prompts.require_terminal(plain=plain, instead=_INSTEAD)
    if not plain:
        return MenuExaminer()
    from massage_screen.cli.voice import TerminalVoice  # noqa: PLC0415  needs one

    return PlainExaminer(TerminalVoice())


class MenuExaminer:
    """Asks with menus, where the cursor can move."""

    def say(self, text: str) -> None:
        """Show one paragraph."""
        output.tell(text)

    def hear(self, prompt: str) -> str:
        """Return a typed line."""
        return prompts.write(prompt)

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        """Return the id of one of the options."""
        return _chosen(prompts.choose(text, options))

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Return the ids of any of the options, maybe of none."""
        return prompts.tick(text, options, _NONE)


class PlainExaminer:
    """Asks in plain lines, each answer typed with Enter."""

    def __init__(self, voice: Voice) -> None:
        """Ask through this voice."""
        self._voice = voice
        self._prompts = PlainPrompts(voice)

    def say(self, text: str) -> None:
        """Show one paragraph."""
        self._voice.say(text)

    def hear(self, prompt: str) -> str:
        """Return a typed line."""
        with self._stopping():
            return self._voice.hear(prompt)

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        """Return the id of one of the options."""
        with self._stopping():
            return _chosen(self._prompts.choose(text, options))

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Return the ids of any of the options, maybe of none."""
        with self._stopping():
            return self._prompts.tick(text, options)

    @contextlib.contextmanager
    def _stopping(self) -> Iterator[None]:
        """Leave the line of a prompt that was not answered."""
        try:
            yield
        except Interrupted:
            with contextlib.suppress(Interrupted):  # the window is gone
                self._voice.say("")
            raise


def _chosen(step: Step) -> str:
    return str(step.value) if isinstance(step, Answered) else ""
