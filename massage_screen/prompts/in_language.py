"""Puts questions in the language of the client; everything else stays as it is.

Only words change on the way to the person who reads them out: what comes back are the
ids of the question that was to be put.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from massage_screen.interview import Review, Step, Turn
from massage_screen.pack import Question
from massage_screen.pack.texts import Shown
from massage_screen.prompts.asks import Asks, Options


class InLanguage:
    """Asks as another asker does; `Asks` says what each method does."""

    def __init__(self, asks: Asks, shown: Shown) -> None:
        """Take the asker, and the pack as the client meets it."""
        self._asks, self._shown = asks, shown
        self.plain = asks.plain

    def begin(self) -> None:
        """Say what can be typed."""
        self._asks.begin()

    def ask(
        self,
        turn: Turn,
        *,
        heading: str = "",
        intro: str = "",
        why: Sequence[str] = (),
    ) -> Step:
        """Put one question, and why its section is asked, in the language."""
        question = self._read_out(turn.question)
        if intro:
            intro = self._shown.pack.section_of[question.id].intro
        turn = replace(turn, question=question)
        return self._asks.ask(turn, heading=heading, intro=intro, why=why)

    def _read_out(self, question: Question) -> Question:
        """Return a question with what is read out in the language, and nothing else.

        What the therapist looks at, and ticks from what is said, is for the therapist.
        """
        if question.asked_by != "client" or not question.aloud:
            return question
        there = self._shown.question(question)
        return replace(
            there,
            choices=tuple(
                said if said.aloud and not question.open else own
                for said, own in zip(there.choices, question.choices, strict=True)
            ),
        )

    def review(
        self, standing: Review, told: Mapping[str, str], rest: Mapping[str, str]
    ) -> Step:
        """Show all answers."""
        return self._asks.review(standing, told, rest)

    def choose(self, text: str, options: Options) -> str:
        """Put a choice that is not a question of a pack."""
        return self._asks.choose(text, options)

    def choose_or_go(
        self, text: str, options: Options, commands: Sequence[str], heading: str = ""
    ) -> Step:
        """Put a choice that one may leave."""
        return self._asks.choose_or_go(text, options, commands, heading)

    def offer(self, offers: Options) -> str:
        """Offer things to do by a key each."""
        return self._asks.offer(offers)

    def tick(self, text: str, options: Options) -> tuple[str, ...]:
        """Put a checklist that is not a question of a pack."""
        return self._asks.tick(text, options)

    def hear(self, prompt: str) -> str:
        """Put a line to type."""
        return self._asks.hear(prompt)

    def say(self, text: str) -> None:
        """Write one paragraph."""
        self._asks.say(text)
