"""What keeps made-up clients plausible: what does not occur together, and how often."""

from __future__ import annotations

from collections.abc import Mapping

from massage_screen.answers import Answers, Value
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet

#: The rate of what the model has no rate for that holds for everyone, in 1,000.
_UNKNOWN = 2.0
#: What hardly ever occurs is still met now and then.
_RAREST = 0.3


def plausible(pack: Pack, answers: Answers) -> bool:
    """Say whether no answers are known not to occur together."""
    return not any(
        all(_has(answers, question, item) for question, item in apart.answers.items())
        for apart in pack.practice.not_together
    )


def how_usual(pack: Pack, question: str, value: Value) -> float:
    """Return how many of 1,000 clients give such an answer; the rarest of several."""
    items = value if isinstance(value, tuple) else (value,)
    rates = per_thousand(pack, question)
    return max(_RAREST, min(rates.get(str(item), _UNKNOWN) for item in items))


def per_thousand(pack: Pack, question: str) -> Mapping[str, float]:
    """Return how many of 1,000 clients give each answer, whatever else they are like.

    Only for warning signs that every new client is asked about, from the middle values
    of the model practice that is described in docs/over-referral.md.
    """
    everyone = Sheet(pack, Answers()).relevance[question] is True
    if not pack.questions[question].gate or not everyone:
        return {}
    found: dict[str, float] = {}
    for chance in pack.practice.chance:
        for rate in chance.rates if chance.of == question else ():
            for value in rate.values if not rate.when else ():
                found.setdefault(value, round(1000 * rate.middle, 3))
    return found


def _has(answers: Answers, question: str, item: str) -> bool:
    value = answers.get(question)
    return item in value if isinstance(value, tuple) else item == value
