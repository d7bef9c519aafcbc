"""Draws many clients, and has many of them decided at once.

Each client is asked everything, so that no decision is made after each answer; then the
statement of the pack decides thousands at a time in DuckDB, where that is installed,
and `decide` one by one where it is not. What only an interview shows stays out: how
many questions led to the result, and who was unsure by then.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

import msgspec

from bench.population.calibration import Calibrating, without_interview
from bench.population.client import SERIOUS, Model
from bench.population.counts import SHOWN, Counts, Drawn
from bench.population.drawing import Draw, draw
from bench.population.rates import load_rates
from bench.population.screening import Outcome
from bench.population.telling import Asking
from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.decision import NOTHING_LEFT_TO_DO, decide
from massage_screen.pack import Disposition, Pack
from massage_screen.pack.known import VISIT

#: So many clients are decided at a time, and kept in memory.
_AT_ONCE = 25_000
_MEMORY = "1GB"
#: No client of the model has a watch, so the day of today says nothing.
_TODAY = "2027-01-31"
#: A result, and the rules that hold, in the order of the pack.
_Decided = tuple[Disposition, Sequence[str]]


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


def decide_many(wanted: Draw, jobs: int = 1, *, batch: bool | None = None) -> Counts:
    """Count what becomes of the clients, but for what only an interview shows.

    Args:
        wanted: Which clients.
        jobs: How many processes share the work; the counts do not depend on it.
        batch: Whether many are decided at once; where not said, if it can be.
    """
    batch = find_spec("duckdb") is not None if batch is None else batch
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
    decided = _by_batch if batch else _by_decide
    kept = _clients(wanted, pack, numbers)
    while some := list(islice(kept, _AT_ONCE)):
        for one, result in zip(some, decided(pack, some), strict=True):
            outcome = _outcome(pack, one, result)
            counts.count(one.drawn, outcome)
            counts.calibrated.update(one.shares)
    return counts


def _clients(wanted: Draw, pack: Pack, numbers: range) -> Iterator[_Kept]:
    rates = load_rates()
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


def _outcome(pack: Pack, client: _Kept, decided: _Decided) -> Outcome:
    disposition, found = decided
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


def _by_decide(pack: Pack, clients: Sequence[_Kept]) -> Iterator[_Decided]:
    for client in clients:
        decision = decide(pack, Answers(client.answers))
        rules = [finding.rule.id for finding in decision.findings]
        yield decision.disposition or decision.standing, rules


def _by_batch(pack: Pack, clients: Sequence[_Kept]) -> Iterator[_Decided]:
    import duckdb  # noqa: PLC0415  an extra

    from massage_screen.batch.duck import Order, run  # noqa: PLC0415  needs duckdb

    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "told.jsonl", Path(name) / "decided.parquet"
        with source.open("wb") as stream:
            for number, client in enumerate(clients):
                row = {"id": f"{number:06}", **client.answers}
                stream.write(msgspec.json.encode(row) + b"\n")
        order = Order(source=source, target=target, memory=_MEMORY)
        counts = run(order, pack, _TODAY, lambda _: None)
        if counts.rejected:
            raise AssertionError(f"answers that do not fit: {counts.rejected}")
        rows = duckdb.sql(
            "SELECT disposition, findings FROM read_parquet(?) ORDER BY id",
            params=[str(target)],
        ).fetchall()
    for disposition, findings in rows:
        yield Disposition(disposition), findings.split(";") if findings else ()
