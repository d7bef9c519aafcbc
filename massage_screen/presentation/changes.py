"""Shows what would change a result, and what to ask a doctor."""

from __future__ import annotations

from massage_screen.explanation.explain import WouldChange
from massage_screen.pack import Disposition
from massage_screen.presentation.console import Console
from massage_screen.presentation.opens import (
    once_in_words,
    openings_in_words,
    show_openings,
)
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import wait_in_words
from massage_screen.screened import Screened

_WAITS = (Disposition.POSTPONE, Disposition.REFER)
#: A step of more characters is told in the details.
_LONGEST_STEP = 240
_NOTHING = (
    "Nothing that can wait or be signed changes this. The client needs help first."
)


def show_changes(page: Page, client: Screened) -> None:
    """Show what would make a result milder or lift limits, as far as that is known.

    Where nothing was found nothing is said: what has strained may still heal.
    """
    decision, ways = client.decision, client.explanation.would_change
    if decision.standing is Disposition.EMERGENCY:
        page.heading("What would change this")
        page.paragraph(_NOTHING)
        return
    waits = [f.rule for f in decision.findings if f.rule.ranks_as in _WAITS]
    if not (ways or waits or client.opens):
        return
    page.heading("What would change this")
    page.items(dict.fromkeys(wait_in_words(rule, client.pack) for rule in waits))
    for way in ways:
        _show_way(page, way)
    show_openings(page, client)
    page.paragraph("Then screen again, from the first question.")


def show_what_changes(client: Screened, console: Console) -> None:
    """Show what would change the result, and what to ask a doctor, by themselves."""
    page = Page(console)
    show_changes(page, client)
    if client.decision.disposition is not None:
        show_questions_to_ask(page, client)


def changes_known(client: Screened) -> bool:
    """Say whether there is anything to show of what would change the result."""
    decision, explanation = client.decision, client.explanation
    waits = any(f.rule.ranks_as in _WAITS for f in decision.findings)
    if waits or decision.standing is Disposition.EMERGENCY:
        return True
    return bool(explanation.would_change or explanation.ask or client.opens)


def next_step(client: Screened) -> str:
    """Return in one sentence what would help most simply; "" when nothing is known.

    With hands on that is what lifts limits, without them what lets hands go on.
    Nothing is said of an emergency, nor of what is not finished.
    """
    if lines := openings_in_words(client):
        return lines[0]
    for way in client.explanation.would_change:
        if way.disposition is not None and way.disposition.hands_on:
            once, thing = once_in_words(way.changes, client.pack)
            lead = "with" if thing else "once this is so:"
            text = f"{way.disposition.name} {lead} {once}{'.' if thing else ''}"
            return text if len(text) <= _LONGEST_STEP else _counted(way)
    return ""


def _counted(way: WouldChange) -> str:
    word = way.disposition.name if way.disposition else ""
    count = len([changed for changed in way.changes if changed.says])
    return f"{word} once {count} things are so; the details name them."


def _show_way(page: Page, way: WouldChange) -> None:
    word = way.disposition.name if way.disposition else "the questions not yet asked"
    says = [changed.says for changed in way.changes if changed.says]
    so = "this is so" if len(says) == 1 else "all of this is so"
    verb = "It becomes" if way.disposition else "It is left to"
    page.paragraph(f"{verb} {word} once {so}:")
    page.items(says, lead="  - ")


def show_questions_to_ask(page: Page, client: Screened) -> None:
    """Show the questions that a doctor's answers could settle the result with."""
    if ask := client.explanation.ask:
        page.heading("What to ask the doctor")
        page.items(client.pack.questions[question].ask_clinician for question in ask)
