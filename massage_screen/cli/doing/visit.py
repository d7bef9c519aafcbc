"""The visit of a client of whom records are kept: what is brought.

Nothing here is loaded where no reference of a client was given.
"""

from __future__ import annotations

from datetime import datetime

from massage_screen.both import both
from massage_screen.bringing import bring_record
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.records.opening import opened_here, say_repaired
from massage_screen.cli.output import tell
from massage_screen.errors import Interrupted, NoTerminal
from massage_screen.history import History
from massage_screen.pack import Pack
from massage_screen.presentation.last_time import what_is_brought, what_stands_beside
from massage_screen.prompts import asker_for
from massage_screen.records.record import newest, ready, require_client

_NEW = "Nothing is kept of a client with that reference. Is this a new client?"
_YES, _NO = ("yes", "Yes: ask everything"), ("no", "No: stop, the reference is wrong")


def require_ready(ref: str) -> str:
    """Return the reference under which a result can be kept, before anything is asked.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords: Records are off.
        RecordsError: Their file cannot be used.
    """
    found = ready(ref)
    say_repaired(found.repaired)
    return found.ref


def brought_by(
    ref: str, pack: Pack, file: History | None, *, plain: bool, asks: bool
) -> History | None:
    """Return what the last record of a client brings along; say what it does not.

    Args:
        ref: The reference of the client.
        pack: The pack in use.
        file: What a file or a code brings along already; None without one.
        plain: Whether to ask in plain lines.
        asks: Whether somebody can be asked whether the client is new.

    Returns:
        What both bring; of a client who is new, what the file does.

    Raises:
        NoSuchRecord: Nothing is kept of the client, and nobody says who it is.
        AnswersError: The record belongs to another pack.
        Interrupted: The reference was wrong.
    """
    record = newest(ref, datetime.now().astimezone())
    if record is None:
        _require_new(ref, plain=plain, asks=asks)
        return file
    history = bring_record(record.decision, record.hashes, pack, today())
    if file is None:
        tell("", *what_is_brought(history, pack))
        return history
    together = both(file, history, pack)
    tell("", *what_stands_beside(together))
    return together


def _require_new(ref: str, *, plain: bool, asks: bool) -> None:
    try:
        if asks and asker_for(plain=plain).choose(_NEW, (_YES, _NO)) == _YES[0]:
            return
    except NoTerminal:
        asks = False
    if asks:
        raise Interrupted("Nothing was asked, and nothing is kept.")
    with opened_here() as database:
        require_client(database, ref)
