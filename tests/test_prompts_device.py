"""What was typed before a question could be read is thrown away, to its end."""

from __future__ import annotations

import contextlib
import os
import select
import sys
import threading

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are of Unix", allow_module_level=True)

import termios

from massage_screen.errors import Interrupted
from massage_screen.prompts import device
from massage_screen.prompts.device import forget_typed
from tests.screen import PATIENCE


@pytest.fixture
def terminal():
    """Return the two ends of a terminal: where a person types, and the keyboard."""
    person, keyboard = os.openpty()
    yield person, keyboard
    for end in (person, keyboard):
        with contextlib.suppress(OSError):  # the test closed it
            os.close(end)


@pytest.mark.parametrize("typed", [b"1", b"1\n", b"1\n2\n\ny"])
def test_what_was_typed_before_is_thrown_away(terminal, typed):
    person, keyboard = terminal
    os.write(person, typed)
    gone = []

    forget_typed(keyboard, pass_by=gone.append)

    os.write(person, b"2\n")
    assert b"".join(gone) == typed
    assert os.read(keyboard, 100) == b"2\n"


def test_nothing_is_waited_for_where_nothing_was_typed(terminal, monkeypatch):
    _, keyboard = terminal
    monkeypatch.setattr(device, "SILENCE", -1.0)  # nobody can wait so long

    forget_typed(keyboard)

    with pytest.raises(ValueError, match="negative"):
        forget_typed(keyboard, going_on=True)


def test_what_goes_on_is_thrown_away_to_its_end(terminal):
    person, keyboard = terminal
    pieces = [b"1\n", b"2", b"\n3\n", b"y"]
    os.write(person, b"0\n")
    gone = []

    def go_on(typed):
        gone.append(typed)
        if pieces:
            os.write(person, pieces.pop(0))

    forget_typed(keyboard, pass_by=go_on)

    assert b"".join(gone) == b"0\n1\n2\n3\ny"


class _Over(Exception):
    """The rest of what was typed came, so nothing more is waited for."""


def test_what_goes_on_after_a_pause_is_waited_for(terminal, monkeypatch):
    person, keyboard = terminal
    monkeypatch.setattr(device, "SILENCE", 60.0)  # the pause is never too long
    rest = threading.Timer(0.05, os.write, (person, b"2\n"))
    os.write(person, b"1\n")

    def pass_by(typed):
        if typed == b"2\n":
            raise _Over
        rest.start()

    with pytest.raises(_Over):
        forget_typed(keyboard, pass_by=pass_by, longest=60.0)
    rest.join()


def test_more_than_a_terminal_holds_is_thrown_away(terminal):
    person, keyboard = terminal
    left = 20_000
    os.write(person, b"1\n")
    gone = []

    def go_on(typed):
        nonlocal left
        gone.append(typed)
        if left > 0:
            left -= os.write(person, b"1\n" * 500)

    forget_typed(keyboard, pass_by=go_on)

    assert len(b"".join(gone)) == 20_002


def test_keys_that_never_fall_silent_stop_the_interview_and_say_why(
    terminal, monkeypatch
):
    person, keyboard = terminal
    os.write(person, b"1\n")

    with os.fdopen(os.dup(keyboard), "w") as screen:
        monkeypatch.setattr(sys, "stdout", screen)
        with pytest.raises(Interrupted):
            forget_typed(
                keyboard, pass_by=lambda _: os.write(person, b"1\n"), longest=0.01
            )

    shown = b""
    while b"Is a key stuck?" not in shown:  # a terminal hands on what it has so far
        assert select.select([person], [], [], PATIENCE)[0], shown
        shown += os.read(person, 1000)


def test_the_terminal_is_left_as_it_was(terminal):
    _, keyboard = terminal
    before = termios.tcgetattr(keyboard)

    forget_typed(keyboard)

    assert termios.tcgetattr(keyboard) == before


def test_a_terminal_that_went_away_is_an_error_of_the_system(terminal):
    person, keyboard = terminal
    os.close(person)

    with pytest.raises(OSError, match=r"\d|gone"):
        forget_typed(keyboard)
