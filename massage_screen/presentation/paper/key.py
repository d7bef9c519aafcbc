"""The therapist's key to a paper form: ids, what is typed, when each is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from massage_screen.answers import doubt_of, is_doubt, line_of
from massage_screen.condition import Condition, leaves, named_in
from massage_screen.pack import SAYS, Fact, Pack, Question
from massage_screen.pack.manner import lines_asked_about
from massage_screen.phrases import ENGLISH

KEY_TITLE = "Key"
KEY_INTRO = (
    "The number of each question, its id, and its lines with what is typed for them."
)
FACTS_TITLE = "Worked out from the answers"
FACTS_INTRO = "Take the first row that is true. If no row is true, take the last."

_ANY, _ALL = "at least one of these is true:", "all of these are true:"


class Clause(msgspec.Struct, frozen=True):
    """A condition in words: one sentence, or a lead with parts below it."""

    text: str
    parts: tuple[Clause, ...] = ()


class KeyLine(msgspec.Struct, frozen=True):
    """A line of a question: its id, and the number that is typed for it, if one is."""

    typed: str
    id: str
    only_if: str = ""


def _line_in_words(line: KeyLine) -> str:
    only_if = f"(only if {line.only_if})" if line.only_if else ""
    return " ".join(filter(None, (line.typed, line.id, only_if)))


class Entry(msgspec.Struct, frozen=True):
    """What the key says of one question."""

    number: int
    id: str
    gate: bool
    where: str
    lines: tuple[KeyLine, ...]
    only_if: Clause | None
    note: str = ""

    @property
    def heading(self) -> str:
        """Return its id, and what there is to know of its place."""
        sign = "warning sign" if self.gate else ""
        return ", ".join(filter(None, (self.id, sign, self.where)))

    @property
    def in_words(self) -> str:
        """Return its lines in one paragraph."""
        return "; ".join(map(_line_in_words, self.lines))


class Row(msgspec.Struct, frozen=True):
    """One row of a fact: its value, and when; no clause is "in every other case"."""

    value: str
    when: Clause | None


class WorkedOut(msgspec.Struct, frozen=True):
    """A fact that some "ask only if" reads."""

    id: str
    about: str
    rows: tuple[Row, ...]


class Key(msgspec.Struct, frozen=True):
    """A whole key: the questions, and the facts that some "only if" reads."""

    entries: tuple[Entry, ...]
    facts: tuple[WorkedOut, ...]


def typed_for(question: Question, word: str) -> str:
    """Return what is typed for a line in plain mode; nothing where that is not fixed.

    Beside a number, 1 would not mean "not sure". Where lines are left out, the others
    move up, so that their numbers are known on the screen only.
    """
    if question.takes.counts:
        return "u"
    return "" if question.depends else str([*question.lines].index(word) + 1)


def key_of(pack: Pack, where: Mapping[str, str]) -> Key:
    """Return the key to the form of a pack.

    Args:
        pack: The pack.
        where: Where each question stands on the form, in words, by id.
    """
    writer = _Writer(pack)
    return Key(
        tuple(writer.entry(q, where[q.id]) for q in pack.questions.values()),
        tuple(map(writer.worked_out, _facts_read(pack))),
    )


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
    """Puts conditions of one pack into words, with numbers and ids."""

    def __init__(self, pack: Pack) -> None:
        self._questions = pack.questions
        self._numbers = {name: n for n, name in enumerate(pack.questions, start=1)}

    def entry(self, question: Question, where: str) -> Entry:
        return Entry(
            number=self._numbers[question.id],
            id=question.id,
            gate=question.gate,
            where=where,
            lines=tuple(self._lines_of(question)),
            only_if=self._clause(question.when) if question.when else None,
            note=lines_asked_about(question, self._called),
        )

    def _called(self, question: str) -> str:
        return f"{self._numbers[question]} ({question})"

    def _lines_of(self, question: Question) -> Iterator[KeyLine]:
        """Go through the lines but those of other questions, which stand there."""
        choices = {choice.id: choice for choice in question.choices}
        for word in question.lines:
            choice = choices.get(word)
            if choice is None or not choice.carried_from:
                asked = choice.when if choice else None
                only_if = _inline(self._clause(asked)) if asked else ""
                yield KeyLine(typed_for(question, word), word, only_if)

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
            return f"{leaf.fact} is {either(leaf.is_any_of or ())} (see the end)"
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
    doubts = f'a "?" at line {either(list(runs_of(numbers)))}' if numbers else ""
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
    return f"line {either(list(runs_of(numbers)))}"


def runs_of(numbers: Sequence[int], run: str = ENGLISH.paper.run) -> Iterator[str]:
    """Go through numbers, three or more in a row as "1 to 3".

    Args:
        numbers: They, in order.
        run: How the first and the last of a row stand together.
    """
    start = 0
    for end in range(1, len(numbers) + 1):
        if end < len(numbers) and numbers[end] == numbers[end - 1] + 1:
            continue
        if end - start > 2:
            yield run.format(first=numbers[start], last=numbers[end - 1])
        else:
            yield from map(str, numbers[start:end])
        start = end


def either(words: Sequence[str], word: str = ENGLISH.common.either) -> str:
    """Return words in a row, with "or", or that word, before the last."""
    *first, last = words
    return f"{', '.join(first)} {word} {last}" if first else last
