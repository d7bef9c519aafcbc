"""Puts a question of a pack, a gate question in a second wording too."""

from __future__ import annotations

from collections.abc import MutableMapping

from massage_screen.answers import Value
from massage_screen.interview import Answered, Back, Step, Turn, that_is_offered
from massage_screen.pack import Question
from massage_screen.pack.manner import manner_of
from massage_screen.prompts.kinds import menu_for
from massage_screen.prompts.menu import Menu, Wording
from massage_screen.prompts.pace import Pace, denial_of
from massage_screen.prompts.terminal import run
from massage_screen.prompts.wording import (
    KEEP,
    is_put_again,
    old_answer_note,
    second_note,
    standing_of,
)

_DRAFT = "This is not answered yet. What you ticked before is ticked."


def put(
    turn: Turn,
    heading: str,
    why: tuple[str, ...],
    drafts: MutableMapping[str, Value],
    pace: Pace,
) -> Step:
    """Put a question; return the answer, or where the person wants to go.

    What is ticked when the person goes elsewhere waits in `drafts`.
    """
    question = turn.question
    draft = that_is_offered(drafts.pop(question.id, None), question)
    note = old_answer_note(turn) if draft is None else _DRAFT
    preset = turn.preset if draft is None else draft
    while True:
        first = _wording(turn, question.ask, heading, note, why)
        menu = _menu(question, first, preset, pace)
        step = run(menu)
        if not isinstance(step, Answered):
            if menu.draft and menu.draft != turn.preset:
                drafts[question.id] = menu.draft
            return step
        if not is_put_again(question, step.value):
            return step
        second = _wording(turn, question.again, heading, second_note(question), why)
        again = run(_menu(question, second, None, pace))
        if not isinstance(again, Back):
            return again
        preset, note = step.value, KEEP


def _menu(
    question: Question, wording: Wording, preset: Value | None, pace: Pace
) -> Menu:
    """Return the menu; a warning sign is denied only once it can have been read."""
    if not question.gate:
        return menu_for(question, wording, preset)
    known = preset is not None
    denial = denial_of(question, wording.text, pace, known=known)
    return menu_for(question, wording, preset, denial)


def _wording(
    turn: Turn, text: str, heading: str, note: str, why: tuple[str, ...]
) -> Wording:
    note = f"{note} {manner_of(turn.question)}".strip()
    first = turn.first and text == turn.question.ask
    other = turn.question.again if text == turn.question.ask else ""
    commands = [] if first else ["b"]
    commands += ["v"] if turn.sheet.answers else []
    commands += ["r"] if other else []
    commands += ["w"] if why else []
    standing = standing_of(turn, heading)
    return Wording(text, standing, note, why, other, (*commands, "q"))
