"""Puts answers, timeframes, restrictions and sources into words."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import NO, NONE, UNSURE, Value
from massage_screen.condition import Condition, in_words
from massage_screen.day import day_in_words, weeks_after
from massage_screen.decision import Finding, SeeBy
from massage_screen.pack import (
    KNOWN,
    VISIT,
    Clause,
    Disposition,
    Pack,
    Question,
    Reference,
    Restriction,
    Rule,
)
from massage_screen.pack.manner import FOR_THE_RECORD
from massage_screen.phrases import ENGLISH, Phrases

_RETURNING = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[:1])
_FIRST = Condition(known=VISIT, is_any_of=KNOWN[VISIT].values[1:])
_READ_WORDS = {
    "whole": "read in full",
    "part": "read in part",
    "abstract": "only the abstract was read",
    "quoted": "known from a quotation only",
    "not read": "not read",
}


def answer_in_words(question: Question, value: Value) -> str:
    """Return an answer as the client heard it."""
    if isinstance(value, tuple):
        return "; ".join(map(question.says, value))
    if isinstance(value, str):
        return question.says(value)
    return f"{value} {question.unit}".strip()


def told_in_words(question: Question, value: Value) -> str:
    """Return what was told of a topic: "Calf or leg: Yes"."""
    name, answer = question.name, answer_in_words(question, value)
    return f"{name} {answer}" if name.endswith(("?", ".", ":")) else f"{name}: {answer}"


def rest_in_words(question: Question, value: Value) -> str:
    """Return a topic with nothing told; its answer too, unless that was no or none."""
    if value in (NO, (NONE,)):
        return question.name
    return told_in_words(question, value)


def when_in_words(when: Condition | None) -> str:
    """Say when a question is asked or a rule holds, with the ids of what is read."""
    if when is None:
        return "always"
    if when == _RETURNING:
        return "asked of a returning client"
    others = [part for part in when.any_of or () if part != _FIRST]
    if len(others) == 1 and _FIRST in (when.any_of or ()):
        opens = in_words(others[0]).replace(UNSURE, "not sure")
        return f"asked of a new client, or when {opens}"
    return in_words(when)


def urgency_in_words(rule: Rule, pack: Pack) -> str:
    """Return the word of a rule's disposition and how soon, when it says so."""
    frame = pack.timeframes.get(rule.timeframe)
    soon = f", {frame.text}" if frame else ""
    return f"{rule.ranks_as.name}{soon}"


def headline_of(finding: Finding, pack: Pack) -> str:
    """Return the sentence that goes with a finding of POSTPONE or worse."""
    frame = pack.timeframes.get(finding.rule.timeframe)
    return frame.headline if frame else finding.do


def result_in_words(result: str, pack: Pack) -> str:
    """Return a result, as `refer/within_days`, in words."""
    word, _, timeframe = result.partition("/")
    frame = pack.timeframes.get(timeframe)
    return f"{word.upper()}{f', {frame.text}' if frame else ''}"


def identity_of(pack: Pack) -> dict[str, str]:
    """Return which pack it is, for JSON."""
    about = pack.about
    return {"id": about.id, "version": about.version, "digest": pack.digest}


def named_with_digest(pack: Pack) -> str:
    """Return which pack it is, so that two versions of one number differ."""
    short = pack.digest.removeprefix("sha256:")[:8]
    return f"{pack.about.id} {pack.about.version} ({short})"


def pressure_in_words(level: int, pack: Pack) -> str:
    """Return a pressure cap in the words of the pack."""
    words = pack.about.pressure_words
    return words[level - 1] if level <= len(words) else f"{level} of 5"


def wait_in_words(rule: Rule, pack: Pack) -> str:
    """Say what has to happen before massage, for POSTPONE and REFER."""
    text = pack.timeframes[rule.timeframe].text
    if rule.ranks_as is Disposition.REFER:
        return f"A doctor must assess the client {text}."
    return f"No massage {text}."


def see_by_in_words(see_by: SeeBy, decided_on: str, phrases: Phrases = ENGLISH) -> str:
    """Say by when a client is to see a clinician, and what for.

    Args:
        see_by: What was decided.
        decided_on: The day of the decision, from which the day is counted; empty when
            nobody knows it.
        phrases: The words around it.
    """
    words, months = phrases.handout, phrases.common
    day = weeks_after(decided_on, see_by.weeks) if decided_on else ""
    named = day_in_words(day, months.months, months.day) if day else ""
    one = see_by.weeks == 1
    said = words.see_by.format(
        weeks=words.week if one else words.weeks.format(weeks=see_by.weeks),
        by=words.by.format(day=named) if named else "",
        what_for="; ".join(text.rstrip(".") for text in see_by.what_for),
    )
    return said + (words.overdue if see_by.overdue else "")


