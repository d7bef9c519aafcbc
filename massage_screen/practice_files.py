"""Keeps what students practised as files on this computer, and reads it back.

One JSON file for each attempt and one for each sitting with cards, in folders that
only their owner may read. A file that cannot be read stops none of the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from massage_screen.answers import CARDS_SCHEMA, PRACTICE_SCHEMA
from massage_screen.errors import NoSuchFile
from massage_screen.journal import data_folder, discard, replace_file
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.cards import CardRun
from massage_screen.practice.scoring import score
from massage_screen.text import first_lines, name_of

#: A longer file is none of ours, in bytes: a real one has about 8,000.
_LARGEST = 1_000_000

_Kept = TypeVar("_Kept", Attempt, CardRun)


class ReadBack(msgspec.Struct, Generic[_Kept], frozen=True):
    """What was found in a folder.

    Attributes:
        attempts: The attempts or sittings, each with its file, the oldest first.
        broken: What is wrong with the files that could not be read, the first 20 of
            them, and how many more there are.
    """

    attempts: tuple[tuple[Path, _Kept], ...]
    broken: tuple[str, ...]


def folder() -> Path:
    """Return where attempts are: in the data folder of the platform."""
    return data_folder() / "practice"


def cards_folder() -> Path:
    """Return where sittings with cards are: in the data folder of the platform."""
    return data_folder() / "cards"


def keep(attempt: Attempt) -> Path:
    """Write an attempt to a file of its own; return where.

    Raises:
        OSError: It could not be written.
    """
    return _keep(folder(), attempt)


def keep_cards(run: CardRun) -> Path:
    """Write a sitting with cards to a file of its own; return where.

    Raises:
        OSError: It could not be written.
    """
    return _keep(cards_folder(), run)


def as_file(kept: Attempt | CardRun) -> bytes:
    """Return an attempt, or a sitting with cards, as the bytes of its file."""
    return msgspec.json.format(msgspec.json.encode(kept))


def read_kept() -> ReadBack[Attempt]:
    """Return the attempts kept on this computer."""
    return _read(sorted(folder().glob("*.json")), _attempt, "practice attempt")


def read_cards() -> ReadBack[CardRun]:
    """Return the sittings with cards kept on this computer."""
    return _read(sorted(cards_folder().glob("*.json")), _run, "sitting with cards")


def read_class(place: Path) -> ReadBack[Attempt]:
    """Return the attempts in a folder and in the folders right inside it.

    Raises:
        NoSuchFile: There is no such folder.
    """
    if not place.is_dir():
        raise NoSuchFile(f"{name_of(place)}: there is no such folder.")
    paths = sorted([*place.glob("*.json"), *place.glob("*/*.json")])
    return _read(paths, _attempt, "practice attempt")


def delete_kept() -> int:
    """Delete attempts and sittings kept on this computer; return how many.

    Raises:
        OSError: One is still there.
    """
    paths = [*folder().glob("*.json"), *cards_folder().glob("*.json")]
    for path in paths:
        discard(path)
    return len(paths)


def _keep(place: Path, kept: Attempt | CardRun) -> Path:
    path = place / f"{secrets.token_hex(8)}.json"
    replace_file(path, as_file(kept))
    return path


def _read(
    paths: Iterable[Path], read: Callable[[bytes], _Kept], called: str
) -> ReadBack[_Kept]:
    found: list[tuple[Path, _Kept]] = []
    broken: list[str] = []
    for path in paths:
        try:
            with path.open("rb") as stream:
                found.append((path, read(stream.read(_LARGEST))))
        except OSError as error:
            broken.append(f"{name_of(path)}: cannot be opened: {error.strerror}.")
        except (msgspec.DecodeError, ValueError, RecursionError) as error:
            reason = str(error).rstrip(".")
            broken.append(f"{name_of(path)}: not a {called}: {reason}. Leave it out.")
    found.sort(key=lambda each: each[1].at)
    return ReadBack(tuple(found), tuple(first_lines(broken, len(broken))))


def _attempt(content: bytes) -> Attempt:
    attempt = msgspec.json.decode(content, type=Attempt)
    _require(attempt.form, PRACTICE_SCHEMA)
    datetime.fromisoformat(attempt.at)
    score(attempt)  # words that mean nothing are found out here, in one place
    return attempt


def _run(content: bytes) -> CardRun:
    run = msgspec.json.decode(content, type=CardRun)
    _require(run.form, CARDS_SCHEMA)
    datetime.fromisoformat(run.at)
    for answer in run.answers:
        datetime.fromisoformat(answer.at)
        answer.under  # noqa: B018  words that mean nothing are found out here
    return run


def _require(form: str, schema: str) -> None:
    if form != schema:
        raise ValueError(f"its schema is not {schema}")
