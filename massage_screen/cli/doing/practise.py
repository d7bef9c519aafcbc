"""Lets a student practise: conducts the interview, and tells how it went."""

from __future__ import annotations

import contextlib
import secrets
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import typer

from massage_screen import practice_files as kept_attempts
from massage_screen.catalogue import pack_folder
from massage_screen.cli import output
from massage_screen.cli.doing.defaults import plain_lines
from massage_screen.cli.failures import ExitCode
from massage_screen.command import command
from massage_screen.errors import Interrupted
from massage_screen.library import load_cases, load_for_practice
from massage_screen.pack import Pack
from massage_screen.practice.attempt import NOTICE, Attempt, attempt_of
from massage_screen.practice.cards import CardAnswer
from massage_screen.practice.client import Client, client_of, practice_cases
from massage_screen.practice.debrief import Debrief, debrief_of, heard_alarm
from massage_screen.practice.picking import Wanted as Wanted  # a part of Settings
from massage_screen.practice.picking import fitting, pick_case
from massage_screen.practice.progress import cards_known, cards_wrong, progress_of
from massage_screen.practice.reference import reference_of
from massage_screen.practice.schedule import before_its_day, schedule
from massage_screen.practice.scoring import Scores, score
from massage_screen.practice.station import Clock, Station
from massage_screen.presentation.console import Console
from massage_screen.presentation.practice import attempt as pages
from massage_screen.presentation.practice import debrief as debriefs
from massage_screen.presentation.practice import listing
from massage_screen.presentation.practice import progress as progress_pages
from massage_screen.prompts import asker_for
from massage_screen.prompts.asks import Asks
from massage_screen.storage import reason_of

