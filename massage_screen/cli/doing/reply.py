"""Reads the answers and the reply that `massage-screen reply` joins, or asks for it."""

from __future__ import annotations

import msgspec

from massage_screen.answers import DECISION_SCHEMA, read_answers
from massage_screen.bringing import bring
from massage_screen.cli.doing.afterwards import offer_at_terminal
from massage_screen.cli.doing.defaults import settled
from massage_screen.cli.doing.files import (
    load_named,
    read_file,
    require_free,
    today,
)
from massage_screen.cli.doing.going_on import go_on, of_another_day, of_today
from massage_screen.cli.doing.reading_off import NAME, read_off
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, say, set_apart
from massage_screen.command import command, in_shell
from massage_screen.day import day_in_words
from massage_screen.enquiry import Enquired, enquire
from massage_screen.errors import AnswersError, NoTerminal, UnfitDocument
from massage_screen.pack import Disposition
from massage_screen.prompts import asker_for
from massage_screen.reply import EMERGENCY_STAYS, with_reply
from massage_screen.screened import Screened, read_client, screened

_IS_HERE = "Is the client here?"
_NOW = ("now", "Yes: ask the client again now; the reply stands")
_LATER = ("later", "No: show what the reply comes to")


def reply(
    file: str,
    ticked: str | None,
    questions: str | None,
    showing: Showing,
    *,
    keeps: bool,
) -> None:
    """Put a reply into the answers of a client, decide again, and ask what is left.

    Args:
        file: The client: answers, or a decision.
        ticked: The file of the reply; None: it is read off paper and asked.
        questions: The folder of the pack; None for the one that is shipped.
        showing: How the recommendation is wanted.
        keeps: Whether answers are kept until the interview ends, where it goes on.

    Raises:
        Exit: Always, with the code of the decision.
    """
    pack = load_named(questions)
    showing = settled(showing)
    require_free(showing.file, showing.force)
    data, name = read_file(file)
    client = _of_its_day(read_client(data, name, pack, PROGRAM, today()), data)
    with set_apart(showing.json):
        said, called = _reply_to(client, ticked, plain=bool(showing.plain))
    answers = with_reply(client, said, called)
    again = screened(pack, answers, PROGRAM, client.decided_on)
    replied = msgspec.structs.replace(again, brought=client.brought)
    if _goes_on(replied, showing):
        fresh = client.decided_on == today()
        history = of_today(replied) if fresh else of_another_day(data, pack, said)
        go_on(replied, history, showing, keeps=keeps)
    _say_what_next(replied, showing)

    def afterwards() -> None:
        offer_at_terminal(replied, showing)

    conclude(replied, showing, afterwards)


def _of_its_day(client: Screened, data: bytes) -> Screened:
    """Return the client as of the day of the answers, where their file says it."""
    brought = bring(data, client.pack, today()).brought
    day = (brought and brought.given_on) or client.decided_on
    return msgspec.structs.replace(client, decided_on=day)


def _reply_to(
    client: Screened, ticked: str | None, *, plain: bool
) -> tuple[dict[str, object], str]:
    """Return what a reply says, and how it is called in messages."""
    if ticked is None:
        return asked_for_reply(client, plain=plain), NAME
    data, name = read_file(ticked)
    return reply_in(data, name), name


def _goes_on(replied: Screened, showing: Showing) -> bool:
    """Say whether to ask what is open, or a client of another day who is here now.

    Without a terminal nobody can be asked.
    """
    try:
        asks = asker_for(plain=bool(showing.plain))
    except NoTerminal:
        return False
    if replied.decision.disposition is None:
        return True
    if replied.decided_on == today() or not replied.hands_on:
        return False
    with set_apart(showing.json):
        day = _day_of(replied)
        text = f"With the answers of {day} that is {replied.word}. {_IS_HERE}"
        return asks.choose(text, (_NOW, _LATER)) == _NOW[0]


def _day_of(client: Screened) -> str:
    return day_in_words(client.decided_on) if client.decided_on else "the last visit"


def _say_what_next(replied: Screened, showing: Showing) -> None:
    """Say of which day the other answers are, and how to go on."""
    kept = in_shell(showing.file) if showing.file else "FILE"
    screen_again = command(f"screen --from {kept}")
    if replied.decision.disposition is None:
        count = len(replied.decision.required)
        keep = "" if showing.file else " Keep the decision with --decision FILE."
        say(
            f"The reply is put in. Still to be asked: {count}.{keep} To go on at a"
            f" terminal: {screen_again}"
        )
        return
    say(
        f"The other answers are those of {_day_of(replied)}. Before the next session"
        f" the client is asked again: {screen_again}"
    )


def reply_in(data: bytes, name: str) -> dict[str, object]:
    """Return the reply that a file holds.

    Raises:
        AnswersError: The file cannot be read, or is no reply.
    """
    content = read_answers(data, name)
    if content.get("schema") == DECISION_SCHEMA:
        raise AnswersError(
            f"{name}: is a decision, not a reply. Name the client first, and then the"
            f" file of the reply: {command('reply FILE REPLY')}"
        )
    return content


def asked_for_reply(client: Screened, *, plain: bool) -> dict[str, object]:
    """Return what a reply says that the therapist reads off paper.

    Raises:
        NoTerminal: Nobody can answer here.
        UnfitDocument: There is no question for a doctor.
        Interrupted: The person stopped, or the reply advises against massage.
        AnswersError: The client is an emergency.
    """
    asked = for_the_doctor(client)
    try:
        asks = asker_for(plain=plain)
    except NoTerminal:
        raise NoTerminal(
            "A doctor's reply is read off at a terminal, and there is none. Name the"
            f" file of the reply: {command('reply FILE REPLY')}"
        ) from None
    return read_off(client, asked, asks)


def for_the_doctor(client: Screened) -> tuple[Enquired, ...]:
    """Return the questions of the request, in its order.

    Raises:
        UnfitDocument: There are none.
        AnswersError: The client is an emergency, which no reply makes milder.
    """
    if client.decision.standing is Disposition.EMERGENCY:
        raise AnswersError(f"{NAME}: {EMERGENCY_STAYS}")
    asked = enquire(client)
    if not asked:
        raise UnfitDocument(
            "No tick of a doctor changes this result. Tell the client's answers anew:"
            f" {command('screen --from FILE')}"
        )
    return asked
