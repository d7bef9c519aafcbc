"""Puts a question of a pack, a gate question in a second wording too."""

from __future__ import annotations

from collections.abc import MutableMapping

from massage_screen.answers import Value, is_unsure
from massage_screen.interview import Answered, Back, Step, Turn
from massage_screen.pack import Question
from massage_screen.prompts.kinds import menu_for
from massage_screen.prompts.menu import Wording
from massage_screen.prompts.terminal import run

_KEEP = "This was answered before. Enter alone keeps that answer."
_FITS_STILL = (
    "An answer that this hangs on was changed. Look again: Enter alone keeps what was"
    " said."
)
_DRAFT = "This is not answered yet. What you ticked before is ticked."
_SECOND_WORDING = "You chose Not sure. Let me ask that another way."
_ALL_AGAIN = " Tick everything that applies, also what you ticked before."


def put(
    turn: Turn, heading: str, why: tuple[str, ...], drafts: MutableMapping[str, Value]
) -> Step:
    """Put a question; return the answer, or where the person wants to go.

    What is ticked when the person goes elsewhere waits in `drafts`.
    """
    question = turn.question
    note = _DRAFT if question.id in drafts else _note(turn)
    preset = drafts.pop(question.id, turn.preset)
    while True:
        menu = menu_for(
            question, _wording(turn, question.ask, heading, note, why), preset
        )
        step = run(menu)
        if not isinstance(step, Answered):
            if menu.draft and menu.draft != turn.preset:
                drafts[question.id] = menu.draft
            return step
        if not _is_put_again(question, step.value):
            return step
        second = _wording(turn, question.again, heading, _second_note(question), why)
        again = run(menu_for(question, second))
        if not isinstance(again, Back):
            return again
        preset, note = step.value, _KEEP


def _wording(
    turn: Turn, text: str, heading: str, note: str, why: tuple[str, ...]
) -> Wording:
    first = turn.first and text == turn.question.ask
    commands = [] if first else ["b"]
    commands += ["r"] if turn.sheet.answers else []
    commands += ["?"] if why else []
    return Wording(text, heading, turn.progress, note, why, (*commands, "q"))


def _note(turn: Turn) -> str:
    if turn.preset is None:
        return ""
    return _KEEP if turn.question.id in turn.sheet.answers else _FITS_STILL


def _is_put_again(question: Question, value: Value) -> bool:
    return question.gate and bool(question.again) and is_unsure(value)


def _second_note(question: Question) -> str:
    return _SECOND_WORDING + (_ALL_AGAIN if question.kind == "any_of" else "")
