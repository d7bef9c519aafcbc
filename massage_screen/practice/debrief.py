"""What to tell a student after an attempt: what went how, and what to do next time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.decision import Finding, SeeBy, decide_sheet
from massage_screen.pack import Disposition, Pack, Rule
from massage_screen.practice.attempt import Attempt
from massage_screen.practice.client import Client
from massage_screen.practice.reference import Cue
from massage_screen.practice.scoring import Scores
from massage_screen.sheet import Sheet


class CueTold(msgspec.Struct, frozen=True, kw_only=True):
    """A cue of the client, and whether the student came to it.

    Attributes:
        finding: What the live screen finds.
        found: Whether every question that makes it was asked.
        in_part: Whether not all of them were, but an answer that speaks for it was
            heard, and the advice was no milder than needed.
        missing: The questions that were not asked, each with what the client
            would have said.
        why: Why they are asked.
    """

    finding: Finding
    found: bool
    in_part: bool
    missing: tuple[tuple[str, str], ...]
    why: tuple[str, ...]

    @property
    def rule(self) -> Rule:
        """Return the rule that it is a finding of."""
        return self.finding.rule


class HeldBack(msgspec.Struct, frozen=True, kw_only=True):
    """That a client was refused, limited or sent on too urgently, without need.

    Attributes:
        kind: `held` when massage was right today and was refused, `limited` when it
            was given with limits that nothing asks for, `urgent` when the client was
            rightly sent away and sent on sooner or further than needed.
        looked_like: What resembles a warning in the story, and why it is none; "" when
            the case does not say.
        costs: What the client loses, in the words of the pack; "" without any, as
            for who is sent to a doctor and would have got no massage today anyway.
        references: The sources of that, by id.
        policy: What the pack decided about it; "" without.
        lost: The regions that were closed without need, at least in part, in the
            order of the pack.
    """

    kind: str
    looked_like: str
    costs: str
    references: tuple[str, ...]
    policy: str
    lost: tuple[str, ...]


class NextQuestion(msgspec.Struct, frozen=True, kw_only=True):
    """The best next question at the point where the interview went wrong.

    Attributes:
        question: The question that was not asked.
        after: The question whose answer called for it; "" when it is asked of all.
        number: The place of that one among the questions asked, from 1; 0 without.
    """

    question: str
    after: str
    number: int


class Debrief(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is told, in the order of telling.

    Attributes:
        decided: What the finding that decides says was found; "" when none does.
        see_by: By when the client is to see a clinician although there is massage; None
            without a date.
        cues: The cues of the client, the worst first.
        gate_missing: Gate questions that were not asked.
        unasked: Needed questions that were not asked, those of the gate included.
        best_next: None when nothing important was left out.
        practise: The one kind of error to work on; "" when there was none.
        held_back: None when the client was not held back without need.
        look_alike: What resembles a warning in the story, and why it is none, for a
            student who asked all warning signs and rightly gave massage; "" otherwise.
    """

    attempt: Attempt
    scores: Scores
    decided: str
    see_by: SeeBy | None
    cues: tuple[CueTold, ...]
    gate_missing: tuple[str, ...]
    unasked: tuple[str, ...]
    best_next: NextQuestion | None
    practise: str
    held_back: HeldBack | None
    look_alike: str


def debrief_of(pack: Pack, client: Client, attempt: Attempt, scores: Scores) -> Debrief:
    """Return the debrief of an attempt that was made under this pack."""
    reference, asked = attempt.reference, attempt.choice.asked
    missed = [q for cue in reference.cues for q in cue.questions if q not in asked]
    gate_missing = tuple(q for q in reference.gate if q not in asked)
    important = missed or (gate_missing if scores.premature else ())
    decision = decide_sheet(Sheet(pack, client.answers))
    findings = {finding.rule.id: finding for finding in decision.findings}
    deciding = findings.get(reference.rule)
    return Debrief(
        attempt=attempt,
        scores=scores,
        decided=deciding.found if deciding else "",
        see_by=decision.see_by,
        cues=tuple(
            _told(pack, client, cue, findings[cue.rule], attempt, scores)
            for cue in reference.cues
        ),
        gate_missing=gate_missing,
        unasked=tuple(q for q in reference.relevant if q not in asked),
        best_next=_best_next(pack, client, attempt, important),
        practise=scores.errors[0] if scores.errors else "",
        held_back=_held_back(pack, client, attempt, scores),
        look_alike=client.case.looks_like if _seen_through(scores) else "",
    )


