"""A program on a pseudo-terminal, and what a person would see there."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

import pexpect
import pyte

ROOT = Path(__file__).parents[1]
#: The program, for somebody who reads in no time.
HURRIED = [sys.executable, str(ROOT / "tests" / "hurried.py")]
#: Longer than any step takes, so that a slow machine does not fail, in seconds.
PATIENCE = 20


class Screen:
    """A program on a pseudo-terminal, and the screen that a person would see."""

    def __init__(self, command, folder, columns=80, rows=24, shell="", **variables):
        self.screen = pyte.Screen(columns, rows)
        self.written = ""
        if shell:
            command = ["/bin/sh", "-c", f'"$@" {shell}', "sh", *command]
        self.process = pexpect.spawn(
            command[0],
            command[1:],
            dimensions=(rows, columns),
            env=surroundings(**variables),
            encoding="utf-8",
            codec_errors="replace",
            echo=True,
            cwd=str(folder),
        )
        self.process.delaybeforesend = None
        self.process.ptyproc.delayafterclose = 0.01  # it has mostly ended by itself
        self._stream = pyte.Stream(self.screen)

    @property
    def text(self):
        # The same as `screen.display`, which measures every character anew.
        across = range(self.screen.columns)
        rows = map(self.screen.buffer.__getitem__, range(self.screen.lines))
        lines = ("".join(row[x].data for x in across).rstrip() for row in rows)
        return "\n".join(lines).strip()

    @property
    def _line(self):
        return self.screen.display[self.screen.cursor.y].rstrip()

    def read(self):
        with contextlib.suppress(pexpect.TIMEOUT):
            piece = self.process.read_nonblocking(65536, timeout=0.05)
            self.written += piece
            self._stream.feed(piece)

    def until(self, *words):
        """Read until these words stand on the screen."""
        end = time.monotonic() + PATIENCE
        while not self._shows(words):
            assert time.monotonic() < end, f"{words} not on the screen:\n{self.text}"
            self.read()

    def until_same(self, text):
        """Read until the screen shows exactly this text."""
        end = time.monotonic() + PATIENCE
        while self.text != text:
            assert time.monotonic() < end, f"{text}\nis not what is shown:\n{self.text}"
            self.read()

    def press_until(self, key, *words):
        """Press a key again and again until these words stand on the screen.

        It is not heard while a sequence has no end or a paste goes on.
        """
        end = time.monotonic() + PATIENCE
        while not self._shows(words):
            assert time.monotonic() < end, f"{words} not on the screen:\n{self.text}"
            self.send(key)
            self._listen(words)

    def stop(self):
        """Press Ctrl-C until the program has ended."""
        end = time.monotonic() + PATIENCE
        with contextlib.suppress(pexpect.EOF, OSError):
            while self.process.isalive() and time.monotonic() < end:
                self.send("\x03")
                self._listen(["Stopped"])
        self.until_gone()

    def _listen(self, words):
        """Read for longer than the program waits for silence, or until words stand."""
        pause = time.monotonic() + 0.2
        while time.monotonic() < pause and not self._shows(words):
            self.read()

    def _shows(self, words):
        return all(word in " ".join(self.text.split()) for word in words)

    def nothing_happens(self, strokes, refused):
        """Send strokes that answer, mark and leave nothing.

        Args:
            strokes: What is sent.
            refused: What the prompt says to Enter, which is pressed after them.
        """
        before = self.text
        self.send(strokes)
        self.press_until("\r", refused)
        self.send("\x1b[5~")
        self.until_same(before)

    def until_asked(self, *words):
        """Read until these words stand there and the cursor waits behind them.

        What is typed before that is thrown away, as it must be.
        """
        end = time.monotonic() + PATIENCE
        self.until(*words)
        while not self._line.endswith((":", "?")):
            assert time.monotonic() < end, f"nothing is asked:\n{self.text}"
            self.read()

    def until_gone(self):
        """Read until the program has ended; whoever is offered pages wants none."""
        end = time.monotonic() + PATIENCE
        offered = 0
        with contextlib.suppress(pexpect.EOF, OSError, ValueError):
            while time.monotonic() < end:
                self.read()
                *before, after = self.written.split("Enter done")
                asked = len(before)
                held = "held down" in after  # Enter came too soon after the first
                if (asked > offered or held) and "Done" not in after:
                    offered = asked
                    time.sleep(1 if held else 0)
                    self.send("\r")
        while self.process.isalive() and time.monotonic() < end:
            time.sleep(0.01)
        assert not self.process.isalive()

    def send(self, strokes):
        self.process.send(strokes)


def surroundings(**variables):
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in ("NO_COLOR", "COLUMNS", "LINES")
    }
    return {**kept, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **variables}
