"""How urgent a finding is, and what a technique may do: the ordered words."""

from __future__ import annotations

import enum
from functools import cached_property

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


class Cell(enum.Enum):
    """What a technique may do in a region, freest first."""

    ALLOW = "allow"
    MODIFY = "modify"
    AVOID = "avoid"

    @cached_property
    def rank(self) -> int:
        """Return the place on the scale: 0 for allow to 2 for avoid."""
        return tuple(Cell).index(self)
