"""The urgent letter: what a client takes to a doctor or an emergency department."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    ANSWERED_BY,
    LETTER_NAMES,
    Setting,
    at_most,
    denied,
    foot,
    found,
    history,
    said,
)
from massage_screen.pack import BY_CLINICIANS, Disposition
from massage_screen.screened import Screened

NAMES = LETTER_NAMES
_RECORD = "ask the therapist"
_URGENT = ("now", "today", "within_24_hours")


def urgent_letter(
    screened: Screened, names: Mapping[str, str], setting: Setting
) -> Document:
    """Return the urgent letter; who reads only its frame knows why it was written."""
    soon = how_soon(screened)
    urgent = "Urgent: please" if _timeframe(screened) in _URGENT else "Please"
    return Document(
        kind="urgent-letter",
        title=f"{urgent} assess this person {soon}",
        word="",
        lead=_lead(screened, setting),
        fields=(*blanks(NAMES, names), Field("Date and time")),
        sections=(
            _reported(screened, setting),
            Section(
                title="What I saw myself, without testing",
                fields=(Field(""), Field("")),
            ),
            Section(
                title="Asked, and the client reports none of it",
                items=denied(screened) or ("Nothing.",),
            ),
            *_not_known(screened),
            Section(
                title="Known before, as the client reports it",
                items=_known(screened) or ("Nothing was reported.",),
                fields=(Field("Medicines"), Field("Scans and results")),
                small=True,
            ),
            _massage(screened, setting),
        ),
        foot=(*foot(screened, setting), for_reference(screened)),
    )


def for_reference(screened: Screened) -> str:
    """Return the word of the screen, which only its users know."""
    return f"For the therapist: the screen says {screened.word}."


def how_soon(screened: Screened) -> str:
    """Return by when the client must be seen, in words."""
    frame = screened.pack.timeframes.get(_timeframe(screened))
    return frame.text if frame else "soon"


def _timeframe(screened: Screened) -> str:
    return screened.reasons[0].rule.timeframe


def _lead(screened: Screened, setting: Setting) -> str:
    to_day = screened.decision.standing is Disposition.EMERGENCY
    when = "now" if to_day else f"to be seen {how_soon(screened)}"
    return (
        f"I am a massage therapist. I send this person {when}, because of the answers"
        f" to my screening questions. {found(screened, setting)[0]} I ask for an"
        " assessment and state no diagnosis."
    )


def _reported(screened: Screened, setting: Setting) -> Section:
    others = found(screened, setting)[1:3]
    return Section(
        title="What the client reports, in the words of the questions",
        items=(
            *at_most(said(screened, screened.reasons[:3]), 6, _RECORD),
            *(f"Also found: {other}" for other in others),
        ),
        fields=(Field("Began, and how it changed (dates, own words)"),),
        boxes=(ANSWERED_BY,),
    )


def _known(screened: Screened) -> tuple[str, ...]:
    """Return the history; what was agreed about massage is of no use here."""
    texts = (
        text
        for question, text in history(screened)
        if not any(change.by in BY_CLINICIANS for change in question.changes)
    )
    return at_most(texts, 4, _RECORD)


def _not_known(screened: Screened) -> tuple[Section, ...]:
    """Return what was not asked or not known; no section where there is nothing."""
    decision, questions = screened.decision, screened.pack.questions
    missing = (*decision.required, *decision.optional)
    gate = [f"Not asked: {questions[q].name}" for q in missing if questions[q].gate]
    unsure = [f"Not sure: {questions[q].name}" for q in decision.unsure]
    later = len(missing) - len(gate)
    more = (f"{later} later questions on history and today.",) if later else ()
    items = (*at_most((*gate, *unsure), 3, _RECORD), *more)
    title = "Not asked, or the client was not sure"
    return (Section(title=title, items=items),) if items else ()


def _massage(screened: Screened, setting: Setting) -> Section:
    told = setting.local.words(screened.reasons[0].tell)
    return Section(
        title="Massage, and what the client was told",
        paragraphs=(f"Told: \u201c{told}\u201d",) if told else (),
        boxes=(
            Box("Massage", ("none was given", "was stopped at __:__ because:")),
            Box("The client", ("accepts the advice", "does not accept it")),
        ),
        fields=(Field("Told at (time), present"), Field("Signature")),
        small=True,
    )
