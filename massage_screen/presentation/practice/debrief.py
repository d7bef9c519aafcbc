"""Shows how a practice attempt went: about one screen, and details on request."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from massage_screen.pack import Disposition, Pack
from massage_screen.practice.attempt import NOTICE, Attempt
from massage_screen.practice.client import Client
from massage_screen.practice.contrast import telling_contrast
from massage_screen.practice.debrief import CueTold, Debrief
from massage_screen.practice.scoring import (
    SURE,
    PlanErrors,
    Scores,
    limits_required,
    takes_also,
)
from massage_screen.practice.station import asked_of, topic_of
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.practice.attempt import PRACTISE_WORDS, called
from massage_screen.presentation.words import (
    answer_in_words,
    see_by_in_words,
    source_in_words,
)

#: Ends every page; the first line of the first says more.
_FOOT = "PRACTICE. This client is invented."
#: More of a kind than this stands in the details.
_MOST = 3
#: From this percentage on a student leans to what they say.
_HALF = 50
#: From this share on, of 1, an interview is called good.
_GOOD = 0.8
_ADVICE = {"right": "right", "under": "too mild", "over": "too strict"}
_HOW_SOON = {
    "right": "right",
    "late": "too late",
    "early": "sooner than needed",
    "other": "not what the live screen says",
}


def show_debrief(debrief: Debrief, pack: Pack, console: Console) -> None:
    """Show a debrief on about one screen: what went how, and what to do next time."""
    page = Page(console)
    page.line()
    page.paragraph(NOTICE, role="heading")
    _result(page, debrief, pack)
    _held_back(page, debrief, pack)
    _cues(page, debrief, pack)
    _interview(page, debrief, pack)
    _plan(page, debrief)
    page.paragraph(", ".join(_in_short(debrief)) + ".", label="Scores, each by itself")
    if debrief.practise:
        page.paragraph(PRACTISE_WORDS[debrief.practise], label="One thing to practise")
    page.paragraph(_FOOT, role="heading")


def details_of(debrief: Debrief) -> tuple[tuple[str, str], ...]:
    """Return what there is to tell beyond the first screen, as (id, words)."""
    there = {
        "cues": bool(debrief.cues),
        "questions": bool(debrief.unasked),
        "plan": debrief.attempt.choice.plan is not None,
    }
    return tuple(item for item in _DETAILS.items() if there.get(item[0], True))


def show_detail(
    which: str, debrief: Debrief, client: Client, pack: Pack, console: Console
) -> None:
    """Show one of the details, by the id that `details_of` gave it."""
    page = Page(console)
    page.heading(f"PRACTICE. {_DETAILS[which]}")
    _PAGES[which](page, debrief, client, pack)


# The first screen


def _result(page: Page, debrief: Debrief, pack: Pack) -> None:
    attempt, scores = debrief.attempt, debrief.scores
    choice, reference = attempt.choice, attempt.reference
    page.paragraph(f"Result: {scores.result}", role="heading")
    if scores.result == "not yet":
        missed = (
            "An emergency was not called."
            if reference.disposition == Disposition.EMERGENCY.value
            else "This client must not be massaged today."
        )
        page.paragraph(
            f"{missed} Whatever else went well, the result can only be: not yet.",
            role="warning",
        )
    chosen = called(pack, choice.disposition, choice.timeframe)
    page.paragraph(f"{chosen}; {choice.confidence} percent sure", label="You")
    page.paragraph(f'"{choice.worry}"', label="What worried you")
    right = called(pack, reference.disposition, reference.timeframe)
    page.paragraph(f"{right}. {_reason(debrief, pack)}", label="The live screen")
    if debrief.see_by is not None:
        page.paragraph(see_by_in_words(debrief.see_by, ""), label="With a date")
    _other_answer(page, attempt, pack)
    if choice.overran:
        page.paragraph("The time was over before you decided.", label="Time")
    if debrief.look_alike:
        page.paragraph(debrief.look_alike, label="Rightly not held back")


def _reason(debrief: Debrief, pack: Pack) -> str:
    """Return the rule and the sources of what the live screen says.

    A cue that was missed is told with its sources right below.
    """
    reference = debrief.attempt.reference
    if reference.rule not in pack.rules:
        return "No rule objects."
    if reference.rule in {cue.rule.id for cue in _missed(debrief)[:_MOST]}:
        return f"({reference.rule})"
    sources = f"; {', '.join(reference.sources)}" if reference.sources else ""
    return f"{debrief.decided} ({reference.rule}{sources})"


def _other_answer(page: Page, attempt: Attempt, pack: Pack) -> None:
    also = attempt.reference.also
    if also is not None and takes_also(attempt.reference):
        other = called(pack, also.disposition, also.timeframe)
        page.paragraph(f"{other} is right as well. {also.because}", label="Differing")


def _held_back(page: Page, debrief: Debrief, pack: Pack) -> None:
    """Tell of a needless refusal, as plainly as of a missed sign."""
    held = debrief.held_back
    if held is None:
        return
    label, what = _HELD[held.kind]
    page.paragraph(what, label=label)
    if held.looked_like and not debrief.look_alike:  # told above, word for word
        page.paragraph(held.looked_like, label="No warning, because", lead="  ")
    if held.costs:
        page.paragraph(held.costs, label="What it costs", lead="  ")
    if held.lost:
        page.paragraph(_lost(held.lost, pack), label="Could have had", lead="  ")
    if held.references or held.policy:
        named = ", ".join(held.references) or held.policy
        page.paragraph(named, label="Source", lead="  ")


_HELD = {
    "held": ("Held back needlessly", "Massage was right for this client today."),
    "limited": ("Limited needlessly", "No finding asks for some of your limits."),
    "urgent": ("Sent on too urgently", "No finding asks for so much."),
}


def _lost(regions: Sequence[str], pack: Pack) -> str:
    named = [pack.regions[region].text for region in regions]
    if len(named) == len(pack.regions):
        return "every region."
    more = len(named) - _MOST
    if more <= 1:
        return "; ".join(named) + "."
    return "; ".join(named[:_MOST]) + f"; and {more} regions more."


def _cues(page: Page, debrief: Debrief, pack: Pack) -> None:
    missed = _missed(debrief)
    found = [cue for cue in debrief.cues if cue.found]
    for cue in missed[:_MOST]:
        page.paragraph(cue.finding.found, label=_how_far(cue))
        topics = ", ".join(topic_of(pack.questions[q]) for q, _ in cue.missing)
        page.paragraph(topics, label="Not asked", lead="  ")
        page.paragraph(_why(cue)[0], label="Why it matters", lead="  ")
        page.paragraph(_sources(cue), label="Source", lead="  ")
    for cue in found[: max(0, _MOST - len(missed))]:
        page.paragraph(cue.finding.found, label="Found")
    if len(debrief.cues) > _MOST:
        page.paragraph(f"{len(debrief.cues) - _MOST} more in the details.")


def _how_far(cue: CueTold) -> str:
    """Say how far a student came with a cue.

    Who heard of it and acted on it is not told that it was missed.
    """
    if cue.found:
        return "Found"
    return "Asked about only in part" if cue.in_part else "Missed"


def _missed(debrief: Debrief) -> list[CueTold]:
    return [cue for cue in debrief.cues if not cue.found]


def _why(cue: CueTold) -> Sequence[str]:
    return cue.why or (cue.finding.do,)


def _sources(cue: CueTold) -> str:
    return ", ".join(cue.rule.references) or cue.rule.policy or "a decision of the pack"


def _interview(page: Page, debrief: Debrief, pack: Pack) -> None:
    gate, left = debrief.attempt.reference.gate, debrief.gate_missing
    if debrief.scores.premature:
        named = _topics(left, pack)
        page.paragraph(
            f"{len(left)} of {len(gate)} warning signs were not asked about: {named}.",
            label="Decided too soon",
        )
    best = debrief.best_next
    if best is None:
        return
    where = "before you decided"
    if best.after:
        where = f"after your question {best.number}"
    asked = pack.questions[best.question]
    page.paragraph(f"{where}, {asked_of(asked)}", label="Best next question")


def _topics(questions: Sequence[str], pack: Pack) -> str:
    named = [topic_of(pack.questions[question]) for question in questions]
    more = len(named) - _MOST
    if more <= 1:
        return ", ".join(named)
    return ", ".join(named[:_MOST]) + f" and {more} more"


def _plan(page: Page, debrief: Debrief) -> None:
    plan = debrief.scores.plan
    if plan is not None:
        page.paragraph(_plan_in_short(plan), label="Your plan")
    elif debrief.attempt.choice.plan is not None:
        page.paragraph(_NO_PLAN, label="Your plan")


_NO_PLAN = "No plan fits this client today: hands stay off."


def _plan_in_short(plan: PlanErrors) -> str:
    wrong = len(plan.forbidden) + len(plan.too_strong) + len(plan.positions)
    needless = len(plan.needless) + len(plan.needless_positions)
    if not wrong and not needless:
        return _NOTHING_WRONG
    counted = {
        "forbidden technique{} chosen": len(plan.forbidden),
        "region{} too strong": len(plan.too_strong),
        "forbidden position{}": len(plan.positions),
        "left out without a reason": needless,
    }
    named = (f"{n} {what.format('s' * (n > 1))}" for what, n in counted.items() if n)
    return f"{', '.join(named)}."


_NOTHING_WRONG = "Nothing forbidden, and nothing left out without a reason."


def _in_short(debrief: Debrief) -> Iterator[str]:
    scores, gate = debrief.scores, debrief.attempt.reference.gate
    if scores.cues:
        yield f"cues {scores.found} of {scores.cues}"
    yield f"warning signs {len(gate) - len(debrief.gate_missing)} of {len(gate)}"
    yield f"needed questions {scores.fitting} of {scores.relevant}"
    yield f"needed of those asked {scores.fitting} of {scores.asked}"
    yield f"advice {_ADVICE[scores.advice]}"
    sure = debrief.attempt.choice.confidence
    yield f"you were {certainty(scores.advice == 'right', sure)}"


# The details


def _all_cues(page: Page, debrief: Debrief, _: Client, pack: Pack) -> None:
    for cue in debrief.cues:
        page.paragraph(cue.finding.found, label=_how_far(cue))
        for question, said in cue.missing:
            page.paragraph(
                asked_of(pack.questions[question]), label="Not asked", lead="  "
            )
            page.paragraph(f'"{said}"', label="Would have said", lead="  ")
        for why in _why(cue):
            page.paragraph(why, label="Why it matters", lead="  ")
        for name in cue.rule.references:
            if name in pack.references:
                source = source_in_words(pack.references[name])
                page.paragraph(source, label="Source", lead="  ")
        if cue.rule.policy and not cue.rule.references:
            page.paragraph(cue.rule.policy, label="Policy", lead="  ")


def _all_questions(page: Page, debrief: Debrief, client: Client, pack: Pack) -> None:
    for question in debrief.unasked:
        sign = pack.questions[question].gate
        text = asked_of(pack.questions[question]) + (" (warning sign)" if sign else "")
        page.paragraph(text, lead="- ")
        page.paragraph(f'"{client.says(pack, question)}"', lead="  ")


def _whole_plan(page: Page, debrief: Debrief, _: Client, pack: Pack) -> None:
    if debrief.scores.plan is None:
        page.paragraph(_NO_PLAN)
        return
    lines = list(_differences(debrief.scores.plan, debrief.attempt, pack))
    page.items(lines or [_NOTHING_WRONG])


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


def _all_scores(page: Page, debrief: Debrief, _: Client, __: Pack) -> None:
    page.items(score_lines(debrief.scores, debrief.attempt))


def score_lines(scores: Scores, attempt: Attempt) -> Iterator[str]:
    """Go through the scores in words, each with the numbers that make it."""
    yield f"Cues found: {scores.found} of {scores.cues}."
    gate = len(attempt.reference.gate)
    done = round(scores.gate_completeness * gate)
    yield f"Warning signs asked about: {done} of {gate}."
    yield f"Needed questions asked: {scores.fitting} of {scores.relevant}."
    yield f"Of the questions you asked, needed: {scores.fitting} of {scores.asked}."
    if scores.thoroughness is not None and scores.precision is not None:
        how = _interview_in_words(scores.thoroughness, scores.precision)
        yield f"Interview: {how}."
    yield f"Advice: {_ADVICE[scores.advice]}."
    if scores.timeframe is not None:
        yield f"How soon: {_HOW_SOON[scores.timeframe]}."
    sure = attempt.choice.confidence
    yield f"How sure: {certainty(scores.advice == 'right', sure)}, at {sure} percent."
    if scores.plan_holds is not None:
        inside = "nothing" if scores.plan_holds else "something"
        yield f"Plan: {inside} forbidden in it."
    if scores.plan_coverage is not None:
        required = limits_required(attempt.reference)
        kept = round(scores.plan_coverage * required)
        yield f"Limits kept: {kept} of {required}."


def certainty(right: bool, percent: int) -> str:
    """Return in words how well a certainty fits what was advised."""
    if right:
        if percent >= SURE:
            return "sure, and right"
        return "right, and could be surer" if percent >= _HALF else "right, but unsure"
    if percent >= SURE:
        return "sure, but wrong"
    if percent > _HALF:
        return "wrong, and rather sure"
    return "wrong, and rightly not sure"


def _interview_in_words(thoroughness: float, precision: float) -> str:
    if min(thoroughness, precision) >= _GOOD:
        return "thorough, and to the point"
    if thoroughness < precision:
        return "what you asked was to the point, but much was left out"
    return "thorough, but with many questions that this client did not need"


def _beside(page: Page, _: Debrief, client: Client, pack: Pack) -> None:
    pair = telling_contrast(pack, client.case, client.answers)
    if pair is None:
        page.paragraph("No single answer changes what comes out for this client.")
        return
    question = pack.questions[pair.question]
    page.paragraph(asked_of(question))
    page.paragraph(
        f"{answer_in_words(question, pair.before)}: {client.case.disposition.upper()}",
        label="This client",
    )
    other = called(pack, pair.disposition, pair.timeframe)
    page.paragraph(
        f"{answer_in_words(question, pair.after)}: {other}", label="The one beside"
    )


def _about(page: Page, debrief: Debrief, client: Client, _: Pack) -> None:
    attempt = debrief.attempt
    page.paragraph(f"{attempt.case}, number {attempt.seed}", label="Case")
    page.paragraph(
        client.case.story, label="As written (yours may be of another age and sex)"
    )
    for line in sign_off(client):
        page.paragraph(line)


def sign_off(client: Client) -> Iterator[str]:
    """Say who wrote a client, and which clinician read it."""
    case = client.case
    if case.author:
        yield f"Written by: {case.author}."
    if case.reviewed_by:
        yield f"Reviewed by: {case.reviewed_by}, {case.reviewed_on}."
    else:
        yield "No clinician has reviewed this client."


_DETAILS: Mapping[str, str] = {
    "cues": "What must not be missed, with reasons and sources",
    "questions": "Needed questions that you did not ask, and the answers",
    "plan": "Your plan, cell by cell",
    "scores": "Scores, each by itself",
    "beside": "A client one answer apart",
    "about": "The story, and who reviewed it",
}
_PAGES: Mapping[str, Callable[[Page, Debrief, Client, Pack], None]] = {
    "cues": _all_cues,
    "questions": _all_questions,
    "plan": _whole_plan,
    "scores": _all_scores,
    "beside": _beside,
    "about": _about,
}
