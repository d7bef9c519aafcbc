"""Takes what a terminal sends apart into whole keys; pure.

A reply of the terminal, or a key that nobody knows, comes as a sequence of characters.
Its inner characters are letters and digits like those that answer a question, so a
sequence is taken whole, as ECMA-48 defines it, and comes out as one key or as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Container

ESCAPE = "\x1b"
PASTE_BEGINS, PASTE_ENDS = "\x1b[200~", "\x1b[201~"
#: Ctrl-C, Ctrl-D and Ctrl-Q: they stop, so no sequence swallows them.
STOPS = frozenset("\x03\x04\x11")
#: They end a sequence before its end.
_CANCELS = frozenset("\x18\x1a")
#: How much of a sequence is kept; all keys are shorter.
_KEPT = 64
#: One character may stand for Escape and another: in UTF-8, and as a single byte,
#: which is no UTF-8 and is read as a surrogate.
_AS_TWO = {
    first + code: f"{ESCAPE}{chr(0x40 + code)}"
    for first in (0x80, 0xDC80)
    for code in range(0x20)
}
_WHOLE = re.compile(
    r"""\x1b(?:
      \[ (?: \[.                           # a function key of the Linux console
           | M...                          # an old mouse: three characters say where
           | (?![\[M]) [^@-~]* [@-~] )     # CSI, to its final byte
    | O [0-9;]* [^0-9;]                    # SS3; old terminals put numbers in between
    | N .                                  # SS2
    | [\]PX^_] .* \x07                     # strings: OSC, DCS, SOS, PM, APC; the
                                           # Escape of their other end ends them too
    | [\x20-\x2f]+ [^\x20-\x2f]
    | [^\x20-\x2f\[\]NOPX^_]               # Alt and a key
    )""",
    re.VERBOSE | re.DOTALL,
)
#: What keys mean that say in a sequence what the person pressed. Ctrl-C must stop in
#: every form; of the keypad all is read, as a lost point would make 75 of 7.5.
_MEANINGS = {
    **{f"{ESCAPE}O{chr(ord('p') + digit)}": str(digit) for digit in range(10)},
    **dict(zip((f"{ESCAPE}O{key}" for key in "MXjklmno"), "\r=*+,-./", strict=True)),
    **dict.fromkeys((f"{ESCAPE}[99;5u", f"{ESCAPE}[27;5;99~"), "\x03"),
}
#: A key by its number, with no other key held; 129 says that Num Lock is on.
_BY_NUMBER = re.compile(r"\x1b\[([0-9]{1,5})(?:;(?:1|129))?u")
_NUMBERS = {
    **{code: chr(code) for code in (0x0D, *range(0x20, 0x80))},
    **dict(enumerate("0123456789./*-+\r=,", start=57399)),  # the keypad of kitty
}


class Sequences:
    """Finds the keys in a stream of characters that comes in pieces of any size."""

    def __init__(self, known: Container[str]) -> None:
        """Start with nothing heard.

        Args:
            known: The sequences that are keys; all others are nothing.
        """
        self._known = known
        self._held = ""
        self._pasting = False
        self._quiet = False

    @property
    def unfinished(self) -> bool:
        """Whether the rest of a sequence or of a paste is still to come."""
        return self._pasting or bool(self._held)

    def feed(self, text: str) -> list[str]:
        """Return the keys that are whole now: characters, and sequences known.

        A paste is one key, `PASTE_BEGINS`, once it is over. What was pasted is not
        returned, as it answers nothing.
        """
        if self._pasting and self._quiet and text[:1] in STOPS:
            self._pasting = False  # its end was lost; a paste has no such pause
        self._quiet = False
        keys = [self._take(character) for character in text.translate(_AS_TWO)]
        return [key for key in keys if key]

    def wait_over(self) -> list[str]:
        """Return what is a key since nothing follows: Escape, if it stands alone.

        A sequence that has not ended is dropped whole. A paste goes on: its rest
        would answer questions.
        """
        self._quiet = True
        if self._pasting:
            return []
        alone, self._held = self._held == ESCAPE, ""
        return [ESCAPE] if alone else []

    def _take(self, character: str) -> str:
        """Return the key that a character ends, or nothing."""
        if self._pasting:
            return self._paste(character)
        if character in STOPS or not (self._held or character == ESCAPE):
            self._held = ""
            return character
        if character == ESCAPE or character in _CANCELS:
            self._held = ESCAPE if character == ESCAPE else ""
            return ""
        sequence = self._held[: _KEPT - 1] + character
        whole = _WHOLE.fullmatch(sequence) is not None
        self._held = "" if whole else sequence
        self._pasting = whole and sequence == PASTE_BEGINS
        return self._meaning(sequence) if whole and not self._pasting else ""

    def _paste(self, character: str) -> str:
        self._held = (self._held + character)[-len(PASTE_ENDS) :]
        if self._held != PASTE_ENDS:
            return ""
        self._pasting, self._held = False, ""
        return PASTE_BEGINS

    def _meaning(self, sequence: str) -> str:
        if sequence in self._known:
            return sequence
        numbered = _BY_NUMBER.fullmatch(sequence)
        if numbered is not None:
            return _NUMBERS.get(int(numbered[1]), "")
        return _MEANINGS.get(sequence, "")
