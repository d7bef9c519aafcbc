"""Draws clients, screens them and prints, as text or JSON, what came of it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec

from bench.population.against import change_lines, changes, changes_as_json
from bench.population.calibration import held_against
from bench.population.counts import as_json
from bench.population.drawing import FIRST, RETURNING, Draw, draw
from bench.population.fitting import fit
from bench.population.many import draw_many
from bench.population.page import PAGE, written
from bench.population.rates import load_rates, not_modelled
from bench.population.report import (
    calibration_lines,
    effect_lines,
    returning_table,
    spread_lines,
    table,
    tally_lines,
)
from bench.population.sensitivity import effects
from bench.population.tally import TallyError, read, saved, tally_of
from bench.population.tally import written as written_tally
from bench.population.uncertainty import spreads
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.errors import ScreenError
from massage_screen.pack import Pack, Practice

_SHOWN_EFFECTS = 40
#: For one client screened so many are drawn of whom only the ill are screened.
_MORE_ILL = 20
#: With so many drawn, the ill among them are enough.
_ENOUGH_ILL = 200_000
_DRAWS = 200
#: So many are drawn to see what the model gives beside a tally.
_TO_FIT = 1000
#: So many are interviewed step by step, for what only interviews show.
_INTERVIEWS = 2000
_CLIENTS = {
    "population": 20_000,
    "sensitivity": 10_000,
    "uncertainty": 200,
    "against": 20_000,
}
_Found = tuple[dict[str, Any], list[str]]


def main() -> None:
    """Do what was asked for."""
    wanted = arguments()
    started = time.perf_counter()
    folder = pack_folder(wanted.questions)
    pack, rates = load_pack(folder), load_rates()
    if wanted.count:
        print(written_tally(tally_of(saved(wanted.count, pack), pack, rates)), end="")
        return
    counted: list[str] = []
    if wanted.tally:
        rates, counted = _fitted(wanted, pack, rates)
    do = {
        "sensitivity": _sensitivity,
        "uncertainty": _uncertainty,
        "against": _against,
    }
    report, lines = do.get(wanted.part, _population)(wanted, folder, rates)
    head = [*_head(wanted, pack, rates), *counted]
    if wanted.write:
        page = written(PAGE.read_text("utf-8"), wanted.part, [*head, "", *lines])
        PAGE.write_text(page, "utf-8", newline="\n")
    if wanted.json:
        print(json.dumps({"head": head, **report}, indent=2))
    else:
        print("\n".join([*head, "", *lines]))
    print(f"{time.perf_counter() - started:.0f} seconds", file=sys.stderr)


def _fitted(
    wanted: argparse.Namespace, pack: Pack, rates: Practice
) -> tuple[Practice, list[str]]:
    """Return the rates moved to a tally, and lines on what was counted."""
    try:
        text = Path(wanted.tally).read_text("utf-8")
    except (OSError, UnicodeError):
        raise TallyError(f"{wanted.tally}: cannot be read as UTF-8 text") from None
    rows = read(text, pack, rates)
    moved, found = fit(rates, pack, rows, wanted.seed, _TO_FIT)
    return moved, list(tally_lines(found, rows))


def _population(wanted: argparse.Namespace, folder: Path, rates: Practice) -> _Found:
    every = Draw(folder=folder, seed=wanted.seed, clients=wanted.clients, rates=rates)
    first, returning = (
        draw_many(
            msgspec.structs.replace(every, visit=visit), wanted.interviews, wanted.jobs
        )
        for visit in (FIRST, RETURNING)
    )
    many, ill = wanted.clients, first
    if many < _ENOUGH_ILL:
        many *= _MORE_ILL
        drawn = msgspec.structs.replace(every, clients=many, only_ill=True)
        ill = draw(drawn, wanted.jobs)
    pack = load_pack(folder)
    shares = held_against(first, rates.calibration)
    missed = 10_000 * ill.missed() / many
    report = {
        "first": as_json(first),
        "returning": as_json(returning),
        "missed_per_10000": missed,
        "calibration": [
            {**msgspec.to_builtins(share), "in": share.is_in} for share in shares
        ],
    }
    lines = [
        *table(first, ill, many, pack),
        "",
        *calibration_lines(shares),
        "",
        *returning_table(returning),
    ]
    return report, lines


def _sensitivity(wanted: argparse.Namespace, folder: Path, _: Practice) -> _Found:
    found = effects(folder, wanted.seed, wanted.clients, wanted.jobs, wanted.only)
    report = {"effects": [msgspec.to_builtins(effect) for effect in found]}
    return report, list(effect_lines(found, _SHOWN_EFFECTS))


def _uncertainty(wanted: argparse.Namespace, folder: Path, _: Practice) -> _Found:
    found = spreads(folder, wanted.seed, wanted.clients, wanted.draws, wanted.jobs)
    report = {"spreads": [msgspec.to_builtins(spread) for spread in found]}
    return report, list(spread_lines(found, wanted.draws))


def _against(wanted: argparse.Namespace, folder: Path, _: Practice) -> _Found:
    every = Draw(folder=folder, seed=wanted.seed, clients=wanted.clients)
    older = pack_folder(wanted.against, option="--against")
    found = changes(every, older, wanted.jobs)
    named = f"{load_pack(older).about.version} in {wanted.against}"
    return {"changes": changes_as_json(found)}, list(change_lines(found, named))


def _head(wanted: argparse.Namespace, pack: Pack, rates: Practice) -> Iterator[str]:
    yield f"{wanted.clients:,} clients drawn, seed {wanted.seed}"
    yield f"pack {pack.about.id} {pack.about.version}, {pack.digest[:19]}"
    all_rates = [rate for _, rate in rates.labelled()]
    assumed = sum(rate.assumption for rate in all_rates)
    yield f"{len(all_rates)} rates, {assumed} of them assumptions"
    yield from (f"not modelled: {missing}" for missing in not_modelled(rates, pack))


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """Return what is asked for on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.population", description=__doc__
    )
    parser.add_argument("--questions", help="the pack folder; else the shipped pack")
    parser.add_argument("--clients", type=_some, help="how many; see the page")
    parser.add_argument("--seed", type=int, default=1, help="which clients")
    for part, what in (
        ("sensitivity", "move each rate"),
        ("uncertainty", "move each family of rates, by chance"),
    ):
        parser.add_argument(
            f"--{part}", dest="part", action="store_const", const=part, help=what
        )
    parser.set_defaults(part="population")
    parser.add_argument("--only", default="", help="rates whose name begins so")
    parser.add_argument("--draws", type=_some, default=_DRAWS, help="of the families")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--write", action="store_true", help=f"also into {PAGE.name}")
    parser.add_argument("--tally", help="a tally that takes the place of rates")
    parser.add_argument("--count", help="print a tally of the decisions of a folder")
    parser.add_argument(
        "--interviews", type=int, default=_INTERVIEWS, help="how many step by step"
    )
    parser.add_argument(
        "--jobs", "--threads", type=_some, default=os.cpu_count() or 1, dest="jobs"
    )
    parser.add_argument("--against", help="the folder of an older version")
    wanted = parser.parse_args(words)
    if wanted.against:
        wanted.part = "against"
    if wanted.against and wanted.write:
        parser.error("the page has no place for --against")
    if wanted.tally and (wanted.write or wanted.part != "population"):
        parser.error("--tally goes with clients of today only, and not with --write")
    wanted.clients = wanted.clients or _CLIENTS[wanted.part]
    return wanted


def _some(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number from 1 on")
    return number


if __name__ == "__main__":
    try:
        main()
    except (TallyError, ScreenError) as error:
        sys.exit(str(error))
