"""Clients whose decision is known; some of them students interview."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import msgspec

from massage_screen.pack.scale import Disposition, Word
from massage_screen.pack.table import Day, Id, Table, Text

#: How hard a practice client is: 1 clear, 2 needs a second question, 3 easily missed.
Level = Annotated[int, msgspec.Meta(ge=1, le=3)]


class ExpertsDiffer(Table, kw_only=True):
    """Another answer that scores too: a reviewer found that experts differ here."""

    disposition: Word
    timeframe: str = "none"
    because: Text


class Case(Table, kw_only=True):
    """A client: answers, the decision they must get, and a story.

    With `each`, several clients: one for every answer it lists, who all must get
    that decision; for every combination, when it lists answers to several questions.
    With `presents`, a practice client, whom students interview.
    """

    id: Id
    name: Text
    story: Text
    like: str = ""
    answers: Mapping[str, object] = {}
    each: Mapping[str, Annotated[tuple[object, ...], msgspec.Meta(min_length=2)]] = {}
    disposition: Word
    timeframe: str = "none"
    findings: tuple[str, ...] = ()
    not_findings: tuple[str, ...] = ()
    cells: Mapping[str, Mapping[str, str]] = {}
    pressure: Mapping[str, int] = {}
    positions_avoid: tuple[str, ...] = ()
    movements_avoid: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    minutes_at_most: int | None = None
    check_in_every: int | None = None
    stop_on: tuple[str, ...] = ()
    see_by: int | None = None
    trap: int | None = None
    settles: tuple[str, ...] = ()
    presents: str = ""
    voice: Mapping[Id, Text] = {}
    level: Level | None = None
    concern: Id | None = None
    looks_like: str = ""
    experts_differ: ExpertsDiffer | None = None
    author: str = ""
    reviewed_by: str = ""
    reviewed_on: Day | None = None

    @property
    def hands_on(self) -> bool:
        """Say whether there is massage today."""
        return Disposition(self.disposition).hands_on


class CaseFile(Table):
    """One file of cases."""

    case: tuple[Case, ...]
