"""What is wrong with single questions, gates and facts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from massage_screen.answers import NO, NONE, UNSURE, YES, is_doubt, line_of
from massage_screen.condition import Condition, leaves, names_unsure
from massage_screen.pack import KINDS, ChoiceList, Fact, Question, for_each_kind
from massage_screen.problems.about import unknown
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem, listed
from massage_screen.problems.visit import reads_visit
from massage_screen.text import quoted

_RESERVED = (YES, NO, NONE, UNSURE)
_FIELDS = msgspec.structs.fields(Question)
_ORDER = tuple(field.encode_name for field in _FIELDS)
#: The fields that not every kind takes.
_NOT_FOR_ALL = [
    field
    for field in _FIELDS
    if any(field.name in kind.fields for kind in KINDS.values())
]


def question_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with each question and each fact by itself."""
    for choice_list in draft.of(ChoiceList):
        yield from _lines(choice_list)
        yield from _ends_of_lines(draft, choice_list)
    for question in draft.of(Question):
        yield from _choices(question)
        yield from _fields(question)
        yield from _put(question)
        yield from _alone(question)
        yield from _ends(draft, question)
        if question.item.takes.counts:
            yield from _number(question)
        if question.item.gate:
            yield from _gate(question)
            yield from _hidden_gate(draft, question)
    for fact in draft.of(Fact):
        yield from _fact(fact)


def key_order_problems(draft: Draft) -> Iterator[Problem]:
    """Find questions whose keys do not stand in the order in which people read them.

    Nothing depends on it, so it stops no interview: only `check` insists.
    """
    for entry in draft.of(Question):
        keys = list(entry.file.raw[entry.kind][entry.index])
        order = sorted(keys, key=_ORDER.index)
        if keys != order:
            at = next(at for at, key in enumerate(keys) if key != order[at])
            what = f"has {quoted(keys[at])} where {quoted(order[at])} belongs"
            do = f"Write its keys in the order {listed(order)}."
            yield entry.problem("key_order", what, do)


def _choices(entry: Entry[Question]) -> Iterator[Problem]:
    question = entry.item
    fewest = question.takes.fewest_choices
    if not fewest and question.choices:
        what = f"is of kind {question.kind}, which takes no choices"
        yield entry.problem("choices_not_taken", what, "Delete 'choices'.")
    if len(question.choices) < fewest and not question.carries:
        what = f"is of kind {question.kind} and has too few choices"
        yield entry.problem("choices_missing", what, f"Give it {fewest} or more.")
    if not _names_a_list(entry):
        yield from _lines(entry)


def _names_a_list(entry: Entry[Question]) -> bool:
    """Say whether all its choices stand in a list, where what is wrong is told once."""
    written = entry.file.raw[entry.kind][entry.index].get("choices")
    return isinstance(written, str) and not entry.item.carries


def _lines(entry: Entry[Question] | Entry[ChoiceList]) -> Iterator[Problem]:
    """Find choices with a word that another one has, or the program."""
    choices = entry.item.choices
    for key in ("id", "text"):
        for repeated in _repeated([getattr(c, key) for c in choices]):
            what = f"has two choices with the {key} {quoted(repeated)}"
            yield entry.problem("duplicate_choice", what, "Change one of them.")
    for choice in choices:
        if choice.id in _RESERVED:
            what = f"has a choice {quoted(choice.id)}, a word with a fixed meaning"
            yield entry.problem("reserved_id", what, "Choose another id.")


def _repeated(words: Sequence[str]) -> list[str]:
    return sorted({word for word in words if words.count(word) > 1})


def _fields(entry: Entry[Question]) -> Iterator[Problem]:
    question = entry.item
    for field in _NOT_FOR_ALL:
        key, value = field.encode_name, getattr(question, field.name)
        if field.name not in question.takes.fields and value != field.default:
            what = f"is of kind {question.kind}, which has no {quoted(key)}"
            yield entry.problem("field_not_taken", what, f"Delete {quoted(key)}.")


def _put(entry: Entry[Question]) -> Iterator[Problem]:
    """Find what contradicts itself in how a question is put."""
    question = entry.item
    order = [choice.id for choice in question.choices]
    taken = question.shown and "shown" in question.takes.fields
    if taken and sorted(question.shown) != sorted(order):
        what = "has a 'shown' that does not name each of its choices once"
        do = f"Write {listed(order)} in the order in which they are shown."
        yield entry.problem("shown_order", what, do)
    if question.open and not question.aloud:
        what = "is asked openly and not aloud, and only one of them can be"
        do = "Delete 'open', or 'aloud = false'."
        yield entry.problem("open_not_aloud", what, do)


