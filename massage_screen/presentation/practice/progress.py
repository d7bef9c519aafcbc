"""Shows what many practice attempts show together: counts first, then habits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from massage_screen.pack import Pack, Rule
from massage_screen.pack.rule import clauses_of
from massage_screen.practice.progress import Count, Progress
from massage_screen.practice.schedule import Due
from massage_screen.practice.station import topic_of
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.practice.attempt import ERROR_WORDS, PRACTISE_WORDS

#: The name of the JSON form; within its major version keys are only added.
PROGRESS_SCHEMA = "massage-screen/progress/1"
_WIDEST_BAR = 20
#: Up to here the mean of (confidence - correct) squared is good; who always says half
#: gets a quarter.
_FITS, _GUESSING = 0.1, 0.25


def progress_as_json(
    progress: Progress, due: tuple[Due, ...], cards: Count, wrong: tuple[Count, Count]
) -> dict[str, Any]:
    """Return progress in the form of `massage-screen/progress/1`.

    Args:
        progress: What attempts show together.
        due: What to practise, the most overdue first.
        cards: The cards that went well when they last came.
        wrong: Those taken too lightly then, and those taken too strictly.
    """
    content: dict[str, Any] = msgspec.to_builtins(progress)
    return {
        "schema": PROGRESS_SCHEMA,
        **content,
        "due": msgspec.to_builtins(due),
        "cards": msgspec.to_builtins(cards),
        "cards_too_lightly": msgspec.to_builtins(wrong[0]),
        "cards_too_strictly": msgspec.to_builtins(wrong[1]),
    }


def show_cards(cards: Count, wrong: tuple[Count, Count], console: Console) -> None:
    """Show how many cards are known, and which way the others went; nothing without.

    Args:
        cards: Those that went well when they last came.
        wrong: Those taken too lightly then, and those taken too strictly.
        console: Where it is shown.
    """
    if cards.whole:
        page = Page(console)
        page.heading("Cards: right when they last came")
        page.paragraph(f"{counted(cards)} {_bar(cards)}")
        under, over = wrong
        page.items(
            (f"Taken too lightly: {under.part}.", f"Taken too strictly: {over.part}.")
        )


def both_errors(missed: Count, held_back: Count) -> Iterator[str]:
    """Go through the two errors, a danger missed and a client refused, with counts."""
    if missed.whole:
        yield (
            f"Missed: {counted(missed)} clients to be sent away got an answer that is"
            " too mild."
        )
    if held_back.whole:
        yield (
            f"Needlessly held back: {counted(held_back)} clients to be massaged were"
            " sent away."
        )


def show_progress(
    progress: Progress, due: tuple[Due, ...], pack: Pack, console: Console
) -> None:
    """Show what attempts show together, as counts first."""
    page = Page(console)
    page.paragraph("PRACTICE. Your attempts on this computer.", role="heading")
    page.paragraph(f"Attempts: {progress.attempts}")
    if not progress.attempts:
        return
    show_habits(progress, pack, console)
    page.heading("The two errors")
    page.items(both_errors(progress.missed, progress.held_back))
    page.heading("By cue family: attempts in which all went well")
    for family, count in progress.families.items():
        name = family.replace("_", " ")
        page.paragraph(f"{name}: {counted(count)} {_bar(count)}")
    page.heading("Advice")
    page.items(_rates(progress))
    if progress.errors:
        page.heading("Errors, the worst first")
        page.items(f"{ERROR_WORDS[e]}: {n}" for e, n in progress.errors.items())
    page.heading("To meet again")
    page.items(_due(due, pack))


def show_habits(
    progress: Progress, pack: Pack, console: Console, *, most: int | None = None
) -> None:
    """Tell a student who did the same again and again, the worst first.

    Args:
        progress: What attempts show together.
        pack: Whose warning signs they are.
        console: Where it is shown.
        most: So many warning signs are named; all of them when None.
    """
    page, last = Page(console), progress.last
    lines = [
        f"In {progress.last_errors[habit]} of your last {last} attempts:"
        f" {ERROR_WORDS[habit]}. {PRACTISE_WORDS[habit]}"
        for habit in progress.habits
    ]
    named = [*_left_out(progress, pack)]
    if named:
        left_out = "; ".join(named[:most])
        more = f"; and {len(named[most:])} more" if most and named[most:] else ""
        lines.insert(0, f"Warning signs that you keep leaving out: {left_out}{more}.")
    if lines:
        page.heading("A habit to work on")
        page.items(lines)


def _left_out(progress: Progress, pack: Pack) -> Iterator[str]:
    for name, count in progress.left_out.items():
        if name in pack.questions:
            topic = topic_of(pack.questions[name])
            yield f"{topic} ({count.part} of {count.whole} interviews)"


def _bar(count: Count) -> str:
    """Draw a share; each mark is one attempt, until there are too many of them."""
    width = min(_WIDEST_BAR, count.whole)
    done = round(width * count.part / count.whole)
    return "#" * done + "." * (width - done)


def _rates(progress: Progress) -> Iterator[str]:
    yield f"As urgent as needed, or more: {counted(progress.safety_of_advice)}."
    yield f"More urgent than needed: {counted(progress.over_triage)}."
    if progress.leaning.whole:
        yield f"Of your wrong advice, too strict: {counted(progress.leaning)}."
    if progress.calibration is not None:
        yield f"How sure you are: {_calibrated(progress.calibration)}."


def _calibrated(mean: float) -> str:
    """Return in words how well certainty and advice went together, 0 to 1."""
    if mean <= _FITS:
        return "it fits how often you are right"
    if mean <= _GUESSING:
        return "it fits now and then"
    return "it does not fit: what you are sure of is often wrong"


def counted(count: Count) -> str:
    """Return a count in words; from ten on with its share and 95 % interval."""
    text = f"{count.part} of {count.whole}"
    if count.interval is None:
        return text
    low, high = count.interval
    share = count.part / count.whole
    return f"{text} ({share:.0%}, likely {low:.0%} to {high:.0%})"


def _found_first(rule: Rule) -> str:
    """Return what a rule finds in everyone; its first clause, when it has no such."""
    clauses = clauses_of(rule.found)
    return " ".join([c.text for c in clauses if c.always] or [clauses[0].text])


def _due(due: tuple[Due, ...], pack: Pack) -> Iterator[str]:
    for each in due[:5]:
        day = each.at.date().isoformat()
        if each.is_error:
            yield f"{day}: {ERROR_WORDS[each.what]}"
        elif each.what in pack.rules:
            yield f"{day}: {_found_first(pack.rules[each.what])}"
        else:
            yield f"{day}: a client to whom no rule objects"
