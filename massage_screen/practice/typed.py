"""The words of a line: those that count, how they are spelt, and what they point to."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from rapidfuzz import fuzz

#: From this likeness on, out of 100, a typed word counts as a word of a question.
ALIKE = 82
#: The shortest word by whose beginning a longer one is known ("numb", "numbness").
STEM = 4
_ENDINGS = frozenset(("s", "es", "ed", "ing", "ness", "ly", "y"))
#: Words that point to what was said, or to somebody else: what they mean is not typed.
_POINTING = frozenset(
    """
    he her him his it its she that their them there these they this those
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: Where those words point to nothing: "is there any numbness", "ill this week".
_NOT_POINTING = re.compile(
    r"\b(?:is|are|was|were) there\b"
    r"|\b(?:this|these) (?:days?|morning|weeks?|months?|year)\b"
)
#: Words that ask how much, when, where or how it goes, and not of what: "how long ago?"
#: and "better or worse?" may be of anything.
HOW_MUCH = frozenset(
    """
    ago before better day days different far gone last less long longer month months new
    now often old over past same since still today under week weeks where why worse year
    years
    two three four five six seven eight nine ten
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: Words that say nothing of what is asked about.
_SMALL = _POINTING.union(
    """
    a about again all am an and any are as at be been brings by can come could did
    do does down ever every feel for from get getting go goes going got had happen
    happened has have here how i if in is just like many me more much my no not
    notice noticed of on or other out please problem problems so some take taken
    takes taking tell than the thing things to trouble up use using was way were
    what when which who will with would you your
    """.split()  # noqa: SIM905  a list of words reads better so
)


def content_of(text: str) -> list[str]:
    """Return the words of a text that say what it is about, each once."""
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [word for word in dict.fromkeys(words) if word not in _SMALL]


def points(typed: str) -> bool:
    """Say whether words point to something that was said, or to somebody else."""
    left = _NOT_POINTING.sub(" ", typed.lower())
    return not _POINTING.isdisjoint(re.findall(r"[a-z]+", left))


def leaves_open(typed: str) -> bool:
    """Say whether words do not say of what: they point, or say "since when?" alone."""
    return points(typed) or (
        any(each.isalpha() for each in typed) and not {*content_of(typed)} - HOW_MUCH
    )


def spelt_in(word: str, words: Sequence[str]) -> bool:
    """Say whether a word, or one that is spelt about like it, is among words."""
    return any(fuzz.ratio(word, each) >= ALIKE for each in words)


def said_in(word: str, line: Collection[str]) -> bool:
    """Say whether a word, or one that differs in its ending, is in a line."""
    return any(
        word == each or with_ending(word, each) or with_ending(each, word)
        for each in line
    )


def with_ending(name: str, word: str) -> bool:
    """Say whether a word is another one with an ending ("weak", "weakness")."""
    return (
        len(name) >= STEM
        and word.startswith(name)
        and word.removeprefix(name) in _ENDINGS
    )
