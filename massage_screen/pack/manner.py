"""How a question is put that is not simply read out, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from massage_screen.pack.question import Question

#: What is said of a question that no rule reads.
FOR_THE_RECORD = "Kept with the answers; nothing is decided from it."
#: What stands after a line that the therapist sees and does not read out.
SHOWN_ONLY = "(not read out)"
_LOOK = "Look; do not read aloud."
_NOT_ALOUD = "Do not read aloud."
_OPENLY = "Ask openly; tick what is said."
_FROM_PAPER = "For you to answer, from what you see or from paper."


def manner_of(question: Question) -> str:
    """Return how to put a question; nothing when it is read out like most."""
    if question.open:
        return _OPENLY
    therapist = question.asked_by != "client"
    if not question.aloud:
        return _LOOK if therapist else _NOT_ALOUD
    return _FROM_PAPER if therapist else ""


def notes_on_lines(question: Question) -> Mapping[str, str]:
    """Return what to write after lines that are shown and not read out, by id.

    Nothing where that goes for the whole question.
    """
    if question.open or not question.aloud:
        return {}
    return {c.id: SHOWN_ONLY for c in question.choices if not c.aloud}


def with_note(text: str, note: str) -> str:
    """Return a line with what is written after it."""
    return f"{text} {note}".rstrip()


def lines_asked_about(question: Question, called: Callable[[str], str] = str) -> str:
    """Say which of its lines are asked about, of those that stand in other questions.

    Nothing where none does.

    Args:
        question: The question.
        called: What another question is called, by its id.
    """
    sources = dict.fromkeys(choice.carried_from for choice in question.choices)
    named = [called(source) for source in sources if source]
    if not named:
        return ""
    left = [called(other) for other in question.except_in]
    but = f", but not in {' or '.join(left)}" if left else ""
    own = " Lines of its own are always asked." if "" in sources else ""
    return (
        f"Ask only about lines ticked, or not sure, in {' or '.join(named)}{but}.{own}"
    )
