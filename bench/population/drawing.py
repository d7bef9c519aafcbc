"""Draws and screens many clients, in several processes."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.population.client import Model
from bench.population.counts import Counts
from bench.population.rates import load_rates
from bench.population.screening import Screening
from massage_screen.catalogue import load_pack


def draw(folder: Path, seed: int, clients: int, jobs: int = 1) -> Counts:
    """Screen so many clients; the counts do not depend on the number of jobs."""
    if jobs == 1:
        return _some(folder, seed, range(clients))
    counts = Counts()
    parts = [range(job, clients, jobs) for job in range(jobs)]
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_some, [folder] * jobs, [seed] * jobs, parts):
            counts.add(part)
    return counts


def _some(folder: Path, seed: int, numbers: range) -> Counts:
    pack = load_pack(folder)
    model, screening, counts = Model(load_rates(), pack), Screening(pack), Counts()
    for number in numbers:
        client = model.client(seed, number)
        counts.count(client, screening.screen(client.answer))
    return counts
