"""What lies beside a pack and is not needed to screen: cases, claims, properties."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from massage_screen.catalogue import load_pack
from massage_screen.errors import PackError
from massage_screen.pack import Case, ClaimFile, Pack, Property
from massage_screen.problems.cases import Cases
from massage_screen.problems.checked import checked, problems_of
from massage_screen.problems.claims import Claims
from massage_screen.problems.draft import Draft
from massage_screen.problems.paths import path_problems
from massage_screen.problems.practice import PracticeText, family_problems
from massage_screen.problems.problem import Problem
from massage_screen.problems.questions import key_order_problems
from massage_screen.problems.safety import Safety
from massage_screen.problems.texts import overlay_counts, overlay_problems
from massage_screen.wording.measure import Wording, measure_wording


def find_problems(folder: Path) -> list[Problem]:
    """Return every problem of every file of a pack, also of those read late.

    Whether these fit is only asked of a pack that has no problems itself.
    """
    draft, cases = Draft(folder), Cases(folder)
    safety = Safety(folder, draft)
    claims, practice = Claims(folder), PracticeText(folder)
    found = problems_of(draft)
    files = (cases, safety, claims, practice)
    others = [problem for file in files for problem in file.file_problems()]
    if found:
        return [*found, *others]
    pack = checked(draft)
    return [
        *key_order_problems(draft),
        *path_problems(draft, pack),
        *others,
        *cases.problems(pack),
        *safety.problems(draft),
        *claims.problems(pack),
        *practice.problems(pack),
        *family_problems(practice.practice, cases.entries),
        *claims.unused_references(draft),
        *overlay_problems(folder, pack),
    ]


def load_cases(folder: Path, pack: Pack | None = None) -> tuple[Case, ...]:
    """Return the cases of a pack, each with the answers of the one it is like.

    Args:
        folder: The folder of the pack.
        pack: The pack in it, when it was loaded before.

    Raises:
        PackError: The pack or its cases have problems.
    """
    pack, cases = pack or load_pack(folder), Cases(folder)
    found = [*cases.file_problems(), *cases.problems(pack)]
    _require_none(found)
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
    cases, named = Cases(folder, more), {str(path) for path in more}
    found = [*cases.file_problems(), *cases.problems(pack)]
    theirs = [problem for problem in found if problem.file in named]
    if found:
        return (), theirs or found
    mine = {e.item.id for e in cases.entries if e.file.name in named}
    clients = cases.resolved(pack)
    return tuple(c for c in clients if c.id.partition("/")[0] in mine), []


def load_for_practice(folder: Path) -> Pack:
    """Return the pack in a folder with what students meet; without it, as it is.

    Raises:
        PackError: The pack or its `practice.toml` have problems.
    """
    pack, text = load_pack(folder), PracticeText(folder)
    _require_none([*text.file_problems(), *text.problems(pack)])
    return msgspec.structs.replace(pack, practice=text.practice)


def load_safety(folder: Path) -> tuple[Property, ...]:
    """Return the properties that a pack must have; none without `safety.toml`.

    Raises:
        PackError: The pack or its properties have problems.
    """
    draft = Draft(folder)
    safety = Safety(folder, draft)
    found = [*problems_of(draft), *safety.file_problems()]
    found = found or list(safety.problems(draft))
    _require_none(found)
    return safety.properties


def read_wording(folder: Path) -> Wording:
    """Return what is hard to follow in the texts of a pack; none of it stops the pack.

    Raises:
        PackError: The pack has problems; its cases and properties are not looked at.
    """
    draft = Draft(folder)
    checked(draft)
    return measure_wording(draft)


def count_texts(folder: Path, pack: Pack) -> dict[str, dict[str, int | bool]]:
    """Count the texts of a pack in each other language, and those that it lacks."""
    return overlay_counts(folder, pack)


def load_claims(folder: Path, pack: Pack | None = None) -> ClaimFile:
    """Return the ledger of what articles claim; an empty one without `claims.toml`.

    Args:
        folder: The folder of the pack.
        pack: The pack in it, when it was loaded before.

    Raises:
        PackError: The pack or its ledger have problems.
    """
    pack, claims = pack or load_pack(folder), Claims(folder)
    found = [*claims.file_problems(), *claims.problems(pack)]
    _require_none(found)
    return claims.ledger


def _require_none(found: Sequence[Problem]) -> None:
    if found:
        raise PackError(found)
