"""Who stands between a practice station and a student at some terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Examiner(Protocol):
    """Someone who can show text to a student and take what is typed or chosen.

    Every method may raise `Interrupted`: the student stopped.
    """

    def say(self, text: str) -> None:
        """Show one paragraph."""

    def hear(self, prompt: str) -> str:
        """Return a typed line."""

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        """Return the id of one of the options, each an id with its words."""

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        """Return the ids of any of the options, maybe of none."""
