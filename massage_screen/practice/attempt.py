"""What a student did with one practice client, with all that its scores need."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from massage_screen.answers import PRACTICE_SCHEMA
from massage_screen.pack import Pack
from massage_screen.practice.client import Client
from massage_screen.practice.reference import Cells, Reference

NOTICE = "PRACTICE. This client is invented. This is no record of a person."


class PlanChoice(msgspec.Struct, frozen=True, kw_only=True):
    """The plan of a student.

    Attributes:
        closed: The techniques to leave out, by region.
        pressure: The strongest level, from 1 to 5, by region with an open cell.
        positions: The positions to leave out.
    """

    closed: Cells
    pressure: Mapping[str, int]
    positions: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """What a student did and chose.

    Attributes:
        asked: Questions by id, each once, in the order of asking.
        worry: What worried the student, typed before any choice was shown.
        confidence: How sure the student was, from 0 to 100 percent.
        disposition: What the student would do.
        timeframe: How soon, or "none".
        plan: The plan; None unless hands stay on.
        seconds: How long it took.
        overran: Whether the time of a timed station was over before the end.
    """

    asked: tuple[str, ...]
    worry: str
    confidence: int
    disposition: str
    timeframe: str
    plan: PlanChoice | None
    seconds: int
    overran: bool


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One attempt, as it is kept in a file; no name of the student is in it.

    Attributes:
        form: Always "massage-screen/attempt/1"; called `schema` in the file.
        notice: That this is practice and no record of a person.
        at: When it ended: date and time in UTC, ISO 8601.
        pack: The id of the pack.
        version: Its version.
        digest: The hash of its content.
        case: The id of the practice client.
        concern: Its cue family.
        level: How hard it is, from 1 to 3.
        seed: The number of the variant.
        minutes: The time of a timed station, in minutes; None untimed.
        choice: What the student did.
        reference: What the live screen makes of the client.
        alarm: Whether what was asked already gave EMERGENCY, so that it was right
            to stop asking.
    """

    form: str = msgspec.field(name="schema")
    notice: str
    at: str
    pack: str
    version: str
    digest: str
    case: str
    concern: str
    level: int
    seed: int
    minutes: int | None
    choice: Choice
    reference: Reference
    alarm: bool


def attempt_of(
    pack: Pack,
    client: Client,
    choice: Choice,
    measure: tuple[Reference, bool],
    *,
    at: str,
    minutes: int | None,
) -> Attempt:
    """Put an attempt together.

    Args:
        pack: The rules in use.
        client: Who was interviewed.
        choice: What the student did.
        measure: The reference, and whether what was heard gave EMERGENCY already.
        at: Date and time in UTC, ISO 8601.
        minutes: The time of a timed station, in minutes.
    """
    return Attempt(
        form=PRACTICE_SCHEMA,
        notice=NOTICE,
        at=at,
        pack=pack.about.id,
        version=pack.about.version,
        digest=pack.digest,
        case=client.case.id,
        concern=client.case.concern or pack.practice.no_concern,
        level=client.case.level or 1,
        seed=client.variant.seed,
        minutes=minutes,
        choice=choice,
        reference=measure[0],
        alarm=measure[1],
    )
