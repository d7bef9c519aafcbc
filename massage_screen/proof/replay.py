"""Holds a client against a property with the real engine, without the solver."""

from __future__ import annotations

from massage_screen.answers import Answers
from massage_screen.decision import Decision, decide
from massage_screen.pack import Cell, Disposition, Pack, Property, urgency, urgency_of
from massage_screen.proof.places import members
from massage_screen.sheet import Sheet


def breaks(
    pack: Pack, wanted: Property, client: Answers, then: Answers | None = None
) -> bool:
    """Say whether a client breaks a property.

    Args:
        pack: The pack that decides.
        wanted: The property.
        client: A client who has answered every question that is asked.
        then: For `never_lowers` and `never_matters`, the same client with the worse
            answer, or with other answers.
    """
    decision = decide(pack, client)
    if then is not None:
        other = decide(pack, then)
        if wanted.never_matters:
            kept = gate_findings(pack, other)
            return any(name not in kept for name in gate_findings(pack, decision))
        return _urgency(other) < _urgency(decision)
    if wanted.when is not None and not Sheet(pack, client).holds(wanted.when):
        return False
    if wanted.at_least is not None:
        least = urgency_of(Disposition(wanted.at_least), wanted.timeframe)
        return _urgency(decision) < least
    if wanted.at_most is not None:
        return decision.standing.rank > Disposition(wanted.at_most).rank
    if wanted.closes is not None:
        return bool(open_cells(pack, wanted, decision))
    if wanted.never_watches:
        return bool(watches(decision))
    return _nothing_to_do(pack, decision)


def gate_findings(pack: Pack, decision: Decision) -> list[str]:
    """Return the findings of the gate: the rules of `Pack.gate_rules` that hold."""
    gate = {rule.id for rule in pack.gate_rules}
    return [f.rule.id for f in decision.findings if f.rule.id in gate]


def watches(decision: Decision) -> list[str]:
    """Return the rules with `overdue` that hold."""
    return [f.rule.id for f in decision.findings if f.rule.overdue]


def open_cells(
    pack: Pack, wanted: Property, decision: Decision
) -> list[tuple[str, str]]:
    """Return the cells that a property closes and a decision leaves open."""
    if wanted.closes is None:
        return []
    techniques = members(pack, wanted.closes.techniques or tuple(pack.techniques))
    return [
        (region, technique)
        for region in wanted.closes.regions
        for technique in techniques
        if decision.grid[region][technique] is not Cell.AVOID
    ]


def _urgency(decision: Decision) -> tuple[int, int]:
    floor = urgency_of(Disposition.PROCEED)
    return max((urgency(f.rule) for f in decision.findings), default=floor)


def _nothing_to_do(pack: Pack, decision: Decision) -> bool:
    if not decision.standing.hands_on:
        return False
    cells = (cell for row in decision.grid.values() for cell in row.values())
    positions = {position.id for position in pack.about.position}
    closed = all(cell is Cell.AVOID for cell in cells)
    return closed or positions <= decision.positions_avoid.keys()
