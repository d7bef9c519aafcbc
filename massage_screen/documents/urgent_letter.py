"""The urgent letter: what a client takes to a doctor or an emergency department."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    Setting,
    answered_by,
    as_clause,
    denied,
    each_once,
    foot,
    found,
    history,
    in_one,
    letter_names,
    said,
)
from massage_screen.pack import BY_CLINICIANS
from massage_screen.phrases import Urgent
from massage_screen.screened import Screened

NAMES = letter_names()
_URGENT = ("now", "today", "within_24_hours")


def urgent_letter(
    screened: Screened, names: Mapping[str, str], setting: Setting
) -> Document:
    """Return the urgent letter; who reads only its frame knows why it was written."""
    words, letter = setting.phrases.urgent, setting.phrases.letter
    urgent = _timeframe(screened) in _URGENT
    title = words.title_urgent if urgent else words.title
    return Document(
        kind="urgent-letter",
        title=title.format(soon=how_soon(screened, setting)),
        word="",
        lead=_lead(screened, setting),
        fields=(
            *blanks(letter_names(setting.phrases), names),
            Field(letter.date_time),
        ),
        sections=(
            _reported(screened, setting),
            Section(title=words.saw, fields=(Field(""), Field(""))),
            Section(title=words.denied, items=denied(screened) or (letter.nothing,)),
            *_not_known(screened, words),
            Section(
                title=words.known,
                paragraphs=_known(screened) or (words.not_reported,),
                fields=(Field(words.medicines), Field(words.scans)),
                small=True,
            ),
            _massage(screened, setting),
        ),
        foot=(*foot(screened, setting), for_reference(screened)),
    )


def for_reference(screened: Screened) -> str:
    """Return the word of the screen, which only its users know."""
    return f"For the therapist: the screen says {screened.word}."


def how_soon(screened: Screened, setting: Setting) -> str:
    """Return by when the client must be seen, in words."""
    frame = setting.client(screened).pack.timeframes.get(_timeframe(screened))
    return frame.text if frame else setting.phrases.letter.soon


def _timeframe(screened: Screened) -> str:
    return screened.reasons[0].rule.timeframe


def _lead(screened: Screened, setting: Setting) -> str:
    return setting.phrases.urgent.lead.format(
        why=as_clause(found(screened, setting)[0]), soon=how_soon(screened, setting)
    )


def _reported(screened: Screened, setting: Setting) -> Section:
    words, others = setting.phrases.urgent, found(screened, setting)[1:3]
    return Section(
        title=words.reported,
        items=(
            *each_once(said(screened, screened.reasons[:3])),
            *(words.also_found.format(found=other) for other in others),
        ),
        fields=(Field(words.began),),
        boxes=(answered_by(setting.phrases),),
    )


def _known(screened: Screened) -> tuple[str, ...]:
    """Return the history; what was agreed about massage is of no use here."""
    texts = (
        text
        for question, text in history(screened)
        if not any(change.by in BY_CLINICIANS for change in question.changes)
    )
    return in_one(texts)


def _not_known(screened: Screened, words: Urgent) -> tuple[Section, ...]:
    """Return what was not asked or not known; no section where there is nothing."""
    decision, questions = screened.decision, screened.pack.questions
    missing = (*decision.required, *decision.optional)
    gate = [questions[q].name for q in missing if questions[q].gate]
    unsure = [questions[q].name for q in decision.unsure]
    later = len(missing) - len(gate)
    more = [words.later.format(count=later)] if later else []
    lines = ((words.not_asked, [*gate, *more]), (words.not_sure, unsure))
    items = tuple(line.format(what="; ".join(names)) for line, names in lines if names)
    return (Section(title=words.not_known, items=items),) if items else ()


def _massage(screened: Screened, setting: Setting) -> Section:
    words = setting.phrases.urgent
    told = setting.local.words(setting.client(screened).reasons[0].tell)
    return Section(
        title=words.massage,
        paragraphs=(words.told.format(told=told),) if told else (),
        boxes=(
            Box(words.massage_box, words.massage_given),
            Box(words.advice, words.advice_taken),
        ),
        fields=(Field(words.told_at), Field(words.signature)),
        small=True,
    )
