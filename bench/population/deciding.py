"""Decides many sheets at once: by the statement of a pack where DuckDB is installed.

Where it is not, `decide` does it, one by one.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import msgspec

from massage_screen.answers import Answers, Value
from massage_screen.decision import decide
from massage_screen.pack import Disposition, Pack

#: Whether the statement can be run here.
BATCH = find_spec("duckdb") is not None
#: So many sheets are decided at a time, and kept in memory.
AT_ONCE = 25_000
_MEMORY = "1GB"
_COLUMNS = ("id", "disposition", "findings")
#: No client of the model has a watch, so the day of today says nothing.
_TODAY = "2027-01-31"
#: A result, and the rules that hold, the most urgent first.
Decided = tuple[Disposition, Sequence[str]]
Sheets = Sequence[Mapping[str, Value]]


def decided(pack: Pack, sheets: Sheets, *, batch: bool = BATCH) -> Iterator[Decided]:
    """Go through the decisions of sheets in which everything is answered.

    Args:
        pack: The rules.
        sheets: The answers.
        batch: Whether the statement decides.
    """
    return (_by_batch if batch else _by_decide)(pack, sheets)


def _by_decide(pack: Pack, sheets: Sheets) -> Iterator[Decided]:
    for answers in sheets:
        decision = decide(pack, Answers(answers))
        rules = [finding.rule.id for finding in decision.findings]
        yield decision.disposition or decision.standing, rules


def _by_batch(pack: Pack, sheets: Sheets) -> Iterator[Decided]:
    import duckdb  # noqa: PLC0415  an extra

    from massage_screen.batch.duck import Order, run  # noqa: PLC0415  needs duckdb

    with tempfile.TemporaryDirectory() as name:
        source, target = Path(name) / "told.jsonl", Path(name) / "decided.parquet"
        with source.open("wb") as stream:
            for number, answers in enumerate(sheets):
                row = {"id": f"{number:06}", **answers}
                stream.write(msgspec.json.encode(row) + b"\n")
        order = Order(source=source, target=target, memory=_MEMORY, columns=_COLUMNS)
        counts = run(order, pack, _TODAY, lambda _: None)
        if counts.rejected:
            raise AssertionError(f"answers that do not fit: {counts.rejected}")
        rows = duckdb.sql(
            "SELECT disposition, findings FROM read_parquet(?) ORDER BY id",
            params=[str(target)],
        ).fetchall()
    for disposition, findings in rows:
        yield Disposition(disposition), findings.split(";") if findings else ()
