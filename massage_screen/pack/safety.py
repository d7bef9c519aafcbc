"""The properties that a pack must have for every client."""

from __future__ import annotations

from typing import Literal

from massage_screen.condition import Condition
from massage_screen.pack.scale import WordAtMost, WordOfRule
from massage_screen.pack.table import Id, Table, Text


class Closed(Table):
    """Cells that must never open: these techniques (all when none) in these regions."""

    regions: tuple[Id, ...]
    techniques: tuple[Id, ...] = ()


class Exempt(Table):
    """A question that a property leaves out, and why that is right."""

    question: Id
    because: Text


class Property(Table, kw_only=True):
    """What must hold for every client, over raw answers, never from rules or facts.

    Exactly one of `at_least`, `at_most`, `closes`, `leaves_something_to_do`,
    `never_watches`, `never_lowers` and `never_matters` says what.
    """

    id: Id
    says: Text
    when: Condition | None = None
    at_least: WordOfRule | None = None
    timeframe: str = ""
    at_most: WordAtMost | None = None
    closes: Closed | None = None
    leaves_something_to_do: bool = False
    never_watches: bool = False
    never_lowers: Literal["a worse answer", "unsure"] | None = None
    never_matters: tuple[Id, ...] = ()
    exempt: tuple[Exempt, ...] = ()


class SafetyFile(Table):
    """`safety.toml`: the properties that are proved over every possible client."""

    property: tuple[Property, ...]
