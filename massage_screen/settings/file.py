"""Reads the file of settings, wherever it lies and whatever lies there."""

from __future__ import annotations

import errno
from pathlib import Path

from massage_screen.errors import SettingsError
from massage_screen.storage import config_folder, read_regular, reason_of
from massage_screen.text import name_of

#: In bytes; nine settings have no use for more.
LARGEST = 65_536
_NAME = "settings.toml"


def settings_file() -> Path:
    """Return where the settings are kept, whether there is such a file or not.

    Raises:
        OSError: This user has no such place.
    """
    return config_folder() / _NAME


def text_of(path: Path) -> str:
    """Return what stands in the file; nothing where there is none.

    Raises:
        SettingsError: It is no file of text, or cannot be read.
    """
    try:
        data = read_regular(path, LARGEST + 1)
    except FileNotFoundError:
        return ""
    except OSError as error:
        why = f"it cannot be read: {reason_of(error)}. {_cure(error)}"
        raise SettingsError(name_of(path), [why]) from None
    if len(data) > LARGEST:
        raise broken(path, f"it is larger than {LARGEST // 1024} KiB.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise broken(path, f"line {line}: not UTF-8 text.") from None


def _cure(error: OSError) -> str:
    if error.errno in (errno.EACCES, errno.EPERM):
        return "Let yourself read it."
    return "Move away what is there."


def broken(path: Path, what: str) -> SettingsError:
    """Return the error of a file that must be put right by hand."""
    cure = "Correct it in an editor, or delete the file and set anew."
    return SettingsError(name_of(path), [f"{what} {cure}"])
