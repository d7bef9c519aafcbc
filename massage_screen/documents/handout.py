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
from massage_screen.presentation.words import minutes_in_words
from massage_screen.screened import Screened

NAMES = {"contact": "Your massage therapist, telephone"}

_LEADS = {
    Disposition.PROCEED: "We found no reason to put off your massage today.",
    Disposition.RESTRICT: "You can have a massage today, with the limits on this page.",
    Disposition.POSTPONE: "No massage today. Something must be settled first.",
    Disposition.REFER: "No massage today. Please see a {doctor} {soon}.",
    Disposition.EMERGENCY: "No massage. You need help {soon}.",
}
_UNFINISHED = "No massage yet. Not all questions were asked."
#: What the five levels of pressure feel like.
_PRESSURE = ("a touch on the skin", "a light touch", "medium pressure", "firm pressure")


def handout(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the client's handout, with no name of the client on it.

    What to do now comes first, else the signs that may come later.
    """
    means, after = _means(screened, setting), _next(screened, setting)
    urgent = screened.decision.standing.urgent
    now = (after, *means) if urgent else (*means, after)
    signs = warning_signs(screened, setting)
    massage = (*means, _we_do(screened), _stop(), _after())
    card = screened.pack.about.warning_card
    ask = Section(
        title="Questions?",
        paragraphs=(card,) if card else (),
        fields=(*blanks(NAMES, names), Field(f"Your {setting.local.doctor}")),
    )
    return Document(
        kind="handout",
        title="Your massage: good to know" if screened.hands_on else "What to do now",
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
    decision = screened.decision
    if screened.stopped_early:
        return _LEADS[decision.standing]
    if decision.disposition is None:
        return _UNFINISHED
    frame = screened.pack.timeframes.get(decision.timeframe)
    soon = frame.text if frame else "soon"
    return _LEADS[decision.disposition].format(doctor=setting.local.doctor, soon=soon)


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
    asked = see_by(screened)
    means = (Section(title="What this means", items=items),) if items else ()
    visit = (Section(title="Please see a clinician", items=asked),) if asked else ()
    return (*visit, *means)


def _next(screened: Screened, setting: Setting) -> Section:
    """Return whom to call or to see, and how it goes on after that."""
    standing, local = screened.decision.standing, setting.local
    timeframe = screened.reasons[0].rule.timeframe if screened.reasons else ""
    first = {
        "now": f"Call {local.number} now. Do not wait.",
        "today": f"Go to an {local.department} now. Do not wait.",
        "within_24_hours": f"If no {local.doctor} can see you in that time, go to an"
        f" {local.department}.",
    }.get(timeframe, "")
    letter = after = ""
    if standing.urgent:
        letter = "Take the letter of your massage therapist with you."
        after = "After that, we ask the questions again."
    elif standing is Disposition.POSTPONE:
        after = "When it is settled, we ask the questions again."
    steps = (first, letter, after or "We ask the other questions first.")
    return Section(title="What comes next", items=tuple(filter(None, steps)))


def _we_do(screened: Screened) -> Section:
    areas = areas_of(screened)
    work = [a.text.lower() for a in areas if a.mark == OPEN]
    light = [a.text.lower() for a in areas if a.mark == MILDER]
    out = [a.text.lower() for a in areas if a.mark == CLOSED]
    lines = (
        ("We work as usual on", work),
        ("We work in a milder way on", light),
        ("We do not touch", out),
    )
    return Section(
        title="What we will and will not do",
        items=(
            *(f"{label}: {'; '.join(texts)}." for label, texts in lines if texts),
            *_session(screened),
        ),
    )


def _session(screened: Screened) -> Iterator[str]:
    plan, about = screened.decision.plan, screened.pack.about
    most = plan.pressure_at_most
    if most is not None and most.value <= len(_PRESSURE):
        yield f"The most you will feel is {_PRESSURE[most.value - 1]}."
    positions = [p.text.lower() for p in about.position if p.id in plan.positions_avoid]
    if positions:
        yield f"You will not lie or sit like this: {'; '.join(positions)}."
    if plan.minutes_at_most is not None:
        minutes = minutes_in_words(plan.minutes_at_most.value)
        yield f"The massage takes at most {minutes}."


def _stop() -> Section:
    return Section(
        title="You can stop at any time",
        paragraphs=("Say \u201cstop\u201d or lift a hand. You need no reason.",),
    )


def _after() -> Section:
    return Section(
        title="After the massage",
        paragraphs=(
            "You may feel a little sore for a day or two. That is common, and it"
            " goes away. If it gets worse, call us.",
        ),
    )
