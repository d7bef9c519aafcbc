"""Moves the rates of the model to what was counted in a practice.

A rate depends on age, pain and more; a count does not. So all rates of an answer are
moved by one factor of their odds, until the model gives the answer as often as it was
counted: who has it more often than others in the model still does. Answers hang
together, so this is done a few times over (as in raking, or iterative proportional
fitting: Deming and Stephan 1940, Ann Math Stat 11:427, not read again for this page).

A count of none out of so many does not mean never: half a client is added to those
with the answer, and half to those without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import msgspec

from bench.population.client import Model
from bench.population.counts import interval
from bench.population.drawing import FIRST
from bench.population.tally import RESULT, Row, told_in, traits
from bench.population.telling import Asking
from massage_screen.pack import Pack, Practice, Question
from massage_screen.pack.known import VISIT
from massage_screen.pack.practice import Chance, Rate, Trait

#: What stands as the source of a rate that was counted.
TALLY = "tally"
_ROUNDS = 8
_What = tuple[str, str]


class Fitted(NamedTuple):
    """One answer that was counted, beside the model before and after.

    Attributes:
        row: What was counted.
        before: The share in the model as it was, from 0 to 1; None when nobody drawn
            was asked.
        after: The share in the model as it is now.
    """

    row: Row
    before: float | None
    after: float | None

    @property
    def counted(self) -> float:
        """Return the share that was counted."""
        return self.row.clients / self.row.of

    @property
    def interval(self) -> tuple[float, float]:
        """Return its 95 % interval."""
        return interval(self.row.clients, self.row.of)


def fit(
    rates: Practice, pack: Pack, rows: Iterable[Row], seed: int, clients: int
) -> tuple[Practice, list[Fitted]]:
    """Return rates moved to a tally, and how near they came.

    A rate of 0 or 1 stays: such an answer follows from another one, which can be
    counted instead.

    Args:
        rates: The model.
        pack: What is asked.
        rows: What was counted; rows of results move nothing.
        seed: Which clients are drawn to see what the model gives.
        clients: How many of them.
    """
    answers = {(r.question, r.answer): r for r in rows if r.question != RESULT}
    moved = whole = _with_every_rate(rates, pack, answers)
    before = _shares(rates, pack, seed, clients)
    factors, last = dict.fromkeys(answers, 1.0), dict[_What, float]()
    for _ in range(_ROUNDS):
        shares = _shares(moved, pack, seed, clients)
        if all(_at_rest(what, shares, last, clients) for what in answers):
            break
        last = shares
        for what, row in answers.items():
            if what in shares:  # else nobody drawn was asked
                have = min(max(shares[what], 0.5 / clients), 1 - 0.5 / clients)
                factors[what] *= _odds(_likely(row)) / _odds(have)
        moved = _moved(whole, answers, factors)
    return moved, [
        Fitted(row, before.get(what), shares.get(what)) for what, row in answers.items()
    ]


def _at_rest(
    what: _What, now: Mapping[_What, float], last: Mapping[_What, float], clients: int
) -> bool:
    """Say whether a share moved by one client at most since the last round."""
    if what not in now or what not in last:
        return (what in now) == (what in last)
    return abs(now[what] - last[what]) <= 1 / clients


def _likely(row: Row) -> float:
    return (row.clients + 0.5) / (row.of + 1)


def _odds(share: float) -> float:
    return share / (1 - share)


def _shares(
    rates: Practice, pack: Pack, seed: int, clients: int
) -> Mapping[_What, float]:
    """Return how often each answer is given at a first visit, by those asked."""
    model = Model(rates, pack, sure={VISIT: FIRST})
    seen, asking = traits(rates).items(), Asking(pack, {VISIT: FIRST})
    given: Counter[_What] = Counter()
    asked: Counter[_What] = Counter()
    for number in range(clients):
        client = model.client(seed, number)
        told = [(of, values, {client.trait(of)}) for of, values in seen]
        for name, offered, said in (*told, *told_in(asking.sheet(client))):
            asked.update((name, word) for word in offered)
            given.update((name, word) for word in said)
    return {what: given[what] / n for what, n in asked.items()}


def _with_every_rate(
    rates: Practice, pack: Pack, rows: Mapping[_What, Row]
) -> Practice:
    """Return rates in which each answer that was counted has one of its own.

    The mildest answer of a question that takes one needs none: it takes what is left.
    """
    chances = {chance.of: chance for chance in rates.chance}
    for (name, answer), row in rows.items():
        if name in traits(rates) or answer == _left_over(pack.questions[name]):
            continue
        chance = chances.get(name, Chance(of=name, rates=()))
        if all(answer not in rate.values for rate in chance.rates):
            share = _likely(row)
            rate = Rate(
                value=answer, low=share, middle=share, high=share, because="Counted."
            )
            chance = msgspec.structs.replace(chance, rates=(*chance.rates, rate))
            chances[name] = chance
    return msgspec.structs.replace(rates, chance=tuple(chances.values()))


def _left_over(question: Question) -> object:
    return None if question.takes.several else question.mildest


def _moved(
    rates: Practice, rows: Mapping[_What, Row], factors: Mapping[_What, float]
) -> Practice:
    """Return the model with every rate of an answer that was counted moved."""

    def of(group: Trait | Chance, name: str) -> Trait | Chance:
        split = _split(group.rates, name, rows, factors)
        return msgspec.structs.replace(group, rates=tuple(split))

    return msgspec.structs.replace(
        rates,
        trait=tuple(of(trait, trait.answers or trait.id) for trait in rates.trait),
        chance=tuple(of(chance, chance.of) for chance in rates.chance),
    )


def _split(
    rates: Iterable[Rate],
    question: str,
    rows: Mapping[_What, Row],
    factors: Mapping[_What, float],
) -> Iterator[Rate]:
    """Go through the rates of a question, those counted each by itself."""
    for rate in rates:
        counted = [value for value in rate.values if (question, value) in rows]
        for value in counted:
            one = msgspec.structs.replace(rate, value=value)
            what = question, value
            yield _counted(one, rows[what], factors[what])
        left = tuple(value for value in rate.values if value not in counted)
        if left:
            yield msgspec.structs.replace(rate, value=left) if counted else rate


def _counted(rate: Rate, row: Row, factor: float) -> Rate:
    """Return a rate at what was counted, from the low to the high end of its odds."""
    low, high = interval(row.clients, row.of)
    middle = _odds(_likely(row))
    at = {
        "low": factor * _odds(max(low, 1e-6)) / middle,
        "middle": factor,
        "high": factor * _odds(min(high, 1 - 1e-6)) / middle,
    }
    return msgspec.structs.replace(
        rate,
        **{level: _by_odds(rate.middle, times) for level, times in at.items()},
        source=TALLY,
        assumption=False,
        because=f"Counted: {row.clients} of {row.of}.",
    )


def _by_odds(rate: float, factor: float) -> float:
    return rate * factor / (1 - rate + rate * factor)
