"""What a typed line means: an answer, a step, or neither; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from massage_screen.answers import DOUBT, NO, NONE, UNSURE, YES, Value, doubt_of
from massage_screen.interview import Accept, Back, GoOn, GoTo, Quit, Step, ToReview
from massage_screen.pack import Question, for_each_kind

#: Words and their letters, typed in place of a number.
_STEPS: dict[str, Step] = {
    "b": Back(),
    "back": Back(),
    "v": ToReview(),
    "view": ToReview(),
    "review": ToReview(),
    "q": Quit(),
    "quit": Quit(),
    "a": Accept(),
    "accept": Accept(),
    "g": GoOn(),
    "go": GoOn(),
}
HELP = ("?", "h", "help")
WHY = ("w", "why")
REWORD = ("r", "reword")
EACH = ("e", "each")
_UNSURE = ("u", "unsure", "not sure")
_YES, _NO = ("y", "yes"), ("n", "no")
_NONE = ("0", "n", "no", "none")
#: What is never the name of a question, unless `go` stands before it.
_WORDS = {*_STEPS, *HELP, *WHY, *REWORD, *EACH, *_UNSURE, *_YES, *_NONE}
#: What stands between spaces. Control characters are none, although Python takes some
#: for spaces: where a key or a reply of the terminal got into a line, it stays there.
_WORD = re.compile(r"[\S\x0a-\x1f\x85]+")
#: How much of a typed line is said back.
_SAID_BACK = 20


class Mistyped(ValueError):
    """A typed line that is no answer; the message says what would be."""


def plainly(typed: str) -> str:
    """Return a typed line in small letters, with single spaces."""
    return " ".join(_WORD.findall(typed.lower()))


def step_of(typed: str, questions: Sequence[str]) -> Step | None:
    """Return the step that a line asks for, or None when it asks for none.

    Args:
        typed: The line, as `plainly` returns it.
        questions: The ids of all questions, in the order of the paper form.
    """
    if typed in questions and typed not in _WORDS:
        return GoTo(typed)
    wanted = re.fullmatch(r"go (?:to )?(\S+)", typed)
    if wanted is None:
        return _STEPS.get(typed)
    name = wanted[1]
    number = int(name) if re.fullmatch("[0-9]{1,4}", name) else 0
    return GoTo(questions[number - 1] if 0 < number <= len(questions) else name)


def answer_of(question: Question, typed: str) -> Value:
    """Return the answer that a line gives, in its stored form.

    Args:
        question: What was asked.
        typed: The line, as `plainly` returns it.

    Raises:
        Mistyped: It gives none.
    """
    if typed in _UNSURE:
        return question.accept(UNSURE)
    return _READ[question.kind](question, typed)


def how_to_answer(question: Question) -> str:
    """Return one sentence: what to type."""
    return _HOW[question.kind].format(
        last=len(question.lines), number=_wanted(question)
    )


def yes_no_unsure(typed: str) -> str | None:
    """Return yes, no or unsure, or None when the line is none of them."""
    for words, answer in ((_YES, YES), (_NO, NO), (_UNSURE, UNSURE)):
        if typed in words:
            return answer
    return None


def choice_of(typed: str, count: int) -> int:
    """Return which of some numbered lines was typed, from 0.

    Raises:
        Mistyped: None of them.
    """
    if re.fullmatch("[0-9]{1,4}", typed) and 1 <= int(typed) <= count:
        return int(typed) - 1
    raise Mistyped(f"{_said_back(typed)} is no number from 1 to {count}.")


def _number(question: Question, typed: str) -> Value:
    try:
        if re.fullmatch("-?[0-9]{1,30}", typed):
            return question.accept(int(typed))
    except ValueError:
        pass
    raise Mistyped(f"{_said_back(typed)} does not fit. {how_to_answer(question)}")


def _ticks(question: Question, typed: str) -> Value:
    if typed in _NONE:
        return question.accept([NONE])
    words = re.split("[ ,;]+", typed.strip(" ,;"))
    ids = dict.fromkeys(
        UNSURE if word in _UNSURE else _said_of(question, word, typed) for word in words
    )
    if NONE in ids and len(ids) > 1:
        raise Mistyped(
            f"Nothing was ticked: {list(question.lines).index(NONE) + 1} says none, so"
            " it cannot stand beside another number. Type it alone, or leave it out."
        )
    try:
        return question.accept(list(ids))
    except ValueError as error:
        raise Mistyped(f"Nothing was ticked: it {error}.") from None


def _said_of(question: Question, word: str, typed: str) -> str:
    """Return a line by its number, or its doubt where "?" stands behind it."""
    line = _line(question, word.removesuffix(DOUBT), typed)
    if not word.endswith(DOUBT):
        return line
    if line in (NONE, UNSURE):
        raise Mistyped(
            f"Nothing was ticked: {_said_back(word)} is no answer; not sure cannot be"
            " said of that line."
        )
    return doubt_of(line)


def _yes_or_no(question: Question, typed: str) -> Value:
    if typed in (*_YES, *_NO):
        return YES if typed in _YES else NO
    return _one(question, typed)


def _one(question: Question, typed: str) -> Value:
    return _line(question, typed, typed)


#: What a line means, by kind.
_READ = for_each_kind(
    {"yes_no": _yes_or_no, "one_of": _one, "any_of": _ticks, "number": _number}
)
#: What to type, by kind.
_HOW = for_each_kind(
    {
        "yes_no": "Type y for yes, n for no, or u for not sure.",
        "one_of": "Type one number from 1 to {last}, or u for not sure.",
        "any_of": "Type the numbers of all that apply with spaces between (2? is not"
        " sure of 2), or 0 for none, or u for not sure, or e to go line by line.",
        "number": "Type {number}, or u for not sure.",
    }
)


def _line(question: Question, word: str, typed: str) -> str:
    """Return the id of a line, by its number."""
    try:
        return list(question.lines)[choice_of(word, len(question.lines))]
    except Mistyped:
        said = _said_back(typed)
        raise Mistyped(f"{said} is no answer here. {how_to_answer(question)}") from None


def _wanted(question: Question) -> str:
    low, high = question.minimum, question.maximum
    if low is not None and high is not None:
        return f"a whole number from {low} to {high}"
    if low is not None:
        return f"a whole number of {low} or more"
    return "a whole number" + ("" if high is None else f" of {high} or less")


def _said_back(typed: str) -> str:
    short = typed if len(typed) <= _SAID_BACK else f"{typed[:_SAID_BACK]}..."
    return f'"{short}"'
