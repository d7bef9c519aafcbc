"""Which pages there are, and which fits which decision."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from massage_screen.documents import handout, note, plan_card, request, urgent_letter
from massage_screen.documents.choices import Kind
from massage_screen.documents.document import Document
from massage_screen.documents.parts import Setting
from massage_screen.documents.screened import Screened
from massage_screen.errors import UnfitDocument
from massage_screen.pack import Disposition

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
    """Refuse a page that would delay help, or alarm without a reason.

    Raises:
        UnfitDocument: The message names the page to use instead.
    """
    standing = screened.decision.standing
    urgent = standing.rank >= Disposition.REFER.rank
    if kind is Kind.URGENT_LETTER and not urgent:
        raise UnfitDocument(
            "Nothing found here is urgent. An urgent letter goes with REFER and"
            " EMERGENCY. To ask a doctor something, make the request."
        )
    if kind is Kind.REQUEST and standing is Disposition.EMERGENCY:
        raise UnfitDocument(
            "This is an EMERGENCY: do not ask and wait for a reply."
            " The client needs help first. Make the urgent-letter."
        )
    if kind is Kind.REQUEST and screened.decision.disposition is Disposition.PROCEED:
        raise UnfitDocument("Nothing found here needs a doctor's answer.")


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
    return _MAKE[kind](screened, names, setting)
