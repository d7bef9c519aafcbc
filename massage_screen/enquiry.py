"""What a clinician is asked of a client, all on one page and all in one reply.

The letter and the reply to it take their questions from here, so that both have the
same ones in the same order. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.answers import NONE, UNSURE, Answers, Value, is_unsure, line_of
from massage_screen.decision import Decision, decide_sheet
from massage_screen.explanation.reach import reach_of
from massage_screen.explanation.steps import resolved, steps_of
from massage_screen.history import gained_lines
from massage_screen.pack import BY_CLINICIANS, Choice, Disposition, Pack, Question
from massage_screen.screened import Screened
from massage_screen.sheet import Sheet


class Enquired(msgspec.Struct, frozen=True):
    """A question to a clinician.

    Attributes:
        lines: What can be ticked, of a question that has lines.
        read_off: Whether the therapist reads the answer off the paper: who signed it,
            what it names, and how long it holds.
    """

    question: Question
    lines: tuple[Choice, ...]
    read_off: bool

    def offered(self, sheet: Sheet) -> tuple[Choice, ...]:
        """Return the lines that are still there with the answers of a sheet."""
        offered = sheet.offered.get(self.question.id, {})
        return tuple(c for c in self.lines if offered.get(c.id, True) is not False)

    def lists_regions(self, pack: Pack) -> bool:
        """Say whether its lines are all regions of the body, and no other."""
        return {line.id for line in self.lines} == pack.regions.keys()

    def regions_beside(self, pack: Pack) -> frozenset[str]:
        """Return all regions where they stand beside other lines; else none."""
        lines = {line.id for line in self.lines}
        regions = frozenset(pack.regions)
        return regions if regions < lines else frozenset()


def can_be_replied_to(question: Question, answer: Value | None = None) -> bool:
    """Say whether a clinician can settle a question.

    Either the pack knows how a clinician changes its answer, or the client was not
    sure of it and it is no warning sign.

    Args:
        question: The question.
        answer: What the client said; None when nothing was said.
    """
    if not question.ask_clinician:
        return False
    if any(change.by in BY_CLINICIANS for change in question.changes):
        return True
    return not question.gate and answer is not None and is_unsure(answer)


def enquire(client: Screened) -> tuple[Enquired, ...]:
    """Return all that a clinician is asked of a client, in the order of the page.

    These are what could make the result milder, what opens with each answer to that,
    and, where it can change anything, a whole agreement to massage. What the client
    can say alone is not among them. First comes what is asked, then what is read off.

    Args:
        client: Who was screened; of an emergency nothing is asked.
    """
    if client.decision.standing is Disposition.EMERGENCY:
        return ()
    return _Enquiry(client).asked()


class _Enquiry:
    """The replies that a page may come back with, tried one by one."""

    def __init__(self, client: Screened) -> None:
        """Start from what settles the result."""
        self._pack = client.pack
        self._now = client.sheet
        self._reach = reach_of(client.pack)
        self._settles = client.explanation.ask
        self._required = {*client.decision.required}

    def asked(self) -> tuple[Enquired, ...]:
        """Return the questions, each with the lines that can be ticked."""
        replies = list(self._replies())
        pages = [self._page(reply, agreed=False) for reply in replies]
        wholes = [self._page(reply, agreed=True) for reply in replies]
        if _ask_to_agree(pages) or any(map(_differ, pages, wholes)):
            pages = wholes
        ids = {name for page in pages for name in page.asked}
        unneeded = self._unneeded(pages)
        questions = [q for q in self._pack.questions.values() if q.id in ids]
        found = [
            self._enquired(q, pages, unneeded)
            or self._with_all_lines_for(q, pages, ids)
            for q in questions
        ]
        return tuple(sorted((e for e in found if e), key=lambda each: each.read_off))

    def _replies(self) -> Iterator[Mapping[str, Value]]:
        """Go through what is not answered as well as it can be.

        First nothing; then each single answer, by each other word that can be ticked,
        as that may open other questions.
        """
        yield {}
        for name, value in self._page({}, agreed=True).asked.items():
            question = self._pack.questions[name]
            if not question.takes.several and question.asked_by == "client":
                yield from ({name: w} for w in _words(question) if w != value)

    def _page(self, said: Mapping[str, Value], *, agreed: bool) -> _Page:
        """Return the page with a reply, what opens by it answered at its best.

        Args:
            said: What is answered otherwise.
            agreed: Whether a whole agreement is among it.
        """
        asked: dict[str, Value] = {}
        while True:
            sheet = self._with(asked)
            question = next(self._left(sheet, asked, agreed=agreed), None)
            if question is None:
                return _Page(asked, self._ended(sheet))
            best = said.get(question.id) or self._best(question, sheet)
            asked[question.id] = best

    def _left(
        self, sheet: Sheet, asked: Mapping[str, Value], *, agreed: bool
    ) -> Iterator[Question]:
        """Go through what a clinician is still asked, once so much is answered."""
        left = [
            question
            for question in self._pack.questions.values()
            if sheet.relevance[question.id] and question.id not in asked
            if can_be_replied_to(question, self._now.visible.get(question.id))
        ]
        for question in left:
            if question.id in self._settles or (agreed and _agrees(question)):
                yield question
        opened = {*decide_sheet(sheet).required} - self._required
        yield from (question for question in left if question.id in opened)

    def _best(self, question: Question, sheet: Sheet) -> Value:
        """Return the most that a clinician can say for a client, of what is offered."""
        before = self._now.answers.get(question.id)
        steps = (*steps_of(question, before), *resolved(question, before))
        values = [step.value for step in steps if step.by_clinician]
        mildest = question.mildest if before is None else before
        return self._offered(question, values[-1] if values else mildest, sheet)

    def _offered(self, question: Question, value: Value, sheet: Sheet) -> Value:
        offered = sheet.offered.get(question.id)
        if not isinstance(value, tuple) or offered is None:
            return value
        kept = (word for word in value if offered.get(line_of(word), True) is not False)
        return tuple(kept) or (NONE,)

    def _with(self, asked: Mapping[str, Value]) -> Sheet:
        """Return the sheet with a reply; a list that gains a line by it is open."""
        sheet = self._changed({**self._now.answers, **asked})
        unheard = gained_lines(self._now, sheet) & sheet.answers.keys() - asked.keys()
        if not unheard:
            return sheet
        kept = {q: v for q, v in sheet.answers.items() if q not in unheard}
        return self._changed(kept)

    def _changed(self, answers: Mapping[str, Value]) -> Sheet:
        now = self._now.answers
        known = now.keys() | answers.keys()
        differing = frozenset(q for q in known if answers.get(q) != now.get(q))
        return self._now.changed(Answers(answers), self._reach.stale(differing))

    def _ended(self, sheet: Sheet) -> Sheet:
        """Return the sheet when what only the client can say is answered mildest.

        It is decided for comparison alone; nobody has said so.
        """
        while sheet.open:
            questions = map(self._pack.questions.__getitem__, sheet.open)
            rest = {q.id: sheet.mildest(q) for q in questions}
            sheet = self._changed({**sheet.answers, **rest})
        return sheet

    def _unneeded(self, pages: list[_Page]) -> frozenset[str]:
        """Return the lines of reassuring lists that change no result on any page."""
        lines = {
            line
            for page in pages
            for name, value in page.asked.items()
            if self._may_be_shorter(self._pack.questions[name])
            if isinstance(value, tuple)
            for line in value
        } - {NONE}
        return frozenset(line for line in lines if not self._matters(line, pages))

    def _matters(self, line: str, pages: list[_Page]) -> bool:
        for page in pages:
            less = {q: self._without(q, v, line) for q, v in page.asked.items()}
            if less != page.asked:
                other = _Page(less, self._ended(self._with(less)))
                if _differ(page, other):
                    return True
        return False

    def _without(self, name: str, value: Value, line: str) -> Value:
        question = self._pack.questions[name]
        if not isinstance(value, tuple) or not self._may_be_shorter(question):
            return value
        return tuple(word for word in value if word != line) or (NONE,)

    def _may_be_shorter(self, question: Question) -> bool:
        """Say whether a line of a list need not be asked: all but a list of places."""
        listed = {choice.id for choice in question.choices}
        return question.reassuring and not listed <= self._pack.regions.keys()

    def _enquired(
        self, question: Question, pages: list[_Page], unneeded: frozenset[str]
    ) -> Enquired | None:
        """Return a question with its lines; None where no line of it is needed."""
        read_off = question.asked_by != "client"
        choices = question.clinician_choices or question.choices
        if question.takes.several:
            shown = self._shown(question, pages)
            choices = tuple(c for c in choices if c.id in shown or c.id == NONE)
        if self._may_be_shorter(question) and not question.clinician_choices:
            ticked = self._now.visible.get(question.id, ())
            had = ticked if isinstance(ticked, tuple) else ()
            left = (c for c in choices if c.id not in unneeded)
            choices = tuple(c for c in left if c.id not in had)
            if question.takes.several and not choices:
                return None
        return Enquired(question, choices, read_off)

    def _with_all_lines_for(
        self, question: Question, pages: list[_Page], ids: set[str]
    ) -> Enquired | None:
        """Return a list of which no line is needed, where questions hang on it."""
        hanging = {step.id for step in self._pack.hanging_on(question.id)}
        if ids.isdisjoint(hanging - {question.id}):
            return None
        return self._enquired(question, pages, frozenset())

    def _shown(self, question: Question, pages: list[_Page]) -> set[str]:
        """Return the lines that are offered on some page."""
        return {
            line
            for page in pages
            if page.sheet.relevance[question.id] is not False
            for line in _lines(question, page.sheet)
        }


class _Page(msgspec.Struct, frozen=True):
    """A reply, whole, and the sheet with it.

    Attributes:
        asked: The answer to each question on the page.
    """

    asked: Mapping[str, Value]
    sheet: Sheet


def _ask_to_agree(pages: list[_Page]) -> bool:
    questions = pages[0].sheet.pack.questions
    return any(_agrees(questions[name]) for page in pages for name in page.asked)


def _differ(one: _Page, other: _Page) -> bool:
    return _result(decide_sheet(one.sheet)) != _result(decide_sheet(other.sheet))


def _result(decision: Decision) -> tuple[object, ...]:
    limits = [(each.region, each.pressure_at_most) for each in decision.limits]
    return (decision.disposition, decision.timeframe, decision.grid, limits)


def _words(question: Question) -> tuple[str, ...]:
    choices = question.clinician_choices
    words = (c.id for c in choices) if choices else question.words
    return tuple(word for word in words if word != UNSURE)


def _lines(question: Question, sheet: Sheet) -> Iterator[str]:
    offered = sheet.offered.get(question.id, {})
    lines = (choice.id for choice in question.choices)
    return (line for line in lines if offered.get(line, True) is not False)


def _agrees(question: Question) -> bool:
    return any(change.by == "clearance" for change in question.changes)
