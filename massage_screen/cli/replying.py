"""Reads the answers and the reply that `massage-screen reply` joins, or asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from massage_screen.answers import NONE, Answers, read_answers
from massage_screen.cli.examiners import examiner_for
from massage_screen.decision import DECISION_SCHEMA
from massage_screen.documents.screened import Screened, read_screened, screened
from massage_screen.errors import AnswersError, NoTerminal, UnfitDocument
from massage_screen.pack import Disposition
from massage_screen.reply import EMERGENCY_STAYS, can_be_replied_to, with_reply
from massage_screen.sheet import Sheet, fit_answers

if TYPE_CHECKING:
    from massage_screen.pack import Pack, Question
    from massage_screen.practice.examiner import Examiner

#: A line of every question here; it leaves the answer as it is.
_SILENT = ("not_said", "The reply does not say")


def before_reply(pack: Pack, data: bytes, name: str, program: str) -> Screened:
    """Return the client of a file of answers or of a decision.

    Raises:
        AnswersError: It cannot be read, or does not fit.
    """
    content = read_answers(data, name)
    if content.get("schema") == DECISION_SCHEMA:
        return read_screened(data, name, pack, program)
    return screened(pack, fit_answers(pack, content, name), program)


def replied(client: Screened, data: bytes, name: str) -> Answers:
    """Return the answers of a client with those of a reply in a file.

    Raises:
        AnswersError: The file cannot be read or does not fit, or sets what no
            clinician can settle.
    """
    raw = read_answers(data, name)
    return with_reply(client.pack, client.sheet.answers, raw, name)


def asked_for_reply(client: Screened, *, plain: bool) -> Answers:
    """Return the answers of a client with a reply that the therapist reads off paper.

    The questions are those of the request, as far as they are asked of this client.

    Raises:
        NoTerminal: Nobody can answer here.
        UnfitDocument: There is no question for a doctor.
        Interrupted: The person stopped.
        AnswersError: The reply makes an answer milder than it can, or the client is
            an emergency.
    """
    if client.decision.standing is Disposition.EMERGENCY:
        raise AnswersError(f"the reply: {EMERGENCY_STAYS}")
    asked = [client.pack.questions[q] for q in client.explanation.ask]
    asked = [question for question in asked if can_be_replied_to(question)]
    if not asked:
        raise UnfitDocument("No answer of a doctor changes this result. Screen again.")
    examiner = _examiner(plain)
    examiner.say("Answer as the reply on paper says.")
    answers = client.sheet.answers
    for question in asked:
        if Sheet(client.pack, answers).relevance[question.id]:
            given = _answer(examiner, question)
            answers = with_reply(client.pack, answers, given, "the reply")
    return answers


def _examiner(plain: bool) -> Examiner:
    try:
        return examiner_for(plain=plain)
    except NoTerminal:
        raise NoTerminal(
            "A doctor's reply is read off at a terminal, and there is none. Name the"
            " file of the reply: massage-screen reply FILE REPLY"
        ) from None


def _answer(put: Examiner, question: Question) -> dict[str, object]:
    """Ask one question; return its answer, or nothing where the reply is silent."""
    offered = question.clinician_choices or question.choices
    lines = [(choice.id, choice.text) for choice in offered]
    if question.kind == "yes_no":
        lines = list(question.lines.items())[:2]
    if question.kind != "any_of":
        value: object = put.choose(question.ask_clinician, [*lines, _SILENT])
        return {} if value == _SILENT[0] else {question.id: value}
    none = dict(lines).get(NONE)
    text = f"{question.ask_clinician} None of the lines means: {none}." if none else ""
    lines = [line for line in lines if line[0] != NONE]
    ticked = put.tick(text or question.ask_clinician, [*lines, _SILENT])
    if _SILENT[0] in ticked:
        return {}
    return {question.id: list(ticked) or [NONE]}
