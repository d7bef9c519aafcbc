"""Looks for problems in a pack, and shows what it finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import output
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


def compare_packs(against: str, named: str | None, *, json: bool, color: str) -> None:
    """Show what changes for clients from an older version to this one.

    Raises:
        NoSolver: The solver is not installed.
        NoSuchFile: There is no such folder.
        PackError: One of the packs has problems.
    """
    require_solver()
    from massage_screen.cli.doing.proving import compare_packs  # noqa: PLC0415  z3

    old = pack_folder(against, option="--against")
    compare_packs(old, pack_folder(named), json=json, color=color)


def _prove(
    folder: Path, console: Console | None
) -> tuple[dict[str, object] | None, bool]:
    """Prove, shown on a console or as JSON; return that, and whether all holds."""
    from massage_screen.cli.doing.proving import proof_of, show_proof  # noqa: PLC0415  z3

    return proof_of(folder) if console is None else (None, show_proof(folder, console))


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
