"""Keeps the answers of an unfinished interview, so that it can be taken up again.

One file for each interview, in a folder that only its owner may read, under a random
name. It is replaced as a whole after every answer, so that neither a lost battery nor
a killed program leaves half a file, and deleted when the interview ends. While the
interview goes on it is locked, so that no other terminal takes it up. It holds choices
and numbers, and the words why a sign told earlier does not stand; never names.
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

from massage_screen.brought import Brought, Source, reason_typed
from massage_screen.command import command
from massage_screen.day import is_day
from massage_screen.errors import AnswersError, NoSuchFile
from massage_screen.history import History
from massage_screen.lock import Lock
from massage_screen.pack import Pack
from massage_screen.sheet import fit_answers
from massage_screen.storage import (
    data_folder,
    delete,
    discard,
    listed,
    own_folder,
    read_regular,
    reason_of,
    replace_file,
)
from massage_screen.text import name_of, quoted

#: The name of the form; another form is not read.
SCHEMA = "massage-screen/journal/1"
#: A longer file is none of ours, in bytes: a real one has about 4,000.
_LARGEST = 1_000_000
_SECONDS_TO_WRITE = 60


class KeptBrought(msgspec.Struct, frozen=True, kw_only=True):
    """What a journal file holds of answers brought along, see `Brought`."""

    source: Source
    given_on: str
    today: str
    answers: Mapping[str, Any]
    declined: tuple[str, ...]
    watch_until: str
    emergency_shown: bool = False
    taken_back: tuple[str, ...] = ()
    reasons: Mapping[str, str] = msgspec.field(default_factory=dict)
    beside: KeptBrought | None = None


class Kept(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a journal file holds.

    Attributes:
        begun: When the interview began: local date and time, to the minute.
        again: The questions to be asked again, see `History`.
        answers: Every answer, the oldest first.
        brought: What was brought along, which counts only once it is among them.
    """

    form: str = msgspec.field(name="schema")
    pack: str
    version: str
    digest: str
    begun: str
    again: tuple[str, ...]
    answers: Mapping[str, Any]
    brought: KeptBrought | None = None


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
            brought=_kept(history.brought) if history.brought else None,
        )
        own_folder(self.path)
        if not self._lock.take():
            raise BlockingIOError(errno.EWOULDBLOCK, "another terminal has them")
        replace_file(self.path, msgspec.json.format(msgspec.json.encode(kept)))
        self.saved = history.count(self._pack)

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
    """Return where journals are: in the data folder of the platform.

    Raises:
        OSError: This user has no such place.
    """
    return data_folder() / "interviews"


def in_use() -> str:
    """Return what is said of an interview that cannot be taken up now."""
    return (
        "This interview goes on in another terminal. Finish or stop it there first. To"
        f" begin another one: {command('screen')}"
    )


def new_journal(pack: Pack, now: datetime) -> Journal:
    """Return the journal of an interview that begins now, under a random name.

    Raises:
        OSError: This user has no place to keep it.
    """
    begun = now.isoformat(sep=" ", timespec="minutes")
    return Journal(folder() / f"{os.urandom(8).hex()}.json", pack, begun)


class Unfinished(NamedTuple):
    """What there is with the name of a journal, the latest first.

    Attributes:
        waiting: What can be taken up, or only be deleted: see `read_journal`.
        in_use: Those of interviews that go on in another terminal.
    """

    waiting: tuple[Path, ...]
    in_use: tuple[Path, ...]


def unfinished() -> Unfinished:
    """Return the journals of unfinished interviews.

    Raises:
        OSError: Where they are cannot be read.
    """
    latest = sorted(listed(folder(), ".json"), key=_changed, reverse=True)
    used = {file for file in latest if _in_use(file)}
    waiting = tuple(file for file in latest if file not in used)
    return Unfinished(waiting, tuple(file for file in latest if file in used))


def sweep(now: datetime) -> None:
    """Delete what a program left that was killed: copies being written, and locks.

    A copy that is younger than a minute may be another program's at work.
    """
    with contextlib.suppress(OSError):
        for left in listed(folder(), ".lock"):
            _in_use(left)
        for copy in listed(folder(), ".new"):
            if now.timestamp() - _changed(copy) > _SECONDS_TO_WRITE:
                with contextlib.suppress(OSError):
                    delete(copy)


