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
from massage_screen.library import load_for_practice
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


def practise_cards(
    folder: Path, *, seed: int | None, save: bool, json: bool, plain: bool
) -> None:
    """Put the cards that are due, then new ones; keep what was answered.

    Raises:
        NoTerminal: Nobody can answer here.
    """
    asks = asker_for_student(plain=plain)
    pack = load_for_practice(folder)
    due = _due()
    number = secrets.randbelow(_SEEDS) if seed is None else seed
    chosen = pick_cards(cards_of(pack), due, datetime.now(UTC), _COUNT, number)
    with output.set_apart(json):
        output.tell(NOTICE, "A sign is that of a client with nothing else to tell.")
        answers = list(_put(chosen, asks, pack))
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
    with contextlib.suppress(Interrupted):
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
