"""Joins the settings of the environment and of the file: what holds, and from where."""

from __future__ import annotations

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

import msgspec

from massage_screen.documents.choices import Country, Paper
from massage_screen.errors import SettingsError
from massage_screen.settings.file import settings_file, text_of
from massage_screen.settings.setting import SETTINGS, Value, variable_of


class Source(StrEnum):
    """Where the value of a setting comes from."""

    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is set.

    Attributes:
        country: Where the therapist works; None for words that fit everywhere.
        paper: What pages are printed on; None for what the country uses.
        pages: The folder that pages are written to; empty for the one in use.
        therapist: The therapist's name, as on a page; empty for one to be asked.
        registration: The therapist's registration, likewise.
        telephone: The therapist's telephone, likewise.
        reading_lock: Whether a "no" to a warning sign waits until it can be read.
        plain: Whether in plain lines; None for what the terminal can do.
        language: The code of what clients read and are read; empty for English.
    """

    country: Country | None = None
    paper: Paper | None = None
    pages: str = ""
    therapist: str = ""
    registration: str = ""
    telephone: str = ""
    reading_lock: bool = True
    plain: bool | None = None
    language: str = ""


class InUse(NamedTuple):
    """The settings that hold.

    Attributes:
        sources: Where each comes from, by its name.
        unfit: What is wrong with variables, which are left out.
        broken: What is wrong with the file, of which nothing is used then.
    """

    settings: Settings
    sources: Mapping[str, Source]
    unfit: tuple[str, ...] = ()
    broken: SettingsError | None = None


def join(kept: Mapping[str, Value], environment: Mapping[str, str]) -> InUse:
    """Return what holds: a variable goes before the file; an empty one is none.

    Args:
        kept: The settings in the file, by their names.
        environment: The variables.
    """
    named, unfit = {}, []
    for name, takes in SETTINGS.items():
        variable = variable_of(name)
        if word := environment.get(variable, ""):
            try:
                named[name] = takes.typed(word)
            except ValueError as error:
                unfit.append(f"{variable} {error}")
    sources = {
        name: Source.ENVIRONMENT
        if name in named
        else Source.FILE
        if name in kept
        else Source.DEFAULT
        for name in SETTINGS
    }
    settings = msgspec.convert({**kept, **named}, Settings)
    return InUse(settings, sources, tuple(unfit))


def read_settings(path: Path) -> dict[str, Value]:
    """Return the settings in a file; none where there is no file.

    Raises:
        SettingsError: It cannot be read, or something in it is no setting.
    """
    text = text_of(path)
    if not text:
        return {}
    from massage_screen.settings.kept import settings_of  # noqa: PLC0415  start-up time

    return settings_of(path, text)


def read_in_use() -> InUse:
    """Return what holds here; what is wrong stops nothing, and is told in it."""
    kept: Mapping[str, Value] = {}
    broken = None
    try:
        kept = read_settings(settings_file())
    except SettingsError as error:
        broken = error
    except OSError:  # no home folder, so there is no file either
        pass
    return join(kept, os.environ)._replace(broken=broken)
