"""The result on one screen: what may be done, what not, until when, and what next.

Rows with a label, the word first, the note last. What does not fit is left to the
details, whole sentences at a time, and the row says how many.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from massage_screen.glance import (
    OPEN,
    WITH_CARE,
    Glance,
    Level,
    glance,
    regions_in_words,
    techniques_in_words,
)
from massage_screen.note_line import note_line
from massage_screen.pack import Pack, overdue
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import headline_of, see_by_in_words
from massage_screen.screened import Screened
from massage_screen.text import lines_of

#: From so many columns on labels stand in a column of their own.
_WIDE = 60
#: How many columns the labels take there.
_LABELS = 11
#: How many lines a card has at most where labels have their column, and elsewhere.
MOST_LINES, MOST_NARROW_LINES = 20, 34

#: What the first row has, which is one sentence: it never gives way.
_HEAD = -1
#: A way to a milder result that takes more characters is left to the details.
_LONGEST_WAY = 160

_SENTENCE = re.compile(r"(?<=[.!?]) +(?=[A-Z0-9\"])")


class Row(msgspec.Struct, frozen=True):
    """One row of a card.

    Attributes:
        said: What it says; whole pieces of it give way where the card is too long.
        role: The style of the row, by role; "" for none.
        gives_way: How early its pieces give way: the highest first, 0 and less never.
        may_go: Whether the last piece gives way too.
    """

    label: str
    said: tuple[str, ...]
    role: str = ""
    gives_way: int = 0
    may_go: bool = False

    @property
    def text(self) -> str:
        """Return all that it says."""
        return " ".join(self.said)


def card(client: Screened, today: date) -> tuple[Row, ...]:
    """Return the rows of a card, whole.

    Args:
        client: What was decided, from which answers, and why.
        today: The day to hold the pack's review date against.
    """
    role = "disposition.incomplete"
    if client.has_result:
        role = f"disposition.{client.decision.standing.value}"
    rows = [Row(client.word, (client.headline,), role, _HEAD)]
    if late := overdue.warning(client.pack, today.isoformat()):
        rows.append(Row("WARNING", (late,), "warning"))
    if not client.has_result:
        rows += _unfinished(client)
    elif client.hands_on:
        rows += _hands_on(client)
    else:
        rows += _hands_off(client)
    rows.append(Row("Note", (note_line(client),)))
    return tuple(row for row in rows if row.text)


def card_as_json(client: Screened, today: date) -> list[dict[str, str]]:
    """Return the rows of a card as labels and texts."""
    return [{"label": row.label, "text": row.text} for row in card(client, today)]


def show_card(client: Screened, console: Console, today: date) -> None:
    """Show the card, as long as one screen takes.

    Args:
        client: What was decided, from which answers, and why.
        console: Where to show it.
        today: The day to hold the pack's review date against.
    """
    page = Page(console)
    width = console.width
    wide = width >= _WIDE and not console.plain
    most = MOST_LINES if wide else MOST_NARROW_LINES
    head, *rows = fitted(card(client, today), wide, width, most)
    page.paragraph(f"{head.label}: {head.text}", role=head.role)
    for row in rows:
        if wide:
            page.paragraph(row.text, role=row.role, lead=row.label.ljust(_LABELS))
        else:
            page.paragraph(row.text, role=row.role, label=row.label)


def fitted(rows: tuple[Row, ...], wide: bool, width: int, most: int) -> tuple[Row, ...]:
    """Return the rows with what gives way left out, until they fit.

    Args:
        rows: The rows, whole.
        wide: Whether labels have a column of their own.
        width: How many columns there are.
        most: How many lines there may be.
    """
    left = [len(row.said) for row in rows]

    def lines() -> int:
        heights = zip(rows, left, strict=True)
        return sum(_height(row, count, wide, width) for row, count in heights)

    while lines() > most:
        giving = [
            (row.gives_way, count, place)
            for place, (row, count) in enumerate(zip(rows, left, strict=True))
            if row.gives_way > 0 and count > (0 if row.may_go else 1)
        ]
        if not giving:
            break
        left[max(giving)[2]] -= 1
    cut = (_cut(row, n) for row, n in zip(rows, left, strict=True))
    return tuple(row for row in cut if row.said)


def _cut(row: Row, count: int) -> Row:
    said = row.said[:count]
    gone = len(row.said) - count
    if gone and said:
        said = (*said, f"(+{gone})")
    return msgspec.structs.replace(row, said=said)


def _height(row: Row, count: int, wide: bool, width: int) -> int:
    text = _cut(row, count).text
    if not text:
        return 0
    if wide and row.gives_way != _HEAD:
        return len(lines_of(text, max(1, width - _LABELS)))
    return len(lines_of(f"{row.label}: {text}", width))


# What each kind of result says


def _hands_on(client: Screened) -> Iterator[Row]:
    decision, pack = client.decision, client.pack
    if decision.see_by is not None:
        words = see_by_in_words(decision.see_by, client.decided_on)
        yield Row("See by", _sentences([words]), gives_way=2)
    stated = [f for f in client.reasons if f.rule.when is not None]
    others = [f for f in client.notes if f.rule.when is not None]
    yield Row("Do", _sentences(f.do for f in (*stated, *others)), gives_way=3)
    yield Row("Why", _once(f.found for f in stated), gives_way=5)
    yield Row("Also", _once(f.found for f in others), gives_way=9, may_go=True)
    yield from _places(glance(decision, pack), pack)
    yield from _session(client)
    yield Row("Next", tuple(next_steps(client)), gives_way=4, may_go=True)


def _places(seen: Glance, pack: Pack) -> Iterator[Row]:
    yield Row("Closed", (regions_in_words(seen.closed, pack),))
    for level, regions in seen.levels.items():
        yield Row(_level_in_words(level, pack), (regions_in_words(regions, pack),))
    everywhere = techniques_in_words(seen.everywhere, pack)
    said = [f"everywhere: {everywhere};"] if everywhere else []
    for left_out in seen.left_out:
        where = regions_in_words(left_out.regions, pack)
        said.append(f"{where}: {techniques_in_words(left_out.techniques, pack)};")
    if said:
        said[-1] = said[-1].rstrip(";")
    yield Row("Leave out", tuple(said), gives_way=1)


def _level_in_words(level: Level, pack: Pack) -> str:
    short = pack.about.pressure_short
    if level == WITH_CARE:
        return "With care"
    if level == OPEN:
        return "Open"
    place = int(level) - 1
    return short[place] if place < len(short) else f"Up to {level}"


def _session(client: Screened) -> Iterator[Row]:
    plan, pack = client.decision.plan, client.pack
    avoided = [pack.positions[p].name for p in plan.positions_avoid]
    moves = [pack.movements[m].name for m in plan.movements_avoid]
    used = [
        pack.supports[s].name
        for s in plan.supports
        if not pack.supports[s].positions
        or set(pack.supports[s].positions) - plan.positions_avoid.keys()
    ]
    said = [
        f"Not {', not '.join(avoided)}." if avoided else "",
        f"With {', '.join(used)}." if used else "",
        f"No {', no '.join(moves)}." if moves else "",
    ]
    yield Row("Position", tuple(text for text in said if text), gives_way=7)
    minutes = plan.minutes_at_most
    if minutes is not None:
        yield Row("Time", (f"At most {minutes.value} minutes.",))
    extra = [f"{text.rstrip('.')};" for text in plan.stop_on]
    always = pack.about.stop_short or "; ".join(pack.about.stop_signs)
    yield Row("Stop if", (*extra, f"{always}."), gives_way=6)


def _hands_off(client: Screened) -> Iterator[Row]:
    yield Row("Do", _sentences(f.do for f in client.steps), gives_way=2)
    yield Row("Why", _once(f.found for f in client.reasons), gives_way=4)
    yield Row("Tell", _sentences(f.tell for f in client.steps), gives_way=6)
    if client.stopped_early:
        left = len(client.decision.required)
        what = "1 question" if left == 1 else f"{left} questions"
        yield Row("Not asked", (f"{what} that could make it more urgent.",))
    yield Row("Next", tuple(next_steps(client)), gives_way=3, may_go=True)


def _unfinished(client: Screened) -> Iterator[Row]:
    decision, pack = client.decision, client.pack
    if client.hands_off:
        so_far = headline_of(decision.findings[0], pack)
        role = f"disposition.{decision.standing.value}"
        yield Row("So far", (f"{decision.standing.name}: {so_far}",), role)
        yield Row("Do", _sentences(f.do for f in client.steps), gives_way=2)
    yield Row("Why", _once(f.found for f in client.reasons), gives_way=4)
    asked = [pack.questions[question].ask for question in decision.required]
    yield Row(f"Ask {len(asked)}", tuple(asked), gives_way=6)


def next_steps(client: Screened) -> Iterator[str]:
    """Go through what would make the result milder, the fewest changes first."""
    for way in client.explanation.would_change[:2]:
        word = way.disposition.name if way.disposition else "The next questions"
        said = [changed.says for changed in way.changes if changed.says]
        if len(way.text) <= _LONGEST_WAY:
            yield f"{word} once this is so: {way.text}"
        elif said:
            yield f"{word} once {len(said)} things are so; the details name them."


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(text for text in dict.fromkeys(texts) if text)


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """Return sentences one by one, each once, so that whole ones can give way."""
    parts = (part for text in texts for part in _SENTENCE.split(text))
    return _once(part.strip() for part in parts)
