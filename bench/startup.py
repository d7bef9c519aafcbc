"""Measures how long commands take to start, as ratios to `python -c pass`.

Each run is paired with a run of the bare interpreter just before it, so that a busy
machine slows both. Run it with the interpreter that the program is installed for, and
with `--questions ""` for the pack that is shipped, which an installed wheel has in a
form that is read fast:

    python bench/startup.py --runs 31 --questions ""

The file that is assessed, and the interview in which the time from an answer to the
next question is taken, are those of the client of the pack with the most answers.
"""

from __future__ import annotations

import argparse
import json
import os
import select
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.decision import Decision, decide
from massage_screen.history import History
from massage_screen.interview import (
    Accept,
    Answered,
    GoOn,
    ReadBack,
    Review,
    Step,
    Turn,
    conduct,
)
from massage_screen.library import load_cases
from massage_screen.pack import Pack
from massage_screen.presentation.words import why_asked
from massage_screen.sheet import fit_answers

ROOT = Path(__file__).parent.parent
PASS = [sys.executable, "-c", "pass"]
#: Programs that ask questions or are built alike; those that are installed are shown.
PEERS = ("copier", "cookiecutter", "http", "pipx", "poetry")
#: What the program stands on, and cannot be faster than.
FLOORS = ("typer", "questionary", "rich.console")
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
    runs = options.runs
    print(f"{'start':<29}{'ms':>8}{'least':>8}{'ratio':>8}   ({runs} pairs, medians)")
    pack, answers = _client()
    with _files(answers) as (file, data):
        os.environ["MASSAGE_SCREEN_DATA"] = os.environ["MASSAGE_SCREEN_CONFIG"] = data
        for name, stopwatch in _starts(program, file, options):
            _report(name, stopwatch, runs)
    _report_next_questions(pack, answers, runs)
    _report_others(runs)


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
        help="the last words of a menu: it is live when they are on the screen",
    )
    parser.add_argument(
        "--asks",
        default="Your answer:",
        help="the last words of a question in plain lines",
    )
    return parser.parse_args()


def _program() -> str:
    """Return the installed console script, which starts faster than `-m`."""
    script = Path(sys.executable).with_name("massage-screen")
    if script.exists():
        return shlex.quote(str(script))
    return f"{shlex.quote(sys.executable)} -m massage_screen"


def _client() -> tuple[Pack, Answers]:
    """Return the pack, and the answers of its client with the most of them."""
    folder = pack_folder()
    pack = load_pack(folder)
    most = max(load_cases(folder, pack), key=lambda case: len(case.answers))
    return pack, fit_answers(pack, most.answers, most.id)


@contextmanager
def _files(answers: Answers) -> Iterator[tuple[str, str]]:
    """Write an answers file, and make a folder to keep what is answered in."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "answers.json"
        file.write_text(json.dumps(dict(answers)))
        yield str(file), folder


def _starts(
    program: list[str], answers: str, options: argparse.Namespace
) -> Iterator[tuple[str, Stopwatch]]:
    commands = {
        "--version": ["--version"],
        "--help": ["--help"],
        "assess --json": ["assess", answers, "--json", "--exit-zero"],
        "assess": ["assess", answers, "--exit-zero"],
        "assess in colour": ["assess", answers, "--exit-zero", "--color", "always"],
    }
    for name, arguments in commands.items():
        yield name, _until_it_ends([*program, *arguments])
    if os.name == "posix":
        for name, arguments, words in (
            ("screen", ["screen"], options.ready),
            ("screen --plain", ["screen", "--plain"], options.asks),
        ):
            command = [*program, *arguments]
            yield f"{name}, first words", until_it_says(command, "")
            yield f"{name}, prompt live", until_it_says(command, words)


def _report(name: str, stopwatch: Stopwatch, runs: int) -> None:
    bare = _until_it_ends(PASS)
    bare(), stopwatch()  # once for the caches
    pairs = [(bare(), stopwatch()) for _ in range(runs)]
    taken = [seconds * 1000 for _, seconds in pairs]
    ratio = statistics.median(seconds / base for base, seconds in pairs)
    line = f"{statistics.median(taken):>8.1f}{min(taken):>8.1f}{ratio:>8.2f}"
    print(f"{name:<29}{line}")


class _Script:
    """Answers for one client, and notes how long each next question took."""

    def __init__(self, pack: Pack, answers: Answers) -> None:
        self.taken: list[float] = []
        self._pack = pack
        self._answers = answers
        self._since = time.perf_counter()

    def keep(self, history: History) -> None:
        """Decide, as the terminal does after every answer; nothing is written."""
        decide(self._pack, history.said)

    def ask(self, turn: Turn) -> Step:
        """Answer, when all that the question shows is there."""
        why_asked(self._pack, turn.question)
        self.taken.append(time.perf_counter() - self._since)
        value = self._answers.get(turn.question.id)
        if value is None:  # asked for the record
            value = turn.sheet.mildest(turn.question)
        self._since = time.perf_counter()
        return Answered(value)

    def act(self, _: Decision) -> Step:
        """Go on with the questions."""
        return GoOn()

    def read_back(self, _: ReadBack) -> Step:
        """Say that it is right."""
        return GoOn()

    def review(self, _: Review) -> Step:
        """Change nothing."""
        return Accept()

    def leave(self) -> bool:
        """Stop."""
        return False

    def tell(self, text: str) -> None:
        """Listen."""


def _report_next_questions(pack: Pack, answers: Answers, runs: int) -> None:
    """Go through the interview several times; of each question the median counts."""
    rounds = [_next_questions(pack, answers) for _ in range(runs)]
    taken = [statistics.median(each) * 1000 for each in zip(*rounds, strict=True)]
    name = "from answer to question"
    print(
        f"{name:<29}{statistics.median(taken):>8.1f}{min(taken):>8.1f}"
        f"{'':>8}   (our own work, {len(taken)} answers; at most {max(taken):.1f} ms)"
    )


def _next_questions(pack: Pack, answers: Answers) -> list[float]:
    script = _Script(pack, answers)
    known = History(Answers(pack.known_in(answers)))
    conduct(pack, script, known, script.keep)
    return script.taken[1:]


def _report_others(runs: int) -> None:
    """Show what the program stands on, and peers that are installed here."""
    for module in FLOORS:
        command = [sys.executable, "-c", f"import {module}"]
        _report(f"import {module}", _until_it_ends(command), runs)
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    found = {name: shutil.which(name, path=beside) for name in PEERS}
    for name, place in found.items():
        if place:
            _report(f"{name} --version", _until_it_ends([place, "--version"]), runs)
    if missing := [name for name, place in found.items() if not place]:
        print(f"Peers that are not installed here: {', '.join(missing)}.")


def _until_it_ends(command: list[str]) -> Stopwatch:
    def stopwatch() -> float:
        start = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True, cwd=ROOT)
        return time.perf_counter() - start

    return stopwatch


def until_it_says(command: list[str], words: str) -> Stopwatch:
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
