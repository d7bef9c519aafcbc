"""What an asker does, with menus and in plain lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from massage_screen.interview import Review, Step, Turn

#: What a person chooses from: the id and the words of each.
Options = Sequence[tuple[str, str]]
#: What stands for having done with all that was offered.
DONE = ""


class Asks(Protocol):
    """Someone who asks a person at the terminal.

    Every method may raise `Interrupted`: the person stopped, or the terminal went away.

    Attributes:
        plain: Whether nothing that was written moves or changes.
    """

    plain: bool

    def begin(self) -> None:
        """Say what can be typed, once, where an interview begins."""

    def ask(
        self,
        turn: Turn,
        *,
        heading: str = "",
        intro: str = "",
        why: Sequence[str] = (),
    ) -> Step:
        """Put one question; return the answer, or where the person wants to go.

        A gate question that gets "Not sure" is put once more in its second wording;
        only the last answer is returned. Going back from there leads to the first.

        Args:
            turn: The question, and where it stands.
            heading: The section.
            intro: Why the section is asked, to be told where it first begins.
            why: Paragraphs for who asks for help.
        """

    def review(
        self, standing: Review, told: Mapping[str, str], rest: Mapping[str, str]
    ) -> Step:
        """Show all answers: GoTo one to change it, Accept, GoOn, Back or Quit.

        Args:
            standing: Where the interview stands.
            told: Each topic with what was told of it, by question id.
            rest: The topics with nothing told, in few words, by question id.
        """

    def choose(self, text: str, options: Options) -> str:
        """Put a choice that is not a question of a pack; return the id of one."""

    def choose_or_go(
        self, text: str, options: Options, commands: Sequence[str], heading: str = ""
    ) -> Step:
        """Put a choice that one may leave; return the id as an answer, or the way.

        Args:
            text: What is asked.
            options: What there is to choose from; `yes` and `no` have letters.
            commands: The letters that lead elsewhere: "b", "v", "q".
            heading: What stands above.
        """

    def offer(self, offers: Options) -> str:
        """Offer things to do by a key each; return the key of one, or `DONE`."""

    def tick(self, text: str, options: Options) -> tuple[str, ...]:
        """Put a checklist that is not a question of a pack; return the ids ticked."""

    def hear(self, prompt: str) -> str:
        """Put a line to type; return what was typed."""

    def say(self, text: str) -> None:
        """Write one paragraph."""