def _ends(draft: Draft, entry: Entry[Question]) -> Iterator[Problem]:
    """Find what says, where it cannot, after which questions one may stop."""
    question = entry.item
    yield from _waits_for(draft, entry, question.ends_after)
    if not _names_a_list(entry):
        yield from _ends_of_lines(draft, entry)
    if question.records_only and question.stops:
        what = "is for the record only, and lets the interview stop early"
        do = "Delete 'ends_after', or 'records_only'."
        yield entry.problem("reads_record", what, do)


def _ends_of_lines(
    draft: Draft, entry: Entry[Question] | Entry[ChoiceList]
) -> Iterator[Problem]:
    names = (name for choice in entry.item.choices for name in choice.ends_after)
    yield from _waits_for(draft, entry, tuple(dict.fromkeys(names)))


def _waits_for(
    draft: Draft, entry: Entry[Any], names: tuple[str, ...]
) -> Iterator[Problem]:
    yield from unknown(draft, entry, "question", names, draft.questions)
    known = (draft.questions[name] for name in names if name in draft.questions)
    for name in (question.id for question in known if question.records_only):
        what = f"waits for question {quoted(name)}, which is for the record only"
        do = "Take it out of 'ends_after', or delete 'records_only' there."
        yield entry.problem("reads_record", what, do)


def _number(entry: Entry[Question]) -> Iterator[Problem]:
    question = entry.item
    low, high = question.minimum, question.maximum
    if low is None or high is None or not question.unit:
        what = "is a number without 'minimum', 'maximum' and 'unit'"
        yield entry.problem("number_fields", what, "Add all three.")
    elif low >= high:
        what = f"goes from {low} to {high}"
        yield entry.problem("number_range", what, "Make 'maximum' the larger one.")
    elif list(question.bands) != sorted({b for b in question.bands if low < b <= high}):
        what = f"has bands that are not rising numbers above {low} and up to {high}"
        yield entry.problem("number_range", what, "Correct 'bands'.")


def _alone(entry: Entry[Question]) -> Iterator[Problem]:
    """Find what a client who reads alone is not asked, or not in words for them."""
    question = entry.item
    needs = [name for name, own in _FOR_CLIENT.items() if getattr(question, own)]
    has = [name for name in _FOR_CLIENT if getattr(question, name)]
    if question.asked_by == "either" and (left := [n for n in needs if n not in has]):
        what = "may be answered by the client alone, in words for the therapist"
        yield entry.problem("either_without_words", what, f"Add {listed(left)}.")
    if question.asked_by == "therapist" and has:
        what = "has words for a client who is never asked it"
        do = f"Delete {listed(has)}, or let 'asked_by' be \"either\"."
        yield entry.problem("words_for_nobody", what, do)
    for name in has:
        if not getattr(question, _FOR_CLIENT[name]):
            what = f"has {quoted(name)} in place of words that it has not"
            do = f"Write {quoted(_FOR_CLIENT[name])}, or delete {quoted(name)}."
            yield entry.problem("words_for_nothing", what, do)


#: The words of a question for a client who reads alone, and those they stand for.
_FOR_CLIENT = {"ask_client": "ask", "why_client": "why"}


def _gate(entry: Entry[Question]) -> Iterator[Problem]:
    if not entry.item.again:
        what = "is a gate without a second wording"
        do = "Add 'again': it is asked once after 'not sure'."
        yield entry.problem("gate_without_again", what, do)
    if entry.item.reassuring:
        what = "is a gate and reassuring, but a tick at the gate is a warning"
        yield entry.problem("gate_reassuring", what, "Delete 'reassuring'.")
    heard = entry.item.aloud or entry.item.asked_by != "client"
    if entry.item.open or not heard:
        what = "is a gate whose signs nobody reads out, so that none counts as denied"
        do = "Delete 'open', and 'aloud' where the client answers."
        yield entry.problem("gate_not_heard", what, do)
    if entry.item.asked_by == "either":
        what = "is a gate that a client may answer for the therapist"
        yield entry.problem("gate_either", what, "Name one of them in 'asked_by'.")
    if entry.item.records_only:
        what = "is a gate for the record only, but a warning sign must decide"
        do = "Delete 'records_only', or 'gate'."
        yield entry.problem("gate_for_the_record", what, do)


