"""Explains one id of a pack: what it is, when it applies, why, and by which source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from massage_screen.condition import Condition, leaves, named_in
from massage_screen.decision import NOTHING_LEFT_TO_DO
from massage_screen.errors import UnknownId
from massage_screen.pack import (
    SAYINGS,
    SAYS,
    Claim,
    ClaimFile,
    Clause,
    Contradiction,
    Fact,
    Pack,
    Question,
    Reference,
    Restriction,
    Rule,
    refers_overdue,
    whole,
)
from massage_screen.pack.manner import (
    FOR_THE_RECORD,
    SHOWN_ONLY,
    lines_asked_about,
    manner_of,
    notes_on_lines,
    with_note,
)
from massage_screen.pack.overdue import review_date
from massage_screen.presentation.claims import (
    Carrier,
    claim_as_json,
    claims_about,
    disagreements_of,
    show_claim,
    show_claims_about,
    show_contradiction,
)
from massage_screen.presentation.console import Console
from massage_screen.presentation.last_time import later_in_words
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import (
    how_much_read,
    restriction_in_words,
    shown_in_words,
    source_in_words,
    urgency_in_words,
    weeks_in_words,
    when_in_words,
)
from massage_screen.text import did_you_mean, quoted

#: The name of the JSON form; within its major version keys are only added.
EXPLANATION_SCHEMA = "massage-screen/explanation/1"

#: The fields that say what a thing of a pack does, in one sentence.
_GIST = ("found", "ask", "about", "text")
#: What the sayings of a rule are called.
_LABELS = {"found": "Found", "do": "Do", "tell": "Tell the client"}

#: What an id of each kind means; an id may stand for a region and a part at once.
Meanings = Mapping[str, msgspec.Struct]


def find(pack: Pack, ledger: ClaimFile, wanted: str) -> Meanings:
    """Return everything in a pack and its ledger that has an id, by kind.

    Raises:
        UnknownId: Nothing has it; the message names the id that is closest.
    """
    kinds = _kinds(pack, ledger)
    meanings = {
        kind: things[wanted] for kind, things in kinds.items() if wanted in things
    }
    if not meanings:
        known = [known for things in kinds.values() for known in things]
        hint = did_you_mean(wanted, known)
        what = f"Nothing in the pack has the id {quoted(wanted)}. {hint}"
        raise UnknownId(what.rstrip())
    return meanings


def _kinds(pack: Pack, ledger: ClaimFile) -> dict[str, Mapping[str, msgspec.Struct]]:
    about = pack.about
    built_in = {NOTHING_LEFT_TO_DO: about.nothing_left_to_do}
    return {
        "rule": pack.rules,
        "question": pack.questions,
        "fact": pack.facts,
        "known value": pack.known,
        "choice list": {each.id: each for each in about.choice_list},
        "technique": pack.techniques,
        "technique group": {group.id: group for group in about.technique_group},
        "region": pack.regions,
        "part": pack.parts,
        "position": pack.positions,
        "movement": pack.movements,
        "support": pack.supports,
        "timeframe": pack.timeframes,
        "reference": pack.references,
        "claim": {claim.id: claim for claim in ledger.claim},
        "contradiction": {each.id: each for each in ledger.contradiction},
        "built-in finding": built_in,
    }


def meaning_as_json(pack: Pack, ledger: ClaimFile, wanted: str) -> dict[str, Any]:
    """Return what an id means in the form of `massage-screen/explanation/1`."""
    meanings = [
        {"kind": kind, **_fields(thing, pack, ledger)}
        for kind, thing in find(pack, ledger, wanted).items()
    ]
    return {"schema": EXPLANATION_SCHEMA, "id": wanted, "meanings": meanings}


def _fields(thing: msgspec.Struct, pack: Pack, ledger: ClaimFile) -> dict[str, Any]:
    if isinstance(thing, Claim):
        return claim_as_json(thing, ledger, pack, _carriers(thing, pack, ledger))
    fields: dict[str, Any] = msgspec.to_builtins(thing)
    about = claims_about(str(fields.get("id", "")), ledger)
    fields["claims"] = [claim.id for claim in about]
    if isinstance(thing, Reference):
        fields["rules"] = [
            rule.id for rule in pack.rules.values() if thing.id in rule.references
        ]
    elif not isinstance(thing, Contradiction):
        fields["disagreements"] = msgspec.to_builtins(disagreements_of(about, ledger))
    if isinstance(thing, Rule | Question):
        fields["when_in_words"] = when_in_words(thing.when)
    if isinstance(thing, Rule):
        fields |= {field: whole(getattr(thing, field)) for field in SAYINGS}
        fields["clauses"] = [_clause(*each, pack) for each in thing.clauses]
        fields["sources"] = [
            msgspec.to_builtins(pack.references[reference])
            for reference in thing.references
            if reference in pack.references
        ]
    return fields


def _clause(field: str, clause: Clause, pack: Pack) -> dict[str, Any]:
    shown = "always" if clause.always else shown_in_words(clause, pack)
    return {"of": field, **msgspec.to_builtins(clause), "shown_in_words": shown}


def _carriers(claim: Claim, pack: Pack, ledger: ClaimFile) -> list[Carrier]:
    """Return what carries a claim, each with the words that say what it does."""
    return [
        Carrier(kind, name, _gist(thing))
        for name in claim.carried_by
        for kind, thing in find(pack, ledger, name).items()
    ]


def _gist(thing: msgspec.Struct) -> str:
    if isinstance(thing, Rule):
        return whole(thing.found)
    words: Mapping[str, Any] = msgspec.to_builtins(thing)
    return next(str(words[key]) for key in _GIST if key in words)


def show_meaning(pack: Pack, ledger: ClaimFile, wanted: str, console: Console) -> None:
    """Show everything that an id means.

    Raises:
        UnknownId: Nothing in the pack has the id.
    """
    page = Page(console)
    for kind, thing in find(pack, ledger, wanted).items():
        page.paragraph(f"{wanted} is a {kind}", role="heading")
        if isinstance(thing, Claim):
            show_claim(page, thing, ledger, pack, _carriers(thing, pack, ledger))
        elif isinstance(thing, Contradiction):
            show_contradiction(page, thing)
        else:
            _show_thing(page, thing, pack)
        _show_use(page, wanted, pack)
        show_claims_about(page, wanted, ledger)
        page.line()


def _show_thing(page: Page, thing: msgspec.Struct, pack: Pack) -> None:
    if isinstance(thing, Rule):
        _show_rule(page, thing, pack)
    elif isinstance(thing, Question):
        show_question(page, thing, pack)
    elif isinstance(thing, Fact):
        _show_fact(page, thing, pack)
    elif isinstance(thing, Reference):
        _show_source(page, thing)
    else:
        _show_plain(page, thing)


def _show_rule(page: Page, rule: Rule, pack: Pack) -> None:
    result = urgency_in_words(rule, pack) if rule.disposition else "none; it is a note"
    page.paragraph(result, label="Disposition")
    for field, clause in rule.clauses:
        _show_clause(page, _LABELS[field], clause, pack)
    if rule.policy:
        page.paragraph(rule.policy, label="Policy")
    _show_see_by(page, rule, pack)
    _show_when(page, rule.when, pack)
    if rule.restrict:
        page.heading("Restrictions")
        page.items(restriction_in_words(each, pack) for each in rule.restrict)
    page.paragraph(review_date(rule, pack), label="Review by")
    for reference in rule.references:
        page.heading("Source")
        _show_source(page, pack.references[reference])


def _show_clause(page: Page, label: str, clause: Clause, pack: Pack) -> None:
    page.paragraph(clause.text, label=label)
    if not clause.always:
        page.paragraph(shown_in_words(clause, pack), label="Shown", lead="  ")
    if clause.when is not None:
        page.items(_leaves_in_words(clause.when, pack), lead="  - ")


def _show_see_by(page: Page, rule: Rule, pack: Pack) -> None:
    if rule.see_by is not None:
        words = f"a clinician within {weeks_in_words(rule.see_by)}, for: {rule.see_for}"
        page.paragraph(words, label="To see")
    if rule.overdue is not None:
        refers = (
            other.id
            for other in pack.rules.values()
            if refers_overdue(other, rule, pack.questions)
        )
        page.paragraph(f"REFER, by {', '.join(refers)}", label="When that is overdue")


def show_question(page: Page, question: Question, pack: Pack) -> None:
    """Show a question with everything an answers file needs to answer it."""
    page.paragraph(question.ask, label="Asks")
    for label, text in (("Asked again", question.again), ("Why", question.why)):
        if text:
            page.paragraph(text, label=label)
    kind = (
        f"{question.kind}, asked at every session" if question.gate else question.kind
    )
    page.paragraph(kind, label="Kind")
    if question.takes.counts:
        unit = f" ({question.unit})" if question.unit else ""
        span = f"from {question.minimum} to {question.maximum}{unit}"
        page.paragraph(span, label="Number")
    notes = notes_on_lines(question)
    page.items(
        with_note(f"{answer}: {text}", notes.get(answer, ""))
        for answer, text in question.words.items()
    )
    _show_manner(page, question)
    _show_when(page, question.when, pack)


def _show_manner(page: Page, question: Question) -> None:
    """Show what is not said by the words of a question and its lines."""
    for label, text in (
        ("How", manner_of(question)),
        ("Lines", lines_asked_about(question)),
        ("Shown in the order", ", ".join(question.shown)),
        ("For the record", FOR_THE_RECORD if question.records_only else ""),
        ("At a later visit", later_in_words(question)),
    ):
        if text:
            page.paragraph(text, label=label)
    for line in question.choices:
        if line.when is not None:
            page.paragraph(when_in_words(line.when), label=f"{line.id} is offered when")
    for word, names in question.stops.items():
        page.paragraph(", ".join(names), label=f"With {word} one may stop early after")


def _show_fact(page: Page, fact: Fact, pack: Pack) -> None:
    page.paragraph(fact.about, label="About")
    if fact.grants:
        evidence = "only when all that could refuse it was asked"
        page.paragraph(f"{', '.join(fact.grants)}, {evidence}", label="Grants")
    for row in fact.rows:
        page.heading(row.value)
        _show_when(page, row.when, pack)
    page.heading(fact.values[-1])
    page.paragraph("in every other case", label="When")


def _show_when(page: Page, when: Condition | None, pack: Pack) -> None:
    if when is None:
        page.paragraph("always", label="When")
        return
    page.paragraph(when_in_words(when), label="When")
    page.items(_leaves_in_words(when, pack))


def _leaves_in_words(when: Condition, pack: Pack) -> Iterable[str]:
    return dict.fromkeys(_leaf_in_words(leaf, pack) for leaf in leaves(when))


def _leaf_in_words(leaf: Condition, pack: Pack) -> str:
    if leaf.known is not None:
        says = " or ".join(SAYS[leaf.known, value] for value in leaf.is_any_of or ())
        return f"{leaf.known}: {says}"
    if leaf.fact is not None:
        return f"{leaf.fact}: {pack.facts[leaf.fact].about}"
    question = pack.questions[leaf.question or ""]
    answers = "; ".join(map(question.says, named_in(leaf)))
    lead = "Offered and not ticked" if leaf.lacks_any_of else "Answer"
    ending = f" {lead}: {answers}" if answers else ""
    return f"{question.id}: {question.ask}{ending}"


def _show_source(page: Page, source: Reference) -> None:
    page.paragraph(source_in_words(source))
    place = f"doi.org/{source.doi}" if source.doi else source.url
    for label, text in (
        ("By", source.authors),
        ("In", source.where),
        ("At", place),
        ("How much of it was read", how_much_read(source)),
        ("Says", source.says),
    ):
        if text:
            page.paragraph(text, label=label, lead="  ")


def _show_plain(page: Page, thing: msgspec.Struct) -> None:
    for name, value in msgspec.to_builtins(thing).items():
        if name != "id" and value:
            words = value if isinstance(value, str) else ", ".join(map(_word, value))
            page.paragraph(words, label=name.replace("_", " ").capitalize())


def _word(value: str | Mapping[str, Any]) -> str:
    if isinstance(value, str):
        return value
    silent = value.get("aloud") is False
    return with_note(f"{value['id']}: {value['text']}", SHOWN_ONLY if silent else "")


def _show_use(page: Page, wanted: str, pack: Pack) -> None:
    used = list(dict.fromkeys(_users(wanted, pack)))
    if used:
        page.heading("Used by")
        page.items(used)


def _users(wanted: str, pack: Pack) -> Iterator[str]:
    """Go through what names an id: questions, facts, supports and rules."""
    for question in pack.questions.values():
        reads = question.when is not None and _reads(question.when, wanted)
        if reads or any(wanted in names for names in question.stops.values()):
            yield f"question {question.id}"
    for fact in pack.facts.values():
        if any(_reads(row.when, wanted) for row in fact.rows):
            yield f"fact {fact.id}"
    yield from _users_in_about(wanted, pack)
    for rule in pack.rules.values():
        reads = any(_reads(condition, wanted) for condition in rule.conditions)
        if reads or _names(rule, wanted, pack):
            yield f"rule {rule.id}: {whole(rule.found)}"


def _users_in_about(wanted: str, pack: Pack) -> Iterator[str]:
    for support in pack.supports.values():
        if wanted in support.positions:
            yield f"support {support.id}: {support.text}"
    for closing in pack.about.pressure_closes:
        if wanted in {*closing.techniques, *_members(closing.techniques, pack)}:
            yield f"a cap on pressure of {closing.at_most} of 5 or less: it closes it"
    if wanted == pack.about.pressure_reference:
        yield "the levels of pressure"


def _members(groups: tuple[str, ...], pack: Pack) -> set[str]:
    return {name for group in groups for name in pack.technique_groups[group]}


def _reads(when: Condition, wanted: str) -> bool:
    return any(
        wanted in (leaf.question, leaf.fact, leaf.known) for leaf in leaves(when)
    )


def _names(rule: Rule, wanted: str, pack: Pack) -> bool:
    named = {rule.timeframe, *rule.references}
    for each in rule.restrict:
        named |= {*each.regions, *each.parts, *each.techniques}
        named |= {*each.positions_avoid, *each.movements_avoid, *each.supports}
        named |= {each.regions_named_in, each.regions_not_named_in}
        named |= _reached(each, pack)
    for _, clause in rule.clauses:
        named |= {*clause.about, *clause.techniques}
    return wanted in named


def _reached(restriction: Restriction, pack: Pack) -> set[str]:
    """Return the regions and techniques that a restriction reaches by other names."""
    reached: set[str] = set(pack.regions if restriction.everywhere else ())
    for part in map(pack.parts.__getitem__, restriction.parts):
        reached |= {
            *part.regions,
            *(part.next_to if restriction.with_neighbours else ()),
        }
    return reached | pack.cells_of(restriction).keys()
