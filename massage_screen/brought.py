"""Answers that somebody gave at an earlier visit; none counts before it is confirmed.

What may be shown to be confirmed, and what today's answers contradict. Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from massage_screen.answers import (
    NONE,
    UNSURE,
    YES,
    Answers,
    Value,
    line_of,
)
from massage_screen.day import later
from massage_screen.decision import decide_sheet, left_to_ask
from massage_screen.pack import Pack, Question, Section
from massage_screen.pack.shelf import VISIT_ONLY, still_keeps
from massage_screen.sheet import Sheet
from massage_screen.text import is_harmful

#: Where answers come from: a file or a record of an earlier visit, or, filled in by the
#: client alone for this one, a file, a response of FHIR or a code.
Source = Literal["file", "record", "filled", "fhir", "code"]
#: For how many days what a client filled in alone is that of one visit, and is used.
_ONE_VISIT, _FRESH = 1, 14
#: So many characters of a reason that is typed, and no more: one line, and no names.
LONGEST_REASON = 120


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """Answers that somebody gave earlier; none counts before it is confirmed.

    Attributes:
        source: Where they come from.
        given_on: The day of the answers, as `2027-01-31`; empty when nobody knows it,
            and then each is asked anew.
        today: The day on which they are asked about.
        answers: What fits the pack in use.
        dropped: Why an answer was not taken over, by question id.
        declined: The questions that are asked one by one, as not all was still so.
        watch_until: By which day a clinician was to see the client; empty when none
            was, or nobody knows.
        emergency_shown: Whether the form told the client to call for help.
        taken_back: The questions of which the client then took a sign back.
        reasons: Why signs that were told do not stand, by the id of their question.
        beside: What the last record of the client holds of other questions, with a day
            of its own; None where no record was brought as well.
    """

    source: Source = "file"
    given_on: str
    today: str
    answers: Answers
    dropped: Mapping[str, str] = msgspec.field(default_factory=dict)
    declined: frozenset[str] = frozenset()
    watch_until: str = ""
    emergency_shown: bool = False
    taken_back: tuple[str, ...] = ()
    reasons: Mapping[str, str] = msgspec.field(default_factory=dict)
    beside: Brought | None = None

    @property
    def newest(self) -> Mapping[str, Value]:
        """Return all old answers, by question id: each stands in one place only."""
        return {**(self.beside.answers if self.beside else {}), **self.answers}

    def day_of(self, question: str) -> str:
        """Return the day of the old answer to a question; empty when nobody knows."""
        return self._where(question).given_on

    def _where(self, question: str) -> Brought:
        """Return what holds the old answer to a question: this, or the record."""
        beside = self.beside
        return beside if beside and question in beside.answers else self

    @property
    def given_alone(self) -> bool:
        """Say whether the client filled it in alone, and not at an earlier visit."""
        return self.source in ("filled", "fhir", "code")

    @property
    def for_this_visit(self) -> bool:
        """Say whether the client filled it in for this visit: today or yesterday."""
        if not (self.given_alone and self.given_on):
            return False
        return self.given_on <= self.today <= later(self.given_on, days=_ONE_VISIT)

    @property
    def is_too_old(self) -> bool:
        """Say whether the client filled it in so long ago that all is asked anew."""
        if not (self.given_alone and self.given_on):
            return False
        return self.today > later(self.given_on, days=_FRESH)

    def keeps(self, question: Question) -> Value | None:
        """Return the old answer that may be shown; None where it is asked anew."""
        where = self._where(question.id)
        value = where.answers.get(question.id)
        if question.gate or where.is_too_old:
            return None
        if question.keeps == VISIT_ONLY and where.for_this_visit:
            return value
        kept = still_keeps(question.keeps, where.given_on, self.today)
        return value if kept else None

    def ready(self, question: Question) -> Value | None:
        """Return the old answer that one key may keep."""
        value = self.keeps(question)
        kept = value is not None and question.may_be_confirmed(value)
        return value if kept else None

    def confirmable(self, pack: Pack) -> dict[str, Value]:
        """Return the old answers that are still shown together, by question id."""
        return {
            name: value
            for name, question in pack.questions.items()
            if name not in self.declined
            if (value := self.ready(question)) is not None
        }

    def prompts(self, pack: Pack, left: Collection[str], asked: str) -> int:
        """Count the prompts for questions that are left, one screen a section and day.

        Args:
            pack: The pack in use.
            left: The questions that come after the one that is asked.
            asked: That one; its screen holds what is confirmable of its section.
        """
        shown = self.confirmable(pack)

        def screen(name: str) -> tuple[Section, str]:
            return pack.section_of[name], self.day_of(name)

        screens = {screen(name) for name in left if name in shown}
        if asked in shown:
            screens.discard(screen(asked))
        return len([name for name in left if name not in shown]) + len(screens)


def fitted(pack: Pack, raw: Mapping[str, object]) -> tuple[Answers, dict[str, str]]:
    """Return the answers that fit a pack, question by question, and why others do not.

    Args:
        pack: The pack in use.
        raw: What was answered, perhaps under an older version of it.
    """
    values: dict[str, Value] = {}
    dropped: dict[str, str] = {}
    for name, value in raw.items():
        question = pack.questions.get(name)
        if question is None:
            dropped[name] = "is not asked any more"
            continue
        try:
            values[name] = question.accept(value)
        except ValueError:
            dropped[name] = "takes other answers now"
    return Answers(values), dropped


class LastTime(msgspec.Struct, frozen=True):
    """What was said last time, to be confirmed as a whole.

    Attributes:
        section: The section of the questions.
        given_on: The day, as `2027-01-31`.
        answers: The old answers, in the order of asking.
    """

    section: Section
    given_on: str
    answers: Mapping[str, Value]


def last_time(
    brought: Brought, question: Question, sheet: Sheet, *, everything: bool
) -> LastTime | None:
    """Return what may be confirmed together with a question, of its section.

    What an old answer opens within the section stands beside it, and nothing of
    another day.

    Args:
        brought: The answers brought along.
        question: The one that is next; None is returned when it is asked by itself.
        sheet: What counts so far.
        everything: Whether also what can no longer change the result is asked.
    """
    pack = sheet.pack
    section, day = pack.section_of[question.id], brought.day_of(question.id)
    shown, found = brought.confirmable(pack), dict[str, Value]()
    if question.id not in shown:
        return None
    while more := {
        name: shown[name]
        for name in left_to_ask(sheet, decide_sheet(sheet), everything=everything)
        if name in shown and pack.section_of[name] == section
        if brought.day_of(name) == day
    }:
        found |= more
        sheet = Sheet(pack, Answers({**sheet.answers, **more}))
    in_order = {name: found[name] for name in pack.questions if name in found}
    return LastTime(section, day, in_order)


class Denied(msgspec.Struct, frozen=True):
    """Signs of last time that an answer denies now.

    Attributes:
        given_on: The day, as `2027-01-31`; empty when nobody knows it, or there are
            two.
        signs: What was said then, by question id.
        still_so: What the answer is when it is still so.
    """

    given_on: str
    signs: Mapping[str, Value]
    still_so: Value


def denied(
    brought: Brought, question: Question, value: Value, before: Sheet, after: Sheet
) -> Denied | None:
    """Return the signs of last time that a gate question's new answer denies.

    A "no" also denies the signs of lists that it keeps from being read.

    Args:
        brought: The answers brought along.
        question: The question, with the lines that are offered.
        value: Its answer.
        before: What counted before.
        after: What counts with it.
    """
    if not question.gate:
        return None
    gone = _gone(question, value, _signs(brought, question))
    unheard = _unheard(brought, question, before, after)
    if not (gone or unheard):
        return None
    signs = ({question.id: gone} if gone else {}) | unheard
    days = {brought.day_of(name) for name in signs}
    day = days.pop() if len(days) == 1 else ""
    return Denied(day, signs, _still_so(question, value, gone))


def _signs(brought: Brought, question: Question) -> tuple[str, ...]:
    """Return what a client had said that is a sign; of its course, nothing."""
    course = bool(question.carries) or question.moves
    if course or question.takes.counts or question.asked_by != "client":
        return ()
    value = brought.newest.get(question.id, ())
    words = value if isinstance(value, tuple) else (str(value),)
    return tuple(w for w in words if w not in (NONE, UNSURE, question.mildest))


def _gone(question: Question, value: Value, signs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the signs than which an answer is milder; of a list, line by line."""
    order = list(question.words)
    if isinstance(value, tuple):
        named = {line_of(word) for word in value}
        unsaid = (s for s in signs if line_of(s) in order and line_of(s) not in named)
        return () if UNSURE in value else tuple(unsaid)
    worse = order[order.index(value) + 1 :] if value in order else []
    return tuple(sign for sign in signs if sign in worse)


