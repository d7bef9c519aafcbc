"""A record as one line that can be pasted into another program."""

from __future__ import annotations

from massage_screen.records.record import Record
from massage_screen.text import in_ascii

#: So many characters, all of ASCII.
LONGEST = 240
_SIGNS = 8
_PREFIX = "sha256:"


def record_line(record: Record, seal: str) -> str:
    """Return the note of a record, its pack, an override and its seal.

    What the therapist decided and the seal are never cut; of the note, the end is.

    Args:
        record: What was kept.
        seal: The hash of its row of the log.
    """
    pack = record.pack
    plain = f"{record.day} {record.word} {pack.id} {pack.version}"
    note = in_ascii(str(record.decision.get("note_line") or plain)).rstrip(".")
    digest = pack.digest.removeprefix(_PREFIX)[:_SIGNS]
    tail = (
        f". Pack {digest}. Override: {record.overridden or 'none'}."
        f" Record {record.id[:_SIGNS]}, seal {seal[:_SIGNS]}."
    )
    head = f"Spine screen {note}"
    room = LONGEST - len(tail)
    return (head if len(head) <= room else f"{head[: room - 3].rstrip()}...") + tail
