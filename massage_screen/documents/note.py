"""The note of the session in four parts: told, seen, decided, planned."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Box, Document, Field, Section, blanks
from massage_screen.documents.parts import (
    ANSWERED_BY,
    Setting,
    count_of_no,
    each_once,
    foot,
    headline,
    history,
    in_one,
    not_known,
    not_so,
    said,
    school_words,
    see_by,
)
from massage_screen.documents.plan_card import session_limits
from massage_screen.documents.regions import behind
from massage_screen.note_line import note_line
from massage_screen.presentation.words import urgency_in_words
from massage_screen.screened import Screened

NAMES = {"reference": "Client or reference", "therapist": "Therapist"}


def note(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the note of the session."""
    return Document(
        kind="note",
        line=note_line(screened),
        title="Note of the session",
        word=screened.word,
        lead=headline(screened, setting),
        fields=(*blanks(NAMES, names), Field("Date, time, length")),
        sections=(
            _subjective(screened),
            Section(
                title="O: what the therapist observed",
                fields=(Field(""), Field("")),
            ),
            _assessment(screened, setting, names.get("override", "")),
            _plan(screened, setting),
            Section(
                title="Filled in after the session",
                fields=(
                    Field("Techniques, regions, pressure, minutes"),
                    Field("How the client was during and after it"),
                    Field("Therapist, signature"),
                ),
            ),
            Section(
                title="Added later (who, when, why; what stands above stays)",
                fields=(Field(""),),
            ),
        ),
        foot=foot(screened, setting),
    )


def _subjective(screened: Screened) -> Section:
    others = (text for _, text in history(screened))
    reported = (*said(screened, screened.reasons), *others)
    return Section(
        title="S: what the client reports",
        paragraphs=(
            *in_one(reported),
            f"Answered with \u201cno\u201d or \u201cnone of these\u201d:"
            f" {count_of_no(screened)} questions.",
            *not_known(screened),
            *not_so(screened),
        ),
        small=True,
        boxes=(ANSWERED_BY,),
        fields=(
            Field("In the client's own words"),
            Field("Pain: where, since when, how strong (0 to 10), worse and better by"),
        ),
    )


def _assessment(screened: Screened, setting: Setting, override: str) -> Section:
    findings = [
        f"{urgency_in_words(f.rule, screened.pack)}: "
        f"{setting.local.words(f.found)} {behind(f.rule)}"
        for f in screened.reasons
    ]
    words = f"{screened.word}. {school_words(screened, setting)}".rstrip()
    return Section(
        title="A: what the screening found",
        paragraphs=(
            f"{words} This is no diagnosis. It is what follows from the answers, and"
            " covers the spine only.",
        ),
        items=each_once(findings),
        fields=(Field("Decided otherwise by the therapist, because", override),),
    )


def _plan(screened: Screened, setting: Setting) -> Section:
    dos = [setting.local.words(finding.do) for finding in screened.steps]
    limits = session_limits(screened) if screened.hands_on else ()
    return Section(
        title="P: plan",
        items=(*each_once(dos), *limits, *see_by(screened)),
        small=True,
        boxes=(
            Box(
                "Given",
                ("plan card", "urgent letter", "request", "handout", "advice, spoken"),
            ),
        ),
        fields=(Field("Next visit, next screening"),),
    )
