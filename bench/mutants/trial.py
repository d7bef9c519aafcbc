"""One mutant on trial: the cases first, then the solver."""

from __future__ import annotations

from pathlib import Path

import msgspec

from bench.mutants.everyone import Everyone
from bench.mutants.mutant import Mutant
from bench.mutants.mutants import mutants_of
from bench.mutants.noticed import Clients
from massage_screen.answers import Value
from massage_screen.catalogue import load_pack
from massage_screen.library import load_safety

CASE, PROPERTY = "case", "property"
EQUIVALENT, SURVIVED = "equivalent", "survived"


class Verdict(msgspec.Struct, frozen=True):
    """What became of a mutant.

    Attributes:
        number: The place of the mutant among all of them.
        outcome: `CASE` or `PROPERTY`, what noticed it; `EQUIVALENT` or `SURVIVED`.
        by: The id of the case or property.
        client: For a survivor, a smallest client who gets another result.
    """

    number: int
    outcome: str
    by: str = ""
    client: dict[str, Value] = {}


class Trial:
    """All that is needed to try the mutants of one pack."""

    def __init__(self, folder: Path) -> None:
        """Read the pack, its cases and its properties."""
        self.pack = load_pack(folder)
        self.mutants: tuple[Mutant, ...] = tuple(mutants_of(self.pack))
        self.clients = Clients(folder, self.pack)
        self.everyone = Everyone(self.pack, load_safety(folder))

    def verdict(self, number: int) -> Verdict:
        """Say what becomes of one mutant."""
        mutant = self.mutants[number]
        if case := self.clients.notice(mutant):
            return Verdict(number, CASE, case)
        difference = self.everyone.told_apart(mutant)
        if difference is None:
            return Verdict(number, EQUIVALENT)
        if broken := self.everyone.refuted(mutant):
            return Verdict(number, PROPERTY, broken)
        return Verdict(number, SURVIVED, client=dict(difference.client()))
