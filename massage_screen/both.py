"""Brings along a file or a form of the client and the last record, both together.

Of each question the newer answer is brought; where the days are equal, or that of the
file is not known, the one of the file. Nothing of either counts before it is confirmed.
Pure.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from massage_screen.answers import Answers
from massage_screen.brought import Brought
from massage_screen.history import History
from massage_screen.pack import KNOWN, WATCH, Pack

#: What a watch can be, the worst last.
_ORDER = KNOWN[WATCH].values
_OPEN = _ORDER[1]


def both(file: History, record: History, pack: Pack) -> History:
    """Return the history of a client who returns with a form, or another file.

    What a client wrote of the gate stays, whatever a record says: nobody has asked
    about it yet. So does what was taken back of it, and that a form called for help.
    What the client would rather say in person is not shown from the record either.

    Args:
        file: What was brought from a file or a code.
        record: What was brought from the last record.
        pack: The pack in use.
    """
    ours, theirs = file.brought, record.brought
    if ours is None or theirs is None:
        return record if ours is None else file
    newer = _left(ours, theirs, pack)
    older = _without(theirs, {*newer.answers, *ours.dropped})
    said, until = _watched(file, record)
    brought = msgspec.structs.replace(newer, beside=older, watch_until=until)
    return History(said, brought=brought)


def _left(file: Brought, record: Brought, pack: Pack) -> Brought:
    """Return what of a file is not older than what the record says."""
    if not file.given_on or record.given_on <= file.given_on:
        return file
    gate = {q.id for q in pack.questions.values() if q.gate}
    return _without(file, record.answers.keys() - gate)


def _without(brought: Brought, questions: Iterable[str]) -> Brought:
    gone = set(questions)
    kept = {name: said for name, said in brought.answers.items() if name not in gone}
    return msgspec.structs.replace(brought, answers=Answers(kept))


def _watched(file: History, record: History) -> tuple[Answers, str]:
    """Return what is known of the client, and by which day a clinician was to be seen.

    Of two watches the worse is taken: a day that has passed, then the earlier one.
    """
    watches = [each for each in (file, record) if WATCH in each.said]
    if not watches:
        return record.said, ""
    worst = max((str(each.said[WATCH]) for each in watches), key=_ORDER.index)
    days = [b.watch_until for each in watches if (b := each.brought) and b.watch_until]
    until = min(days) if worst == _OPEN and days else ""
    return record.said.with_answer(WATCH, worst), until
