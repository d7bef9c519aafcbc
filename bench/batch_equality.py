"""Holds the statement of the shipped pack against `decide`, sheet by sheet.

All cases, and thousands of sheets from a seed: whole and broken off, with doubts, with
answers that do not count, with lines that are carried, of first and later visits.

    python -m bench.batch_equality --sheets 20000
    python -m bench.batch_equality --sheets 2000 --postgres

Every column of the result is compared. It exits with 1 when one differs.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from massage_screen.answers import Answers
from tests.batches import by_decide, by_duckdb, changed, differences, drawn
from tests.shipped import CASES, PACK

#: So many sheets are held in memory at a time.
_AT_ONCE = 4000


def main() -> None:
    """Compare, and say what was compared and what differs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sheets", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true")
    asked = parser.parse_args()
    wrong: Counter[str] = Counter()
    fired: set[str] = set()
    results: Counter[str] = Counter()
    count = 0
    for sheets in _parts(list(_sheets(asked.sheets, asked.seed))):
        for name, numbers in _differences(sheets, postgres=asked.postgres).items():
            wrong[name] += len(numbers)
        for sheet in sheets:
            row = by_decide(PACK, sheet)
            results[str(row["disposition"])] += 1
            fired.update(row["findings"].split(";"))
        count += len(sheets)
        print(f"{count} sheets, {sum(wrong.values())} differences", flush=True)
    print("results:", dict(sorted(results.items())))
    silent = PACK.rules.keys() - fired
    print(f"rules that fired: {len(PACK.rules) - len(silent)} of {len(PACK.rules)}")
    print("differences by column:", dict(wrong))
    sys.exit(1 if wrong else 0)


def _differences(sheets: Sequence[Answers], *, postgres: bool) -> dict[str, list[int]]:
    if postgres:
        from tests.postgres import by_postgres  # noqa: PLC0415  only where asked for

        return differences(PACK, sheets, by_postgres(PACK, sheets))
    with tempfile.TemporaryDirectory() as folder:
        return differences(PACK, sheets, by_duckdb(PACK, sheets, Path(folder)))


def _sheets(count: int, seed: int) -> Iterator[Answers]:
    cases = [case.answers for case in CASES]
    yield from map(Answers, cases)
    yield from drawn(PACK, seed, count // 2)
    yield from changed(PACK, cases, seed, count - count // 2)


def _parts(sheets: Sequence[Answers]) -> Iterator[Sequence[Answers]]:
    for at in range(0, len(sheets), _AT_ONCE):
        yield sheets[at : at + _AT_ONCE]


if __name__ == "__main__":
    main()
