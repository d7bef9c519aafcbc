"""The urgent letter: what a client takes to a doctor or an emergency department."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    ANSWERED_BY,
    Setting,
    at_most,
    denied,
    foot,
    found,
    history,
    said,
)
from massage_screen.documents.screened import Screened
from massage_screen.pack import Disposition

NAMES = {
    "doctor": "To",
    "client": "Client",
    "birth": "Date of birth",
    "therapist": "From",
    "registration": "Registration",
    "contact": "Telephone",
}
_RECORD = "ask the therapist"


def urgent_letter(
    screened: Screened, names: Mapping[str, str], setting: Setting
) -> Document:
    """Return the urgent letter."""
    return Document(
        kind="urgent-letter",
        title=f"Urgent: please assess {_soon(screened)}",
        word=screened.decision.standing.name,
        lead=_lead(screened),
        fields=(*blanks(NAMES, names), Field("Date and time")),
        sections=(
            Section(
                title="What the client reports",
                paragraphs=found(screened, 3, setting),
                items=at_most(said(screened, screened.reasons[:3]), 4, _RECORD),
                fields=(Field("Began, and how it changed (dates, own words)"),),
                boxes=(ANSWERED_BY,),
            ),
            Section(
                title="What I saw myself, without testing",
                fields=(Field(""),),
            ),
            Section(
                title="Asked, and the client reports none of it",
                items=denied(screened) or ("Nothing: see the next list.",),
                small=True,
            ),
            _not_asked(screened),
            Section(
                title="Known before, as the client reports it",
                items=history(screened, 1) or ("Nothing was reported.",),
                fields=(Field("Medicines"), Field("Scans and results")),
                small=True,
            ),
            _massage(screened, setting),
        ),
        foot=foot(screened, setting),
    )


def _soon(screened: Screened) -> str:
    frame = screened.pack.timeframes.get(screened.reasons[0].rule.timeframe)
    return frame.text if frame else "soon"


def _lead(screened: Screened) -> str:
    to_day = screened.decision.standing is Disposition.EMERGENCY
    when = "now" if to_day else f"to be seen {_soon(screened)}"
    return (
        f"I am a massage therapist. I send this person {when}, because the answers to"
        " my screening questions match warning signs. I ask for an assessment; I state"
        " no diagnosis."
    )


def _not_asked(screened: Screened) -> Section:
    decision, questions = screened.decision, screened.pack.questions
    missing = (*decision.required, *decision.optional)
    gate = [questions[q].ask for q in missing if questions[q].gate]
    unsure = [f"Not sure: {questions[q].ask}" for q in decision.unsure]
    later = len(missing) - len(gate)
    more = (f"{later} later questions on history and today.",) if later else ()
    items = at_most((*gate, *unsure), 2, _RECORD)
    return Section(
        title="Not asked, or the client was not sure",
        items=(*items, *more) or ("Nothing: every question was answered.",),
        small=True,
    )


def _massage(screened: Screened, setting: Setting) -> Section:
    told = setting.local.words(screened.reasons[0].rule.tell)
    return Section(
        title="Massage, and what the client was told",
        paragraphs=(f"Advice: {told}",) if told else (),
        boxes=(
            Box("Massage", ("none was given", "was stopped at __:__ because:")),
            Box("The client", ("accepts the advice", "does not accept it")),
        ),
        fields=(Field("Told at (time), present"), Field("Signature")),
        small=True,
    )
