"""Puts a doctor's reply into the answers of a client.

A reply says what a clinician can say: it permits, names areas, gives a result or an
examination. It cannot take back a warning sign, an illness or anything else that the
client reported, and it never makes an emergency milder.
"""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.answers import NONE, UNSURE, Answers, Value, is_doubt
from massage_screen.decision import Decision, decide
from massage_screen.enquiry import can_be_replied_to
from massage_screen.errors import AnswersError
from massage_screen.explanation.steps import steps_of
from massage_screen.history import gained_lines
from massage_screen.pack import BY_CLINICIANS, Disposition, Pack, Question, urgency
from massage_screen.screened import Screened
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.text import first_lines, quoted

#: Why a reply is refused; to stand after the name of the reply.
EMERGENCY_STAYS = (
    "a doctor's reply cannot make an EMERGENCY milder. Once the client has been helped,"
    " screen again from the first question."
)


def with_reply(client: Screened, raw: Mapping[str, object], name: str) -> Answers:
    """Return the answers of a client with those of a reply put in.

    Args:
        client: Who was screened, and what was decided.
        raw: The reply: question ids and answers, as in an answers file.
        name: How the file of the reply is called in messages.

    Raises:
        AnswersError: The reply names a question that no clinician can settle, gives
            an answer that does not fit, makes an answer milder in a way that the
            pack does not know, or makes an emergency milder.
    """
    pack, answers, before = client.pack, client.sheet.answers, client.decision
    reply = fit_answers(pack, raw, name)
    wrong = [
        f"{name}, {quoted(question)}: {problem}"
        for question, value in reply.items()
        if (problem := _problem(pack.questions.get(question), answers, value))
    ]
    if wrong:
        raise AnswersError("\n".join(first_lines(wrong, len(wrong))))
    replied = _with_what_was_asked(pack, answers, reply)
    emergency = before.standing is Disposition.EMERGENCY
    if emergency and _urgency(decide(pack, replied)) < _urgency(before):
        raise AnswersError(f"{name}: {EMERGENCY_STAYS}")
    return replied


def _with_what_was_asked(pack: Pack, answers: Answers, reply: Answers) -> Answers:
    """Return the answers with a reply, without those to lists that gain a line by it.

    Nobody asked the client about that line, and silence must not deny it.
    """
    replied = Answers({**answers, **reply})
    gained = gained_lines(Sheet(pack, answers), Sheet(pack, replied))
    left_out = gained - reply.keys()
    return Answers({q: value for q, value in replied.items() if q not in left_out})


def _urgency(decision: Decision) -> tuple[int, int]:
    return max(map(urgency, (f.rule for f in decision.findings)), default=(0, 0))


def _problem(question: Question | None, answers: Answers, value: Value) -> str:
    """Say why a reply cannot set this answer; nothing when it can."""
    if question is None:
        return "a doctor's reply cannot set this; it is what the program knows."
    old = answers.get(question.id)
    if not can_be_replied_to(question, old):
        return (
            "a doctor's reply cannot set this; only the client can say it."
            " If it was answered wrongly, screen again."
        )
    if question.gate and old is None:
        return "the client was not asked this warning sign. Screen again."
    if _may_become(question, old, value):
        return ""
    return (
        "the reply would make the answer milder than an examination or a result"
        " can. Screen again from the first question."
    )


def _may_become(question: Question, old: Value | None, value: Value) -> bool:
    if isinstance(value, tuple):
        return _list_may_become(question, old if isinstance(old, tuple) else (), value)
    if old is None:
        return True
    if old == UNSURE and not question.gate:
        return True
    words = list(question.words)
    if value in words and old in words and words.index(value) >= words.index(old):
        return True
    steps = steps_of(question, old)
    return any(step.value == value for step in steps if step.by in BY_CLINICIANS)


def _list_may_become(
    question: Question, old: tuple[str, ...], value: tuple[str, ...]
) -> bool:
    """Say whether a reply makes no line milder that clinicians do not make so.

    In a reassuring list a tick is what is milder, in any other one that is taken out.
    What the client was unsure of may be settled, but not at the gate.
    """
    milder = {*value} - {*old} if question.reassuring else {*old} - {*value}
    milder -= {NONE, UNSURE, *(() if question.gate else filter(is_doubt, old))}
    changes = [change for change in question.changes if change.by in BY_CLINICIANS]
    lines = [c.after if question.reassuring else c.before for c in changes]
    return all(any(not named or line in named for named in lines) for line in milder)
