"""From which result to which clients go between two versions, and by which rules.

It counts decisions, whoever made them: no solver and no database is needed here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import Literal, TypeAlias

import msgspec

from massage_screen.pack import Disposition, Pack, urgency_of

Direction = Literal["less cautious", "more cautious", "as cautious"]

#: A result under the older version, and under the newer one.
Way: TypeAlias = tuple[str, str]
#: What stands for the result of answers from which nothing can be decided yet.
INCOMPLETE = "incomplete"


def result_of(disposition: Disposition, timeframe: str) -> str:
    """Return a result as one word: `restrict`, or `refer/within_days`."""
    soon = f"/{timeframe}" if timeframe not in ("", "none") else ""
    return f"{disposition.value}{soon}"


def caution_of(result: str) -> tuple[int, int]:
    """Return how cautious a result is: more is higher."""
    disposition, _, timeframe = result.partition("/")
    return urgency_of(Disposition(disposition), timeframe)


def direction_of(before: tuple[int, int], now: tuple[int, int]) -> Direction:
    """Say whether what is now is the more cautious."""
    if before == now:
        return "as cautious"
    return "less cautious" if now < before else "more cautious"


class Ways(msgspec.Struct):
    """How many clients get which result under both versions, and by which rules.

    Attributes:
        ways: Clients by their two results.
        newly: Of those whose result differs, the rules that hold in the newer version
            only.
        no_longer: Those that held in the older version only.
        reworked: Those that hold in both, and ask for another result.
    """

    ways: Counter[Way] = msgspec.field(default_factory=Counter)
    newly: dict[Way, Counter[str]] = {}
    no_longer: dict[Way, Counter[str]] = {}
    reworked: dict[Way, Counter[str]] = {}

    def count(
        self,
        way: Way,
        before: Collection[str],
        now: Collection[str],
        reworked: Collection[str],
        clients: int = 1,
    ) -> None:
        """Add clients with the rules that hold.

        Args:
            way: Their two results.
            before: The rules that hold under the older version.
            now: The rules that hold under the newer one.
            reworked: The rules that ask for another result than they did.
            clients: How many they are.
        """
        self.ways[way] += clients
        if way[0] != way[1]:
            was, holds = set(before), set(now)
            for field, rules in (
                (self.newly, holds - was),
                (self.no_longer, was - holds),
                (self.reworked, was & holds & set(reworked)),
            ):
                counted = field.setdefault(way, Counter())
                for rule in rules:
                    counted[rule] += clients

    def add(self, other: Ways) -> None:
        """Add the counts of other clients."""
        self.ways += other.ways
        for field in ("newly", "no_longer", "reworked"):
            for way, rules in getattr(other, field).items():
                getattr(self, field).setdefault(way, Counter()).update(rules)

    @property
    def same(self) -> int:
        """Return how many clients get the result that they got before."""
        return sum(count for way, count in self.ways.items() if way[0] == way[1])

    @property
    def changed(self) -> list[Way]:
        """Return the ways in which results differ, the most common first."""
        return [way for way, _ in self.ways.most_common() if way[0] != way[1]]


def reworked_in(old: Pack, new: Pack) -> frozenset[str]:
    """Return the rules that ask for another result than they did."""
    both = old.rules.keys() & new.rules.keys()
    asks = (
        {r: (p.rules[r].ranks_as, p.rules[r].timeframe) for r in both}
        for p in (old, new)
    )
    before, now = asks
    return frozenset(rule for rule in both if before[rule] != now[rule])
