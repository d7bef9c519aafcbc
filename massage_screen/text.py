"""Makes text harmless to print, finds words in it, and breaks it into lines."""

from __future__ import annotations

import codecs
import contextlib
import os
import re
import sys
import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import islice
from typing import TextIO

#: Joiners that Persian and Indic scripts need: they harm nobody.
_JOINERS = frozenset("\u200c\u200d")
#: All else of these kinds can hide, reorder, break or forge what a terminal shows:
#: controls (line breaks too), bidi, soft hyphen, tags and other format characters,
#: surrogates, private use, unassigned, and the separators of lines and paragraphs.
_HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
#: A quote of what somebody wrote is cut here, so that it does not bury the message.
_LONGEST_QUOTE = 60
#: A name that needs no quotes: nothing in it reads like a part of the message.
_PLAIN_NAME = re.compile(r"[\w./\\~@%+,=-]+")
#: One word, with the apostrophes and hyphens in it.
_WORD = re.compile(r"[^\W_]+(?:['\u2019\u2013-][^\W_]+)*")
#: Where a sentence ends and another begins.
_NEXT_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z0-9\"])")
#: Of more lines than these, a message gives the first and the number of the others.
_MOST_LINES = 20

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


def is_harmful(character: str) -> bool:
    """Say whether a character can hide, turn, break or command what is shown."""
    kind = unicodedata.category(character)
    return kind in _HARMFUL and character not in _JOINERS


def clean(text: str) -> str:
    r"""Return text on one line, in which every harmful character is visible.

    An escape character comes out as the four characters `\x1b` and a line break as
    `\x0a`, so a pack or a file can neither colour, retitle, reorder nor forge what is
    on the screen.
    """
    return text if text.isprintable() else "".join(map(_visible, text))


def clean_message(text: str) -> str:
    """Return a message of ours clean; the breaks between its lines stay."""
    return "\n".join(map(clean, text.split("\n")))


def _visible(character: str) -> str:
    if not is_harmful(character):
        return character
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def quoted(text: object) -> str:
    """Return what somebody wrote in quotes, clean, and at most 60 characters of it."""
    said = clean(str(text)[: _LONGEST_QUOTE + 1])
    if len(said) > _LONGEST_QUOTE:
        said = f"{said[: _LONGEST_QUOTE - 1]}…"
    return f"'{said}'"


def name_of(path: object) -> str:
    """Return the whole name of a file for a message; an odd one stands in quotes."""
    name = str(path)
    return name if _PLAIN_NAME.fullmatch(name) else f"'{clean(name)}'"


def words_of(text: str) -> list[str]:
    """Return the words of a text; a word with a hyphen in it is one word."""
    return _WORD.findall(text)


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a text, so that whole ones can be left out."""
    return [each for each in _NEXT_SENTENCE.split(text.strip()) if each]


def first_lines(lines: Iterable[str], count: int) -> list[str]:
    """Return the first 20 lines of a long list, and then how many more there are.

    Args:
        lines: The lines; no more are asked for than are returned.
        count: How many there are.
    """
    first = list(islice(lines, _MOST_LINES))
    return [*first, f"and {count - len(first)} more"] if count > len(first) else first


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return a question after the nearest known word, or what to do without one."""
    close = get_close_matches(word[:_LONGEST_QUOTE], list(known), n=1)
    return f"Did you mean {quoted(close[0])}?" if close else otherwise


def nearest(word: str, known: Iterable[str], count: int) -> list[str]:
    """Return the known words that are most like a word, the nearest first."""
    return get_close_matches(word, list(known), n=count, cutoff=0)


def uncapitalised(text: str) -> str:
    """Return text as it stands within a sentence; a word like MRI stays as it is."""
    first = text.partition(" ")[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or first == "A" else text


def capitalised(text: str) -> str:
    """Return text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def cut_to(text: str, width: int) -> str:
    """Return text in one line of at most `width` columns; dots say that it was cut."""
    first, *rest = lines_of(text, width)
    if not rest:
        return first
    return f"{lines_of(text, max(4, width - 4))[0].rstrip(' ,;:')} ..."


def lines_of(text: str, width: int, lead: str = "") -> list[str]:
    """Return text, clean, in lines of at most `width` columns.

    Lines break at spaces, so that a command stays in one piece; a word that is longer
    than a line goes on in the next ones.

    Args:
        text: What to break.
        width: How many columns a line may have.
        lead: What stands before the first line; the others are set in as far.
    """
    indent = columns_of(lead)
    first, *others = _broken(clean(text), max(1, width - indent))
    return [lead + first, *(" " * indent + line for line in others)]


def wrapped(text: str, width: int, lead: str = "") -> str:
    """Return the lines of a paragraph, none of them with room for less than a word."""
    return "\n".join(lines_of(text, max(NARROWEST, width), lead))


def _broken(text: str, width: int) -> list[str]:
    """Break a text without breaks; spaces at the ends of lines are dropped."""
    lines, used = [""], 0
    for spaced in re.findall(r"(?:^\s+)?\S+\s*", text):
        word = spaced.rstrip()
        if used + columns_of(word) <= width:
            lines[-1] += spaced
            used += columns_of(spaced)
        else:
            lines += _chopped(word, width)
            lines[-1] += spaced[len(word) :]
            used = columns_of(lines[-1])
    return [line.rstrip() for line in lines if line] or [""]


def _chopped(word: str, width: int) -> list[str]:
    pieces, used = [""], 0
    for character in word:
        columns = columns_of(character)
        if used + columns > width:
            pieces.append("")
            used = 0
        pieces[-1] += character
        used += columns
    return pieces


def columns_of(text: str) -> int:
    """Return how wide text is: some characters take two columns, some none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
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


def in_ascii(text: str) -> str:
    """Return text for a program that may know ASCII only, on one line."""
    return "".join(c if c.isascii() else _ascii_form(c) for c in clean(text))


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
