"""Which languages a pack can be shown in, and the pack and the phrases in one of them.

Nothing here decides: what decides has the pack in English, and these show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec

from massage_screen.errors import NoLanguage, PackError
from massage_screen.pack import Pack, Question
from massage_screen.pack.texts import client_texts, question_with, with_texts
from massage_screen.phrases import (
    ENGLISH,
    ENGLISH_CODE,
    Phrases,
    phrase_texts,
    phrases_with,
)
from massage_screen.problems.texts import (
    FOLDER,
    PHRASES,
    OverlayText,
    languages_in,
)
from massage_screen.text import did_you_mean, quoted


class Spoken(msgspec.Struct, frozen=True):
    """A pack as a client meets it, in one language.

    Attributes:
        pack: The pack in it: the same rules, ids and digest.
        phrases: What the program itself says.
        edition: The language and the hash of its texts; empty in English.
        original: The pack in English, which decides and is kept.
        said: The texts, by id.
    """

    pack: Pack
    phrases: Phrases
    edition: str
    original: Pack
    said: Mapping[str, str]

    def question(self, question: Question) -> Question:
        """Return a question of the English pack in the language."""
        none = self.phrases.common.none
        return question_with(self.original, question, self.said, none)


def languages_of(folder: Path) -> tuple[str, ...]:
    """Return the codes of the languages that a pack can be shown in, English first."""
    return (ENGLISH_CODE, *languages_in(folder / FOLDER))


def in_language(pack: Pack, folder: Path, language: str) -> Spoken:
    """Return a pack as a client meets it.

    Args:
        pack: The pack.
        folder: The folder that it was read from.
        language: The code of the language, as in `es`; capital letters mean the same.

    Raises:
        NoLanguage: The pack has no such texts.
        PackError: The file of texts cannot be read.
    """
    language = language.lower()
    if language == ENGLISH_CODE:
        return Spoken(pack, ENGLISH, "", pack, {})
    known = languages_of(folder)
    if language not in known:
        nearest = did_you_mean(language, known)
        there = f"This pack has: {', '.join(known)}."
        words = (f"--language: there is no {quoted(language)}.", nearest, there)
        raise NoLanguage(" ".join(filter(None, words)))
    text = OverlayText(folder / FOLDER / f"{language}.toml")
    place = PHRASES / f"{language}.toml"
    own = OverlayText(place, own=True) if place.exists() else None
    if found := [*text.unreadable, *(own.unreadable if own else ())]:
        raise PackError(found)
    held = text.held(client_texts(pack))
    said = own.held(phrase_texts()).said if own else {}
    reviewed = text.overlay.reviewed and (own is None or own.overlay.reviewed)
    notes = () if reviewed else _unreviewed(said)
    phrases = phrases_with(said, language, notes, held.english)
    return Spoken(
        with_texts(pack, held.said, phrases.common.none),
        phrases,
        f"{language} {text.overlay.edition}",
        pack,
        held.said,
    )


def _unreviewed(phrases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the warning of a page, in its language and in English."""
    english = ENGLISH.common.unreviewed
    return tuple(dict.fromkeys((phrases.get("common.unreviewed", english), english)))
