"""Draws `docs/run.svg`: the screen of a real run, for the README.

    python docs/picture.py

Starts the program in a pseudo-terminal, types a client's answers and draws what the
screen then shows. Needs the test extra (pexpect and pyte).
"""

from __future__ import annotations

import html
import sys
import time
from pathlib import Path

import pexpect
import pyte

COLUMNS, LINES = 80, 40
#: What the client says: tight shoulders, trouble to speak this week; then the result.
KEYS = ("1", "2", "2\r", "2", "4\r", "n", "n", "2\r", "n", "2", "1")
#: As long as a person takes to read a list of warning signs, in seconds.
READING = 17
COLOURS = {"red": "#c0392b", "white": "#ffffff", "default": "#e6e6e6"}
WIDTH, HEIGHT = 8.4, 18.0


def screen_after(keys: tuple[str, ...]) -> pyte.Screen:
    """Return the screen after the program has been sent these keys."""
    screen = pyte.Screen(COLUMNS, LINES)
    stream = pyte.ByteStream(screen)
    program = pexpect.spawn(
        sys.executable,
        ["-m", "massage_screen", "screen", "--no-journal"],
        dimensions=(LINES, COLUMNS),
        env={"TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": ""},
    )
    for key in (*keys, ""):
        _read_all(program, stream)
        program.send(key)
    program.terminate(force=True)
    return screen


def _read_all(program: pexpect.spawn, stream: pyte.ByteStream) -> None:
    """Read until the program has been quiet for as long as reading takes."""
    quiet_since = time.monotonic()
    while time.monotonic() - quiet_since < READING:
        try:
            stream.feed(program.read_nonblocking(4096, timeout=0.1))
            quiet_since = time.monotonic()
        except pexpect.TIMEOUT:
            continue
        except pexpect.EOF:
            return


def as_svg(screen: pyte.Screen) -> str:
    """Return the screen as a picture that needs no other file and no script."""
    width, height = COLUMNS * WIDTH + 24, LINES * HEIGHT + 24
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} '
        f'{height:.0f}" font-family="ui-monospace, Menlo, Consolas, monospace" '
        'font-size="14">',
        '<rect width="100%" height="100%" rx="8" fill="#1c1c1c"/>',
    ]
    for row in range(LINES):
        parts += _line(screen, row)
    return "\n".join([*parts, "</svg>", ""])


def _line(screen: pyte.Screen, row: int) -> list[str]:
    """Draw a line as runs of characters that look alike."""
    parts: list[str] = []
    column = 0
    while column < COLUMNS:
        first = screen.buffer[row][column]
        look = (first.fg, first.bg, first.bold)
        end = column
        while end < COLUMNS and _look(screen, row, end) == look:
            end += 1
        text = "".join(screen.buffer[row][at].data for at in range(column, end))
        parts += _run(text, look, column, row)
        column = end
    return parts


def _look(screen: pyte.Screen, row: int, column: int) -> tuple[str, str, bool]:
    cell = screen.buffer[row][column]
    return cell.fg, cell.bg, cell.bold


def _run(text: str, look: tuple[str, str, bool], column: int, row: int) -> list[str]:
    foreground, background, bold = look
    left, top = 12 + column * WIDTH, 12 + row * HEIGHT
    parts = []
    if background != "default":
        fill = COLOURS.get(background, "#444444")
        parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{len(text) * WIDTH:.1f}" '
            f'height="{HEIGHT}" fill="{fill}"/>'
        )
    if text.strip():
        fill = COLOURS.get(foreground, "#e6e6e6")
        weight = ' font-weight="bold"' if bold else ""
        parts.append(
            f'<text x="{left:.1f}" y="{top + 14:.1f}" fill="{fill}"{weight} '
            f'textLength="{len(text) * WIDTH:.1f}" xml:space="preserve">'
            f"{html.escape(text)}</text>"
        )
    return parts


if __name__ == "__main__":
    picture = Path(__file__).with_name("run.svg")
    picture.write_text(as_svg(screen_after(KEYS)), encoding="utf-8")