def _changed(path: Path) -> float:
    """Return when a file or link itself was changed; 0 when that cannot be seen."""
    with contextlib.suppress(OSError):
        return path.lstat().st_mtime
    return 0


def read_journal(path: Path) -> Kept:
    """Return what a journal holds.

    Raises:
        AnswersError: It cannot be read, or it is not one that this user has written.
    """
    try:
        kept = msgspec.json.decode(read_regular(path, _LARGEST, ours=True), type=Kept)
    except OSError as error:
        raise _unreadable(path, reason_of(error)) from None
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise _unreadable(path, "it does not hold answers") from None
    if kept.form != SCHEMA:
        raise _unreadable(path, f"its form is not {SCHEMA}")
    return kept


def _unreadable(path: Path, why: str) -> AnswersError:
    return AnswersError(
        f"The answers in {name_of(path)} cannot be read: {why}. Screen again, from"
        f" new. To delete them: {command('resume --discard')}"
    )


def take_up(path: Path, pack: Pack) -> tuple[Journal, History]:
    """Return a journal and its history, to go on with under the same pack.

    Raises:
        NoSuchFile: The interview goes on in another terminal.
        AnswersError: The file cannot be read, or its answers were given to another
            pack: its questions may have asked something else.
    """
    lock = _lock_of(path)
    try:
        with contextlib.suppress(OSError):  # where no lock is, nothing can be saved
            if not lock.take():
                raise NoSuchFile(in_use())
        kept, history = _fitting(path, pack)
    except BaseException:
        lock.release()
        raise
    journal = Journal(path, pack, kept.begun, lock)
    journal.saved = history.count(pack)
    return journal, history


def _fitting(path: Path, pack: Pack) -> tuple[Kept, History]:
    kept = read_journal(path)
    if kept.digest != pack.digest:
        about, theirs = pack.about, quoted(f"{kept.pack} {kept.version}")
        raise AnswersError(
            f"These answers were given to another pack, {theirs};"
            f" the one in use is {about.id} {about.version}. A question may have"
            " changed since, so they are not carried over. Screen again from the first"
            " question, or name the other pack with --questions."
        )
    said = fit_answers(pack, kept.answers, "The kept answers")
    again = frozenset(kept.again) & frozenset(said)
    brought = _taken_up(path, pack, kept.brought) if kept.brought else None
    return kept, History(said, again, brought)


def _kept(brought: Brought) -> KeptBrought:
    return KeptBrought(
        source=brought.source,
        given_on=brought.given_on,
        today=brought.today,
        answers=dict(brought.answers),
        declined=tuple(sorted(brought.declined)),
        watch_until=brought.watch_until,
        emergency_shown=brought.emergency_shown,
        taken_back=brought.taken_back,
        reasons=dict(brought.reasons),
        beside=_kept(brought.beside) if brought.beside else None,
    )


def _taken_up(path: Path, pack: Pack, kept: KeptBrought) -> Brought:
    days = (kept.given_on, kept.watch_until)
    if not all(day == "" or is_day(day) for day in days) or not is_day(kept.today):
        raise _unreadable(path, "it does not hold answers")
    try:
        for reason in kept.reasons.values():
            reason_typed(reason)
    except ValueError:
        raise _unreadable(path, "it does not hold answers") from None
    return Brought(
        source=kept.source,
        given_on=kept.given_on,
        today=kept.today,
        answers=fit_answers(pack, kept.answers, "The kept answers"),
        declined=frozenset(kept.declined),
        watch_until=kept.watch_until,
        emergency_shown=kept.emergency_shown,
        taken_back=kept.taken_back,
        reasons={q: why for q, why in kept.reasons.items() if q in pack.questions},
        beside=_taken_up(path, pack, kept.beside) if kept.beside else None,
    )


def _lock_of(path: Path) -> Lock:
    return Lock(path.with_suffix(".lock"))


def _in_use(path: Path) -> bool:
    """Say whether another terminal has a journal; a lock that holds no more goes."""
    lock = _lock_of(path)
    if not os.path.lexists(path.with_suffix(".lock")):
        return False
    try:
        free = lock.take()
    except OSError:  # what no program can lock is not in use
        return False
    lock.release()
    return not free