def _unheard(
    brought: Brought, question: Question, before: Sheet, after: Sheet
) -> dict[str, Value]:
    """Return the signs whose list is not read any more, for a "no" to this question."""
    if not question.takes.yes_or_no:
        return {}
    hidden = (
        other
        for name, other in after.pack.questions.items()
        if other.gate and after.relevance[name] is False is not before.relevance[name]
        if other.when and question.id in after.pack.questions_in(other.when)
    )
    return {other.id: s for other in hidden if (s := _signs(brought, other))}


def _still_so(question: Question, value: Value, gone: tuple[str, ...]) -> Value:
    """Return the worse of both answers, which also opens a list that was hidden."""
    if question.takes.yes_or_no:
        return YES
    if isinstance(value, tuple):
        return question.accept([*(w for w in value if w != NONE), *gone])
    return gone[0]


def reason_typed(text: str) -> str:
    """Return a reason that was typed, as it is kept: on one line.

    Raises:
        ValueError: It is empty, too long, or has characters that cannot be seen.
    """
    said = " ".join(text.split())
    if not said:
        raise ValueError("A reason needs a few words.")
    if len(said) > LONGEST_REASON:
        raise ValueError(f"A reason has at most {LONGEST_REASON} characters.")
    if any(map(is_harmful, said)):
        raise ValueError("A reason has no characters that cannot be seen.")
    return said


