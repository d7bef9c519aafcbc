"""Puts into words what was said at an earlier visit, to be read to the client."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import NO, YES, Value
from massage_screen.brought import Brought, Denied, LastTime
from massage_screen.day import day_in_words
from massage_screen.decision import decide
from massage_screen.history import History
from massage_screen.interview import Turn
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.pack.shelf import EVER, VISIT_ONLY
from massage_screen.presentation.words import answer_in_words
from massage_screen.text import first_lines, quoted, uncapitalised

#: What can be said to "Still so?".
CONFIRM = (
    (YES, "Yes, all of it is still so"),
    (NO, "No: ask one by one, with the old answer ready"),
)
#: What can be said to "Which is right?".
SETTLE = (
    (YES, "It is still so"),
    ("misread", "No: the question was misread"),
    ("another time", "No: that was at another time"),
    ("cleared up", "No: it has cleared up"),
    ("typed", "No, for another reason, to be typed"),
)
#: The one of them that asks for words, and how it does.
TYPED = "typed"
WHY_NOT = "Why not? A few words, no names; Enter alone leads back:"

_ASK_NOW = "Ask about it now, before anything else."
_NONE_COUNTS = "None counts before the client confirms it."


def later_in_words(question: Question) -> str:
    """Say what becomes of an answer at a later visit; nothing when it is asked anew."""
    if question.keeps == VISIT_ONLY:
        return ""
    until = "" if question.keeps == EVER else f" up to {question.keeps} after"
    if question.moves:
        return f"Asked anew; the old answer stands beside it{until}."
    return f"The old answer is shown to be confirmed{until}."


def what_is_brought(history: History, pack: Pack) -> tuple[str, ...]:
    """Say what was brought along, and what of it was not taken over.

    First comes what the client wrote that needs help now.
    """
    brought = history.brought
    if brought is None:
        return ()
    alone = brought.given_alone
    what = "Answers that the client gave alone" if alone else "Answers brought along"
    on = " on" if alone else ", of"
    day = f"{on} {day_in_words(brought.given_on)}" if brought.given_on else ""
    told = [*_urgent(brought, pack)] if alone else []
    told.append(f"{what}{day}: {len(brought.answers)}. {_NONE_COUNTS}")
    if brought.is_too_old or not brought.given_on:
        known = brought.given_on
        why = "That is too long ago" if known else "Nobody knows their day"
        told.append(f"{why}, so background is asked anew too.")
    return (*told, *_not_taken_over(brought))


def what_stands_beside(history: History) -> tuple[str, ...]:
    """Say what the record brings where a file or a form came along as well."""
    beside = history.brought and history.brought.beside
    if not beside:
        return ()
    day = f", of {day_in_words(beside.given_on)}" if beside.given_on else ""
    told = (
        f"From the last record{day}: {len(beside.answers)}. Of each question the newer"
        f" answer is taken. {_NONE_COUNTS}"
    )
    return (told, *_not_taken_over(beside))


def _not_taken_over(brought: Brought) -> Iterator[str]:
    if dropped := brought.dropped:
        reasons = (f"{quoted(name)} {why}" for name, why in sorted(dropped.items()))
        yield "Not taken over, and asked anew where it is still asked:"
        yield from first_lines(reasons, len(dropped))


def _urgent(brought: Brought, pack: Pack) -> Iterator[str]:
    """Say what the client wrote that needs help now, and what was taken back of it."""
    decision = decide(pack, brought.answers)
    if decision.disposition is Disposition.EMERGENCY:
        reasons = decision.findings[0].because.items()
        signs = " ".join(_said(pack.questions[name], value) for name, value in reasons)
        yield f"The client wrote: {signs} {_ASK_NOW}"
    elif brought.emergency_shown:
        yield f"The form told the client to call for help. {_ASK_NOW}"
    if brought.taken_back:
        names = (pack.questions[q] for q in brought.taken_back if q in pack.questions)
        topics = "; ".join(question.name.rstrip("?. ") for question in names)
        yield (
            "After the form told the client to call for help, a sign was taken back:"
            f" {topics}. It counts as written until you have asked."
        )


def last_time_in_words(last_time: LastTime, pack: Pack) -> str:
    """Say all that was said last time of a section; what was denied, by its topic."""
    told, denied = [], []
    for name, value in last_time.answers.items():
        question = pack.questions[name]
        if question.has_nothing_told(value):
            denied.append(question.name.rstrip("?. "))
        else:
            told.append(_said(question, value))
    nothing = (
        f"Nothing{' else' if told else ''}: {'; '.join(denied)}." if denied else ""
    )
    parts = (_said_when(last_time.given_on), *told, nothing)
    return " ".join((*filter(None, parts), "Still so?"))


def denied_in_words(denied: Denied, pack: Pack) -> str:
    """Say which signs of last time today's answer leaves out."""
    signs = (_said(pack.questions[name], said) for name, said in denied.signs.items())
    told = " ".join(signs)
    return (
        f"{_said_when(denied.given_on)} {told} Today it was not said. Which is right?"
    )


def said_last_time(turn: Turn) -> str:
    """Say an old answer that time may have changed, beside its question."""
    if turn.last_time is None:
        return ""
    said = answer_in_words(turn.question, turn.last_time)
    return f"{_when(turn.last_on)} the answer was: {said}. Ask anew; time changes it."


def _when(day: str) -> str:
    return f"On {day_in_words(day)}" if day else "Last time"


def _said_when(day: str) -> str:
    return f"Said {uncapitalised(_when(day))}:"


def _said(question: Question, value: Value) -> str:
    return f"{question.name.rstrip('?. ')}: {answer_in_words(question, value)}."
