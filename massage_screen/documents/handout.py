"""The client's handout: what we do, what to watch for, and whom to call."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.documents.document import Document, Field, Section, blanks
from massage_screen.documents.parts import (
    Setting,
    each_once,
    foot,
    see_by,
    warning_signs,
)
from massage_screen.documents.regions import CLOSED, MILDER, OPEN, areas_of
from massage_screen.pack import Disposition, urgency
from massage_screen.phrases import ENGLISH, Handout
from massage_screen.screened import Screened

NAMES = {"contact": ENGLISH.handout.contact}


def handout(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the client's handout, with no name of the client on it.

    What to do now comes first, else the signs that may come later.
    """
    screened = setting.client(screened)
    words = setting.phrases.handout
    means, after = _means(screened, setting), _next(screened, setting)
    urgent = screened.decision.standing.urgent
    now = (after, *means) if urgent else (*means, after)
    signs = warning_signs(screened, setting)
    massage = (*means, _we_do(screened, words), _stop(words), _after(words))
    card = screened.pack.about.warning_card
    doctor = words.your_doctor.format(doctor=setting.local.doctor)
    ask = Section(
        title=words.questions,
        paragraphs=(card,) if card else (),
        fields=(*blanks({"contact": words.contact}, names), Field(doctor)),
    )
    return Document(
        kind="handout",
        title=words.title if screened.hands_on else words.title_off,
        word="",
        lead=_lead(screened, setting),
        sections=(
            *((signs, *massage) if screened.hands_on else (*now, signs)),
            ask,
        ),
        foot=foot(screened, setting),
        large=True,
    )


def _lead(screened: Screened, setting: Setting) -> str:
    decision, words = screened.decision, setting.phrases.handout
    if screened.stopped_early:
        return _lead_of(decision.standing, words)
    if decision.disposition is None:
        return words.unfinished
    frame = screened.pack.timeframes.get(decision.timeframe)
    soon = frame.text if frame else words.soon
    lead = _lead_of(decision.disposition, words)
    return lead.format(doctor=setting.local.doctor, soon=soon)


def _lead_of(disposition: Disposition, words: Handout) -> str:
    lead: str = getattr(words, disposition.value)
    return lead


def _means(screened: Screened, setting: Setting) -> tuple[Section, ...]:
    """Return what is told to the client; of findings only the most urgent.

    Two dates for one visit would leave a client to choose.
    """
    reasons = screened.reasons
    if reasons and not screened.hands_on:
        worst = urgency(reasons[0].rule)
        reasons = tuple(f for f in reasons if urgency(f.rule) == worst)
    told = (setting.local.words(finding.tell) for finding in reasons)
    items = each_once(told)
    asked, words = see_by(screened, setting.phrases), setting.phrases.handout
    means = (Section(title=words.means, items=items),) if items else ()
    visit = (Section(title=words.see_clinician, items=asked),) if asked else ()
    return (*visit, *means)


def _next(screened: Screened, setting: Setting) -> Section:
    """Return whom to call or to see, and how it goes on after that."""
    standing, local = screened.decision.standing, setting.local
    words = setting.phrases.handout
    timeframe = screened.reasons[0].rule.timeframe if screened.reasons else ""
    first = {
        "now": words.call_now,
        "today": words.go_today,
        "within_24_hours": words.in_24_hours,
    }.get(timeframe, "")
    letter = after = ""
    if standing.urgent:
        letter, after = words.letter, words.after_that
    elif standing is Disposition.POSTPONE:
        after = words.settled
    first = first.format(
        number=local.number, department=local.where_to, doctor=local.doctor
    )
    steps = (first, letter, after or words.others_first)
    return Section(title=words.next, items=tuple(filter(None, steps)))


def _we_do(screened: Screened, words: Handout) -> Section:
    areas = areas_of(screened)
    lines = ((words.usual, OPEN), (words.milder, MILDER), (words.out, CLOSED))
    named = (
        (line, [area.text.lower() for area in areas if area.mark == mark])
        for line, mark in lines
    )
    return Section(
        title=words.do,
        items=(
            *(line.format(places="; ".join(texts)) for line, texts in named if texts),
            *_session(screened, words),
        ),
    )


def _session(screened: Screened, words: Handout) -> Iterator[str]:
    plan, about = screened.decision.plan, screened.pack.about
    most = plan.pressure_at_most
    if most is not None and most.value <= len(words.pressure):
        yield words.most.format(pressure=words.pressure[most.value - 1])
    positions = [p.text.lower() for p in about.position if p.id in plan.positions_avoid]
    if positions:
        yield words.positions.format(positions="; ".join(positions))
    if plan.minutes_at_most is not None:
        count = plan.minutes_at_most.value
        yield words.minute if count == 1 else words.minutes.format(minutes=count)


def _stop(words: Handout) -> Section:
    return Section(title=words.stop, paragraphs=(words.stop_how,))


def _after(words: Handout) -> Section:
    return Section(title=words.after, paragraphs=(words.after_how,))
