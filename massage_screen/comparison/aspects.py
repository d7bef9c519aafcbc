"""What can differ between two decisions, as formulas and as read from a decision.

An aspect is the result, a cell, the pressure in a region, or something of the session
plan. Its values are words; the same words come from the solver's formulas and from the
real engine, so that one is held against the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import NamedTuple, TypeAlias

from massage_screen.comparison.ways import caution_of, result_of
from massage_screen.decision import Decision
from massage_screen.pack import Cell, Disposition, Pack, Rule
from massage_screen.plan import Most, Plan
from massage_screen.proof.encoding import Encoding
from massage_screen.proof.formula import Formula, all_of, any_of, no
from massage_screen.proof.places import asking_for


class Aspect(NamedTuple):
    """Something that a decision says.

    Attributes:
        about: `result`, `cells`, `pressure`, a part of the session plan (one of `LISTS`
            or `MINUTES`), or one of `VISITS`.
        place: The region and technique, the region, the id of the position, movement
            or support, or the sign to stop on.
    """

    about: str
    place: tuple[str, ...] = ()


#: The value of an aspect, and the formula for it.
Values: TypeAlias = Mapping[str, Formula]

RESULT = Aspect("result")
#: No cap on pressure, or on minutes; no clinician to see.
NO_CAP = "none"
#: What follows when a day to be seen by has passed.
_NOTHING, _REFER = "nothing", "refer"


class Listed(NamedTuple):
    """A list of the session plan: its field, and the words for its two values."""

    field: str
    free: str
    asked: str


LISTS = {
    "positions": Listed("positions_avoid", "allow", "avoid"),
    "movements": Listed("movements_avoid", "allow", "avoid"),
    "supports": Listed("supports", "free", "use"),
    "stop_on": Listed("stop_on", "free", "stop"),
}
#: By when a clinician is to see the client, in weeks; and what follows when not.
SEE_BY, OVERDUE = "see_by", "overdue"
VISITS = (SEE_BY, OVERDUE)
MINUTES = {"time": "minutes_at_most", "check_ins": "check_in_every"}


def free_of(aspect: Aspect) -> str:
    """Return the value of an aspect of which no rule asks for anything."""
    if aspect.about in LISTS:
        return LISTS[aspect.about].free
    if aspect.about == OVERDUE:
        return _NOTHING
    return Cell.ALLOW.value if aspect.about == "cells" else NO_CAP


def caution(aspect: Aspect, value: str) -> tuple[int, int]:
    """Return how cautious a value is: more is higher."""
    if aspect.about == "result":
        return caution_of(value)
    if aspect.about == "cells":
        return Cell(value).rank, 0
    if value == free_of(aspect):
        return 0, 0
    is_word = aspect.about in LISTS or aspect.about == OVERDUE
    return 1, 0 if is_word else -int(value)


def said_in(decision: Decision) -> dict[Aspect, str]:
    """Return what a decision says; limits only while hands stay on."""
    disposition = decision.disposition or decision.standing
    said = {RESULT: result_of(disposition, decision.timeframe)}
    if not disposition.hands_on:
        return said
    for region, row in decision.grid.items():
        said[Aspect("pressure", (region,))] = NO_CAP
        for technique, cell in row.items():
            said[Aspect("cells", (region, technique))] = cell.value
    for limit in decision.limits:
        if limit.pressure_at_most is not None:
            place = Aspect("pressure", (limit.region,))
            said[place] = str(limit.pressure_at_most)
    if decision.see_by is not None:
        said[Aspect(SEE_BY)] = str(decision.see_by.weeks)
        said[Aspect(OVERDUE)] = _REFER if decision.see_by.overdue else _NOTHING
    return said | _planned(decision.plan)


def _planned(plan: Plan) -> dict[Aspect, str]:
    said: dict[Aspect, str] = {}
    for about, listed in LISTS.items():
        for item in getattr(plan, listed.field):
            said[Aspect(about, (item,))] = listed.asked
    for about, field in MINUTES.items():
        most: Most | None = getattr(plan, field)
        said[Aspect(about)] = NO_CAP if most is None else str(most.value)
    return said


def results(encoding: Encoding) -> Values:
    """Return whether a client gets each result."""
    ways = _ways(encoding)
    every = [way for result in ways.values() for way in result]
    restrict = any_of(ways.pop("restrict", []))
    frame = encoding.pack.about.nothing_left_to_do.timeframe
    closed = all_of([restrict, encoding.nothing_left])
    ways.setdefault(result_of(Disposition.POSTPONE, frame), []).append(closed)
    found = {result: any_of(each) for result, each in ways.items()}
    found["restrict"] = all_of([restrict, no(encoding.nothing_left)])
    return {**found, "proceed": no(any_of(every))}


def _ways(encoding: Encoding) -> dict[str, list[Formula]]:
    """Return the ways to each result: a rule that fires, and none ahead of it.

    The worst disposition decides, then the timeframe that the pack names first.
    """
    pack = encoding.pack
    order = {frame: place for place, frame in enumerate(pack.timeframes)}
    ranked = [rule for rule in pack.rules.values() if rule.disposition]
    ranked.sort(key=lambda r: (-r.ranks_as.rank, order.get(r.timeframe, 0)))
    ways: dict[str, list[Formula]] = {}
    ahead: list[Formula] = []
    for result, rules in groupby(ranked, _result):
        fires = [encoding.fires[rule.id] for rule in rules]
        none_ahead = no(any_of(ahead))
        ways[result] = [all_of([each, none_ahead]) for each in fires]
        ahead += fires
    return ways


def limits(encoding: Encoding) -> Iterator[tuple[Aspect, Values]]:
    """Go through cells, pressures and the plan, as they are while hands stay on."""
    pack = encoding.pack
    for region in pack.regions:
        yield Aspect("pressure", (region,)), _caps(encoding, region)
        for technique in pack.techniques:
            cell = _cell(encoding, region, technique)
            yield Aspect("cells", (region, technique)), cell
    for about, listed in LISTS.items():
        for item in _items(pack, about):
            who = asking_for(pack, listed.field, item)
            asked = any_of([encoding.fires[rule.id] for rule, _ in who])
            values = {listed.free: no(asked), listed.asked: asked}
            yield Aspect(about, (item,)), values
    for about, field in MINUTES.items():
        yield Aspect(about), _minutes(encoding, field)
    yield from _visits(encoding)


def _visits(encoding: Encoding) -> Iterator[tuple[Aspect, Values]]:
    """Go through by when a clinician is to see the client, and what follows if not."""
    weeks: dict[int, list[Formula]] = {}
    overdue: list[Formula] = []
    for rule in encoding.pack.rules.values():
        if rule.see_by is not None:
            weeks.setdefault(rule.see_by, []).append(encoding.fires[rule.id])
        if rule.overdue is not None:
            overdue.append(encoding.fires[rule.id])
    yield Aspect(SEE_BY), _least(weeks)
    yield Aspect(OVERDUE), {_NOTHING: no(any_of(overdue)), _REFER: any_of(overdue)}


def _items(pack: Pack, about: str) -> Iterable[str]:
    """Return what can stand in a list: of signs to stop on, all that rules name."""
    if about == "stop_on":
        asked = [one for rule in pack.rules.values() for one in rule.restrict]
        return dict.fromkeys(sign for one in asked for sign in one.stop_on)
    known = {
        "positions": pack.positions,
        "movements": pack.movements,
        "supports": pack.supports,
    }
    return known[about]


def _result(rule: Rule) -> str:
    return result_of(rule.ranks_as, rule.timeframe)


def _cell(encoding: Encoding, region: str, technique: str) -> Values:
    modify = encoding.restricts(region, technique, Cell.MODIFY)
    avoid = encoding.restricts(region, technique, Cell.AVOID)
    return {
        Cell.ALLOW.value: no(modify),
        Cell.MODIFY.value: all_of([modify, no(avoid)]),
        Cell.AVOID.value: avoid,
    }


def _caps(encoding: Encoding, region: str) -> Values:
    asked: dict[int, list[Formula]] = {}
    for rule in encoding.pack.rules.values():
        for restriction in rule.restrict:
            level = restriction.pressure_at_most
            if level is not None:
                here = encoding.asks(rule, restriction, region)
                asked.setdefault(level, []).append(here)
    return _least(asked)


def _minutes(encoding: Encoding, field: str) -> Values:
    asked: dict[int, list[Formula]] = {}
    for rule in encoding.pack.rules.values():
        for restriction in rule.restrict:
            minutes: int | None = getattr(restriction, field)
            if minutes is not None:
                asked.setdefault(minutes, []).append(encoding.fires[rule.id])
    return _least(asked)


def _least(asked: Mapping[int, list[Formula]]) -> Values:
    """Return whether each number holds; the lowest of those asked for does."""
    values: dict[str, Formula] = {}
    lower: list[Formula] = []
    for level in sorted(asked):
        values[str(level)] = all_of([any_of(asked[level]), no(any_of(lower))])
        lower += asked[level]
    return {**values, NO_CAP: no(any_of(lower))}
