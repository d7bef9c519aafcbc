"""Puts text on the clipboard of a terminal that takes it so."""

from __future__ import annotations

from base64 import b64encode


def osc52(text: str) -> str:
    """Return the sequence by which a terminal copies text: OSC 52, ended by BEL.

    xterm's control sequences define it ("Operating System Commands", Ps = 52). A
    terminal that does not know it shows nothing, and nothing tells whether it copied.
    """
    return f"\x1b]52;c;{b64encode(text.encode()).decode()}\x07"
