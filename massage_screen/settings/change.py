"""Changes one setting in their file, and leaves every other line as it is."""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError

from massage_screen.errors import NotWritten, UnfitSetting
from massage_screen.settings.file import broken, text_of
from massage_screen.settings.kept import content_of
from massage_screen.settings.setting import SETTINGS, Value, no_such
from massage_screen.storage import reason_of, write_whole
from massage_screen.text import name_of


def change_setting(path: Path, name: str, value: Value | None) -> bool:
    """Set one setting in a file, or take it out with None; all else stays as it is.

    Returns:
        Whether the file had the setting before.

    Raises:
        SettingsError: The file cannot be read or changed; it is as it was.
        UnfitSetting: There is no such setting to take out.
        NotWritten: It could not be written. What it held before is still there.
    """
    text = text_of(path)
    content = content_of(path, text)
    if value is None and name not in content:
        if name not in SETTINGS:
            raise UnfitSetting(no_such(name))
        return False
    wanted = {key: kept for key, kept in content.items() if key != name}
    if value is not None:
        wanted[name] = value
    changed = _changed(path, text, name, value)
    if content_of(path, changed) != wanted:  # two readers of TOML can disagree
        raise broken(path, "it cannot be changed here.")
    _write(path, changed)
    return name in content


def _changed(path: Path, text: str, name: str, value: Value | None) -> str:
    """Return TOML with one key changed; comments and the order of lines stay."""
    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        raise broken(path, "it cannot be changed here.") from None
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
