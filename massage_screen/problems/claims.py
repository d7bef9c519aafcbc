"""The ledger of claims: what is wrong with it, and reading it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from massage_screen.pack import (
    Claim,
    ClaimFile,
    Contradiction,
    Pack,
    Reference,
    Rule,
)
from massage_screen.problems.characters import character_problems
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import Problem
from massage_screen.text import did_you_mean, quoted

_NAME = "claims.toml"
#: Verdicts that rest on something that was read.
_NEEDS_SOURCE = ("supported", "disputed")


class Claims:
    """The ledger of a pack folder; a pack may do without."""

    def __init__(self, folder: Path) -> None:
        """Read the file, when there is one."""
        there = (folder / _NAME).exists()
        self.file = PackText(folder / _NAME, _NAME, ClaimFile) if there else None
        self.entries: list[Entry[Any]] = list(self.file.entries) if self.file else []

    @property
    def ledger(self) -> ClaimFile:
        """Return the claims and contradictions that have the right shape."""
        items = [entry.item for entry in self.entries]
        return ClaimFile(
            claim=tuple(item for item in items if isinstance(item, Claim)),
            contradiction=tuple(i for i in items if isinstance(i, Contradiction)),
        )

    def file_problems(self) -> Iterator[Problem]:
        """Go through what can be seen without the pack that it is about."""
        if self.file is not None:
            yield from self.file.problems
            yield from character_problems(self.file)

    def problems(self, pack: Pack) -> Iterator[Problem]:
        """Go through what does not fit the pack, which has no problems itself."""
        known = self._contradictions()
        seen = set(pack.references)
        for entry in self.entries:
            if entry.item.id in seen:
                what = "has the id of something else in the pack"
                yield entry.problem("duplicate_id", what, "Rename one of the two.")
            seen.add(entry.item.id)
            if isinstance(entry.item, Claim):
                yield from _grounds(entry)
                yield from _sources(pack, entry)
                yield from _carriers(pack, entry)
                if known is not None:
                    yield from _contradictions(entry, known)

    def unused_references(self, draft: Draft) -> Iterator[Problem]:
        """Go through the references that no rule, claim or pressure scale names.

        Silent while a claim cannot be read, because it may name them.
        """
        if self.file is not None and self.file.whole is None:
            return
        used = {name for rule in draft.of(Rule) for name in rule.item.references}
        used |= {draft.about.pressure_reference} if draft.about else set()
        for claim in self.ledger.claim:
            used |= {claim.article, *claim.references}
        for entry in draft.of(Reference):
            if entry.item.id not in used:
                do = "Name it in a rule or a claim, or delete it."
                yield entry.problem("unused_reference", "is named by nothing", do)

    def _contradictions(self) -> set[str] | None:
        """Return the ids of contradictions; None when some could not be read."""
        if self.file is None or not self.file.legible:
            return None
        return {each.id for each in self.ledger.contradiction} | self.file.ghosts


def carriers(pack: Pack) -> set[str]:
    """Return the ids of everything in a pack that can carry a claim."""
    return {
        *pack.questions,
        *pack.facts,
        *pack.rules,
        *pack.regions,
        *pack.parts,
        *pack.technique_groups,
        *pack.timeframes,
        *(position.id for position in pack.about.position),
    }


def _grounds(entry: Entry[Claim]) -> Iterator[Problem]:
    claim = entry.item
    if not claim.carried_by and not claim.because.strip():
        what = "is carried by nothing and explained by nothing"
        do = "Name what carries it in 'carried_by', or say in 'because' why nothing."
        yield entry.problem("claim_unexplained", what, do)
    if claim.verdict in _NEEDS_SOURCE and not claim.references:
        what = f"is called {claim.verdict} and names no reference"
        do = "Name what was read, or use 'partly' or 'not_found'."
        yield entry.problem("claim_without_source", what, do)


def _sources(pack: Pack, entry: Entry[Claim]) -> Iterator[Problem]:
    names = (entry.item.article, *entry.item.references)
    do = "Add the reference, or take the name out."
    yield from _unknown(entry, "reference", names, pack.references, do)


def _carriers(pack: Pack, entry: Entry[Claim]) -> Iterator[Problem]:
    do = "Name a question, rule, region, technique, group or position of the pack."
    yield from _unknown(entry, "carrier", entry.item.carried_by, carriers(pack), do)


def _contradictions(entry: Entry[Claim], known: set[str]) -> Iterator[Problem]:
    do = "Add the contradiction, or take the name out."
    yield from _unknown(entry, "contradiction", entry.item.contradictions, known, do)


def _unknown(
    entry: Entry[Claim],
    kind: str,
    names: Iterable[str],
    known: Iterable[str],
    otherwise: str,
) -> Iterator[Problem]:
    there = set(known)
    for name in names:
        if name not in there:
            what = f"names {kind} {quoted(name)}, which does not exist"
            do = did_you_mean(name, sorted(there), otherwise)
            yield entry.problem(f"unknown_{kind}", what, do)
