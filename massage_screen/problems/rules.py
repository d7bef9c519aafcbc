"""What is wrong with rules and with the restrictions they ask for."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.pack import (
    SAYINGS,
    SESSION_FIELDS,
    Movement,
    Part,
    Position,
    Question,
    Region,
    Restriction,
    Rule,
    Support,
    Technique,
    TechniqueGroup,
    clauses_of,
)
from massage_screen.problems.about import unknown
from massage_screen.problems.conditions import for_the_record
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry
from massage_screen.problems.problem import Problem, listed
from massage_screen.text import did_you_mean, quoted

_PLACES = ("everywhere", "parts", "regions")
#: The checklists that narrow a place, or look through all regions when alone.
_NARROWED_BY = ("regions_named_in", "regions_not_named_in")


def rule_problems(draft: Draft) -> Iterator[Problem]:
    """Go through what is wrong with each rule."""
    for entry in draft.of(Rule):
        yield from _disposition(entry)
        yield from _timeframe(draft, entry)
        yield from _sources(draft, entry)
        yield from _clauses(draft, entry)
        for number, restriction in enumerate(entry.item.restrict, 1):
            yield from _form(entry, f"restriction {number}", restriction)
            yield from _names(draft, entry, restriction)


def _disposition(entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.item
    if rule.disposition == "restrict" and not rule.restrict:
        what = "says restrict and restricts nothing"
        do = "Add 'restrict', or delete 'disposition' to make it a note."
        yield entry.problem("nothing_restricted", what, do)
    if rule.when is None and rule.disposition is not None:
        what = f"has no 'when' and says {rule.disposition}, so of everyone"
        yield entry.problem("always", what, "Add 'when', or delete 'disposition'.")


def _timeframe(draft: Draft, entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.item
    if rule.disposition in (None, "restrict"):
        if rule.timeframe:
            what = f"has a timeframe, but {rule.disposition or 'a note'} has none"
            yield entry.problem("timeframe_not_taken", what, "Delete 'timeframe'.")
        return
    frames = draft.timeframes
    fitting = [i for i, f in frames.items() if f.disposition == rule.disposition]
    use = f"Use one of {listed(fitting)}."
    if not rule.timeframe:
        what = f"says {rule.disposition} without a timeframe"
        yield entry.problem("timeframe_missing", what, use)
    elif rule.timeframe not in frames and draft.is_missing(rule.timeframe, "timeframe"):
        what = f"has the timeframe {quoted(rule.timeframe)}, which does not exist"
        do = did_you_mean(rule.timeframe, fitting, use)
        yield entry.problem("unknown_timeframe", what, do)
    elif rule.timeframe in frames and rule.timeframe not in fitting:
        other = frames[rule.timeframe].disposition
        what = f"says {rule.disposition} with {quoted(rule.timeframe)}, for {other}"
        yield entry.problem("timeframe_not_fitting", what, use)


def _sources(draft: Draft, entry: Entry[Rule]) -> Iterator[Problem]:
    rule = entry.item
    if not rule.references and not rule.policy.strip():
        do = "Add 'references', or 'policy' with the reason for our own default."
        yield entry.problem("no_source", "names no source", do)
    yield from unknown(draft, entry, "reference", rule.references, draft.references)


def _clauses(draft: Draft, entry: Entry[Rule]) -> Iterator[Problem]:
    for field in SAYINGS:
        clauses = clauses_of(getattr(entry.item, field))
        if clauses and not any(clause.always for clause in clauses):
            what = f"has no clause in {quoted(field)} that is always shown"
            do = "Add one without 'about', 'techniques' and 'when'."
            yield entry.problem("clause_only_conditional", what, do)
    places = draft.ids(Region) | draft.ids(Part)
    techniques = draft.ids(Technique) | draft.ids(TechniqueGroup)
    for _, clause in entry.item.clauses:
        yield from unknown(draft, entry, "region", clause.about, places)
        yield from unknown(draft, entry, "technique", clause.techniques, techniques)


def _form(entry: Entry[Rule], label: str, asked: Restriction) -> Iterator[Problem]:
    places = [key for key in _PLACES if getattr(asked, key)]
    narrowed = [key for key in _NARROWED_BY if getattr(asked, key)]
    does = bool(asked.cell or asked.pressure_at_most or asked.note)
    if not does and not asked.plans:
        what = f"has {label} that restricts nothing"
        fields = ("cell", "pressure_at_most", "note", *SESSION_FIELDS)
        do = f"Add one of {listed(fields)}."
        yield entry.problem("no_effect", what, do)
    elif not does and (places or narrowed):
        what = f"has {label} with {listed([*places, *narrowed])} to say where"
        do = "Delete it: what is about the whole session belongs to no region."
        yield entry.problem("restriction_place", what, do)
    elif does and not _is_one_place(places, narrowed):
        said = listed([*places, *narrowed]) or "nothing"
        what = f"has {label} with {said} to say where"
        do = f"Use one of {listed(_PLACES)}, one of {listed(_NARROWED_BY)}, or both."
        yield entry.problem("restriction_place", what, do)
    if asked.with_neighbours and not asked.parts:
        what = f"has {label} with 'with_neighbours', but only parts have neighbours"
        yield entry.problem("no_effect", what, "Add 'parts', or delete it.")
    if asked.techniques and not asked.cell:
        what = f"has {label} that names techniques and not what becomes of them"
        yield entry.problem("no_effect", what, "Add 'cell'.")


def _is_one_place(places: list[str], narrowed: list[str]) -> bool:
    return len(places) <= 1 and len(narrowed) <= 1 and bool(places or narrowed)


def _names(draft: Draft, entry: Entry[Rule], asked: Restriction) -> Iterator[Problem]:
    regions, parts = draft.ids(Region), draft.ids(Part)
    techniques = draft.ids(Technique) | draft.ids(TechniqueGroup)
    yield from unknown(draft, entry, "region", asked.regions, regions)
    yield from unknown(draft, entry, "part", asked.parts, parts)
    yield from unknown(draft, entry, "technique", asked.techniques, techniques)
    yield from _session_names(draft, entry, asked)
    for name in filter(None, (asked.regions_named_in, asked.regions_not_named_in)):
        yield from unknown(draft, entry, "question", (name,), draft.questions)
        question = draft.questions.get(name)
        if question and question.records_only:
            yield for_the_record(entry, name)
        known = draft.about is not None
        if question and known and not _lists_regions(question, regions):
            what = f"reads regions from {quoted(name)}, which does not list regions"
            do = "Name an any_of question with choices that have the ids of regions."
            yield entry.problem("not_regions", what, do)


def _session_names(
    draft: Draft, entry: Entry[Rule], asked: Restriction
) -> Iterator[Problem]:
    for kind, names, table in (
        ("position", asked.positions_avoid, Position),
        ("movement", asked.movements_avoid, Movement),
        ("support", asked.supports, Support),
    ):
        yield from unknown(draft, entry, kind, names, draft.ids(table))


def _lists_regions(question: Question, regions: frozenset[str]) -> bool:
    lines = {choice.id for choice in question.choices}
    return question.takes.several and not lines.isdisjoint(regions)
