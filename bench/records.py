"""Measures records of clients, and kills programs that keep them.

    python bench/records.py --records 2000 --rounds 200

Keeping is timed on the pack that is shipped, with a client who has limits. Each round
starts a program that keeps one record after the other, kills it at a random moment,
and looks whether all that it said to be kept is there and whole. A kill is no power
cut: what a disk says that it wrote is believed. How much later the first prompt comes
with `--client` is taken from pairs of starts at a terminal, one with and one without.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from startup import until_it_says

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.library import load_cases
from massage_screen.presentation.published import published
from massage_screen.records.checking import found
from massage_screen.records.copies import backup
from massage_screen.records.database import opened
from massage_screen.records.listing import listed
from massage_screen.records.place import records_file
from massage_screen.records.record import keep, newest, ready
from massage_screen.records.switch import turn_on
from massage_screen.screened import Screened, screened
from massage_screen.sheet import fit_answers

FOLDER = pack_folder()
NOW = datetime.now().astimezone()
CLIENTS, PAIRS = 400, 21


def limited() -> tuple[Screened, dict[str, object]]:
    """Return a client with limits, and what was shown of them."""
    pack = load_pack(FOLDER)
    case = next(c for c in load_cases(FOLDER, pack) if c.disposition == "restrict")
    answers = fit_answers(pack, case.answers, "case")
    who = screened(pack, answers, "bench", NOW.date().isoformat())
    return who, published(who, NOW.date())


def timed(name: str, act: Callable[[int], object], times: int) -> None:
    """Print how long something takes, in milliseconds."""
    took = []
    for number in range(times):
        begin = time.perf_counter()
        act(number)
        took.append((time.perf_counter() - begin) * 1000)
    worst = sorted(took)[int(len(took) * 0.99)]
    print(f"{name}: median {statistics.median(took):.1f} ms, p99 {worst:.1f} ms")


def measure(records: int) -> None:
    """Keep so many records, and time what is done with them."""
    who, shown = limited()
    turn_on({}, NOW)

    def kept(number: int) -> None:
        keep(who, f"K-{number % CLIENTS}", FOLDER, NOW, decision=shown)

    def opens(_: int) -> None:
        with opened():
            pass

    def lists(_: int) -> None:
        with opened() as database:
            listed(database)

    def checks(_: int) -> None:
        with opened() as database:
            assert list(found(database)) == []

    def copies(number: int) -> None:
        backup(records_file().with_name(f"copy{number}"), NOW, force=False)

    timed("keep one", kept, records)
    size = records_file().stat().st_size / 1e6
    print(f"{records} records of {CLIENTS} clients: {size:.1f} MB")
    timed("open, all pages looked at", opens, 11)
    timed("ready to keep", lambda n: ready(f"K-{n}"), 11)
    timed("newest of a client", lambda n: newest(f"K-{n}", NOW), 11)
    first_prompt(PAIRS)
    timed("list all", lists, 5)
    timed("check what is whole", checks, 3)
    timed("backup", copies, 3)


def first_prompt(pairs: int) -> None:
    """Print how much later an interview asks with the last record of a client."""
    if os.name != "posix":
        return
    os.environ["TERM"] = "xterm"
    plain = [sys.executable, "-m", "massage_screen", "screen"]
    without = until_it_says(plain, "Ctrl-C")
    with_record = until_it_says([*plain, "--client", "K-7"], "Ctrl-C")
    without(), with_record()  # once for the caches
    taken = [(without(), with_record()) for _ in range(pairs)]
    later = statistics.median(second - first for first, second in taken) * 1000
    ratio = statistics.median(second / first for first, second in taken)
    print(f"first prompt with --client: {later:.0f} ms later, ratio {ratio:.2f}")


def keep_until_killed() -> None:
    """Keep one record after the other, and say the id of each once it is kept."""
    who, shown = limited()
    print("ready", flush=True)
    while True:
        print(keep(who, "K-1", FOLDER, NOW, decision=shown).id, flush=True)


def kill(rounds: int) -> None:
    """Kill a program that keeps records, again and again; nothing may be lost."""
    turn_on({}, NOW)
    said: set[str] = set()
    for number in range(rounds):
        command = [sys.executable, __file__, "--keep-until-killed"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            program.stdout.readline()
            time.sleep(random.uniform(0, 0.2))
            program.send_signal(signal.SIGKILL)
            said.update(program.stdout.read().split())
        with opened() as database:
            there = {record.id for record in listed(database)}
            problems = list(found(database))
        lost = len(said - there)
        if lost or problems:
            sys.exit(f"round {number}: {lost} lost, {problems}")
    print(f"{rounds} kills: {len(said)} said to be kept, none lost, nothing damaged")


def main() -> None:
    """Measure in a folder of its own."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--records", type=int, default=2000)
    words.add_argument("--rounds", type=int, default=200)
    words.add_argument("--keep-until-killed", action="store_true")
    asked = words.parse_args()
    if asked.keep_until_killed:
        keep_until_killed()
        return
    for act, number in ((measure, asked.records), (kill, asked.rounds)):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["MASSAGE_SCREEN_DATA"] = str(Path(folder) / "data")
            act(number)


if __name__ == "__main__":
    main()
