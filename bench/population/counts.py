"""Counts of what the screen said, which can be added up, and what they come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import sqrt
from typing import Any

import msgspec

from bench.population.client import NONE_SERIOUS, SERIOUS, Client
from bench.population.screening import Outcome
from massage_screen.pack import Disposition

#: What sort of client this is: the trait by which the result is judged.
KIND = "kind"
#: The traits by which the shares are shown.
SHOWN = (KIND, "pain", "years")
#: The sorts whom a good therapist massages almost always.
ORDINARY = ("well", "usual")


class Drawn(msgspec.Struct, frozen=True):
    """What is counted of a client: the traits by which results are shown."""

    traits: Mapping[str, str]

    def trait(self, trait: str) -> str:
        """Return what this client is like."""
        return self.traits[trait]

    @property
    def is_ill(self) -> bool:
        """Say whether this client has a serious disease in the model."""
        return self.traits[SERIOUS] != NONE_SERIOUS


class Counts(msgspec.Struct):
    """How many clients, by disease in the model, result, rule and trait.

    Attributes:
        interviewed: How many were asked step by step; only of these it is counted how
            many questions led to the result, and who was unsure by then.
        held_back_interviewed: How many of these were held back.
    """

    results: Counter[tuple[str, str]] = msgspec.field(default_factory=Counter)
    carried: Counter[tuple[str, bool]] = msgspec.field(default_factory=Counter)
    alone: Counter[tuple[str, bool]] = msgspec.field(default_factory=Counter)
    traits: Counter[tuple[str, str, str]] = msgspec.field(default_factory=Counter)
    missed_silent: Counter[str] = msgspec.field(default_factory=Counter)
    ordinary: Counter[str] = msgspec.field(default_factory=Counter)
    calibrated: Counter[tuple[str, bool]] = msgspec.field(default_factory=Counter)
    interviewed: int = 0
    held_back_interviewed: int = 0
    asked: int = 0
    held_back_unsure: int = 0

    def count(self, client: Client | Drawn, outcome: Outcome) -> None:
        """Add one client."""
        disease, ill = client.trait(SERIOUS), client.is_ill
        self.results[disease, outcome.disposition.value] += 1
        self.carried.update((rule, ill) for rule in outcome.carried)
        if len(outcome.deciding) == 1:
            self.alone[outcome.deciding[0], ill] += 1
        for trait in SHOWN:
            self.traits[trait, client.trait(trait), outcome.disposition.value] += 1
        if client.trait(KIND) in ORDINARY and outcome.held_back:
            self.ordinary.update(outcome.deciding)
        if ill and not outcome.held_back and not outcome.told_a_sign:
            self.missed_silent[disease] += 1
        if outcome.asked:
            self.interviewed += 1
            self.held_back_interviewed += outcome.held_back
        self.asked += outcome.asked
        self.held_back_unsure += outcome.held_back and outcome.unsure

    def add(self, other: Counts) -> None:
        """Add the counts of other clients."""
        for field in msgspec.structs.fields(self):
            mine, others = getattr(self, field.name), getattr(other, field.name)
            setattr(self, field.name, mine + others)

    def add_interviews(self, other: Counts) -> None:
        """Add what only interviews show, of some of the same clients."""
        for name in _BY_INTERVIEW:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        known = {about for about, _ in self.calibrated}
        for (about, has), count in other.calibrated.items():
            if about not in known:
                self.calibrated[about, has] = count

    @property
    def clients(self) -> int:
        """Return how many clients were counted."""
        return self.results.total()

    def with_result(self, result: str, ill: bool | None = None) -> int:
        """Count clients with a result: all, or only the ill or the others."""
        return sum(
            count
            for (disease, was), count in self.results.items()
            if was == result and ill in (None, disease != NONE_SERIOUS)
        )

    def held_back(self, ill: bool | None = None) -> int:
        """Count clients held back: POSTPONE or worse."""
        return sum(self.with_result(result, ill) for result in HELD_BACK)

    def missed(self) -> int:
        """Count clients with a serious disease who may be massaged."""
        ill = sum(self.with_result(result, ill=True) for result in RESULTS)
        return ill - self.held_back(ill=True)

    def of_kind(self, kind: str, *results: str) -> float:
        """Return how many of 1,000 clients of a kind get one of these results."""
        row = {result: self.traits[KIND, kind, result] for result in RESULTS}
        return 1000 * sum(row[r] for r in results) / max(1, sum(row.values()))

    def diseases(self) -> list[str]:
        """Return the serious diseases that were drawn, most common first."""
        drawn: Counter[str] = Counter()
        for (disease, _), count in self.results.items():
            drawn[disease] += count
        del drawn[NONE_SERIOUS]
        return [disease for disease, _ in drawn.most_common()]

    def rules(self) -> list[str]:
        """Return the rules, first those that alone hold back most without disease."""
        names = {rule for rule, _ in self.carried}
        return sorted(names, key=lambda rule: (-self.alone[rule, False], rule))


_BY_INTERVIEW = ("interviewed", "held_back_interviewed", "asked", "held_back_unsure")
RESULTS = tuple(disposition.value for disposition in Disposition)
EMERGENCY = Disposition.EMERGENCY.value
HELD_BACK = tuple(d.value for d in Disposition if not d.hands_on)
_Z = 1.96  # two-sided 95 %


def interval(count: int, of: int) -> tuple[float, float]:
    """Return the 95 % interval of a share by the draw (Wilson)."""
    if not of:
        return 0.0, 1.0
    share, z2 = count / of, _Z * _Z / of
    middle = (share + z2 / 2) / (1 + z2)
    half = _Z * sqrt(share * (1 - share) / of + z2 / (4 * of)) / (1 + z2)
    return max(0.0, middle - half), min(1.0, middle + half)


def as_json(counts: Counts) -> dict[str, Any]:
    """Return everything that was counted, as shares and numbers."""
    return {
        "clients": counts.clients,
        **_per_1000(counts),
        "interviewed": counts.interviewed,
        "questions_asked_on_average": counts.asked / max(1, counts.interviewed),
        "results": {r: _share(counts.with_result(r), counts.clients) for r in RESULTS},
        "held_back": _share(counts.held_back(), counts.clients),
        "held_back_interviewed": counts.held_back_interviewed,
        "held_back_with_not_sure": counts.held_back_unsure,
        "held_back_without_serious_disease": counts.held_back(ill=False),
        "serious": {
            disease: _disease(counts, disease) for disease in counts.diseases()
        },
        "rules": {rule: _rule(counts, rule) for rule in counts.rules()},
        "by_trait": {
            trait: {
                value: {r: counts.traits[trait, value, r] for r in RESULTS}
                for value in trait_values(counts, trait)
            }
            for trait in SHOWN
        },
    }


def _per_1000(counts: Counts) -> dict[str, Any]:
    """Return what the screen is judged by, for all clients and by kind."""
    every = 1000 / max(1, counts.clients)
    return {
        "held_back_per_1000": every * counts.held_back(),
        "emergency_per_1000": every * counts.with_result(EMERGENCY),
        "by_kind": {
            kind: {
                "held_back_per_1000": counts.of_kind(kind, *HELD_BACK),
                "emergency_per_1000": counts.of_kind(kind, EMERGENCY),
            }
            for kind in trait_values(counts, KIND)
        },
    }


def trait_values(counts: Counts, trait: str) -> Iterator[str]:
    """Go through the values of a trait that were drawn, in the order of the words."""
    yield from sorted({value for of, value, _ in counts.traits if of == trait})


def _share(count: int, of: int) -> dict[str, float]:
    low, high = interval(count, of)
    return {"clients": count, "share": count / max(1, of), "low": low, "high": high}


def _disease(counts: Counts, disease: str) -> dict[str, int]:
    by_result = {result: counts.results[disease, result] for result in RESULTS}
    return {**by_result, "missed_with_no_sign_told": counts.missed_silent[disease]}


def _rule(counts: Counts, rule: str) -> dict[str, int]:
    return {
        "alone_without_disease": counts.alone[rule, False],
        "alone_with_disease": counts.alone[rule, True],
        "carried_without_disease": counts.carried[rule, False],
        "carried_with_disease": counts.carried[rule, True],
    }
