"""Conducts an interview: the questions, the result, and how it is stopped."""

from __future__ import annotations

import contextlib

import typer

from massage_screen.answers import Answers
from massage_screen.bringing import NAME, bring, bring_filled
from massage_screen.brought import Brought
from massage_screen.cli.doing.files import read_file, today
from massage_screen.cli.doing.interviewer import Interviewer
from massage_screen.cli.doing.keeping import begin
from massage_screen.cli.failures import ExitCode
from massage_screen.cli.options import Earlier, Showing
from massage_screen.cli.output import say, set_apart, tell
from massage_screen.errors import Interrupted, NoSuchFile
from massage_screen.history import History
from massage_screen.interruption import heeded
from massage_screen.interview import conduct
from massage_screen.journal import Journal
from massage_screen.pack import Pack
from massage_screen.pack.texts import in_english
from massage_screen.presentation.last_time import what_is_brought
from massage_screen.prompts import asker_for

READ_OUT = (
    "The questions, and what is read back, are in the client's language. What is for"
    " you stays in English, and so does what was said last time: say it in their words."
)


def begin_interview(
    pack: Pack, showing: Showing, *, keeps: bool, earlier: Earlier
) -> None:
    """Ask from the first question on; see `ask_and_conclude`.

    Args:
        pack: What to ask.
        showing: How the recommendation is wanted.
        keeps: Whether answers are kept until the interview ends.
        earlier: What is brought along.
    """
    with set_apart(showing.json):
        history = _brought(earlier, pack)
        if earlier.record and showing.record is not None:
            from massage_screen.cli.doing.visit import brought_by  # noqa: PLC0415  loads SQLite

            plain, asks = bool(showing.plain), not showing.json
            history = brought_by(
                showing.record.ref, pack, history, plain=plain, asks=asks
            )
        journal = begin(pack) if keeps else None
    ask_and_conclude(pack, journal, showing, history)


def _brought(earlier: Earlier, pack: Pack) -> History | None:
    """Return what a file or a code brings along; say what it does not.

    Raises:
        NoSuchFile: It cannot be read, or is standard input, where answers are typed.
        AnswersError: It does not hold what can be brought along.
    """
    if earlier.code is not None:
        history = _typed(earlier.code, pack)
    elif earlier.file is not None:
        history = _brought_from(earlier.file, pack)
    else:
        return None
    tell("", *what_is_brought(history, pack))
    return history


def _typed(code: str, pack: Pack) -> History:
    from massage_screen.form.code import read_code  # noqa: PLC0415  start-up time

    typed = read_code(code, pack, today())
    if typed.taken_back:
        tell(
            "",
            "After the form told the client to call for help, a sign was taken back.",
        )
    return bring_filled(typed.as_filled(), pack, today(), "code")


def _brought_from(file: str, pack: Pack) -> History:
    if file == "-":
        raise NoSuchFile(
            "--from: standard input is where the answers are typed. Name a file."
        )
    data, _ = read_file(file, NAME)
    return bring(data, pack, today())


def ask_and_conclude(
    pack: Pack,
    journal: Journal | None,
    showing: Showing,
    history: History | None = None,
) -> None:
    """Ask what must be asked, show what follows, and offer pages.

    Args:
        pack: What to ask.
        journal: Where answers are kept; None: nowhere.
        showing: How the recommendation is wanted.
        history: What was said before, when the interview is taken up again, or what
            is brought along.

    Raises:
        NoTerminal: Nobody can answer here; nothing was asked.
        Exit: Always, with the code of the decision or of an interruption.
    """
    with set_apart(showing.json):
        answers, brought = _interview(pack, journal, showing, history)
        typer.echo()
    from massage_screen.cli.doing.afterwards import conclude_and_offer  # noqa: PLC0415  after the last question

    conclude_and_offer(pack, answers, journal, showing, brought)


def _interview(
    pack: Pack, journal: Journal | None, showing: Showing, history: History | None
) -> tuple[Answers, Brought | None]:
    """Ask; where that stops, the action that stands is on the last lines."""
    asks = asker_for(
        plain=bool(showing.plain), reading_lock=showing.reading_lock is not False
    )
    if showing.shown is not None:
        from massage_screen.prompts.in_language import InLanguage  # noqa: PLC0415  most have none

        asks = InLanguage(asks, showing.shown)
        tell("", *showing.shown.phrases.notes, READ_OUT)
    if history and (count := history.count(pack)):
        tell("", f"Taken up again. Answers so far: {count}.")
    shown = showing.shown or in_english(pack)
    interviewer = Interviewer(shown, showing.color, journal, asks, history)
    try:
        asks.begin()
        answers = conduct(pack, interviewer, history, interviewer.keep)
    except (Interrupted, KeyboardInterrupt):
        heeded()  # whoever presses it twice must still see the action that stands
        with contextlib.suppress(OSError):  # the window may be gone
            say("\nStopped. There is no recommendation. Do not massage on this screen.")
            interviewer.say_what_is_kept()
            interviewer.show_action()
        interviewer.let_go()
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except Exception:
        interviewer.say_what_is_kept()
        interviewer.show_action()  # a fault of ours must not take it away
        interviewer.let_go()
        raise
    return answers, interviewer.brought
