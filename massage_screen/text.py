"""Makes text harmless to print, and breaks it into lines."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
import textwrap
import unicodedata
from typing import TextIO

#: Joiners that Persian and Indic scripts need, and the two breaks that we print.
_KEPT = frozenset("\n\t\u200c\u200d")
#: Everything else of these kinds can hide, reorder or forge text on a terminal:
#: controls, bidi and other format characters, surrogates, private use, separators.
_SHOWN_AS_CODE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

#: Longer lines are hard to read, and shorter ones cannot hold a word.
WIDEST, NARROWEST, _WITHOUT_TERMINAL = 100, 20, 80

_HANDLER = "massage_screen.ascii"
_ASCII_FORMS = {
    "\N{HYPHEN}": "-",
    "\N{NON-BREAKING HYPHEN}": "-",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{LEFT DOUBLE QUOTATION MARK}": '"',
    "\N{RIGHT DOUBLE QUOTATION MARK}": '"',
    "\N{BULLET}": "-",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{RIGHTWARDS ARROW}": "->",
    "\N{LEFTWARDS ARROW}": "<-",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{CHECK MARK}": "[x]",
    "\N{BALLOT BOX WITH CHECK}": "[x]",
    "\N{BALLOT BOX}": "[ ]",
    "\N{DEGREE SIGN}": " degrees",
}


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


def wrapped(text: str, width: int, lead: str = "") -> str:
    """Return clean text broken into lines of at most `width` characters.

    Args:
        text: What to break.
        width: How long a line may be; 20 when it is less.
        lead: What stands before the first line; the others are set in as far.
    """
    return textwrap.fill(
        clean(text),
        max(NARROWEST, width),
        initial_indent=lead,
        subsequent_indent=" " * len(lead),
        break_on_hyphens=False,  # a command stays in one piece
    )


def lines_of(text: str, width: int) -> list[str]:
    """Return clean text in lines of at most `width` columns, its own breaks kept.

    A word that is longer than a line goes on in the next ones.
    """
    return [line for part in text.split("\n") for line in _broken(part, width)]


def _broken(text: str, width: int) -> list[str]:
    """Break a text without breaks; spaces at the ends of lines are dropped."""
    lines = [""]
    for word in re.findall(r"\s*\S+\s*", text.expandtabs()):
        if _columns(lines[-1]) + _columns(word.rstrip()) <= width:
            lines[-1] += word
        else:
            pieces = _chopped(word.rstrip(), width)
            lines += [*pieces[:-1], pieces[-1] + word[len(word.rstrip()) :]]
    return [line.rstrip() for line in lines if line or len(lines) == 1]


def _chopped(word: str, width: int) -> list[str]:
    pieces = [""]
    for character in word:
        if _columns(pieces[-1]) + _columns(character) > width:
            pieces.append("")
        pieces[-1] += character
    return pieces


def _columns(text: str) -> int:
    """Return how wide text is: some characters take two columns, some none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) == "Cf":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width_of(stream: TextIO) -> int:
    """Return how wide to write: COLUMNS, or the terminal, or 80; from 20 to 100.

    COLUMNS can be older than the window: more than the terminal has is never written,
    for it would break lines inside words.
    """
    asked = os.environ.get("COLUMNS", "")
    width = int(asked) if asked.isdecimal() and len(asked) < 6 else 0
    if width > 0:
        width = min(width, _width_of_terminal(stream) or width)
    else:
        # What goes through a pager ends on the terminal of the messages too.
        streams = (stream, sys.stderr)
        width = next(filter(None, map(_width_of_terminal, streams)), _WITHOUT_TERMINAL)
    return min(WIDEST, max(NARROWEST, width))


def _width_of_terminal(stream: TextIO) -> int:
    """Return the width of a terminal; 0 when a stream is none."""
    with contextlib.suppress(OSError, ValueError):
        return os.get_terminal_size(stream.fileno()).columns
    return 0


def never_fail(stream: TextIO) -> None:
    """Have a stream write something else for what its encoding lacks, not raise.

    A dash, an arrow or a tick becomes one of ASCII, a letter loses its accent, and
    what is left becomes a question mark.
    """
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        codecs.register_error(_HANDLER, _in_ascii)
        reconfigure(errors=_HANDLER)


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if isinstance(error, UnicodeDecodeError):  # typed bytes that are no text
        return "\N{REPLACEMENT CHARACTER}", error.end
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(map(_ascii_form, lacking)), error.end


def _ascii_form(character: str) -> str:
    known = _ASCII_FORMS.get(character)
    if known is not None:
        return known
    plain = unicodedata.normalize("NFKD", character).encode("ascii", "ignore").decode()
    return plain or "?"
