"""Rules applied to answers: a disposition, findings with reasons, restrictions.

The worst finding decides; nothing is added up and file order never matters. A
go-ahead is never written as a rule: it is what is left when every question that had
to be asked was answered and no rule objects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import compress

import msgspec

from massage_screen.answers import Answers, Value, is_doubt, line_of
from massage_screen.clause import shown
from massage_screen.pack import (
    Cell,
    Disposition,
    Pack,
    Restriction,
    Rule,
    urgency,
)
from massage_screen.plan import Asked, Plan, plan_session
from massage_screen.sheet import Sheet

#: The id of the one finding that no rule of a pack makes (see `_decided`).
NOTHING_LEFT_TO_DO = "nothing_left_to_do"

Grid = Mapping[str, Mapping[str, Cell]]


class Finding(msgspec.Struct, frozen=True, eq=False, dict=True):
    """A rule that holds, with the answers that made it hold.

    Attributes:
        sheet: The answers that it holds on.
        found: What the rule says was found, of this client.
        do: What the therapist does now.
        tell: What to say to the client, or "".
    """

    rule: Rule
    sheet: Sheet
    found: str
    do: str
    tell: str

    @cached_property
    def because(self) -> Mapping[str, Value]:
        """Return the answers that made it hold; looked for when asked for."""
        if self.rule.when is None:
            return {}
        asked = self.sheet.because(self.rule.when)
        return {q: value for q, value in self.sheet.visible.items() if q in asked}

    def __eq__(self, other: object) -> bool:
        """Say whether another finding tells the same, for the same answers."""
        if not isinstance(other, Finding) or self.rule.id != other.rule.id:
            return False
        told = (self.found, self.do, self.tell)
        return (
            told == (other.found, other.do, other.tell)
            and self.rule == other.rule
            and self.because == other.because
        )

    def __hash__(self) -> int:
        """Return a hash that equal findings share."""
        return hash((self.rule.id, self.found, self.do, self.tell))


class Limit(msgspec.Struct, frozen=True):
    """A cap on pressure in a region, notes on how to work there, and who asks."""

    region: str
    pressure_at_most: int | None
    note: str
    rules: tuple[str, ...]


class SeeBy(msgspec.Struct, frozen=True):
    """That a client who may be massaged is to see a clinician.

    Attributes:
        weeks: In how many weeks, of all rules the fewest.
        what_for: What for, the soonest first.
        overdue: Whether the client is referred when the day has passed.
    """

    weeks: int
    what_for: tuple[str, ...]
    overdue: bool


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """The most urgent disposition, all findings and the merged restrictions.

    Attributes:
        disposition: None while something still open can raise the result, unless
            it is EMERGENCY already.
        standing: The worst disposition among the findings so far; what the person
            at the keyboard must be told even when the sheet is incomplete.
        timeframe: The most urgent among the findings of that disposition, or
            "none".
        required: The open questions that must be asked, in order.
        optional: The open questions that can no longer raise the result; those for
            the record never could.
        grid: Every region by every technique.
        plan: What holds for the whole session.
        set_aside: The questions whose answers do not count.
        lines_set_aside: The lines that do not count of answers that do.
        see_by: By when a clinician is to see the client; None where hands stay off,
            as the result says how soon then.
    """

    complete: bool
    disposition: Disposition | None
    standing: Disposition
    timeframe: str
    headline: str
    findings: tuple[Finding, ...]
    grid: Grid
    limits: tuple[Limit, ...]
    plan: Plan
    unsure: tuple[str, ...]
    required: tuple[str, ...]
    optional: tuple[str, ...]
    set_aside: tuple[str, ...]
    lines_set_aside: Mapping[str, tuple[str, ...]]
    see_by: SeeBy | None = None

    @property
    def positions_avoid(self) -> Asked:
        """Return the positions not to use, with the rules that ask for it."""
        return self.plan.positions_avoid


def left_to_ask(
    sheet: Sheet, decision: Decision, *, everything: bool
) -> tuple[str, ...]:
    """Return the open questions that are still asked, in order.

    While hands may still go on, those that cannot change the result are among them.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
        everything: Whether these are asked in any case.
    """
    everything = everything or decision.standing.hands_on
    return sheet.open if everything else decision.required


def decide(pack: Pack, answers: Answers) -> Decision:
    """Decide from a pack and answers, complete or not; nothing else is looked at."""
    return decide_sheet(Sheet(pack, answers))


def decide_sheet(sheet: Sheet) -> Decision:
    """Decide from answers already read under their pack."""
    pack, asleep = sheet.pack, sheet.asleep
    awake = [rule for when, rule in pack.rules_by_condition if when not in asleep]
    truths = [rule.when is None or sheet.holds(rule.when) for rule in awake]
    holding = list(compress(awake, truths))
    undecided = [
        rule for rule, truth in zip(awake, truths, strict=True) if truth is None
    ]
    required = _required(sheet, holding, undecided)
    if required or not _standing(holding).hands_on:
        return _decision(sheet, holding, required, None)
    merged = Merged(pack, sheet.counted, holding)
    if _standing(holding) is Disposition.RESTRICT:
        holding += _nothing_left_to_do(pack, merged)
    return _decision(sheet, holding, required, merged)


def _decision(
    sheet: Sheet,
    holding: list[Rule],
    required: tuple[str, ...],
    merged: Merged | None,
) -> Decision:
    holding.sort(key=urgency, reverse=True)
    standing = _standing(holding)
    timeframe = _soonest(sheet.pack, holding, standing)
    complete = not required
    given = complete or standing is Disposition.EMERGENCY
    disposition = standing if given else None
    limited = merged if standing.hands_on else None
    grid = limited.grid if limited else sheet.pack.closed
    return Decision(
        complete=complete,
        disposition=disposition,
        standing=standing,
        timeframe=(timeframe or "none") if given else "none",
        headline=_headline(sheet.pack, disposition, timeframe),
        findings=tuple(_finding(sheet, rule, grid) for rule in holding),
        grid=grid,
        limits=limited.limits if limited else (),
        plan=limited.plan if limited else Plan(),
        unsure=sheet.unsure,
        required=required,
        optional=tuple(q for q in sheet.open if q not in required),
        set_aside=sheet.set_aside,
        lines_set_aside=sheet.lines_set_aside,
        see_by=see_by_of(holding) if limited else None,
    )


def see_by_of(holding: Iterable[Rule]) -> SeeBy | None:
    """Return by when rules ask that a clinician sees the client; None if none does."""
    asked = [(rule.see_by, rule) for rule in holding if rule.see_by is not None]
    soonest_first = [rule for _, rule in sorted(asked, key=lambda each: each[0])]
    if not asked:
        return None
    return SeeBy(
        weeks=min(weeks for weeks, _ in asked),
        what_for=tuple(dict.fromkeys(rule.see_for for rule in soonest_first)),
        overdue=any(rule.overdue is not None for rule in soonest_first),
    )


def _finding(sheet: Sheet, rule: Rule, grid: Grid) -> Finding:
    return Finding(
        rule=rule,
        sheet=sheet,
        found=shown(rule.found, sheet, grid),
        do=shown(rule.do, sheet, grid),
        tell=shown(rule.tell, sheet, grid),
    )


def _standing(holding: Iterable[Rule]) -> Disposition:
    ranks = (rule.ranks_as for rule in holding)
    return max(ranks, key=lambda disposition: disposition.rank, default=_MILDEST)


_MILDEST = Disposition.PROCEED


def _required(
    sheet: Sheet, holding: list[Rule], undecided: list[Rule]
) -> tuple[str, ...]:
    """Return what must still be asked.

    Nothing hangs on what is asked for the record. Of the rest, below POSTPONE,
    everything relevant: restrictions hang on it. From POSTPONE on
    hands stay off whatever else is said, so only what can make it more urgent.
    """
    if _standing(holding).hands_on:
        questions = sheet.pack.questions
        return tuple(q for q in sheet.open if not questions[q].records_only)
    reached = max(map(urgency, holding))
    worse = [rule for rule in undecided if urgency(rule) > reached]
    needed: frozenset[str] = frozenset().union(
        *(sheet.waits_for(rule.when) for rule in worse if rule.when)
    )
    return tuple(question for question in sheet.open if question in needed)


def _nothing_left_to_do(pack: Pack, merged: Merged) -> list[Rule]:
    """Turn limits that close every cell into a POSTPONE, the only step of its kind."""
    cells = (cell for row in merged.grid.values() for cell in row.values())
    if any(cell is not Cell.AVOID for cell in cells):
        return []
    text = pack.about.nothing_left_to_do
    return [
        Rule(
            id=NOTHING_LEFT_TO_DO,
            disposition="postpone",
            timeframe=text.timeframe,
            found=text.found,
            do=text.do,
            tell=text.tell,
        )
    ]


def _soonest(pack: Pack, holding: list[Rule], standing: Disposition) -> str:
    """Return the timeframe of the result: of its findings', the first in the pack."""
    asked = {rule.timeframe for rule in holding if rule.ranks_as is standing}
    return next((frame for frame in pack.timeframes if frame in asked), "")


