"""The pack that is shipped and its cases, read once for all tests."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

from massage_screen.answers import Answers, Value
from massage_screen.catalogue import pack_folder
from massage_screen.library import load_cases, load_for_practice
from massage_screen.pack import Case, ExpertsDiffer
from massage_screen.practice.reference import Reference, reference_of

FOLDER = pack_folder()
PACK = load_for_practice(FOLDER)
CASES = load_cases(FOLDER, PACK)
FILES = sorted((FOLDER / "cases").glob("*.toml"))


@cache
def _file_of() -> dict[str, Path]:
    return {
        case["id"]: file
        for file in FILES
        for case in tomllib.loads(file.read_text("utf-8"))["case"]
    }


@cache
def cases_by_file() -> dict[Path, list[Case]]:
    """Return the cases that stand in each file, all clients of a case among them."""
    found: dict[Path, list[Case]] = defaultdict(list)
    for case in CASES:
        found[_file_of()[case.id.split("/")[0]]].append(case)
    return found


def check_each(cases: Iterable[Case], check: Callable[[Case], None]) -> None:
    """Check every case, and only then fail, with what is wrong with each by its id."""
    wrong = []
    for case in cases:
        try:
            check(case)
        except Exception as error:
            wrong.append(f"{case.id}: {type(error).__name__}: {error}")
    assert not wrong, f"{len(wrong)} cases\n\n" + "\n\n".join(wrong)


def reference_for(answers: Answers, differ: ExpertsDiffer | None = None) -> Reference:
    """Return what the live screen makes of answers, worked out once for the same."""
    return _reference(tuple(answers.items()), differ)


@cache
def _reference(
    answers: tuple[tuple[str, Value], ...], differ: ExpertsDiffer | None
) -> Reference:
    return reference_of(PACK, Answers(dict(answers)), differ)
