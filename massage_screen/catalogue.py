"""Finds, reads and checks packs; returns only packs that can be trusted."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from massage_screen.compiled import read_compiled
from massage_screen.errors import NoSuchFile, PackError
from massage_screen.text import name_of

if TYPE_CHECKING:
    from massage_screen.pack import Case, ClaimFile, Pack, Property
    from massage_screen.problems.problem import Problem
    from massage_screen.wording.measure import Wording

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


def find_problems(folder: Path) -> list[Problem]:
    """Return every problem of every file of a pack, also of those read late.

    Whether these fit is only asked of a pack that has no problems itself.
    """
    from massage_screen.problems.cases import Cases  # noqa: PLC0415  start-up time
    from massage_screen.problems.checked import (  # noqa: PLC0415  start-up time
        checked,
        problems_of,
    )
    from massage_screen.problems.claims import Claims  # noqa: PLC0415  start-up time
    from massage_screen.problems.draft import Draft  # noqa: PLC0415  start-up time
    from massage_screen.problems.questions import (  # noqa: PLC0415  start-up time
        key_order_problems,
    )
    from massage_screen.problems.safety import Safety  # noqa: PLC0415  start-up time

    draft, cases, safety = Draft(folder), Cases(folder), Safety(folder)
    claims = Claims(folder)
    found = problems_of(draft)
    files = (cases, safety, claims)
    others = [problem for file in files for problem in file.file_problems()]
    if found:
        return [*found, *others]
    pack = checked(draft)
    return [
        *key_order_problems(draft),
        *others,
        *cases.problems(pack),
        *safety.problems(draft),
        *claims.problems(pack),
        *claims.unused_references(draft),
    ]


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


def load_cases(folder: Path, pack: Pack | None = None) -> tuple[Case, ...]:
    """Return the cases of a pack, each with the answers of the one it is like.

    Args:
        folder: The folder of the pack.
        pack: The pack in it, when it was loaded before.

    Raises:
        PackError: The pack or its cases have problems.
    """
    from massage_screen.problems.cases import Cases  # noqa: PLC0415  start-up time

    pack, cases = pack or load_pack(folder), Cases(folder)
    found = [*cases.file_problems(), *cases.problems(pack)]
    if found:
        raise PackError(found)
    return cases.resolved(pack)


def read_more_cases(
    folder: Path, more: tuple[Path, ...], pack: Pack
) -> tuple[tuple[Case, ...], list[Problem]]:
    """Return the clients of files that stand elsewhere, and what is wrong with them.

    They may be like clients of the pack. With problems, no client is returned.

    Args:
        folder: The folder of the pack.
        more: The files.
        pack: The pack in the folder.
    """
    from massage_screen.problems.cases import Cases  # noqa: PLC0415  start-up time

    cases, named = Cases(folder, more), {str(path) for path in more}
    found = [*cases.file_problems(), *cases.problems(pack)]
    theirs = [problem for problem in found if problem.file in named]
    if found:
        return (), theirs or found
    mine = {e.item.id for e in cases.entries if e.file.name in named}
    clients = cases.resolved(pack)
    return tuple(c for c in clients if c.id.partition("/")[0] in mine), []


def load_safety(folder: Path) -> tuple[Property, ...]:
    """Return the properties that a pack must have; none without `safety.toml`.

    Raises:
        PackError: The pack or its properties have problems.
    """
    from massage_screen.problems.checked import problems_of  # noqa: PLC0415  start-up
    from massage_screen.problems.draft import Draft  # noqa: PLC0415  start-up time
    from massage_screen.problems.safety import Safety  # noqa: PLC0415  start-up time

    draft, safety = Draft(folder), Safety(folder)
    found = [*problems_of(draft), *safety.file_problems()]
    found = found or list(safety.problems(draft))
    if found:
        raise PackError(found)
    return safety.properties


def read_wording(folder: Path) -> Wording:
    """Return what is hard to follow in the texts of a pack; none of it stops the pack.

    Raises:
        PackError: The pack has problems; its cases and properties are not looked at.
    """
    from massage_screen.problems.checked import checked  # noqa: PLC0415  start-up time
    from massage_screen.problems.draft import Draft  # noqa: PLC0415  start-up time
    from massage_screen.wording.measure import measure_wording  # noqa: PLC0415  start-up

    draft = Draft(folder)
    checked(draft)
    return measure_wording(draft)


def load_claims(folder: Path, pack: Pack | None = None) -> ClaimFile:
    """Return the ledger of what articles claim; an empty one without `claims.toml`.

    Args:
        folder: The folder of the pack.
        pack: The pack in it, when it was loaded before.

    Raises:
        PackError: The pack or its ledger have problems.
    """
    from massage_screen.problems.claims import Claims  # noqa: PLC0415  start-up time

    pack, claims = pack or load_pack(folder), Claims(folder)
    found = [*claims.file_problems(), *claims.problems(pack)]
    if found:
        raise PackError(found)
    return claims.ledger
