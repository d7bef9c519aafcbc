"""Runs the mutants of the shipped pack, all or a sample, and prints the score."""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.mutants.report import story, table
from bench.mutants.trial import SURVIVED, Trial, Verdict
from massage_screen.catalogue import pack_folder

_trial: list[Trial] = []


def main() -> None:
    """Try the mutants that were asked for."""
    wanted = _arguments()
    started = time.perf_counter()
    folder = pack_folder(wanted.questions)
    trial = Trial(folder)
    numbers = chosen(trial, wanted)
    print(f"{len(numbers)} of {len(trial.mutants)} mutants of {trial.pack.about.id}")
    verdicts = sorted(_verdicts(folder, numbers, wanted.jobs), key=lambda v: v.number)
    survivors = [v for v in verdicts if v.outcome == SURVIVED]
    for verdict in survivors:
        print("\n".join(story(trial.pack, trial.mutants[verdict.number], verdict)))
    print("\n".join(table(trial.mutants, verdicts)))
    print(f"{time.perf_counter() - started:.0f} seconds")


def chosen(trial: Trial, wanted: argparse.Namespace) -> list[int]:
    """Return the numbers of the mutants to try."""
    numbers = [
        number
        for number, mutant in enumerate(trial.mutants)
        if wanted.only is None or mutant.item == wanted.only
        if wanted.group is None or mutant.group == wanted.group
    ]
    if wanted.sample and wanted.sample < len(numbers):
        return sorted(random.Random(wanted.seed).sample(numbers, wanted.sample))
    return numbers


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.mutants", description=__doc__
    )
    parser.add_argument("--questions", help="the pack folder; else the shipped pack")
    parser.add_argument("--sample", type=int, help="so many mutants, chosen by chance")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--only", help="the id of a question, fact or rule")
    parser.add_argument("--group", help="dispositions, conditions, facts, restrictions")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    return parser.parse_args()


def _verdicts(folder: Path, numbers: list[int], jobs: int) -> Iterator[Verdict]:
    with ProcessPoolExecutor(jobs, initializer=_start, initargs=(folder,)) as workers:
        yield from workers.map(_verdict, numbers, chunksize=8)


def _start(folder: Path) -> None:
    _trial.append(Trial(folder))


def _verdict(number: int) -> Verdict:
    return _trial[0].verdict(number)


if __name__ == "__main__":
    main()
