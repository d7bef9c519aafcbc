"""What a client filled in alone, before anybody confirmed it.

It is the file that the form saves at its end, or a QuestionnaireResponse of FHIR.

What the client took back after the page told them to call for help counts as written:
a sign is not gone because the box is empty again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from massage_screen.answers import DOUBT, FILLED_SCHEMA, NONE, line_of
from massage_screen.day import is_day
from massage_screen.errors import AnswersError
from massage_screen.fhir.response import is_resource, read_response
from massage_screen.pack import Pack, Question
from massage_screen.text import quoted

_DAY = len("2027-01-31")


class TakenBack(msgspec.Struct, frozen=True):
    """A warning sign that was told, and then not any more.

    Attributes:
        question: The question.
        was: The words of the answer that were taken back.
    """

    question: str
    was: tuple[str, ...]


class Filled(msgspec.Struct, frozen=True, kw_only=True):
    """What a client filled in alone.

    Attributes:
        answers: By question id, with what was taken back; not yet held against a pack.
        day: The day on which it was ended, as `2027-01-31`; "" where it is no day.
        emergency_shown: Whether the page told the client to call for help.
        taken_back: The questions of which a sign was taken back after that.
        in_person: The questions that the client would rather answer in person.
        partly: The lists of which some lines have no answer.
        source: How it was handed over.
    """

    answers: Mapping[str, object]
    day: str
    emergency_shown: bool
    taken_back: tuple[str, ...] = ()
    in_person: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    source: Literal["filled", "fhir"] = "filled"


class _File(msgspec.Struct, frozen=True, kw_only=True):
    """The file; keys of later versions are left alone."""

    answers: dict[str, Any]
    ended: str
    emergency_shown: bool
    taken_back: tuple[TakenBack, ...] = ()
    in_person: tuple[str, ...] = ()


def is_filled(content: Mapping[str, object]) -> bool:
    """Say whether the content of a file is what a client filled in alone."""
    return content.get("schema") == FILLED_SCHEMA or is_resource(content)


def read_filled(content: Mapping[str, object], name: str, pack: Pack) -> Filled:
    """Return what the file of a form holds, or a resource of FHIR.

    Args:
        content: The content of the file.
        name: How the file is called in messages.
        pack: The pack in use. Whether the answers of a form fit it is not looked at
            here; those of FHIR do, or it is refused.

    Raises:
        AnswersError: It has another form, or answers what only the therapist can.
    """
    if is_resource(content):
        return _of_response(content, name, pack)
    try:
        file = msgspec.convert(content, _File)
    except msgspec.ValidationError as error:
        raise AnswersError(
            f"{name}: not as the form saves it, and cannot be read. Save it again at"
            f" the end of the form, or type the code. ({_place(error)})"
        ) from None
    _refuse_what_is_not_the_clients(file.answers, name, pack)
    answers = dict(file.answers)
    for back in file.taken_back:
        question = pack.questions.get(back.question)
        if question is not None:
            answers[question.id] = _as_written(question, answers.get(question.id), back)
    day = file.ended[:_DAY]
    return Filled(
        answers=answers,
        day=day if is_day(day) else "",
        emergency_shown=file.emergency_shown,
        taken_back=tuple(back.question for back in file.taken_back),
        in_person=file.in_person,
    )


def _of_response(content: Mapping[str, object], name: str, pack: Pack) -> Filled:
    told = read_response(content, name, pack)
    return Filled(
        answers=told.answers,
        day=told.day,
        emergency_shown=False,  # what shows a Questionnaire does not decide
        partly=told.partly,
        source="fhir",
    )


def _refuse_what_is_not_the_clients(
    answers: Mapping[str, object], name: str, pack: Pack
) -> None:
    for each in answers:
        question = pack.questions.get(each)
        if question is not None and question.asked_by == "therapist":
            raise AnswersError(
                f"{name}, {quoted(each)}: is for the therapist to answer."
            )


def _as_written(question: Question, now: object, back: TakenBack) -> object:
    """Return the worse of an answer and what it was before, line by line."""
    if not question.takes.several:
        order = list(question.words)
        words = [word for word in (now, *back.was) if word in order]
        return max(words, key=lambda word: order.index(str(word)), default=now)
    kept = [str(w) for w in now if w != NONE] if isinstance(now, list) else []
    told = dict.fromkeys([*kept, *back.was])
    # Of one line, a tick goes before a doubt.
    return [w for w in told if not (w.endswith(DOUBT) and line_of(w) in told)]


def _place(error: msgspec.ValidationError) -> str:
    """Return where a file has another form, without anything that stands there."""
    _, _, place = str(error).partition(" - at ")
    return place.strip("`") or "at the top"
