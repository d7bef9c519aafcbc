"""Reads the answers and the reply that `massage-screen reply` joins, or asks for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from massage_screen.answers import DECISION_SCHEMA, NONE, Answers, read_answers
from massage_screen.cli.doing.defaults import settled
from massage_screen.cli.doing.files import (
    load_named,
    read_file,
    require_free,
    today,
)
from massage_screen.cli.doing.result import conclude
from massage_screen.cli.options import Showing
from massage_screen.cli.output import PROGRAM, say, set_apart
from massage_screen.command import command
from massage_screen.errors import AnswersError, NoTerminal, UnfitDocument
from massage_screen.pack import Disposition, Question
from massage_screen.prompts import asker_for
from massage_screen.prompts.asks import Asks
from massage_screen.reply import EMERGENCY_STAYS, can_be_replied_to, with_reply
from massage_screen.screened import Screened, read_client, screened
from massage_screen.sheet import Sheet

#: A line of every question here; it leaves the answer as it is.
_SILENT = ("not_said", "The reply does not say")


def reply(
    file: str, ticked: str | None, questions: str | None, showing: Showing
) -> None:
    """Put a reply into the answers of a client, and decide again.

    Args:
        file: The client: answers, or a decision.
        ticked: The file of the reply; None: it is read off paper and asked.
        questions: The folder of the pack; None for the one that is shipped.
        showing: How the recommendation is wanted.

    Raises:
        Exit: Always, with the code of the decision.
    """
    pack = load_named(questions)
    showing = settled(showing)
    require_free(showing.file, showing.force)
    client = read_client(*read_file(file), pack, PROGRAM, today())
    if ticked is None:
        with set_apart(showing.json):
            answers = asked_for_reply(client, plain=bool(showing.plain))
    else:
        answers = replied(client, *read_file(ticked))
    say(
        "The other answers are those of the last screening. Before the next session,"
        " screen again from the first question."
    )
    conclude(screened(pack, answers, PROGRAM, today()), showing)


def replied(client: Screened, data: bytes, name: str) -> Answers:
    """Return the answers of a client with those of a reply in a file.

    Raises:
        AnswersError: The file cannot be read or does not fit, or sets what no
            clinician can settle.
    """
    content = read_answers(data, name)
    if content.get("schema") == DECISION_SCHEMA:
        raise AnswersError(
            f"{name}: is a decision, not a reply. Name the client first, and then the"
            f" file of the reply: {command('reply FILE REPLY')}"
        )
    return with_reply(client, content, name)


def asked_for_reply(client: Screened, *, plain: bool) -> Answers:
    """Return the answers of a client with a reply that the therapist reads off paper.

    Raises:
        NoTerminal: Nobody can answer here.
        UnfitDocument: There is no question for a doctor.
        Interrupted: The person stopped.
        AnswersError: The reply makes an answer milder than it can, or the client is
            an emergency.
    """
    questions = for_the_doctor(client)
    try:
        asks = asker_for(plain=plain)
    except NoTerminal:
        raise NoTerminal(
            "A doctor's reply is read off at a terminal, and there is none. Name the"
            f" file of the reply: {command('reply FILE REPLY')}"
        ) from None
    return read_off(client, questions, asks)


def for_the_doctor(client: Screened) -> list[Question]:
    """Return the questions of the request that a reply can answer.

    Raises:
        UnfitDocument: There are none.
        AnswersError: The client is an emergency, which no reply makes milder.
    """
    if client.decision.standing is Disposition.EMERGENCY:
        raise AnswersError(f"the reply: {EMERGENCY_STAYS}")
    asked = [client.pack.questions[q] for q in client.explanation.ask]
    asked = [question for question in asked if can_be_replied_to(question)]
    if not asked:
        raise UnfitDocument("No answer of a doctor changes this result. Screen again.")
    return asked


def read_off(client: Screened, questions: Sequence[Question], asks: Asks) -> Answers:
    """Ask what the reply says, as far as it is asked of this client.

    Raises:
        Interrupted: The person stopped.
        AnswersError: The reply makes an answer milder than it can.
    """
    asks.say("Answer as the reply on paper says.")
    said: dict[str, object] = {}
    answers = client.sheet.answers
    for question in questions:
        sheet = Sheet(client.pack, answers)
        if sheet.relevance[question.id]:
            said |= _answer(asks, client, question, sheet)
            answers = with_reply(client, said, "the reply")
    return answers


def _answer(
    asks: Asks, client: Screened, question: Question, sheet: Sheet
) -> dict[str, object]:
    """Ask one question; return its answer, or nothing where the reply is silent."""
    offered = client.lines_to_tick(question, sheet)
    lines = [(choice.id, choice.text) for choice in offered]
    if question.takes.yes_or_no:
        lines = list(question.lines.items())[:2]
    if not question.takes.several:
        value: object = asks.choose(question.ask_clinician, [*lines, _SILENT])
        return {} if value == _SILENT[0] else {question.id: value}
    none = dict(lines).get(NONE)
    text = f"{question.ask_clinician} None of the lines means: {none}." if none else ""
    lines = [line for line in lines if line[0] != NONE]
    ticked = asks.tick(text or question.ask_clinician, [*lines, _SILENT])
    if _SILENT[0] in ticked:
        return {}
    kept = _not_on_paper(question, sheet, {choice.id for choice in offered})
    return {question.id: [*kept, *ticked] or [NONE]}


def _not_on_paper(
    question: Question, sheet: Sheet, offered: Collection[str]
) -> Iterator[str]:
    """Go through what was ticked of a reassuring list and the reply leaves out."""
    value = sheet.answers.get(question.id)
    if question.reassuring and isinstance(value, tuple):
        lines = {choice.id for choice in question.choices}.difference(offered)
        yield from (line for line in value if line in lines)
