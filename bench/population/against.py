"""Has another version of the pack decide the same clients, and counts what changes.

A client has the same lots, traits and signs under both, and is asked what each asks.
What neither asks, or only one of them, changes nothing else. It says how many change;
`massage-screen check --against` says who may change at all, and finds everybody.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path
from typing import Any

from bench.population.client import Client, Model
from bench.population.deciding import AT_ONCE, BATCH, decided
from bench.population.drawing import Draw
from bench.population.rates import load_rates
from bench.population.telling import Asking
from massage_screen.answers import Value
from massage_screen.catalogue import load_pack
from massage_screen.comparison.ways import Ways, reworked_in
from massage_screen.pack.known import VISIT

_SHOWN = 3


def changes(wanted: Draw, older: Path, jobs: int = 1, *, batch: bool = BATCH) -> Ways:
    """Count what changes for the clients from an older version of the pack to this.

    Args:
        wanted: Which clients, and this version.
        older: The folder of the older version.
        jobs: How many processes share the work; the counts do not depend on it.
        batch: Whether a statement decides many at once.
    """
    parts = [range(job, wanted.clients, jobs) for job in range(jobs)]
    if jobs == 1:
        return _some(wanted, older, parts[0], batch)
    found = Ways()
    many = ([each] * jobs for each in (wanted, older))
    with ProcessPoolExecutor(jobs) as pool:
        for part in pool.map(_some, *many, parts, [batch] * jobs):
            found.add(part)
    return found


def _some(wanted: Draw, older: Path, numbers: range, batch: bool) -> Ways:
    old, new = load_pack(older), load_pack(wanted.folder)
    rates, sure = load_rates(), {VISIT: wanted.visit}
    model = Model(rates, new, wanted.levels, sure)
    models = (Model(rates, old, wanted.levels, sure, beside=model), model)
    askings = [Asking(pack, _known(pack.known, wanted.visit)) for pack in (old, new)]
    found, left, reworked = Ways(), iter(numbers), reworked_in(old, new)
    while some := list(islice(left, AT_ONCE)):
        told: tuple[list[Mapping[str, Value]], ...] = ([], [])
        for number in some:
            lots = models[0].client(wanted.seed, number).lots
            for each, asking, answers in zip(models, askings, told, strict=True):
                sheet = asking.sheet(Client(each, lots))
                answers.append(dict(sheet.answers))
        results = (
            decided(pack, answers, batch=batch)
            for pack, answers in zip((old, new), told, strict=True)
        )
        for (was, before), (now, rules) in zip(*results, strict=True):
            found.count((was.value, now.value), before, rules, reworked)
    return found


def _known(known: Mapping[str, object], visit: str) -> dict[str, Value]:
    return {VISIT: visit} if VISIT in known else {}


def change_lines(found: Ways, older: str) -> Iterator[str]:
    """Go through the ways in which results differ, with the rules that make it."""
    every = found.ways.total()
    yield f"from {older} to this version, first visits"
    yield f"{'the same result':<32}{found.same:>9,}{_of_1000(found.same, every)}"
    for way in found.changed:
        name = " to ".join(each.upper() for each in way)
        yield f"{name:<32}{found.ways[way]:>9,}{_of_1000(found.ways[way], every)}"
        for what, rules in (
            ("newly", found.newly),
            ("no longer", found.no_longer),
            ("asks for another result", found.reworked),
        ):
            most = rules[way].most_common(_SHOWN)
            if most:
                yield f"  {what}: {', '.join(f'{rule} {n:,}' for rule, n in most)}"


def _of_1000(count: int, of: int) -> str:
    return f"{1000 * count / max(1, of):>10.2f} of 1,000"


def changes_as_json(found: Ways) -> list[dict[str, Any]]:
    """Return everything that was counted."""
    return [
        {
            "from": was,
            "to": now,
            "clients": count,
            "newly": dict(found.newly.get((was, now), {})),
            "no_longer": dict(found.no_longer.get((was, now), {})),
            "otherwise": dict(found.reworked.get((was, now), {})),
        }
        for (was, now), count in found.ways.most_common()
    ]
