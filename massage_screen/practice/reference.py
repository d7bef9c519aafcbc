"""What the live screen makes of a practice client: the measure of every attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from massage_screen.answers import Answers
from massage_screen.decision import Decision, Grid, decide_sheet, regions_of
from massage_screen.pack import Cell, Disposition, ExpertsDiffer, Pack
from massage_screen.sheet import Sheet

#: Techniques by region.
Cells = Mapping[str, tuple[str, ...]]


class Cue(msgspec.Struct, frozen=True):
    """A finding that a student must come to: POSTPONE or worse.

    Attributes:
        rule: The id of the rule.
        disposition: What it asks for.
        questions: The questions whose answers make it; all asked, it is found.
    """

    rule: str
    disposition: str
    questions: tuple[str, ...]


class Also(msgspec.Struct, frozen=True, kw_only=True):
    """Another answer that scores too, since experts differ about this client.

    Attributes:
        disposition: Its word.
        timeframe: How soon, or "none".
        because: Where experts differ, and on which grounds.
    """

    disposition: str
    timeframe: str
    because: str


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """The recommendation of the live screen, and the way to it.

    Attributes:
        disposition: Its word.
        timeframe: How soon, or "none".
        rule: The most urgent finding of that disposition; "" for PROCEED.
        gate: The questions on emergency signs that are asked of this client.
        relevant: The gate, and what else must be asked, in order.
        cues: What must not be missed. A milder finding that the live screen comes
            to only by asking on, after its result, is none.
        closed: The cells to avoid, without those that no client gets.
        free: The cells that are allowed.
        pressure: The strongest level where a region is not closed, by region.
        positions: The positions to avoid.
        sources: The sources of that finding, by id.
        also: The answer that scores as well; None without, and not taken where this
            is EMERGENCY.
    """

    disposition: str
    timeframe: str
    rule: str
    gate: tuple[str, ...]
    relevant: tuple[str, ...]
    cues: tuple[Cue, ...]
    closed: Cells
    free: Cells
    pressure: Mapping[str, int]
    positions: tuple[str, ...]
    sources: tuple[str, ...] = ()
    also: Also | None = None

    @property
    def hands_on(self) -> bool:
        """Say whether there is massage today."""
        return Disposition(self.disposition).hands_on


def reference_of(
    pack: Pack, answers: Answers, differ: ExpertsDiffer | None = None
) -> Reference:
    """Return what the live screen makes of complete answers.

    Args:
        pack: The rules.
        answers: Complete answers.
        differ: What a reviewer found that other experts would do.
    """
    sheet = Sheet(pack, answers)
    decision = decide_sheet(sheet)
    gate = tuple(q for q in sheet.visible if pack.questions[q].gate)
    needed = {*gate, *needed_questions(pack, answers)}
    disposition = decision.disposition or decision.standing
    rule = _deciding_rule(decision)
    return Reference(
        disposition=disposition.value,
        timeframe=decision.timeframe,
        rule=rule,
        gate=gate,
        relevant=tuple(q for q in sheet.visible if q in needed),
        cues=_cues(decision, _when_it_stands(sheet, needed)),
        pressure=_pressure(decision),
        positions=tuple(decision.positions_avoid),
        sources=pack.rules[rule].references if rule in pack.rules else (),
        also=_also(differ),
        **_cells(pack, decision),
    )


def deciding_rule(pack: Pack, answers: Answers) -> str:
    """Return the most urgent finding of what the live screen says; "" for PROCEED."""
    return _deciding_rule(decide_sheet(Sheet(pack, answers)))


def needed_questions(pack: Pack, answers: Answers) -> tuple[str, ...]:
    """Return what the live screen must ask of a client until it has a result."""
    sheet = Sheet(pack, Answers(pack.known_in(answers)))
    while required := decide_sheet(sheet).required:
        told = [question for question in required if question in answers]
        if not told:
            break  # the case stops short; its writer is told by a test
        sheet = sheet.with_answer(told[0], answers[told[0]])
    return tuple(question for question in sheet.answers if question in pack.questions)


def always_closed(pack: Pack) -> frozenset[tuple[str, str]]:
    """Return the cells that are closed to every client, as (region, technique)."""
    nobody = Sheet(pack, Answers())
    return frozenset(
        (region, technique)
        for rule in pack.rules.values()
        for restriction in rule.restrict
        if rule.when is None
        for region in regions_of(nobody, restriction)
        for technique, cell in pack.cells_of(restriction).items()
        if cell is Cell.AVOID
    )


def _also(differ: ExpertsDiffer | None) -> Also | None:
    if differ is None:
        return None
    return Also(
        disposition=differ.disposition,
        timeframe=differ.timeframe,
        because=differ.because,
    )


def _deciding_rule(decision: Decision) -> str:
    rules = [finding.rule for finding in decision.findings]
    asked = [r.id for r in rules if r.disposition == decision.standing.value]
    return asked[0] if asked else ""


def _when_it_stands(sheet: Sheet, needed: set[str]) -> Mapping[str, Sequence[str]]:
    """Return what makes each finding by the time the live screen has its result.

    What is asked after that may be one more ground of the same finding; nobody who
    stops at an emergency has missed it.
    """
    told = {
        name: value
        for name, value in sheet.answers.items()
        if name in needed or name not in sheet.pack.questions
    }
    early = decide_sheet(Sheet(sheet.pack, Answers(told)))
    return {finding.rule.id: tuple(finding.because) for finding in early.findings}


def _cues(decision: Decision, grounds: Mapping[str, Sequence[str]]) -> tuple[Cue, ...]:
    return tuple(
        Cue(rule.id, rule.ranks_as.value, tuple(grounds[rule.id]))
        for rule in (finding.rule for finding in decision.findings)
        if not rule.ranks_as.hands_on and grounds.get(rule.id)
    )


def _cells(pack: Pack, decision: Decision) -> dict[str, Cells]:
    """Return closed and free cells; none of them when hands stay off altogether."""
    if decision.disposition is None or not decision.disposition.hands_on:
        return {"closed": {}, "free": {}}
    floor = always_closed(pack)
    return {
        "closed": _having(decision.grid, Cell.AVOID, floor),
        "free": _having(decision.grid, Cell.ALLOW, floor),
    }


def _having(grid: Grid, cell: Cell, floor: frozenset[tuple[str, str]]) -> Cells:
    rows = {
        region: tuple(
            technique
            for technique, each in row.items()
            if each is cell and (region, technique) not in floor
        )
        for region, row in grid.items()
    }
    return {region: techniques for region, techniques in rows.items() if techniques}


def _pressure(decision: Decision) -> dict[str, int]:
    return {
        limit.region: limit.pressure_at_most
        for limit in decision.limits
        if limit.pressure_at_most is not None
        and any(cell is not Cell.AVOID for cell in decision.grid[limit.region].values())
    }
