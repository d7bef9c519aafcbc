"""Sources, and the ledger of what articles claim."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from massage_screen.pack.table import Id, Table, Text


class Reference(Table, kw_only=True):
    """A source: what it is, where it is, and how much of it was read."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Za-z][A-Za-z0-9_]*$")]
    title: Text
    authors: str = ""
    year: int | None = None
    where: str = ""
    doi: str = ""
    url: str = ""
    read: Literal["abstract", "part", "whole", "quoted", "not read"]
    says: Text


class ReferenceFile(Table):
    """`references.toml`: every source that the rules name."""

    reference: tuple[Reference, ...]


class Claim(Table, kw_only=True):
    """What an article claims, what a check of it found, and what follows here."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Z][A-Z0-9]*-[0-9]+$", max_length=20)]
    article: Text
    says: Text
    verdict: Literal["supported", "partly", "not_found", "disputed", "out_of_scope"]
    checked: Text
    references: tuple[str, ...] = ()
    carried_by: tuple[Id, ...] = ()
    because: str = ""
    contradictions: tuple[str, ...] = ()


class Contradiction(Table):
    """Where articles disagree, with each other or with better sources."""

    id: Annotated[str, msgspec.Meta(pattern="^[A-Z][A-Z0-9]*$", max_length=20)]
    says: Text
    settled: Text


class ClaimFile(Table):
    """`claims.toml`: the ledger of what the articles behind a pack claim."""

    claim: tuple[Claim, ...] = ()
    contradiction: tuple[Contradiction, ...] = ()
