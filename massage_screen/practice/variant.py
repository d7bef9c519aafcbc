"""Draws from a number what may differ between two students who meet one client.

The order of the questions, the age, the words of plain answers and small talk
differ; the facts never do. The same number always gives the same client.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

import msgspec

from massage_screen.pack import Case, Pack

_NO = ("No, none of that.", "No, nothing like that.", "None of that, no.")
_YES = ("Yes, this: {}.", "Well, yes: {}.", "That, yes: {}.")
_UNSURE = ("I am not sure.", "I could not say.", "I do not know, to be honest.")
#: A remark falls after at most this many questions.
_BEFORE = 6
_ONE_SEX = re.compile(
    r"\b(pregnan\w*|birth|period|womb|prostate|erection|wom[ae]n|m[ae]n|mother|father"
    r"|mum|dad|grand\w+|husband|wife|widow\w*|daughter|son|girl|boy|lady)\b",
    re.IGNORECASE,
)
_SHE, _HE = re.compile(r"\b(she|her)\b", re.I), re.compile(r"\b(he|his|him)\b", re.I)


class Variant(msgspec.Struct, frozen=True, kw_only=True):
    """What was drawn.

    Attributes:
        seed: The number that it was drawn from.
        introduction: Who sits there, in a few words.
        order: All questions by id, in the order of lists.
        no: What the client says to a checklist of which nothing applies.
        yes: The same, of which something does; `{}` stands for what.
        unsure: What the client says when not sure.
        remarks: Small talk, by the number of questions asked before it: more of it
            the harder the client is.
    """

    seed: int
    introduction: str
    order: tuple[str, ...]
    no: str
    yes: str
    unsure: str
    remarks: Mapping[int, str]


def variant_of(pack: Pack, case: Case, seed: int) -> Variant:
    """Draw a variant of a case.

    Args:
        pack: The questions.
        case: The client, with all answers.
        seed: Any whole number.
    """
    draw = random.Random(f"{case.id} {seed}")
    return Variant(
        seed=seed,
        introduction=_introduction(pack, case, draw),
        order=_order(pack, draw),
        no=draw.choice(_NO),
        yes=draw.choice(_YES),
        unsure=draw.choice(_UNSURE),
        remarks=_remarks(pack, case, draw),
    )


def _introduction(pack: Pack, case: Case, draw: random.Random) -> str:
    sex = draw.choice(("a woman", "a man"))
    words = " ".join((case.presents, *case.voice.values()))
    if _ONE_SEX.search(words):  # what the client says must fit
        sex = _sex_told(case.story)
    ages = _ages(pack, case)
    years = draw.randint(*ages) if ages else 0
    told = years and not re.search(r"\b[1-9][0-9]\b", words)
    return f"{sex}, {years}" if told else sex


def _ages(pack: Pack, case: Case) -> tuple[int, int] | None:
    known = pack.practice.ages
    if known is None:
        return None
    return known.years.get(str(case.answers.get(known.question, "")))


def _remarks(pack: Pack, case: Case, draw: random.Random) -> dict[int, str]:
    """Draw small talk; none for a client who cannot speak for themselves."""
    remarks, speaks = pack.practice.small_talk, pack.practice.speaks
    count = min((case.level or 1) - 1, len(remarks))
    if speaks and case.answers.get(speaks.question, speaks.answer) != speaks.answer:
        count = 0
    places = sorted(draw.sample(range(_BEFORE), count))
    return dict(zip(places, draw.sample(remarks, count), strict=True))


def _sex_told(story: str) -> str:
    she, he = len(_SHE.findall(story)), len(_HE.findall(story))
    if she == he:
        return "a person"
    return "a woman" if she > he else "a man"


def _order(pack: Pack, draw: random.Random) -> tuple[str, ...]:
    """Mix the questions inside each section: no place in a list tells anything."""
    order: list[str] = []
    for concern in pack.concerns:
        ids = [question.id for question in concern.question]
        draw.shuffle(ids)
        order += ids
    return tuple(order)
