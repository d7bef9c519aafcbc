"""Which settings there are, and what each of them takes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from massage_screen.documents.choices import Country, Paper
from massage_screen.text import did_you_mean, is_harmful, quoted

#: A longer name or number is nobody's, in characters; pages have no more room either.
LONGEST = 100
_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_ON = ("on", "true", "yes", "y", "t", "1")
_OFF = ("off", "false", "no", "n", "f", "0")

Value = str | bool


class Takes(Protocol):
    """What a setting takes; each method raises ValueError, with what to do instead."""

    def typed(self, text: str) -> Value:
        """Return what was typed, or stands in a variable."""

    def kept(self, name: str, value: object) -> Value:
        """Return what stands in the file."""


class Choice:
    """One of a few words; capital letters mean the same."""

    def __init__(self, words: type[StrEnum]) -> None:
        """Take the words."""
        self._words = [str(word) for word in words]

    def typed(self, text: str) -> str:
        """Return the word."""
        if text.lower() in self._words:
            return text.lower()
        allowed = f"Allowed: {', '.join(self._words)}."
        raise ValueError(_refused(text, text.lower(), self._words, allowed))

    def kept(self, name: str, value: object) -> str:
        """Return the word."""
        return self.typed(_in_quotes(name, value, self._words[0]))


class Switch:
    """On or off."""

    def typed(self, text: str) -> bool:
        """Return whether it is on."""
        if text.lower() in (*_ON, *_OFF):
            return text.lower() in _ON
        raise ValueError(_refused(text, text.lower(), (), "Allowed: on, off."))

    def kept(self, name: str, value: object) -> bool:
        """Return whether it is on."""
        if isinstance(value, bool):
            return value
        raise ValueError(f"must be true or false, without quotes: {name} = true.")


class Line:
    """A line of words, as it is to stand on a page."""

    def typed(self, text: str) -> str:
        """Return the line, without spaces around it."""
        line = text.strip()
        if not line:
            raise ValueError("is empty. Write what is to stand on the page.")
        if len(line) > LONGEST:
            raise ValueError(f"is longer than {LONGEST} characters. Shorten it.")
        if any(map(is_harmful, line)):
            raise ValueError("holds a character that cannot be shown. Type it anew.")
        return line

    def kept(self, name: str, value: object) -> str:
        """Return the line."""
        return self.typed(_in_quotes(name, value, "..."))


class Language:
    """The code of a language; which there are, the pack says."""

    def typed(self, text: str) -> str:
        """Return the code."""
        if _CODE.fullmatch(text.lower()):
            return text.lower()
        raise ValueError(
            f"takes no {quoted(text)}. Write the code of a language, as in es or en."
        )

    def kept(self, name: str, value: object) -> str:
        """Return the code."""
        return self.typed(_in_quotes(name, value, "es"))


class Folder:
    """A folder; in the file by its whole name, for it is used from everywhere."""

    def typed(self, text: str) -> str:
        """Return its name, with a home folder in place of `~`."""
        if not text.strip() or "\0" in text:
            raise ValueError("is empty. Name a folder.")
        try:
            return str(Path(text).expanduser())
        except RuntimeError:
            raise ValueError("begins with ~, and no home folder is known.") from None

    def kept(self, name: str, value: object) -> str:
        """Return its name."""
        folder = self.typed(_in_quotes(name, value, "..."))
        if not Path(folder).is_absolute():
            raise ValueError("is not the whole name of a folder. Write all of it.")
        return folder


def _refused(text: str, word: str, words: Iterable[str], allowed: str) -> str:
    nearest = did_you_mean(word, words)
    return " ".join(filter(None, (f"takes no {quoted(text)}.", nearest, allowed)))


def _in_quotes(name: str, value: object, example: str) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f'must stand in quotes: {name} = "{example}".')


#: Every setting by its name, in the order in which they are shown.
SETTINGS: Mapping[str, Takes] = {
    "country": Choice(Country),
    "paper": Choice(Paper),
    "pages": Folder(),
    "therapist": Line(),
    "registration": Line(),
    "telephone": Line(),
    "reading_lock": Switch(),
    "plain": Switch(),
    "language": Language(),
}


def variable_of(name: str) -> str:
    """Return the variable of the environment that goes before the file."""
    return f"MASSAGE_SCREEN_{name.upper()}"


def no_such(word: str) -> str:
    """Say that there is no such setting, and which there are."""
    nearest = did_you_mean(word.lower(), SETTINGS)
    known = f"The settings are {', '.join(SETTINGS)}."
    said = (f"There is no setting {quoted(word)}.", nearest, known)
    return " ".join(filter(None, said))
