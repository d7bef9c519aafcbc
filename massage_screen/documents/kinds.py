"""Which pages there are, and which fits which decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from msgspec.structs import replace

from massage_screen.documents import handout, note, plan_card, request, urgent_letter
from massage_screen.documents.choices import FOR_CLIENTS, Kind
from massage_screen.documents.document import Document
from massage_screen.documents.parts import Setting
from massage_screen.enquiry import enquire
from massage_screen.errors import UnfitDocument
from massage_screen.pack import Disposition
from massage_screen.phrases import ENGLISH, Phrases
from massage_screen.screened import Screened

_Make = Callable[[Screened, Mapping[str, str], Setting], Document]
_MAKE: dict[Kind, _Make] = {
    Kind.PLAN: plan_card.plan_card,
    Kind.URGENT_LETTER: urgent_letter.urgent_letter,
    Kind.REQUEST: request.request,
    Kind.HANDOUT: handout.handout,
    Kind.NOTE: note.note,
}
_NAMES: dict[Kind, Mapping[str, str]] = {
    Kind.PLAN: plan_card.NAMES,
    Kind.URGENT_LETTER: urgent_letter.NAMES,
    Kind.REQUEST: request.NAMES,
    Kind.HANDOUT: handout.NAMES,
    Kind.NOTE: note.NAMES,
}


def names_of(kind: Kind) -> Mapping[str, str]:
    """Return the names and contacts that a page has room for, with their labels."""
    return _NAMES[kind]


def require_fit(kind: Kind, screened: Screened) -> None:
    """Refuse a page that would delay help, alarm without a reason, or ask for nothing.

    Raises:
        UnfitDocument: The message names the page to use instead.
    """
    if kind is Kind.URGENT_LETTER and not _urgent(screened):
        raise UnfitDocument(
            "Nothing found here is urgent. An urgent letter goes with REFER and"
            " EMERGENCY. To ask a doctor something, make the request."
        )
    if kind is Kind.REQUEST and (why := _needs_no_answer(screened)):
        raise UnfitDocument(why)


def fitting(screened: Screened) -> tuple[Kind, ...]:
    """Return the pages that fit a decision, the one that is needed first in front."""
    letters, own = (Kind.URGENT_LETTER, Kind.REQUEST), (Kind.PLAN,)
    first = (*own, *letters) if screened.hands_on else (*letters, *own)
    order = (*first, Kind.HANDOUT, Kind.NOTE)
    return tuple(kind for kind in order if _fits(kind, screened))


def _fits(kind: Kind, screened: Screened) -> bool:
    try:
        require_fit(kind, screened)
    except UnfitDocument:
        return False
    return True


def _urgent(screened: Screened) -> bool:
    return screened.decision.standing.urgent


def _needs_no_answer(screened: Screened) -> str:
    """Say why there is nothing to ask a doctor; nothing when there is."""
    standing, explanation = screened.decision.standing, screened.explanation
    hands_on = screened.hands_on and not screened.decision.see_by
    if standing is Disposition.EMERGENCY:
        return (
            "This is an EMERGENCY: do not ask and wait for a reply."
            " The client needs help first. Make the urgent-letter."
        )
    if screened.decision.disposition is Disposition.PROCEED:
        return "Nothing found here needs a doctor's answer."
    if enquire(screened):
        return ""
    if hands_on:
        return "No answer of a doctor changes these limits."
    if standing is Disposition.REFER:
        return (
            "A doctor must assess the client first; no answer in a letter changes"
            " that. Make the urgent-letter."
        )
    if standing is Disposition.POSTPONE and explanation.would_change:
        return "Nothing here is a doctor's to answer. It has to pass or settle first."
    return ""


def make_document(
    kind: Kind, screened: Screened, names: Mapping[str, str], setting: Setting
) -> Document:
    """Return a page.

    Args:
        kind: Which one.
        screened: What it is about.
        names: What was typed for some of `names_of(kind)`.
        setting: When and where it is printed.

    Raises:
        UnfitDocument: The page does not fit the decision.
    """
    require_fit(kind, screened)
    english = replace(setting, phrases=ENGLISH, told=None)
    english = replace(english, local=setting.local.english or setting.local)
    page = _MAKE[kind](screened, names, english)
    if kind not in FOR_CLIENTS or setting.phrases.language == ENGLISH.language:
        return page
    return _in_language(_MAKE[kind](screened, names, setting), page, setting.phrases)


def _in_language(page: Document, in_english: Document, phrases: Phrases) -> Document:
    """Return a page with its language; what both pages have is in English."""
    common, own = phrases.common, (ENGLISH.common.unreviewed,)
    return replace(
        page,
        language=phrases.language,
        page=(common.page, common.of),
        english=tuple({*page.texts()} & {*in_english.texts(), *own} - {""}),
    )
