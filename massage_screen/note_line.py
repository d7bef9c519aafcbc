"""The note of a decision in one line, for the therapist's record.

It begins with the day and the word, names the limits in telegram style and the day by
which the client is to be seen, and can be pasted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from massage_screen.day import weeks_after
from massage_screen.glance import Glance, glance, regions_in_words, techniques_in_words
from massage_screen.pack import Pack
from massage_screen.screened import Screened
from massage_screen.text import sentences_of, uncapitalised

#: So many characters, so that it stays one line of a record.
LONGEST = 160
#: Said of the regions that are left, where they are so many.
_ELSEWHERE, _MANY = "elsewhere", 5
_MORE = "more limits"


def note_line(client: Screened) -> str:
    """Return the note, in at most 160 characters unless one limit takes more.

    What is closed is always named. The rest gives way to it, what stands last first,
    and "more limits" says so; of what was found, whole sentences.
    """
    about, decided_on = client.pack.about, client.decided_on
    names = (decided_on, client.word, about.id, about.version)
    head = " ".join(name for name in names if name)
    last = _see_by(client)
    if client.hands_on:
        return _fitted(head, list(_limits(client)), last, _MORE)
    return _fitted(head, list(_reason(client)), last, "")


def _fitted(head: str, parts: list[str], last: Sequence[str], more: str) -> str:
    """Put the parts together, without what is too long behind the first."""
    whole = _joined(head, [*parts, *last])
    while len(whole) > LONGEST and len(parts) > 1:
        parts = parts[:-1]
        whole = _joined(head, [*parts, *([more] if more else []), *last])
    return whole


def _joined(head: str, parts: Sequence[str]) -> str:
    return f"{head}: {'; '.join(parts)}" if parts else head


def _limits(client: Screened) -> Iterator[str]:
    """Go through what limits the massage, what closes most first."""
    pack, plan = client.pack, client.decision.plan
    seen = glance(client.decision, pack)
    if seen.closed:
        yield f"closed {_closed(seen.closed, pack)}"
    yield from _levels(seen, pack)
    if seen.everywhere:
        yield f"no {techniques_in_words(seen.everywhere, pack)}"
    for among in seen.left_out:
        where = regions_in_words(among.regions, pack)
        yield f"{where}: no {techniques_in_words(among.techniques, pack)}"
    for position in plan.positions_avoid:
        yield f"not {pack.positions[position].name}"
    if plan.minutes_at_most is not None:
        yield f"{plan.minutes_at_most.value} min"


def _closed(regions: tuple[str, ...], pack: Pack) -> str:
    """Name what is closed, by what is left where that is less."""
    left = [region for region in pack.regions if region not in regions]
    if len(left) < len(regions):
        return f"all but {regions_in_words(left, pack)}"
    return regions_in_words(regions, pack)


def _levels(seen: Glance, pack: Pack) -> Iterator[str]:
    """Go through the caps, the lightest first; the last may go for all the rest."""
    for cap, regions in seen.levels.items():
        last = not seen.open and cap == max(seen.levels)
        others = seen.closed or len(seen.levels) > 1
        rest = last and others and len(regions) >= _MANY
        yield f"{cap}/5 {_ELSEWHERE if rest else regions_in_words(regions, pack)}"


def _reason(client: Screened) -> Iterator[str]:
    """Say how soon, and what was found that makes it so, sentence by sentence."""
    for finding in client.reasons[:1]:
        frame = client.pack.timeframes.get(finding.rule.timeframe)
        if frame is not None and client.has_result:
            yield frame.text
        first, *others = sentences_of(finding.found)
        yield uncapitalised(first.rstrip("."))
        yield from (uncapitalised(other.rstrip(".")) for other in others)


def _see_by(client: Screened) -> list[str]:
    see_by, day = client.decision.see_by, client.decided_on
    by = weeks_after(day, see_by.weeks) if see_by and day else ""
    return [f"see by {by}"] if by else []
