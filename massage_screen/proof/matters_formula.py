"""When a rule or a restriction matters: nothing else would have said as much.

Each is a function that makes the formula, for it may never be needed.
"""

from __future__ import annotations

from collections.abc import Callable

from massage_screen.pack import (
    SESSION_LISTS,
    SESSION_MINUTES,
    Disposition,
    Restriction,
    Rule,
    urgency,
)
from massage_screen.proof.encoding import Encoding, Formula
from massage_screen.proof.formula import FALSE, TRUE, all_of, any_of, no
from massage_screen.proof.places import (
    asking,
    asking_at_most,
    asking_for,
)


def decides(encoding: Encoding, rule: Rule) -> Callable[[], Formula]:
    """Return whether no other rule asks for as much; of limits, whether one counts."""

    def formula() -> Formula:
        others = [
            encoding.fires[other.id]
            for other in encoding.pack.rules.values()
            if other.id != rule.id
            and other.disposition
            and urgency(other) >= urgency(rule)
        ]
        alone = all_of([encoding.fires[rule.id], no(any_of(others))])
        if rule.ranks_as is not Disposition.RESTRICT:
            return alone
        limits = [is_strictest(encoding, rule, asked)() for asked in rule.restrict]
        return any_of([alone, *limits])

    return formula


def is_strictest(
    encoding: Encoding, rule: Rule, asked: Restriction
) -> Callable[[], Formula]:
    """Return whether hands stay on and a restriction alone sets something.

    A cell, a cap, minutes, or an item of a list about the session. One with a note
    always says more than others do.
    """

    def formula() -> Formula:
        hands_on = no(encoding.reaches(Disposition.POSTPONE))
        ways = [TRUE] if asked.note else _session_ways(encoding, asked)
        for region in encoding.pack.regions:
            ways += _ways(encoding, asked, region)
        return all_of([encoding.fires[rule.id], hands_on, any_of(ways)])

    return formula


def _session_ways(encoding: Encoding, asked: Restriction) -> list[Formula]:
    pack = encoding.pack
    rivals = [
        asking_for(pack, field, item)
        for field in SESSION_LISTS
        for item in getattr(asked, field)
    ]
    for field in SESSION_MINUTES:
        if minutes := getattr(asked, field):
            rivals.append(asking_at_most(pack, field, minutes))
    return [
        no(any_of([encoding.fires[r.id] for r, other in each if other is not asked]))
        for each in rivals
    ]


def _ways(encoding: Encoding, asked: Restriction, region: str) -> list[Formula]:
    here = encoding.speaks_of(asked, region)
    if here is FALSE:
        return []
    ways = []
    if asked.pressure_at_most is not None:
        ways.append(all_of([here, no(_capped(encoding, asked, region))]))
    for technique, cell in encoding.pack.cells_of(asked).items():
        rivals = asking(encoding.pack, region, technique, cell)
        others = [
            encoding.asks(rule, other, region)
            for rule, other in rivals
            if other is not asked
        ]
        ways.append(all_of([here, no(any_of(others))]))
    return ways


def _capped(encoding: Encoding, asked: Restriction, region: str) -> Formula:
    """Return whether another restriction caps the pressure at least as low."""
    return any_of(
        [
            encoding.asks(rule, other, region)
            for rule in encoding.pack.rules.values()
            for other in rule.restrict
            if other is not asked
            and other.pressure_at_most is not None
            and other.pressure_at_most <= (asked.pressure_at_most or 0)
        ]
    )
