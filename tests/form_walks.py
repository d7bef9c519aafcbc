"""Clients who fill in a form at random, and go back and change their minds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from massage_screen.answers import NONE, UNSURE, Value, doubt_of
from massage_screen.form.code import handed_over
from massage_screen.history import History
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.sheet import Sheet

#: One answer in so many goes back to a question that was answered already.
BACK = 8
_SAYS = {True: "1", False: "0", None: "?"}
Walk = list[tuple[str, Value]]


def put_to_client(sheet: Sheet) -> list[str]:
    """Return what the client is asked: never what the therapist's answers open."""
    questions = sheet.pack.questions
    return [
        name
        for name, relevant in sheet.relevance.items()
        if relevant and questions[name].asked_by != "therapist"
    ]


def left_open(sheet: Sheet) -> list[str]:
    client = put_to_client(sheet)
    return [name for name in sheet.open if name in client]


def walk_of(pack: Pack, seed: int) -> Iterator[tuple[tuple[str, Value], History]]:
    """Go through the answers of one client, each with all that was said then."""
    dice, history = random.Random(seed), History()
    while opened := left_open(sheet := history.sheet(pack)):
        said = [name for name in put_to_client(sheet) if name in sheet.visible]
        back = said and dice.randrange(BACK) == 0
        name = dice.choice(said) if back else opened[0]
        value = _answer(dice, sheet.as_offered(pack.questions[name]))
        history = history.with_answer(pack, name, value)
        yield (name, value), history


def _answer(dice: random.Random, question: Question) -> Value:
    if question.takes.counts:
        most = question.maximum or 0
        return dice.choice([UNSURE, *range(question.minimum or 0, most + 1)])
    if not question.takes.several:
        return dice.choice(tuple(question.words))
    chance = dice.random()
    if chance < 0.4:
        return (NONE,)
    if chance < 0.45:
        return (UNSURE,)
    lines = [choice.id for choice in question.choices]
    some = dice.sample(lines, dice.randint(1, len(lines)))
    words = [doubt_of(line) if dice.random() < 0.2 else line for line in some]
    return question.accept([*words, *([UNSURE] if dice.random() < 0.1 else [])])


def state_of(history: History, pack: Pack, names: list[str]) -> dict[str, Any]:
    """Return what the page must show after an answer, in the form of `walks.js`."""
    sheet = history.sheet(pack)
    emergencies = (
        rule.when
        for rule in pack.rules.values()
        if rule.ranks_as is Disposition.EMERGENCY and rule.when is not None
    )
    return {
        "relevance": "".join(_SAYS[sheet.relevance[name]] for name in names),
        "offered": "/".join(
            "".join(_SAYS[state] for state in sheet.offered[name].values())
            for name in names
            if name in sheet.offered
        ),
        "again": sorted(history.again),
        "open": left_open(sheet),
        "alarms": sum(sheet.holds(when) is True for when in emergencies),
        "answers": [
            [name, list(value) if isinstance(value, tuple) else value]
            for name, value in handed_over(sheet).items()
        ],
    }
