"""Conducts a practice interview: the student asks, the client answers, then choices.

The examiner, who says and hears, and the clock are parameters; this is pure but for
what they do. What is not asked stays hidden until the end.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping

import msgspec

from massage_screen.errors import Interrupted
from massage_screen.pack import Disposition, Pack, Question
from massage_screen.pack.known import SAYS
from massage_screen.pack.manner import manner_of
from massage_screen.pack.practice import Reminder
from massage_screen.practice.attempt import Choice
from massage_screen.practice.choosing import choose_plan
from massage_screen.practice.client import Client
from massage_screen.practice.examiner import Examiner
from massage_screen.practice.meant import find_questions
from massage_screen.practice.scaffold import prompt_typed, scaffold
from massage_screen.practice.typed import leaves_open
from massage_screen.sheet import Sheet
from massage_screen.spoken import choices_read_aloud

HOW = (
    "Type what you want to ask, in your own words. Or type: list (all questions), said"
    " (what you heard), undo (that was not my question), decide (when you know enough),"
    " quit."
)
_NOT_FOUND = (
    "The client does not understand that. Say it otherwise, or type list to see all"
    " questions."
)
_TOO_EARLY = (
    "That asks for more about signs, and the client has named none yet that it fits."
    " Ask about signs first."
)
_NOTHING_ASKED = "You have not asked anything yet."
_UNDONE = "Taken back, and no longer counted as asked: {}."
_STILL = "Taken back. You asked it before as well, so it counts as asked: {}."
#: So many questions about what was heard last are offered.
_MOST = 4
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
        return self.left is not None and self.left <= 0

    @property
    def left(self) -> float | None:
        """Return the seconds that are left; None untimed."""
        return None if self.minutes is None else 60 * self.minutes - self.elapsed()


class Station:
    """One student with one client."""

    def __init__(
        self,
        pack: Pack,
        client: Client,
        examiner: Examiner,
        clock: Clock,
        *,
        reminder: bool = True,
    ) -> None:
        """Start with nothing asked.

        Args:
            pack: The rules in use.
            client: Who is interviewed.
            examiner: Who says and hears.
            clock: The time of the station.
            reminder: Whether to remind beginners of what to ask about.
        """
        self._reminder = reminder
        self._pack = pack
        self._client = client
        self._examiner = examiner
        self._clock = clock
        self._asked: list[str] = []  # again, where it was asked again

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the questions that count, in the order of asking."""
        return tuple(dict.fromkeys(self._asked))

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

    def _prompt(self) -> str:
        left = self._clock.left
        if left is None:
            return "You: "
        return f"You ({max(1, math.ceil(left / 60))} min left): "

    def _introduce(self) -> None:
        say, case = self._examiner.say, self._client.case
        if self._clock.minutes:
            s = "" if self._clock.minutes == 1 else "s"
            say(f"You have {self._clock.minutes} minute{s}.")
        reminder = self._pack.practice.reminder
        for line in scaffold(reminder, case.level or 1) if self._reminder else ():
            say(line)
        say(f"The client: {self._client.variant.introduction}.")
        for known in self._pack.known.values():
            value = str(self._client.known.get(known.id, known.absent))
            if value != known.absent:
                say(f"You know: {SAYS[known.id, value]}.")
        say(f'Client: "{case.presents}"')
        self._remark()
        say(HOW)

    def _one_question(self) -> bool:
        """Hear one line and do what it says; return whether to go on."""
        typed = " ".join(self._examiner.hear(self._prompt()).split())
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
        elif word in ("undo", "u"):
            self._take_back()
        else:
            self._ask(self._meant(typed))
        return True

    def _meant(self, typed: str) -> Question | None:
        prompt = prompt_typed(self._pack.practice.reminder, typed)
        if prompt is not None:
            return self._prompted(prompt, typed)
        meant = find_questions(self._pack, typed, self._called())
        if meant.sure:
            return meant.questions[0]
        questions = [*meant.questions, *self._what_that_may_be(typed)]
        if not questions:
            self._examiner.say(_TOO_EARLY if meant.early else _NOT_FOUND)
            return None
        return self._asked_back(questions)

    def _what_that_may_be(self, typed: str) -> list[Question]:
        """Return what the last answer calls for, if words do not say of what."""
        if not self._asked or not leaves_open(typed):
            return []
        before = Sheet(self._pack, self._client.told(self._asked[:-1])).relevance
        new = [name for name in self._called() if not before[name]]
        return [self._pack.questions[name] for name in new[:_MOST]]

    def _asked_back(self, questions: Iterable[Question]) -> Question | None:
        questions = list({question.id: question for question in questions}.values())
        several = len(questions) > 1
        text = "Which of these do you mean?" if several else "Do you mean this?"
        return self._one_of(text, questions)

    def _called(self) -> list[str]:
        """Return the questions that what was heard calls for."""
        return [name for name, relevant in self._heard().relevance.items() if relevant]

    def _heard(self) -> Sheet:
        """Return what the client has told so far."""
        return Sheet(self._pack, self._client.told(self._asked))

    def _prompted(self, prompt: Reminder, typed: str) -> Question | None:
        """Ask the first question of a prompt that applies to this client.

        Of the others, those can be chosen that what was heard calls for: an offer of
        any other would tell what the client has not said. Where "it" or "how often?"
        may mean what was heard last, the student is asked back, with what that may be.
        """
        called = self._called()
        applies = [name for name in prompt.questions if name in self._client.answers]
        names = applies[:1] + [name for name in applies[1:] if name in called]
        questions = [self._pack.questions[name] for name in names]
        aside = self._is_aside(prompt)
        if aside:
            questions += self._what_that_may_be(typed)
        if not questions:
            self._examiner.say(f'Client: "{prompt.otherwise}"')
            self._examiner.say("")
            return None
        if aside:
            return self._asked_back(questions)
        if len(questions) == 1:
            return questions[0]
        return self._one_of("Which of these do you ask first?", questions)

    def _is_aside(self, prompt: Reminder) -> bool:
        """Say whether what was heard last is not what a prompt asks about.

        They are about the same where both are about what the client came for, which the
        first prompt asks. "Who treats you?" after an illness may be about the illness.
        """
        if not self._asked or not prompt.questions:
            return False
        prompts = self._pack.practice.reminder
        asked = [name for each in prompts for name in each.questions]
        sections, last = self._pack.section_of, self._asked[-1]
        same = sections[last] == sections[prompt.questions[0]] == sections[asked[0]]
        return not same or last not in asked

    def _take_back(self) -> None:
        """Take the last question back, for one that was read otherwise than meant."""
        if not self._asked:
            self._examiner.say(_NOTHING_ASKED)
            return
        last = self._asked.pop()
        what = topic_of(self._pack.questions[last])
        self._examiner.say((_STILL if last in self._asked else _UNDONE).format(what))

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
        options = [(q.id, asked_of(q)) for q in questions]
        options.append((_NONE_OF_THESE, "None of these; ask otherwise"))
        return self._pack.questions.get(self._examiner.choose(text, options))

    def _ask(self, question: Question | None) -> None:
        if question is None:
            return
        again = question.id in self._asked
        asked = in_short(question) if again else _in_full(self._as_heard(question))
        self._asked.append(question.id)
        self._tell(question, asked)
        if not again:
            self._remark()

    def _as_heard(self, question: Question) -> Question:
        """Return a question without the lines that nothing heard so far calls for."""
        offered = self._heard().offered.get(question.id, {})
        kept = tuple(c for c in question.choices if offered.get(c.id, True))
        return msgspec.structs.replace(question, choices=kept)

    def _remark(self) -> None:
        """Have the client say what has nothing to do with anything."""
        if remark := self._client.variant.remarks.get(len(self.asked)):
            self._examiner.say(f'Client: "{remark}"')
            self._examiner.say("")

    def _tell(self, question: Question, asked: str) -> None:
        who = "You ask" if question.open or not manner_of(question) else "You find out"
        self._examiner.say(f"{who}: {asked}")
        self._examiner.say(f'Client: "{self._client.says(self._pack, question.id)}"')
        self._examiner.say("")

    def _recall(self) -> None:
        for question in self.asked:
            asked = self._pack.questions[question]
            self._tell(asked, in_short(asked))
        if not self._asked:
            self._examiner.say(_NOTHING_ASKED)

    # The choices

    def _decide(self, overran: bool) -> Choice:
        worry = self._worry()
        self._examiner.say("How sure are you that you know what to do?")
        confidence = self._number("0 to 100 percent: ", 100)
        disposition = self._examiner.choose("What do you do?", [*MEANINGS.items()])
        timeframe = self._timeframe(disposition)
        plan = None
        if Disposition(disposition).hands_on:
            plan = choose_plan(self._pack, self._examiner, disposition)
        return Choice(
            asked=self.asked,
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


def topic_of(question: Question) -> str:
    """Return what a question is about: "How has it gone?" alone says too little."""
    return question.topic or question.id.replace("_", " ").capitalize()


def asked_of(question: Question) -> str:
    """Return a question after what it is about, for "And any of these?" is vague."""
    return f"{topic_of(question)}: {in_short(question)}"


def in_short(question: Question) -> str:
    """Return a question by itself; with its lines when it says nothing without them."""
    return _with_lines(question) if question.ask.endswith(":") else question.ask


def _in_full(question: Question) -> str:
    """Return a question as it is read out, of a list with its lines."""
    return _with_lines(question) if question.takes.several else in_short(question)


def _with_lines(question: Question) -> str:
    lines = [line.text for line in choices_read_aloud(question)]
    if not lines:
        return question.ask
    whole = all(line.endswith("?") for line in lines)
    read = " ".join(lines) if whole else f"{'; '.join(lines)}."
    return f"{question.ask} {read}"
