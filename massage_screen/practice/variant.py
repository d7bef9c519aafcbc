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

#: The ages that fit the answers of a question called "age", in years.
_AGES = {"under_50": (19, 49), "from_50_to_65": (50, 65), "over_65": (66, 88)}
_NO = ("No, none of that.", "No, nothing like that.", "None of that, no.")
_YES = ("Yes, this: {}.", "Well, yes: {}.", "That, yes: {}.")
_UNSURE = ("I am not sure.", "I could not say.", "I do not know, to be honest.")
#: What clients say besides: about the room, the weather and other people, never about
#: themselves, so that no answer can hang on it.
SMALL_TALK = (
    "Rain again, I see.",
    "My neighbour had an operation on his back in spring.",
    "The bakery across the road smells wonderful.",
    "A friend of mine swears by your colleague.",
    "There is a wedding in the village on Saturday.",
    "My aunt had a stroke, poor thing.",
    "I like this music. Is it a harp?",
    "The man next door can hardly walk any more, and he is younger than I am.",
    "Any oil will do. The one in the window smells nice.",
    "What a lovely lamp. Is it Danish?",
    "My boss has a bad disc and tells everybody about it.",
    "What a lovely fern.",
)
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
        introduction=_introduction(case, draw),
        order=_order(pack, draw),
        no=draw.choice(_NO),
        yes=draw.choice(_YES),
        unsure=draw.choice(_UNSURE),
        remarks=_remarks(case, draw),
    )


def _introduction(case: Case, draw: random.Random) -> str:
    sex = draw.choice(("a woman", "a man"))
    words = " ".join((case.presents, *case.voice.values()))
    if _ONE_SEX.search(words):  # what the client says must fit
        sex = _sex_told(case.story)
    ages = _AGES.get(str(case.answers.get("age", "")))
    years = draw.randint(*ages) if ages else 0
    told = years and not re.search(r"\b[1-9][0-9]\b", words)
    return f"{sex}, {years}" if told else sex


def _remarks(case: Case, draw: random.Random) -> dict[int, str]:
    """Draw small talk; none for a client who cannot speak for themselves."""
    count = (case.level or 1) - 1
    if case.answers.get("answering", "clearly") != "clearly":
        count = 0
    places = sorted(draw.sample(range(_BEFORE), count))
    return dict(zip(places, draw.sample(SMALL_TALK, count), strict=True))


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
