"""Holds shares of the drawn clients against what is known of real ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from bench.population.client import Client
from bench.population.counts import Counts
from bench.population.screening import Outcome
from massage_screen.pack.practice import Calibration
from massage_screen.problems.practice import GATE, OTHER

#: What stands for a sign of any gate question, and for doubt about any question.
_TOLD, _UNSURE = (GATE, "told"), (OTHER, "unsure")


class Share(msgspec.Struct, frozen=True):
    """One share as it came out, and the band that it should lie in."""

    about: str
    share: float
    low: float
    high: float

    @property
    def is_in(self) -> bool:
        """Say whether the share lies in its band."""
        return self.low <= self.share <= self.high


class Calibrating:
    """Counts, client by client, what the shares are made of."""

    def __init__(self, calibrations: Iterable[Calibration]) -> None:
        """Take the shares that must come out."""
        self._calibrations = tuple(calibrations)

    def shares(
        self, client: Client, outcome: Outcome | None = None
    ) -> Iterator[tuple[str, bool]]:
        """Go through the shares that a client is counted in, and whether it has it.

        Args:
            client: The client.
            outcome: What the interview came to, for shares that are made of that.
        """
        for calibration in self._calibrations:
            if not calibration.of or _has_one(client, outcome, calibration.of):
                yield calibration.about, _has_one(client, outcome, calibration.has)


def without_interview(calibrations: Iterable[Calibration]) -> Iterator[Calibration]:
    """Go through the shares that need no interview: of what clients are and say."""
    for calibration in calibrations:
        if not {GATE, OTHER} & {*calibration.has, *calibration.of}:
            yield calibration


def _has_one(
    client: Client, outcome: Outcome | None, wanted: Mapping[str, tuple[str, ...]]
) -> bool:
    special = {}
    if outcome is not None:
        special = {_TOLD: outcome.told_a_sign, _UNSURE: outcome.unsure}
    return any(
        special.get((of, value), value in client.known.get(of, ()))
        for of, values in wanted.items()
        for value in values
    )


def held_against(counts: Counts, calibrations: Iterable[Calibration]) -> list[Share]:
    """Return each share as it came out of what was counted, with its band."""
    return [
        Share(c.about, _share(counts, c.about), c.low, c.high) for c in calibrations
    ]


def _share(counts: Counts, about: str) -> float:
    yes, no = counts.calibrated[about, True], counts.calibrated[about, False]
    return yes / max(1, yes + no)
