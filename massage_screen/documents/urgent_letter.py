"""The urgent letter: what a client takes to a doctor or an emergency department."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    ANSWERED_BY,
    LETTER_NAMES,
    Setting,
    as_clause,
    denied,
    each_once,
    foot,
    found,
    history,
    in_one,
    said,
)
from massage_screen.pack import BY_CLINICIANS
from massage_screen.screened import Screened

NAMES = LETTER_NAMES
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
                paragraphs=_known(screened) or ("Nothing was reported.",),
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
    return (
        "I am a massage therapist. This person came to me for a massage. I asked"
        " screening questions and have not massaged today, because"
        f" {as_clause(found(screened, setting)[0])} Please assess them"
        f" {how_soon(screened)}. I state no diagnosis."
    )


def _reported(screened: Screened, setting: Setting) -> Section:
    others = found(screened, setting)[1:3]
    return Section(
        title="What the client reports, in the words of the questions",
        items=(
            *each_once(said(screened, screened.reasons[:3])),
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
    return in_one(texts)


def _not_known(screened: Screened) -> tuple[Section, ...]:
    """Return what was not asked or not known; no section where there is nothing."""
    decision, questions = screened.decision, screened.pack.questions
    missing = (*decision.required, *decision.optional)
    gate = [questions[q].name for q in missing if questions[q].gate]
    unsure = [questions[q].name for q in decision.unsure]
    later = len(missing) - len(gate)
    more = [f"{later} later questions on history and today"] if later else []
    lines = (("Not asked", [*gate, *more]), ("Not sure", unsure))
    items = tuple(f"{label}: {'; '.join(names)}." for label, names in lines if names)
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
