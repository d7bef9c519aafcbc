"""Finds the question of a pack that a student means by typed words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec
from rapidfuzz import fuzz, process

from massage_screen.answers import Answers
from massage_screen.pack import Pack, Question
from massage_screen.practice.typed import (
    ALIKE,
    STEM,
    content_of,
    with_ending,
)
from massage_screen.practice.unmistakable import is_unmistakable, own_lines
from massage_screen.sheet import Sheet

#: A best match this much above the second is the one that was meant.
_CLEAR = 1.25
_MOST = 5
#: A match must cover this share of what was typed.
_LEAST = 0.34
#: How much a word counts in the name of a question, in what is asked, and beside it.
_IN_ID, _ASKED, _BESIDE = 1.4, 1.0, 0.7
#: Words that stand together in one line of a question count this much more.
_TOGETHER = 0.5
#: How much of its likeness a question keeps that nothing heard so far calls for.
_UNCALLED = 0.5
#: Warning signs are meant a little more often than what only mentions them.
_GATE = 1.15


class _Words(msgspec.Struct, frozen=True):
    """The words of a question.

    Attributes:
        counts: How much each of them counts.
        lines: Those that stand together: its name, the question, each of its choices.
    """

    counts: Mapping[str, float]
    lines: tuple[frozenset[str], ...]


class Meant(msgspec.Struct, frozen=True):
    """What typed words may mean.

    Attributes:
        questions: The likeliest first: one alone when it is clear which is meant,
            none when nothing is near, and at most five.
        sure: Whether there is one, and so much of what was typed is in it that it
            can be put without asking back.
        early: Whether the likeliest asks for more about signs that nobody named yet.
    """

    questions: tuple[Question, ...] = ()
    sure: bool = False
    early: bool = False


def find_questions(
    pack: Pack, typed: str, called: Collection[str] | None = None
) -> Meant:
    """Return what typed words may mean.

    The id of a question means that question, and so does its title, where the question
    is called for. A title ("both legs") and an id that is a plain word ("where") are
    asked back, for they may be meant as words.

    Args:
        pack: The questions.
        typed: What the student typed.
        called: The questions that what was heard so far calls for; those asked of
            every new client when None. Others are found where none of these is nearer;
            what a new client is never asked is not, nor is a list of signs of which
            none was named.
    """
    named = pack.questions.get(typed.strip())
    if named is not None:  # "where" and "gone" are words of their own as well
        return Meant((named,), sure="_" in named.id or named.id == named.topic.lower())
    new = Sheet(pack, Answers()).relevance
    if called is None:
        called = {name for name, relevant in new.items() if relevant}
    titled = _titled(pack, typed, called)
    if titled is not None:
        return Meant((titled,))
    content = content_of(_in_words_of(pack, typed))
    known = [n for n in pack.questions if n in called or new[n] is not False]
    scores = _likeness(pack, known, content, called)
    likely = sorted((n for n in scores if scores[n] > 0), key=lambda n: -scores[n])
    best = [n for n in likely if n in called or not _of_signs(pack, n)]
    early = bool(likely) and likely[0] not in best
    if best and best[0] in called:  # an offer of others would tell what was not said
        best = [name for name in best if name in called]
    best = best[:_MOST]
    if len(best) > 1 and scores[best[0]] >= _CLEAR * scores[best[1]]:
        best = best[:1]
    sure = len(best) == 1 and is_unmistakable(pack, best[0], typed, called)
    return Meant(tuple(pack.questions[name] for name in best), sure, early)


def _in_words_of(pack: Pack, typed: str) -> str:
    """Return what was typed, with everyday words as the questions say them."""
    spoken = re.findall(r"[a-z0-9]+", typed.lower())
    return " ".join(pack.practice.said_as.get(word, word) for word in spoken)


def _titled(pack: Pack, typed: str, called: Collection[str]) -> Question | None:
    """Return the question that was typed as the debrief and the list call it."""
    name = typed.strip(" .?!").lower()
    found = [q for q in called if pack.questions[q].topic.lower() == name]
    return pack.questions[found[0]] if len(found) == 1 and name else None


def _likeness(
    pack: Pack, known: Sequence[str], typed: list[str], called: Collection[str]
) -> dict[str, float]:
    """Return how like the words typed each question is, as far as it may be meant."""
    scores = _scores(typed, {name: _words_of(pack.questions[name]) for name in known})
    for name in scores:
        scores[name] *= _GATE if pack.questions[name].gate else 1.0
        scores[name] *= 1.0 if name in called else _UNCALLED
    return scores


def _of_signs(pack: Pack, name: str) -> bool:
    """Say whether a question asks for more about warning signs that were named."""
    asked = pack.questions[name]
    read = {each for when in asked.conditions for each in pack.questions_in(when)}
    return any(pack.questions[each].gate for each in {*asked.read_by_lines, *read})


def _words_of(question: Question) -> _Words:
    name = question.id.replace("_", " ")
    named = content_of(name)
    own = own_lines(question)
    lines = [name, question.ask, *own]
    beside = content_of(" ".join((question.again, question.why, *own)))
    counts = dict.fromkeys(beside, _BESIDE)
    counts |= dict.fromkeys(content_of(question.ask), _ASKED)
    counts |= dict.fromkeys(named, _IN_ID)
    return _Words(counts, tuple(frozenset(content_of(line)) for line in lines))


def _scores(typed: list[str], words: Mapping[str, _Words]) -> dict[str, float]:
    """Add up how rare the matched words are; words of the question itself count more.

    What matches less than a third of the weight of what was typed is not meant.
    """
    spoken_by = Counter(word for spoken in words.values() for word in spoken.counts)
    scores = dict.fromkeys(words, 0.0)
    lines = {name: [0.0] * len(spoken.lines) for name, spoken in words.items()}
    whole = 0.0
    for word in typed:
        near = _near(word, spoken_by)
        if not near:
            whole += 1
            continue
        weight = 1 + math.log(len(words) / max(spoken_by[each] for each in near))
        whole += weight
        for name, spoken in words.items():
            counts = (spoken.counts.get(each, 0) * near[each] for each in near)
            scores[name] += weight * max(counts)
            for n, line in enumerate(spoken.lines):
                lines[name][n] += weight * max(
                    near[w] if w in line else 0 for w in near
                )
    least = _LEAST * whole
    return {
        name: score + _TOGETHER * max(lines[name]) if score > least else 0
        for name, score in scores.items()
    }


def _near(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the known words that are spelt about like this one, with how much."""
    found = process.extract(
        word, list(known), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=4
    )
    near = {name: score / 100 for name, score, _ in found}
    stem = word[: max(STEM, len(word) - 3)]
    if len(word) > STEM:
        near |= {
            name: 0.9
            for name in known
            if name not in near and (name.startswith(stem) or with_ending(name, word))
        }
    return near
