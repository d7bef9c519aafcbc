"""How many questions an interview can come to, and the longest one found.

Searches the clients that a pack makes possible for the one who is asked most before
POSTPONE or worse stands (from there on the rest is optional). A search over
representative answers, not a proof: for each question, the mildest answer of every
kind that opens other questions. For each client it is cut short after some steps.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

import msgspec

from massage_screen.answers import NONE, Answers, Value
from massage_screen.condition import Condition
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet

#: A line of a list of diagnoses: the question and the choice.
_Line = tuple[str, str]
#: So many diagnoses are tried in every way; with more, the search follows one client.
_PAIR = 2
#: How many steps the search takes for each client, the longest ways first.
_PATIENCE = 60


class Longest(msgspec.Struct, frozen=True):
    """The most questions asked of one kind of client, and that client's answers."""

    questions: int
    answers: Answers


def gate_prompts(pack: Pack) -> int:
    """Count the gate questions that everyone is asked who comes for the first time."""
    asked = Sheet(pack, Answers()).relevance
    return sum(q.gate and asked[q.id] is True for q in pack.questions.values())


def nothing_to_tell(pack: Pack) -> int:
    """Count the questions for a client who gives the mildest answer to each."""
    answers = Answers()
    while (sheet := Sheet(pack, answers)).open:
        question = pack.questions[sheet.open[0]]
        answers = answers.with_answer(question.id, sheet.mildest(question))
    return len(answers)


def longest(pack: Pack, diagnoses: int | None) -> Longest:
    """Return the longest interview found with at most so many diagnoses.

    Args:
        pack: The pack; its `limits.diagnoses` name the checklists that count.
        diagnoses: How many lines of them are ticked together at most; None: as
            many as make the interview longer.
    """
    return Lengths(pack).at_most(diagnoses)


class Lengths:
    """The longest interviews of a pack, each number of diagnoses searched once."""

    def __init__(self, pack: Pack) -> None:
        """Search no further than is asked for."""
        self._longer = _longer(pack)
        self._found: list[Longest] = []

    def at_most(self, diagnoses: int | None) -> Longest:
        """Return the longest interview found; see `longest`."""
        found = self._up_to(0)
        for number in (
            itertools.count(1) if diagnoses is None else range(1, diagnoses + 1)
        ):
            before, found = found, self._up_to(number)
            if diagnoses is None and found.questions == before.questions:
                break
        return found

    def _up_to(self, number: int) -> Longest:
        while number >= len(self._found):
            more = next(self._longer, None)
            self._found.append(more or self._found[-1])
        return self._found[number]


def _longer(pack: Pack) -> Iterator[Longest]:
    """Go through the longest interviews: with at most 0, 1, 2 diagnoses, and so on."""
    search, lines = _Search(pack), _lines_that_lengthen(pack)
    tried: list[tuple[_Line, ...]] = [()]
    for number in range(len(lines) + 1):
        tried.sort(key=lambda t: search.opened(_told(pack, t)), reverse=True)
        for ticked in tried:
            search.patience = _PATIENCE
            search.extend(Answers(), _told(pack, ticked))
        yield search.best
        kept = tried if number < _PAIR else tried[:1]
        tried = list(_with_one_more(kept, lines))


def _told(pack: Pack, ticked: Sequence[_Line]) -> Answers:
    """Return the answers to the lists of diagnoses that tick these lines."""
    lists = pack.about.limits.diagnoses
    return Answers(
        {q: tuple(line for of, line in ticked if of == q) or (NONE,) for q in lists}
    )


def _with_one_more(
    some: Sequence[tuple[_Line, ...]], lines: Sequence[_Line]
) -> Iterator[tuple[_Line, ...]]:
    """Go through what comes of ticking one more line, each once."""
    seen = set()
    for ticked in some:
        for line in lines:
            more = frozenset({*ticked, line})
            if line not in ticked and more not in seen:
                seen.add(more)
                yield (*ticked, line)


def _lines_that_lengthen(pack: Pack) -> list[_Line]:
    """Return the lines that open questions, one of those that no test tells apart.

    A line that stops the interview by itself makes it no longer.
    """
    opening, stops = list(_tests(pack)), _Stops(pack)
    stopping = [test for when in stops.when for test in pack.tests_in(when)]
    kinds: dict[tuple[object, ...], _Line] = {}
    for question in pack.about.limits.diagnoses:
        for choice in pack.questions[question].choices:
            line = (question, choice.id)
            opens = [_names(test, *line) for test in opening]
            if any(opens) and not stops(Sheet(pack, Answers({question: (line[1],)}))):
                told_apart = [_names(test, *line) for test in stopping]
                kinds.setdefault((question, *opens, *told_apart), line)
    return list(kinds.values())


