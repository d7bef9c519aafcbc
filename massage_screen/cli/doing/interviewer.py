"""Puts the questions of an interview to the person at the terminal."""

from __future__ import annotations

import sys

from massage_screen.answers import NO, YES
from massage_screen.brought import Brought, Denied, LastTime, reason_typed
from massage_screen.cli.doing.keeping import end, not_kept
from massage_screen.cli.output import say
from massage_screen.command import command
from massage_screen.decision import Decision
from massage_screen.errors import NoTerminal
from massage_screen.history import History
from massage_screen.interview import (
    Accept,
    Answered,
    Back,
    GoOn,
    GoTo,
    NotSo,
    ReadBack,
    Review,
    Step,
    Turn,
    standing_action,
)
from massage_screen.journal import Journal
from massage_screen.pack.texts import Shown
from massage_screen.presentation.console import Console
from massage_screen.presentation.last_time import (
    CONFIRM,
    SETTLE,
    TYPED,
    WHY_NOT,
    denied_in_words,
    last_time_in_words,
    said_last_time,
)
from massage_screen.presentation.page import console_for
from massage_screen.presentation.words import rest_in_words, told_in_words, why_asked
from massage_screen.prompts.asks import Asks
from massage_screen.prompts.device import shown_on
from massage_screen.prompts.wording import standing_of
from massage_screen.read_back import sentence, topics_of

_RIGHT = ((YES, "Yes, that is right"), (NO, "No, something is there"))


class Interviewer:
    """Puts questions to the person at the terminal.

    Attributes:
        brought: What was brought along, and why signs of it do not stand.
    """

    def __init__(
        self,
        shown: Shown,
        color: str,
        journal: Journal | None,
        asks: Asks,
        history: History | None = None,
    ) -> None:
        """Start with the action that stands.

        Args:
            shown: What is asked, as the client meets it.
            color: When to colour what is shown.
            journal: Where answers are kept; None: nowhere.
            asks: Who asks at the terminal.
            history: What was said already.
        """
        self._pack, self._shown = shown.original, shown
        self._color = color
        self._journal = journal
        self._asks = asks
        self._warned = False
        self.brought: Brought | None = history.brought if history else None
        self._action = standing_action(history or History(), self._pack)

    def keep(self, history: History) -> None:
        """Keep every answer; note the action that stands now, maybe none any more."""
        self.brought = history.brought
        self._action = standing_action(history, self._pack)
        if self._journal is None:
            return
        try:
            self._journal.save(history)
        except OSError as error:
            self._warn(error)

    def _warn(self, error: OSError) -> None:
        if not self._warned:
            self._warned = True
            self.tell(not_kept(error))

    def say_what_is_kept(self) -> None:
        """Say how to take up what was kept, and how to delete it."""
        if self._journal and self._journal.saved:
            count = self._journal.saved
            say(f"Kept on this computer: {count} answer{'s' * (count > 1)}.")
            say(f"To go on: {command('resume')}")
            say(f"To delete: {command('resume --discard')}")

    def let_go(self) -> None:
        """Leave what is kept to whoever takes it up."""
        if self._journal:
            self._journal.let_go()

    def ask(self, turn: Turn) -> Step:
        """Put one question."""
        section = self._pack.section_of[turn.question.id]
        why = why_asked(self._pack, turn.question)
        if turn.last_time is not None and turn.preset is None:
            self.tell(said_last_time(turn))
        return self._asks.ask(turn, heading=section.title, intro=section.intro, why=why)

    def confirm(self, last_time: LastTime, turn: Turn) -> Step:
        """Ask whether all that was said last time is still so."""
        heading = standing_of(turn, last_time.section.title)
        text = last_time_in_words(last_time, self._pack)
        return self._asks.choose_or_go(text, CONFIRM, "bvq", heading=heading)

    def settle(self, denied: Denied, turn: Turn) -> Step | NotSo:
        """Ask whether signs of last time are still there, and if not, why."""
        heading = self._pack.section_of[turn.question.id].title
        text = denied_in_words(denied, self._pack)
        while True:
            step = self._asks.choose_or_go(text, SETTLE, "bvq", heading=heading)
            if not isinstance(step, Answered) or step.value == YES:
                return step
            if step.value != TYPED:
                return NotSo(str(step.value))
            if reason := self._reason():
                return NotSo(reason)

    def _reason(self) -> str:
        """Hear a reason until it can be kept; nothing where nothing is typed."""
        while typed := self._asks.hear(WHY_NOT).strip():
            try:
                return reason_typed(typed)
            except ValueError as error:
                self._asks.say(str(error))
        return ""

    def act(self, decision: Decision) -> Step:
        """Show what must be done now; return whether to go on asking."""
        self._action = decision
        self.show_action()
        if decision.required:
            go_on = "Go on: what is left can only make it more urgent"
        else:
            go_on = "Answer the rest for the record: it cannot change the result"
        options = [("stop", "Stop here and show the result"), ("go_on", go_on)]
        step = self._asks.choose_or_go("Do this first. Then:", options, "bvq")
        if isinstance(step, Answered):
            return GoOn() if step.value == "go_on" else Accept()
        return step

    def read_back(self, read_back: ReadBack) -> Step:
        """Read back what was denied, in the client's words; a no leads to the topic."""
        topics = topics_of(read_back.denied, self._shown.pack)
        text = sentence(topics, self._shown.phrases)
        while True:
            said = self._asks.choose_or_go(text, _RIGHT, "bvq")
            if said != Answered(NO):
                return GoOn() if said == Answered(YES) else said
            options = [(q.id, q.name) for q in read_back.denied]
            topic = self._asks.choose_or_go("What is not right?", options, "bvq")
            if isinstance(topic, Answered):
                return GoTo(str(topic.value))
            if not isinstance(topic, Back):
                return topic

    def review(self, review: Review) -> Step:
        """Show all answers, to change one or to accept them."""
        told = {q.id: told_in_words(q, value) for q, value in review.told}
        rest = {q.id: rest_in_words(q, value) for q, value in review.rest}
        return self._asks.review(review, told, rest)

    def leave(self) -> bool:
        """Offer to keep the answers; say whether to go on asking after all."""
        if self._journal and self._journal.saved:
            options = [
                ("keep", "Stop, and keep the answers for later"),
                ("delete", "Stop, and delete the answers"),
            ]
        else:
            options = [("stop", "Stop; no answers are kept")]
        options.append(("go_on", "Go on with the questions"))
        chosen = self._asks.choose("Stop without a recommendation?", options)
        if chosen == "delete":
            end(self._journal)
        return chosen == "go_on"

    def tell(self, text: str) -> None:
        """Say one sentence."""
        self._asks.say("")
        self._asks.say(text)

    def show_action(self) -> None:
        """Show the action that stands, when there is one."""
        if self._action is None:
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_action,  # start-up time: most interviews have none
        )

        show_action(self._action, self._pack, self._console())

    def _console(self) -> Console:
        """Return where the action is shown: it must be seen, also with `> FILE`."""
        try:
            screen = shown_on()
        except NoTerminal:  # it has gone away
            screen = sys.stdout
        return console_for(screen, self._color, self._asks.plain)
