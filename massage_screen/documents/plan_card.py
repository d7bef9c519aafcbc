"""The session plan card: what the therapist keeps to, on one page with a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    ANSWERED_BY,
    Setting,
    foot,
    headline,
    in_one,
    not_known,
    said,
    see_by,
)
from massage_screen.documents.regions import (
    CLOSED,
    MILDER,
    areas_of,
    caps_of,
    closing,
    left_out_everywhere,
    left_out_where_milder,
    rows_of,
)
from massage_screen.presentation.words import (
    headline_of,
    minutes_in_words,
    pressure_in_words,
)
from massage_screen.screened import Screened

NAMES = {"reference": "Client or reference", "therapist": "Therapist"}


def plan_card(
    screened: Screened, names: Mapping[str, str], setting: Setting
) -> Document:
    """Return the session plan card."""
    hands_on = (_map(screened), _session(screened), _stop(screened, setting))
    return Document(
        kind="plan",
        title="Session plan card",
        word=screened.word,
        lead=headline(screened, setting),
        fields=(*blanks(NAMES, names), Field("Date, time")),
        sections=(
            _now(screened, setting),
            *(hands_on if screened.hands_on else (_closed(screened),)),
            _why(screened, setting),
            *_open_questions(screened),
            _consent(screened),
            Section(
                title="What this screen does not cover",
                paragraphs=(screened.pack.about.not_covered,),
                small=True,
                role="under",
            ),
        ),
        foot=foot(screened, setting),
        columns=2,
    )


def _now(screened: Screened, setting: Setting) -> Section:
    decision, local = screened.decision, setting.local
    first = [f for f in screened.reasons if f.rule.ranks_as is decision.standing]
    items = tuple(dict.fromkeys(local.words(f.do) for f in first if f.do))
    paragraphs = []
    if not screened.has_result and screened.reasons:
        words = headline_of(screened.reasons[0], screened.pack)
        paragraphs.append(f"So far {decision.standing.name}: {local.words(words)}")
    return Section(
        title="What to do now",
        paragraphs=tuple(paragraphs),
        items=(*(items or (_nothing_found(screened),)), *_for_the_client(screened)),
        boxes=(ANSWERED_BY,),
        role="wide",
    )


def _for_the_client(screened: Screened) -> Iterator[str]:
    yield from (f"The client: {words}" for words in see_by(screened))


def _nothing_found(screened: Screened) -> str:
    if screened.hands_on:
        return "Keep to the limits and notes below."
    return "Do not massage on this screen. Ask the questions that are left."


def _closed(screened: Screened) -> Section:
    return Section(
        title="Where",
        paragraphs=("No technique in any region.",),
        areas=areas_of(screened),
    )


def _map(screened: Screened) -> Section:
    most = screened.decision.plan.pressure_at_most
    caps = [
        pressure_in_words(cap, screened.pack)
        for cap in caps_of(screened)
        if most is None or cap != most.value  # that one stands in the next section
    ]
    left_out = (
        ("Leave out everywhere", left_out_everywhere(screened)),
        (f"Leave out also where marked {MILDER}", left_out_where_milder(screened)),
    )
    return Section(
        title="Where",
        paragraphs=(
            *(f"{where}: {_named(screened, t)}." for where, t in left_out if t),
            *(f"Pressure {cap}." for cap in caps),
        ),
        areas=areas_of(screened),
        rows=rows_of(screened),
    )


def _named(screened: Screened, techniques: tuple[str, ...]) -> str:
    return ", ".join(screened.pack.techniques[each].text for each in techniques)


def _session(screened: Screened) -> Section:
    return Section(
        title="For the whole session",
        items=tuple(session_limits(screened)) or ("No further limit was found.",),
    )


def session_limits(screened: Screened) -> Iterator[str]:
    """Go through what holds whatever region is worked on, as sentences."""
    plan, about = screened.decision.plan, screened.pack.about
    if plan.pressure_at_most:
        level = pressure_in_words(plan.pressure_at_most.value, screened.pack)
        yield f"Pressure: nowhere more than {level}."
    positions = [p.text for p in about.position if p.id in plan.positions_avoid]
    left = [p.text for p in about.position if p.id not in plan.positions_avoid]
    if positions:
        yield f"Not in this position: {_list(positions)}. Left: {_list(left)}."
    out = plan.positions_avoid.keys()
    supports = [
        each.text
        for each in about.support
        if each.id in plan.supports
        and (not each.positions or set(each.positions) - out)
    ]
    if supports:
        yield f"Supports: {'; '.join(supports)}."
    movements = [m.text for m in about.movement if m.id in plan.movements_avoid]
    if movements:
        yield f"Movements to leave out: {_list(movements, '; ')}."
    if plan.minutes_at_most:
        minutes = minutes_in_words(plan.minutes_at_most.value)
        yield f"Time: hands on for at most {minutes}."


def _list(texts: list[str], between: str = ", ") -> str:
    return between.join(text[:1].lower() + text[1:] for text in texts) or "none"


def _stop(screened: Screened, setting: Setting) -> Section:
    """Return when to ask the client, and when to stop.

    How often is asked comes from the findings; the moments are those that teachers
    name: first touch, a new position, and a body that answers.
    """
    plan, about = screened.decision.plan, screened.pack.about
    every = plan.check_in_every
    often = f", and every {minutes_in_words(every.value)}" if every else ""
    return Section(
        title="Ask, and stop",
        paragraphs=(
            "Ask how it is at the first touch of each region, after each change of"
            f" position, when breath or muscles tighten{often}.",
            "Stop at once if there is:",
        ),
        items=(*about.stop_signs, *(setting.local.words(t) for t in plan.stop_on)),
        role="alarm",
    )


def _why(screened: Screened, setting: Setting) -> Section:
    """Return the findings that no closed region names; without massage, the answers.

    Where there is massage, the room belongs to what is kept to.
    """
    answers = () if screened.hands_on else said(screened, screened.reasons[:3])
    nothing = "Every question that had to be asked was answered; no rule objects."
    beside = "What was found stands beside the closed regions."
    whys = _whys(screened, setting)
    return Section(
        title="Why",
        paragraphs=(
            *(in_one(whys) if screened.hands_on else whys),
            *(() if whys else (beside if screened.reasons else nothing,)),
            *in_one(answers, "Answered"),
        ),
        small=screened.hands_on,
        role="under" if screened.hands_on else "",
    )


def _whys(screened: Screened, setting: Setting) -> tuple[str, ...]:
    """Return what was found, each once."""
    told: set[str] = set()
    if screened.hands_on:
        closed = (a.id for a in areas_of(screened) if a.mark == CLOSED)
        told = {f.rule.id for region in closed for f in closing(screened, region)}
    left = (f.found for f in screened.reasons if f.rule.id not in told)
    return tuple(map(setting.local.words, dict.fromkeys(left)))


def _open_questions(screened: Screened) -> Iterator[Section]:
    if lines := not_known(screened):
        yield Section(title="Not sure or not asked", paragraphs=lines, small=True)


def _consent(screened: Screened) -> Section:
    talk = (
        "what I do and where",
        "what it may and may not help",
        "what may be felt after it",
        "what else there is",
        "what if nothing is done",
        "the client may ask and stop at any time",
    )
    if not screened.hands_on:
        return Section(
            title="Told to the client",
            boxes=(Box("The client", ("was told", "agrees", "does not agree")),),
            fields=(Field("Who was present"), Field("Therapist, date and time")),
        )
    return Section(
        title="Consent: we spoke about",
        boxes=(Box("", talk),),
        fields=(
            Field("Client (or parent, guardian), date"),
            Field("Therapist, date"),
        ),
        small=True,
        role="under",
    )
