"""What comes sooner than a person can have read or pressed it answers nothing.

The clock is a parameter: seconds from any moment on.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from massage_screen.pack import Question
from massage_screen.spoken import choices_read_aloud
from massage_screen.text import uncapitalised, words_of

#: A "no" is taken after a third of the time of reading aloud, at 150 words a minute.
WORDS_A_MINUTE = 450
#: A key that comes again sooner is held down: longer than most keyboards wait before
#: they repeat it, in seconds.
PAUSE = 0.7
Clock = Callable[[], float]
_ARTICLES = ("a ", "an ", "the ")
_CLAUSE = (",", ";", ":", " (", " or ")


class Pace(NamedTuple):
    """How fast answers are taken.

    Attributes:
        clock: Gives seconds.
        locked: Whether a denial waits until the question can have been read.
    """

    clock: Clock
    locked: bool


class Denial:
    """How a "no" or "none" to a warning sign is taken, and what it leaves behind."""

    def __init__(self, trace: str, words: int, clock: Clock) -> None:
        """Start before the question was shown.

        Args:
            trace: What stays on the screen.
            words: How many words are read aloud; 0 where nothing is waited for.
            clock: What time it is.
        """
        self.trace = trace
        self._wait = 60 * words / WORDS_A_MINUTE
        self._clock = clock
        self._shown: float | None = None
        self._refused: float | None = None

    def shown(self) -> None:
        """Take note of when the question was first on the screen."""
        if self._shown is None:
            self._shown = self._clock()

    def may_be_said(self) -> bool:
        """Say whether the question can have been read.

        A key that is held down from too early on never says it.
        """
        now = self._clock()
        early = self._wait > 0 and now - (self._shown or now) < self._wait
        held = self._refused is not None and now - self._refused < PAUSE
        self._refused = now if early or held else None
        return not (early or held)


class Held:
    """Tells the key that answered the question before, if it is still held down."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        """Start with nothing answered."""
        self._clock = clock
        self._key = ""
        self._last = 0.0

    def answered(self, key: str) -> None:
        """Take note of the key that answered a question."""
        self._key, self._last = key, self._clock()

    def goes_on(self, key: str) -> bool:
        """Say whether a key is that one, without a pause since."""
        before, self._last = self._last, self._clock()
        if key != self._key or self._last - before >= PAUSE:
            self._key = ""
        return bool(self._key)


def denial_of(question: Question, text: str, pace: Pace, *, known: bool) -> Denial:
    """Return how a gate question is denied.

    Args:
        question: What is asked.
        text: The wording.
        pace: How fast answers are taken.
        known: Whether it was answered before, so that nothing is waited for.
    """
    waits = pace.locked and not known
    words = words_aloud(question, text) if waits else 0
    return Denial(trace_of(question), words, pace.clock)


def words_aloud(question: Question, text: str) -> int:
    """Count the words that are read aloud of a question in one wording."""
    lines = choices_read_aloud(question)
    read = [text, *(line.text for line in lines)] if question.aloud else []
    return sum(len(words_of(each)) for each in read)


def trace_of(question: Question) -> str:
    """Return what was denied, in short words: "None: weak stream, leaks".

    A list that carries on signs told before denies none of them, only that they are
    new, say: so its topic stands there.
    """
    topic = uncapitalised(question.name.rstrip("?"))
    if not question.takes.several:
        return f"No: {topic}"
    if any(line.carried_from for line in question.choices):
        return f"None: {topic}"
    return f"None: {', '.join(in_short(line.text) for line in question.choices)}"


def in_short(text: str) -> str:
    """Return the first words of a line: "hard to start" of "Hard to start, or so"."""
    for end in _CLAUSE:
        text = text.split(end, 1)[0]
    short = uncapitalised(text)
    for article in _ARTICLES:
        short = short.removeprefix(article)
    return short
