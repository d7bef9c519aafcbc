"""Shows how a practice attempt went, with PRACTICE on every page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import msgspec

from massage_screen.pack import Pack
from massage_screen.practice.attempt import NOTICE, Attempt
from massage_screen.practice.client import Client
from massage_screen.practice.debrief import CueTold, Debrief
from massage_screen.practice.progress import Count, Progress
from massage_screen.practice.reference import hands_on
from massage_screen.practice.schedule import Due
from massage_screen.practice.scoring import PlanErrors, Scores, limits_required
from massage_screen.presentation.page import Console, Page
from massage_screen.presentation.words import answer_in_words, source_in_words

#: What each kind of error is called, and what to do about it.
ERROR_WORDS = {
    "under_call": "milder than the live screen",
    "missed_cue": "a cue was missed",
    "premature_closure": "decided before the warning signs were finished",
    "late": "right, but not soon enough",
    "forbidden_technique": "a technique that must be left out",
    "too_strong": "pressure that is too strong",
    "forbidden_position": "a position that must be left out",
    "over_call": "stricter than the live screen",
    "early": "right, but sooner than needed",
    "needless_ban": "something left out without a reason",
    "too_sure": "wrong, and very sure of it",
}
PRACTISE_WORDS = {
    "under_call": "Before you decide, ask yourself what the worst answer was, and act"
    " on that one.",
    "missed_cue": "When an answer is not plain, ask one question more: since when, and"
    " has anybody looked at it?",
    "premature_closure": "Go through all warning signs with every client, before"
    " anything else.",
    "late": "When you send a client on, say by when.",
    "forbidden_technique": "For each finding, name the techniques that it rules out,"
    " and where.",
    "too_strong": "Choose the pressure for the weakest place, not for the strongest.",
    "forbidden_position": "Picture the client on the couch before you choose a"
    " position.",
    "over_call": "A weak sign by itself is no alarm. Ask what speaks against it.",
    "early": "Keep the fastest way for what cannot wait.",
    "needless_ban": "Leave out only what a finding rules out; offer the rest.",
    "too_sure": "Say a lower figure when a question is still open.",
}
#: The name of the JSON form; within its major version keys are only added.
PROGRESS_SCHEMA = "massage-screen/progress/1"
_OFTEN = "In three or more of your last ten attempts"
_COSTS = {
    "postpone": "The client goes home without the massage that could have helped.",
    "refer": "The client goes without massage, waits, and takes the time of a doctor.",
    "emergency": "The client spends hours in emergency care, in fear, for nothing.",
}


def show_debrief(
    debrief: Debrief, client: Client, pack: Pack, console: Console
) -> None:
    """Show a debrief: separate scores, never one grade."""
    page = Page(console)
    page.line()
    page.bar()
    page.paragraph(NOTICE, role="heading")
    page.bar()
    _result(page, debrief, pack)
    _cues(page, debrief, pack)
    _interview(page, debrief, pack)
    _plan(page, debrief, pack)
    _scores(page, debrief.scores, debrief.attempt)
    _next_time(page, debrief, client, pack)
    page.line()
    page.paragraph(NOTICE, role="heading")


def _result(page: Page, debrief: Debrief, pack: Pack) -> None:
    attempt, scores = debrief.attempt, debrief.scores
    choice, reference = attempt.choice, attempt.reference
    page.heading(f"Result: {scores.result}")
    page.paragraph(attempt.case, label="Case")
    if scores.result == "not yet":
        page.paragraph(
            "An emergency was not called. Whatever else went well, the result can"
            " only be: not yet.",
            role="warning",
        )
    page.paragraph(called(pack, choice.disposition, choice.timeframe), label="You")
    right = called(pack, reference.disposition, reference.timeframe)
    page.paragraph(right, label="The live screen")
    page.paragraph(f'"{choice.worry}"', label="What worried you")
    page.paragraph(f"{choice.confidence} percent", label="How sure you were")
    if choice.overran:
        page.paragraph("The time was over before you decided.", label="Time")
    if scores.advice == "over":
        page.paragraph(_cost(attempt), label="What it costs")


def called(pack: Pack, disposition: str, timeframe: str) -> str:
    """Return a disposition and how soon, in words."""
    frame = pack.timeframes.get(timeframe)
    return disposition.upper() + (f", {frame.text}" if frame else "")


def _cost(attempt: Attempt) -> str:
    cost = _COSTS.get(attempt.choice.disposition, "")
    if not cost:
        return "The client gets less than could have been given."
    free = sum(map(len, attempt.reference.free.values()))
    if hands_on(attempt.reference.disposition):
        return f"{cost} {free} pairs of region and technique were open without limits."
    return cost


def _cues(page: Page, debrief: Debrief, pack: Pack) -> None:
    if not debrief.cues:
        return
    page.heading("What must not be missed")
    for cue in debrief.cues:
        page.paragraph(cue.rule.found, label="Found" if cue.found else "Missed")
        if not cue.found:
            _missed(page, cue, pack)


def _missed(page: Page, cue: CueTold, pack: Pack) -> None:
    for question, said in cue.missing:
        page.paragraph(pack.questions[question].ask, label="Not asked", lead="  ")
        page.paragraph(f'"{said}"', label="Would have said", lead="  ")
    for why in cue.why or (cue.rule.do,):
        page.paragraph(why, label="Why it matters", lead="  ")
    for name in cue.rule.references:
        if name in pack.references:
            source = source_in_words(pack.references[name])
            page.paragraph(source, label="Source", lead="  ")
    if cue.rule.policy and not cue.rule.references:
        page.paragraph(cue.rule.policy, label="Policy", lead="  ")


def _interview(page: Page, debrief: Debrief, pack: Pack) -> None:
    scores = debrief.scores
    if scores.premature:
        page.heading("You decided too soon")
        page.paragraph("These warning signs were not asked about:")
        page.items(pack.questions[question].ask for question in debrief.gate_missing)
    best = debrief.best_next
    if best is None:
        return
    page.heading("The best next question")
    where = "Before you decided"
    if best.after:
        where = f"After your question {best.number}, {pack.questions[best.after].ask}"
    page.paragraph(where)
    page.paragraph(pack.questions[best.question].ask, label="Ask")


def _plan(page: Page, debrief: Debrief, pack: Pack) -> None:
    scores, attempt = debrief.scores, debrief.attempt
    if scores.plan is None:
        if attempt.choice.plan is not None:
            page.heading("Your plan")
            page.paragraph("No plan fits this client today: hands stay off.")
        return
    page.heading("Your plan")
    lines = list(_differences(scores.plan, attempt, pack))
    page.items(lines or ["Nothing forbidden and nothing left out without a reason."])


def _differences(plan: PlanErrors, attempt: Attempt, pack: Pack) -> Iterator[str]:
    for region, techniques in _by_region(plan.forbidden):
        yield f"Must be left out: {_row(pack, region, techniques)}."
    for region, chosen, level in plan.too_strong:
        yield f"Too strong: {pack.regions[region].text}, {chosen}, at most {level}."
    for position in plan.positions:
        yield f"Must be left out: {pack.positions[position].text}."
    for region, techniques in _by_region(plan.needless):
        yield f"No reason to leave out: {_row(pack, region, techniques)}."
    for position in plan.needless_positions:
        yield f"No reason to leave out: {pack.positions[position].text}."
    if not attempt.reference.closed and not attempt.reference.pressure:
        yield "This client needs no limit beyond those that everybody has."


def _by_region(cells: tuple[tuple[str, str], ...]) -> Iterator[tuple[str, list[str]]]:
    for region, group in groupby(cells, key=lambda cell: cell[0]):
        yield region, [technique for _, technique in group]


def _row(pack: Pack, region: str, techniques: list[str]) -> str:
    words = ", ".join(pack.techniques[technique].text for technique in techniques)
    return f"{pack.regions[region].text}: {words}"


def _scores(page: Page, scores: Scores, attempt: Attempt) -> None:
    page.heading("Scores, each by itself")
    page.items(score_lines(scores, attempt))


def score_lines(scores: Scores, attempt: Attempt) -> Iterator[str]:
    """Go through the scores in words, each with the numbers that make it."""
    yield f"Cues found: {scores.found} of {scores.cues}."
    gate = len(attempt.reference.gate)
    done = round(scores.gate_completeness * gate)
    yield f"Warning signs asked about: {done} of {gate}."
    yield f"Needed questions asked: {scores.fitting} of {scores.relevant}."
    yield f"Of the questions you asked, needed: {scores.fitting} of {scores.asked}."
    if scores.interview is not None:
        yield f"Interview score: {scores.interview:.2f} (0 to 1)."
    yield f"Advice: {scores.advice}."
    yield f"How well your certainty fits: {scores.brier:.2f} (0 is best, 1 is worst)."
    if scores.plan_holds is not None:
        inside = "nothing" if scores.plan_holds else "something"
        yield f"Plan: {inside} forbidden in it."
    if scores.plan_coverage is not None:
        required = limits_required(attempt.reference)
        kept = round(scores.plan_coverage * required)
        yield f"Limits kept: {kept} of {required}."


def _next_time(page: Page, debrief: Debrief, client: Client, pack: Pack) -> None:
    if debrief.practise:
        page.heading("One thing to practise")
        page.paragraph(PRACTISE_WORDS[debrief.practise])
    pair = debrief.contrast
    if pair is None:
        return
    question = pack.questions[pair.question]
    page.heading("One answer apart")
    page.paragraph(question.ask)
    page.paragraph(
        f"{answer_in_words(question, pair.before)}: {client.case.disposition.upper()}",
        label="This client",
    )
    other = called(pack, pair.disposition, pair.timeframe)
    page.paragraph(
        f"{answer_in_words(question, pair.after)}: {other}", label="The one beside"
    )


def attempt_as_json(attempt: Attempt, scores: Scores) -> dict[str, Any]:
    """Return an attempt as it is kept, with its scores beside it."""
    content: dict[str, Any] = msgspec.to_builtins(attempt)
    return content | {"scores": msgspec.to_builtins(scores)}


def progress_as_json(progress: Progress, due: tuple[Due, ...]) -> dict[str, Any]:
    """Return progress in the form of `massage-screen/progress/1`."""
    content: dict[str, Any] = msgspec.to_builtins(progress)
    return {
        "schema": PROGRESS_SCHEMA,
        **content,
        "due": msgspec.to_builtins(due),
    }


def show_progress(
    progress: Progress, due: tuple[Due, ...], pack: Pack, console: Console
) -> None:
    """Show what attempts show together, as counts first."""
    page = Page(console)
    page.paragraph("PRACTICE. Your attempts on this computer.", role="heading")
    page.paragraph(f"Attempts: {progress.attempts}")
    if not progress.attempts:
        return
    page.heading("By cue family: attempts in which all went well")
    for family, count in progress.families.items():
        bar = "#" * count.part + "." * (count.whole - count.part)
        name = family.replace("_", " ")
        page.paragraph(f"{name}: {_counted(count)} {bar[:20]}")
    page.heading("Advice")
    page.items(_rates(progress))
    if progress.errors:
        page.heading("Errors, the worst first")
        page.items(f"{ERROR_WORDS[e]}: {n}" for e, n in progress.errors.items())
    show_habits(progress.habits, console)
    page.heading("To meet again")
    page.items(_due(due, pack))


def show_habits(habits: tuple[str, ...], console: Console) -> None:
    """Tell a student who made the same error again and again."""
    page = Page(console)
    if habits:
        page.heading("A habit to work on")
    for habit in habits:
        page.paragraph(f"{_OFTEN}: {ERROR_WORDS[habit]}. {PRACTISE_WORDS[habit]}")


def _rates(progress: Progress) -> Iterator[str]:
    yield f"As urgent as needed, or more: {_counted(progress.safety_of_advice)}."
    yield f"More urgent than needed: {_counted(progress.over_triage)}."
    if progress.leaning.whole:
        yield f"Of your wrong advice, too strict: {_counted(progress.leaning)}."
    if progress.calibration is not None:
        yield f"How well your certainty fits: {progress.calibration:.2f} (0 is best)."


def _counted(count: Count) -> str:
    text = f"{count.part} of {count.whole}"
    if count.interval is None:
        return text
    low, high = count.interval
    share = count.part / count.whole
    return f"{text} ({share:.0%}, likely {low:.0%} to {high:.0%})"


def _due(due: tuple[Due, ...], pack: Pack) -> Iterator[str]:
    for each in due[:5]:
        day = each.at.date().isoformat()
        if each.is_error:
            yield f"{day}: {ERROR_WORDS[each.what]}"
        elif each.what in pack.rules:
            yield f"{day}: {pack.rules[each.what].found}"
        else:
            yield f"{day}: a client to whom no rule objects"
