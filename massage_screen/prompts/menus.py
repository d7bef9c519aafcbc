"""Asks with menus, where the cursor can move."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence

from massage_screen.answers import NONE, Value
from massage_screen.interview import Answered, Review, Step, Turn
from massage_screen.prompts.asking import put
from massage_screen.prompts.asks import Options
from massage_screen.prompts.key_row import KeyRow
from massage_screen.prompts.kinds import AnyOf, OneOf
from massage_screen.prompts.menu import Wording
from massage_screen.prompts.pace import Clock, Pace
from massage_screen.prompts.reviewing import review_of
from massage_screen.prompts.sentence import Sentence
from massage_screen.prompts.terminal import run
from massage_screen.prompts.voice import write

_NONE = "None"


class MenuPrompts:
    """Asks a person who presses keys; `Asks` says what each method does."""

    plain = False

    def __init__(
        self, clock: Clock = time.monotonic, *, reading_lock: bool = True
    ) -> None:
        """Start with nothing asked.

        Args:
            clock: Gives seconds.
            reading_lock: Whether a denial waits until the question can have been read.
        """
        self._pace = Pace(clock, reading_lock)
        self._told: set[str] = set()
        self._drafts: dict[str, Value] = {}  # ticks that wait while one is elsewhere

    def begin(self) -> None:
        """Say nothing: the keys stand under every menu."""

    def ask(
        self,
        turn: Turn,
        *,
        heading: str = "",
        intro: str = "",
        why: Sequence[str] = (),
    ) -> Step:
        """Put one question, below the title of its section."""
        if heading and heading not in self._told:
            self._told.add(heading)
            self.say("")
            if intro:
                self.say(intro)
        return put(turn, heading, tuple(why), self._drafts, self._pace)

    def review(
        self, standing: Review, told: Mapping[str, str], rest: Mapping[str, str]
    ) -> Step:
        """Show all answers."""
        return run(review_of(standing, told, rest))

    def choose(self, text: str, options: Options) -> str:
        """Put a choice that is not a question of a pack."""
        return _given(self.choose_or_go(text, options, ()))

    def choose_or_go(
        self, text: str, options: Options, commands: Sequence[str], heading: str = ""
    ) -> Step:
        """Put a choice that one may leave."""
        wording = Wording(text, heading, commands=tuple(commands))
        return run(OneOf(wording, dict(options), own=True))

    def offer(self, offers: Options) -> str:
        """Offer things to do by a key each."""
        return _given(run(KeyRow(offers)))

    def tick(self, text: str, options: Options) -> tuple[str, ...]:
        """Put a checklist that is not a question of a pack."""
        step = run(AnyOf(Wording(text), {**dict(options), NONE: _NONE}))
        ticked = step.value if isinstance(step, Answered) else ()
        chosen = ticked if isinstance(ticked, tuple) else ()
        return tuple(item for item, _ in options if item in chosen)

    def hear(self, prompt: str) -> str:
        """Put a line to type."""
        return _given(run(Sentence(prompt)))

    def say(self, text: str) -> None:
        """Write one paragraph."""
        write(sys.stdout, text)


def _given(step: Step) -> str:
    return str(step.value) if isinstance(step, Answered) else ""
