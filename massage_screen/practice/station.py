"""Conducts a practice interview: the student asks, the client answers, then choices.

The examiner, who says and hears, and the clock are parameters; this is pure but for
what they do. What is not asked stays hidden until the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from massage_screen.errors import Interrupted
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.practice.attempt import Choice
from massage_screen.practice.client import Client
from massage_screen.practice.examiner import Examiner
from massage_screen.practice.planning import choose_plan
from massage_screen.practice.reference import hands_on
from massage_screen.practice.scaffold import scaffold
from massage_screen.practice.search import find_questions

HOW = (
    "Type what you want to ask, in your own words. Or type: list (all questions), said"
    " (what you heard), decide (when you know enough), quit."
)
ASK = "You: "
_NOT_FOUND = (
    "The client does not understand that. Say it otherwise, or type list to see all"
    " questions."
)
_NONE_OF_THESE = "none_of_these"
STOPPED = "Practice stopped. Nothing was scored and nothing was kept."
#: What each disposition means for a student, as in the live screen.
MEANINGS: Mapping[str, str] = {
    "proceed": "PROCEED: massage, nothing found that speaks against it",
    "restrict": "RESTRICT: massage with limits",
    "postpone": "POSTPONE: no massage today",
    "refer": "REFER: no massage; a doctor must see the client",
    "emergency": "EMERGENCY: no massage; emergency care now or today",
}


class Clock(msgspec.Struct, frozen=True):
    """The time of a station.

    Attributes:
        elapsed: Returns the seconds since the beginning.
        minutes: How long the student has; None: as long as they like.
    """

    elapsed: Callable[[], float]
    minutes: int | None = None

    @property
    def over(self) -> bool:
        """Say whether the time is over."""
        return self.minutes is not None and self.elapsed() >= 60 * self.minutes


class Station:
    """One student with one client."""

    def __init__(
        self, pack: Pack, client: Client, examiner: Examiner, clock: Clock
    ) -> None:
        """Start with nothing asked."""
        self._pack = pack
        self._client = client
        self._examiner = examiner
        self._clock = clock
        self._asked: dict[str, None] = {}

    def run(self) -> Choice:
        """Conduct the whole station.

        Raises:
            Interrupted: The student stopped; nothing is scored.
        """
        try:
            return self._run()
        except Interrupted:
            raise Interrupted(STOPPED) from None

    def _run(self) -> Choice:
        self._introduce()
        while not self._clock.over and self._one_question():
            pass
        overran = self._clock.over
        if overran:
            self._examiner.say("The time is over. Decide with what you have heard.")
        return self._decide(overran)

    # The interview

    def _introduce(self) -> None:
        say, case = self._examiner.say, self._client.case
        if self._clock.minutes:
            say(f"You have {self._clock.minutes} minutes.")
        for line in scaffold(case.level or 1):
            say(line)
        say(f"The client: {self._client.variant.introduction}.")
        say(f'Client: "{case.presents}"')
        say(HOW)

    def _one_question(self) -> bool:
        """Hear one line and do what it says; return whether to go on."""
        typed = " ".join(self._examiner.hear(ASK).split())
        word = typed.lower().rstrip(".!?")
        if self._clock.over or word in ("decide", "d"):
            return False
        if word in ("quit", "q"):
            raise Interrupted(STOPPED)
        if word in ("", "help", "h"):
            self._examiner.say(HOW)
        elif word in ("list", "l"):
            self._ask(self._from_list())
        elif word in ("said", "s"):
            self._recall()
        else:
            self._ask(self._meant(typed))
        return True

    def _meant(self, typed: str) -> Question | None:
        found = find_questions(self._pack, typed)
        if len(found) < 2:
            if not found:
                self._examiner.say(_NOT_FOUND)
            return found[0] if found else None
        return self._one_of("Which of these do you mean?", found)

    def _from_list(self) -> Question | None:
        titles = dict.fromkeys(
            self._pack.section_of[q].title for q in self._pack.questions
        )
        sections = [(str(n), title) for n, title in enumerate(titles, 1)]
        chosen = self._examiner.choose(
            "What do you want to ask about?", [*sections, (_NONE_OF_THESE, "Go back")]
        )
        inside = [
            self._pack.questions[q]
            for q in self._client.variant.order
            if (chosen, self._pack.section_of[q].title) in sections
        ]
        return self._one_of("Which question?", inside) if inside else None

    def _one_of(self, text: str, questions: Iterable[Question]) -> Question | None:
        options = [(q.id, f"{q.ask} ({_topic(q)})") for q in questions]
        options.append((_NONE_OF_THESE, "None of these"))
        return self._pack.questions.get(self._examiner.choose(text, options))

    def _ask(self, question: Question | None) -> None:
        if question is not None:
            self._asked[question.id] = None
            self._tell(question)

    def _tell(self, question: Question) -> None:
        self._examiner.say(f"You ask: {question.ask}")
        self._examiner.say(f'Client: "{self._client.says(self._pack, question.id)}"')
        self._examiner.say("")

    def _recall(self) -> None:
        for question in self._asked:
            self._tell(self._pack.questions[question])
        if not self._asked:
            self._examiner.say("You have not asked anything yet.")

    # The choices

    def _decide(self, overran: bool) -> Choice:
        worry = self._worry()
        self._examiner.say("How sure are you that you know what to do?")
        confidence = self._number("0 to 100 percent: ", 100)
        disposition = self._examiner.choose("What do you do?", [*MEANINGS.items()])
        timeframe = self._timeframe(disposition)
        plan = None
        if hands_on(disposition):
            plan = choose_plan(self._pack, self._examiner)
        return Choice(
            asked=tuple(self._asked),
            worry=worry,
            confidence=confidence,
            disposition=disposition,
            timeframe=timeframe,
            plan=plan,
            seconds=round(self._clock.elapsed()),
            overran=overran,
        )

    def _worry(self) -> str:
        while not (typed := self._examiner.hear("What worries you? ").strip()):
            self._examiner.say('Type it in your own words; "nothing" is an answer too.')
        return typed

    def _number(self, text: str, most: int) -> int:
        while True:
            typed = self._examiner.hear(text).strip().rstrip("%").strip()
            if typed.isascii() and typed.isdecimal() and int(typed) <= most:
                return int(typed)
            self._examiner.say(f"Type a whole number from 0 to {most}.")

    def _timeframe(self, disposition: str) -> str:
        frames = [
            (frame.id, frame.text)
            for frame in self._pack.about.timeframe
            if frame.disposition == Disposition(disposition).value
        ]
        return self._examiner.choose("How soon?", frames) if frames else "none"


def _topic(question: Question) -> str:
    """Return what a question is about: "How has it gone?" alone says too little."""
    return question.id.replace("_", " ")