def _hidden_gate(draft: Draft, entry: Entry[Question]) -> Iterator[Problem]:
    """Find tests under which a milder answer shows a gate that a worse one hides."""
    conditions = [when for when in entry.item.conditions if not reads_visit(when)]
    tests = [leaf for when in conditions for leaf in leaves(when)]
    unsure = {leaf.question for leaf in tests if names_unsure(leaf)}
    for leaf in tests:
        question = draft.questions.get(leaf.question or "")
        if question is not None and leaf.question not in unsure:
            what = f"is a gate that being unsure of {quoted(question.id)} would hide"
            do = "Add \"unsure\" to what its 'when' names."
            yield entry.problem("gate_hidden", what, do)
        if do := _all_worse(draft, leaf):
            read = quoted(leaf.question or leaf.fact or leaf.known)
            what = f"is a gate that a worse answer to {read} "
            yield entry.problem("gate_hidden", f"{what}may hide", do)
    for name in sorted(entry.item.read_by_lines):
        if (other := draft.questions.get(name)) and other.reassuring:
            what = f"is a gate with lines that good news in {quoted(name)} may hide"
            do = "Carry from lists of warning signs, and leave lines only to them."
            yield entry.problem("gate_hidden", what, do)


def _all_worse(draft: Draft, leaf: Condition) -> str:
    """Say what to do when a test does not hold for all that is worse as well."""
    question = draft.questions.get(leaf.question or "")
    if question is not None:
        return _WORSE_ONLY[question.kind](leaf, question)
    return _later_value(draft, leaf) if leaf.known else _worst_value(draft, leaf)


def _larger_only(leaf: Condition, _: Question) -> str:
    return "" if leaf.below is None else "Use 'at_least'."


def _more_ticks_only(leaf: Condition, question: Question) -> str:
    if question.reassuring:
        return "Read another question: there, a tick is good news."
    if leaf.includes_any_of is None:
        return "Use 'includes_any_of'."
    if NONE in leaf.includes_any_of:
        return "Take 'none' out."
    doubts = [word for word in leaf.includes_any_of if is_doubt(word)]
    missing = [line_of(d) for d in doubts if line_of(d) not in leaf.includes_any_of]
    return f"Name {listed(missing)} as well as the doubt." if missing else ""


def _later_only(leaf: Condition, question: Question) -> str:
    return _last_of([word for word in question.words if word != UNSURE], leaf)


def _later_value(draft: Draft, leaf: Condition) -> str:
    known = draft.known.get(leaf.known or "")
    return _last_of(list(known.values), leaf) if known else ""


def _last_of(order: list[str], leaf: Condition) -> str:
    chosen = [word for word in order if word in (leaf.is_any_of or ())]
    if chosen and chosen != order and chosen == order[-len(chosen) :]:
        return ""
    return f"Name the last of {listed(order)}, without a gap, and not the first."


#: What to do when a test does not hold for all worse answers as well, by kind.
_WORSE_ONLY = for_each_kind(
    {
        "yes_no": _later_only,
        "one_of": _later_only,
        "any_of": _more_ticks_only,
        "number": _larger_only,
    }
)


def _worst_value(draft: Draft, leaf: Condition) -> str:
    fact = draft.facts.get(leaf.fact or "")
    if fact is None or not fact.values or fact.values[-1] in (leaf.is_any_of or ()):
        return ""
    return f"Name {quoted(fact.values[-1])}, the worst value, as well."


def _fact(entry: Entry[Fact]) -> Iterator[Problem]:
    fact = entry.item
    if not fact.values or not fact.rows:
        what = "has no values" if not fact.values else "has no rows"
        do = "Add them; the last value is the worst."
        yield entry.problem("fact_without_rows", what, do)
        return
    for repeated in _repeated(fact.values):
        what = f"has the value {quoted(repeated)} twice"
        yield entry.problem("duplicate_value", what, "Keep one of them.")
    given = {row.value for row in fact.rows}
    for value in sorted(given.difference(fact.values)):
        what = f"has a row for {quoted(value)}, which is none of its values"
        do = f"Use one of {listed(fact.values)}."
        yield entry.problem("unknown_value", what, do)
    for value in fact.values[:-1]:
        if value not in given:
            what = f"has the value {quoted(value)}, which no row gives"
            do = "Add a row, or take the value out."
            yield entry.problem("value_never_given", what, do)
