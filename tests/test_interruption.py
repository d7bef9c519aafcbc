"""Ctrl-C ends with 130 from the first line on, and changes no result that is told."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from massage_screen.interruption import heeded, raised, stop_at_once

ROOT = Path(__file__).parent.parent
TINY = ROOT / "tests" / "packs" / "tiny"

pytestmark = pytest.mark.skipif(
    os.name != "posix", reason="signals are sent as on POSIX"
)

#: Interrupts the program where it begins to load a module.
WHILE_LOADING = """
import os, signal, sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
from massage_screen.__main__ import main
main()
"""
#: Interrupts it when everything is told.
AT_THE_END = """
import atexit, os, signal, sys
atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT))
from massage_screen.__main__ import main
main()
"""


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-c", script, *arguments],
        capture_output=True,
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "MASSAGE_SCREEN_QUESTIONS": str(TINY)},
    )


@pytest.mark.parametrize(
    "module", ["massage_screen.cli", "typer", "massage_screen.pack", "msgspec"]
)
def test_an_interruption_while_starting_ends_with_130_and_no_traceback(
    module: str, tmp_path: Path
) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"bladder_signs": ["stuck"]}), "utf-8")

    done = run(WHILE_LOADING.format(module=module), "assess", str(file))

    assert done.returncode == 130
    assert done.stderr.strip() == b"Stopped. There is no recommendation."
    assert done.stdout == b""


def test_an_interruption_after_the_result_changes_no_exit_code(tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps({"bladder_signs": ["stuck"]}), "utf-8")

    done = run(AT_THE_END, "assess", str(file))

    assert (done.returncode, done.stderr) == (40, b"")
    assert done.stdout.startswith(b"EMERGENCY")


def test_who_started_the_program_deaf_to_interruptions_is_heeded() -> None:
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        stop_at_once()
        with raised():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_a_command_is_interrupted_by_an_exception() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        stop_at_once()
        with pytest.raises(KeyboardInterrupt), raised():
            signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("place", ["__del__", "from_param"])
def test_one_that_would_be_lost_where_it_comes_is_raised_a_moment_later(
    place: str,
) -> None:
    reached = False

    def here() -> None:
        nonlocal reached
        signal.raise_signal(signal.SIGINT)
        reached = True

    def command() -> None:
        here()
        time.sleep(60)

    here.__code__ = here.__code__.replace(co_name=place)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        stop_at_once()
        with pytest.raises(KeyboardInterrupt), raised():
            command()
    finally:
        signal.signal(signal.SIGINT, before)
    assert reached


def test_a_second_one_changes_nothing_even_where_it_comes_at_the_worst_moment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pending one is raised by the call that would have it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    changed = signal.signal
    pending = [KeyboardInterrupt]

    def change(number: int, handler: object) -> object:
        if handler is signal.SIG_IGN and pending:
            raise pending.pop()
        return changed(number, handler)  # type: ignore[arg-type]

    try:
        stop_at_once()
        with raised():
            monkeypatch.setattr(signal, "signal", change)
            heeded()
            signal.raise_signal(signal.SIGINT)
        assert not pending
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        changed(signal.SIGINT, before)


def test_what_is_not_ours_is_left_alone() -> None:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        heeded()
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
