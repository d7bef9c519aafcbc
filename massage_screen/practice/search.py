"""Finds the question of a pack that a student means by typed words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from massage_screen.pack import Pack, Question

#: The words of a question, each with how much it counts.
Words = Mapping[str, float]

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
    "bad": "strong",
    "drugs": "tablets",
    "fell": "fall",
    "hospital": "operation",
    "hurt": "pain",
    "hurts": "pain",
    "medication": "tablets",
    "medicine": "tablets",
    "medicines": "tablets",
    "meds": "tablets",
    "old": "age",
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
    happened happen since
    """.split()  # noqa: SIM905  a list of words reads better so
)


def find_questions(pack: Pack, typed: str) -> tuple[Question, ...]:
    """Return the questions that typed words may mean, the likeliest first.

    One alone when it is clear which is meant, none when nothing is near, and at most
    five. The id of a question means that question.
    """
    if typed.strip() in pack.questions:
        return (pack.questions[typed.strip()],)
    words = {name: _words_of(question) for name, question in pack.questions.items()}
    spoken = re.findall(r"[a-z0-9]+", typed.lower())
    said = " ".join(_SAID_AS.get(word, word) for word in spoken)
    scores = _scores(_content(said), words)
    best = sorted(scores, key=lambda name: -scores[name])[:_MOST]
    best = [name for name in best if scores[name] > 0]
    if len(best) > 1 and scores[best[0]] >= _CLEAR * scores[best[1]]:
        best = best[:1]
    return tuple(pack.questions[name] for name in best)


def _words_of(question: Question) -> Words:
    """Return the words of a question and how much each counts: its id counts most."""
    more = (question.again, question.why, *(choice.text for choice in question.choices))
    weights = dict.fromkeys(_content(" ".join(more)), 0.7)
    weights |= dict.fromkeys(_content(question.ask), 1.0)
    return weights | dict.fromkeys(_content(question.id.replace("_", " ")), 1.4)


def _content(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    return [word for word in dict.fromkeys(words) if word not in _SMALL]


def _scores(typed: list[str], words: Mapping[str, Words]) -> Mapping[str, float]:
    """Add up how rare the matched words are; words of the question itself count more.

    What matches less than a third of the weight of what was typed is not meant.
    """
    spoken_by = Counter(word for spoken in words.values() for word in spoken)
    scores = dict.fromkeys(words, 0.0)
    whole = 0.0
    for word in typed:
        near = _near(word, spoken_by)
        if not near:
            whole += 1
            continue
        weight = 1 + math.log(len(words) / max(spoken_by[each] for each in near))
        whole += weight
        for name, spoken in words.items():
            places = (spoken.get(each, 0) * like for each, like in near.items())
            scores[name] += weight * max(places)
    return {name: s if s > _LEAST * whole else 0 for name, s in scores.items()}


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
