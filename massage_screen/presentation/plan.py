"""Shows the session plan: what holds whatever region is worked on, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from massage_screen.decision import Decision
from massage_screen.pack import Cell, Pack, Rule
from massage_screen.plan import Asked, Most
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import (
    minutes_in_words,
    pressure_in_words,
    source_in_words,
    techniques_closed_at,
)


def show_plan(page: Page, decision: Decision, pack: Pack) -> None:
    """Show what holds for the whole session, each part with the finding behind it."""
    page.heading("Session plan")
    shown = _Shown(page, decision, pack)
    shown.pressure()
    shown.lists()
    shown.minutes("Time", "hands on for at most", decision.plan.minutes_at_most)
    shown.minutes(
        "Check", "ask the client how it is every", decision.plan.check_in_every
    )
    if shown.empty:
        page.paragraph(
            "This screen found no limit of pressure, position, movement or time for"
            " the whole session."
        )
    shown.stop_signs()


class _Shown:
    """A plan on a page."""

    def __init__(self, page: Page, decision: Decision, pack: Pack) -> None:
        self.page = page
        self.decision = decision
        self.plan = decision.plan
        self.pack = pack
        self.rules = {f.rule.id: f.rule for f in decision.findings}
        self.empty = True

    def pressure(self) -> None:
        """Show the cap that holds everywhere, then the regions with a lower one."""
        most = self.plan.pressure_at_most
        if most is not None:
            words = f"nowhere more than {pressure_in_words(most.value, self.pack)}"
            self._say("Pressure", words, most.rules, closes=self._closes(most.value))
        lower = self._levels(below=most.value if most else None)
        for level in sorted(lower):
            words = f"at most {pressure_in_words(level, self.pack)}"
            where = "; ".join(lower[level])
            rules, closes = self._capping(level), self._closes(level)
            self._say("Pressure", words, rules, where, closes)
        source = self.pack.references.get(self.pack.about.pressure_reference)
        if source is not None and (most or lower):
            self.page.paragraph(source_in_words(source), label="Pressure levels after")

    def _closes(self, level: int) -> str:
        return techniques_closed_at(level, self.pack)

    def _levels(self, below: int | None) -> dict[int, list[str]]:
        """Return the regions that have an open cell and a cap, by the cap."""
        found: dict[int, list[str]] = {}
        for limit in self.decision.limits:
            level, row = limit.pressure_at_most, self.decision.grid[limit.region]
            if level is None or all(cell is Cell.AVOID for cell in row.values()):
                continue
            if below is None or level < below:
                text = self.pack.regions[limit.region].text
                found.setdefault(level, []).append(text)
        return found

    def _capping(self, level: int) -> tuple[str, ...]:
        """Return the rules that ask for a cap where it is this one."""
        here = [x for x in self.decision.limits if x.pressure_at_most == level]
        named = dict.fromkeys(rule for limit in here for rule in limit.rules)
        return tuple(rule for rule in named if level in _caps(self.rules[rule]))

    def lists(self) -> None:
        """Show positions, supports and movements."""
        pack, plan = self.pack, self.plan
        positions = {p.id: p.text for p in pack.about.position}
        supports = dict(self._usable_supports())
        movements = {m.id: m.text for m in pack.about.movement}
        self._list("Positions to avoid", plan.positions_avoid, positions)
        self._list("Supports to use", plan.supports, supports)
        self._list("Movements to avoid", plan.movements_avoid, movements)

    def _usable_supports(self) -> Iterator[tuple[str, str]]:
        """Go through the supports that are of use in a position that is left."""
        for support in self.pack.about.support:
            left = set(support.positions) - self.plan.positions_avoid.keys()
            if left or not support.positions:
                yield support.id, support.text

    def minutes(self, label: str, words: str, most: Most | None) -> None:
        """Show a number of minutes."""
        if most is not None:
            text = f"{words} {minutes_in_words(most.value)}"
            self._say(label, text, most.rules)

    def stop_signs(self) -> None:
        """Show the signs of the pack, then those that the findings add."""
        self.page.heading("Stop the session at once if there is")
        self.page.items(self.pack.about.stop_signs)
        self._items(self.plan.stop_on, {text: text for text in self.plan.stop_on})

    def _list(self, title: str, asked: Asked, texts: Mapping[str, str]) -> None:
        if asked.keys() & texts.keys():
            self.page.paragraph(f"{title}:", role="label")
            self._items(asked, texts)

    def _items(self, asked: Asked, texts: Mapping[str, str]) -> None:
        """Show items in the order of the texts; those of the same rules together."""
        groups: dict[tuple[str, ...], list[str]] = {}
        for item, text in texts.items():
            if item in asked:
                groups.setdefault(asked[item], []).append(text)
        for rules, items in groups.items():
            self.page.items(items)
            self._because(rules)

    def _say(
        self,
        label: str,
        text: str,
        rules: tuple[str, ...],
        where: str = "",
        closes: str = "",
    ) -> None:
        self.page.paragraph(text, label=label)
        for more, said in (("Where", where), ("Avoid at this pressure", closes)):
            if said:
                self.page.paragraph(said, label=more, lead="  ")
        self._because(rules)

    def _because(self, rules: Iterable[str]) -> None:
        """Name the rules; what they found stands above the plan."""
        self.empty = False
        self.page.paragraph(", ".join(rules), label="Because of", lead="  ")


def _caps(rule: Rule) -> set[int | None]:
    return {asked.pressure_at_most for asked in rule.restrict}
