"""Proves what a pack promises, and compares two packs: what needs the solver."""

from __future__ import annotations

from pathlib import Path

from massage_screen.catalogue import load_pack
from massage_screen.cli import output
from massage_screen.cli.doing.files import load_both
from massage_screen.comparison.difference import compare
from massage_screen.library import load_safety
from massage_screen.presentation.console import Console
from massage_screen.presentation.difference import difference_as_json, show_difference
from massage_screen.presentation.proof import ProofPage, proof_as_json
from massage_screen.proof.space import answer_space
from massage_screen.proof.whole import prove_whole


def proof_of(folder: Path) -> tuple[dict[str, object], bool]:
    """Return a proof as JSON, and whether all holds."""
    pack = load_pack(folder)
    proved = prove_whole(pack, load_safety(folder), lambda _: None)
    return proof_as_json(pack, proved), proved.holds


def show_proof(folder: Path, console: Console) -> bool:
    """Prove for a person who waits, each part shown as soon as it is done.

    Returns:
        Whether all holds.
    """
    pack, properties = load_pack(folder), load_safety(folder)
    page = ProofPage(pack, console)
    page.begin(answer_space(pack), len(properties))
    proved = prove_whole(pack, properties, page.proof)
    page.end(proved)
    return proved.holds


def compare_packs(older: Path, newer: Path, *, json: bool, color: str) -> None:
    """Show what changes for clients from an older version to a newer one.

    Raises:
        PackError: One of the packs has problems.
    """
    old, new = load_both(older, newer)
    found = compare(old, new)
    if json:
        output.print_json(difference_as_json(found, old, new))
    else:
        show_difference(found, old, new, output.console(color))
