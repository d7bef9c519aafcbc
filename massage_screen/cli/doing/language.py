"""Finds the language of a client: asked for, or set, or English."""

from __future__ import annotations

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli.options import Showing
from massage_screen.cli.output import say
from massage_screen.errors import NoLanguage, PackError
from massage_screen.pack import Pack
from massage_screen.pack.texts import Shown, in_english
from massage_screen.phrases import ENGLISH_CODE
from massage_screen.settings.in_use import Settings, read_in_use


def shown_in(
    questions: str | None, asked: str | None, own: Settings, pack: Pack | None = None
) -> Shown:
    """Return a pack as a client meets it.

    Args:
        questions: The folder of the pack; None for the one that is shipped.
        asked: The language that the command line asks for; None for what is set.
        own: The settings; a language in them that the pack lacks stops nothing.
        pack: The pack, when it was loaded before.

    Raises:
        NoLanguage: The pack lacks the language that was asked for.
        PackError: The pack cannot be trusted, or its texts cannot be read.
    """
    folder = pack_folder(questions)
    pack = pack or load_pack(folder)
    language = (own.language or ENGLISH_CODE) if asked is None else asked
    if language.lower() == ENGLISH_CODE:
        return in_english(pack)
    from massage_screen.languages import in_language  # noqa: PLC0415  start-up time

    try:
        return in_language(pack, folder, language)
    except (NoLanguage, PackError) as error:
        if asked is not None:
            raise
        say(f"Warning: the setting language is left out. {error}")
        return in_english(pack)


def with_language(showing: Showing, questions: str | None, pack: Pack) -> Showing:
    """Return how a result is wanted, with the pack as it is read out to the client.

    Args:
        showing: How it is wanted.
        questions: The folder of the pack; None for the one that is shipped.
        pack: The pack in it.

    Raises:
        NoLanguage: The pack lacks the language that was asked for.
        PackError: Its texts cannot be read.
    """
    own = read_in_use().settings  # what is wrong with them was told
    shown = shown_in(questions, showing.language, own, pack)
    return showing._replace(shown=shown if shown.said else None)
