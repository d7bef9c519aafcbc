"""A reminder of what to ask about, which fades as clients get harder.

Its prompts stand in the pack, with the questions that each of them asks: whoever types
one gets an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from massage_screen.pack.practice import Reminder

_GATE_FIRST = "Warning signs come first, in every interview."
#: From this likeness on, out of 100, a typed word is one of a prompt with a slip.
_ALIKE = 85


def scaffold(reminder: Sequence[Reminder], level: int) -> tuple[str, ...]:
    """Return the reminder for a level: whole at 1, letters at 2, nothing at 3."""
    if level >= 3:
        return ()
    shown = [prompt for prompt in reminder if prompt.letter]
    if not shown:
        return (_GATE_FIRST,)
    if level == 2:
        letters = "".join(prompt.letter for prompt in shown)
        return (f"{_GATE_FIRST} Then: {letters}.",)
    prompts = (f"{prompt.letter} {prompt.topic}: {prompt.ask}" for prompt in shown)
    return (_GATE_FIRST, *prompts)


def prompt_typed(reminder: Sequence[Reminder], typed: str) -> Reminder | None:
    """Return the prompt that was typed, as it stands there or nearly so."""
    said = _words(typed)
    for prompt in reminder:
        if any(_are_alike(said, _words(way)) for way in (*prompt.ways, prompt.topic)):
            return prompt
    return None


def _are_alike(said: Sequence[str], way: Sequence[str]) -> bool:
    """Say whether words are the same, one by one: "better" is no slip for "worse"."""
    return len(said) == len(way) and all(
        fuzz.ratio(word, other) >= _ALIKE for word, other in zip(said, way, strict=True)
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())
