"""Helps those who teach: looks at practice clients, and sums up a class."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from massage_screen import practice_files as kept_attempts
from massage_screen.catalogue import pack_folder
from massage_screen.cli import output
from massage_screen.errors import NoSuchFile, PackError
from massage_screen.library import load_cases, load_for_practice, read_more_cases
from massage_screen.practice.authoring import lint, preview
from massage_screen.practice.classes import (
    class_as_csv,
    class_as_json,
    class_rows,
    error_table,
)
from massage_screen.practice.picking import Wanted, pick_case
from massage_screen.presentation.practice import teaching as pages
from massage_screen.text import name_of


def lint_cases(questions: str | None, place: str, *, json: bool) -> bool:
    """Show what to look at in case files; say whether there is nothing.

    Raises:
        NoSuchFile: There is no such file or folder, or no case file in it.
        PackError: The files have problems; the first 20 are shown.
    """
    folder = pack_folder(questions)
    pack = load_for_practice(folder)
    cases, problems = read_more_cases(folder, _case_files(Path(place)), pack)
    if problems:
        raise PackError(problems)
    remarks = lint(pack, cases)
    playing = sum(bool(case.presents) for case in cases)
    unsigned = [case.id for case in cases if case.presents and not case.reviewed_by]
    if json:
        found = [{"case": r.case, "what": r.what, "do": r.do} for r in remarks]
        content = {"practice_clients": playing, "not_reviewed": unsigned}
        output.print_json({**content, "remarks": found})
    else:
        output.tell(
            f"Practice clients: {playing}. Not reviewed by a clinician:"
            f" {len(unsigned)}. Remarks: {len(remarks)}."
        )
        for remark in remarks:
            output.tell(str(remark))
    return not remarks


def show_preview(
    questions: str | None, client: str, seed: int, *, json: bool, color: str
) -> None:
    """Show a practice client with everything that they would say.

    Raises:
        UnknownId: There is no such practice client.
    """
    folder = pack_folder(questions)
    pack = load_for_practice(folder)
    case = pick_case(pack, load_cases(folder, pack), Wanted(case=client), seed)
    found = preview(pack, case, seed)
    if json:
        output.print_json(pages.preview_as_json(found))
    else:
        pages.show_preview(found, pack, output.console(color))


def show_class(place: str, *, json: bool, csv: bool, color: str) -> None:
    """Show the results of a class from a folder of attempt files, without names.

    Raises:
        NoSuchFile: There is no such folder.
    """
    read = kept_attempts.read_class(Path(place))
    for problem in read.broken:
        output.say(f"Warning: {problem}")
    rows = class_rows(read.attempts)
    if json:
        output.print_json(class_as_json(rows))
    elif csv:
        typer.echo(class_as_csv(rows), nl=False)
    else:
        counts: dict[str, Any] = error_table(rows)
        pages.show_class(rows, counts, output.console(color))


def _case_files(place: Path) -> tuple[Path, ...]:
    if place.is_dir():
        inside = place / "cases" if (place / "cases").is_dir() else place
        files = tuple(sorted(inside.glob("*.toml")))
    else:
        files = (place,) if place.is_file() else ()
    if not files:
        raise NoSuchFile(
            f"{name_of(place)}: there is no case file. Name a .toml file of cases."
        )
    return files
