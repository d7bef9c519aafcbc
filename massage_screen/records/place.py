"""Where the file of records is, and places where it must not be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from massage_screen.errors import NotWritten
from massage_screen.storage import FOLDER_VARIABLE, data_folder, reason_of
from massage_screen.text import name_of

_NAME = "records.db"
#: Folders that copy themselves to other computers, as their names begin.
_SYNCED = ("dropbox", "onedrive", "icloud", "googledrive", "mobiledocuments")


def records_file() -> Path:
    """Return the file of records, whether it is there or not.

    Raises:
        NotWritten: This user has no place for it.
    """
    try:
        return data_folder() / _NAME
    except OSError as error:
        raise NotWritten(f"Records cannot be kept: {reason_of(error)}.") from None


def require_private(file: Path) -> None:
    """Refuse a place from which records of clients would go elsewhere.

    Raises:
        NotWritten: It is within a folder that is synced, whose copies would also break
            the file, or within a work tree of Git.
    """
    for folder, why in _leaks(file.absolute(), file.resolve()):
        raise NotWritten(
            f"{name_of(file)}: records are not kept here: {name_of(folder)} is"
            f" {why}. Name a folder that stays on this computer with {FOLDER_VARIABLE}."
        )


def _leaks(*files: Path) -> Iterator[tuple[Path, str]]:
    for folder in dict.fromkeys(parent for file in files for parent in file.parents):
        if folder.name.casefold().replace(" ", "").startswith(_SYNCED):
            yield folder, "copied to other computers"
        if (folder / ".git").exists():
            yield folder, "a work tree of Git"
