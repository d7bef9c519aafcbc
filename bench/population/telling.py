"""Has a client tell everything, question by question, while their sheet is made.

An interview asks in the order of the pack until the result stands, then what may make
it worse, then the rest for the record. Whoever asks everything in the order of the pack
comes to the same sheet, without a decision after each answer.
"""

from __future__ import annotations

from typing import Any

from bench.population.client import Client
from massage_screen.answers import Answers, Value
from massage_screen.pack import Pack, Question
from massage_screen.sheet import Sheet


class Telling(Answers):
    """Answers that a client gives when a sheet first looks for them."""

    __slots__ = ("_asking", "_client", "sheet")

    def __init__(self, client: Client, known: dict[str, Value], asking: Asking) -> None:
        """Begin with what is known without asking."""
        super().__init__(known)
        self._client, self._asking = client, asking

    def get(self, question: str, /, default: Any = None) -> Any:
        """Return an answer; one that was not given yet is given now."""
        if question in self._values or question not in self._asking.pack.questions:
            return self._values.get(question, default)
        asked = self._asking.offered(self.sheet, question)
        self._values[question] = self._client.answer(asked)
        return self._values[question]


class _Told(Sheet):
    """The sheet of a client who is asked while it is made."""

    def __init__(self, pack: Pack, telling: Telling) -> None:
        telling.sheet = self
        super().__init__(pack, telling)


class Asking:
    """Asks one client after another, at one kind of visit."""

    def __init__(self, pack: Pack, known: dict[str, Value]) -> None:
        """Ask the questions of a pack."""
        self.pack = pack
        self._known = known
        self._offered: dict[tuple[str, tuple[bool | None, ...]], Question] = {}

    def offered(self, sheet: Sheet, name: str) -> Question:
        """Return a question as it is put; clients who are offered the same share it."""
        question, offered = self.pack.questions[name], sheet.offered.get(name)
        if offered is None:
            return question
        key = name, tuple(offered.values())
        if key not in self._offered:
            self._offered[key] = sheet.as_offered(question)
        return self._offered[key]

    def sheet(self, client: Client) -> Sheet:
        """Return the sheet of a client who is asked everything."""
        return _Told(self.pack, Telling(client, self._known, self))