def heard_alarm(pack: Pack, client: Client, asked: tuple[str, ...]) -> bool:
    """Say whether what the client answered so far already gives EMERGENCY."""
    standing = decide_sheet(Sheet(pack, client.told(asked))).standing
    return standing is Disposition.EMERGENCY


def _seen_through(scores: Scores) -> bool:
    """Say whether the advice was right, and after asking: no lucky guess."""
    return scores.advice == "right" and not scores.premature


def _held_back(
    pack: Pack, client: Client, attempt: Attempt, scores: Scores
) -> HeldBack | None:
    """Return what was refused, limited or sent on without need; None for nothing."""
    chosen, reference = Disposition(attempt.choice.disposition), attempt.reference
    plan = scores.plan
    limited = plan is not None and bool(plan.needless or plan.needless_positions)
    if scores.advice != "over" and not (scores.advice == "right" and limited):
        return None
    kind = "held" if reference.hands_on else "urgent"
    lost = {*reference.free, *reference.pressure} if reference.hands_on else set()
    if chosen.hands_on:
        kind = "limited"
        lost = {region for region, _ in plan.needless} if plan else set()
    told = chosen.value if scores.advice == "over" else Disposition.RESTRICT.value
    needless = next((n for n in pack.practice.needless if n.of == told), None)
    if kind == "urgent" and chosen is not Disposition.EMERGENCY:
        needless = None  # nobody loses a massage, and there may be something to find
    return HeldBack(
        kind=kind,
        looked_like=client.case.looks_like,
        costs=needless.costs if needless else "",
        references=needless.references if needless else (),
        policy=needless.policy if needless else "",
        lost=tuple(region for region in pack.regions if region in lost),
    )


def _told(
    pack: Pack,
    client: Client,
    cue: Cue,
    finding: Finding,
    attempt: Attempt,
    scores: Scores,
) -> CueTold:
    asked = attempt.choice.asked
    missing = tuple(q for q in cue.questions if q not in asked)
    heard = {q: client.answers[q] for q in cue.questions if q in asked}
    speak = any(pack.questions[q].mildest != said for q, said in heard.items())
    whys = (pack.questions[question].why for question in missing)
    return CueTold(
        finding=finding,
        found=not missing,
        in_part=bool(missing) and speak and scores.advice != "under",
        missing=tuple((q, client.says(pack, q)) for q in missing),
        why=tuple(why for why in whys if why),
    )


def _best_next(
    pack: Pack, client: Client, attempt: Attempt, missing: Sequence[str]
) -> NextQuestion | None:
    """Return the first missing question that could be asked, and where it belonged.

    It belonged right after the last question that makes it relevant, or, when it is
    always asked, before the decision.
    """
    order = list(pack.questions)
    at_once = Sheet(pack, client.told(())).relevance
    for question in sorted(missing, key=order.index):
        asked = attempt.choice.asked
        reads = set() if at_once[question] else set(_reads(pack, question))
        places = [n for n, each in enumerate(asked, 1) if each in reads]
        place = places[-1] if places else 0
        return NextQuestion(
            question=question, after=asked[place - 1] if place else "", number=place
        )
    return None


def _reads(pack: Pack, question: str) -> Iterator[str]:
    asked = pack.questions[question]
    yield from asked.read_by_lines
    for when in asked.conditions:
        yield from pack.questions_in(when)
