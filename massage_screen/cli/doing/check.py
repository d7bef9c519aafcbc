"""Looks for problems in a pack, and shows what it finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import ModuleType

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import output
from massage_screen.cli.doing.counting import count_records
from massage_screen.cli.doing.files import load_both
from massage_screen.library import (
    count_texts,
    find_problems,
    load_cases,
    load_claims,
    read_wording,
)
from massage_screen.pack.overdue import warning
from massage_screen.presentation.check import (
    Checked,
    check_as_json,
    counts_of,
    lengths_of,
    paths_of,
    show_check,
)
from massage_screen.presentation.console import Console
from massage_screen.proof.solver import require_solver


def check_pack(named: str | None, *, json: bool, color: str, prove: bool) -> bool:
    """Show what is found in a pack, and say whether it can be trusted.

    Raises:
        NoSuchFile: There is no such folder.
        NoSolver: A proof is asked for and the solver is not installed.
    """
    folder = pack_folder(named)
    if prove:
        require_solver()
    problems = find_problems(folder)
    found = Checked(problems) if problems else _measured(folder)
    prove = prove and not problems
    if json:
        proof, holds = _prove(folder, None) if prove else (None, True)
        output.print_json(check_as_json(found) | {"proof": proof})
        return holds and not problems
    console = output.console(color)
    show_check(found, console)
    return not problems and (not prove or _prove(folder, console)[1])


def compare_packs(
    against: str, named: str | None, *, records: str | None, json: bool, color: str
) -> None:
    """Show what changes for clients from an older version to this one.

    Args:
        against: The folder of the older version.
        named: The folder of this one; None for the one in use.
        records: A file of records that are counted in place of a search.
        json: Whether JSON is printed.
        color: When to colour.

    Raises:
        NoSolver: The solver is not installed, and no records are given.
        NoBatch: Records are given, and the database is not installed.
        NoSuchFile: There is no such folder.
        PackError: One of the packs has problems.
    """
    if records is None:
        require_solver()
    old, new = pack_folder(against, option="--against"), pack_folder(named)
    if records is None:
        _proving().compare_packs(old, new, json=json, color=color)
    else:
        count_records(*load_both(old, new), records, json=json, color=color)


def _proving() -> ModuleType:
    from massage_screen.cli.doing import proving  # noqa: PLC0415  z3

    return proving


def _prove(
    folder: Path, console: Console | None
) -> tuple[dict[str, object] | None, bool]:
    """Prove, shown on a console or as JSON; return that, and whether all holds."""
    proving = _proving()
    if console is None:
        return proving.proof_of(folder)  # type: ignore[no-any-return]
    return None, proving.show_proof(folder, console)


def _measured(folder: Path) -> Checked:
    """Count and measure what is in a pack without problems."""
    pack = load_pack(folder)
    cases, ledger = load_cases(folder, pack), load_claims(folder, pack)
    counts = counts_of(pack, cases, ledger)
    late = warning(pack, date.today().isoformat())
    return Checked(
        (),
        counts,
        lengths_of(pack),
        read_wording(folder),
        paths_of(pack),
        late,
        count_texts(folder, pack),
    )
