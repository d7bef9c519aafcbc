"""Wrong lines: offered to more or other clients, not carried, or left to nobody."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from bench.mutants.conditions import wrong_conditions
from massage_screen.condition import Condition
from massage_screen.pack import Choice, Question

#: A condition that no client meets.
NEVER = Condition(any_of=())
#: How a question differs: its kind, what it is about, and the wrong question.
Wrong = tuple[str, str, Question]


def wrong_lines(question: Question) -> Iterator[Wrong]:
    """Go through the questions that offer their lines wrongly in one place."""
    yield from _wrong_conditions(question)
    for source in sorted({line.carried_from for line in question.choices} - {""}):
        lines = tuple(
            replace(line, when=NEVER) if line.carried_from == source else line
            for line in question.choices
        )
        yield "not carried", source, replace(question, choices=lines)
    for other in question.except_in:
        kept_out = tuple(name for name in question.except_in if name != other)
        yield "left to nobody", other, replace(question, except_in=kept_out)


def _wrong_conditions(question: Question) -> Iterator[Wrong]:
    for line in question.choices:
        if line.when is None:
            continue
        yield "line always offered", line.id, _with(question, line, None)
        for kind, what, when in wrong_conditions(line.when):
            yield kind, f"{line.id}: {what}", _with(question, line, when)


def _with(question: Question, line: Choice, when: Condition | None) -> Question:
    """Return a question of which one line is offered when another condition holds."""
    lines = [
        replace(each, when=when) if each is line else each for each in question.choices
    ]
    return replace(question, choices=tuple(lines))
