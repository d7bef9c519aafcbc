"""The signs that cannot wait for a visit, in the words of the pack."""

from __future__ import annotations

from collections.abc import Iterator

from massage_screen.answers import NONE, UNSURE
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.presentation.paper.leads import Leads, Spot

#: The timeframe of an emergency that cannot wait at all.
_NOW = "now"


def signs_now(pack: Pack) -> tuple[str, ...]:
    """Return what the rules of an emergency now test, one line for each question."""
    found: dict[str, dict[str, None]] = {}
    for question, word in _spots(pack):
        if word not in (NONE, UNSURE, pack.questions[question].mildest):
            found.setdefault(question, {})[word] = None
    order = [name for name in pack.questions if name in found]
    return tuple(_sign(pack.questions[name], found[name]) for name in order)


def _spots(pack: Pack) -> Iterator[Spot]:
    leads = Leads(pack)
    for question in pack.questions.values():
        if question.asked_by == "client":
            leads.boxes[question.id] = tuple(question.words)
    for rule in pack.rules.values():
        urgent = rule.ranks_as is Disposition.EMERGENCY and rule.timeframe == _NOW
        if urgent and rule.when is not None:
            spots = leads.of(rule.when)
            for spot in spots if isinstance(spots, frozenset) else ():
                yield _where_it_was_ticked(pack, spot)


def _where_it_was_ticked(pack: Pack, spot: Spot) -> Spot:
    """Return the spot of a carried line in the list that it comes from."""
    for choice in pack.questions[spot.question].choices:
        if choice.id == spot.word and choice.carried_from:
            return _where_it_was_ticked(pack, Spot(choice.carried_from, spot.word))
    return spot


def _sign(question: Question, words: dict[str, None]) -> str:
    if question.takes.yes_or_no:
        return question.ask
    lines = [text for word, text in question.words.items() if word in words]
    told = "; ".join([*lines, *sorted(words.keys() - question.words.keys())])
    return (
        f"{question.name} {told}"
        if question.name.endswith("?")
        else (f"{question.name}: {told}")
    )
