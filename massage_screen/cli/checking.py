"""Looks for problems in a pack and proves what it promises, and shows what it finds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from massage_screen.catalogue import (
    find_problems,
    load_cases,
    load_claims,
    load_pack,
    load_safety,
    read_wording,
)
from massage_screen.cli import output
from massage_screen.pack.overdue import warning
from massage_screen.presentation.check import (
    Checked,
    check_as_json,
    counts_of,
    lengths_of,
    show_check,
)
from massage_screen.presentation.console import Console


def check_pack(folder: Path, *, json: bool, color: str, prove: bool) -> bool:
    """Show what is found in a pack, and say whether it can be trusted.

    A reader who leaves early changes nothing, but a proof that he does not wait for
    is not done, and the answer is no.

    Raises:
        NoSolver: A proof is asked for and the solver is not installed.
    """
    if prove:
        from massage_screen.proof.solver import require_solver  # noqa: PLC0415  z3

        require_solver()
    problems = find_problems(folder)
    found = Checked(problems) if problems else _measured(folder)
    prove = prove and not problems
    if json:
        proof, holds = _proof_as_json(folder) if prove else (None, True)
        with output.printing():
            output.print_json(check_as_json(found) | {"proof": proof})
        return holds and not problems
    console = output.console(color)
    with output.printing():
        show_check(found, console)
    return not problems and (not prove or _show_proof(folder, console))


def _measured(folder: Path) -> Checked:
    """Count and measure what is in a pack without problems."""
    pack = load_pack(folder)
    cases, ledger = load_cases(folder, pack), load_claims(folder, pack)
    counts = counts_of(pack, cases, ledger)
    late = warning(pack, date.today().isoformat())
    return Checked((), counts, lengths_of(pack), read_wording(folder), late)


def _proof_as_json(folder: Path) -> tuple[dict[str, object], bool]:
    from massage_screen.presentation.proof import proof_as_json  # noqa: PLC0415  z3
    from massage_screen.proof.whole import prove_whole  # noqa: PLC0415  z3

    pack = load_pack(folder)
    proved = prove_whole(pack, load_safety(folder), lambda _: None)
    return proof_as_json(pack, proved), proved.holds


def _show_proof(folder: Path, console: Console) -> bool:
    """Prove for a person who waits: each part is shown as soon as it is done."""
    from massage_screen.presentation.proof import ProofPage  # noqa: PLC0415  z3
    from massage_screen.proof.space import answer_space  # noqa: PLC0415  z3
    from massage_screen.proof.whole import prove_whole  # noqa: PLC0415  z3

    pack, properties = load_pack(folder), load_safety(folder)
    page = ProofPage(pack, console)
    holds = False
    with output.printing():
        page.begin(answer_space(pack), len(properties))
        proved = prove_whole(pack, properties, page.proof)
        holds = proved.holds
        page.end(proved)
    return holds
