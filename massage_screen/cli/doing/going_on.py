"""Goes on from a client's answers and a reply with what is still to be asked."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.answers import Answers
from massage_screen.bringing import bring
from massage_screen.brought import Brought
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.interviewing import ask_and_conclude
from massage_screen.cli.doing.keeping import begin_with
from massage_screen.cli.options import Showing
from massage_screen.cli.output import set_apart, tell
from massage_screen.day import day_in_words
from massage_screen.history import History
from massage_screen.pack import Pack
from massage_screen.pack.shelf import VISIT_ONLY
from massage_screen.screened import Screened
from massage_screen.sheet import fit_answers


def go_on(
    replied: Screened, history: History, showing: Showing, *, keeps: bool
) -> None:
    """Ask what is still to be asked, and show what follows.

    Args:
        replied: Who was screened, with the reply.
        history: What was said up to the reply, see `of_today` and `of_another_day`.
        showing: How the recommendation is wanted.
        keeps: Whether answers are kept until the interview ends.

    Raises:
        Exit: Always, with the code of the decision or of an interruption.
    """
    with set_apart(showing.json):
        count = len(replied.decision.required)
        left = f" Still to be asked: {count}." if count else ""
        tell("", f"The reply is put in.{left}")
        if history.brought and history.brought.answers:
            tell(_of_another_day_in_words(history.brought.given_on))
        journal = begin_with(replied.pack, history) if keeps else None
    ask_and_conclude(replied.pack, journal, showing, history)


def _of_another_day_in_words(day: str) -> str:
    of = f"of {day_in_words(day)}" if day else "of another day"
    return (
        f"The other answers are {of}. Warning signs, and what is asked at every visit,"
        " are asked anew; the rest is to be confirmed. You can stop, and take it up"
        " when the client is here."
    )


def of_today(client: Screened) -> History:
    """Return the history of a client who was screened today, with the reply.

    What was brought along then is confirmed already; of it the watch is left.
    """
    if client.brought is None:
        return History(client.sheet.answers)
    brought = Brought(
        given_on=client.brought.given_on or "",
        today=today(),
        answers=Answers(),
        watch_until=client.brought.watch_until or "",
    )
    return History(client.sheet.answers, brought=brought)


def of_another_day(data: bytes, pack: Pack, reply: Mapping[str, object]) -> History:
    """Return the history of a client who returns with a reply.

    What the reply says counts, but for what the pack asks the client at every visit:
    something may have changed since. What was said then is to be confirmed.

    Raises:
        AnswersError: The file cannot be brought along.
    """
    history = bring(data, pack, today())
    said = fit_answers(pack, reply, "the reply")
    asked = (pack.questions[question] for question in said)
    again = (q for q in asked if q.asked_by == "client" and q.keeps == VISIT_ONLY)
    return History(
        Answers({**history.said, **said}),
        again=frozenset(question.id for question in again),
        brought=history.brought,
    )