def _headline(pack: Pack, disposition: Disposition | None, timeframe: str) -> str:
    headlines = pack.about.headlines
    if disposition is None:
        return headlines.incomplete
    if disposition is Disposition.PROCEED:
        return headlines.proceed
    if disposition is Disposition.RESTRICT:
        return headlines.restrict
    return pack.timeframes[timeframe].headline


class Merged:
    """The restrictions of all findings, strictest first come, last served.

    Attributes:
        grid: Every region by every technique.
        limits: The caps on pressure and the notes, by region.
        plan: What holds for the whole session.
    """

    def __init__(
        self, pack: Pack, counted: Callable[[str], Value | None], rules: list[Rule]
    ) -> None:
        """Lay every restriction over an open grid.

        Args:
            pack: Whose rules they are.
            counted: Gives what counts of an answer; restrictions may name lists.
            rules: The rules that hold, in the order of the pack.
        """
        cells = {r: dict.fromkeys(pack.techniques, Cell.ALLOW) for r in pack.regions}
        caps: dict[str, list[tuple[Rule, Restriction]]] = {r: [] for r in pack.regions}
        for rule in rules:
            for restriction in rule.restrict:
                techniques = _techniques(restriction, pack)
                for region in _places_of(pack, counted, restriction):
                    _tighten(cells[region], restriction, techniques)
                    if restriction.pressure_at_most or restriction.note:
                        caps[region].append((rule, restriction))
        for region, row in cells.items():
            _close_at_cap(row, caps[region], pack)
        self.grid: Grid = cells
        self.limits = tuple(_limit(region, who) for region, who in caps.items() if who)
        open_regions = (
            region
            for region, row in cells.items()
            if any(cell is not Cell.AVOID for cell in row.values())
        )
        self.plan = plan_session(rules, (_levels(caps[r]) for r in open_regions))


