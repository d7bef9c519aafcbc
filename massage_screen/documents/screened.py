"""Reads the file of a decision, and decides again from the answers in it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from massage_screen.answers import Answers, read_answers
from massage_screen.decision import (
    DECISION_SCHEMA,
    Decision,
    Finding,
    as_json,
    decide_sheet,
)
from massage_screen.errors import AnswersError
from massage_screen.explanation import Explanation, explain
from massage_screen.pack import Disposition, Pack
from massage_screen.sheet import Sheet, fit_answers


class Screened(msgspec.Struct, frozen=True):
    """A client who was screened: the answers, and what follows from them."""

    sheet: Sheet
    decision: Decision
    explanation: Explanation
    program: str

    @property
    def pack(self) -> Pack:
        """Return the pack that it was decided with."""
        return self.sheet.pack

    @property
    def hands_on(self) -> bool:
        """Say whether there is massage today."""
        return self.decision.disposition in (Disposition.PROCEED, Disposition.RESTRICT)

    @property
    def word(self) -> str:
        """Return the word of the disposition in capital letters."""
        found = self.decision.disposition
        return found.name if found else "INCOMPLETE"

    @property
    def reasons(self) -> tuple[Finding, ...]:
        """Return the findings that made the result, the most urgent first.

        Where hands stay off, what would only limit a massage is no reason.
        """
        off = self.decision.standing.rank >= Disposition.POSTPONE.rank
        mildest = Disposition.POSTPONE if off else Disposition.RESTRICT
        return tuple(
            finding
            for finding in self.decision.findings
            if finding.rule.ranks_as.rank >= mildest.rank
        )


def screened(pack: Pack, answers: Answers, program: str) -> Screened:
    """Return what follows from answers."""
    sheet = Sheet(pack, answers)
    decision = decide_sheet(sheet)
    return Screened(sheet, decision, explain(sheet, decision), program)


def read_screened(data: bytes, name: str, pack: Pack, program: str) -> Screened:
    """Return what the file of a decision holds.

    The decision is worked out again from the answers in the file: a page must not
    repeat a result that somebody has changed by hand.

    Args:
        data: The bytes of the file, as `assess --json` prints them.
        name: How the file is called in messages.
        pack: The pack in use.
        program: The name and version of this program.

    Raises:
        AnswersError: It is no such file, it was made with another pack, or its
            result does not follow from its answers.
    """
    content = read_answers(data, name)
    if content.get("schema") != DECISION_SCHEMA:
        raise AnswersError(
            f"{name}: not a decision of this program ({DECISION_SCHEMA})."
            " Make one with: massage-screen screen --decision FILE"
        )
    _same_pack(content.get("pack"), name, pack)
    answers = content.get("answers")
    if not isinstance(answers, dict):
        raise AnswersError(
            f"{name}: holds no answers. An older version of this program made it."
            " Screen again."
        )
    found = screened(pack, fit_answers(pack, answers, name), program)
    _same_result(content, found, name)
    return found


def _same_pack(said: object, name: str, pack: Pack) -> None:
    digest = said.get("digest") if isinstance(said, dict) else None
    if digest != pack.digest:
        about = pack.about
        raise AnswersError(
            f"{name}: was decided with another pack than the one in use, {about.id}"
            f" {about.version}. A question or rule may have changed since. Screen"
            " again, or name the other pack with --questions."
        )


def _same_result(content: Mapping[str, object], found: Screened, name: str) -> None:
    now: dict[str, Any] = as_json(found.decision, found.pack, found.program)
    del now["program"]
    for key, value in json.loads(json.dumps(now)).items():
        if content.get(key) != value:
            raise AnswersError(
                f"{name}: {key!r} does not follow from the answers in the file. It was"
                " changed, or another version of this program made it. Screen again."
            )
