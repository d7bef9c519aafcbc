"""How many years of school an English text asks of its reader."""

from __future__ import annotations

import re
from collections.abc import Sequence

from massage_screen.text import words_of
from massage_screen.wording.syllables import syllables_of

#: The fewest words of which the formula says something: below, one long word more or
#: less moves the grade by two years and more.
FEWEST_WORDS = 6

_SENTENCE = re.compile(r"[^.!?;]+(?:[.!?](?=\w)[^.!?;]*)*")
_NAME = re.compile(r"\s*\([^()]*\)")


def grade(words: int, sentences: int, syllables: int) -> float:
    """Return the US school grade by the formula of Flesch and Kincaid.

    J. P. Kincaid, R. P. Fishburne, R. L. Rogers, B. S. Chissom: Derivation of new
    readability formulas for Navy enlisted personnel. Research Branch Report 8-75,
    Naval Technical Training Command, 1975.

    Args:
        words: How many words the text has, 1 or more.
        sentences: How many sentences, 1 or more.
        syllables: How many syllables all words have together.

    Raises:
        ZeroDivisionError: There are no words or no sentences.
    """
    return 0.39 * words / sentences + 11.8 * syllables / words - 15.59


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text that have words.

    A semicolon ends one as well, so that each item of a list is judged by itself.
    """
    return [part for part in _SENTENCE.findall(text) if words_of(part)]


def without_names(text: str) -> str:
    """Return a text without what stands in brackets: the names clinicians use."""
    return _NAME.sub("", text)


def grade_of(text: str) -> float | None:
    """Return the grade of the hardest sentence; what stands in brackets is left out.

    None when every sentence is too short for the formula (`FEWEST_WORDS`).
    """
    words = [words_of(sentence) for sentence in sentences_of(without_names(text))]
    return max(
        (_grade(each) for each in words if len(each) >= FEWEST_WORDS), default=None
    )


def _grade(words: Sequence[str]) -> float:
    return grade(len(words), 1, sum(map(syllables_of, words)))
