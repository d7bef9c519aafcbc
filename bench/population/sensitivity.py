"""Moves each rate to its low and high value in turn and sees who is held back then.

The same lots are drawn for the same clients, so only clients whose answers change
are screened again, and small differences are not lost in chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import msgspec

from bench.population.client import Client, Model
from bench.population.drawing import FIRST
from bench.population.rates import load_rates
from bench.population.screening import Screening
from massage_screen.catalogue import load_pack
from massage_screen.pack import Practice
from massage_screen.pack.practice import label
from massage_screen.problems.practice import GATE, OTHER

#: The ends of the range of a rate.
LOW, HIGH = 0.0, 1.0
#: Not one rate but every one, all low or all high at once.
ALL = "all rates together"


class Effect(msgspec.Struct, frozen=True):
    """By how much the share held back moves when one rate is low or high."""

    rate: str
    assumption: bool
    low: float
    high: float

    @property
    def width(self) -> float:
        """Return how far apart the two are."""
        return abs(self.high - self.low)


def effects(
    folder: Path, seed: int, clients: int, jobs: int = 1, begins: str = ""
) -> list[Effect]:
    """Return the effect of each rate whose name begins so, the largest first."""
    total = len(list(_moved(load_rates(), begins)))
    parts = [range(job, total, jobs) for job in range(jobs)]
    if jobs == 1:
        found = _some(folder, seed, clients, begins, parts[0])
    else:
        with ProcessPoolExecutor(jobs) as pool:
            many = [[each] * jobs for each in (folder, seed, clients, begins)]
            found = [e for part in pool.map(_some, *many, parts) for e in part]
    return sorted(found, key=lambda effect: (-effect.width, effect.rate))


def _moved(rates: Practice, begins: str) -> Iterator[tuple[str, str, bool]]:
    """Go through the rates that have a range: group, name, whether assumed."""
    if ALL.startswith(begins):
        yield ALL, ALL, True
    for group in rates.groups():
        for rate in group.rates:
            name = label(group.of, rate)
            if rate.low < rate.high and name.startswith(begins):
                yield group.of, name, rate.assumption


def _some(
    folder: Path, seed: int, clients: int, begins: str, which: range
) -> list[Effect]:
    trial = _Trial(folder, seed, clients)
    moved = list(_moved(trial.rates, begins))
    return [trial.effect(*moved[number]) for number in which]


class _Trial:
    """The clients at the middle rates, and what the screen said of them."""

    def __init__(self, folder: Path, seed: int, clients: int) -> None:
        self.pack = load_pack(folder)
        self.rates = load_rates()
        self.screening = Screening(self.pack, FIRST)
        model = Model(self.rates, self.pack)
        self.clients = [model.client(seed, number) for number in range(clients)]
        self.held = [self._is_held_back(client) for client in self.clients]

    def effect(self, of: str, rate: str, assumption: bool) -> Effect:
        low, high = (self._change(of, rate, level) for level in (LOW, HIGH))
        return Effect(rate, assumption, low, high)

    def _is_held_back(self, client: Client) -> bool:
        return self.screening.screen(client.answer).held_back

    def _change(self, of: str, rate: str, level: float) -> float:
        names = [rate] if of != ALL else [name for name, _ in self.rates.labelled()]
        model = Model(self.rates, self.pack, dict.fromkeys(names, level))
        change = 0
        for client, held in zip(self.clients, self.held, strict=True):
            if self._answers_change(client, model, of):
                change += self._is_held_back(Client(model, client.lots)) - held
        return change / len(self.clients)

    def _answers_change(self, client: Client, model: Model, of: str) -> bool:
        """Say whether a client answers anything else under other rates."""
        twin = Client(model, client.lots)
        if of == ALL or any(
            client.known[trait] != is_ for trait, is_ in twin.known.items()
        ):
            return True
        asked = client.said if of in (GATE, OTHER) else client.said.keys() & {of}
        twin.known = dict(client.known)
        questions = self.pack.questions
        return any(twin.answer(questions[q]) != client.said[q] for q in asked)
