"""Finds the pack to use; returns only one that can be trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from massage_screen.compiled import read_compiled
from massage_screen.errors import NoSuchFile
from massage_screen.text import name_of

if TYPE_CHECKING:
    from massage_screen.pack import Pack

#: The variable that names another pack folder.
VARIABLE = "MASSAGE_SCREEN_QUESTIONS"

_HERE = Path(__file__).parent
#: Where the pack lies in the installed program, and where in a checkout.
_SHIPPED = (_HERE / "questions" / "spine", _HERE.parent / "questions" / "spine")


def pack_folder(named: str | None = None, option: str = "--questions") -> Path:
    """Return the folder of the pack to use.

    Args:
        named: The folder that was asked for. Without one, the variable
            `MASSAGE_SCREEN_QUESTIONS` decides, and without it the pack that comes
            with the program.
        option: Where it was named, for the message.

    Raises:
        NoSuchFile: There is no such folder.
    """
    if named == "":
        raise NoSuchFile(
            f"{option}: the name of the folder is empty. Name the folder that holds"
            " pack.toml, or leave the option out."
        )
    wanted = named or os.environ.get(VARIABLE)
    if not wanted:
        for folder in _SHIPPED:
            if folder.is_dir():
                return folder
        raise NoSuchFile(
            "The questions that come with this program are missing. Install it again."
        )
    folder = _without_tilde(Path(wanted))
    if not folder.is_dir():
        source = option if named else VARIABLE
        raise NoSuchFile(
            f"{source}: there is no folder {name_of(wanted)}. "
            "Name the folder that holds pack.toml."
        )
    return folder


def _without_tilde(path: Path) -> Path:
    """Put a home folder where `~` stands, when it is known."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def load_pack(folder: Path) -> Pack:
    """Return the pack in a folder; its cases are not looked at.

    The pack that is shipped was checked when the program was built.

    Raises:
        PackError: The pack has problems; the error holds all of them.
    """
    pack = read_compiled(folder) if folder == _SHIPPED[0] else None
    if pack is not None:
        return pack
    from massage_screen.problems.checked import checked  # noqa: PLC0415  start-up time
    from massage_screen.problems.draft import Draft  # noqa: PLC0415  start-up time

    return checked(Draft(folder))
