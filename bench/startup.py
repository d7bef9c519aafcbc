"""Measures how long commands take to start, as ratios to `python -c pass`.

Each run is paired with a run of the bare interpreter just before it, so that a busy
machine slows both. Run it with the interpreter that the program is installed for:

    python bench/startup.py --runs 31
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent
PASS = [sys.executable, "-c", "pass"]
#: What a terminal is asked for, and what it replies: the place of the cursor.
_ASKS_PLACE, _PLACE = b"\x1b[6n", b"\x1b[1;1R"
_PATIENCE = 20.0

Stopwatch = Callable[[], float]


def main() -> None:
    """Measure and print one line for each start."""
    options = _options()
    environment = {"MASSAGE_SCREEN_QUESTIONS": options.questions, "TERM": "xterm"}
    os.environ.update({name: value for name, value in environment.items() if value})
    program = shlex.split(options.program)
    print(f"{'start':<22}{'ms':>8}{'ratio':>8}   (medians of {options.runs} pairs)")
    with _answers() as answers:
        for name, stopwatch in _starts(program, answers, options.ready):
            _report(name, stopwatch, options.runs)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=15, help="pairs for each start")
    parser.add_argument(
        "--program",
        default=_program(),
        help="the command to measure (default: %(default)s)",
    )
    parser.add_argument(
        "--questions",
        default=str(ROOT / "tests" / "packs" / "tiny"),
        help="folder of the pack; empty for the one that is shipped",
    )
    parser.add_argument(
        "--ready",
        default="Ctrl-C",
        help="the last words of a prompt: it is live when they are on the screen",
    )
    return parser.parse_args()


def _program() -> str:
    """Return the installed console script, which starts faster than `-m`."""
    script = Path(sys.executable).with_name("massage-screen")
    if script.exists():
        return shlex.quote(str(script))
    return f"{shlex.quote(sys.executable)} -m massage_screen"


@contextmanager
def _answers() -> Iterator[str]:
    """Write an answers file that fits every pack: nothing was asked."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.json"
        file.write_text(json.dumps({}))
        yield str(file)


def _starts(
    program: list[str], answers: str, ready: str
) -> Iterator[tuple[str, Stopwatch]]:
    commands = {
        "--version": ["--version"],
        "--help": ["--help"],
        "assess --json": ["assess", answers, "--json", "--exit-zero"],
        "assess": ["assess", answers, "--exit-zero"],
    }
    for name, arguments in commands.items():
        yield name, _until_it_ends([*program, *arguments])
    if os.name == "posix":
        yield "screen, first words", _until_it_says([*program, "screen"], "")
        yield "screen, prompt live", _until_it_says([*program, "screen"], ready)


def _report(name: str, stopwatch: Stopwatch, runs: int) -> None:
    bare = _until_it_ends(PASS)
    bare(), stopwatch()  # once for the caches
    pairs = [(bare(), stopwatch()) for _ in range(runs)]
    taken = statistics.median(seconds for _, seconds in pairs)
    ratio = statistics.median(seconds / base for base, seconds in pairs)
    print(f"{name:<22}{taken * 1000:>8.1f}{ratio:>8.2f}")


def _until_it_ends(command: list[str]) -> Stopwatch:
    def stopwatch() -> float:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        return time.perf_counter() - start

    return stopwatch


def _until_it_says(command: list[str], words: str) -> Stopwatch:
    """Return the time from the start until words are on a terminal; any when empty."""

    def stopwatch() -> float:
        import pty  # noqa: PLC0415  there is none on Windows

        near, far = pty.openpty()
        start = time.perf_counter()
        child = subprocess.Popen(
            command, stdin=far, stdout=far, stderr=far, cwd=ROOT, start_new_session=True
        )
        os.close(far)
        try:
            return _wait_for(near, words.encode(), start) - start
        finally:
            child.kill()
            child.wait()
            os.close(near)

    return stopwatch


def _wait_for(terminal: int, words: bytes, start: float) -> float:
    seen = b""
    while not seen or words not in seen:
        left = start + _PATIENCE - time.perf_counter()
        if left <= 0 or not select.select([terminal], [], [], left)[0]:
            raise SystemExit(f"{words.decode()!r} never came; what came was: {seen!r}")
        piece = os.read(terminal, 65536)
        if _ASKS_PLACE in piece:
            os.write(terminal, _PLACE)
        seen += piece
    return time.perf_counter()


if __name__ == "__main__":
    main()
