"""Draws clients, screens them and prints, as text or JSON, what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from bench.population.counts import as_json
from bench.population.drawing import draw
from bench.population.page import PAGE, written
from bench.population.rates import load_rates, not_modelled
from bench.population.report import effect_lines, table
from bench.population.sensitivity import effects
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.pack import Pack, Practice

_SHOWN_EFFECTS = 40


def main() -> None:
    """Do what was asked for."""
    wanted = _arguments()
    started = time.perf_counter()
    folder = pack_folder(wanted.questions)
    pack, rates = load_pack(folder), load_rates()
    if wanted.sensitivity:
        part, report, lines = _sensitivity(wanted, folder)
    else:
        part, report, lines = _population(wanted, folder, pack)
    head = list(_head(wanted, pack, rates))
    if wanted.write:
        page = written(PAGE.read_text("utf-8"), part, [*head, "", *lines])
        PAGE.write_text(page, "utf-8", newline="\n")
    if wanted.json:
        print(json.dumps({"head": head, **report}, indent=2))
    else:
        print("\n".join([*head, "", *lines]))
    print(f"{time.perf_counter() - started:.0f} seconds", file=sys.stderr)


def _population(
    wanted: argparse.Namespace, folder: Path, pack: Pack
) -> tuple[str, dict[str, Any], list[str]]:
    counts = draw(folder, wanted.seed, wanted.clients, wanted.jobs)
    return "population", as_json(counts), list(table(counts, pack))


def _sensitivity(
    wanted: argparse.Namespace, folder: Path
) -> tuple[str, dict[str, Any], list[str]]:
    found = effects(folder, wanted.seed, wanted.clients, wanted.jobs, wanted.only)
    report = {"effects": [msgspec.to_builtins(effect) for effect in found]}
    return "sensitivity", report, list(effect_lines(found, _SHOWN_EFFECTS))


def _head(wanted: argparse.Namespace, pack: Pack, rates: Practice) -> Iterator[str]:
    yield f"{wanted.clients:,} clients drawn, seed {wanted.seed}"
    yield f"pack {pack.about.id} {pack.about.version}, {pack.digest[:19]}"
    all_rates = [rate for _, rate in rates.labelled()]
    assumed = sum(rate.assumption for rate in all_rates)
    yield f"{len(all_rates)} rates, {assumed} of them assumptions"
    yield from (f"not modelled: {missing}" for missing in not_modelled(rates, pack))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.population", description=__doc__
    )
    parser.add_argument("--questions", help="the pack folder; else the shipped pack")
    parser.add_argument("--clients", type=int, help="how many (100,000, or 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="which clients")
    parser.add_argument("--sensitivity", action="store_true", help="move each rate")
    parser.add_argument("--only", default="", help="rates whose name begins so")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"also into {PAGE.name}")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()
    wanted.clients = wanted.clients or (10_000 if wanted.sensitivity else 100_000)
    return wanted


if __name__ == "__main__":
    main()
