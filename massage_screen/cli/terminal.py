"""Puts the questions of an interview to the person at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, MutableMapping, Sequence
from typing import TYPE_CHECKING, Protocol

from massage_screen.cli.output import say, tell
from massage_screen.errors import NoTerminal

if TYPE_CHECKING:
    from massage_screen.answers import Value
    from massage_screen.decision import Decision
    from massage_screen.history import History
    from massage_screen.interview import Review, Step, Turn
    from massage_screen.journal import Journal
    from massage_screen.pack import Pack, Section
    from massage_screen.presentation.console import Console


class Prompts(Protocol):
    """A way of putting prompts: menus, or plain lines."""

    def ask(
        self,
        turn: Turn,
        *,
        heading: str = "",
        why: tuple[str, ...] = (),
        drafts: MutableMapping[str, Value] | None = None,
    ) -> Step:
        """Put one question."""

    def review(self, standing: Review, lines: Mapping[str, str]) -> Step:
        """Show all answers."""

    def choose(
        self,
        text: str,
        options: Sequence[tuple[str, str]],
        commands: tuple[str, ...] = (),
    ) -> Step:
        """Put a choice that is not a question of a pack."""


class Terminal:
    """Puts questions to the person at the terminal."""

    plain = False

    def __init__(
        self,
        pack: Pack,
        color: str,
        journal: Journal | None,
        prompts: Prompts | None = None,
    ) -> None:
        """Start with no section open and no action shown; menus ask, if nobody else."""
        from massage_screen import prompts as menus  # noqa: PLC0415  start-up time

        self._prompts = menus if prompts is None else prompts
        self._pack = pack
        self._color = color
        self._journal = journal
        self._warned = False
        self._told: set[str] = set()
        self._drafts: dict[str, Value] = {}
        self._action: Decision | None = None

    def keep(self, history: History) -> None:
        """Keep every answer; note the action that stands now, maybe none any more."""
        from massage_screen.decision import decide  # noqa: PLC0415  start-up time

        self._action = _urgent(decide(self._pack, history.said))
        if self._journal is None:
            return
        try:
            self._journal.save(history)
        except OSError as error:
            self._warn(error.strerror or type(error).__name__)

    def _warn(self, reason: str) -> None:
        if not self._warned:
            self._warned = True
            self.tell(
                f"Warning: the answers cannot be kept on this computer ({reason})."
                " The interview goes on."
            )

    def say_what_is_kept(self) -> None:
        """Say how to take up what was kept, and how to delete it."""
        if self._journal and self._journal.saved:
            count = self._journal.saved
            say(f"Kept on this computer: {count} answer{'s' * (count > 1)}.")
            say("To go on: massage-screen resume")
            say("To delete: massage-screen resume --discard")

    def let_go(self) -> None:
        """Leave what is kept to whoever takes it up."""
        if self._journal:
            self._journal.let_go()

    def ask(self, turn: Turn) -> Step:
        """Put one question."""
        from massage_screen.presentation.words import (  # noqa: PLC0415  start-up time
            why_asked,
        )

        section = self._pack.section_of[turn.question.id]
        self._open(section)
        why = why_asked(self._pack, turn.question)
        return self._prompts.ask(
            turn, heading=section.title, why=why, drafts=self._drafts
        )

    def _open(self, section: Section) -> None:
        """Tell why a section is asked, when it begins; not again on the way back."""
        if section.title not in self._told:
            self._told.add(section.title)
            tell("", *([section.intro] if section.intro else []))

    def act(self, decision: Decision) -> Step:
        """Show what must be done now; return whether to go on asking."""
        self._action = decision
        self.show_action()
        if decision.required:
            go_on = "Go on: what is left can only make it more urgent"
        else:
            go_on = "Answer the rest for the record: it cannot change the result"
        from massage_screen.interview import (  # noqa: PLC0415  start-up time
            Accept,
            Answered,
            GoOn,
        )

        options = [("stop", "Stop here and show the result"), ("go_on", go_on)]
        step = self._prompts.choose("Do this first. Then:", options, ("b", "r", "q"))
        if isinstance(step, Answered):
            return GoOn() if step.value == "go_on" else Accept()
        return step

    def review(self, review: Review) -> Step:
        """Show all answers, to change one or to accept them."""
        from massage_screen.presentation.words import (  # noqa: PLC0415  start-up time
            answer_in_words,
        )

        lines = {
            question.id: f"{question.ask} Answer: {answer_in_words(question, value)}"
            for question, value in review.entries
        }
        return self._prompts.review(review, lines)

    def leave(self) -> bool:
        """Offer to keep the answers; say whether to go on asking after all."""
        from massage_screen.interview import Answered  # noqa: PLC0415  start-up time

        if self._journal and self._journal.saved:
            options = [
                ("keep", "Stop, and keep the answers for later"),
                ("delete", "Stop, and delete the answers"),
            ]
        else:
            options = [("stop", "Stop; no answers are kept")]
        options.append(("go_on", "Go on with the questions"))
        step = self._prompts.choose("Stop without a recommendation?", options)
        if step == Answered("delete"):
            from massage_screen.cli.resuming import end  # noqa: PLC0415  start-up time

            end(self._journal)
        return step == Answered("go_on")

    def tell(self, text: str) -> None:
        """Say one sentence."""
        tell("", text)

    def show_action(self) -> None:
        """Show the action that stands, when there is one."""
        if self._action is None:
            return
        from massage_screen.presentation.recommendation import (  # noqa: PLC0415
            show_action,  # start-up time: rich is loaded when there is a result
        )

        show_action(self._action, self._pack, self._console())

    def _console(self) -> Console:
        """Return where the action is shown: it must be seen, also with `> FILE`."""
        from massage_screen.presentation.page import console_for  # noqa: PLC0415  rich
        from massage_screen.prompts.device import shown_on  # noqa: PLC0415  start-up

        try:
            screen = shown_on()
        except NoTerminal:  # it has gone away
            screen = sys.stdout
        return console_for(screen, self._color, self.plain)


def _urgent(decision: Decision) -> Decision | None:
    from massage_screen.pack import Disposition  # noqa: PLC0415  start-up time

    return decision if decision.standing.rank >= Disposition.REFER.rank else None
