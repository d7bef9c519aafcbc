"""Draws and screens many clients, in several processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from bench.population.calibration import Calibrating
from bench.population.client import Model
from bench.population.counts import Counts
from bench.population.rates import load_rates
from bench.population.screening import Screening
from massage_screen.catalogue import load_pack
from massage_screen.pack import Practice

FIRST, RETURNING = "first", "returning"


class Draw(msgspec.Struct, frozen=True, kw_only=True):
    """Which clients are drawn, and how.

    Attributes:
        folder: The pack.
        seed: The same seed and number draw the same client.
        clients: How many are drawn.
        visit: `first` or `returning`.
        only_ill: Only those with a serious disease are screened; so many more can be
            drawn, and few that are missed are counted well.
        levels: By name of a rate its level, from 0 to 1; others are in the middle.
        rates: The rates; None for those of the shipped pack.
    """

    folder: Path
    seed: int
    clients: int
    visit: str = FIRST
    only_ill: bool = False
    levels: dict[str, float] = {}
    rates: Practice | None = None


def draw(wanted: Draw, jobs: int = 1) -> Counts:
    """Screen the clients; the counts do not depend on the number of jobs."""
    if jobs == 1:
        return _some(wanted, range(wanted.clients))
    counts = Counts()
    parts = [range(job, wanted.clients, jobs) for job in range(jobs)]
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_some, [wanted] * jobs, parts):
            counts.add(part)
    return counts


def _some(wanted: Draw, numbers: range) -> Counts:
    pack, rates = load_pack(wanted.folder), wanted.rates or load_rates()
    model = Model(rates, pack, wanted.levels, {"visit": wanted.visit})
    screening, counts = Screening(pack, wanted.visit), Counts()
    calibrating = Calibrating(rates.calibration)
    for number in numbers:
        client = model.client(wanted.seed, number)
        if wanted.only_ill and not client.is_ill:
            continue
        outcome = screening.screen(client.answer)
        counts.count(client, outcome)
        counts.calibrated.update(calibrating.shares(client, outcome))
    return counts