def _names(test: Condition, question: str, line: str) -> bool:
    named = test.includes_any_of or test.includes_all_of or ()
    return test.question == question and line in named


class _Stops:
    """Whether POSTPONE or worse stands, so that the rest is optional."""

    def __init__(self, pack: Pack) -> None:
        self.when = [
            rule.when
            for rule in pack.rules.values()
            if rule.when and not rule.ranks_as.hands_on
        ]

    def __call__(self, sheet: Sheet) -> bool:
        return any(sheet.holds(when) for when in self.when)


class _Search:
    """Branch and bound over the questions that decide what else is asked."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.stops = _Stops(pack)
        self.values = {
            question.id: tuple(_representatives(pack, question, self.stops))
            for question in pack.questions.values()
        }
        self.best = Longest(0, Answers())
        self.patience = _PATIENCE

    def opened(self, told: Answers) -> int:
        """Return how many questions could be asked at most after these lists."""
        return self._bound(Answers(), told)

    def extend(self, answers: Answers, told: Answers) -> None:
        """Ask on from these answers; `told` is what the lists will be answered."""
        self.patience -= 1
        if self.patience < 0 or self._bound(answers, told) <= self.best.questions:
            return
        answers, values = self._up_to_a_choice(answers, told)
        if len(answers) > self.best.questions:
            self.best = Longest(len(answers), answers)
        for question, value in values:
            self.extend(answers.with_answer(question, value), told)

    def _up_to_a_choice(
        self, answers: Answers, told: Answers
    ) -> tuple[Answers, list[tuple[str, Value]]]:
        """Answer what has one representative; return the next real choice."""
        start = answers
        while (sheet := Sheet(self.pack, answers)).open:
            question = sheet.open[0]
            values = (told[question],) if question in told else self.values[question]
            values = _that_count(sheet, self.pack.questions[question], values)
            if len(values) > 1 and not self.stops(sheet):
                return answers, [(question, value) for value in values]
            if len(values) > 1:
                break
            answers = answers.with_answer(question, values[0])
        return self._until_stopped(start, answers), []

    def _until_stopped(self, start: Answers, answers: Answers) -> Answers:
        """Return the answers up to the one that stops the interview, if one does.

        What was answered already did not stop it, and what stops it goes on doing so.
        """
        said = list(answers.items())
        for count in range(len(start), len(said)):
            reached = Answers(dict(said[:count]))
            if self.stops(Sheet(self.pack, reached)):
                return reached
        return answers

    def _bound(self, answers: Answers, told: Answers) -> int:
        sheet = Sheet(self.pack, Answers({**told, **answers}))
        return sum(relevant is not False for relevant in sheet.relevance.values())


def _representatives(pack: Pack, question: Question, stops: _Stops) -> Iterator[Value]:
    """Go through answers that open different questions, the mildest of each kind.

    Those that open most come first, so that a long interview is found early.
    """
    tests = [leaf for leaf in _tests(pack) if leaf.question == question.id]
    kinds: dict[tuple[bool | None, ...], Value] = {}
    together = _lines_that_go_on(pack, question, stops)
    for value in (question.mildest, *_single_answers(question), *together):
        heard = question.ticks(value) if isinstance(value, tuple) else value
        said = {question.id: heard}
        kinds.setdefault(tuple(test.holds(said, {}) for test in tests), value)
    opens_most = sorted(kinds, key=lambda kind: sum(map(bool, kind)), reverse=True)
    yield from (kinds[kind] for kind in opens_most)


def _that_count(
    sheet: Sheet, question: Question, values: tuple[Value, ...]
) -> tuple[Value, ...]:
    """Return what is left of answers where some lines are not offered, each once."""
    offered = sheet.as_offered(question)
    if offered is question:
        return values
    left = dict.fromkeys(_left_of(value, offered) for value in values)
    return tuple(value for value in left if value) or (offered.mildest,)


def _left_of(value: Value, offered: Question) -> Value | None:
    if isinstance(value, tuple):
        return tuple(word for word in value if word in offered.words)
    return value if value in offered.words else None


def _single_answers(question: Question) -> Iterator[Value]:
    yield from question.takes.told_apart(question)
    if question.takes.several:
        yield tuple(choice.id for choice in question.choices)


def _lines_that_go_on(
    pack: Pack, question: Question, stops: _Stops
) -> Iterator[tuple[str, ...]]:
    """Give all lines of a checklist together that do not stop the interview."""
    lines = (choice.id for choice in question.choices if question.takes.several)
    kept = tuple(
        line
        for line in lines
        if not stops(Sheet(pack, Answers({question.id: (line,)})))
    )
    if kept:
        yield kept


def _tests(pack: Pack) -> Iterator[Condition]:
    """Go through the tests of answers that some `when` makes, through facts too."""
    for question in pack.questions.values():
        for when in question.conditions:
            yield from pack.tests_in(when)
