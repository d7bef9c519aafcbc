"""The session plan: what the findings ask for of the whole session, merged.

Positions, movements, supports, time, questions to the client in between, and signs to
stop on belong to no region. The strictest wins, and all keeps the rules that ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from massage_screen.pack import Rule, urgency

#: What is asked for, each with the ids of the rules that ask, most urgent first.
Asked: TypeAlias = Mapping[str, tuple[str, ...]]
#: The caps on pressure in one region, each with the id of the rule that asks.
Caps: TypeAlias = Sequence[tuple[str, int]]


class Most(msgspec.Struct, frozen=True):
    """The strictest of several numbers, and the rules that ask for it."""

    value: int
    rules: tuple[str, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for the whole session; empty unless hands stay on.

    Attributes:
        pressure_at_most: The strongest pressure that any region with an open cell
            takes, from 1 to 5; None while one of them has no cap.
        positions_avoid: Ids of positions not to use.
        movements_avoid: Ids of movements not to make.
        supports: Ids of supports to use.
        minutes_at_most: The longest time with hands on, in minutes.
        check_in_every: The minutes between asking the client how it is.
        stop_on: Signs to stop on beside those of the pack, as sentences.
    """

    pressure_at_most: Most | None = None
    positions_avoid: Asked = {}
    movements_avoid: Asked = {}
    supports: Asked = {}
    minutes_at_most: Most | None = None
    check_in_every: Most | None = None
    stop_on: Asked = {}


def plan_session(rules: Iterable[Rule], caps: Iterable[Caps]) -> Plan:
    """Merge what rules ask for; the order of the pack never changes what.

    Args:
        rules: The rules that hold, in the order of the pack.
        caps: For each region with an open cell, the caps on pressure there.
    """
    ordered = sorted(rules, key=urgency, reverse=True)
    return Plan(
        pressure_at_most=_anywhere(list(caps)),
        positions_avoid=_union(ordered, "positions_avoid"),
        movements_avoid=_union(ordered, "movements_avoid"),
        supports=_union(ordered, "supports"),
        minutes_at_most=_smallest(ordered, "minutes_at_most"),
        check_in_every=_smallest(ordered, "check_in_every"),
        stop_on=_union(ordered, "stop_on"),
    )


def _union(rules: Sequence[Rule], field: str) -> Asked:
    found: dict[str, dict[str, None]] = {}
    for rule in rules:
        for restriction in rule.restrict:
            for item in getattr(restriction, field):
                found.setdefault(item, {})[rule.id] = None
    return {item: tuple(ids) for item, ids in found.items()}


def _smallest(rules: Sequence[Rule], field: str) -> Most | None:
    asked = [
        (rule.id, minutes)
        for rule in rules
        for restriction in rule.restrict
        if (minutes := getattr(restriction, field)) is not None
    ]
    least = min((minutes for _, minutes in asked), default=None)
    return None if least is None else _most(asked, least)


def _anywhere(caps: Sequence[Caps]) -> Most | None:
    """Return the highest of the caps; none when one region has no cap."""
    if not caps or not all(caps):
        return None
    highest = max(min(level for _, level in region) for region in caps)
    return _most([asked for region in caps for asked in region], highest)


def _most(asked: Caps, value: int) -> Most:
    """Return a number with the rules that ask for it or for less."""
    return Most(value, tuple(dict.fromkeys(i for i, each in asked if each <= value)))
