"""Keeps practice attempts as files on this computer, and reads them back.

One JSON file for each attempt, in a folder that only its owner may read. A file that
cannot be read stops none of the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from massage_screen.answers import PRACTICE_SCHEMA
from massage_screen.errors import NoSuchFile
from massage_screen.journal import data_folder, discard, replace_file
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.scoring import score

#: A longer file is none of ours, in bytes: a real one has about 8,000.
_LARGEST = 1_000_000


class ReadBack(msgspec.Struct, frozen=True):
    """What was found in a folder.

    Attributes:
        attempts: The attempts, each with its file, the oldest first.
        broken: What is wrong with each file that could not be read.
    """

    attempts: tuple[tuple[Path, Attempt], ...]
    broken: tuple[str, ...]


def folder() -> Path:
    """Return where attempts are: in the data folder of the platform."""
    return data_folder() / "practice"


def keep(attempt: Attempt) -> Path:
    """Write an attempt to a file of its own; return where.

    Raises:
        OSError: It could not be written.
    """
    path = folder() / f"{secrets.token_hex(8)}.json"
    replace_file(path, as_file(attempt))
    return path


def as_file(attempt: Attempt) -> bytes:
    """Return an attempt as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(attempt))


def read_kept() -> ReadBack:
    """Return the attempts kept on this computer."""
    return _read(sorted(folder().glob("*.json")))


def read_class(place: Path) -> ReadBack:
    """Return the attempts in a folder and in the folders right inside it.

    Raises:
        NoSuchFile: There is no such folder.
    """
    if not place.is_dir():
        raise NoSuchFile(f"{place}: there is no such folder.")
    return _read(sorted([*place.glob("*.json"), *place.glob("*/*.json")]))


def delete_kept() -> int:
    """Delete the attempts kept on this computer; return how many there were.

    Raises:
        OSError: One is still there.
    """
    paths = list(folder().glob("*.json"))
    for path in paths:
        discard(path)
    return len(paths)


def _read(paths: Iterable[Path]) -> ReadBack:
    found: list[tuple[Path, Attempt]] = []
    broken: list[str] = []
    for path in paths:
        try:
            found.append((path, _attempt(path)))
        except OSError as error:
            broken.append(f"{path}: cannot be opened: {error.strerror}.")
        except (msgspec.DecodeError, ValueError) as error:
            reason = str(error).rstrip(".")
            broken.append(f"{path}: not a practice attempt: {reason}. Leave it out.")
    found.sort(key=lambda each: each[1].at)
    return ReadBack(tuple(found), tuple(broken))


def _attempt(path: Path) -> Attempt:
    with path.open("rb") as stream:
        attempt = msgspec.json.decode(stream.read(_LARGEST), type=Attempt)
    if attempt.form != PRACTICE_SCHEMA:
        raise ValueError(f"its schema is not {PRACTICE_SCHEMA}")
    datetime.fromisoformat(attempt.at)
    score(attempt)  # words that mean nothing are found out here, in one place
    return attempt
