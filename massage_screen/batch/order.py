"""What is asked of a batch, and what became of its rows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec


class Order(msgspec.Struct, frozen=True):
    """What is asked for.

    Attributes:
        source: The file of records.
        target: Where decisions go.
        rejected: Where the rows go that are not decided; None for nowhere.
        cells: Where the cells of each region go; None for nowhere.
        threads: How many threads work on it.
        memory: How much memory they take, as `2GB`.
        force: Whether files that are there are replaced.
        columns: The columns of a decision that are written; none for all of them.
        known_elsewhere: Columns that may be there although no question has them.
        required: Whether it is said which questions must still be asked.
    """

    source: Path
    target: Path
    rejected: Path | None = None
    cells: Path | None = None
    threads: int = 1
    memory: str = "2GB"
    force: bool = False
    columns: tuple[str, ...] = ()
    known_elsewhere: frozenset[str] = frozenset()
    required: bool = False

    @property
    def files(self) -> tuple[Path, ...]:
        """Return the files that are written."""
        asked = (self.target, self.rejected, self.cells)
        return tuple(file for file in asked if file is not None)


class Counts(msgspec.Struct, frozen=True):
    """What became of the rows.

    Attributes:
        rows: How many there were.
        decided: How many were decided, by disposition; "incomplete" for none.
        rejected: How many were not decided, by reason.
        unasked: The questions without a column.
    """

    rows: int
    decided: Mapping[str, int]
    rejected: Mapping[str, int]
    unasked: tuple[str, ...] = ()
