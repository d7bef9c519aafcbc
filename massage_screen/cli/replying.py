"""Reads the answers and the reply that `massage-screen reply` joins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from massage_screen.answers import read_answers
from massage_screen.decision import DECISION_SCHEMA
from massage_screen.documents.screened import read_screened
from massage_screen.reply import with_reply
from massage_screen.sheet import fit_answers

if TYPE_CHECKING:
    from massage_screen.answers import Answers
    from massage_screen.pack import Pack


def replied(
    pack: Pack, before: tuple[bytes, str], reply: tuple[bytes, str], program: str
) -> Answers:
    """Return the answers with a reply put in.

    Args:
        pack: The pack in use.
        before: The content and name of a file of answers or of a decision.
        reply: The content and name of the reply.
        program: The name and version of this program.

    Raises:
        AnswersError: A file cannot be read or does not fit, or the reply sets what
            no clinician can settle.
    """
    data, name = before
    content = read_answers(data, name)
    if content.get("schema") == DECISION_SCHEMA:
        answers = read_screened(data, name, pack, program).sheet.answers
    else:
        answers = fit_answers(pack, content, name)
    return with_reply(pack, answers, read_answers(*reply), reply[1])
