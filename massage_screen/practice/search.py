"""Finds the question of a pack that a student means by typed words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from massage_screen.pack import Pack, Question

#: From this likeness on, out of 100, a typed word counts as a word of a question.
_ALIKE = 82
#: A best match this much above the second is the one that was meant.
_CLEAR = 1.25
_MOST = 5
#: A match must cover this share of what was typed.
_LEAST = 0.34
#: Everyday words that packs say otherwise.
_SAID_AS = {
    "accident": "injury fall",
    "baby": "pregnant",
    "drugs": "tablets",
    "fell": "fall",
    "hospital": "operation",
    "medication": "tablets",
    "medicine": "tablets",
    "medicines": "tablets",
    "meds": "tablets",
    "pee": "urine bladder",
    "peeing": "urine bladder",
    "poo": "bowel",
    "wee": "urine bladder",
}
_SMALL = frozenset(
    """
    a about all am an and any are as at be been by can come could did do does ever
    feel for from get got had has have how i if in is it just like many me more much
    my no not of on or other out please so some tell than that the them there these
    they thing things this to up was way were what when where which who will with
    would you your
    """.split()  # noqa: SIM905  a list of words reads better so
)


def find_questions(pack: Pack, typed: str) -> tuple[Question, ...]:
    """Return the questions that typed words may mean, the likeliest first.

    One alone when it is clear which is meant, none when nothing is near, and at most
    five. The id of a question means that question.
    """
    if typed.strip() in pack.questions:
        return (pack.questions[typed.strip()],)
    words = {_words_of(question): question for question in pack.questions.values()}
    said = " ".join(_SAID_AS.get(word, word) for word in typed.lower().split())
    scores = _scores(_content(said), list(words))
    best = sorted(scores, key=lambda key: -scores[key])[:_MOST]
    best = [key for key in best if scores[key] > 0]
    if len(best) > 1 and scores[best[0]] >= _CLEAR * scores[best[1]]:
        best = best[:1]
    return tuple(words[key] for key in best)


def _words_of(question: Question) -> tuple[str, ...]:
    """Return the words of a question; those of its own text and id stand twice."""
    asked = (question.id.replace("_", " "), question.ask)
    more = (question.again, question.why, *(choice.text for choice in question.choices))
    return (*_content(" ".join(asked)), "", *_content(" ".join(more)))


def _content(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [word for word in dict.fromkeys(words) if word not in _SMALL]


def _scores(
    typed: list[str], questions: list[tuple[str, ...]]
) -> Mapping[tuple[str, ...], float]:
    """Add up how rare the matched words are; words of the question itself count more.

    What matches less than a third of the weight of what was typed is not meant.
    """
    known = {word for words in questions for word in words if word}
    spoken_by = Counter(word for words in questions for word in set(words) if word)
    scores = dict.fromkeys(questions, 0.0)
    whole = 0.0
    for word in typed:
        near = _near(word, known)
        if not near:
            whole += 1
            continue
        weight = 1 + math.log(len(questions) / max(spoken_by[each] for each in near))
        whole += weight
        for words in questions:
            scores[words] += weight * max(
                (_place(words, n) * s for n, s in near.items())
            )
    return {words: s if s > _LEAST * whole else 0 for words, s in scores.items()}


def _near(word: str, known: Iterable[str]) -> dict[str, float]:
    """Return the known words that are spelt about like this one, with how much."""
    found = process.extract(
        word, list(known), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=4
    )
    near = {name: score / 100 for name, score, _ in found}
    stem = word[: max(4, len(word) - 3)]
    if len(word) > 4:
        near |= {
            name: 0.9 for name in known if name.startswith(stem) and name not in near
        }
    return near


def _place(words: tuple[str, ...], word: str) -> float:
    if word not in words:
        return 0
    return 1 if words.index(word) < words.index("") else 0.7
