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
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.cards import CardRun
from massage_screen.practice.scoring import score
from massage_screen.storage import (
    Deleted,
    data_folder,
    delete_all,
    listed,
    read_regular,
    reason_of,
    replace_file,
)
from massage_screen.text import first_lines, name_of

#: A longer file is none of ours, in bytes: a real one has about 8,000.
_LARGEST = 1_000_000

_Kept = TypeVar("_Kept", Attempt, CardRun)


class ReadBack(msgspec.Struct, Generic[_Kept], frozen=True):
    """What was found in a folder.

    Attributes:
        attempts: The attempts or sittings, each with its file, the oldest first.
        broken: What is wrong with the files and folders that could not be read, the
            first 20 of them, and how many more there are.
    """

    attempts: tuple[tuple[Path, _Kept], ...]
    broken: tuple[str, ...]


def folder() -> Path:
    """Return where attempts are: in the data folder of the platform.

    Raises:
        OSError: This user has no such place.
    """
    return data_folder() / "practice"


def cards_folder() -> Path:
    """Return where sittings with cards are: in the data folder of the platform.

    Raises:
        OSError: This user has no such place.
    """
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
    return _read_own(folder, _attempt, "practice attempt")


def read_cards() -> ReadBack[CardRun]:
    """Return the sittings with cards kept on this computer."""
    return _read_own(cards_folder, _run, "sitting with cards")


def read_class(place: Path) -> ReadBack[Attempt]:
    """Return the attempts in a folder and in the folders right inside it.

    Raises:
        NoSuchFile: There is no such folder, or it cannot be read.
    """
    if not place.is_dir():
        raise NoSuchFile(f"{name_of(place)}: there is no such folder.")
    try:
        inside = [each for each in listed(place, "") if each.is_dir()]
    except OSError as error:
        raise NoSuchFile(_cannot_be_read(error)) from None
    return _read([place, *inside], _attempt, "practice attempt")


def delete_kept() -> Deleted:
    """Delete attempts and sittings kept on this computer, and those half written."""
    first, second = _delete_in(folder), _delete_in(cards_folder)
    left = dict.fromkeys([*first.left, *second.left])
    return Deleted(first.gone + second.gone, tuple(left))


def _delete_in(own: Callable[[], Path]) -> Deleted:
    try:
        place = own()
        whole, half = listed(place, ".json"), listed(place, ".new")
    except OSError as error:
        return Deleted(0, (_cannot_be_read(error),))
    done = delete_all(whole)
    return Deleted(done.gone, done.left + delete_all(half).left)


def _cannot_be_read(error: OSError) -> str:
    where = error.filename or "What was practised"
    return f"{where} cannot be read: {reason_of(error)}."


def _keep(place: Path, kept: Attempt | CardRun) -> Path:
    path = place / f"{secrets.token_hex(8)}.json"
    replace_file(path, as_file(kept))
    return path


def _read_own(
    own: Callable[[], Path], read: Callable[[bytes], _Kept], called: str
) -> ReadBack[_Kept]:
    try:
        return _read([own()], read, called)
    except OSError as error:
        return ReadBack((), (_cannot_be_read(error),))


def _read(
    places: Iterable[Path], read: Callable[[bytes], _Kept], called: str
) -> ReadBack[_Kept]:
    found: list[tuple[Path, _Kept]] = []
    broken: list[str] = []
    paths: list[Path] = []
    for place in places:
        try:
            paths += listed(place, ".json")
        except OSError as error:
            broken.append(_cannot_be_read(error))
    for path in paths:
        try:
            found.append((path, read(read_regular(path, _LARGEST))))
        except OSError as error:
            broken.append(f"{name_of(path)}: cannot be opened: {reason_of(error)}.")
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
