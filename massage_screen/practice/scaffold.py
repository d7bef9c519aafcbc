"""A reminder of what to ask about, which fades as clients get harder."""

from __future__ import annotations

#: The mnemonic of history taking that students learn, one letter a line.
LORDFICARAH = (
    ("L", "location: where is it?"),
    ("O", "onset: when and how did it begin?"),
    ("R", "referral: does it go anywhere else?"),
    ("D", "duration: how long does it last?"),
    ("F", "frequency: how often?"),
    ("I", "intensity: how strong is it?"),
    ("C", "character: what does it feel like?"),
    ("A", "aggravating: what makes it worse?"),
    ("R", "relieving: what makes it better?"),
    ("A", "alternative care: who else treats it?"),
    ("H", "health history: illness, operations, injuries, tablets."),
)
_GATE_FIRST = "Warning signs come first, in every interview."


def scaffold(level: int) -> tuple[str, ...]:
    """Return the reminder for a level: whole at 1, letters at 2, nothing at 3."""
    if level >= 3:
        return ()
    if level == 2:
        return (f"{_GATE_FIRST} Then: {''.join(letter for letter, _ in LORDFICARAH)}.",)
    return (_GATE_FIRST, *(f"{letter} {words}" for letter, words in LORDFICARAH))
