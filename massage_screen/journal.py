"""Keeps the answers of an unfinished interview, so that it can be taken up again.

One file for each interview, in a folder that only its owner may read, under a random
name. It is replaced as a whole after every answer, so that neither a lost battery nor
a killed program leaves half a file, and deleted when the interview ends. It holds
choices and numbers, never names or free text.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from massage_screen.errors import AnswersError
from massage_screen.history import History
from massage_screen.pack import Pack
from massage_screen.sheet import fit_answers
from massage_screen.storage import write_whole

#: Names another folder than that of the platform.
FOLDER_VARIABLE = "MASSAGE_SCREEN_DATA"
#: The name of the form; another form is not read.
SCHEMA = "massage-screen/journal/1"
#: A longer file is none of ours, in bytes: a real one has about 4,000.
_LARGEST = 1_000_000
_SECONDS_TO_WRITE = 60


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal file holds.

    Attributes:
        begun: When the interview began: local date and time, to the minute.
        again: The questions to be asked again, see `History`.
        answers: Every answer, the oldest first.
    """

    form: str = msgspec.field(name="schema")
    pack: str
    version: str
    digest: str
    begun: str
    again: tuple[str, ...]
    answers: Mapping[str, Any]


class Journal:
    """The file of one interview.

    Attributes:
        path: Where it is.
        saved: How many answers the file holds; 0 when there is none.
    """

    def __init__(self, path: Path, pack: Pack, begun: str) -> None:
        """Write nothing yet: there is no file before there is an answer."""
        self.path = path
        self._pack = pack
        self._begun = begun
        self.saved = 0

    def save(self, history: History) -> None:
        """Replace the file by one that holds this history.

        Raises:
            OSError: It could not be written. What was saved before is still there.
        """
        about = self._pack.about
        kept = Kept(
            form=SCHEMA,
            pack=about.id,
            version=about.version,
            digest=self._pack.digest,
            begun=self._begun,
            again=tuple(sorted(history.again)),
            answers=dict(history.said),
        )
        replace_file(self.path, msgspec.json.format(msgspec.json.encode(kept)))
        self.saved = len(history.said)

    def discard(self) -> None:
        """Delete the file."""
        discard(self.path)
        self.saved = 0


def folder() -> Path:
    """Return where journals are: in the data folder of the platform."""
    return data_folder() / "interviews"


def data_folder() -> Path:
    """Return where the program keeps anything at all."""
    named = os.environ.get(FOLDER_VARIABLE)
    if named:
        return Path(named)
    from platformdirs import user_data_path  # noqa: PLC0415  start-up time

    return user_data_path("massage-screen", appauthor=False)


def new_journal(pack: Pack, now: datetime) -> Journal:
    """Return the journal of an interview that begins now, under a random name."""
    begun = now.isoformat(sep=" ", timespec="minutes")
    return Journal(folder() / f"{os.urandom(8).hex()}.json", pack, begun)


def unfinished() -> tuple[Path, ...]:
    """Return the journals that wait, the latest first; none when none can be read."""
    with contextlib.suppress(OSError):
        files = [(file.stat().st_mtime, file) for file in folder().glob("*.json")]
        return tuple(file for _, file in sorted(files, reverse=True))
    return ()


def sweep(now: datetime) -> None:
    """Delete copies that were being written when a program was killed.

    One that is younger than a minute may be another program's at work.
    """
    with contextlib.suppress(OSError):
        for copy in folder().glob("*.new"):
            if now.timestamp() - copy.stat().st_mtime > _SECONDS_TO_WRITE:
                copy.unlink(missing_ok=True)


def read_journal(path: Path) -> Kept | None:
    """Return what a journal holds, or None when it is not one of ours."""
    try:
        with path.open("rb") as stream:
            kept = msgspec.json.decode(stream.read(_LARGEST), type=Kept)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return None
    return kept if kept.form == SCHEMA else None


def take_up(path: Path, pack: Pack) -> tuple[Journal, History]:
    """Return a journal and its history, to go on with under the same pack.

    Raises:
        AnswersError: The file cannot be read, or its answers were given to another
            pack: its questions may have asked something else.
    """
    kept = read_journal(path)
    if kept is None:
        raise AnswersError("The kept answers cannot be read. Screen again, from new.")
    if kept.digest != pack.digest:
        about = pack.about
        raise AnswersError(
            f"These answers were given to another pack, {kept.pack} {kept.version};"
            f" the one in use is {about.id} {about.version}. A question may have"
            " changed since, so they are not carried over. Screen again from the first"
            " question, or name the other pack with --questions."
        )
    history = _history(kept, pack)
    journal = Journal(path, pack, kept.begun)
    journal.saved = len(history.said)
    return journal, history


def discard(path: Path) -> None:
    """Delete a journal, and what is left of one that was being written.

    Raises:
        OSError: It is still there.
    """
    path.unlink(missing_ok=True)
    _unfinished_copy(path).unlink(missing_ok=True)


def _history(kept: Kept, pack: Pack) -> History:
    said = fit_answers(pack, kept.answers, "The kept answers")
    return History(said, frozenset(kept.again) & frozenset(said))


def _unfinished_copy(path: Path) -> Path:
    return path.with_suffix(".new")


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, in a folder that only its owner may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
    write_whole(path, content, _unfinished_copy(path))
