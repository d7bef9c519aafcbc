"""The note of a decision in one line, for the therapist's record.

It begins with the day and the word, names the limits in few words and the day by
which the client is to be seen, and can be pasted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.day import weeks_after
from massage_screen.glance import Glance, glance, regions_in_words, techniques_in_words
from massage_screen.screened import Screened
from massage_screen.text import uncapitalised

#: So many characters and no more, so that it stays one line of a record.
LONGEST = 200


def note_line(client: Screened) -> str:
    """Return the note; at most 200 characters, unless a single limit needs more.

    What is closed is always named. The lighter rows give way to it, the mildest first,
    and "more limits" says so.
    """
    about = client.pack.about
    head = " ".join(
        part
        for part in (client.decided_on, client.word, about.id, about.version)
        if part
    )
    parts = list(_limits(client) if client.hands_on else _reason(client))
    last = _see_by(client)
    whole = _joined(head, [*parts, *last])
    while len(whole) > LONGEST and len(parts) > 1:
        parts.pop()
        whole = _joined(head, [*parts, "more limits", *last])
    return whole


def _joined(head: str, parts: list[str]) -> str:
    return f"{head}: {'; '.join(parts)}." if parts else f"{head}."


def _limits(client: Screened) -> Iterator[str]:
    pack = client.pack
    seen: Glance = glance(client.decision, pack)
    if seen.closed:
        yield f"closed {regions_in_words(seen.closed, pack)}"
    for level, regions in seen.levels.items():
        if isinstance(level, int):
            yield f"{level}/5 {regions_in_words(regions, pack)}"
    if seen.everywhere:
        yield f"no {techniques_in_words(seen.everywhere, pack)}"
    for left_out in seen.left_out:
        where = regions_in_words(left_out.regions, pack)
        yield f"{where}: no {techniques_in_words(left_out.techniques, pack)}"


def _reason(client: Screened) -> Iterator[str]:
    for finding in client.reasons[:1]:
        frame = client.pack.timeframes.get(finding.rule.timeframe)
        if frame is not None:
            yield frame.text
        yield uncapitalised(finding.found.rstrip("."))


def _see_by(client: Screened) -> list[str]:
    see_by, day = client.decision.see_by, client.decided_on
    if see_by is None or not day:
        return []
    return [f"see by {weeks_after(day, see_by.weeks)}"]