def regions_of(sheet: Sheet, restriction: Restriction) -> tuple[str, ...]:
    """Return the regions that a restriction speaks of on this sheet.

    `regions_named_in` and `regions_not_named_in` narrow the place that the other
    fields give; alone they look through all regions.
    """
    return _places_of(sheet.pack, sheet.counted, restriction)


def _places_of(
    pack: Pack, counted: Callable[[str], Value | None], restriction: Restriction
) -> tuple[str, ...]:
    named: set[str] = set(restriction.regions)
    for part_id in restriction.parts:
        part = pack.parts[part_id]
        named |= {*part.regions, *(part.next_to if restriction.with_neighbours else ())}
    listed = restriction.regions_named_in or restriction.regions_not_named_in
    if restriction.everywhere or (listed and not named):
        named = set(pack.regions)
    if listed:
        inside = bool(restriction.regions_named_in)
        listed_there = _regions_in(counted(listed), doubts=inside)
        named = {region for region in named if (region in listed_there) is inside}
    return tuple(region for region in pack.regions if region in named)


def _regions_in(answer: Value | None, *, doubts: bool) -> set[str]:
    """Return the regions that a list names.

    One in doubt is among those where something is closed in what is named, and not
    among those that are left open for being named.
    """
    words = answer if isinstance(answer, tuple) else ()
    return {line_of(word) for word in words if doubts or not is_doubt(word)}


def _techniques(restriction: Restriction, pack: Pack) -> list[str]:
    """Return the techniques of which a restriction wants a cell."""
    if restriction.cell is None:
        return []
    groups = restriction.techniques or tuple(pack.techniques)
    return [each for group in groups for each in pack.technique_groups[group]]


def _tighten(
    row: dict[str, Cell], restriction: Restriction, techniques: Iterable[str]
) -> None:
    if restriction.cell is None:
        return
    asked = Cell(restriction.cell)
    rank = asked.rank
    for technique in techniques:
        if row[technique].rank < rank:
            row[technique] = asked


def _close_at_cap(
    row: dict[str, Cell], asked: list[tuple[Rule, Restriction]], pack: Pack
) -> None:
    """Close what cannot be done at the lowest pressure that is asked for."""
    cap = min((level for _, level in _levels(asked)), default=None)
    if cap is not None:
        row.update(dict.fromkeys(pack.closed_at[cap], Cell.AVOID))


def _levels(asked: list[tuple[Rule, Restriction]]) -> list[tuple[str, int]]:
    levels = [(rule.id, restriction.pressure_at_most) for rule, restriction in asked]
    return [(rule, level) for rule, level in levels if level is not None]


def _limit(region: str, asked: list[tuple[Rule, Restriction]]) -> Limit:
    caps = [r.pressure_at_most for _, r in asked if r.pressure_at_most is not None]
    notes = dict.fromkeys(r.note for _, r in asked if r.note)
    return Limit(
        region=region,
        pressure_at_most=min(caps, default=None),
        note=" ".join(notes),
        rules=tuple(dict.fromkeys(rule.id for rule, _ in asked)),
    )
