"""Looks at practice clients as a teacher would: do they play, and are they fair?

It reads clients without problems; whether their files have any, `catalogue` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.decision import Finding, decide
from massage_screen.pack import Case, Disposition, Pack, Question
from massage_screen.practice.client import Client, client_of
from massage_screen.practice.reference import Reference, reference_of
from massage_screen.text import words_of
from massage_screen.wording.reading import grade_of

#: What a client says when they come in has at most this many words.
LONGEST_PRESENTS = 60
#: No sentence of a client asks more years of school than this.
HARDEST_GRADE = 8.0
#: Of a set, at least this share should get massage, so that no one learns to refuse.
HANDS_ON_SHARE = 0.4
#: And this share gets massage although something resembles a warning.
LOOK_ALIKE_SHARE = 0.4


class Remark(msgspec.Struct, frozen=True):
    """What a teacher should look at.

    Attributes:
        case: The id of the client; "" for the whole set.
        what: What was found.
        do: What to do about it.
    """

    case: str
    what: str
    do: str

    def __str__(self) -> str:
        """Return the remark on one line."""
        return f"{self.case or 'the set'} · {self.what} · {self.do}"


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """A practice client as a student will meet them, and what must come out.

    Attributes:
        client: The client.
        lines: Each question that is asked of the client, with what they say.
        reference: What the live screen makes of the client.
        cues: The findings that a student must come to.
    """

    client: Client
    lines: tuple[tuple[Question, str], ...]
    reference: Reference
    cues: tuple[Finding, ...]


def lint(pack: Pack, cases: Sequence[Case]) -> tuple[Remark, ...]:
    """Return what a teacher should look at, client by client, then in the set."""
    playing = [case for case in cases if case.presents]
    remarks = [remark for case in playing for remark in _of_case(pack, case)]
    return (*remarks, *_of_set(playing))


def preview(pack: Pack, case: Case, seed: int) -> Preview:
    """Return a client with everything that they would say."""
    client = client_of(pack, case, seed)
    reference = reference_of(pack, client.answers, case.experts_differ)
    asked = [question for question in pack.questions if question in client.answers]
    findings = {f.rule.id: f for f in decide(pack, client.answers).findings}
    return Preview(
        client=client,
        lines=tuple((pack.questions[q], client.says(pack, q)) for q in asked),
        reference=reference,
        cues=tuple(findings[cue.rule] for cue in reference.cues),
    )


def _of_case(pack: Pack, case: Case) -> Iterator[Remark]:
    client = client_of(pack, case, 0)
    decision = decide(pack, client.answers)
    result = decision.disposition.value if decision.disposition else "no result yet"
    if (case.disposition, case.timeframe) != (result, decision.timeframe):
        what = (
            f"expects {case.disposition} ({case.timeframe}), but the rules say"
            f" {result} ({decision.timeframe})"
        )
        yield Remark(case.id, what, "Correct the case, or ask about the rule.")
    yield from _words(case)
    matter = decision_questions(pack, client)
    for name in (q for q in pack.questions if q in matter and q in client.answers):
        mildest = pack.questions[name].mildest
        if client.answers[name] != mildest and not client.has_words(pack, name):
            what = f"has no voice for {name!r}, which matters"
            yield Remark(case.id, what, "Write what the client says when asked.")


def decision_questions(pack: Pack, client: Client) -> frozenset[str]:
    """Return the questions whose answers make the findings of a client."""
    findings = decide(pack, client.answers).findings
    return frozenset(q for finding in findings for q in finding.because)


def _words(case: Case) -> Iterator[Remark]:
    count = len(words_of(case.presents))
    if count > LONGEST_PRESENTS:
        what = f"'presents' has {count} words"
        yield Remark(case.id, what, f"Use at most {LONGEST_PRESENTS}.")
    for name, text in {"presents": case.presents, **case.voice}.items():
        grade = grade_of(text)
        if grade is not None and grade > HARDEST_GRADE:
            what = f"{name!r} reads like school grade {grade:.0f}"
            yield Remark(case.id, what, "Use shorter sentences and plain words.")


def _of_set(cases: Sequence[Case]) -> Iterator[Remark]:
    if not cases:
        yield Remark("", "has no practice client", "Give a case 'presents'.")
        return
    count = Counter(case.disposition for case in cases)
    open_to = sum(n for word, n in count.items() if Disposition(word).hands_on)
    if open_to < HANDS_ON_SHARE * len(cases):
        what = f"only {open_to} of {len(cases)} clients get massage"
        do = "Add look-alikes, or students learn to send everybody away."
        yield Remark("", what, do)
    alike = [case for case in cases if case.looks_like]
    if len(cases) >= 10 and len(alike) < LOOK_ALIKE_SHARE * len(cases):
        what = f"only {len(alike)} of {len(cases)} clients are look-alikes"
        do = "Add clients who get massage, with 'looks_like': what resembles a warning."
        yield Remark("", what, do)
    for disposition in Disposition:
        if len(cases) >= 10 and not count[disposition.value]:
            what = f"no client gets {disposition.name}"
            yield Remark("", what, "Add one.")
