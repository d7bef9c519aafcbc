"""Reads the file of settings, and changes one setting in it."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from massage_screen.errors import NotWritten, SettingsError, UnfitSetting
from massage_screen.settings.setting import SETTINGS, Value, no_such
from massage_screen.storage import (
    config_folder,
    read_regular,
    reason_of,
    write_whole,
)
from massage_screen.text import name_of

#: In bytes; eight settings have no use for more.
LARGEST = 65_536
_NAME = "settings.toml"
_KEY = re.compile(r"[ \t]*([A-Za-z0-9_-]+)[ \t]*[.=]")


def settings_file() -> Path:
    """Return where the settings are kept, whether there is such a file or not.

    Raises:
        OSError: This user has no such place.
    """
    return config_folder() / _NAME


def read_settings(path: Path) -> dict[str, Value]:
    """Return the settings in a file; none where there is no file.

    Raises:
        SettingsError: It cannot be read, or something in it is no setting.
    """
    text = _text(path)
    if not text:
        return {}
    content = _content(path, text)
    values: dict[str, Value] = {}
    problems = []
    for name, value in content.items():
        try:
            values[name] = _checked(name, value)
        except ValueError as error:
            line = _line_of(name, text)
            problems.append(f"line {line}: {error}" if line else str(error))
    if problems:
        raise SettingsError(name_of(path), problems)
    return values


def change_setting(path: Path, name: str, value: Value | None) -> bool:
    """Set one setting in a file, or take it out with None; all else stays as it is.

    Returns:
        Whether the file had the setting before.

    Raises:
        SettingsError: The file cannot be read, so it is not changed.
        UnfitSetting: There is no such setting to take out.
        NotWritten: It could not be written. What it held before is still there.
    """
    text = _text(path)
    content = _content(path, text)
    had = name in content
    if value is None and not had:
        if name not in SETTINGS:
            raise UnfitSetting(no_such(name))
        return False
    wanted = {key: kept for key, kept in content.items() if key != name}
    if value is not None:
        wanted[name] = value
    changed = _changed(path, text, name, value)
    if _content(path, changed) != wanted:  # two programs that read TOML can disagree
        raise _broken(path, "it cannot be changed here.")
    _write(path, changed)
    return had


def _changed(path: Path, text: str, name: str, value: Value | None) -> str:
    """Return TOML with one key changed; comments and the order of lines stay."""
    import tomlkit  # noqa: PLC0415  start-up time: only changing settings needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415  likewise

    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        raise _broken(path, "it cannot be changed here.") from None
    if value is None:
        del document[name]
    else:
        document[name] = value
    return tomlkit.dumps(document)


def _write(path: Path, text: str) -> None:
    """Write the file, for its owner only; where it is a link, what that leads to."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path.resolve(), text.encode())
    except OSError as error:
        raise NotWritten(
            f"{name_of(path)}: could not be written: {reason_of(error)}. Nothing was"
            " changed."
        ) from None


def _text(path: Path) -> str:
    """Return what stands in the file; nothing where there is none."""
    try:
        data = read_regular(path, LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        why = f"it cannot be read: {reason_of(error)}. {_cure(error)}"
        raise SettingsError(name_of(path), [why]) from None
    if len(data) > LARGEST:
        raise _broken(path, f"it is larger than {LARGEST // 1024} KiB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _broken(path, f"line {line}: not UTF-8 text.") from None


def _cure(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "Let yourself read it."
    return "Move away what is there."


def _content(path: Path, text: str) -> dict[str, Any]:
    """Return the keys of a text in TOML.

    Raises:
        SettingsError: It is no TOML.
    """
    from massage_screen.toml import NotToml, read_toml  # noqa: PLC0415  start-up time

    try:
        return read_toml(text)
    except NotToml as error:
        column = f", column {error.column}" if error.column else ""
        reason = f": {error.reason}" if error.reason else ""
        what = f"line {error.line}{column}: not valid TOML{reason}."
    except (ValueError, RecursionError):
        what = "it holds what no setting takes."
    raise _broken(path, what)


def _broken(path: Path, what: str) -> SettingsError:
    cure = "Correct it in an editor, or delete the file and set anew."
    return SettingsError(name_of(path), [f"{what} {cure}"])


def _checked(name: str, value: object) -> Value:
    if name not in SETTINGS:
        raise ValueError(no_such(name))
    try:
        return SETTINGS[name].kept(name, value)
    except ValueError as error:
        raise ValueError(f"{name} {error}") from None


def _line_of(name: str, text: str) -> int:
    """Return the line of a key, from 1; 0 for one that is written in no usual way."""
    return next((n for n, key in _keys(text) if key == name), 0)


def _keys(text: str) -> Iterator[tuple[int, str]]:
    from massage_screen.toml import without_texts  # noqa: PLC0415  start-up time

    for number, line in enumerate(without_texts(text).split("\n"), 1):
        if found := _KEY.match(line):
            yield number, found[1]
