"""Shows a decision: what to do, why, with which limits, and what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from massage_screen.decision import Decision, Finding
from massage_screen.explanation import Explanation
from massage_screen.pack import Disposition, Pack, overdue, urgency
from massage_screen.presentation.changes import show_changes, show_questions_to_ask
from massage_screen.presentation.console import Console
from massage_screen.presentation.limits import show_limits
from massage_screen.presentation.page import Page
from massage_screen.presentation.plan import show_plan
from massage_screen.presentation.told import Told
from massage_screen.presentation.words import headline_of, urgency_in_words

#: How many questions a list names before it only counts.
_NAMED = 5


def show_decision(
    decision: Decision,
    pack: Pack,
    console: Console,
    today: date,
    explanation: Explanation,
) -> None:
    """Show the recommendation, the most important line first.

    Args:
        decision: What was decided.
        pack: The pack that it was decided with.
        console: Where to show it.
        today: The day to hold the pack's review date against.
        explanation: What would change the decision, and what to ask a doctor.
    """
    page = Page(console)
    _first_lines(page, decision, pack)
    _warn_of_age(page, pack, today)
    _to_do(page, decision)
    told = Told(pack)
    _reasons(page, decision, told)
    _other_findings(page, decision, told)
    for part in (_limits, _plan, _to_tell):
        part(page, decision, pack)
    show_changes(page, decision, pack, explanation)
    if decision.disposition is not None:
        show_questions_to_ask(page, pack, explanation)
    _not_known(page, decision, pack)
    told.show_sources(page)
    _about(page, pack)
    _last_lines(page, decision)


def show_action(decision: Decision, pack: Pack, console: Console) -> None:
    """Show what must be done now, before any further question is asked."""
    page = Page(console)
    top = decision.findings[0].rule
    first = [f for f in decision.findings if urgency(f.rule) == urgency(top)]
    page.line()
    page.bar()
    word = decision.standing.name
    page.paragraph(f"{word}: {headline_of(top, pack)}", role=_role(decision))
    for do in _each_once(f.rule.do for f in first):
        page.paragraph(do, label="Do now")
    for found in _each_once(f.rule.found for f in first):
        page.paragraph(found, label="Why")
    page.bar()


def _role(decision: Decision) -> str:
    return f"disposition.{decision.standing.value}"


def _each_once(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _hands_on(decision: Decision) -> bool:
    return decision.disposition in (Disposition.PROCEED, Disposition.RESTRICT)


def _hands_off(decision: Decision) -> bool:
    """Say whether something found already speaks against massage today."""
    return decision.standing.rank >= Disposition.POSTPONE.rank


def _counts(decision: Decision, finding: Finding) -> bool:
    """Say whether a finding is a reason for the word, or only stands beside it.

    Where hands stay off, what would only limit a massage is no longer a reason,
    and what it says to do could be read as a permission.
    """
    mildest = Disposition.POSTPONE if _hands_off(decision) else Disposition.RESTRICT
    return finding.rule.ranks_as.rank >= mildest.rank


def _instructs(decision: Decision, finding: Finding) -> bool:
    """Say whether what a finding says to do and to tell holds now.

    In an emergency nothing stands beside the help: a visit that is put off, or a
    letter that is waited for, would contradict it.
    """
    emergency = decision.standing is Disposition.EMERGENCY
    rank = finding.rule.ranks_as
    return _counts(decision, finding) and (rank is decision.standing or not emergency)


def _first_lines(page: Page, decision: Decision, pack: Pack) -> None:
    if decision.disposition is not None:
        word = decision.disposition.name
        page.paragraph(f"{word}: {decision.headline}", role=_role(decision))
        return
    page.paragraph(f"INCOMPLETE: {decision.headline}", role="disposition.incomplete")
    if _hands_off(decision):
        so_far = headline_of(decision.findings[0].rule, pack)
        words = f"So far {decision.standing.name}: {so_far}"
        page.paragraph(words, role=_role(decision))
    _list_questions(page, "Still to ask", decision.required, pack)


def _warn_of_age(page: Page, pack: Pack, today: date) -> None:
    if late := overdue.warning(pack, today.isoformat()):
        page.paragraph(late, role="warning", label="WARNING")


def _to_do(page: Page, decision: Decision) -> None:
    if not (_hands_on(decision) or _hands_off(decision)):
        return
    page.heading("What to do now")
    reasons = [f.rule for f in decision.findings if _instructs(decision, f)]
    now = _each_once(r.do for r in reasons if r.ranks_as is decision.standing)
    then = _each_once(r.do for r in reasons if r.ranks_as is not decision.standing)
    page.items(now or ["Keep to the limits and notes below."])
    then = [do for do in then if do not in now]
    if then:
        page.paragraph("After that, for the other findings:")
        page.items(then)


def _reasons(page: Page, decision: Decision, told: Told) -> None:
    reasons = [f for f in decision.findings if _counts(decision, f)]
    if not reasons:
        return
    page.heading("Why" if decision.disposition else "What stands so far")
    for finding in reasons:
        words = f"{urgency_in_words(finding.rule, told.pack)}: {finding.rule.found}"
        told.show(page, words, finding)


def _other_findings(page: Page, decision: Decision, told: Told) -> None:
    others = [f for f in decision.findings if not _counts(decision, f)]
    always = [f for f in others if f.rule.when is None]
    found = [f for f in others if f.rule.when is not None]
    if _hands_on(decision):
        _show_notes(page, "Always", always, told)
        _show_notes(page, "Also note", found, told)
    elif found:
        page.heading("Also found")
        page.paragraph("None of this permits massage today.")
        page.items(f.rule.found for f in found)


def _show_notes(page: Page, title: str, notes: list[Finding], told: Told) -> None:
    if notes:
        page.heading(title)
    for note in notes:
        told.show(page, f"{note.rule.found} {note.rule.do}", note)


def _limits(page: Page, decision: Decision, pack: Pack) -> None:
    if _hands_on(decision):
        show_limits(page, decision, pack)
    else:
        page.heading("Limits by region")
        page.paragraph("No technique in any region.")


def _plan(page: Page, decision: Decision, pack: Pack) -> None:
    if _hands_on(decision):
        show_plan(page, decision, pack)


def _to_tell(page: Page, decision: Decision, pack: Pack) -> None:
    page.heading("What to tell the client")
    on = _hands_on(decision)
    told = [f for f in decision.findings if on or _instructs(decision, f)]
    page.items(_each_once(f.rule.tell for f in told))
    page.paragraph(
        "Hand over these warning signs in writing. They may come days later."
        " With any of them the client needs medical help at once:"
    )
    page.items(pack.about.warning_signs)


def _not_known(page: Page, decision: Decision, pack: Pack) -> None:
    if decision.unsure:
        page.heading("Not sure")
        page.items(pack.questions[question].ask for question in decision.unsure)
    if decision.disposition is not None:
        _list_questions(
            page, "Not asked; could be more urgent", decision.required, pack
        )
    _list_questions(page, "Not asked; cannot raise the result", decision.optional, pack)
    _list_questions(page, "Answered, but no longer asked", decision.set_aside, pack)


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
        " FILE, then: massage-screen document handout --from FILE --to handout.html"
    )
    if about.status == "draft":
        page.paragraph("This pack is a draft, not reviewed by a clinician.")
    page.paragraph(f"Pack {about.id} {about.version}, review by {about.review_by}.")


def _last_lines(page: Page, decision: Decision) -> None:
    """Repeat the word: in a terminal the first line has scrolled away by now."""
    word = decision.disposition.name if decision.disposition else "INCOMPLETE"
    role = _role(decision) if decision.disposition else "disposition.incomplete"
    page.paragraph(f"Result: {word}", role=role)
    page.paragraph("End of result")
