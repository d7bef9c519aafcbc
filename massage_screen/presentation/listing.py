"""Lists all questions of a pack."""

from __future__ import annotations

from typing import Any

import msgspec

from massage_screen.pack import Pack, Question
from massage_screen.presentation.console import Console
from massage_screen.presentation.meaning import show_question
from massage_screen.presentation.page import Page
from massage_screen.presentation.words import when_in_words

#: The name of the JSON form; within its major version keys are only added.
QUESTIONS_SCHEMA = "massage-screen/questions/1"


def questions_as_json(pack: Pack) -> dict[str, Any]:
    """Return all questions in the form of `massage-screen/questions/1`."""
    about = pack.about
    return {
        "schema": QUESTIONS_SCHEMA,
        "pack": {"id": about.id, "version": about.version, "digest": pack.digest},
        "known": msgspec.to_builtins(about.known),
        "facts": msgspec.to_builtins(list(pack.facts.values())),
        "paths": msgspec.to_builtins(about.path),
        "sections": [
            {
                **msgspec.to_builtins(concern.section),
                "questions": [question.id for question in concern.question],
            }
            for concern in pack.concerns
        ],
        "questions": [_as_json(question, pack) for question in pack.questions.values()],
    }


def _as_json(question: Question, pack: Pack) -> dict[str, Any]:
    return {
        **msgspec.to_builtins(question),
        "section": pack.section_of[question.id].title,
        "answers": dict(question.words),
        "mildest": question.mildest,
        "when_in_words": when_in_words(question.when),
    }


def show_questions(pack: Pack, console: Console) -> None:
    """Show all questions, in the order of asking."""
    page = Page(console)
    page.paragraph(f"{pack.about.title}, version {pack.about.version}", role="heading")
    section = None
    for question in pack.questions.values():
        if pack.section_of[question.id] is not section:
            section = pack.section_of[question.id]
            page.heading(section.title)
        page.line()
        page.paragraph(question.id, role="heading")
        show_question(page, question, pack)