def weeks_in_words(weeks: int) -> str:
    """Return a number of weeks, with its unit."""
    return "1 week" if weeks == 1 else f"{weeks} weeks"


def source_in_words(source: Reference) -> str:
    """Return a source by its short id and title."""
    year = f" ({source.year})" if source.year else ""
    return f"{source.id}, {source.title}{year}"


def how_much_read(source: Reference) -> str:
    """Say how much of a source was read by those who cite it."""
    return _READ_WORDS[source.read]


def why_asked(pack: Pack, question: Question) -> tuple[str, ...]:
    """Say why a question is asked, and from which sources its rules come."""
    rules = [rule for rule in pack.rules.values() if _reads(pack, rule, question)]
    names = dict.fromkeys(name for rule in rules for name in rule.references)
    sources = [pack.references[name] for name in names if name in pack.references]
    listed = [source_in_words(source) for source in sources]
    lead = ["Sources of the rules that read the answer:"] if listed else []
    record = [FOR_THE_RECORD] if question.records_only else []
    return tuple(([question.why] if question.why else []) + record + lead + listed)


def _reads(pack: Pack, rule: Rule, question: Question) -> bool:
    return any(question.id in pack.questions_in(when) for when in rule.conditions)


def restriction_in_words(restriction: Restriction, pack: Pack) -> str:
    """Say what a restriction takes away, and where."""
    parts = []
    if restriction.cell:
        what = _techniques_in_words(restriction.techniques, pack, "every technique")
        parts.append(f"{restriction.cell} {what}")
    if restriction.pressure_at_most is not None:
        level = pressure_in_words(restriction.pressure_at_most, pack)
        parts.append(f"pressure at most {level}")
        parts += _closed_at_in_words(restriction.pressure_at_most, pack)
    parts += _session_in_words(restriction, pack)
    if restriction.note:
        parts.append(restriction.note)
    where = _where_in_words(restriction, pack)
    return f"{where}: {'; '.join(parts)}" if where else "; ".join(parts)


def _closed_at_in_words(cap: int, pack: Pack) -> Iterator[str]:
    if closed := techniques_closed_at(cap, pack):
        yield f"avoid at this pressure {closed}"


def techniques_closed_at(cap: int, pack: Pack) -> str:
    """Name the techniques that a cap on pressure closes; "" when it closes none."""
    return ", ".join(pack.techniques[name].text for name in pack.closed_at[cap])


def shown_in_words(clause: Clause, pack: Pack) -> str:
    """Say to whom a clause is shown that not everyone is shown."""
    parts = []
    if clause.about or clause.techniques:
        what = _techniques_in_words(clause.techniques, pack, "some technique", " or ")
        where = _places_in_words(clause.about, pack) or ["some region"]
        parts.append(f"while {what} may be used: {' or '.join(where)}")
    if clause.when is not None:
        parts.append(f"if {in_words(clause.when)}")
    return "; and ".join(parts)


def minutes_in_words(minutes: int) -> str:
    """Return a number of minutes, with its unit."""
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _session_in_words(restriction: Restriction, pack: Pack) -> Iterator[str]:
    for label, names, known in (
        ("positions to avoid", restriction.positions_avoid, pack.positions),
        ("movements to avoid", restriction.movements_avoid, pack.movements),
        ("supports to use", restriction.supports, pack.supports),
    ):
        if names:
            yield f"{label}: {', '.join(known[name].text for name in names)}"
    if restriction.minutes_at_most is not None:
        yield f"hands on for at most {minutes_in_words(restriction.minutes_at_most)}"
    if restriction.check_in_every is not None:
        every = minutes_in_words(restriction.check_in_every)
        yield f"ask the client how it is every {every}"
    if restriction.stop_on:
        yield f"signs to stop on: {', '.join(restriction.stop_on)}"


def _techniques_in_words(
    names: tuple[str, ...], pack: Pack, without: str, between: str = ", "
) -> str:
    if not names:
        return without
    texts = {t.id: t.text for t in pack.about.technique}
    texts |= {group.id: group.text for group in pack.about.technique_group}
    return between.join(texts.get(name, name) for name in names)


def _places_in_words(names: tuple[str, ...], pack: Pack) -> list[str]:
    regions = [pack.regions[name].text for name in names if name in pack.regions]
    parts = [f"the {pack.parts[name].text}" for name in names if name in pack.parts]
    return regions + parts


def _where_in_words(restriction: Restriction, pack: Pack) -> str:
    named = _places_in_words((*restriction.regions, *restriction.parts), pack)
    if restriction.with_neighbours:
        named.append("the regions next to it")
    if restriction.everywhere:
        named.append("every region")
    if restriction.regions_named_in:
        named.append(f"the regions named in {restriction.regions_named_in}")
    if restriction.regions_not_named_in:
        named.append(f"the regions not named in {restriction.regions_not_named_in}")
    words = " and ".join(named)
    return words[:1].upper() + words[1:]
