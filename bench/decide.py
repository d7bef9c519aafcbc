"""Measures `decide` as a ratio in one run: to the naive evaluator, and to other code.

    python -m bench.decide
    python -m bench.decide --against ../an-older-checkout

The sheets are every fourth case of the pack. Everything is counted in seconds of the
processor, and for each sheet the fastest of several rounds counts: others on the
machine only lengthen them. Other code runs in a process of its own, from the folder of
its checkout, with its own pack and the sheets of this one; the two take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.naive import Naive
from tests.shipped import CASES

_HERE = Path(__file__).parents[1]
_PACK = _HERE / "questions" / "spine"
_EACH = 4
_ROUNDS = 5
#: What other code is asked for; it has what has always been there.
_THERE = """
import json, sys, time
from pathlib import Path
from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.decision import decide
pack = load_pack(Path("questions") / "spine")
sheets = json.load(sys.stdin)
sheets = [Answers({q: tuple(v) if isinstance(v, list) else v for q, v in s.items()})
          for s in sheets]
best = [float("inf")] * len(sheets)
for _ in range(4):
    for n, sheet in enumerate(sheets):
        start = time.process_time()
        decide(pack, sheet)
        best[n] = min(best[n], time.process_time() - start)
print(json.dumps(best))
"""


def main() -> None:
    """Measure, and print seconds and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--against", help="the folder of another checkout")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    asked = parser.parse_args()
    sheets = _sheets()
    rounds = asked.rounds
    print(f"{len(sheets)} sheets, {rounds} rounds; load {os.getloadavg()}")
    if asked.against:
        before = Path(asked.against).resolve()
        here, there = _in_turns(rounds, *(_decide(p, sheets) for p in (_HERE, before)))
        _say("decide", here, len(sheets))
        _say(f"decide in {asked.against}", there, len(sheets))
        print(f"decide is {there / here:.2f} x as fast as there")
    naive = Naive(_PACK)
    whole = [sheet for sheet in sheets if naive.read(sheet)[2]]
    print(f"{len(whole)} sheets in which all is answered")
    here, there = _in_turns(rounds, _decide(_HERE, whole), _naively(naive, whole))
    _say("decide", here, len(whole))
    _say("the naive evaluator", there, len(whole))
    print(f"decide is {there / here:.1f} x as fast as the naive evaluator")


#: Measures each sheet, in seconds of the processor.
_Clock = Callable[[], list[float]]


def _in_turns(rounds: int, *clocks: _Clock) -> list[float]:
    """Return the seconds for all sheets, each in its fastest round."""
    taken = [[clock() for clock in clocks] for _ in range(rounds)]
    by_clock = zip(*taken, strict=True)
    return [sum(map(min, zip(*each, strict=True))) for each in by_clock]


def _sheets() -> list[dict[str, Any]]:
    """Return sheets as JSON has them."""
    told = (case.answers.items() for case in CASES[::_EACH])
    return [{q: list(v) if isinstance(v, tuple) else v for q, v in s} for s in told]


def _naively(naive: Naive, sheets: Sequence[dict[str, Any]]) -> _Clock:
    def seconds(sheet: dict[str, Any]) -> float:
        start = time.process_time()
        naive.decide(sheet)
        return time.process_time() - start

    return lambda: [seconds(sheet) for sheet in sheets]


def _decide(checkout: Path, sheets: Sequence[dict[str, Any]]) -> _Clock:
    """Return what measures `decide` of a checkout in a process of its own."""
    words = [sys.executable, "-c", _THERE]

    def clock() -> list[float]:
        done = subprocess.run(
            words,
            input=json.dumps(sheets),
            check=True,
            capture_output=True,
            text=True,
            cwd=checkout,
            env={**os.environ, "PYTHONPATH": str(checkout)},
        )
        return [float(each) for each in json.loads(done.stdout)]

    return clock


def _say(what: str, seconds: float, sheets: int) -> None:
    print(f"{what}: {sheets / seconds:,.0f} a second")


if __name__ == "__main__":
    main()
