"""Says whether typed words can mean nothing but one question.

What a student typed is asked back wherever it can mean another thing: a question that
was misread must not count as asked (ADR 39).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from rapidfuzz import fuzz

from massage_screen.pack import Pack, Question
from massage_screen.practice.typed import (
    HOW_MUCH,
    content_of,
    points,
    said_in,
    spelt_in,
)
from massage_screen.spoken import choices_read_aloud

#: A question is put at once when it has all the words typed, and so many at least.
_SEVERAL = 2
#: And they are at least this share of a line of a question.
_GOOD_PART = 0.6
#: Whole questions that are so alike, out of 100, are the same but for a slip.
_AS_IT_STANDS = 92
#: Where a question points to its own lines.
_OF_ITS_LINES = re.compile(r"\bof (?:this|these)\b")
#: Words for the client: "How old is the client?" is asked with "you".
_CLIENT = frozenset(("you", "your", "client"))
#: Small words that turn a question: "when was your operation?" does not ask whether
#: there was one, nor does "will you have an operation?".
_TURNING = frozenset(
    """
    again could did ever had how more was were what when which who will would
    """.split()  # noqa: SIM905  a list of words reads better so
)
#: What parts a line into words that can each be typed alone: "a weak or heavy leg".
_PARTING = re.compile(r"[,;:.]|\bor\b|\band\b")


def is_unmistakable(pack: Pack, name: str, typed: str, called: Collection[str]) -> bool:
    """Say whether words can mean nothing but this question.

    Those typed as it stands, or several that it reads out together. One word in common
    is soon misread, and so is what points to something said before: "how old is that?"
    does not ask for the age of the client. A question that points by itself is meant
    only as it stands: the words for another do not say to what.
    """
    words, question = content_of(typed), pack.questions[name]
    several = len({*words} - HOW_MUCH) >= _SEVERAL
    if points(typed) or points(_OF_ITS_LINES.sub(" ", question.ask)):
        same = fuzz.ratio(question.ask.lower(), typed.lower()) >= _AS_IT_STANDS
        return several and same and _is_the_question(question, typed)
    if _is_the_question(question, typed):
        return True
    if not several or name not in called:
        return False
    others = [pack.questions[each] for each in called if each != name]
    return _reads_out(question, typed) and not any(
        _holds(other, words) for other in others
    )


def _is_the_question(question: Question, typed: str) -> bool:
    """Say whether a question was typed as it stands, or nearly so."""
    asked, said = content_of(question.ask), content_of(typed)
    if _turning(question.ask) != _turning(typed):
        return False
    same = all(spelt_in(word, said) for word in asked if word not in _CLIENT) and all(
        spelt_in(word, asked) for word in said if word not in _CLIENT
    )
    return bool(said) and same and (_of_client(typed) or not _of_client(question.ask))


def _of_client(text: str) -> bool:
    return not _CLIENT.isdisjoint(re.findall(r"[a-z]+", text.lower()))


def _reads_out(question: Question, typed: str) -> bool:
    """Say whether all words are read out with a question, in good part of a line.

    As they stand: what a word is said as is near it, and not the same.
    """
    words = content_of(typed)
    read = [c.text for c in choices_read_aloud(question) if not c.carried_from]
    itself, own = (question.topic, question.ask), own_lines(question)
    return any(_is_good_part(words, line) for line in (*itself, *own)) and any(
        _hold((*itself, line), (*words, *_turning(typed)))
        and not any(_is_narrower(text, words) for text in (*itself, line))
        for line in ("", *read)
    )


def _holds(question: Question, words: Iterable[str]) -> bool:
    """Say whether all words are in what a question asks, with one of its own lines."""
    itself = (question.topic, question.ask)
    return any(_hold((*itself, line), words) for line in ("", *own_lines(question)))


def _hold(texts: Iterable[str], words: Iterable[str]) -> bool:
    text = " ".join(texts)
    held = (*content_of(text), *_turning(text))
    return all(said_in(word, held) for word in words)


def _is_good_part(words: Collection[str], line: str) -> bool:
    whole = content_of(line)
    said = sum(said_in(word, words) for word in whole)
    return bool(whole) and said >= _GOOD_PART * len(whole)


def _is_narrower(line: str, words: Sequence[str]) -> bool:
    """Say whether part of a line was typed, but not a word that narrows it.

    "Tearing pain in the back" is not any pain there, nor "the past week" the past. Of
    "a weak or heavy leg" either may be left out: the beginning of what stands behind
    "or", when all before it was typed.
    """
    parts = [content_of(part) for part in _PARTING.split(line)]
    typed = [
        [said_in(word, words) or spelt_in(word, words) for word in part]
        for part in parts
        if part
    ]
    for n, part in enumerate(typed):
        instead = n > 0 and all(typed[n - 1])
        begin = part.index(True) if instead and any(part) else 0
        if any(part) and not all(part[begin:]):
            return True
    return False


def _turning(text: str) -> frozenset[str]:
    return _TURNING.intersection(re.findall(r"[a-z]+", text.lower()))


def own_lines(question: Question) -> list[str]:
    """Return the lines of a question, but for those that stand in another first."""
    return [choice.text for choice in question.choices if not choice.carried_from]
