"""How urgent a finding is, and what a technique may do: the ordered words."""

from __future__ import annotations

import enum
from functools import cached_property
from typing import Literal

#: The timeframes that order findings of one disposition, most urgent first.
URGENCY = ("now", "today", "within_24_hours", "within_days", "within_2_weeks")


class Disposition(enum.Enum):
    """What to do, mildest first. The worst finding decides."""

    PROCEED = "proceed"
    RESTRICT = "restrict"
    POSTPONE = "postpone"
    REFER = "refer"
    EMERGENCY = "emergency"

    @cached_property
    def rank(self) -> int:
        """Return the place on the scale: 0 for PROCEED to 4 for EMERGENCY."""
        return tuple(Disposition).index(self)

    @cached_property
    def hands_on(self) -> bool:
        """Say whether there is massage today: PROCEED and RESTRICT."""
        return self.rank < Disposition.POSTPONE.rank

    @cached_property
    def urgent(self) -> bool:
        """Say whether a doctor must see the client: REFER and EMERGENCY."""
        return self.rank >= Disposition.REFER.rank


def urgency_of(disposition: Disposition, timeframe: str = "") -> tuple[int, int]:
    """Return how urgent a result is: its disposition, then how soon.

    A later `until_…` is no milder than another, so all of them rank alike.
    """
    soon = URGENCY.index(timeframe) if timeframe in URGENCY else len(URGENCY)
    return disposition.rank, -soon


#: The words of results in files: of any; of what a rule may ask for; of those that end
#: massage for today; of those that a property may allow at most.
Word = Literal["proceed", "restrict", "postpone", "refer", "emergency"]
WordOfRule = Literal["restrict", "postpone", "refer", "emergency"]
WordOfHandsOff = Literal["postpone", "refer", "emergency"]
WordAtMost = Literal["proceed", "restrict", "postpone"]


class Cell(enum.Enum):
    """What a technique may do in a region, freest first."""

    ALLOW = "allow"
    MODIFY = "modify"
    AVOID = "avoid"

    @cached_property
    def rank(self) -> int:
        """Return the place on the scale: 0 for allow to 2 for avoid."""
        return tuple(Cell).index(self)