#: The largest number drawn for a variant, so that it can be read out in a class.
_SEEDS = 10_000
#: So many forgotten signs are named after a debrief; `--progress` names them all.
_MOST_SIGNS = 3
_MORE = "What else do you want to see?"
_DONE = ("done", "Nothing; I am done")


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How to practise.

    Attributes:
        wanted: Which client.
        seed: The number of the variant; drawn when None.
        minutes: The time of a timed station; None untimed.
        reminder: Whether to remind beginners of what to ask about.
        save: Whether to keep the attempt.
        json: Whether to print the attempt as JSON.
        color: When to use colour.
        plain: Whether to ask and show in plain lines.
    """

    wanted: Wanted
    seed: int | None
    minutes: int | None
    reminder: bool
    save: bool
    json: bool
    color: str
    plain: bool


def place_of(questions: str | None, plain: bool | None) -> tuple[Path, bool]:
    """Return the folder of the pack, and whether to ask in plain lines.

    Raises:
        NoSuchFile: There is no such folder.
    """
    return pack_folder(questions), plain_lines(plain)


def require_one(given: Mapping[str, bool]) -> None:
    """Refuse several ways to practise at once: only one would be taken.

    Raises:
        Exit: More than one was given.
    """
    named = [option for option, is_given in given.items() if is_given]
    if len(named) > 1:
        output.say(f"Give {named[0]} or {named[1]}, not both.")
        raise typer.Exit(ExitCode.USAGE)


def asker_for_student(*, plain: bool) -> Asks:
    """Return who puts a station or cards to the student.

    Raises:
        NoTerminal: Nobody can answer here.
    """
    instead = (
        "Practise in a terminal window. To read a client without playing:"
        f" {command('teach preview CLIENT')}"
    )
    return asker_for(plain=plain, instead=instead)


def practise(folder: Path, settings: Settings) -> None:
    """Conduct one practice interview and show the debrief.

    Raises:
        NoTerminal: Nobody can answer here.
        UnknownId: There is no such practice client.
        Interrupted: The student stopped; nothing was scored.
    """
    asks = asker_for_student(plain=settings.plain)
    pack = load_for_practice(folder)
    seed = secrets.randbelow(_SEEDS) if settings.seed is None else settings.seed
    read = kept_attempts.read_kept()
    if settings.wanted.due:  # it hangs on them
        _warn(read.broken)
    earlier = _scored(read)
    early = before_its_day(earlier, datetime.now(UTC)) if settings.wanted.due else ""
    case = pick_case(pack, load_cases(folder, pack), settings.wanted, seed, earlier)
    client = client_of(pack, case, seed)
    with output.set_apart(settings.json):
        output.tell(NOTICE, f"Drawn with --seed {seed}.", "")  # an id tells too much
        if early:
            output.tell(early, "")
        attempt = _attempt(pack, client, asks, settings)
        saved = settings.save and _save(attempt)
    scores = score(attempt)
    if settings.json:
        output.print_json(pages.attempt_as_json(attempt, scores))
        return
    debrief = debrief_of(pack, client, attempt, scores)
    console = output.console(settings.color, settings.plain)
    debriefs.show_debrief(debrief, pack, console)
    progress = progress_of([*earlier, (attempt, scores)])
    progress_pages.show_habits(progress, pack, console, most=_MOST_SIGNS)
    if saved:
        see = command("practise --progress")
        output.tell(f"Kept on this computer. See: {see}")
    _details(debrief, client, pack, console, asks)


def _details(
    debrief: Debrief, client: Client, pack: Pack, console: Console, asks: Asks
) -> None:
    """Show what the student wants to see besides; all of it when nobody can choose."""
    options = debriefs.details_of(debrief)
    if not sys.stdout.isatty():
        for which, _ in options:
            debriefs.show_detail(which, debrief, client, pack, console)
        return
    with contextlib.suppress(Interrupted):  # the attempt is over, and was kept
        while which := asks.choose(_MORE, [*options, _DONE]):
            if which == _DONE[0]:
                return
            debriefs.show_detail(which, debrief, client, pack, console)


def show_list(folder: Path, wanted: Wanted, *, json: bool, color: str) -> None:
    """List the practice clients, with nothing that gives their answer away.

    Raises:
        UnknownId: None is of this level and family.
    """
    pack = load_for_practice(folder)
    cases = practice_cases(load_cases(folder, pack))
    listed = [each for each in enumerate(cases, 1) if each[1] in fitting(cases, wanted)]
    if json:
        output.print_json(listing.list_as_json(listed))
    else:
        listing.show_list(listed, output.console(color))


def show_progress(folder: Path, *, json: bool, color: str, plain: bool) -> None:
    """Show what the attempts kept on this computer show together."""
    read = kept_attempts.read_kept()
    _warn(read.broken)
    scored = _scored(read)
    progress, answers = progress_of(scored), _card_answers()
    cards, wrong = cards_known(answers), cards_wrong(answers)
    if json:
        due = schedule(scored)
        output.print_json(progress_pages.progress_as_json(progress, due, cards, wrong))
        return
    pack, console = load_for_practice(folder), output.console(color, plain)
    progress_pages.show_progress(progress, schedule(scored), pack, console)
    progress_pages.show_cards(cards, wrong, console)


def reset(*, plain: bool) -> None:
    """Delete all attempts kept on this computer, when the student confirms.

    Raises:
        NoTerminal: Nobody can confirm here.
        NotWritten: One could not be deleted.
    """
    options = [("keep", "Keep them"), ("delete", "Delete all of them")]
    text = "Delete all practice attempts and cards on this computer?"
    if asker_for_student(plain=plain).choose(text, options) == "delete":
        deleted = kept_attempts.delete_kept()
        output.tell(f"Deleted: {deleted.gone}.")
        deleted.require_all()


def _attempt(pack: Pack, client: Client, asks: Asks, settings: Settings) -> Attempt:
    begun = time.monotonic()
    minutes = settings.minutes
    clock = Clock(lambda: time.monotonic() - begun, minutes)
    station = Station(pack, client, asks, clock, reminder=settings.reminder)
    choice = station.run()
    now = datetime.now(UTC).isoformat(timespec="seconds")
    measure = (
        reference_of(pack, client.answers, client.case.experts_differ),
        heard_alarm(pack, client, choice.asked),
    )
    return attempt_of(pack, client, choice, measure, at=now, minutes=minutes)


def _save(attempt: Attempt) -> bool:
    try:
        kept_attempts.keep(attempt)
    except OSError as error:
        output.say(f"Warning: the attempt cannot be kept ({reason_of(error)}).")
        return False
    return True


def _card_answers() -> list[CardAnswer]:
    """Return the answers to cards, the oldest first."""
    read = kept_attempts.read_cards()
    _warn(read.broken)
    return [answer for _, run in read.attempts for answer in run.answers]


def _scored(read: kept_attempts.ReadBack[Attempt]) -> list[tuple[Attempt, Scores]]:
    return [(attempt, score(attempt)) for _, attempt in read.attempts]


def _warn(broken: Sequence[str]) -> None:
    for problem in broken:
        output.say(f"Warning: {problem}")
