"""Reads a QuestionnaireResponse, and distrusts it.

It is read whole or not at all, and nothing in it is repaired: programs that show a
Questionnaire let "none" stand beside a sign, and keep answers to what they do not show.
Names, authors and whatever else it holds beside the answers are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from massage_screen.answers import (
    NO,
    NONE,
    UNSURE,
    YES,
    Answers,
    Value,
    doubt_of,
)
from massage_screen.day import is_day
from massage_screen.errors import AnswersError
from massage_screen.fhir.asked import (
    ANSWER,
    HELP,
    SECTION,
    START,
    Asked,
    is_line_by_line,
    link_of,
    system_of,
    url_of,
    version_of,
)
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet
from massage_screen.text import did_you_mean, quoted

KIND = "QuestionnaireResponse"
_READ = ("completed", "amended", "in-progress")
_DAY = len("2027-01-31")
#: How deep items may stand in one another; in ours it is three.
_DEEPEST = 8
_NUMBERS = ("valueInteger", "valueDecimal")
#: What an answer may hold beside its value.
_BESIDE = ("id", "extension", "item")


class Told(msgspec.Struct, frozen=True):
    """What a response says.

    Attributes:
        answers: By question id, as they fit the pack.
        day: The day on which it was written, as `2027-01-31`; "" where it is no day.
        partly: The lists of which some lines have no answer. What was told of them
            counts, and the rest as not sure; where nothing was told, they have none.
    """

    answers: Mapping[str, Value]
    day: str
    partly: tuple[str, ...]


def is_resource(content: Mapping[str, object]) -> bool:
    """Say whether the content of a file is a resource of FHIR, of whatever kind."""
    return "resourceType" in content


def read_response(content: Mapping[str, Any], name: str, pack: Pack) -> Told:
    """Return what a response says.

    Args:
        content: The resource.
        name: How the file is called in messages.
        pack: The pack in use.

    Raises:
        AnswersError: It is another resource, was not made with this edition of the
            Questionnaire, or something in it does not fit; the message names the item
            and never an answer.
    """
    _require_response(content, name)
    _require_edition(content.get("questionnaire"), name, pack)
    asked = Asked(pack)
    items = _Items(asked, name)
    items.read(content.get("item", []))
    answers, partly = _Answers(asked, name, items.found).whole()
    authored = content.get("authored")
    day = authored[:_DAY] if isinstance(authored, str) else ""
    return Told(answers, day if is_day(day) else "", partly)


def _require_response(content: Mapping[str, Any], name: str) -> None:
    if content.get("resourceType") != KIND:
        raise AnswersError(
            f"{name}: is a resource of FHIR, but no {KIND}. Hand over that one alone."
        )
    if content.get("status") not in _READ:
        raise AnswersError(
            f"{name}: 'status' is none of {', '.join(_READ)}, so its answers were not"
            " meant to be used. Nothing of it was read."
        )


def _require_edition(said: object, name: str, pack: Pack) -> None:
    url, _, version = str(said).partition("|")
    if url != url_of(pack):
        raise AnswersError(
            f"{name}: 'questionnaire' is not {url_of(pack)}, so it answers other"
            " questions. Name the other pack with --questions."
        )
    if version != version_of(pack):
        raise AnswersError(
            f"{name}: was filled in with another edition of the Questionnaire than that"
            f" of the pack in use, {version_of(pack)}. A question may have changed"
            " since. Ask anew, or name the other pack with --questions."
        )


class _Items:
    """The answers of the items, by their names.

    Attributes:
        found: What was answered, by the name of the item.
    """

    def __init__(self, asked: Asked, name: str) -> None:
        self._asked, self._name = asked, name
        self._known = asked.links
        self._seen: set[str] = set()
        self.found: dict[str, list[Any]] = {}

    def read(self, items: object, deep: int = 0) -> None:
        if not isinstance(items, list) or deep > _DEEPEST:
            raise self._wrong("'item' is no list of items, or stands too deep.")
        for item in items:
            link = item.get("linkId") if isinstance(item, dict) else None
            if not isinstance(link, str):
                raise self._wrong("an item has no 'linkId'.")
            answers = item.get("answer", [])
            self._require_known(link)
            if not isinstance(answers, list):
                raise self._wrong("'answer' is no list.", link)
            for answer in answers:
                self._answer(link, answer, deep)
            self.read(item.get("item", []), deep + 1)

    def _answer(self, link: str, answer: object, deep: int) -> None:
        if not isinstance(answer, dict):
            raise self._wrong("an answer has no value.", link)
        if link not in self._known:
            raise self._wrong("takes no answer.", link)
        values = [pair for pair in answer.items() if pair[0] not in _BESIDE]
        if len(values) != 1:
            raise self._wrong("an answer has not exactly one value.", link)
        question, line = self._known[link]
        self.found.setdefault(link, []).append(self._value(question, line, *values[0]))
        self.read(answer.get("item", []), deep + 1)

    def _require_known(self, link: str) -> None:
        if link in self._seen:
            raise self._wrong("stands twice.", link)
        self._seen.add(link)
        structure = link in self._asked.questions or link.startswith((SECTION, START))
        if structure or link in self._known or self._is_help(link):
            return
        question = self._asked.pack.questions.get(link)
        if question is not None and question.asked_by == "therapist":
            raise self._wrong("is for the therapist to answer.", link)
        hint = did_you_mean(link, self._known)
        raise self._wrong(f"the Questionnaire has no such item. {hint}".rstrip(), link)

    def _is_help(self, link: str) -> bool:
        return link.endswith(HELP) and link.removesuffix(HELP) in self._asked.questions

    def _value(self, question: Question, line: str, kind: str, value: object) -> Any:
        link = link_of(question.id, line) if line else question.id
        if question.takes.counts:
            fits = (
                kind == "valueBoolean" and isinstance(value, bool)
                if line
                else kind in _NUMBERS and _is_number(value)
            )
            if not fits:
                what = "true or false (valueBoolean)" if line else "a number"
                raise self._wrong(f"takes {what} only, and no text.", link)
            return value
        system = ANSWER if line else system_of(self._asked.pack, question)
        if kind != "valueCoding" or not isinstance(value, dict):
            raise self._wrong("takes one of its choices (valueCoding) only.", link)
        if value.get("system", system) != system:
            raise self._wrong(f"has a code of another system than {system}.", link)
        return value.get("code")

    def _wrong(self, what: str, link: str = "") -> AnswersError:
        place = f"{self._name}, {quoted(link)}" if link else self._name
        return AnswersError(f"{place}: {what}")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


class _Answers:
    """What the items come to, question by question in the order of asking."""

    def __init__(self, asked: Asked, name: str, found: Mapping[str, list[Any]]) -> None:
        self._asked, self._name, self._found = asked, name, found
        self._sheet = Sheet(asked.pack, Answers())
        self._partly: list[str] = []

    def whole(self) -> tuple[Answers, tuple[str, ...]]:
        for question in self._asked.questions.values():
            for value in self._values(question):
                self._sheet = self._sheet.with_answer(question.id, value)
        return self._sheet.answers, tuple(self._partly)

    def _values(self, question: Question) -> Iterator[Value]:
        """Go through the answer to a question; without one, through nothing."""
        if is_line_by_line(question):
            raw: object = self._words(question)
        elif question.takes.several:
            raw = self._found.get(question.id)
        else:
            raw = self._only(question)
        if raw is not None:
            yield self._accepted(question, raw)

    def _only(self, question: Question) -> object:
        said = list(self._found.get(question.id, ()))
        if question.takes.counts:
            beside = self._found.get(link_of(question.id, UNSURE), [])
            said += [UNSURE for answer in beside if answer is True]
        if len(said) > 1:
            raise self._wrong(question.id, "has more than one answer, and takes one")
        return said[0] if said else None

    def _words(self, question: Question) -> list[str] | None:
        marks = {line.id: self._mark(question, line.id) for line in question.choices}
        answered = [line for line, mark in marks.items() if mark]
        told = [line for line, mark in marks.items() if mark == YES]
        told += [doubt_of(line) for line, mark in marks.items() if mark == UNSURE]
        if not answered or self._is_whole(question, answered):
            return (told or [NONE]) if answered else None
        self._partly.append(question.id)
        return [*told, UNSURE] if told else None

    def _mark(self, question: Question, line: str) -> str:
        link = link_of(question.id, line)
        said = self._found.get(link, [])
        if not said:
            return ""
        if len(said) > 1 or said[0] not in (YES, NO, UNSURE):
            raise self._wrong(link, f"must be one of {YES!r}, {NO!r}, {UNSURE!r}")
        return str(said[0])

    def _is_whole(self, question: Question, answered: list[str]) -> bool:
        """Say whether each line that is offered, or may be, has an answer."""
        if self._sheet.relevance[question.id] is not True:
            return True
        offered = self._sheet.offered.get(question.id, {})
        return all(
            line.id in answered or offered.get(line.id, True) is False
            for line in question.choices
        )

    def _accepted(self, question: Question, raw: object) -> Value:
        try:
            return question.accept(raw)
        except ValueError as error:
            raise self._wrong(question.id, str(error)) from None

    def _wrong(self, link: str, what: str) -> AnswersError:
        return AnswersError(f"{self._name}, {quoted(link)} {what}.")
