"""Which question is next; asks until nothing that must be asked is left.

The one who asks is a parameter, so a terminal, a case file, a script and a property
test drive the same code. An asker reports what the person did as a step; where that
leads is decided here. Pure but for what the asker does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from massage_screen.answers import YES, Answers, Value, line_of
from massage_screen.brought import Brought, Denied, LastTime, denied, last_time
from massage_screen.decision import Decision, decide_sheet, left_to_ask
from massage_screen.errors import Interrupted
from massage_screen.history import History
from massage_screen.pack import Disposition, Pack, Question, urgency
from massage_screen.read_back import denied_at_gate
from massage_screen.sheet import Sheet
from massage_screen.stopping import asked_first, may_stop


class Answered(msgspec.Struct, frozen=True):
    """The person answered the question that was put."""

    value: Value


class Back(msgspec.Struct, frozen=True):
    """The person wants to see the question before this one."""


class ToReview(msgspec.Struct, frozen=True):
    """The person wants to see all answers."""


class GoTo(msgspec.Struct, frozen=True):
    """The person wants to answer one question, by id."""

    question: str


class GoOn(msgspec.Struct, frozen=True):
    """The person wants to be asked what is left."""


class Accept(msgspec.Struct, frozen=True):
    """The person wants the recommendation now."""


class Quit(msgspec.Struct, frozen=True):
    """The person wants to stop without a recommendation."""


class NotSo(msgspec.Struct, frozen=True):
    """Signs of last time do not stand: today's answer is right.

    Attributes:
        reason: Why, in words.
    """

    reason: str


Step = Answered | Back | ToReview | GoTo | GoOn | Accept | Quit


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """A question to put, and where in the interview it stands.

    Attributes:
        question: What to ask, with the lines that are offered.
        sheet: What counts so far.
        decision: What was decided from it.
        preset: What was answered before, to be kept or changed; None at first.
        number: The place of the question, from 1.
        about: How many questions this client gets when the rest is answered mildest;
            where something was found that sends the client away, only what is still
            asked counts.
        grown: Whether it is more than was said before: an answer opened questions.
        for_the_record: Whether no answer left can change the recommendation.
        first: Whether there is no question before this one.
        last_time: What was said at an earlier visit, within its shelf life, while the
            question has no answer of today; it is the preset where one key may keep it.
        last_on: The day on which that was said, as `2027-01-31`.
    """

    question: Question
    sheet: Sheet
    decision: Decision
    preset: Value | None
    last_time: Value | None = None
    last_on: str = ""
    number: int
    about: int
    grown: bool = False
    for_the_record: bool
    first: bool

    @property
    def progress(self) -> str:
        """Say in words where the interview stands."""
        if self.for_the_record:
            nothing = "nothing left can change the recommendation"
            return f"{self.number}, for the record: {nothing}"
        return f"{self.number} of {'now ' * self.grown}about {self.about}"


class ReadBack(msgspec.Struct, frozen=True, kw_only=True):
    """What was denied at the gate, to be read back before the interview goes on.

    Attributes:
        sheet: What counts so far.
        denied: The questions with nothing told, in the order of asking.
    """

    sheet: Sheet
    denied: tuple[Question, ...]


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """All answers that count, to be looked over.

    Attributes:
        sheet: What counts so far.
        decision: What was decided from it.
        entries: Each question with its answer, in the order of asking.
    """

    sheet: Sheet
    decision: Decision
    entries: tuple[tuple[Question, Value], ...]

    @property
    def told(self) -> tuple[tuple[Question, Value], ...]:
        """Return the entries of which the answer is not the mildest."""
        entries = self.entries
        return tuple((q, v) for q, v in entries if v != self.sheet.mildest(q))

    @property
    def rest(self) -> tuple[tuple[Question, Value], ...]:
        """Return the other entries."""
        entries = self.entries
        return tuple((q, v) for q, v in entries if v == self.sheet.mildest(q))

    @property
    def finished(self) -> bool:
        """Say whether nothing is left that must be asked."""
        return self.decision.complete

    @property
    def left(self) -> int:
        """Count the open questions; when `finished`, none can change the result."""
        return len(self.sheet.open)


class Asker(Protocol):
    """Someone who can put questions to a person.

    Every method may raise `Interrupted`: the person stopped at once, or the terminal
    went away.
    """

    def ask(self, turn: Turn) -> Step:
        """Put one question: Answered, Back, ToReview, GoTo or Quit."""

    def confirm(self, last_time: LastTime, turn: Turn) -> Step:
        """Ask whether all of it is still so: Answered yes or no, or as `ask`.

        The turn is that of its first question.
        """

    def settle(self, denied: Denied, turn: Turn) -> Step | NotSo:
        """Ask whether signs of last time are still there: Answered yes, or NotSo.

        Or as `ask`; Back asks the question again.
        """

    def act(self, decision: Decision) -> Step:
        """Show what must be done now: GoOn, Accept, Back, ToReview or Quit."""

    def read_back(self, read_back: ReadBack) -> Step:
        """Read back what was denied: GoOn when it is right, GoTo what is not.

        Back, ToReview or Quit as everywhere.
        """

    def review(self, review: Review) -> Step:
        """Show all answers: GoTo one to change it, Accept, GoOn, Back or Quit."""

    def leave(self) -> bool:
        """Offer to keep the answers; say whether to go on asking after all."""

    def tell(self, text: str) -> None:
        """Say one sentence, before the next prompt."""


def conduct(
    pack: Pack,
    asker: Asker,
    history: History | None = None,
    keep: Callable[[History], None] | None = None,
) -> Answers:
    """Ask until every question that must be asked has an answer.

    When EMERGENCY stands, the action is shown before any further question; that of
    REFER once the gate was asked to its end; either again whenever it becomes more
    urgent. That of POSTPONE is shown where the interview may stop early. Once the
    gate was asked and nothing urgent stands, what was denied there is read back. At
    the end all answers are reviewed, unless the person stopped at an action. What the
    person declines to go on with stays unanswered.

    Args:
        pack: What to ask.
        asker: Who asks.
        history: What was said already.
        keep: Told of every change, before the next question.

    Returns:
        The answers given, those of questions since hidden included.

    Raises:
        Interrupted: The person stopped. What was said has been kept.
    """
    interview = _Interview(pack, asker, history or History(), keep)
    while not interview.ended:
        interview.go_on()
    return interview.history.sheet(pack).answers


def next_question(
    sheet: Sheet, decision: Decision, *, everything: bool = False
) -> Question | None:
    """Return the next question, or None when none is left.

    While hands may still go on, one for the record comes in its place, so that nobody
    skips it by accident. What an action waits for comes first of all.

    Args:
        sheet: The answers so far.
        decision: What was decided from them.
        everything: Also ask what can no longer change the result.
    """
    left = _left_to_ask(sheet, decision, everything=everything)
    return sheet.pack.questions[left[0]] if left else None


def _left_to_ask(
    sheet: Sheet, decision: Decision, *, everything: bool
) -> tuple[str, ...]:
    rest = left_to_ask(sheet, decision, everything=everything)
    return asked_first(sheet, decision) or rest


def standing_action(history: History, pack: Pack) -> Decision | None:
    """Return the action to show to a person who stops now; None when there is none.

    An answer that is to be asked again does not count for the next question: it may
    not fit any more. Whoever stops before it is asked again is told of what was said
    nevertheless. Take a weak stream of urine that is recent: when "weak stream" is
    changed to "hard to start", its course is open again and nothing is decided of it,
    but the last thing said of it was an emergency.
    """
    readings = [Sheet(pack, history.said)]
    if history.again:
        readings.append(history.sheet(pack))
    worst = max(map(decide_sheet, readings), key=_urgency)
    return worst if worst.standing.urgent else None


_NOTHING_SHOWN = (Disposition.POSTPONE.rank, 0)
_NO_LONGER = "An answer was changed: the action shown before no longer holds."
#: What an interview says that was broken off.
STOPPED = "Stopped before the end. There is no recommendation."


class _Interview:
    """Where the interview stands, and where each step leads."""

    def __init__(
        self,
        pack: Pack,
        asker: Asker,
        history: History,
        keep: Callable[[History], None] | None,
    ) -> None:
        self.pack = pack
        self.asker = asker
        self.history = history
        self.ended = False
        self._keep = keep
        self._order = list(pack.questions)
        self._shown = _NOTHING_SHOWN
        self._shown_for: frozenset[str] = frozenset()
        self._stop_offered = False
        self._put_off = False  # whether the action of POSTPONE was shown and holds
        self._for_the_record = False
        self._chosen: Question | None = None
        self._reviewing = False
        self._left_off: Question | None = None
        self._gate_is_right = False  # whether what was denied was read back
        self._announced = 0  # how many questions were said to come

    def go_on(self) -> None:
        """Put what comes next, and go where the person's step leads."""
        sheet = self.history.sheet(self.pack)
        decision = decide_sheet(sheet)
        self._for_the_record &= decision.complete  # a change may open what matters
        question = self._chosen or self._next(sheet, decision)
        acts = self._action_is_due(sheet, decision)
        if self._stop_is_due(sheet, decision) or acts:
            self._after_act(self.asker.act(decision), sheet, decision)
        elif (read_back := self._read_back(sheet, decision)) is not None:
            step = self.asker.read_back(read_back)
            self._after_read_back(step, sheet, decision)
        elif question is None or self._review_is_due(question):
            self._after_review(self._review(sheet, decision), sheet, decision)
        else:
            self._put(self._turn(question, sheet, decision))

    def _put(self, turn: Turn) -> None:
        """Ask one question, or whether what was said last time is still so."""
        known = None if self._chosen else self._last_time(turn)
        if known is None:
            self._after_ask(self.asker.ask(turn), turn)
        else:
            self._after_confirm(self.asker.confirm(known, turn), known, turn)

    def _last_time(self, turn: Turn) -> LastTime | None:
        brought = self.history.brought
        if brought is None:
            return None
        everything = self._for_the_record
        return last_time(brought, turn.question, turn.sheet, everything=everything)

    def _action_is_due(self, sheet: Sheet, decision: Decision) -> bool:
        """Say whether to show an action: a more urgent one, or another after a change.

        That of REFER waits for the end of the gate. While something must be asked
        again, the action that was shown still holds.
        """
        reached = _urgency(decision)
        referred = decision.standing is Disposition.REFER
        waits = referred and bool(asked_first(sheet, decision))
        if reached > self._shown and waits:
            return False
        if reached <= self._shown:
            found = {finding.rule.id for finding in decision.findings}
            stands = reached == self._shown and self._shown_for <= found
            if stands or self._awaits(sheet):
                return False
            self.asker.tell(_NO_LONGER)
        reached = _NOTHING_SHOWN if waits else reached
        self._shown, self._shown_for = reached, _most_urgent(decision, reached)
        self._put_off = False
        return reached > _NOTHING_SHOWN

    def _stop_is_due(self, sheet: Sheet, decision: Decision) -> bool:
        """Say whether to offer to stop early: once, and once more after a change."""
        offered, self._stop_offered = self._stop_offered, may_stop(sheet, decision)
        self._put_off |= self._stop_offered
        if self._put_off and decision.standing.hands_on and not self._awaits(sheet):
            self._put_off = False
            self.asker.tell(_NO_LONGER)
        return self._stop_offered and not offered

    def _read_back(self, sheet: Sheet, decision: Decision) -> ReadBack | None:
        """Return what to read back now: once, when no gate question is left to ask."""
        busy = self._chosen is not None or self._reviewing or self._gate_is_right
        if busy or decision.standing.urgent:
            return None
        left = _left_to_ask(sheet, decision, everything=self._for_the_record)
        if any(self.pack.questions[question].gate for question in left):
            return None
        denied = denied_at_gate(sheet)
        return ReadBack(sheet=sheet, denied=denied) if denied else None

    def _awaits(self, sheet: Sheet) -> bool:
        """Say whether something is to be asked again, so that what was shown holds."""
        return any(sheet.relevance[question] for question in self.history.again)

    def _next(self, sheet: Sheet, decision: Decision) -> Question | None:
        return next_question(sheet, decision, everything=self._for_the_record)

    def _turn(self, question: Question, sheet: Sheet, decision: Decision) -> Turn:
        asked = self.history.asked(sheet)
        place = asked.index(question.id) if question.id in asked else len(asked)
        before = {*asked, question.id}
        brought = self.history.brought
        left = _still_asked(sheet, decision, brought) - before
        more = brought.prompts(self.pack, left, question.id) if brought else len(left)
        announced, self._announced = self._announced, len(before) + more
        return Turn(
            question=(offered := sheet.as_offered(question)),
            sheet=sheet,
            decision=decision,
            preset=self._preset(offered),
            last_time=self._of_last_time(question),
            last_on=brought.day_of(question.id) if brought else "",
            number=place + 1,
            about=self._announced,
            grown=0 < announced < self._announced,
            for_the_record=self._for_the_record,
            first=place == 0,
        )

    def _of_last_time(self, question: Question) -> Value | None:
        brought = self.history.brought
        if brought is None or question.id in self.history.said:
            return None
        return brought.keeps(question)

    def _preset(self, question: Question) -> Value | None:
        """Return what was answered before, to be kept with one key.

        Nothing of a list whose lines may have changed since: a line that came new
        would be denied with that key, and nobody had read it out.
        """
        if question.id in self.history.again and question.depends:
            return None
        said, brought = self.history.said.get(question.id), self.history.brought
        if said is None and brought is not None:
            said = brought.ready(question)
        return that_is_offered(said, question)

    def _review_is_due(self, question: Question) -> bool:
        """Say whether what a change in the review opened has been asked."""
        if not self._reviewing or self._chosen or self._left_off is None:
            return False
        place = self._order.index
        return place(question.id) >= place(self._left_off.id)

    def _review(self, sheet: Sheet, decision: Decision) -> Step:
        self._reviewing, self._left_off = True, self._next(sheet, decision)
        asked = (self.pack.questions[q] for q in self.history.asked(sheet))
        said = ((q, sheet.answers.get(q.id), sheet.as_offered(q)) for q in asked)
        fits = ((q, that_is_offered(value, offered)) for q, value, offered in said)
        entries = tuple((q, value) for q, value in fits if value is not None)
        review = Review(sheet=sheet, decision=decision, entries=entries)
        return self.asker.review(review)

    # Where a step leads

    def _after_ask(self, step: Step, turn: Turn) -> None:
        if isinstance(step, Answered):
            self._take(turn, step.value)
        elif isinstance(step, Back):
            self._go_back(turn.sheet, turn.question.id)
        elif isinstance(step, Accept) and turn.for_the_record:
            self.ended = True
        else:
            self._after_any(step, turn.sheet, turn.decision)

    def _take(self, turn: Turn, value: Value) -> None:
        """Take an answer, once nothing of last time contradicts it any more.

        Until then what counted before counts: the question has no answer, or an older
        one, so nothing is decided from a sign that is denied in passing.
        """
        question = turn.question.id
        history = self.history.with_answer(self.pack, question, value)
        gone = self._denied(turn, value, history)
        if gone is not None:
            step = self.asker.settle(gone, turn)
            if isinstance(step, NotSo):
                history = history.explaining(gone.signs, step.reason)
            elif isinstance(step, Answered):
                history = self.history.with_answer(self.pack, question, gone.still_so)
            else:
                if not isinstance(step, Back):
                    self._after_any(step, turn.sheet, turn.decision)
                return
        self._chosen = None
        self._hold(history)

    def _denied(self, turn: Turn, value: Value, history: History) -> Denied | None:
        """Return the signs of last time that a new answer denies."""
        brought = self.history.brought
        if brought is None or self.history.said.get(turn.question.id) == value:
            return None
        after = history.sheet(self.pack)
        return denied(brought, turn.question, value, turn.sheet, after)

    def _hold(self, history: History) -> None:
        self.history = history
        if self._keep is not None:
            self._keep(history)

    def _after_confirm(self, step: Step, known: LastTime, turn: Turn) -> None:
        if isinstance(step, Answered) and step.value == YES:
            self._hold(self.history.with_answers(self.pack, known.answers))
        elif isinstance(step, Answered):
            self._hold(self.history.declining(known.answers))
        elif isinstance(step, Back):
            self._go_back(turn.sheet, turn.question.id)
        else:
            self._after_any(step, turn.sheet, turn.decision)

    def _after_act(self, step: Step, sheet: Sheet, decision: Decision) -> None:
        if isinstance(step, Accept):
            self.ended = True
        elif isinstance(step, GoOn):
            self._for_the_record = decision.complete
        elif isinstance(step, Back):
            self._go_back(sheet)
        else:
            self._after_any(step, sheet, decision)

    def _after_read_back(self, step: Step, sheet: Sheet, decision: Decision) -> None:
        if isinstance(step, GoOn):
            self._gate_is_right = True
        elif isinstance(step, Back):
            self._go_back(sheet)
        else:
            self._after_any(step, sheet, decision)

    def _after_review(self, step: Step, sheet: Sheet, decision: Decision) -> None:
        if isinstance(step, Accept) and decision.complete:
            self.ended = True
        elif isinstance(step, GoOn | Back):
            self._reviewing = False
            self._for_the_record = decision.complete
            if decision.complete and isinstance(step, Back):
                self._go_back(sheet)
        else:
            self._after_any(step, sheet, decision)

    def _after_any(self, step: Step, sheet: Sheet, decision: Decision) -> None:
        if isinstance(step, Quit):
            if not self.asker.leave():
                raise Interrupted(STOPPED)
        elif isinstance(step, GoTo):
            self._go_to(step.question, sheet)
        elif isinstance(step, ToReview):
            self._chosen, self._reviewing = None, True
            self._left_off = self._next(sheet, decision)
        else:
            self.asker.tell("That cannot be done here.")

    def _go_back(self, sheet: Sheet, question: str | None = None) -> None:
        before = self.history.before(sheet, question)
        if before is None:
            self.asker.tell("There is no question before this one.")
        else:
            self._chosen = self.pack.questions[before]

    def _go_to(self, question: str, sheet: Sheet) -> None:
        if question not in self.pack.questions:
            self.asker.tell(f"There is no question called {question}.")
        elif not sheet.relevance[question]:
            self.asker.tell(
                f"The question {question} is not asked with the answers so far."
            )
        else:
            self._chosen = self.pack.questions[question]


def that_is_offered(value: Value | None, question: Question) -> Value | None:
    """Return what of an earlier answer can still be given."""
    if isinstance(value, tuple):
        return tuple(word for word in value if line_of(word) in question.words) or None
    fits = not isinstance(value, str) or value in question.words
    return value if fits else None


def _most_urgent(decision: Decision, reached: tuple[int, int]) -> frozenset[str]:
    rules = (finding.rule for finding in decision.findings)
    return frozenset(rule.id for rule in rules if urgency(rule) == reached)


def _urgency(decision: Decision) -> tuple[int, int]:
    if not decision.standing.urgent:
        return _NOTHING_SHOWN
    return urgency(decision.findings[0].rule)


def _still_asked(sheet: Sheet, decision: Decision, brought: Brought | None) -> set[str]:
    """Return the questions still asked when the rest is answered mildest.

    What was said last time is taken to be still so.
    """
    if not decision.standing.hands_on:
        return set(decision.required)
    pack = sheet.pack
    said = {q.id: q.mildest for q in pack.questions.values()}
    said |= brought.confirmable(pack) if brought else {}
    well = Sheet(pack, Answers({**said, **sheet.answers}))
    return {*well.visible, *well.open}
