"""What stands on a paper form: every question, its lines, and when to ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import msgspec

from massage_screen.answers import UNSURE, doubt_of, is_doubt, line_of
from massage_screen.condition import Condition, leaves, named_in
from massage_screen.pack import SAYS, Fact, Pack, Question, Section, for_each_kind
from massage_screen.pack.manner import (
    lines_asked_about,
    manner_of,
    notes_on_lines,
    with_note,
)

#: What there is to write in at the top; nothing that names the client.
BLANKS = ("Date", "Therapist's initials", "Client reference (no name)")
HOW_TO = (
    "Go from top to bottom. Leave a question out only when its"
    ' "Ask only if" is not true.',
    "Read out every line. Tick every line that is true, or the line that says so"
    " when none is.",
    "When a warning sign is ticked, or the client is not sure of one, type in what"
    " you have before you go on. Some signs need help at once.",
    "This form gives no result. Type the answers in with massage-screen --plain, by"
    " the numbers of the lines. Do not massage before you have read the result.",
)
_OTHERWISE = (
    "Where a question or a line says how to put it, do that instead of reading it out."
)
FACTS_TITLE = "Worked out from the answers"
FACTS_INTRO = "Take the first row that is true. If no row is true, take the last."

_ANY, _ALL = "at least one of these is true:", "all of these are true:"


class Clause(msgspec.Struct, frozen=True):
    """A condition in words: one sentence, or a lead with parts below it."""

    text: str
    parts: tuple[Clause, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """A line to tick, and what is typed for it in plain mode."""

    typed: str
    text: str
    only_if: str = ""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One question of the form."""

    number: int
    id: str
    gate: bool
    manner: str
    ask: str
    again: str
    how: str
    unit: str
    lines: tuple[Line, ...]
    only_if: Clause | None
    carried: str = ""


class Row(msgspec.Struct, frozen=True):
    """One row of a fact: its value, and when; no clause is "in every other case"."""

    value: str
    when: Clause | None


class WorkedOut(msgspec.Struct, frozen=True):
    """A fact that some "ask only if" reads."""

    id: str
    about: str
    rows: tuple[Row, ...]


class Part(msgspec.Struct, frozen=True):
    """The questions under one heading."""

    section: Section
    asked: tuple[Asked, ...]


class Form(msgspec.Struct, frozen=True):
    """A whole form."""

    title: str
    identity: str
    notice: tuple[str, ...]
    how_to: tuple[str, ...]
    parts: tuple[Part, ...]
    facts: tuple[WorkedOut, ...]


def form_of(pack: Pack) -> Form:
    """Return the form of a pack, its questions in the order of asking."""
    writer = _Writer(pack)
    return Form(
        title=pack.about.title,
        identity=_identity(pack),
        notice=pack.about.notice,
        how_to=_how_to(pack),
        parts=tuple(
            Part(concern.section, tuple(map(writer.asked, concern.question)))
            for concern in pack.concerns
            if concern.question
        ),
        facts=tuple(map(writer.worked_out, _facts_read(pack))),
    )


def _identity(pack: Pack) -> str:
    about = pack.about
    digest = pack.digest.removeprefix("sha256:")[:8]
    draft = " A draft, not reviewed by a clinician." if about.status == "draft" else ""
    return (
        f"Pack {about.id} {about.version} ({digest}), review by {about.review_by}."
        f"{draft}"
    )


def _how_to(pack: Pack) -> tuple[str, ...]:
    questions = pack.questions.values()
    told = any(manner_of(each) or notes_on_lines(each) for each in questions)
    return (*HOW_TO, _OTHERWISE) if told else HOW_TO


def _facts_read(pack: Pack) -> Iterator[Fact]:
    """Go through the facts that decide whether a question is asked."""
    questions = pack.questions.values()
    wanted = _facts_in(when for q in questions for when in q.conditions)
    for fact in reversed(
        tuple(pack.facts.values())
    ):  # facts read only facts above them
        if fact.id in wanted:
            wanted |= _facts_in(row.when for row in fact.rows)
    yield from (fact for fact in pack.facts.values() if fact.id in wanted)


def _facts_in(conditions: Iterable[Condition]) -> set[str]:
    return {leaf.fact for when in conditions for leaf in leaves(when) if leaf.fact}


