"""Shows which clients a newer version of a pack treats otherwise, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from massage_screen.answers import Value
from massage_screen.comparison.aspects import LISTS, MINUTES, NO_CAP, SEE_BY, VISITS
from massage_screen.comparison.difference import (
    Change,
    Difference,
    Reasons,
    Unknown,
)
from massage_screen.comparison.search import Client
from massage_screen.decision import NOTHING_LEFT_TO_DO, Finding
from massage_screen.pack import Pack, Restriction, Rule
from massage_screen.presentation.console import Console
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import (
    answer_in_words,
    identity_of,
    minutes_in_words,
    named_with_digest,
    pressure_in_words,
    restriction_in_words,
    result_in_words,
    techniques_closed_at,
    urgency_in_words,
    weeks_in_words,
)

#: The name of the JSON form; within its major version keys are only added.
DIFFERENCE_SCHEMA = "massage-screen/difference/1"

_ABOUT = {
    "result": "Result",
    "cells": "Techniques",
    "pressure": "Pressure",
    "positions": "Position",
    "movements": "Movement",
    "supports": "Support",
    "stop_on": "Sign to stop on",
    "time": "Time with hands on",
    "check_ins": "Minutes between asking the client",
    "see_by": "To see a clinician",
    "overdue": "When that is overdue",
}
#: With no more left out than this, it is the others that are named.
_FEW = 2
_GROUPS = (
    ("less cautious", "Less cautious"),
    ("more cautious", "More cautious"),
    ("as cautious", "As cautious, for another reason"),
)


def difference_as_json(found: Difference, old: Pack, new: Pack) -> dict[str, Any]:
    """Return a difference in the form of `massage-screen/difference/1`."""
    return {
        "schema": DIFFERENCE_SCHEMA,
        "old": identity_of(old),
        "new": identity_of(new),
        "changes": [_change_json(change) for change in found.changes],
        "asked": msgspec.to_builtins(found.asked),
        "unknown": [_what_changes(each) for each in found.unknown],
    }


def _change_json(change: Change) -> dict[str, Any]:
    reasons, client = change.reasons, change.client
    return {
        **_what_changes(change),
        "client": {
            "old": dict(client.old),
            "new": dict(client.new),
            "told": list(client.told),
            "unmatched": list(client.unmatched),
            "smallest": client.smallest,
        },
        "rules": {
            "no_longer": [finding.rule.id for finding in reasons.no_longer],
            "newly": [finding.rule.id for finding in reasons.newly],
            "reworked": [rule.id for _, rule in reasons.reworked],
        },
    }


def _what_changes(change: Change | Unknown) -> dict[str, Any]:
    return {
        "about": change.about,
        "direction": change.direction,
        "old": change.old,
        "new": change.new,
        "places": [list(place) for place in change.places if place],
    }


def show_difference(found: Difference, old: Pack, new: Pack, console: Console) -> None:
    """Show every kind of change, what becomes less cautious first."""
    page = Page(console)
    _show_summary(page, found, old, new)
    for direction, title in _GROUPS:
        group = [each for each in found.changes if each.direction == direction]
        if group:
            page.heading(f"{title}: {_count(group)}")
        for number, change in enumerate(group, start=1):
            _Shown(page, change, old, new).show(change, f"{number}. ")
    if found.unknown:
        _show_unknown(page, found.unknown, old, new)
    if found.asked:
        page.heading("Asked otherwise")
        page.items(f"{asked.id}: {asked.what}" for asked in found.asked)


def _count(group: list[Change]) -> str:
    return f"{len(group)} {'kind' if len(group) == 1 else 'kinds'} of client"


def _show_summary(page: Page, found: Difference, old: Pack, new: Pack) -> None:
    page.paragraph(
        f"From {named_with_digest(old)} to {named_with_digest(new)}", role="heading"
    )
    if not found.changes and not found.unknown:
        page.paragraph("No client changes.")
    if not found.changes:
        return
    proved = all(change.client.smallest for change in found.changes)
    page.paragraph(
        "For each kind of client there is one example, the smallest"
        f"{'' if proved else ' found'}: every answer that"
        " is not shown is the mildest one. Words and sources are not compared."
    )


def _show_unknown(
    page: Page, unknown: tuple[Unknown, ...], old: Pack, new: Pack
) -> None:
    """Say which changes nobody was found for, and nothing was proved of."""
    page.heading(f"Not known: {len(unknown)}")
    page.paragraph(
        "The solver gave up before it knew whether there is a client to whom one of"
        " these happens. What would be less cautious stands first."
    )
    for number, each in enumerate(unknown, start=1):
        _Shown(page, each, old, new).show_what(f"{number}. ")


class _Shown:
    """One change on a page."""

    def __init__(
        self, page: Page, change: Change | Unknown, old: Pack, new: Pack
    ) -> None:
        self.page = page
        self.change = change
        self.old = old
        self.new = new

    def show(self, change: Change, lead: str) -> None:
        """Show what changes, for whom, and by which rules."""
        self.show_what(lead)
        least = "" if change.client.smallest else " (a smaller one may exist)"
        self.page.paragraph(f"Example{least}:", lead="   ")
        self.page.items(self._client(change.client), lead="   - ")
        self.page.paragraph("Why:", lead="   ")
        self.page.items(self._reasons(change.reasons), lead="   - ")

    def show_what(self, lead: str) -> None:
        """Show what changes, and where."""
        change = self.change
        was, now = self._value(change.old, self.old), self._value(change.new, self.new)
        about = _ABOUT[change.about]
        self.page.line()
        self.page.paragraph(f"{about}: {was} → {now}", role="label", lead=lead)
        self.page.items(self._places(), lead="   ")

    def _value(self, value: str, pack: Pack) -> str:
        if self.change.about in MINUTES:
            return "no limit" if value == NO_CAP else minutes_in_words(int(value))
        if self.change.about == SEE_BY:
            return "not" if value == NO_CAP else weeks_in_words(int(value))
        if self.change.about == "pressure":
            return "no cap" if value == NO_CAP else pressure_in_words(int(value), pack)
        if self.change.about != "result":
            return value
        return result_in_words(value, pack)

    def _places(self) -> Iterator[str]:
        """Go through the places; regions with the same techniques stand once."""
        changed = set(self.change.places)
        if self.change.about in (*LISTS, *MINUTES, *VISITS):
            names = [place[0] for place in self.change.places if place]
            yield from filter(None, [", ".join(map(self._named, names))])
            return
        where: dict[str, list[str]] = {}
        for name, region in self.new.regions.items():
            here = [t for t in self.new.techniques if (name, t) in changed]
            if here or (name,) in changed:
                where.setdefault(self._techniques(here), []).append(region.text)
        for techniques, regions in where.items():
            yield "; ".join(regions) + techniques

    def _named(self, name: str) -> str:
        """Return the text of a position, movement or support; a sign is a text."""
        for pack in (self.new, self.old):
            for known in (pack.positions, pack.movements, pack.supports):
                if name in known:
                    return known[name].text
        return name

    def _techniques(self, named: list[str]) -> str:
        texts = {each.id: each.text for each in self.new.about.technique}
        others = [texts[name] for name in texts if name not in named]
        if not named:
            return ""
        if len(others) > _FEW:
            return f": {', '.join(texts[name] for name in named)}"
        but = f" but {' and '.join(others)}" if others else ""
        return f": every technique{but}"

    def _client(self, client: Client) -> Iterator[str]:
        if not client.told:
            yield "a client with nothing to tell"
        for question in client.told:
            was = self._answer(question, client.old.get(question), self.old)
            now = self._answer(question, client.new.get(question), self.new)
            told = now if was == now else f"before: {was}; now: {now}"
            yield f"{question}: {told}"

    def _answer(self, question: str, value: Value | None, pack: Pack) -> str:
        if value is None:
            return "not asked"
        if question in pack.known:
            return str(value)
        return answer_in_words(pack.questions[question], value)

    def _reasons(self, reasons: Reasons) -> Iterator[str]:
        for found in reasons.no_longer:
            gone = self._standing(found.rule, self.new, "is removed", "no longer holds")
            yield f"{found.rule.id} {gone}: {_summary(found, self.old)}"
        for found in reasons.newly:
            here = self._standing(found.rule, self.old, "is new", "now holds")
            yield f"{found.rule.id} {here}: {_summary(found, self.new)}"
        for was, now in reasons.reworked:
            said = "; ".join(self._reworked(was, now))
            yield f"{now.id} now asks for something else: {said}."
        yield from self._pressure_closes()

    def _pressure_closes(self) -> Iterator[str]:
        """Say that caps on pressure close other techniques, where cells may follow."""
        was, now = self.old.closed_at, self.new.closed_at
        if self.change.about in ("cells", "result"):
            for cap in (each for each in was if was[each] != now[each]):
                before, after = (
                    techniques_closed_at(cap, pack) or "nothing"
                    for pack in (self.old, self.new)
                )
                yield f"a cap of {cap} of 5 closed {before}, and now closes {after}."

    def _standing(self, rule: Rule, other: Pack, lacking: str, there: str) -> str:
        known = rule.id in other.rules or rule.id == NOTHING_LEFT_TO_DO
        return there if known else lacking

    def _reworked(self, was: Rule, now: Rule) -> Iterator[str]:
        """Go through what a rule asks for, as far as it matters here."""
        before, after = urgency_in_words(was, self.old), urgency_in_words(now, self.new)
        if before != after:
            yield f"{before} → {after}"
            if self.change.about == "result":
                return
        if self.change.about in VISITS:
            yield f"{_visit(was)} → {_visit(now)}"
            return
        yield from self._only_in(was, now, self.old, "before")
        yield from self._only_in(now, was, self.new, "now")

    def _only_in(self, rule: Rule, other: Rule, pack: Pack, when: str) -> Iterator[str]:
        for asked in rule.restrict:
            if asked not in other.restrict and _speaks(asked, self.change.about, pack):
                yield f"{when}, {restriction_in_words(asked, pack).rstrip('.')}"


def _visit(rule: Rule) -> str:
    """Say by when a rule asks for a clinician."""
    if rule.see_by is None:
        return "no clinician to see"
    overdue = ", then REFER" if rule.overdue else ""
    return f"a clinician within {weeks_in_words(rule.see_by)}{overdue}"


def _summary(finding: Finding, pack: Pack) -> str:
    rule = finding.rule
    word = f"{urgency_in_words(rule, pack)}. " if rule.disposition else ""
    return f"{word}{finding.found}"


def _speaks(asked: Restriction, about: str, pack: Pack) -> bool:
    """Say whether a restriction can be a reason for this kind of change."""
    if about == "pressure":
        return asked.pressure_at_most is not None
    if about in LISTS:
        return bool(getattr(asked, LISTS[about].field))
    if about in MINUTES:
        return getattr(asked, MINUTES[about]) is not None
    return bool(pack.cells_of(asked))
