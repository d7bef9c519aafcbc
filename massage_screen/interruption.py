"""What Ctrl-C does before a command runs, while it runs, and after.

While the program is being loaded an exception could surface anywhere, and once the
result is told nothing may change the exit code any more.
"""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from threading import Timer
from types import FrameType

_CODE = 130
#: Where an object goes away, what is raised is printed and forgotten; where one is
#: handed to a library in C, it becomes another error.
_DEAF = ("__del__", "from_param")
#: Seconds after which it is raised there anew.
_SOON = 0.01


def stop_at_once() -> None:
    """End the program when the person interrupts; nothing was asked or decided yet."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)


@contextlib.contextmanager
def raised() -> Iterator[None]:
    """Have an interruption raised as `KeyboardInterrupt`; afterwards none counts."""
    if signal.getsignal(signal.SIGINT) is not _stop:  # not ours to change
        yield
        return
    signal.signal(signal.SIGINT, _raise)
    try:
        yield
    finally:
        heeded()


def heeded() -> None:
    """Let no further interruption count: what is still to be said is said."""
    while signal.getsignal(signal.SIGINT) is _raise:
        # One that just came is raised by this very call, which then changes nothing.
        with contextlib.suppress(KeyboardInterrupt):
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _raise(number: int, frame: FrameType | None) -> None:
    while frame is not None:
        if frame.f_code.co_name in _DEAF:
            Timer(_SOON, _again, [number]).start()
            return
        frame = frame.f_back
    raise KeyboardInterrupt


def _again(number: int) -> None:
    if os.name == "posix":  # wakes the main thread too, where it waits for something
        os.kill(os.getpid(), number)
    else:
        signal.raise_signal(number)


def _stop(_number: int, _frame: FrameType | None) -> None:
    with contextlib.suppress(OSError):
        os.write(2, b"\nStopped. There is no recommendation.\n")
    os._exit(_CODE)
