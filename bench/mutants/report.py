"""The score, and the clients whom no case and no property would have protected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from bench.mutants.mutant import GROUPS, Mutant
from bench.mutants.trial import CASE, EQUIVALENT, PROPERTY, SURVIVED, Verdict
from massage_screen.answers import Answers, Value
from massage_screen.decision import Decision, decide
from massage_screen.pack import SESSION_FIELDS, Pack
from massage_screen.plan import Most, Plan

_OUTCOMES = (CASE, PROPERTY, EQUIVALENT, SURVIVED)


def score(counts: Mapping[str, int]) -> str:
    """Return which part of the mutants that change something was noticed."""
    noticed = counts[CASE] + counts[PROPERTY]
    tried = noticed + counts[SURVIVED]
    return f"{100 * noticed / tried:.1f} %" if tried else "none"


def table(mutants: Sequence[Mutant], verdicts: Sequence[Verdict]) -> Iterator[str]:
    """Go through the lines of the score: each group, then each of its kinds."""
    yield f"{'':34}{'case':>7}{'property':>10}{'equivalent':>12}{'survived':>10}  score"
    rows: dict[tuple[str, str], Counter[str]] = {}
    for verdict in verdicts:
        mutant = mutants[verdict.number]
        for kind in ("", mutant.kind):
            row = rows.setdefault((mutant.group, kind), Counter())
            row[verdict.outcome] += 1
    for group, kind in sorted(rows, key=lambda row: (GROUPS.index(row[0]), row[1])):
        counts = rows[group, kind]
        name = f"  {kind}" if kind else group
        case, broken, equal, left = (counts[outcome] for outcome in _OUTCOMES)
        numbers = f"{case:>7}{broken:>10}{equal:>12}{left:>10}"
        yield f"{name:34}{numbers}  {score(counts)}"


def story(pack: Pack, mutant: Mutant, verdict: Verdict) -> Iterator[str]:
    """Go through the lines that tell of a survivor: the mutant and its client."""
    answers = Answers(verdict.client)
    changed = mutant.applied(pack)
    right, wrong = decide(pack, answers), decide(changed, answers)
    yield f"{verdict.number} {mutant}"
    for known in pack.known.keys() & verdict.client.keys():
        yield f"    {known} = {verdict.client[known]}"
    for question in pack.questions.values():
        told = verdict.client.get(question.id)
        if told is not None and told != question.mildest:
            yield f"    {question.id} = {_words(told)}"
    yield from (f"  {line}" for line in differences(right, wrong))


def differences(right: Decision, wrong: Decision) -> Iterator[str]:
    """Go through what differs between two decisions; at most five cells and caps."""
    for name in ("disposition", "timeframe", "required"):
        one, other = getattr(right, name), getattr(wrong, name)
        if one != other:
            yield f"{name}: {_plain(one)}; mutant: {_plain(other)}"
    lost = [f.rule.id for f in right.findings if f not in wrong.findings]
    if lost:
        yield f"findings that change: {', '.join(lost)}"
    if all(each.disposition and each.disposition.hands_on for each in (right, wrong)):
        yield from list(_cells(right, wrong))[:5]
        yield from list(_pressure(right, wrong))[:5]
    for field in SESSION_FIELDS:
        one, other = _asked(right.plan, field), _asked(wrong.plan, field)
        if one != other:
            yield f"{field}: {one}; mutant: {other}"


def _asked(plan: Plan, field: str) -> str:
    """Return what a plan asks for, without the rules that ask."""
    part = getattr(plan, field)
    return str(part.value) if isinstance(part, Most) else ", ".join(part or ()) or "-"


def _cells(right: Decision, wrong: Decision) -> Iterator[str]:
    for region, row in right.grid.items():
        for technique, cell in row.items():
            other = wrong.grid[region][technique]
            if cell is not other:
                yield f"{region} {technique}: {cell.value}; mutant: {other.value}"


def _pressure(right: Decision, wrong: Decision) -> Iterator[str]:
    one_caps, other_caps = _caps(right), _caps(wrong)
    for region in right.grid:
        one, other = one_caps.get(region), other_caps.get(region)
        if one != other:
            yield f"pressure {region}: {one}; mutant: {other}"


def _caps(decision: Decision) -> dict[str, int | None]:
    return {limit.region: limit.pressure_at_most for limit in decision.limits}


def _words(value: Value) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _plain(value: object) -> str:
    return str(getattr(value, "value", value))
