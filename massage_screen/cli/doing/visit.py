"""The visit of a client of whom records are kept: what is brought, and keeping it.

Nothing here is loaded where no reference of a client was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from massage_screen.bringing import bring_record
from massage_screen.catalogue import pack_folder
from massage_screen.cli.doing.files import today
from massage_screen.cli.doing.records.adding import add
from massage_screen.cli.options import Keeping
from massage_screen.cli.output import say, tell
from massage_screen.command import command
from massage_screen.errors import Interrupted, NoTerminal, ScreenError
from massage_screen.history import History
from massage_screen.pack import Disposition, Pack
from massage_screen.presentation.last_time import what_is_brought
from massage_screen.presentation.published import published
from massage_screen.prompts import asker_for
from massage_screen.records.database import opened
from massage_screen.records.record import Source, keep, newest, ready, require_client
from massage_screen.screened import Screened

_NEW = "Nothing is kept of a client with that reference. Is this a new client?"
#: Where answers come from, as a record says it; others were asked.
_SOURCES: Mapping[str, Source] = {
    "record": "record",
    "filled": "filled",
    "fhir": "fhir",
    "code": "code",
}
_OTHERWISE = "What do you decide? The record keeps both words, and your reason."
_YES, _NO = ("yes", "Yes: ask everything"), ("no", "No: stop, the reference is wrong")


def require_ready(ref: str) -> str:
    """Return the reference under which a result can be kept, before anything is asked.

    Raises:
        UnfitRecord: It is no reference.
        NoRecords: Records are off.
        RecordsError: Their file cannot be used.
    """
    return ready(ref)


def brought_by(ref: str, pack: Pack, *, plain: bool, asks: bool) -> History | None:
    """Return what the last record of a client brings along; say what it does not.

    Args:
        ref: The reference of the client.
        pack: The pack in use.
        plain: Whether to ask in plain lines.
        asks: Whether somebody can be asked whether the client is new.

    Returns:
        None for a client who is new.

    Raises:
        NoSuchRecord: Nothing is kept of the client, and nobody says who it is.
        AnswersError: The record belongs to another pack.
        Interrupted: The reference was wrong.
    """
    record = newest(ref, datetime.now().astimezone())
    if record is None:
        _require_new(ref, plain=plain, asks=asks)
        return None
    history = bring_record(record.decision, record.hashes, pack, today())
    tell("", *what_is_brought(history, pack))
    return history


def _require_new(ref: str, *, plain: bool, asks: bool) -> None:
    try:
        if asks and asker_for(plain=plain).choose(_NEW, (_YES, _NO)) == _YES[0]:
            return
    except NoTerminal:
        asks = False
    if asks:
        raise Interrupted("Nothing was asked, and nothing is kept.")
    with opened() as database:
        require_client(database, ref)


def keep_visit(client: Screened, wanted: Keeping) -> str:
    """Keep what a client was screened to, and say so; return the id of the record.

    The result stands whatever happens here.

    Args:
        client: Who was screened.
        wanted: Where it is kept.

    Returns:
        Nothing where it could not be kept.
    """
    now = datetime.now().astimezone()
    source = _SOURCES.get(client.brought.source if client.brought else "", "asked")
    decision = published(client, now.date())
    try:
        folder = pack_folder(wanted.questions)
        added = keep(client, wanted.ref, folder, now, decision=decision, source=source)
    except ScreenError as error:
        say(f"Warning: not kept in the records: {error} Write the note down.")
        return ""
    say(f"Kept in the records: {added.id}. {command(f'records show {added.id}')}")
    if added.clock_set_back:
        say("Warning: a later record is there already. Is the clock right?")
    return added.id


def may_decide_otherwise(client: Screened) -> bool:
    """Say whether the therapist may put another word beside this one."""
    standing = client.decision.standing
    return client.hands_off and standing is not Disposition.EMERGENCY


def decide_otherwise(client: Screened, record: str, *, plain: bool) -> None:
    """Ask for the word of the therapist and its reason, and put them in the record.

    The word of the program and its exit code stay.

    Raises:
        Interrupted: The person stopped; nothing was put there.
    """
    own = client.decision.standing
    words = [(each.name, each.name) for each in Disposition if each is not own]
    options = [each for each in words if each[0] != Disposition.EMERGENCY.name]
    word = asker_for(plain=plain).choose(_OTHERWISE, options)
    try:
        add(record, "override", (word,), "", None, json=False)
    except ScreenError as error:
        say(f"Not added: {error}")
