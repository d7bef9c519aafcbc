"""Which languages a pack can be shown in, and the pack and the phrases in one of them.

Nothing here decides: what decides has the pack in English, and these show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from massage_screen.errors import NoLanguage, PackError
from massage_screen.overlay import as_toml, overlay_of
from massage_screen.pack import Pack
from massage_screen.pack.texts import Shown, client_texts, in_english, with_texts
from massage_screen.phrases import (
    ENGLISH,
    ENGLISH_CODE,
    phrase_texts,
    phrases_with,
)
from massage_screen.problems.texts import (
    FOLDER,
    PHRASES,
    OverlayText,
    is_code,
    languages_in,
)
from massage_screen.text import did_you_mean, quoted


def languages_of(folder: Path) -> tuple[str, ...]:
    """Return the codes of the languages that a pack can be shown in, English first."""
    return (ENGLISH_CODE, *languages_in(folder / FOLDER))


def in_language(pack: Pack, folder: Path, language: str) -> Shown:
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
        return in_english(pack)
    known = languages_of(folder)
    if language not in known:
        nearest = did_you_mean(language, known)
        there = f"This pack has: {', '.join(known)}."
        words = (f"There is no language {quoted(language)}.", nearest, there)
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
    return Shown(
        pack=with_texts(pack, held.said, phrases.common.none),
        original=pack,
        phrases=phrases,
        edition=f"{language} {text.overlay.edition}",
        said=held.said,
    )


def _unreviewed(phrases: Mapping[str, str]) -> tuple[str, ...]:
    """Return the warning of a page, in its language and in English."""
    english = ENGLISH.common.unreviewed
    return tuple(dict.fromkeys((phrases.get("common.unreviewed", english), english)))


def translation(pack: Pack, folder: Path, language: str) -> str:
    """Return the file of a pack's texts in a language, to be written or gone on with.

    Above each text stands its English; what is missing or outdated is empty.

    Args:
        pack: The pack.
        folder: The folder that it was read from.
        language: The code of the language; it may be a new one.

    Raises:
        NoLanguage: It is no code of another language.
        PackError: The file that there is cannot be read.
    """
    if not is_code(language) or language == ENGLISH_CODE:
        raise NoLanguage(
            f"--texts: {quoted(language)} is no code of another language."
            " Write one as in es, in small letters."
        )
    path = folder / FOLDER / f"{language}.toml"
    overlay = overlay_of({}, language)
    if path.exists():
        text = OverlayText(path)
        if text.unreadable:
            raise PackError(text.unreadable)
        overlay = text.overlay
    return as_toml(overlay, client_texts(pack), beside=True)
