"""Moves the rates of each family together, by chance, to see how far the result goes.

All rates low at once, or all high, is not what wrong guesses look like. Rates that are
likely to be wrong in the same direction stand in one family, and each family gets a
level of its own between its low and its high values, again and again.
"""

from __future__ import annotations

import random
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from bench.population.counts import EMERGENCY
from bench.population.drawing import Draw, draw
from bench.population.rates import load_rates
from massage_screen.pack import Practice
from massage_screen.pack.practice import label

#: The middle share of the draws that is reported.
MIDDLE_SHARE = 0.8


class Spread(msgspec.Struct, frozen=True):
    """The middle of what came out, per 1,000 clients: lowest, median and highest."""

    what: str
    low: float
    median: float
    high: float


def spreads(
    folder: Path, seed: int, clients: int, draws: int, jobs: int = 1
) -> list[Spread]:
    """Return how far held back and EMERGENCY go, at first visits."""
    rates = load_rates()
    wanted = [
        Draw(folder=folder, seed=seed, clients=clients, levels=_levels(rates, seed, n))
        for n in range(draws)
    ]
    with ProcessPoolExecutor(jobs) as pool:
        found = list(pool.map(_per_1000, wanted))
    held, emergency = (sorted(values) for values in zip(*found, strict=True))
    return [_spread("held back", held), _spread("EMERGENCY", emergency)]


def _levels(rates: Practice, seed: int, number: int) -> dict[str, float]:
    """Draw one level for each family, and give it to each of its rates."""
    chance = random.Random(f"{seed}/levels/{number}").random
    level = {name: chance() for name in rates.together}
    of = {group: name for name, groups in rates.together.items() for group in groups}
    return {
        label(group.of, rate): level[of[group.of]]
        for group in rates.groups()
        for rate in group.rates
    }


def _per_1000(wanted: Draw) -> tuple[float, float]:
    counts = draw(wanted)
    every = 1000 / wanted.clients
    return every * counts.held_back(), every * counts.with_result(EMERGENCY)


def _spread(what: str, values: list[float]) -> Spread:
    edge = int(len(values) * (1 - MIDDLE_SHARE) / 2)
    return Spread(what, values[edge], values[len(values) // 2], values[-1 - edge])
