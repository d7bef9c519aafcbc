"""The result on one screen: what may be done, what not, until when, and what next.

The word first, the note last. What does not fit is left to the details, whole
sentences at a time, and the row says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from massage_screen.day import day_in_words, weeks_after
from massage_screen.decision import Finding, SeeBy
from massage_screen.glance import (
    Among,
    Glance,
    glance,
    regions_in_words,
    techniques_in_words,
)
from massage_screen.note_line import note_line
from massage_screen.pack import Disposition, Pack, overdue, urgency
from massage_screen.presentation.changes import next_step
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.row import Row, fitted
from massage_screen.presentation.words import (
    headline_of,
    minutes_in_words,
    weeks_in_words,
)
from massage_screen.screened import Screened
from massage_screen.text import capitalised, sentences_of

#: How early what is not needed at once gives way, the first of all at the top.
_NOTES, _WHY, _DO, _ASKED, _SAY, _STOP_IF, _NEXT, _POSITION = 9, 8, 7, 6, 5, 4, 3, 2
_AGAIN = "Screen again, from the first question."
_THEN_AGAIN = "Then screen again, from the first question."
_AFTER_DOCTOR = "After that visit, screen again from the first question."
_AFTER_HELP = "Before any massage later, screen again from the first question."
_URGENT_LETTER = "The urgent letter (pages) tells the doctor what was found."
_REQUEST = "The request (pages) asks the doctor what is open."


def show_card(client: Screened, console: Console, today: date) -> None:
    """Show the card, no longer than one screen.

    Args:
        client: What was decided, from which answers, and why.
        console: Where to show it.
        today: The day to hold the pack's review date against.
    """
    page = Page(console)
    for row in fitted(card(client, today), console.width):
        page.row(row)


def card_as_json(client: Screened, today: date) -> list[dict[str, str]]:
    """Return the rows of a card, whole, as labels and texts."""
    return [{"label": row.label, "text": row.text} for row in card(client, today)]


def card(client: Screened, today: date) -> tuple[Row, ...]:
    """Return the rows of a card, whole.

    Args:
        client: What was decided, from which answers, and why.
        today: The day to hold the pack's review date against.
    """
    word = client.decision.standing.value if client.has_result else "incomplete"
    rows = [Row(client.word, (client.headline,), role=f"word.{word}", heads=True)]
    if late := overdue.warning(client.pack, today.isoformat()):
        rows.append(Row("WARNING", (late,), role="warning"))
    if not client.has_result:
        rows += _unfinished(client)
    elif client.hands_on:
        rows += _hands_on(client)
    else:
        rows += _hands_off(client)
    rows.append(Row("Note", (note_line(client),)))
    return tuple(row for row in rows if row.said)


# Hands on


def _hands_on(client: Screened) -> Iterator[Row]:
    decision = client.decision
    reasons = [f for f in client.reasons if f.rule.when is not None]
    notes = [f for f in client.notes if f.rule.when is not None]
    if decision.see_by is not None:
        yield _see_by(decision.see_by, client.decided_on)
    asking = [finding for finding in notes if not finding.rule.restrict]
    dos = _sentences(f.do for f in (*reasons, *asking))
    yield Row("Do", dos, gives_way=_DO)
    if reasons:
        beside = _count(len(notes), "note") if notes else ""
        yield Row("Why", _founds(reasons), gives_way=_WHY, beside=beside)
    else:
        yield Row("Found", _founds(notes), keeps=0, gives_way=_NOTES)
    yield from _places(client)
    yield from _session(client)
    yield Row("Next", _said(next_step(client)), keeps=0, gives_way=_NEXT)


def _see_by(see_by: SeeBy, decided_on: str) -> Row:
    day = weeks_after(decided_on, see_by.weeks) if decided_on else ""
    by = day_in_words(day) if day else f"within {weeks_in_words(see_by.weeks)}"
    what_for = "; ".join(text.rstrip(".") for text in see_by.what_for)
    after = "After that day no massage until a clinician has seen it."
    return Row("See by", (f"{by}: {what_for}.", *([after] if see_by.overdue else [])))


def _places(client: Screened) -> Iterator[Row]:
    """Say what may be done where; none of it ever gives way."""
    pack = client.pack
    seen = glance(client.decision, pack)
    yield _where("Closed", seen.closed, pack, "closed")
    for cap, regions in seen.levels.items():
        yield _where(_pressure(cap, pack), regions, pack)
    yield _where("Open", seen.open, pack)
    everywhere = techniques_in_words(seen.everywhere, pack)
    out = [f"everywhere: {everywhere}"] if everywhere else []
    out += _among(seen.left_out, pack)
    yield Row("Leave out", _said("; ".join(out)), role="closed")
    yield Row("Milder", _said("; ".join(_milder(seen, pack))))


def _where(
    label: str, regions: tuple[str, ...], pack: Pack, role: str = "label"
) -> Row:
    return Row(label, _said(regions_in_words(regions, pack)), role=role)


def _pressure(cap: int, pack: Pack) -> str:
    short = pack.about.pressure_short
    return short[cap - 1] if cap <= len(short) else f"Up to {cap}"


def _among(amongs: Iterable[Among], pack: Pack) -> list[str]:
    return [
        f"{regions_in_words(each.regions, pack)}:"
        f" {techniques_in_words(each.techniques, pack)}"
        for each in amongs
    ]


def _milder(seen: Glance, pack: Pack) -> Iterator[str]:
    for each in seen.milder:
        everywhere = each.regions == seen.open and len(seen.open) > 1
        where = "where open" if everywhere else regions_in_words(each.regions, pack)
        what = techniques_in_words(each.techniques, pack)
        yield f"{where}: {'everything' if each.whole else what}"


def _session(client: Screened) -> Iterator[Row]:
    """Say what holds for the whole session."""
    plan, pack = client.decision.plan, client.pack
    avoided = [pack.positions[p].name for p in plan.positions_avoid]
    supports = [pack.supports[s] for s in plan.supports]
    used = [
        support.name
        for support in supports
        if not support.positions or {*support.positions} - {*plan.positions_avoid}
    ]
    moves = [pack.movements[m].name for m in plan.movements_avoid]
    said = (
        f"Not {_or(avoided)}." if avoided else "",
        f"No {_or(moves)}." if moves else "",
        capitalised(f"{', '.join(used)}.") if used else "",
    )
    yield Row("Position", _said(*said), gives_way=_POSITION)
    yield Row("Time", _time(client))
    always = pack.about.stop_short or "; ".join(pack.about.stop_signs)
    more = [f"Or: {text.rstrip('.')}." for text in plan.stop_on]
    yield Row("Stop if", (f"{always.rstrip('.')}.", *more), gives_way=_STOP_IF)


def _time(client: Screened) -> tuple[str, ...]:
    most, every = (
        client.decision.plan.minutes_at_most,
        client.decision.plan.check_in_every,
    )
    return _said(
        f"At most {minutes_in_words(most.value)}." if most else "",
        f"Ask how it is every {minutes_in_words(every.value)}." if every else "",
    )


# Hands off


def _hands_off(client: Screened) -> Iterator[Row]:
    yield from _steps(client)
    yield from _reasons(client)
    first = _as_urgent(client.steps)
    yield Row("Say", _sentences(f.tell for f in first), gives_way=_SAY)
    if client.stopped_early:
        left = _count(len(client.decision.required), "question", "")
        yield Row("Not asked", (f"{left} that could make it more urgent.",))
    yield Row("Next", tuple(_next(client)), gives_way=_NEXT)


def _steps(client: Screened) -> Iterator[Row]:
    """Say what to do now; what is less urgent waits in the details."""
    first = _as_urgent(client.steps)
    dos = _sentences(f.do for f in first)
    later = len(set(_sentences(f.do for f in client.steps[len(first) :])) - {*dos})
    yield Row("Do", dos, gives_way=_DO, left=later)


def _reasons(client: Screened) -> Iterator[Row]:
    """Say why: what is as urgent as the result, and how much there is beside it."""
    first = _as_urgent(client.reasons)
    beside = len(client.reasons) - len(first)
    yield Row("Why", _founds(first), gives_way=_WHY, left=beside)


def _next(client: Screened) -> Iterator[str]:
    standing = client.decision.standing
    if standing is Disposition.EMERGENCY:
        yield _AFTER_HELP
        return
    first = _said(next_step(client))
    yield from first
    if standing is Disposition.REFER:
        yield _URGENT_LETTER
        yield _AFTER_DOCTOR
        return
    if client.explanation.ask:
        yield _REQUEST
    yield _THEN_AGAIN if first or client.explanation.ask else _AGAIN


# Not finished


def _unfinished(client: Screened) -> Iterator[Row]:
    decision, pack = client.decision, client.pack
    if client.hands_off:
        so_far = headline_of(decision.findings[0], pack)
        role = f"word.{decision.standing.value}"
        words = f"{decision.standing.name}: {so_far}"
        yield Row("So far", (words,), role=role)
        yield from _steps(client)
    yield from _reasons(client)
    asked = [pack.questions[question].ask for question in decision.required]
    label = f"Ask {len(asked)}"
    yield Row(label, tuple(asked), gives_way=_ASKED)


# What they share


def _as_urgent(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that are as urgent as the first."""
    first = [urgency(finding.rule) for finding in findings[:1]]
    return tuple(f for f in findings if urgency(f.rule) in first)


def _sentences(texts: Iterable[str]) -> tuple[str, ...]:
    """Return sentences one by one, each once."""
    return tuple(dict.fromkeys(each for text in texts for each in sentences_of(text)))


def _founds(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what was found, a piece for each finding, no sentence twice."""
    told: set[str] = set()
    pieces = []
    for finding in findings:
        fresh = [each for each in sentences_of(finding.found) if each not in told]
        told.update(fresh)
        pieces.append(" ".join(fresh))
    return _said(*pieces)


def _or(names: list[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]]) if names[1:] else names[0]


def _said(*texts: str) -> tuple[str, ...]:
    return tuple(text for text in texts if text)


def _count(number: int, thing: str, lead: str = "and ") -> str:
    return f"{lead}{number} {thing}{'' if number == 1 else 's'}"
