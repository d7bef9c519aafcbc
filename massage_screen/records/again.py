"""Decides the answers of an old record with the pack of today; changes nothing."""

from __future__ import annotations

from typing import NamedTuple

from massage_screen.errors import AnswersError
from massage_screen.pack import Pack
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.records.record import Record
from massage_screen.screened import Screened, screened
from massage_screen.sheet import fit_answers


class Again(NamedTuple):
    """What comes of old answers today.

    Attributes:
        screened: The decision, or None where an answer has no place any more.
        missing: Why, by question id.
    """

    screened: Screened | None
    missing: dict[str, str]


def reworded(record: Record, pack: Pack) -> dict[str, str]:
    """Return the questions of a record that ask something else now, and why.

    Their old answers are neither decided from nor brought along.
    """
    return {
        name: "worded differently since" if name in pack.questions else "not asked now"
        for name, then in record.hashes.items()
        if name not in pack.questions or wording_hash(pack.questions[name]) != then
    }


def decided_again(record: Record, pack: Pack, program: str) -> Again:
    """Return what old answers come to, where each question still asks the same.

    Args:
        record: What was kept.
        pack: The pack of today.
        program: The name and version of this program.
    """
    missing = reworded(record, pack)
    if missing:
        return Again(None, missing)
    values = {name: given.value for name, given in record.answers.items()}
    try:
        answers = fit_answers(pack, values, f"The record {record.id}")
    except AnswersError as error:
        return Again(None, {"answers": str(error)})
    return Again(screened(pack, answers, program, record.day), {})
