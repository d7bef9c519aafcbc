"""Makes the standard streams fit to use, whatever the program was started with.

A program may be started with a stream closed, on a full disk, or with nobody who reads.
What it decided must then still be told by what works, and by its exit code.
"""

from __future__ import annotations

import errno
import io
import os
import sys

TYPE_CHECKING = False  # typing takes as long to load as all of this
if TYPE_CHECKING:
    from typing import TextIO

    from _typeshed import ReadableBuffer


class _Forgiving(io.RawIOBase):
    """Writes as long as that works, and then drops what it gets; never raises.

    Attributes:
        failed: Why nothing is written any more; None while it works.
    """

    def __init__(self, raw: io.RawIOBase) -> None:
        """Write to this stream of bytes."""
        self._raw = raw
        self.failed: OSError | None = None

    @property
    def name(self) -> object:
        """Return what the stream is called."""
        return getattr(self._raw, "name", "")

    def write(self, data: ReadableBuffer, /) -> int | None:
        """Write bytes; return how many were taken, which all are once it has failed."""
        if self.failed is None:
            try:
                return self._raw.write(data)
            except OSError as error:
                self.failed = error
        return memoryview(data).nbytes

    def fileno(self) -> int:
        """Return the number of the stream."""
        return self._raw.fileno()

    def isatty(self) -> bool:
        """Say whether it is a terminal."""
        return self._raw.isatty()

    def writable(self) -> bool:
        """Say yes."""
        return True


def prepare() -> None:
    """Have all three streams there, and writing to them never raise.

    To be called once, before anything is read or written.
    """
    closed = [name for name in ("stdin", "stdout", "stderr") if not getattr(sys, name)]
    # The lowest free number is taken first, so each gets the number that is its own,
    # and no file that is opened later is taken for a stream.
    for name in closed:
        setattr(sys, name, _of_nothing(reads=name == "stdin"))
    for name in ("stdout", "stderr"):
        setattr(sys, name, _forgiving(getattr(sys, name)))


def finish() -> str:
    """Write what is left; return why standard output could not be written, if so.

    A reader that has gone away wanted no more, and is no reason.
    """
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    raw = getattr(getattr(sys.stdout, "buffer", None), "raw", None)
    failed = raw.failed if isinstance(raw, _Forgiving) else None
    if failed is None or failed.errno == errno.EPIPE:
        return ""
    return failed.strerror or type(failed).__name__


def _of_nothing(*, reads: bool) -> TextIO:
    """Return a stream for one that is closed.

    Reading from it fails as it did: nothing at all is no empty file.
    """
    number = os.open(os.devnull, os.O_WRONLY)
    return open(number, "r" if reads else "w", encoding="utf-8", closefd=False)


def _forgiving(stream: TextIO) -> TextIO:
    """Return a stream like this one, in its place; one without bytes as it is."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream
    encoding, errors = stream.encoding, stream.errors
    lines, through = stream.line_buffering, stream.write_through
    buffer = stream.detach()
    raw = buffer.detach() if isinstance(buffer, io.BufferedWriter) else buffer
    written = io.BufferedWriter(_Forgiving(raw))
    return io.TextIOWrapper(written, encoding, errors, None, lines, through)
