"""Finds what two versions of a pack ask otherwise; here nothing is solved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from massage_screen.pack import Pack, Question
from massage_screen.pack.manner import manner_of, notes_on_lines


class Asked(msgspec.Struct, frozen=True):
    """A way in which two versions differ in what they ask, or in its words."""

    id: str
    what: str


def asked_otherwise(old: Pack, new: Pack) -> Iterator[Asked]:
    """Go through what came, went or was reworded, in the order of asking."""
    for name in {**old.questions, **new.questions}:
        before, now = old.questions.get(name), new.questions.get(name)
        if before is None or now is None:
            yield Asked(name, f"question {'added' if before is None else 'removed'}")
        else:
            yield from _within(before, now)
            if (kept := _kept(now)) != (was := _kept(before)):
                yield Asked(name, f"keeps {kept}, before {was}")
    yield from _came_or_went("known value", old.known, new.known)
    yield from _came_or_went("region", old.regions, new.regions)
    yield from _came_or_went("technique", old.techniques, new.techniques)
    yield from _came_or_went("position", old.positions, new.positions)
    yield from _came_or_went("movement", old.movements, new.movements)
    yield from _came_or_went("support", old.supports, new.supports)


#: What is said to put a question.
_WORDS = ("ask", "ask_client", "again")


def _within(before: Question, now: Question) -> Iterator[Asked]:
    if before.kind != now.kind:
        yield Asked(now.id, f"asked as {now.kind}, before as {before.kind}")
    if any(getattr(before, words) != getattr(now, words) for words in _WORDS):
        yield Asked(now.id, f"question reworded: {now.ask}")
    if (way := _put(now)) != (was := _put(before)):
        yield Asked(now.id, f"put so: {way or 'read out'}, before: {was or 'read out'}")
    if before.records_only != now.records_only:
        asked = "for the record only" if now.records_only else "to decide from"
        yield Asked(now.id, f"asked {asked}, which it was not before")
    if now.stops != before.stops:
        ways = (f"{word}: {', '.join(names)}" for word, names in now.stops.items())
        yield Asked(now.id, f"may stop early after: {'; '.join(ways) or 'nothing'}")
    span, was = _span(now), _span(before)
    if span != was:
        yield Asked(now.id, f"takes {span}, before {was}")
    for word in {**before.words, **now.words}:
        yield from _choice(word, before, now)


def _put(question: Question) -> str:
    """Say how a question and its lines are put, where that is not as most are."""
    silent = ", ".join(notes_on_lines(question))
    order = ", ".join(question.shown)
    told = (
        manner_of(question).rstrip("."),
        silent and f"not read out: {silent}",
        order and f"shown in the order {order}",
    )
    return "; ".join(filter(None, told))


def _kept(question: Question) -> str:
    """Say how long an answer is shown at later visits, and whether time moves it."""
    return f"{question.keeps}, asked anew" if question.moves else question.keeps


def _choice(word: str, before: Question, now: Question) -> Iterator[Asked]:
    was, text = before.words.get(word), now.words.get(word)
    if was is None:
        yield Asked(now.id, f"choice {word!r} added: {text}")
    elif text is None:
        yield Asked(now.id, f"choice {word!r} removed: {was}")
    elif was != text:
        yield Asked(now.id, f"choice {word!r} reworded: {text}")


def _span(question: Question) -> str:
    return f"{question.minimum} to {question.maximum} {question.unit}".rstrip()


def _came_or_went(
    what: str, old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[Asked]:
    for name in {**old, **new}:
        if name not in old or name not in new:
            yield Asked(name, f"{what} {'removed' if name in old else 'added'}")
