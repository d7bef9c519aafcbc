"""Which rule refers a client whose watch is overdue."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from massage_screen.answers import NO, UNSURE
from massage_screen.condition import Condition
from massage_screen.pack.known import KNOWN, WATCH
from massage_screen.pack.question import Question
from massage_screen.pack.rule import Rule
from massage_screen.pack.scale import Disposition

#: The day by which a clinician was to see the client has passed.
PAST = Condition(known=WATCH, is_any_of=KNOWN[WATCH].values[-1:])


def refers_overdue(rule: Rule, watch: Rule, questions: Mapping[str, Question]) -> bool:
    """Say whether a rule refers whoever has not been seen when a watch is past.

    It must ask that the watch is past. Beyond what the watch itself asks for, there
    may only be a question whether the client was seen since, asked of all of them.

    Args:
        rule: The rule that may be the one.
        watch: A rule with `overdue`.
        questions: The questions of the pack, by id.
    """
    if rule.ranks_as is not Disposition.REFER:
        return False
    given = (*_parts(watch.when), PAST)
    there = _parts(rule.when)
    more = [part for part in there if part not in given]
    if PAST not in there or len(more) > 1:
        return False
    return all(_asks_whether_seen(part, given, questions) for part in more)


def _parts(when: Condition | None) -> tuple[Condition, ...]:
    return () if when is None else when.all_of or (when,)


def _asks_whether_seen(
    part: Condition, needed: Collection[Condition], questions: Mapping[str, Question]
) -> bool:
    question = questions.get(part.question or "")
    if question is None or not question.takes.yes_or_no:
        return False
    return {NO, UNSURE} <= set(part.is_any_of or ()) and _holds(question.when, needed)


def _holds(when: Condition | None, given: Collection[Condition]) -> bool:
    """Say whether a condition surely holds when these do."""
    if when is None or any(_is_as_wide(when, one) for one in given):
        return True
    if when.all_of is not None:
        return all(_holds(part, given) for part in when.all_of)
    return any(_holds(part, given) for part in when.any_of or ())


def _is_as_wide(test: Condition, other: Condition) -> bool:
    """Say whether a test holds whenever another does: it names no less."""
    wanted = other.is_any_of
    if wanted is None or test.is_any_of is None:
        return test == other
    return replace(test, is_any_of=wanted) == other and {*wanted} <= {*test.is_any_of}
