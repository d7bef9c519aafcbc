"""Draws many clients, and has many of them decided at once.

Each client is asked everything, so that no decision is made after each answer. What
only an interview shows stays out: how many questions led to the result, and who was
unsure by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice

import msgspec

from bench.population.calibration import Calibrating, without_interview
from bench.population.client import SERIOUS, Model
from bench.population.counts import SHOWN, Counts, Drawn
from bench.population.deciding import AT_ONCE, BATCH, Decided, decided
from bench.population.drawing import Draw, draw
from bench.population.rates import load_rates
from bench.population.screening import Outcome
from bench.population.telling import Asking
from massage_screen.answers import Value
from massage_screen.catalogue import load_pack
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.pack import Disposition, Pack
from massage_screen.pack.known import VISIT


class _Kept(msgspec.Struct, frozen=True):
    """What is kept of a client until the decision is there."""

    drawn: Drawn
    told_a_sign: bool
    shares: tuple[tuple[str, bool], ...]
    answers: dict[str, Value]


def draw_many(wanted: Draw, interviews: int, jobs: int = 1) -> Counts:
    """Count what becomes of all, and interview the first of them step by step.

    Args:
        wanted: Which clients.
        interviews: How many are interviewed. Where it is all of them, the counts are
            those of the interviews.
        jobs: How many processes share the work; the counts do not depend on it.
    """
    few = min(interviews, wanted.clients)
    step_by_step = draw(msgspec.structs.replace(wanted, clients=few), jobs)
    if few == wanted.clients:
        return step_by_step
    counts = decide_many(wanted, jobs)
    counts.add_interviews(step_by_step)
    return counts


def decide_many(wanted: Draw, jobs: int = 1, *, batch: bool = BATCH) -> Counts:
    """Count what becomes of the clients, but for what only an interview shows.

    Args:
        wanted: Which clients.
        jobs: How many processes share the work; the counts do not depend on it.
        batch: Whether a statement decides many at once.
    """
    parts = [range(job, wanted.clients, jobs) for job in range(jobs)]
    if jobs == 1:
        return _some(wanted, parts[0], batch)
    counts = Counts()
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_some, [wanted] * jobs, parts, [batch] * jobs):
            counts.add(part)
    return counts


def _some(wanted: Draw, numbers: range, batch: bool) -> Counts:
    pack, counts = load_pack(wanted.folder), Counts()
    kept = _clients(wanted, pack, numbers)
    while some := list(islice(kept, AT_ONCE)):
        results = decided(pack, [one.answers for one in some], batch=batch)
        for one, result in zip(some, results, strict=True):
            outcome = _outcome(pack, one, result)
            counts.count(one.drawn, outcome)
            counts.calibrated.update(one.shares)
    return counts


def _clients(wanted: Draw, pack: Pack, numbers: range) -> Iterator[_Kept]:
    rates = wanted.rates or load_rates()
    model = Model(rates, pack, wanted.levels, {VISIT: wanted.visit})
    asking = Asking(pack, {VISIT: wanted.visit})
    calibrating = Calibrating(without_interview(rates.calibration))
    for number in numbers:
        client = model.client(wanted.seed, number)
        answers = dict(asking.sheet(client).answers)
        traits = {trait: client.trait(trait) for trait in (SERIOUS, *SHOWN)}
        yield _Kept(
            drawn=Drawn(traits),
            told_a_sign=_told_a_sign(pack, answers),
            shares=tuple(calibrating.shares(client)),
            answers=answers,
        )


def _told_a_sign(pack: Pack, answers: dict[str, Value]) -> bool:
    asked = (pack.questions[q] for q in answers if q != VISIT)
    return any(q.gate and answers[q.id] != q.mildest for q in asked)


def _outcome(pack: Pack, client: _Kept, result: Decided) -> Outcome:
    disposition, found = result
    ranks = {rule: _ranks_as(pack, rule) for rule in found}
    carried = tuple(rule for rule, rank in ranks.items() if rank)
    return Outcome(
        disposition=disposition,
        asked=0,
        carried=carried,
        deciding=tuple(rule for rule in carried if ranks[rule] is disposition),
        told_a_sign=client.told_a_sign,
        unsure=False,
    )


def _ranks_as(pack: Pack, rule: str) -> Disposition | None:
    """Return what a rule asks for; None of one that asks for nothing."""
    if rule == NOTHING_LEFT_TO_DO:
        return Disposition.POSTPONE
    found = pack.rules[rule]
    return found.ranks_as if found.disposition else None
