"""Reads the TOML in a file of settings: what it holds, and on which line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from massage_screen.errors import SettingsError
from massage_screen.settings.file import broken
from massage_screen.settings.setting import SETTINGS, Value, no_such
from massage_screen.text import name_of
from massage_screen.toml import NotToml, read_toml, without_texts

_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*[.=]")


def content_of(path: Path, text: str) -> dict[str, Any]:
    """Return the keys of a text in TOML, settings or not.

    Raises:
        SettingsError: It is no TOML.
    """
    try:
        return read_toml(text)
    except NotToml as error:
        column = f", column {error.column}" if error.column else ""
        reason = f": {error.reason}" if error.reason else ""
        what = f"line {error.line}{column}: not valid TOML{reason}."
    except (ValueError, RecursionError):
        what = "it holds what no setting takes."
    raise broken(path, what)


def settings_of(path: Path, text: str) -> dict[str, Value]:
    """Return the settings in a text in TOML.

    Raises:
        SettingsError: It is no TOML, or something in it is no setting.
    """
    values: dict[str, Value] = {}
    problems = []
    for name, value in content_of(path, text).items():
        try:
            values[name] = _checked(name, value)
        except ValueError as error:
            line = _line_of(name, text)
            problems.append(f"line {line}: {error}" if line else str(error))
    if problems:
        raise SettingsError(name_of(path), problems)
    return values


def _checked(name: str, value: object) -> Value:
    if name not in SETTINGS:
        raise ValueError(no_such(name))
    try:
        return SETTINGS[name].kept(name, value)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def _line_of(name: str, text: str) -> int:
    """Return the line of a key, from 1; 0 for one that is written in no usual way."""
    lines = map(_KEY.match, without_texts(text).split("\n"))
    return next((n for n, key in enumerate(lines, 1) if key and key[1] == name), 0)
