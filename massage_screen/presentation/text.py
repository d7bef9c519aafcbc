"""Makes text harmless to print, and breaks it into lines."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TextIO

#: Joiners that Persian and Indic scripts need, and the two breaks that we print.
_KEPT = frozenset("\n\t\u200c\u200d")
#: Everything else of these kinds can hide, reorder or forge text on a terminal:
#: controls, bidi and other format characters, surrogates, private use, separators.
_SHOWN_AS_CODE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def clean(text: str) -> str:
    r"""Return text in which control, escape and bidi characters are visible.

    An escape character comes out as the four characters `\x1b`, so a pack or a
    file can neither colour, retitle nor reorder what is on the screen.
    """
    if text.isprintable():
        return text
    return "".join(map(_visible, text))


def _visible(character: str) -> str:
    harmless = unicodedata.category(character) not in _SHOWN_AS_CODE
    if harmless or character in _KEPT:
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def wrapped(text: str, width: int) -> str:
    """Return clean text broken into lines of at most `width` characters."""
    return textwrap.fill(clean(text), max(20, width))


def never_fail(stream: TextIO) -> None:
    """Have a stream replace what its encoding lacks, where it would raise."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
