"""Sentences that a client may not follow: hard, long, double or full of jargon.

None of this stops a pack. A formula knows long words and long sentences and nothing
of sense: whether people understand a question is seen by asking them. It is made for
English, and so is the list of words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.pack import Question
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem
from massage_screen.spoken import choices_read_aloud
from massage_screen.text import quoted, words_of
from massage_screen.wording.jargon import jargon_in
from massage_screen.wording.passages import Passage, passages_of
from massage_screen.wording.reading import (
    FEWEST_WORDS,
    sentences_of,
    without_names,
)
from massage_screen.wording.syllables import syllables_of

#: The most words in a question, in a choice, and in a sentence: our own default.
MOST_WORDS = 20
#: The most lines of a list that are read aloud, and the most words of each: as many as
#: can be kept in mind. Our own default.
MOST_LINES, MOST_WORDS_OF_LINE = 6, 8
#: The most syllables of a word in a sentence that is too short for the formula.
MOST_SYLLABLES = 4


class Hardest(msgspec.Struct, frozen=True):
    """The highest grade among some texts, where it is, and the limit."""

    grade: float
    id: str
    at_most: int


class Wording(msgspec.Struct, frozen=True):
    """What was measured in the texts of a pack; None where every text is short."""

    problems: list[Problem]
    gate: Hardest | None
    other: Hardest | None


def measure_wording(draft: Draft) -> Wording:
    """Read every text that a client hears."""
    passages = list(passages_of(draft))
    found = [problem for passage in passages for problem in _problems(passage)]
    found += [problem for entry in draft.of(Question) for problem in _lines(entry)]
    order = [file.name for file in draft.files]
    found.sort(key=lambda problem: (order.index(problem.file), problem.line))
    return Wording(
        found,
        _hardest([passage for passage in passages if passage.gate]),
        _hardest([passage for passage in passages if not passage.gate]),
    )


def _hardest(passages: Sequence[Passage]) -> Hardest | None:
    graded = [passage for passage in passages if passage.grade is not None]
    if not graded:
        return None
    worst = max(graded, key=lambda passage: passage.grade or 0)
    return Hardest(worst.grade or 0, worst.id, worst.grade_at_most)


def _problems(passage: Passage) -> Iterator[Problem]:
    for look in (_grade, _long_words, _length, _one_idea, _negatives, _jargon):
        yield from look(passage)


def _grade(passage: Passage) -> Iterator[Problem]:
    grade, limit = passage.grade, passage.grade_at_most
    if grade is not None and grade > limit:
        what = f"a sentence has the reading grade {grade}, above {limit}"
        do = "Use shorter words, or make two sentences of it."
        yield passage.problem("hard_to_read", what, do)


def _long_words(passage: Passage) -> Iterator[Problem]:
    """Find what the grade of longer sentences would show."""
    for sentence in sentences_of(without_names(passage.text)):
        words = words_of(sentence)
        for word in words if len(words) < FEWEST_WORDS else ():
            count = syllables_of(word)
            if count > MOST_SYLLABLES:
                what = f"{quoted(word)} has {count} syllables"
                do = "Use shorter words; the clinicians' word may follow in brackets."
                yield passage.problem("long_word", what, do)


def _length(passage: Passage) -> Iterator[Problem]:
    parts = [passage.text] if passage.item else sentences_of(passage.text)
    longest = max((len(words_of(part)) for part in parts), default=0)
    what = f"there are {longest} words{'' if passage.item else ' in a sentence'}"
    if longest > MOST_WORDS and not passage.line:
        yield passage.problem("too_many_words", what, f"Use at most {MOST_WORDS}.")
    elif longest > MOST_WORDS_OF_LINE and passage.line:
        do = f"Use at most {MOST_WORDS_OF_LINE}."
        yield passage.problem("long_line", what, do)


def _lines(entry: Entry[Question]) -> Iterator[Problem]:
    """Find lists that are too long to be listened to; only lines that all are asked."""
    lines = choices_read_aloud(entry.item)
    always = [line for line in lines if not (line.when or line.carried_from)]
    if len(always) > MOST_LINES:
        what = f"reads {len(always)} lines aloud"
        do = f"Read at most {MOST_LINES}: ask twice, or only show some of them."
        yield entry.problem("too_many_lines", what, do)


_SUBJECT = r"(?:you|your|it|he|she|they|there|this|that|these|those)"
_NOUN = r"(?:an?|any\w*|some\w*|the)"
#: Two marks, or a second verb that has turned round with its own subject. "Or have a
#: fever" is no second question; "and has a doctor" is one.
_TWO = re.compile(
    r"\?.*\?"
    r"|\b(?:and|or),? (?:when|where|how|who|what|which|why)\b"
    rf"|\b(?:and|or),? (?:have|had) {_SUBJECT}\b"
    r"|\b(?:and|or),? (?:has|is|are|was|were|do|does|did|can|could|will)"
    rf" (?:{_SUBJECT}|{_NOUN})\b",
    re.DOTALL | re.IGNORECASE,
)
_SLASH = re.compile(r"\b[A-Za-z]+/[A-Za-z]+\b")


def _one_idea(passage: Passage) -> Iterator[Problem]:
    if passage.stem and _TWO.search(passage.text):
        do = "Ask one thing; ask the other in a question of its own."
        yield passage.problem("two_questions", "two things are asked", do)
    for found in _SLASH.finditer(passage.text):
        do = "Write the one word that is meant, or ask twice."
        yield passage.problem("two_questions", f"it says {quoted(found[0])}", do)


_CLAUSE = re.compile(r"[,;:.?!]|\b(?:and|or|nor|but|because|so)\b", re.IGNORECASE)
_SAID = re.compile(r'"[^"]*"')
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|nobody|nothing|none|nowhere|without|cannot|unless|\w+n['\u2019]t)\b",
    re.IGNORECASE,
)
_NOT_UN = re.compile(
    r"\bnot (?:an? |very |at all )?un(?!der|til|less|ion|it|iq|iv|cle)\w{3,}",
    re.IGNORECASE,
)


def _negatives(passage: Passage) -> Iterator[Problem]:
    for clause in _CLAUSE.split(_SAID.sub("", passage.text)):
        negatives = [found[0] for found in _NEGATIVE.finditer(clause)]
        turned = _NOT_UN.search(clause)
        if len(negatives) > 1 or turned:
            said = turned[0] if turned else " … ".join(negatives)
            what = f"one 'no' turns another round: {quoted(said)}"
            yield passage.problem(
                "double_negative", what, "Say what is, not what is not."
            )


def _jargon(passage: Passage) -> Iterator[Problem]:
    for word, plain in jargon_in(without_names(passage.text)):
        what = f"there is the clinicians' word {quoted(word)}"
        do = f"Say {quoted(plain)}; the word itself may follow in brackets."
        yield passage.problem("jargon", what, do)
