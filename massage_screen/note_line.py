"""The note of a decision in one line, for the therapist's record.

It begins with the day and the word, names the limits in telegram style and the day by
which the client is to be seen, and can be pasted anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.day import weeks_after
from massage_screen.decision import Grid, Limit
from massage_screen.glance import Glance, glance, regions_in_words, techniques_in_words
from massage_screen.pack import Pack
from massage_screen.screened import Screened
from massage_screen.text import sentences_of, uncapitalised

#: So many characters, so that it stays one line of a record.
LONGEST = 160
#: Said of the regions that are left, where they are so many.
_ELSEWHERE, _MANY = "elsewhere", 5
_MORE = "more limits"


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What a note tells.

    Attributes:
        decided_on: The day, as `2027-01-31`, or "".
        word: The word of the result in capital letters.
        hands_on: Whether there is massage; then it tells limits, else the reason.
        limits: The caps on pressure.
        positions: Ids of positions not to use, in the order in which they are told.
        minutes: The longest time with hands on.
        weeks: In how many weeks a clinician is to see the client.
        frame: The id of how soon the reason asks for, where there is a result.
        found: What was found that is the reason, or "".
    """

    pack: Pack
    decided_on: str
    word: str
    hands_on: bool
    grid: Grid
    limits: tuple[Limit, ...] = ()
    positions: tuple[str, ...] = ()
    minutes: int | None = None
    weeks: int | None = None
    frame: str = ""
    found: str = ""


def note_line(client: Screened) -> str:
    """Return the note, in at most 160 characters unless one limit takes more."""
    return line_of(noted(client))


def noted(client: Screened) -> Noted:
    """Return what the note of a client tells."""
    decision, reasons = client.decision, client.reasons
    plan, see_by = decision.plan, decision.see_by
    return Noted(
        pack=client.pack,
        decided_on=client.decided_on,
        word=client.word,
        hands_on=client.hands_on,
        grid=decision.grid,
        limits=decision.limits,
        positions=tuple(plan.positions_avoid),
        minutes=plan.minutes_at_most.value if plan.minutes_at_most else None,
        weeks=see_by.weeks if see_by else None,
        frame=reasons[0].rule.timeframe if reasons and client.has_result else "",
        found=reasons[0].found if reasons else "",
    )


def line_of(told: Noted) -> str:
    """Return a note, in at most 160 characters unless one limit takes more.

    What is closed is always named. The rest gives way to it, what stands last first,
    and "more limits" says so; of what was found, whole sentences.
    """
    about = told.pack.about
    names = (told.decided_on, told.word, about.id, about.version)
    head = " ".join(name for name in names if name)
    last = _see_by(told)
    if told.hands_on:
        return _fitted(head, list(_limits(told)), last, _MORE)
    return _fitted(head, list(_reason(told)), last, "")


def _fitted(head: str, parts: list[str], last: Sequence[str], more: str) -> str:
    """Put the parts together, without what is too long behind the first."""
    whole = _joined(head, [*parts, *last])
    while len(whole) > LONGEST and len(parts) > 1:
        parts = parts[:-1]
        whole = _joined(head, [*parts, *([more] if more else []), *last])
    return whole


def _joined(head: str, parts: Sequence[str]) -> str:
    return f"{head}: {'; '.join(parts)}" if parts else head


def _limits(told: Noted) -> Iterator[str]:
    """Go through what limits the massage, what closes most first."""
    pack, seen = told.pack, glance(told, told.pack)
    if seen.closed:
        yield f"closed {_closed(seen.closed, pack)}"
    yield from _levels(seen, pack)
    if seen.everywhere:
        yield f"no {techniques_in_words(seen.everywhere, pack)}"
    for among in seen.left_out:
        where = regions_in_words(among.regions, pack)
        yield f"{where}: no {techniques_in_words(among.techniques, pack)}"
    for position in told.positions:
        yield f"not {pack.positions[position].name}"
    if told.minutes is not None:
        yield f"{told.minutes} min"


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


def _reason(told: Noted) -> Iterator[str]:
    """Say how soon, and what was found that makes it so, sentence by sentence."""
    frame = told.pack.timeframes.get(told.frame)
    if frame is not None:
        yield frame.text
    if told.found:
        first, *others = sentences_of(told.found)
        yield uncapitalised(first.rstrip("."))
        yield from (uncapitalised(other.rstrip(".")) for other in others)


def _see_by(told: Noted) -> list[str]:
    by = (
        weeks_after(told.decided_on, told.weeks)
        if told.weeks and told.decided_on
        else ""
    )
    return [f"see by {by}"] if by else []
