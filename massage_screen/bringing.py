"""Reads what is kept of an earlier visit; it is brought along, and counts nothing.

It is a file, with a decision, answers alone or what is kept of an unfinished interview;
the record of a client; or what the client filled in alone for this visit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from massage_screen.answers import (
    DECISION_SCHEMA,
    GIVEN_ON,
    Answers,
    Value,
    read_answers,
)
from massage_screen.brought import Brought, Source, fitted
from massage_screen.day import is_day, weeks_after
from massage_screen.errors import AnswersError
from massage_screen.fhir.response import is_resource
from massage_screen.filled import Filled, is_filled, read_filled
from massage_screen.history import History
from massage_screen.journal import SCHEMA as JOURNAL
from massage_screen.pack import KNOWN, VISIT, WATCH, Pack, watch_on
from massage_screen.pack.known import UNKNOWN
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.sheet import fit_answers
from massage_screen.text import quoted

#: What messages call the file: its own name could be that of a person.
NAME = "The file of the earlier visit"
RECORD = "The record of the earlier visit"
_PARTLY = "has lines without an answer"
_WORDED = "is worded differently since"
_NO_WATCH, _OPEN, _PAST = KNOWN[WATCH].values
_DAY = len("2027-01-31")


class _Earlier(NamedTuple):
    """What a file holds, whatever its form.

    Attributes:
        answers: By question id, as they stand there.
        day: When they were given, if that is a day.
        watch: A value, or a table with `until`; see `watch_on`.
        source: What it is.
        dropped: Why an answer of it is not taken over, by question id.
    """

    answers: dict[str, object]
    day: object
    watch: object
    source: Source = "file"
    dropped: Mapping[str, str] = {}


def bring(data: bytes, pack: Pack, today: str) -> History:
    """Return the history of a client who returns, with what was brought along.

    Args:
        data: The bytes of the file.
        pack: The pack in use.
        today: The day of today, as `2027-01-31`.

    Raises:
        AnswersError: It cannot be read, or it belongs to another version of the pack.
    """
    content = read_answers(data, NAME)
    if is_filled(content):
        if not is_resource(content):  # which is of this very edition, or refused
            _same_edition(content.get("pack"), pack)
        filled = read_filled(content, NAME, pack)
        return bring_filled(filled, pack, today, filled.source)
    schema = content.get("schema")
    if schema == DECISION_SCHEMA:
        earlier = _of_decision(content, pack)
    elif schema == JOURNAL:
        earlier = _of_journal(content, pack)
    else:
        earlier = _of_answers(content, pack)
    return _returning(earlier, pack, today)


def bring_record(
    decision: Mapping[str, Any], asked: Mapping[str, str], pack: Pack, today: str
) -> History:
    """Return the history of a client who returns, with what a record holds.

    An answer is brought where its question asks today what it asked then, whatever
    else of the pack has changed.

    Args:
        decision: `massage-screen/decision/1`, as it was shown at that visit.
        asked: What each question asked then, by its id; see `wording_hash`.
        pack: The pack in use.
        today: The day of today, as `2027-01-31`.

    Raises:
        AnswersError: It belongs to another pack.
    """
    theirs = decision.get("pack")
    if not isinstance(theirs, dict) or theirs.get("id") != pack.about.id:
        raise AnswersError(
            f"{RECORD}: belongs to another pack than the one in use,"
            f" {pack.about.id} {pack.about.version}. Name that pack with --questions."
        )
    answers = _answers_in(decision)
    other = {name: _WORDED for name in answers if _asks_otherwise(name, asked, pack)}
    same = {name: value for name, value in answers.items() if name not in other}
    watch, day = _watch_after(decision, pack), decision.get("decided_on")
    return _returning(_Earlier(same, day, watch, "record", other), pack, today)


def _asks_otherwise(name: str, asked: Mapping[str, str], pack: Pack) -> bool:
    question = pack.questions.get(name)
    return question is not None and asked.get(name) != wording_hash(question)


def bring_filled(filled: Filled, pack: Pack, today: str, source: Source) -> History:
    """Return the history of a client who filled in the form, with what was told there.

    All is asked as of a new client: the form had no short questions either.

    Args:
        filled: What was told; after its last day of use all of it is asked anew.
        pack: The pack in use.
        today: The day of today, as `2027-01-31`.
        source: How it was handed over.
    """
    answers, dropped = fitted(pack, filled.answers)
    kept = {q: value for q, value in answers.items() if q not in filled.in_person}
    dropped |= dict.fromkeys(filled.in_person, "is to be said in person")
    dropped |= {q: _PARTLY for q in filled.partly if q not in kept}
    day = filled.day if filled.day and filled.day <= today else ""
    brought = Brought(
        source=source,
        given_on=day,
        today=today,
        answers=Answers(kept),
        dropped=dropped,
        emergency_shown=filled.emergency_shown,
        taken_back=filled.taken_back,
    )
    return History(Answers(), brought=brought)


def _returning(earlier: _Earlier, pack: Pack, today: str) -> History:
    try:
        watch = str(KNOWN[WATCH].accept(watch_on(earlier.watch, today)))
    except ValueError as error:
        raise AnswersError(f"{NAME}, {quoted(WATCH)} {error}.") from None
    told = earlier.answers.items()
    asked = {name: value for name, value in told if name not in pack.known}
    answers, dropped = fitted(pack, asked)
    known: dict[str, Value] = {VISIT: KNOWN[VISIT].values[0], WATCH: watch}
    brought = Brought(
        source=earlier.source,
        given_on=_day(earlier.day, today),
        today=today,
        answers=answers,
        dropped={**dropped, **earlier.dropped},
        watch_until=_until(earlier.watch) if watch == _OPEN else "",
    )
    said = Answers({name: known[name] for name in pack.known})
    return History(said, brought=brought)


def _day(said: object, today: str) -> str:
    """Return the day of the answers; nothing for one that is none, or is to come."""
    return said if isinstance(said, str) and is_day(said) and said <= today else ""


def _until(watch: object) -> str:
    until = watch.get("until") if isinstance(watch, dict) else ""
    return until if isinstance(until, str) and is_day(until) else ""


# What each form of file says


def _of_answers(content: dict[str, object], pack: Pack) -> _Earlier:
    """Read answers alone. They name no pack, so each must fit the one in use."""
    day = content.pop(GIVEN_ON, None) if GIVEN_ON not in pack.questions else None
    if day is not None and not (isinstance(day, str) and is_day(day)):
        raise AnswersError(f'{NAME}: {GIVEN_ON!r} is no day, such as "2027-01-31".')
    watch = content.pop(WATCH, _NO_WATCH) if WATCH in pack.known else _NO_WATCH
    try:
        fit_answers(pack, content, NAME)
    except AnswersError as error:
        raise AnswersError(
            f"{error}\nAnswers to another version of the pack cannot be brought along;"
            f" in use is {pack.about.id} {pack.about.version}."
        ) from None
    return _Earlier(content, day, watch)


def _of_decision(content: dict[str, Any], pack: Pack) -> _Earlier:
    _same_edition(content.get("pack"), pack)
    answers = _answers_in(content)
    return _Earlier(answers, content.get("decided_on"), _watch_after(content, pack))


def _of_journal(content: dict[str, Any], pack: Pack) -> _Earlier:
    """Read an interview that was not finished, without what was to be asked again."""
    _same_edition({**content, "id": content.get("pack")}, pack)
    answers, again = _answers_in(content), content.get("again")
    for question in again if isinstance(again, list) else ():
        answers.pop(str(question), None)
    return _Earlier(answers, str(content.get("begun"))[:_DAY], _watch_before(content))


def _answers_in(content: Mapping[str, Any]) -> dict[str, object]:
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise AnswersError(f"{NAME}: holds no answers. Begin without --from.")
    return dict(answers)


def _same_edition(said: object, pack: Pack) -> None:
    """Refuse answers to questions that may have asked something else.

    Between versions that differ in the last number alone no id changes its meaning.
    """
    theirs = said if isinstance(said, dict) else {}
    about = pack.about
    edition = (about.id, *about.version.split(".")[:2])
    if (theirs.get("id"), *str(theirs.get("version")).split(".")[:2]) == edition:
        return
    belongs = quoted(f"{theirs.get('id')} {theirs.get('version')}")
    raise AnswersError(
        f"{NAME}: belongs to the pack {belongs}; the one in use is {about.id}"
        f" {about.version}. Its questions were other ones, so nothing is brought"
        " along. Begin without --from, or name that pack with --questions."
    )


# By when a clinician was to see the client


def _watch_before(content: Mapping[str, Any]) -> object:
    """Return the watch that held when the file was made, with its day."""
    answers, brought = content.get("answers"), content.get("brought")
    was = answers.get(WATCH, _NO_WATCH) if isinstance(answers, dict) else _NO_WATCH
    if was != _OPEN:
        return was
    until = brought.get("watch_until") if isinstance(brought, dict) else None
    return _table(until)


def _watch_after(content: Mapping[str, Any], pack: Pack) -> object:
    """Return the watch that a decision leaves.

    A day that is set anew does not put off one that is running. A watch ends with the
    finding that it is about.
    """
    before, see_by = _watch_before(content), content.get("see_by")
    if isinstance(see_by, dict) and see_by.get("overdue"):
        until = _weeks_after(content.get("decided_on"), see_by.get("weeks"))
        days = (until, before["until"] if isinstance(before, dict) else until)
        return _table(UNKNOWN if UNKNOWN in days else min(days))
    ended = content.get("complete") is True and not _is_watched(content, pack)
    return _NO_WATCH if ended else before


def _weeks_after(day: object, weeks: object) -> str:
    if not (isinstance(day, str) and is_day(day) and isinstance(weeks, int)):
        return UNKNOWN
    return weeks_after(day, weeks) or UNKNOWN


def _is_watched(content: Mapping[str, Any], pack: Pack) -> bool:
    found = content.get("findings")
    listed = found if isinstance(found, list) else []
    names = [str(each.get("rule")) for each in listed if isinstance(each, dict)]
    rules = (pack.rules.get(name) for name in names)
    return any(rule is not None and rule.overdue for rule in rules)


def _table(until: object) -> dict[str, str]:
    day = until if isinstance(until, str) and is_day(until) else UNKNOWN
    return {"rule": "", "until": day}
