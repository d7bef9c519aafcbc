"""Asks in plain lines: each is written once, and every answer is typed with Enter.

Nothing moves, so it suits a screen reader, a slow line and a terminal that can do
nothing else. It writes through a voice, which wraps, and does not load questionary.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from massage_screen.answers import NO, NONE, YES, Value, doubt_of
from massage_screen.interview import (
    Accept,
    Answered,
    Back,
    GoOn,
    GoTo,
    Quit,
    Review,
    Step,
    ToReview,
    Turn,
)
from massage_screen.pack import Question
from massage_screen.pack.manner import manner_of, notes_on_lines, with_note
from massage_screen.prompts.asks import DONE, Options
from massage_screen.prompts.entry import (
    EACH,
    HELP,
    REWORD,
    WHY,
    Mistyped,
    answer_of,
    choice_of,
    how_to_answer,
    plainly,
    step_of,
    yes_no_unsure,
)
from massage_screen.prompts.voice import TerminalVoice, Voice
from massage_screen.prompts.wording import (
    KEEP,
    is_put_again,
    nothing_told,
    old_answer_note,
    second_note,
    standing_of,
)

PROMPT = "Your answer: "
COMMANDS = (
    "Also: b back, v view all answers, r other words, w why, h help, u not sure, q"
    " stop; then Enter."
)
NOTHING_TYPED = "Nothing was typed, so nothing was answered."
HOW_TO_GO = "To reach a question, type go and its name or number on the paper form."
_TICK = "Type the numbers of all that apply with spaces between, or 0 for none."
_OFFER = "Type a number, or Enter alone when done."
_NUMBER = "Number: "
_NOT_REWORDED = "There are no other words for this question."
_NO_REASON = "There is nothing more to say of this question."
_EACH = "For each line type y for yes, n for no, u for not sure, b to go back."
#: The steps that lead away from a prompt, by their letter.
_LEADS_AWAY: Mapping[str, type[Step]] = {"b": Back, "v": ToReview, "q": Quit}


def at_terminal() -> PlainPrompts:
    """Return the asker at this terminal.

    Raises:
        NoTerminal: There is none.
    """
    return PlainPrompts(TerminalVoice())


class PlainPrompts:
    """Asks a person who reads and types lines; `Asks` says what each method does."""

    plain = True

    def __init__(self, voice: Voice) -> None:
        """Start with nothing asked; the voice says and hears."""
        self._say, self._hear = voice.say, voice.hear
        self._section = ""
        self._told: set[str] = set()

    def begin(self) -> None:
        """Say what can be typed."""
        self._say(COMMANDS)

    def ask(
        self,
        turn: Turn,
        *,
        heading: str = "",
        intro: str = "",
        why: Sequence[str] = (),
    ) -> Step:
        """Put one question; tell its section where it begins, and what it is for."""
        self._open(heading, intro)
        question, preset, note = turn.question, turn.preset, old_answer_note(turn)
        while True:
            self._say("")
            self._say(f"{standing_of(turn, heading)}. Name: {question.id}.")
            first = _Prompt(turn, question.ask, why, preset, note)
            step = self._put(first)
            if not isinstance(step, Answered) or not is_put_again(question, step.value):
                return step
            self._say("")
            self._say(second_note(question))
            again = self._put(_Prompt(turn, question.again, why))
            if not isinstance(again, Back):
                return again
            preset, note = step.value, KEEP

    def review(
        self, standing: Review, told: Mapping[str, str], rest: Mapping[str, str]
    ) -> Step:
        """Show all answers."""
        self._say("")
        self._say("Review of the answers. Type a number to change that answer.")
        self._list(told.values())
        if rest:
            self._say(nothing_told(rest.values(), len(told) + 1))
        allowed: set[type[Step]] = {GoTo, Back, Quit}
        if standing.finished:
            allowed.add(Accept)
            self._say("Show the recommendation: type a, then Enter.")
        if standing.left:
            allowed.add(GoOn)
            self._say(f"Go on with what is left ({standing.left}): type g, then Enter.")
        ids = [*standing.sheet.pack.questions]
        return self._numbered([GoTo(q) for q in (*told, *rest)], allowed, ids)

    def choose(self, text: str, options: Options) -> str:
        """Put a choice that is not a question of a pack."""
        step = self.choose_or_go(text, options, ())
        return str(step.value) if isinstance(step, Answered) else ""

    def choose_or_go(
        self, text: str, options: Options, commands: Sequence[str], heading: str = ""
    ) -> Step:
        """Put a choice that one may leave."""
        if heading:
            self._say("")
            self._say(heading)
        self._say(text)
        self._list(words for _, words in options)
        allowed = {_LEADS_AWAY[letter] for letter in commands}
        steps = {option: Answered(option) for option, _ in options}
        return self._numbered(list(steps.values()), allowed, named=steps)

    def offer(self, offers: Options) -> str:
        """Offer things to do by a number each."""
        self._say("")
        self._list(words for _, words in offers)
        self._say(_OFFER)
        keys = [key for key, _ in offers]
        while typed := plainly(self._hear(_NUMBER)):
            if typed in keys:
                return typed
            try:
                return keys[choice_of(typed, len(keys))]
            except Mistyped as error:
                self._say(f"{error} {_OFFER}")
        return DONE

    def tick(self, text: str, options: Options) -> tuple[str, ...]:
        """Put a checklist that is not a question of a pack."""
        self._say(text)
        self._list(words for _, words in options)
        self._say(_TICK)
        while True:
            typed = plainly(self._hear(PROMPT).replace(",", " "))
            if typed == "0":
                return ()
            numbers = typed.split(" ") if typed else []
            try:
                lines = {choice_of(each, len(options)) for each in numbers}
            except Mistyped as error:
                self._say(f"{error} {_TICK}")
                continue
            if lines:
                return tuple(options[line][0] for line in sorted(lines))
            self._say(f"{NOTHING_TYPED} {_TICK}")

    def hear(self, prompt: str) -> str:
        """Put a line to type."""
        return self._hear(prompt)

    def say(self, text: str) -> None:
        """Write one paragraph."""
        self._say(text)

    # How one prompt goes

    def _open(self, heading: str, intro: str) -> None:
        """Tell where a section begins, and the first time why it is asked."""
        if heading != self._section:
            self._section = heading
            self._say("")
            self._say(heading)
        if heading not in self._told:
            self._told.add(heading)
            if intro:
                self._say(intro)

    def _list(self, lines: Iterable[str]) -> None:
        for number, words in enumerate(lines, start=1):
            self._say(words, lead=f"{number}. ")

    def _put(self, prompt: _Prompt) -> Step:
        self._show(prompt)
        while True:
            typed = plainly(self._hear(PROMPT))
            if typed in (*HELP, *WHY, *REWORD):
                self._explain(typed, prompt)
                continue
            step = self._read(typed, prompt)
            if isinstance(step, Answered):
                self._say(f"Answer: {_in_words(prompt.question, step.value)}")
            if step is not None:
                return step

    def _show(self, prompt: _Prompt) -> None:
        question = prompt.question
        if manner := manner_of(question):
            self._say(manner)
        self._say(prompt.text)
        if not question.takes.counts:
            self._list(_noted(question).values())
        self._say(how_to_answer(question))
        if prompt.preset is not None:
            kept = _in_words(question, prompt.preset)
            self._say(f"{prompt.note} It was: {kept}")
        if prompt.turn.for_the_record:
            self._say("Show the recommendation now: type a, then Enter.")

    def _read(self, typed: str, prompt: _Prompt) -> Step | None:
        """Return what a line means, or None after saying that it means nothing."""
        if typed in EACH and prompt.question.takes.several:
            return self._line_by_line(prompt)
        if not typed and prompt.preset is not None:
            return Answered(prompt.preset)
        step = step_of(typed, prompt.ids)
        if isinstance(step, GoTo | Back | ToReview | Quit):
            return step
        if isinstance(step, Accept) and prompt.turn.for_the_record:
            return step
        return self._answer(typed, prompt.question)

    def _answer(self, typed: str, question: Question) -> Step | None:
        try:
            if not typed:
                raise Mistyped(f"{NOTHING_TYPED} {how_to_answer(question)}")
            return Answered(answer_of(question, typed))
        except Mistyped as error:
            self._say(str(error))
            return None

    def _explain(self, typed: str, prompt: _Prompt) -> None:
        """Say why it is asked, in other words, or what can be typed; ask again."""
        self._say("")
        if typed in REWORD:
            self._say(prompt.question.again or _NOT_REWORDED)
            return
        said = (COMMANDS, HOW_TO_GO) if typed in HELP else prompt.why or (_NO_REASON,)
        for paragraph in (*said, ""):
            self._say(paragraph)
        self._show(prompt)

    def _line_by_line(self, prompt: _Prompt) -> Step:
        """Go through a checklist line by line and hear about each."""
        question = prompt.question
        items, lines = [choice.id for choice in question.choices], _noted(question)
        heard: list[str] = []
        self._say(_EACH)
        while len(heard) < len(items):
            self._say(lines[items[len(heard)]], lead=f"{len(heard) + 1}. ")
            typed = plainly(self._hear(PROMPT))
            step = step_of(typed, prompt.ids)
            if isinstance(step, Back) and heard:
                heard.pop()
            elif isinstance(step, GoTo | Back | ToReview | Quit):
                return step
            elif answer := yes_no_unsure(typed):
                heard.append(answer)
            else:
                self._say(_EACH)
        ticked = [
            item if said == YES else doubt_of(item)
            for item, said in zip(items, heard, strict=True)
            if said != NO
        ]
        return Answered(question.accept(ticked or [NONE]))

    def _numbered(
        self,
        steps: Sequence[Step],
        allowed: Collection[type[Step]],
        ids: Sequence[str] = (),
        named: Mapping[str, Step] = MappingProxyType({}),
    ) -> Step:
        """Return the step of a numbered line, or one of those allowed besides.

        A line that is named yes or no is also called by that word.
        """
        while True:
            typed = plainly(self._hear(PROMPT))
            if (word := yes_no_unsure(typed)) in named:
                return named[word or ""]
            step = step_of(typed, ids)
            if type(step) in allowed and step is not None:
                return step
            try:
                return steps[choice_of(typed, len(steps))]
            except Mistyped as error:
                self._say(str(error) if typed else NOTHING_TYPED)


class _Prompt(NamedTuple):
    """One question in one wording."""

    turn: Turn
    text: str
    why: Sequence[str]
    preset: Value | None = None
    note: str = ""

    @property
    def question(self) -> Question:
        """Return what is asked."""
        return self.turn.question

    @property
    def ids(self) -> list[str]:
        """Return all questions, in the order of the paper form."""
        return [*self.turn.sheet.pack.questions]


def _noted(question: Question) -> Mapping[str, str]:
    """Return the lines by id; those that are not read out say so."""
    notes = notes_on_lines(question)
    return {i: with_note(text, notes.get(i, "")) for i, text in question.lines.items()}


def _in_words(question: Question, value: Value) -> str:
    """Return an answer as it was read out, as a sentence."""
    if isinstance(value, tuple):
        words = "; ".join(map(question.says, value))
    elif isinstance(value, str):
        words = question.lines[value]
    else:
        words = f"{value} {question.unit}".strip()
    return f"{words}."
