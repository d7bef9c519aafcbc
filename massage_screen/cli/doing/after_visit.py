"""After the visit of a client of whom records are kept: the result is put among them.

Nothing here is loaded before the last question, or where no reference was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from massage_screen.catalogue import pack_folder
from massage_screen.cli.doing.records.adding import add
from massage_screen.cli.doing.records.opening import say_repaired
from massage_screen.cli.options import Keeping
from massage_screen.cli.output import say
from massage_screen.command import command
from massage_screen.errors import ScreenError
from massage_screen.pack import Disposition
from massage_screen.presentation.published import published
from massage_screen.prompts import asker_for
from massage_screen.records.record import Source, keep
from massage_screen.screened import Screened

#: Where answers come from, as a record says it; others were asked.
_SOURCES: Mapping[str, Source] = {
    "record": "record",
    "filled": "filled",
    "fhir": "fhir",
    "code": "code",
}
_OTHERWISE = "What do you decide? The record keeps both words, and your reason."


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
    say_repaired(added.repaired)
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
