"""Where a page gets what nobody named: country, paper, folder, the therapist's lines.

Every page takes it from here, from the command line and from the menu.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

import msgspec

from massage_screen.documents.choices import Country, Paper
from massage_screen.documents.country import paper_of

#: Names the folder that pages are written to, in place of the one in use.
PAGES_VARIABLE = "MASSAGE_SCREEN_PAGES"
_Named = TypeVar("_Named", bound=StrEnum)


class Defaults(msgspec.Struct, frozen=True):
    """What a page takes where nothing else was asked for.

    Attributes:
        folder: Where pages are written.
        names: What is known for the lines of a page, by their names, as in
            `{"therapist": "A. Smith"}`; these are not asked for.
    """

    country: Country | None
    paper: Paper
    folder: Path
    names: Mapping[str, str]


def defaults(country: Country | None = None, paper: Paper | None = None) -> Defaults:
    """Return what a page takes; what was asked for goes before what is set.

    Args:
        country: What the command line says.
        paper: What the command line says.
    """
    where = country or _named("MASSAGE_SCREEN_COUNTRY", Country)
    return Defaults(
        where,
        paper or _named("MASSAGE_SCREEN_PAPER", Paper) or paper_of(where),
        Path(os.environ.get(PAGES_VARIABLE, "")).expanduser(),
        {},
    )


def _named(variable: str, choices: type[_Named]) -> _Named | None:
    """Return what a variable names; None when that is no choice."""
    word = os.environ.get(variable, "").lower()
    return choices(word) if word in list(choices) else None
