"""Shows what would change a result, and what to ask a doctor."""

from __future__ import annotations

from massage_screen.decision import Decision
from massage_screen.explanation import Explanation, WouldChange
from massage_screen.pack import Disposition, Pack
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import wait_in_words

_WAITS = (Disposition.POSTPONE, Disposition.REFER)


def show_changes(
    page: Page, decision: Decision, pack: Pack, explanation: Explanation
) -> None:
    """Show what would make a result milder, or that nothing does."""
    if decision.standing is Disposition.PROCEED:
        return
    ways = explanation.would_change
    rules = [f.rule for f in decision.findings if f.rule.ranks_as in _WAITS]
    if decision.disposition is None and not rules:
        return
    page.heading("What would change this")
    waits = [] if decision.standing is Disposition.EMERGENCY else rules
    page.items(dict.fromkeys(wait_in_words(rule, pack) for rule in waits))
    for way in ways:
        _show_way(page, way)
    if decision.disposition is not None and not ways:
        page.paragraph(_NOTHING[decision.standing])
    if ways or waits:
        page.paragraph("Then screen again, from the first question.")


_NOTHING = {
    Disposition.RESTRICT: "Nothing that time or a clinician can change would lift"
    " these limits.",
    Disposition.POSTPONE: "Nothing else that time or a clinician can change would make"
    " it milder.",
    Disposition.REFER: "Nothing else would make it milder. Waiting does not.",
    Disposition.EMERGENCY: "Nothing that can wait or be signed changes this. The client"
    " needs help first.",
}


def _show_way(page: Page, way: WouldChange) -> None:
    word = way.disposition.name if way.disposition else "the questions not yet asked"
    says = [changed.says for changed in way.changes]
    so = "this is so" if len(says) == 1 else "all of this is so"
    verb = "It becomes" if way.disposition else "It is left to"
    page.paragraph(f"{verb} {word} once {so}:")
    page.items(says, lead="  - ")


def show_questions_to_ask(page: Page, pack: Pack, explanation: Explanation) -> None:
    """Show the questions that a doctor's answers could settle the result with."""
    if explanation.ask:
        page.heading("What to ask the doctor")
        page.items(
            pack.questions[question].ask_clinician for question in explanation.ask
        )
