"""When a student should meet a rule or a card again, and work on an error again.

Worked out anew from the attempts by FSRS (free spaced repetition scheduler), so there
is nothing to keep beside them. The time is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec
from fsrs import Card, Rating, Scheduler

from massage_screen.practice.attempt import Attempt
from massage_screen.practice.cards import CardAnswer
from massage_screen.practice.scoring import ERRORS, Scores

_ERROR = "error:"
#: Errors after which a rule is to be met again soon.
_GRAVE = frozenset({"under_call", "missed_cue", "premature_closure"})


class Due(msgspec.Struct, frozen=True):
    """What to practise.

    Attributes:
        what: The id of a rule, or of a kind of error.
        is_error: Whether it is an error.
        at: When it is due, in UTC.
    """

    what: str
    is_error: bool
    at: datetime


def schedule(scored: Sequence[tuple[Attempt, Scores]]) -> tuple[Due, ...]:
    """Return what to practise, the most overdue first.

    Args:
        scored: Attempts with their scores, the oldest first.
    """
    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, Card] = {}
    for attempt, scores in scored:
        at = moment(attempt.at)
        for name, rating in _reviews(attempt, scores, cards):
            card = cards.get(name) or Card(card_id=len(cards) + 1, due=at)
            cards[name], _ = scheduler.review_card(card, rating, at)
    due = [
        Due(name.removeprefix(_ERROR), name.startswith(_ERROR), card.due)
        for name, card in cards.items()
    ]
    return tuple(sorted(due, key=lambda each: (each.at, each.what)))


def before_its_day(scored: Sequence[tuple[Attempt, Scores]], now: datetime) -> str:
    """Say that nothing is due today, in words; "" when something is.

    Args:
        scored: Attempts with their scores, the oldest first.
        now: The time, in UTC. What is due in a few minutes is due today.
    """
    rules = [due.at for due in schedule(scored) if not due.is_error]
    if not rules:
        return (
            "Nothing waits to be repeated: there is no attempt yet. Any client comes."
        )
    if rules[0].date() <= now.date():
        return ""
    return (
        f"Nothing is due today. What is due first, on {rules[0].date()}, comes already."
    )


def card_schedule(answers: Iterable[CardAnswer]) -> dict[str, datetime]:
    """Return when each card that was met is due, in UTC.

    Args:
        answers: The answers to cards, the oldest first.
    """
    scheduler = Scheduler(enable_fuzzing=False)
    cards: dict[str, Card] = {}
    for answer in answers:
        at = moment(answer.at)
        card = cards.get(answer.card) or Card(card_id=len(cards) + 1, due=at)
        rating = Rating.Good if answer.well else Rating.Again
        cards[answer.card], _ = scheduler.review_card(card, rating, at)
    return {name: card.due for name, card in cards.items()}


def moment(at: str) -> datetime:
    """Return the time of an attempt in UTC.

    Raises:
        ValueError: It is not a time of ISO 8601.
    """
    read = datetime.fromisoformat(at)
    if read.tzinfo is None:
        return read.replace(tzinfo=UTC)
    return read.astimezone(UTC)


def _reviews(
    attempt: Attempt, scores: Scores, cards: dict[str, Card]
) -> list[tuple[str, Rating]]:
    """Return what an attempt says about its rule, and about each error met before."""
    rule = attempt.reference.rule or attempt.case
    reviews = [(rule, _rating(scores))]
    for error in ERRORS:
        made = error in scores.errors
        if made or _ERROR + error in cards:
            reviews.append((_ERROR + error, Rating.Again if made else Rating.Good))
    return reviews


def _rating(scores: Scores) -> Rating:
    if _GRAVE & set(scores.errors):
        return Rating.Again
    return Rating.Hard if scores.errors else Rating.Good
