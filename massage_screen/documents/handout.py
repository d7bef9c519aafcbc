"""The client's handout: what we do, what to watch for, and whom to call."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.documents.document import Document, Field, Section, blanks
from massage_screen.documents.parts import Setting, at_most, foot, warning_signs
from massage_screen.documents.regions import CLOSED, MILDER, OPEN, areas_of
from massage_screen.documents.screened import Screened
from massage_screen.pack import Disposition

NAMES = {"contact": "Your massage therapist, telephone"}

_LEADS = {
    Disposition.PROCEED: "We found no reason to put off your massage today.",
    Disposition.RESTRICT: "You can have a massage today, with the limits on this page.",
    Disposition.POSTPONE: "No massage today. Something must be settled first.",
    Disposition.REFER: "No massage today. Please see a doctor {soon}.",
    Disposition.EMERGENCY: "No massage. You need help {soon}.",
}
_UNFINISHED = "No massage yet. Not all questions were asked."


def handout(screened: Screened, names: Mapping[str, str], setting: Setting) -> Document:
    """Return the client's handout, with no name of the client on it.

    What to do now comes first, else the signs that may come later.
    """
    todo = _to_do(screened, setting)
    return Document(
        kind="handout",
        title="Your massage: what we talked about",
        word="",
        lead=_lead(screened, setting),
        sections=(
            *(todo if not screened.hands_on else ()),
            warning_signs(screened, setting),
            *(todo if screened.hands_on else ()),
            *(_we_do(screened) if screened.hands_on else ()),
            *((_stop(), _after()) if screened.hands_on else ()),
            Section(
                title="Questions?",
                fields=(*blanks(NAMES, names), Field(f"Your {setting.local.doctor}")),
            ),
        ),
        foot=foot(screened, setting),
        large=True,
    )


def _lead(screened: Screened, setting: Setting) -> str:
    decision = screened.decision
    if decision.disposition is None:
        return _UNFINISHED
    frame = screened.pack.timeframes.get(decision.timeframe)
    lead = _LEADS[decision.disposition].replace("a doctor", f"a {setting.local.doctor}")
    return lead.format(soon=frame.text if frame else "soon")


def _to_do(screened: Screened, setting: Setting) -> tuple[Section, ...]:
    told = [setting.local.words(finding.rule.tell) for finding in screened.reasons]
    items = at_most(told, 4, "ask your massage therapist")
    decision = screened.decision
    paragraphs: tuple[str, ...] = ()
    if decision.standing is Disposition.EMERGENCY:
        paragraphs = (_help(decision.timeframe, setting),)
    if not items and not paragraphs:
        return ()
    return (Section(title="What this means", paragraphs=paragraphs, items=items),)


def _help(timeframe: str, setting: Setting) -> str:
    if timeframe == "now":
        return f"Call {setting.local.number} now. Do not wait."
    return f"Go to an {setting.local.department} now. Do not wait."


def _we_do(screened: Screened) -> tuple[Section, ...]:
    areas = areas_of(screened)
    work = [a.text.lower() for a in areas if a.mark == OPEN]
    light = [a.text.lower() for a in areas if a.mark == MILDER]
    out = [a.text.lower() for a in areas if a.mark == CLOSED]
    lines = (
        ("We work as usual on", work),
        ("We work in a milder way on", light),
        ("We do not touch", out),
    )
    return (
        Section(
            title="What we will and will not do",
            items=tuple(
                f"{label}: {'; '.join(texts)}." for label, texts in lines if texts
            ),
        ),
    )


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