class Changed(
    msgspec.Struct,
    frozen=True,
    omit_defaults=True,
    rename={"before": "from", "now": "to"},
):
    """An answer that is another one today.

    Attributes:
        now: The answer of today; None where a "no" kept the question from being read.
        reason: Why signs of it do not stand, as the therapist said; "" without any.
    """

    question: str
    before: Value
    now: Value | None
    reason: Annotated[str, Meta(max_length=LONGEST_REASON)] = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of the answers brought along; the table `brought` of a decision.

    Attributes:
        given_on: The day of the answers; None when nobody knows it.
        beside_on: The day of the record that was brought as well; None without one.
        watch_until: By which day a clinician was to see the client; None without one.
        confirmed: The questions whose answer is today what it was.
        changed: Those whose answer is another one.
    """

    source: str
    given_on: str | None
    watch_until: str | None
    confirmed: tuple[str, ...]
    changed: tuple[Changed, ...]
    beside_on: str | None = None


def taken(brought: Brought, counts: Mapping[str, Value]) -> Taken:
    """Return what became of the answers brought along.

    Args:
        brought: The answers brought along.
        counts: The answers of today that count.
    """
    old = brought.newest
    both = [name for name in counts if name in old]
    same = tuple(name for name in both if counts[name] == old[name])
    reasons = brought.reasons
    unread = [name for name in reasons if name in old and name not in counts]
    changed = (
        Changed(name, old[name], counts.get(name), reasons.get(name, ""))
        for name in (*both, *unread)
        if name not in same
    )
    return Taken(
        source=brought.source,
        given_on=brought.given_on or None,
        watch_until=brought.watch_until or None,
        confirmed=same,
        changed=tuple(changed),
        beside_on=(brought.beside and brought.beside.given_on) or None,
    )
