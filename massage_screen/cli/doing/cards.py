"""Puts cards to a student, one sign or finding at a time, and keeps the answers."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from massage_screen import practice_files as kept
from massage_screen.cli import output
from massage_screen.cli.doing.practise import asker_for_student
from massage_screen.errors import Interrupted
from massage_screen.library import load_cases, load_for_practice
from massage_screen.pack import Pack
from massage_screen.practice.cards import (
    NOTICE,
    Card,
    CardAnswer,
    CardRun,
    cards_of,
    pick_cards,
    run_of,
)
from massage_screen.practice.hold import HOLD, MASSAGE, HoldCard, pick_hold_cards
from massage_screen.practice.schedule import card_schedule
from massage_screen.practice.station import MEANINGS
from massage_screen.presentation.practice import cards as pages
from massage_screen.prompts.asks import Asks
from massage_screen.storage import reason_of

#: The cards of one sitting.
_COUNT = 10
_SEEDS = 10_000
_ASK = "What does this mean for today?"
_STOP = ("stop", "Stop here")
_CHOICES = {
    MASSAGE: "Massage today, with or without limits",
    HOLD: "Hold: no massage today",
}


def practise_cards(
    folder: Path, *, seed: int | None, save: bool, json: bool, plain: bool
) -> None:
    """Put the cards that are due, then new ones; keep what was answered.

    Raises:
        NoTerminal: Nobody can answer here.
    """
    asks = asker_for_student(plain=plain)
    pack = load_for_practice(folder)
    chosen = pick_cards(cards_of(pack), _due(), datetime.now(UTC), _COUNT, _drawn(seed))
    intro = "A sign is that of a client with nothing else to tell."
    _sit(pack, intro, _put(chosen, asks, pack), save=save, json=json)


def practise_holding(
    folder: Path, *, seed: int | None, save: bool, json: bool, plain: bool
) -> None:
    """Put clients in short, to be massaged or held back; keep what was answered.

    Raises:
        NoTerminal: Nobody can answer here.
    """
    asks = asker_for_student(plain=plain)
    pack = load_for_practice(folder)
    cases, now = load_cases(folder, pack), datetime.now(UTC)
    chosen = pick_hold_cards(pack, cases, _due(), now, _COUNT, _drawn(seed))
    intro = "Ordinary clients. Both errors count: a danger missed, and a needless no."
    _sit(pack, intro, _put_clients(chosen, asks, pack), save=save, json=json)


def _sit(
    pack: Pack, intro: str, given: Iterable[CardAnswer], *, save: bool, json: bool
) -> None:
    with output.set_apart(json):
        output.tell(NOTICE, intro)
        answers = list(given)
        run = run_of(pack, answers, _now())
        if answers and save:
            _keep(run)
    if json:
        output.print_json(msgspec.to_builtins(run))
    else:
        output.tell("", *pages.run_lines(answers), NOTICE)


def _put(cards: tuple[Card, ...], asks: Asks, pack: Pack) -> Iterable[CardAnswer]:
    """Go through the answers; who stops keeps those given before."""
    options = [*MEANINGS.items(), _STOP]
    with contextlib.suppress(Interrupted, KeyboardInterrupt):
        for number, card in enumerate(cards, 1):
            asks.say("")
            asks.say(f"Card {number} of {len(cards)}")
            for paragraph in card.says:
                asks.say(paragraph)
            chosen = asks.choose(_ASK, options)
            if chosen == _STOP[0]:
                return
            for line in pages.answer_lines(card, chosen, pack):
                asks.say(line)
            yield CardAnswer(card=card.id, chosen=chosen, right=card.right, at=_now())


def _put_clients(
    cards: tuple[HoldCard, ...], asks: Asks, pack: Pack
) -> Iterable[CardAnswer]:
    """Go through the answers; who stops keeps those given before."""
    options = [*_CHOICES.items(), _STOP]
    with contextlib.suppress(Interrupted, KeyboardInterrupt):
        for number, card in enumerate(cards, 1):
            asks.say("")
            asks.say(f"Client {number} of {len(cards)}")
            for paragraph in card.says:
                asks.say(paragraph)
            chosen = asks.choose("Massage or hold?", options)
            if chosen == _STOP[0]:
                return
            for line in pages.hold_lines(card, chosen, pack):
                asks.say(line)
            word = card.meant(chosen)
            yield CardAnswer(card=card.id, chosen=word, right=card.right, at=_now())


def _drawn(seed: int | None) -> int:
    return secrets.randbelow(_SEEDS) if seed is None else seed


def _due() -> Mapping[str, datetime]:
    read = kept.read_cards()
    for problem in read.broken:
        output.say(f"Warning: {problem}")
    return card_schedule(answer for _, run in read.attempts for answer in run.answers)


def _keep(run: CardRun) -> None:
    try:
        kept.keep_cards(run)
    except OSError as error:
        output.say(f"Warning: the answers cannot be kept ({reason_of(error)}).")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
