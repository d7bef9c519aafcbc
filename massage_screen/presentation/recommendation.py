"""Shows a decision: what to do, why, with which limits, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from massage_screen.command import command
from massage_screen.decision import Decision, Finding
from massage_screen.pack import Pack, overdue, urgency
from massage_screen.presentation.changes import show_changes, show_questions_to_ask
from massage_screen.presentation.console import Console
from massage_screen.presentation.limits import show_limits
from massage_screen.presentation.page import Page
from massage_screen.presentation.plan import show_plan
from massage_screen.presentation.told import Told
from massage_screen.presentation.words import (
    headline_of,
    see_by_in_words,
    urgency_in_words,
)
from massage_screen.screened import Screened

#: How many questions a list names before it only counts.
_NAMED = 5


def show_decision(client: Screened, console: Console, today: date) -> None:
    """Show the recommendation, the most important line first.

    Args:
        client: What was decided, from which answers, and why.
        console: Where to show it.
        today: The day to hold the pack's review date against.
    """
    page, pack = Page(console), client.pack
    _first_lines(page, client)
    _warn_of_age(page, pack, today)
    _to_do(page, client)
    told = Told(pack)
    _reasons(page, client, told)
    _notes(page, client, told)
    _limits(page, client)
    _to_tell(page, client)
    show_changes(page, client)
    if client.decision.disposition is not None:
        show_questions_to_ask(page, client)
    _not_known(page, client)
    told.show_sources(page)
    _about(page, pack)
    _last_lines(page, client)


def show_reasons(client: Screened, console: Console) -> None:
    """Show why, and the sources."""
    page, told = Page(console), Told(client.pack)
    _reasons(page, client, told)
    _notes(page, client, told)
    told.show_sources(page)


def show_action(decision: Decision, pack: Pack, console: Console) -> None:
    """Show what must be done now, before any further question is asked."""
    page = Page(console)
    top = decision.findings[0]
    first = [f for f in decision.findings if urgency(f.rule) == urgency(top.rule)]
    page.line()
    page.bar()
    word = decision.standing.name
    page.paragraph(f"{word}: {headline_of(top, pack)}", role=_role(decision))
    for do in _each_once(f.do for f in first):
        page.paragraph(do, label="Do now")
    for found in _each_once(f.found for f in first):
        page.paragraph(found, label="Why")
    page.bar()


def _role(decision: Decision) -> str:
    return f"disposition.{decision.standing.value}"


def _role_of_word(client: Screened) -> str:
    return _role(client.decision) if client.has_result else "disposition.incomplete"


def _each_once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _first_lines(page: Page, client: Screened) -> None:
    decision = client.decision
    page.paragraph(f"{client.word}: {client.headline}", role=_role_of_word(client))
    if client.has_result:
        return
    if client.hands_off:
        so_far = headline_of(decision.findings[0], client.pack)
        words = f"So far {decision.standing.name}: {so_far}"
        page.paragraph(words, role=_role(decision))
    _list_questions(page, "Still to ask", decision.required, client.pack)


def _warn_of_age(page: Page, pack: Pack, today: date) -> None:
    if late := overdue.warning(pack, today.isoformat()):
        page.paragraph(late, role="warning", label="WARNING")


def _to_do(page: Page, client: Screened) -> None:
    if not (client.hands_on or client.hands_off):
        return
    page.heading("What to do now")
    standing = client.decision.standing
    now = _each_once(f.do for f in client.steps if f.rule.ranks_as is standing)
    then = _each_once(f.do for f in client.steps if f.rule.ranks_as is not standing)
    page.items(now or ["Keep to the limits and notes below."])
    if see_by := client.decision.see_by:
        words = see_by_in_words(see_by, client.decided_on)
        page.paragraph(words, label="The client")
    then = [do for do in then if do not in now]
    if then:
        page.paragraph("After that, for the other findings:")
        page.items(then)


def _reasons(page: Page, client: Screened, told: Told) -> None:
    if not client.reasons:
        return
    page.heading("Why" if client.decision.disposition else "What stands so far")
    for finding in client.reasons:
        words = f"{urgency_in_words(finding.rule, told.pack)}: {finding.found}"
        told.show(page, words, finding)


def _notes(page: Page, client: Screened, told: Told) -> None:
    always = [f for f in client.notes if f.rule.when is None]
    found = [f for f in client.notes if f.rule.when is not None]
    if client.hands_on:
        _show_notes(page, "Always", always, told)
        _show_notes(page, "Also note", found, told)
    elif found:
        page.heading("Also found")
        page.paragraph("None of this permits massage today.")
        page.items(f.found for f in found)


def _show_notes(page: Page, title: str, notes: list[Finding], told: Told) -> None:
    if notes:
        page.heading(title)
    for note in notes:
        told.show(page, f"{note.found} {note.do}", note)


def _limits(page: Page, client: Screened) -> None:
    if client.hands_on:
        show_limits(page, client.decision, client.pack)
        show_plan(page, client.decision, client.pack)
    else:
        page.heading("Limits by region")
        page.paragraph("No technique in any region.")


def _to_tell(page: Page, client: Screened) -> None:
    page.heading("What to tell the client")
    told = client.decision.findings if client.hands_on else client.steps
    page.items(_each_once(f.tell for f in told))
    page.paragraph(
        "Hand over these warning signs in writing. They may come days later."
        " With any of them the client needs medical help at once:"
    )
    page.items(client.pack.about.warning_signs)


def _not_known(page: Page, client: Screened) -> None:
    decision, pack = client.decision, client.pack
    if decision.unsure:
        page.heading("Not sure")
        page.items(pack.questions[question].ask for question in decision.unsure)
    if client.has_result:
        _list_questions(
            page, "Not asked; could be more urgent", decision.required, pack
        )
    _list_questions(page, "Not asked; cannot raise the result", decision.optional, pack)
    _list_questions(page, "Answered, but no longer asked", decision.set_aside, pack)
    lines = tuple(decision.lines_set_aside)
    _list_questions(page, "Lines ticked that are no longer offered", lines, pack)


def _list_questions(page: Page, title: str, ids: tuple[str, ...], pack: Pack) -> None:
    if not ids:
        return
    page.heading(f"{title} ({len(ids)})")
    page.items(pack.questions[question].ask for question in ids[:_NAMED])
    if len(ids) > _NAMED:
        page.paragraph(f"and {len(ids) - _NAMED} more", lead="- ")


def _about(page: Page, pack: Pack) -> None:
    about = pack.about
    page.heading("About this screen")
    page.paragraph(about.not_covered)
    page.paragraph(about.intended_purpose)
    page.paragraph(
        "To print a plan, a letter, a handout or a note later, screen with --decision"
        f" FILE, then: {command('document handout --from FILE --to handout.html')}"
    )
    if about.status == "draft":
        page.paragraph("This pack is a draft, not reviewed by a clinician.")
    page.paragraph(f"Pack {about.id} {about.version}, review by {about.review_by}.")


def _last_lines(page: Page, client: Screened) -> None:
    """Repeat the word: in a terminal the first line has scrolled away by now."""
    page.paragraph(f"Result: {client.word}", role=_role_of_word(client))
    page.paragraph("End of result")
