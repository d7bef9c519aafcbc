"""Massage or hold: a client in short, and one question. Ordinary clients most of all.

Six of ten are clients whom massage is right for, many of them with something that
resembles a warning; the others are clients one answer beside such a one, whom the live
rules hold back. Who refuses everybody is wrong about most of them.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import msgspec

from massage_screen.decision import Decision, Finding, decide_sheet
from massage_screen.pack import Case, Disposition, Pack
from massage_screen.practice.client import Client, client_of, practice_cases
from massage_screen.practice.contrast import (
    Contrast,
    contrast_case,
    contrasts,
    most_telling,
)
from massage_screen.practice.station import topic_of
from massage_screen.sheet import Sheet
from massage_screen.text import capitalised

MASSAGE, HOLD = "massage", "hold"
#: Of ten cards, so many are of clients whom massage is right for.
_MASSAGE_OF_TEN = 6
#: A client with more to tell than this is none for a card.
_MOST_TOLD = 8
_OTHER = "other"
_SEED = 0


class HoldCard(msgspec.Struct, frozen=True, kw_only=True):
    """A client in short.

    Attributes:
        id: `client/` and the id of the case; with `/other` the client one answer
            beside.
        says: What is told, paragraph by paragraph, in the words of the client.
        right: The word of the live screen.
        timeframe: How soon, or "none".
        rule: The rule that decides; "" when none objects.
        why: What that rule finds; "" when none objects.
        looks_like: What resembles a warning, and why it is none; "" without.
    """

    id: str
    says: tuple[str, ...]
    right: str
    timeframe: str
    rule: str
    why: str
    looks_like: str

    @property
    def answer(self) -> str:
        """Return what is right: `massage` or `hold`."""
        return MASSAGE if Disposition(self.right).hands_on else HOLD

    def meant(self, chosen: str) -> str:
        """Return an answer as the word of a disposition: the right one, or the mildest.

        Args:
            chosen: `massage` or `hold`.
        """
        if chosen == self.answer:
            return self.right
        mildest = Disposition.PROCEED if chosen == MASSAGE else Disposition.POSTPONE
        return mildest.value


def pick_hold_cards(
    pack: Pack,
    cases: Sequence[Case],
    due: Mapping[str, datetime],
    now: datetime,
    count: int,
    seed: int,
) -> tuple[HoldCard, ...]:
    """Return the cards to ask now: those due, then new ones, in a mixed order.

    Args:
        pack: The rules.
        cases: All cases, with all answers.
        due: When each card that was met is due, in UTC.
        now: The time, in UTC.
        count: How many at most.
        seed: Decides which new cards come, and the order.
    """
    draw = random.Random(seed)
    right = {f"client/{case.id}": case for case in _short(pack, cases)}
    beside = {f"{name}/{_OTHER}": case for name, case in right.items()}
    found: list[HoldCard] = []
    massage = round(count * _MASSAGE_OF_TEN / 10)
    for names, most in ((right, massage), (beside, count - massage)):
        for card in _made(pack, names, _ordered(list(names), due, now, draw)):
            found.append(card)
            if len(found) >= (most if names is right else count):
                break
    draw.shuffle(found)
    return tuple(found)


def _short(pack: Pack, cases: Sequence[Case]) -> Iterator[Case]:
    """Go through the clients who get massage and can be told on a card."""
    for case in practice_cases(tuple(cases)):
        if case.hands_on and len(_told(pack, client_of(pack, case, _SEED))) <= (
            _MOST_TOLD
        ):
            yield case


def _ordered(
    names: list[str],
    due: Mapping[str, datetime],
    now: datetime,
    draw: random.Random,
) -> list[str]:
    waiting = sorted(
        (n for n in names if n in due and due[n] <= now), key=due.__getitem__
    )
    new = [name for name in names if name not in due]
    later = sorted((n for n in names if n in due and due[n] > now), key=due.__getitem__)
    draw.shuffle(new)
    return [*waiting, *new, *later]


def _made(
    pack: Pack, cases: Mapping[str, Case], names: Sequence[str]
) -> Iterator[HoldCard]:
    for name in names:
        case = cases[name]
        if not name.endswith(f"/{_OTHER}"):
            yield _card(pack, name, case)
        elif (other := _held_back(pack, case)) is not None:
            yield _card(pack, name, other)


def _held_back(pack: Pack, case: Case) -> Case | None:
    """Return a client one answer beside who gets no massage; None without any.

    The age is left alone: it is told, and nobody is held back for it by surprise. Of
    each question the most telling answer is used, and which question is drawn by the
    id, so that a card stays the same.
    """
    answers = client_of(pack, case, _SEED).answers
    ages = pack.practice.ages
    of_question: dict[str, Contrast] = {}
    for pair in most_telling(pack, case, list(contrasts(pack, answers))):
        away = not Disposition(pair.disposition).hands_on
        if away and not (ages and pair.question == ages.question):
            of_question.setdefault(pair.question, pair)
    if not of_question:
        return None
    pair = random.Random(case.id).choice(list(of_question.values()))
    return contrast_case(pack, case, pair)


def _card(pack: Pack, name: str, case: Case) -> HoldCard:
    client = client_of(pack, case, _SEED)
    decision = decide_sheet(Sheet(pack, client.answers))
    finding = _deciding(decision)
    asked = [
        f'{topic_of(pack.questions[q])}: "{client.says(pack, q)}"'
        for q in _told(pack, client)
    ]
    return HoldCard(
        id=name,
        says=(
            f"{capitalised(client.variant.introduction)}.",
            f'"{case.presents}"',
            *asked,
            "Nothing else to tell, whatever you ask.",
        ),
        right=decision.standing.value,
        timeframe=decision.timeframe,
        rule=finding.rule.id if finding else "",
        why=finding.found if finding else "",
        looks_like=case.looks_like,
    )


def _told(pack: Pack, client: Client) -> list[str]:
    """Return the questions that a client does not answer in the mildest way."""
    sheet = Sheet(pack, client.answers)
    return [
        name
        for name, value in sheet.visible.items()
        if name in pack.questions
        and not pack.questions[name].records_only
        and value != sheet.mildest(pack.questions[name])
    ]


def _deciding(decision: Decision) -> Finding | None:
    asked = decision.standing.value
    return next((f for f in decision.findings if f.rule.disposition == asked), None)
