"""What is wrong with the texts of a pack in other languages.

They stop no screening: what is missing or outdated is shown in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from massage_screen import phrases
from massage_screen.overlay import Held, Overlay, hash_of, held, overlay_of
from massage_screen.pack import Pack
from massage_screen.pack.texts import OverlayFile, PhrasesFile, client_texts
from massage_screen.phrases import phrase_texts
from massage_screen.problems.characters import character_problems
from massage_screen.problems.files import PackText
from massage_screen.problems.problem import Problem
from massage_screen.text import quoted
from massage_screen.toml import without_texts

#: The folder of a pack that holds its texts in other languages.
FOLDER = "texts"
#: Where the program keeps what it says itself.
PHRASES = Path(phrases.__file__).parent
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_HEADER = re.compile(r"\s*\[\s*([\w.-]+)\s*\]\s*$")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


def languages_in(folder: Path) -> tuple[str, ...]:
    """Return the codes of the languages that a folder has texts in."""
    names = sorted(path.stem for path in folder.glob("*.toml"))
    return tuple(filter(is_code, names))


def is_code(word: str) -> bool:
    """Say whether a word is the code of a language, as in `es` or `pt-br`."""
    return bool(_LANGUAGE.fullmatch(word))


class OverlayText:
    """One file of texts in another language, as far as it can be read."""

    def __init__(self, path: Path, *, own: bool = False) -> None:
        """Read the file.

        Args:
            path: Where it lies.
            own: Whether it is one of the program, and not of a pack.
        """
        name = f"phrases/{path.name}" if own else f"{FOLDER}/{path.name}"
        self._file = PackText(path, name, PhrasesFile if own else OverlayFile)
        #: Why nothing of it is used; nothing where it can be.
        self.unreadable = (*self._file.problems, *character_problems(self._file))
        raw = {} if self.unreadable else self._file.raw
        self.overlay: Overlay = overlay_of(raw, path.stem)

    def held(self, english: Mapping[str, str]) -> Held:
        """Hold it against the English texts."""
        return held(self.overlay, english)

    def problems(self, english: Mapping[str, str]) -> Iterator[Problem]:
        """Go through what is wrong with it; what it lacks, only if it is complete."""
        if self.unreadable:
            yield from self.unreadable
            return
        found = self.held(english)
        for flaw in found.flaws:
            yield self._problem(flaw.code, flaw.id, flaw.what, flaw.do)
        if not self.overlay.complete:
            return
        spoilt = {flaw.id for flaw in found.flaws}
        for name in found.missing:
            if name not in spoilt:
                do = f'Write ["...", "{hash_of(english[name])}"], or complete = false.'
                what = "is missing, in a file that is said to be complete"
                yield self._problem("missing_text", name, what, do)
        for name in found.outdated:
            do = (
                "Translate the English of today again, with its hash"
                f' "{hash_of(english[name])}".'
            )
            what = "is outdated: its English was changed"
            yield self._problem("outdated_text", name, what, do)

    def _problem(self, code: str, name: str, what: str, do: str) -> Problem:
        line = self._lines.get(name, 1)
        return self._file.at(line, code, f"{quoted(name)} {what}", do)

    @cached_property
    def _lines(self) -> Mapping[str, int]:
        """Return the line of each text, by its id."""
        found, table = {}, ""
        for number, line in enumerate(without_texts(self._file.text).split("\n"), 1):
            if header := _HEADER.match(line):
                table = f"{header[1]}."
            elif key := _KEY.match(line):
                found[table + key[1]] = number
        return found


def overlay_problems(folder: Path, pack: Pack) -> Iterator[Problem]:
    """Go through what is wrong with the texts of a pack in other languages.

    Where the program speaks one of them too, what it says itself is looked at as well.

    Args:
        folder: The folder of the pack.
        pack: The pack in it, which has no problems itself.
    """
    languages = languages_in(folder / FOLDER)
    english = client_texts(pack)
    for language in languages:
        name = f"{language}.toml"
        yield from OverlayText(folder / FOLDER / name).problems(english)
        if (PHRASES / name).exists():
            own = OverlayText(PHRASES / name, own=True)
            yield from own.problems(phrase_texts())


def overlay_counts(folder: Path, pack: Pack) -> dict[str, dict[str, int | bool]]:
    """Count the texts of each language: all, missing and outdated; is it reviewed?"""
    english = client_texts(pack)
    counts: dict[str, dict[str, int | bool]] = {}
    for language in languages_in(folder / FOLDER):
        text = OverlayText(folder / FOLDER / f"{language}.toml")
        found = text.held(english)
        counts[language] = {
            "texts": len(english),
            "missing": len(found.missing),
            "outdated": len(found.outdated),
            "reviewed": text.overlay.reviewed,
        }
    return counts