class _Writer:
    """Puts questions and conditions of one pack into words for paper."""

    def __init__(self, pack: Pack) -> None:
        self._questions = pack.questions
        self._numbers = {name: n for n, name in enumerate(pack.questions, start=1)}

    def asked(self, question: Question) -> Asked:
        return Asked(
            number=self._numbers[question.id],
            id=question.id,
            gate=question.gate,
            manner=manner_of(question),
            ask=question.ask,
            again=question.again,
            how=_HOW[question.kind](question),
            unit=question.unit,
            lines=tuple(self._lines_of(question)),
            only_if=self._clause(question.when) if question.when else None,
            carried=lines_asked_about(question, self._called),
        )

    def _lines_of(self, question: Question) -> Iterator[Line]:
        """Go through the lines; beside a number, 1 would not mean "not sure"."""
        when = {choice.id: choice.when for choice in question.choices}
        notes = notes_on_lines(question)
        for number, (word, text) in enumerate(question.lines.items(), start=1):
            typed = "u" if question.takes.counts else str(number)
            asked = when.get(word)
            only_if = _inline(self._clause(asked)) if asked else ""
            yield Line(typed, with_note(text, notes.get(word, "")), only_if)

    def _called(self, question: str) -> str:
        return f"{self._numbers[question]} ({question})"

    def worked_out(self, fact: Fact) -> WorkedOut:
        rows = [Row(row.value, self._clause(row.when)) for row in fact.rows]
        last = Row(fact.values[-1], None)
        return WorkedOut(fact.id, fact.about, (*rows, last))

    def _clause(self, condition: Condition) -> Clause:
        parts = condition.all_of or condition.any_of
        if parts is None:
            return Clause(self._leaf(condition))
        if len(parts) == 1:
            return self._clause(parts[0])
        lead = _ALL if condition.all_of else _ANY
        return Clause(lead, tuple(map(self._clause, parts)))

    def _leaf(self, leaf: Condition) -> str:
        if leaf.known is not None:
            return " or ".join(SAYS[leaf.known, v] for v in leaf.is_any_of or ())
        if leaf.fact is not None:
            return f"{leaf.fact} is {_either(leaf.is_any_of or ())} (see the end)"
        question = self._questions[leaf.question or ""]
        subject = f"question {self._numbers[question.id]} ({question.id})"
        if leaf.at_least is not None:
            return f"{subject} is {leaf.at_least} or more"
        if leaf.below is not None:
            return f"{subject} is less than {leaf.below}"
        if leaf.lacks_any_of is not None:
            return (
                f"{subject} was asked about and has no tick at {_lines(leaf, question)}"
            )
        return f"{subject} has {_ticks_or_doubts(leaf, question)}"


def _inline(clause: Clause) -> str:
    """Return a condition on one line, for the end of a line of a list."""
    if not clause.parts:
        return clause.text
    return f"{clause.text} {'; '.join(map(_inline, clause.parts))}"


def _ticks_or_doubts(leaf: Condition, question: Question) -> str:
    """Name what a leaf finds; a line that it finds ticked it finds in doubt as well."""
    named, ids = {*named_in(leaf)}, list(question.lines)
    alone = [line_of(w) for w in named if is_doubt(w) and line_of(w) not in named]
    numbers = sorted(ids.index(line) + 1 for line in alone)
    doubts = f'a "?" at line {_either(list(_runs(numbers)))}' if numbers else ""
    ticks = (
        f"a tick at {_lines(leaf, question)}"
        if not named <= {*map(doubt_of, ids)}
        else ""
    )
    return " or ".join(part for part in (ticks, doubts) if part)


def _lines(leaf: Condition, question: Question) -> str:
    """Name the lines that a leaf tests, a single one with its words."""
    tested = [word for word in named_in(leaf) if not is_doubt(word)]
    if question.takes.counts:
        return f'"{question.words[tested[0]]}"'
    ids = list(question.lines)
    numbers = sorted(ids.index(answer) + 1 for answer in tested)
    if len(numbers) == 1:
        return f'line {numbers[0]}, "{question.lines[tested[0]]}"'
    if leaf.includes_all_of is not None:
        return f"each of the lines {', '.join(map(str, numbers))}"
    return f"line {_either(list(_runs(numbers)))}"


def _runs(numbers: Sequence[int]) -> Iterator[str]:
    """Go through numbers, three or more in a row as "1 to 3"."""
    start = 0
    for end in range(1, len(numbers) + 1):
        if end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            continue
        if end - start > 2:
            yield f"{numbers[start]} to {numbers[end - 1]}"
        else:
            yield from map(str, numbers[start:end])
        start = end


def _either(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _write_a_number(question: Question) -> str:
    low, high = question.minimum, question.maximum
    span = f" from {low} to {high}" if None not in (low, high) else ""
    return f"Write a whole number{span}, or tick {question.words[UNSURE]}."


#: What to do on paper, by kind.
_HOW: Mapping[str, Callable[[Question], str]] = for_each_kind(
    {
        "yes_no": lambda _: "Tick one line.",
        "one_of": lambda _: "Tick one line.",
        "any_of": lambda _: (
            'Tick every line that is true. Write "?" if not sure of it.'
        ),
        "number": _write_a_number,
    }
)
