"""Kills second visits of a client at random moments; no answer may be lost.

    python bench/visits.py --rounds 200

Each round plays the visit of a client with nothing to tell in plain lines, at a
terminal of its own, and kills the program at a random moment of it. What the program
went on from must then be in the file of the unfinished interview, or, once the result
was accepted, in a new record. A kill is no power cut.
"""

from __future__ import annotations

import argparse
import os
import pty
import random
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.journal import read_journal, unfinished
from massage_screen.pack import Question
from massage_screen.records.checking import found
from massage_screen.records.database import opened
from massage_screen.records.listing import listed
from massage_screen.records.switch import turn_on

PACK = load_pack(pack_folder())
SCREEN = [sys.executable, "-m", "massage_screen", "screen", "--plain"]
SCREEN += ["--client", "K-1"]
_PATIENCE = 30.0
_LONGER = 1.3  # so that some come to their end
_NAMED = re.compile(rb"Name: (\w+)\.")
#: What is typed at a prompt that is no question, by words that stand above it.
_ELSEWHERE = {
    b"Is this a new client?": b"1",
    b"Still so?": b"y",
    b"So nothing": b"y",
    b"type a, then Enter": b"a",
}


class Visit(NamedTuple):
    """How far a visit came.

    Attributes:
        answered: How many questions had an answer when the next prompt came.
        finished: Whether it came to its end.
    """

    answered: int
    finished: bool


def main() -> None:
    """Play visits in a folder of their own."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--rounds", type=int, default=200)
    rounds = words.parse_args().rounds
    with tempfile.TemporaryDirectory() as name:
        first = Path(name) / "first"
        os.environ["MASSAGE_SCREEN_DATA"] = str(first)
        os.environ["MASSAGE_SCREEN_CONFIG"] = str(Path(name) / "settings")
        turn_on({}, datetime.now().astimezone())
        if not visit(None).finished:
            sys.exit("The first visit did not come to its end.")
        start = time.monotonic()
        shutil.copytree(first, Path(name) / "second")
        os.environ["MASSAGE_SCREEN_DATA"] = str(Path(name) / "second")
        whole = visit(None)
        seconds = time.monotonic() - start
        print(f"A whole visit: {whole.answered} answers in {seconds:.1f} s")
        _kill(first, Path(name), rounds, seconds)


def _kill(first: Path, folder: Path, rounds: int, seconds: float) -> None:
    kept = waiting = nothing = 0
    for number in range(rounds):
        place = folder / f"round{number}"
        shutil.copytree(first, place)
        os.environ["MASSAGE_SCREEN_DATA"] = str(place)
        came = visit(random.uniform(0, seconds * _LONGER))
        records, answers = _left()
        if records == 1 and answers < came.answered:
            sys.exit(f"round {number}: {came.answered} answers, {answers} left")
        kept += records == 2
        waiting += records == 1 and answers > 0
        nothing += records == 1 and answers == 0
        shutil.rmtree(place)
    print(
        f"{rounds} kills: {kept} times a new record, {waiting} times the answers in the"
        f" unfinished interview, {nothing} times before the first answer; none lost"
    )


def _left() -> tuple[int, int]:
    """Return how many records there are, and how many answers wait."""
    with opened() as database:
        if problems := list(found(database)):
            sys.exit(f"The records are damaged: {problems}")
        records = len(listed(database))
    files = (file for group in unfinished() for file in group)
    asked = [set(read_journal(f).answers) & PACK.questions.keys() for f in files]
    return records, max(map(len, asked), default=0)


def visit(seconds: float | None) -> Visit:
    """Play a visit; kill it after so many seconds, or never."""
    near, far = pty.openpty()
    until = time.monotonic() + (_PATIENCE if seconds is None else seconds)
    with subprocess.Popen(
        SCREEN, stdin=far, stdout=far, stderr=far, start_new_session=True
    ) as program:
        os.close(far)
        try:
            return _play(near, until)
        finally:
            program.kill()
            os.close(near)


def _play(terminal: int, until: float) -> Visit:
    seen, named, answered = b"", "", 0
    while (left := until - time.monotonic()) > 0:
        if not select.select([terminal], [], [], left)[0]:
            break
        try:
            seen += os.read(terminal, 65536)
        except OSError:  # it has ended
            return Visit(answered, finished=True)
        if seen.endswith(b"Number: "):
            os.write(terminal, b"\r")
        elif seen.endswith(b"Your answer: "):
            answered += bool(named)
            typed, named = _typed(b" ".join(seen.split()))  # a line may be broken
            os.write(terminal, typed + b"\r")
            seen = b""
    return Visit(answered, finished=False)


def _typed(seen: bytes) -> tuple[bytes, str]:
    """Return what is typed at a prompt, and the question if it is one."""
    for words, typed in _ELSEWHERE.items():
        if words in seen:
            return typed, ""
    name = _NAMED.findall(seen)[-1].decode()
    return _mildest(PACK.questions[name]).encode(), name


def _mildest(question: Question) -> str:
    """Return what somebody with nothing to tell types."""
    if question.takes.several:
        return "0"
    if question.takes.counts:
        return str(question.minimum)
    if question.takes.yes_or_no:
        return str(question.mildest)[0]
    return str(list(question.lines).index(str(question.mildest)) + 1)


if __name__ == "__main__":
    main()
