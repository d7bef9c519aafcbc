"""The exit code is that of the contract, whatever becomes of the output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

import pytest

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"
EMERGENCY = {"bladder_signs": ["stuck"]}
FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}

#: What is typed, and its exit code.
COMMANDS = [
    ("--version", 0),
    ("--help", 0),
    ("screen", 2),
    ("screen --nonsense", 2),
    ("resume", 66),
    ("assess emergency.json", 40),
    ("assess emergency.json --json", 40),
    ("assess fine.json --color always", 0),
    ("assess wrong.json", 65),
    ("assess missing.json", 66),
    ("reply fine.json wrong.json", 65),
    ("document plan --from fine.json --to -", 65),
    ("questions", 0),
    ("questions --json", 0),
    ("explain stuck", 2),
    ("explain bladder_signs", 0),
    ("check", 0),
    ("check --json", 0),
    ("check .", 78),
    ("practise", 2),
    ("practise --progress", 0),
]
SHUT = {"stdin": "<&-", "stdout": ">&-", "stderr": "2>&-"}
STREAMS = tuple(SHUT)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name, answers in (
        ("emergency", EMERGENCY),
        ("fine", FINE),
        ("wrong", {"bladder": "x"}),
    ):
        (tmp_path / f"{name}.json").write_text(json.dumps(answers), "utf-8")
    return tmp_path


@contextmanager
def broken_pipe() -> Iterator[IO[bytes]]:
    """Give the end of a pipe that nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as stream:  # noqa: PTH123  a number
        yield stream


def started(
    place: Path, command: str, closed: tuple[str, ...] = (), **streams: object
) -> subprocess.CompletedProcess[bytes]:
    """Run a command with some streams closed and the others as told."""
    shut = " ".join(SHUT[name] for name in closed)
    program = f"{sys.executable} -m massage_screen {command}"
    return subprocess.run(
        ["/bin/sh", "-c", f"exec {program} {shut}"],
        cwd=place,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "MASSAGE_SCREEN_QUESTIONS": str(TINY),
            "MASSAGE_SCREEN_DATA": str(place / "data"),
        },
        check=False,
        **{"stdin": subprocess.DEVNULL, "stdout": -1, "stderr": -1, **streams},
    )


def sound(done: subprocess.CompletedProcess[bytes], code: int) -> None:
    """Check the exit code, and that no traceback is anywhere."""
    told = (done.stdout or b"") + (done.stderr or b"")
    assert (done.returncode, b"Traceback" in told) == (code, False), told


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such shell")
@pytest.mark.parametrize(("command", "code"), COMMANDS)
def test_a_closed_stream_changes_no_exit_code(
    place: Path, command: str, code: int
) -> None:
    for closed in (("stdin",), ("stdout",), ("stderr",), STREAMS):
        done = started(place, command, closed)

        sound(done, code)
        if code == 40 and "stdout" not in closed:
            assert b"emergency" in done.stdout.lower()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
@pytest.mark.parametrize(("command", "code"), COMMANDS)
def test_a_full_disk_changes_no_exit_code(place: Path, command: str, code: int) -> None:
    for names in (("stderr",), ("stdout", "stderr")):
        with ExitStack() as stack:
            full = {n: stack.enter_context(Path("/dev/full").open("wb")) for n in names}
            done = started(place, command, **full)

        sound(done, code)
        if code == 40 and "stdout" not in names:
            assert b"emergency" in done.stdout.lower()


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such shell")
@pytest.mark.parametrize(("command", "code"), COMMANDS)
def test_a_reader_that_goes_away_changes_no_exit_code(
    place: Path, command: str, code: int
) -> None:
    with broken_pipe() as pipe:
        done = started(place, command, stdout=pipe, stderr=pipe)

    sound(done, code)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_result_that_could_not_be_written_is_told_on_the_other_stream(
    place: Path,
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = started(place, "assess emergency.json", stdout=full)

    assert b"Standard output could not be written: No space left" in done.stderr


def test_a_reader_that_had_enough_is_told_nothing(place: Path) -> None:
    with broken_pipe() as pipe:
        done = started(place, "questions", stdout=pipe)

    assert done.stderr == b""


def test_a_file_that_is_opened_later_is_not_taken_for_a_closed_stream(
    place: Path,
) -> None:
    done = started(
        place, "assess emergency.json --decision decision.json", ("stdout", "stderr")
    )

    written = json.loads((place / "decision.json").read_text("utf-8"))
    assert (done.returncode, written["disposition"]) == (40, "emergency")
