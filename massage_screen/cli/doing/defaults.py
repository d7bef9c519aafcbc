"""Where a command gets what nobody named: from the settings that are in use.

What the command line says goes before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from massage_screen.cli.options import Showing
from massage_screen.cli.output import say
from massage_screen.command import command
from massage_screen.documents.choices import Country, Paper
from massage_screen.documents.country import paper_of
from massage_screen.errors import NotWritten
from massage_screen.prompts.device import lines_only
from massage_screen.settings.in_use import Settings, read_in_use
from massage_screen.storage import require_folder

#: What the settings know of the lines of a page, by the names of both.
_LINES = {
    "therapist": "therapist",
    "registration": "registration",
    "contact": "telephone",
}


class Defaults(msgspec.Struct, frozen=True):
    """What a page takes where nothing else was asked for.

    Attributes:
        paper: None where neither paper nor country is known: the printer has its own.
        folder: Where pages are written.
        names: What is known for the lines of a page, by their names, as in
            `{"therapist": "A. Smith"}`; these are not asked for.
    """

    country: Country | None
    paper: Paper | None
    folder: Path
    names: Mapping[str, str]


def in_use() -> Settings:
    """Return the settings that hold, and say in one line each what is wrong."""
    found = read_in_use()
    see = f"See {command('config')}."
    if found.broken:
        say(f"Warning: settings not used. {found.broken.in_short()} {see}")
    for problem in found.unfit:
        say(f"Warning: {problem} It is left out.")
    return found.settings


def settled(showing: Showing) -> Showing:
    """Return how a result is wanted, with what only the settings say of it."""
    own = in_use()
    lock = own.reading_lock if showing.reading_lock is None else showing.reading_lock
    return showing._replace(plain=_in_lines(showing.plain, own), reading_lock=lock)


def plain_lines(asked: bool | None) -> bool:
    """Say whether to ask and to show in plain lines.

    Args:
        asked: What the command line says.
    """
    return lines_only(asked) if asked is not None else _in_lines(None, in_use())


def _in_lines(asked: bool | None, own: Settings) -> bool:
    return lines_only(own.plain if asked is None else asked)


def defaults(
    country: Country | None = None,
    paper: Paper | None = None,
    own: Settings | None = None,
) -> Defaults:
    """Return what a page takes; what was asked for goes before what is set.

    Args:
        country: What the command line says.
        paper: What the command line says.
        own: The settings; None to read them, after what is wrong with them was told.
    """
    own = own or read_in_use().settings
    where = country or own.country
    lines = {line: getattr(own, name) for line, name in _LINES.items()}
    return Defaults(
        where,
        paper or own.paper or (paper_of(where) if where else None),
        Path(own.pages),
        {line: words for line, words in lines.items() if words},
    )


def with_a_folder_that_takes_files(own: Defaults) -> Defaults:
    """Return what a page takes; in place of a folder that takes none, the one in use.

    Raises:
        NotWritten: That takes none either.
    """
    here = Path()
    try:
        require_folder(own.folder)
    except NotWritten as error:
        if own.folder == here:
            raise
        require_folder(here)
        say(f"Warning: {error} Pages go into the folder in use.")
        return msgspec.structs.replace(own, folder=here)
    return own
