"""Shows the settings, and changes one of them in their file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import typer

from massage_screen.cli.failures import ExitCode
from massage_screen.cli.output import print_json, say, tell
from massage_screen.command import command
from massage_screen.documents.country import paper_of
from massage_screen.errors import NotWritten, UnfitSetting
from massage_screen.settings.change import change_setting
from massage_screen.settings.file import settings_file
from massage_screen.settings.in_use import (
    InUse,
    Settings,
    Source,
    read_in_use,
    read_settings,
)
from massage_screen.settings.setting import SETTINGS, Value, no_such, variable_of
from massage_screen.storage import CONFIG_VARIABLE, reason_of, require_folder
from massage_screen.text import did_you_mean, name_of, quoted

#: The name of the form of `config --json`.
SCHEMA = "massage-screen/settings/1"
_SET, _UNSET = "set", "unset"
_ASKED = "asked for each page"
#: What holds where nothing is set.
_UNSET_MEANS: Mapping[str, str] = {
    "country": 'none; pages say "your local emergency number"',
    "paper": "what the printer has; a4 for a PDF",
    "pages": "the folder in use",
    "therapist": _ASKED,
    "registration": _ASKED,
    "telephone": _ASKED,
    "plain": "as the terminal needs",
    "language": "en",
}


def show(*, json: bool) -> None:
    """Show each setting, its value and where that comes from, and the file.

    Raises:
        SettingsError: The file cannot be used. What holds without it was shown.
        Exit: A variable does not fit.
    """
    found = read_in_use()
    file = _file()
    if json:
        print_json(_as_json(found, file))
    else:
        tell(*(_line(name, found) for name in SETTINGS))
        tell("", f"An option of a command goes before these. {_where(file)}")
    for problem in found.unfit:
        say(f"{problem} It is left out.")
    if found.broken:
        raise found.broken
    if found.unfit:
        raise typer.Exit(ExitCode.USAGE)


def _file() -> Path | None:
    try:
        return settings_file()
    except OSError:
        return None


def _where(file: Path | None) -> str:
    if file is None:
        return f"No file: this user has no home folder; {CONFIG_VARIABLE} can name one."
    there = "" if os.path.lexists(file) else ", which is not there yet"
    return f"The file: {name_of(file)}{there}."


def _line(name: str, found: InUse) -> str:
    value = _in_words(name, found.settings)
    source = found.sources[name]
    if source is Source.ENVIRONMENT:
        return f"{name}: {value} ({source}, {variable_of(name)})"
    country = found.settings.country
    of_country = source is Source.DEFAULT and name == "paper" and country
    return f"{name}: {value} ({source}{f', for {country}' if of_country else ''})"


def _in_words(name: str, settings: Settings) -> str:
    value = getattr(settings, name)
    if isinstance(value, bool):
        return "on" if value else "off"
    if name == "paper" and value is None and settings.country:
        return str(paper_of(settings.country))
    return str(value or _UNSET_MEANS[name])


def _as_json(found: InUse, file: Path | None) -> dict[str, Any]:
    values = msgspec.to_builtins(found.settings)
    return {
        "schema": SCHEMA,
        "file": str(file) if file else None,
        "settings": {
            name: {
                "value": values[name] if values[name] != "" else None,
                "from": str(found.sources[name]),
            }
            for name in SETTINGS
        },
        "problems": [*found.unfit, *(found.broken.problems if found.broken else ())],
    }


def change(action: str, name: str, words: Sequence[str], *, json: bool) -> None:
    """Set a setting, or take it out.

    Args:
        action: `set` or `unset`.
        name: Which setting; `-` stands for `_` too.
        words: The words of the value; more than one is one value with spaces.
        json: Whether to print all settings as JSON afterwards.

    Raises:
        UnfitSetting: There is no such action or setting, or it takes no such value.
        SettingsError: The file cannot be read; it was not changed. Or it was changed,
            and something else in it is still wrong.
        NotWritten: It could not be written, or the folder for pages takes no file.
    """
    value = _wanted(action, name, words)
    name = _as_in_the_file(name)
    try:
        file = settings_file()
    except OSError as error:
        raise NotWritten(f"The settings cannot be kept: {reason_of(error)}.") from None
    had = change_setting(file, name, value)
    if value is not None:
        say(f"Set: {name} is {_said(value)}. Kept in {name_of(file)}")
    elif had:
        say(f"Taken out: {name}. Changed: {name_of(file)}")
    else:
        say(f"{name} was not set. Nothing was changed.")
    if os.environ.get(variable_of(name)):
        say(f"The variable {variable_of(name)} goes before it.")
    if json:
        show(json=True)
    else:
        read_settings(file)


def _wanted(action: str, name: str, words: Sequence[str]) -> Value | None:
    """Return the value to set; None to take it out."""
    how = f"Type {command('config set NAME VALUE')} or {command('config unset NAME')}."
    if action not in (_SET, _UNSET):
        nearest = did_you_mean(action, (_SET, _UNSET), how)
        raise UnfitSetting(f"config: there is no {quoted(action)}. {nearest}")
    if not name:
        raise UnfitSetting(f"config {action}: name a setting. {how}")
    if action == _UNSET:
        if words:
            raise UnfitSetting(f"config unset: takes one name. {how}")
        return None
    setting = _as_in_the_file(name)
    if setting not in SETTINGS:
        raise UnfitSetting(no_such(name))
    return _typed(setting, " ".join(words))


def _as_in_the_file(name: str) -> str:
    """Return the name of a setting; what is none stays, so that it can be taken out."""
    setting = name.lower().replace("-", "_")
    return setting if setting in SETTINGS else name


def _typed(name: str, text: str) -> Value:
    """Return a value; a folder by its whole name, and only one that takes files."""
    try:
        value = SETTINGS[name].typed(text)
    except ValueError as error:
        raise UnfitSetting(f"{name} {error}") from None
    if name == "pages":
        value = os.path.abspath(str(value))  # noqa: PTH100  a link in it stays
        require_folder(Path(value))
    return value


def _said(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value
