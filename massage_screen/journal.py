"""Keeps the answers of an unfinished interview, so that it can be taken up again.

One file for each interview, in a folder that only its owner may read, under a random
name. It is replaced as a whole after every answer, so that neither a lost battery nor
a killed program leaves half a file, and deleted when the interview ends. While the
interview goes on it is locked, so that no other terminal takes it up. It holds choices
and numbers, never names or free text.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from massage_screen.errors import AnswersError, NoSuchFile
from massage_screen.history import History
from massage_screen.pack import Pack
from massage_screen.sheet import fit_answers
from massage_screen.storage import Lock, write_whole
from massage_screen.text import quoted

#: Names another folder than that of the platform.
FOLDER_VARIABLE = "MASSAGE_SCREEN_DATA"
#: The name of the form; another form is not read.
SCHEMA = "massage-screen/journal/1"
#: A longer file is none of ours, in bytes: a real one has about 4,000.
_LARGEST = 1_000_000
_SECONDS_TO_WRITE = 60
#: What is said of an interview that cannot be taken up now.
IN_USE = (
    "This interview goes on in another terminal. Finish or stop it there first. To"
    " begin another one: massage-screen screen"
)


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

    def __init__(
        self, path: Path, pack: Pack, begun: str, lock: Lock | None = None
    ) -> None:
        """Write nothing yet: there is no file before there is an answer."""
        self.path = path
        self._lock = lock or _lock_of(path)
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
        _own_folder(self.path)
        if not self._lock.take():
            raise BlockingIOError(errno.EWOULDBLOCK, "another terminal has them")
        replace_file(self.path, msgspec.json.format(msgspec.json.encode(kept)))
        self.saved = len(history.said)

    def let_go(self) -> None:
        """Leave the file to whoever takes it up."""
        self._lock.release()

    def discard(self) -> None:
        """Delete the file.

        Raises:
            OSError: It is still there.
        """
        discard(self.path)
        self.saved = 0
        self.let_go()


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


class Unfinished(NamedTuple):
    """The journals there are, the latest first.

    Attributes:
        waiting: Those that can be taken up.
        in_use: Those of interviews that go on in another terminal.
    """

    waiting: tuple[Path, ...]
    in_use: tuple[Path, ...]


def unfinished() -> Unfinished:
    """Return the journals of unfinished interviews; none when none can be read."""
    with contextlib.suppress(OSError):
        files = [(file.stat().st_mtime, file) for file in folder().glob("*.json")]
        latest = [file for _, file in sorted(files, reverse=True)]
        used = {file for file in latest if _in_use(file)}
        waiting = tuple(file for file in latest if file not in used)
        return Unfinished(waiting, tuple(file for file in latest if file in used))
    return Unfinished((), ())


def sweep(now: datetime) -> None:
    """Delete what a program left that was killed: copies being written, and locks.

    A copy that is younger than a minute may be another program's at work.
    """
    with contextlib.suppress(OSError):
        for left in folder().glob("*.lock"):
            _in_use(left)
    with contextlib.suppress(OSError):
        for copy in folder().glob("*.new"):
            if now.timestamp() - copy.stat().st_mtime > _SECONDS_TO_WRITE:
                copy.unlink(missing_ok=True)


def read_journal(path: Path) -> Kept | None:
    """Return what a journal holds, or None when it is not one of ours."""
    try:
        with path.open("rb") as stream:
            kept = msgspec.json.decode(stream.read(_LARGEST), type=Kept)
    except (OSError, ValueError, RecursionError):  # none of ours, or nested too deep
        return None
    return kept if kept.form == SCHEMA else None


def take_up(path: Path, pack: Pack) -> tuple[Journal, History]:
    """Return a journal and its history, to go on with under the same pack.

    Raises:
        NoSuchFile: The interview goes on in another terminal.
        AnswersError: The file cannot be read, or its answers were given to another
            pack: its questions may have asked something else.
    """
    lock = _lock_of(path)
    try:
        if not lock.take():
            raise NoSuchFile(IN_USE)
        kept, history = _fitting(path, pack)
    except BaseException:
        lock.release()
        raise
    journal = Journal(path, pack, kept.begun, lock)
    journal.saved = len(history.said)
    return journal, history


def _fitting(path: Path, pack: Pack) -> tuple[Kept, History]:
    kept = read_journal(path)
    if kept is None:
        raise AnswersError("The kept answers cannot be read. Screen again, from new.")
    if kept.digest != pack.digest:
        about, theirs = pack.about, quoted(f"{kept.pack} {kept.version}")
        raise AnswersError(
            f"These answers were given to another pack, {theirs};"
            f" the one in use is {about.id} {about.version}. A question may have"
            " changed since, so they are not carried over. Screen again from the first"
            " question, or name the other pack with --questions."
        )
    said = fit_answers(pack, kept.answers, "The kept answers")
    return kept, History(said, frozenset(kept.again) & frozenset(said))


def discard(path: Path) -> None:
    """Delete a journal, and what is left of one that was being written.

    Raises:
        OSError: It is still there.
    """
    path.unlink(missing_ok=True)
    _unfinished_copy(path).unlink(missing_ok=True)


def _unfinished_copy(path: Path) -> Path:
    return path.with_suffix(".new")


def _lock_of(path: Path) -> Lock:
    return Lock(path.with_suffix(".lock"))


def _in_use(path: Path) -> bool:
    """Say whether another terminal has a journal; a lock that holds no more goes."""
    lock = _lock_of(path)
    if not path.with_suffix(".lock").exists():
        return False
    free = lock.take()
    lock.release()
    return not free


def replace_file(path: Path, content: bytes) -> None:
    """Write a file, in a folder that only its owner may read."""
    _own_folder(path)
    write_whole(path, content, _unfinished_copy(path))


def _own_folder(path: Path) -> None:
    """Make the folder of a file, so that only its owner may read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.parent.chmod(0o700)
