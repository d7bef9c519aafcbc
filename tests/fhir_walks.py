"""Clients who fill in the Questionnaire at random, and what a renderer hands back."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from massage_screen.answers import (
    NO,
    NONE,
    UNSURE,
    YES,
    Answers,
    Value,
    doubt_of,
)
from massage_screen.fhir.asked import (
    ANSWER,
    Asked,
    is_line_by_line,
    link_of,
    system_of,
    url_of,
    version_of,
)
from massage_screen.pack import Question
from massage_screen.sheet import Sheet

#: One answer in so many changes a question that was answered already.
BACK = 6
Item = dict[str, Any]


def walk_of(asked: Asked, seed: int) -> Iterator[tuple[str, Sheet]]:
    """Go through the answers of one client: the question, and what stands then.

    An answer that no longer counts stays, as renderers keep it when it comes back.
    """
    dice, sheet = random.Random(seed), Sheet(asked.pack, Answers())
    while opened := [name for name in sheet.open if name in asked.questions]:
        said = [name for name in sheet.visible if name in asked.questions]
        back = said and dice.randrange(BACK) == 0
        name = dice.choice(said) if back else opened[0]
        question = sheet.as_offered(asked.questions[name])
        whole = not is_line_by_line(asked.questions[name])
        sheet = sheet.with_answer(name, _answer(dice, question, whole))
        for emptied in [n for n in sheet.open if n in sheet.answers]:
            if asked.pack.questions[emptied].takes.several:
                sheet = sheet.with_answer(emptied, (NONE,))  # the lines left: each no
        yield name, sheet


def _answer(dice: random.Random, question: Question, whole: bool) -> Value:
    """Return an answer; `whole`: whether one can be unsure of a list as a whole."""
    if question.takes.counts:
        most = question.maximum or 0
        return dice.choice([UNSURE, *range(question.minimum or 0, most + 1)])
    if not question.takes.several:
        return dice.choice(tuple(question.words))
    if dice.random() < 0.4:
        return (NONE,)
    if whole and dice.random() < 0.1:
        return (UNSURE,)
    lines = [choice.id for choice in question.choices]
    some = dice.sample(lines, dice.randint(1, len(lines)))
    words = [doubt_of(line) if dice.random() < 0.2 else line for line in some]
    return question.accept(
        [*words, *([UNSURE] if whole and dice.random() < 0.1 else [])]
    )


def enabled_in(asked: Asked, sheet: Sheet) -> set[str]:
    """Return the names of the items that a renderer must enable."""
    found: set[str] = set()
    for question in asked.questions.values():
        if sheet.relevance[question.id] is not True:
            continue
        found.add(question.id)
        if question.takes.counts:
            found.add(link_of(question.id, UNSURE))
        if is_line_by_line(question):
            found |= {
                link_of(question.id, line.id)
                for line in asked.lines(question)
                if asked.is_enabled(question, line.id, sheet)
            }
    return found


def response_of(asked: Asked, sheet: Sheet, **more: Any) -> Item:
    """Return what a renderer hands back of answers, as the standard has it."""
    sections = []
    for number, concern in enumerate(asked.pack.concerns, 1):
        items = [
            item
            for question in concern.question
            if question.id in asked.questions
            for item in _items(asked, question, sheet)
        ]
        if items:
            sections.append({"linkId": f"section-{number}", "item": items})
    return {
        "resourceType": "QuestionnaireResponse",
        "questionnaire": f"{url_of(asked.pack)}|{version_of(asked.pack)}",
        "status": "completed",
        "authored": "2026-11-27T09:12:00+00:00",
        "item": sections,
    } | more


def _items(asked: Asked, question: Question, sheet: Sheet) -> Iterator[Item]:
    name, value = question.id, sheet.answers.get(question.id)
    if value is None or sheet.relevance[name] is not True:
        return
    if question.takes.counts:
        unsure = value == UNSURE
        link = link_of(name, UNSURE) if unsure else name
        yield _item(link, {"valueBoolean": True} if unsure else {"valueInteger": value})
    elif is_line_by_line(question):
        lines = [
            line.id
            for line in asked.lines(question)
            if asked.is_enabled(question, line.id, sheet)
        ]
        yield {
            "linkId": name,
            "item": [
                _item(link_of(name, line), _coded(ANSWER, _mark(line, value)))
                for line in lines
            ],
        }
    else:
        words = value if isinstance(value, tuple) else (str(value),)
        system = system_of(asked.pack, question)
        yield _item(name, *(_coded(system, word) for word in words))


def _mark(line: str, value: Any) -> str:
    return YES if line in value else UNSURE if doubt_of(line) in value else NO


def _item(link: str, *answers: Item) -> Item:
    return {"linkId": link, "answer": list(answers)}


def _coded(system: str, code: str) -> Item:
    return {"valueCoding": {"system": system, "code": code}}
