"""The interview: what is asked next, when action is shown, and when it ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from massage_screen.answers import UNSURE, Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.decision import Decision, decide, decide_sheet
from massage_screen.errors import Interrupted
from massage_screen.history import History
from massage_screen.interview import (
    Accept,
    Answered,
    Back,
    GoOn,
    GoTo,
    Quit,
    ReadBack,
    Review,
    Step,
    ToReview,
    Turn,
    conduct,
    next_question,
    standing_action,
)
from massage_screen.pack import ConcernFile, Disposition, Pack, Question, Rule, Section
from massage_screen.read_back import topics_of
from massage_screen.sheet import Sheet
from tests.generated import Raw, pack_of
from tests.shipped import PACK as SPINE

TINY = load_pack(Path(__file__).parent / "packs" / "tiny")


class Script:
    """An asker that answers from a table and writes down what happens.

    `steps` names what is done instead of answering, once, by question or event.
    """

    def __init__(
        self,
        answers: dict[str, Value],
        *,
        goes_on: bool = True,
        finishes: bool = False,
        steps: dict[str, list[Step]] | None = None,
        leaves: bool = True,
    ) -> None:
        self.answers = answers
        self.goes_on = goes_on
        self.finishes = finishes
        self.steps = steps or {}
        self.leaves = leaves
        self.events: list[str] = []
        self.turns: list[Turn] = []
        self.reviews: list[Review] = []
        self.read_backs: list[tuple[str, ...]] = []
        self.said: list[str] = []

    def ask(self, turn: Turn) -> Step:
        assert turn.question.id not in turn.sheet.visible or turn.preset is not None
        assert turn.decision == decide_sheet(turn.sheet)
        self.events.append(turn.question.id)
        self.turns.append(turn)
        answered = Answered(self.answers[turn.question.id])
        return self._instead(turn.question.id) or answered

    def act(self, decision: Decision) -> Step:
        event = f"ACT {decision.findings[0].rule.id}"
        self.events.append(event)
        return self._instead(event) or (GoOn() if self.goes_on else Accept())

    def read_back(self, read_back: ReadBack) -> Step:
        self.events.append("RIGHT?")
        topics = topics_of(read_back.denied, read_back.sheet.pack)
        self.read_backs.append(topics)
        return self._instead("RIGHT?") or GoOn()

    def review(self, review: Review) -> Step:
        self.reviews.append(review)
        if not review.finished or self.steps.get("REVIEW"):
            self.events.append("REVIEW")
            return self._instead("REVIEW") or GoOn()
        if not review.left:
            return Accept()
        self.events.append("FINISH?")
        return Accept() if self.finishes else GoOn()

    def leave(self) -> bool:
        self.events.append("LEAVE?")
        return not self.leaves

    def tell(self, text: str) -> None:
        self.said.append(text)

    def _instead(self, event: str) -> Step | None:
        steps = self.steps.get(event)
        return steps.pop(0) if steps else None


class Silent(Script):
    """An asker whose person stops at one question."""

    def __init__(self, answers: dict[str, Value], stops_at: str) -> None:
        super().__init__(answers)
        self.stops_at = stops_at

    def ask(self, turn: Turn) -> Step:
        if turn.question.id == self.stops_at:
            raise KeyboardInterrupt
        return super().ask(turn)


def yes_no(name: str, when: Condition | None = None) -> Question:
    return Question(id=name, kind="yes_no", ask=f"{name}?", when=when)


def yes(question: str) -> Condition:
    return Condition(question=question, is_any_of=("yes", UNSURE))


def fires(name: str, on: str, disposition: Any, timeframe: str = "") -> Rule:
    return Rule(
        id=name,
        when=yes(on),
        disposition=disposition,
        timeframe=timeframe,
        found="Found.",
        do="Do.",
    )


def concern(questions: tuple[Question, ...], *rules: Rule) -> ConcernFile:
    return ConcernFile(Section("T"), question=questions, rule=rules)


def pack(*concerns: ConcernFile) -> Pack:
    return msgspec.structs.replace(TINY, concerns=concerns)


SIGN, PAIN, FEVER, TODAY = map(yes_no, ("sign", "pain", "fever", "today"))
COURSE = yes_no("worse", when=yes("sign"))
#: A sign and its course, then pain, fever and today; each can end the session.
FOUR = pack(
    concern(
        (SIGN, COURSE),
        fires("examine", "sign", "refer", "within_days"),
        fires("hurry", "worse", "emergency", "today"),
    ),
    concern((PAIN,), fires("tender", "pain", "postpone", "until_settled")),
    concern((FEVER,), fires("collapsed", "fever", "emergency", "now")),
    concern((TODAY,), fires("note", "today", None)),
)
CALM: dict[str, Value] = {
    "sign": "no",
    "worse": "no",
    "pain": "no",
    "fever": "no",
    "today": "no",
}


def test_questions_are_asked_in_the_order_of_the_files() -> None:
    asker = Script(CALM)

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "fever", "today"]
    assert list(said) == asker.events


def test_a_question_is_asked_only_when_it_is_relevant() -> None:
    again = pack(
        concern((SIGN, COURSE)), concern((PAIN, yes_no("deep", when=yes("pain"))))
    )
    asker = Script(CALM | {"sign": "yes", "deep": "no"})

    conduct(again, asker)

    assert asker.events == ["sign", "worse", "pain"]


def test_the_tiny_pack_is_asked_through() -> None:
    answers: dict[str, Value] = {
        "bladder_signs": ("weak_stream",),
        "bladder_course": "settled_examined",
        "pain_now": 3,
        "moves_freely": "yes",
    }
    asker = Script(answers)

    said = conduct(TINY, asker)

    assert asker.events == list(answers)
    assert said == answers
    assert decide(TINY, said).complete


def test_action_is_shown_before_the_next_question() -> None:
    asker = Script(CALM | {"fever": "yes"}, goes_on=False)

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "fever", "ACT collapsed"]
    assert list(said) == ["sign", "pain", "fever"]


def test_action_is_shown_once_and_again_only_when_it_is_more_urgent() -> None:
    asker = Script(CALM | {"sign": "yes", "worse": "yes", "fever": "yes"})

    conduct(FOUR, asker)

    assert asker.events == [
        "sign",
        "ACT examine",
        "worse",
        "ACT hurry",
        "fever",
        "ACT collapsed",
        "pain",
        "today",
    ]


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (("refer", "within_days"), ("refer", "within_24_hours"), 2),
        (("emergency", "today"), ("emergency", "now"), 2),
        (("refer", "within_days"), ("refer", "within_days"), 1),
        (("refer", "within_24_hours"), ("refer", "within_days"), 1),
        (("emergency", "now"), ("emergency", "today"), 1),
        (("emergency", "today"), ("refer", "within_24_hours"), 1),
        (("postpone", "until_healed"), ("refer", "within_2_weeks"), 1),
        (("postpone", "until_healed"), ("postpone", "until_settled"), 0),
    ],
)
def test_a_more_urgent_timeframe_is_shown_again_and_a_milder_one_is_not(
    first: tuple[str, str], second: tuple[str, str], shown: int
) -> None:
    two = pack(
        concern((SIGN, PAIN), fires("one", "sign", *first)),
        concern((), fires("two", "pain", *second)),
    )
    asker = Script({"sign": "yes", "pain": "yes"})

    conduct(two, asker)

    assert sum(event.startswith("ACT") for event in asker.events) == shown


def test_postpone_is_not_shown_before_the_end() -> None:
    asker = Script(CALM | {"pain": "yes"})

    conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "fever", "FINISH?", "today"]


def test_after_the_action_only_what_can_raise_it_comes_first() -> None:
    asker = Script(CALM | {"sign": "yes"}, finishes=True)

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "ACT examine", "worse", "fever", "FINISH?"]
    assert "pain" not in said
    assert decide(FOUR, said).complete


def test_the_rest_may_be_answered_for_the_record() -> None:
    asker = Script(CALM | {"sign": "yes"})

    said = conduct(FOUR, asker)

    assert asker.events == [
        "sign",
        "ACT examine",
        "worse",
        "fever",
        "FINISH?",
        "pain",
        "today",
    ]
    assert set(said) == set(CALM)


@pytest.mark.parametrize("pain", ["no", "yes"])
def test_what_is_answered_for_the_record_cannot_soften_the_result(pain: str) -> None:
    signs = {"sign": "yes", "worse": "yes"}
    stopped = conduct(FOUR, Script(CALM | signs | {"pain": pain}, finishes=True))
    went_on = conduct(FOUR, Script(CALM | signs | {"pain": pain}))

    early, late = decide(FOUR, stopped), decide(FOUR, went_on)

    assert set(went_on) - set(stopped) == {"pain", "today"}
    assert (early.disposition, early.timeframe) == (late.disposition, late.timeframe)


def test_going_on_at_an_action_that_nothing_can_raise_is_not_asked_twice() -> None:
    asker = Script(CALM | {"fever": "yes"})

    conduct(FOUR, asker, History(Answers({"sign": "no"})))

    assert asker.events == ["pain", "fever", "ACT collapsed", "today"]


def test_questions_that_open_for_the_record_are_asked_as_well() -> None:
    deep = yes_no("deep", when=yes("pain"))
    two = pack(concern((SIGN, PAIN, deep), fires("stop", "sign", "emergency", "now")))
    asker = Script({"sign": "yes", "pain": "yes", "deep": "no"})

    conduct(two, asker)

    assert asker.events == ["sign", "ACT stop", "pain", "deep"]


def test_finishing_is_not_offered_when_nothing_is_left() -> None:
    last = Script(CALM)
    conduct(FOUR, last)

    ends_with_it = pack(
        concern((SIGN, PAIN), fires("sore", "pain", "postpone", "until_settled"))
    )
    postponed = Script({"sign": "no", "pain": "yes"})
    conduct(ends_with_it, postponed)

    assert "FINISH?" not in last.events
    assert postponed.events == ["sign", "pain"]


def test_an_interview_that_is_broken_off_returns_nothing() -> None:
    asker = Silent(CALM | {"sign": "yes"}, "fever")

    with pytest.raises(KeyboardInterrupt):
        conduct(FOUR, asker)

    assert asker.events == ["sign", "ACT examine", "worse"]


def test_stopping_at_the_action_keeps_the_answers_given() -> None:
    asker = Script(CALM | {"sign": "yes"}, goes_on=False)

    said = conduct(FOUR, asker)

    assert said == {"sign": "yes"}
    assert not decide(FOUR, said).complete


def test_what_is_known_already_is_not_asked_again() -> None:
    known = Answers({"pain": "no", "sign": "yes"})
    asker = Script(CALM, finishes=True)

    said = conduct(FOUR, asker, History(known))

    assert asker.events == ["ACT examine", "worse", "fever", "FINISH?"]
    assert said == {"pain": "no", "sign": "yes", "worse": "no", "fever": "no"}
    assert known == {"pain": "no", "sign": "yes"}


def test_a_whole_sheet_is_not_asked_about() -> None:
    asker = Script(CALM)
    whole = Answers({q: v for q, v in CALM.items() if q != "worse"})

    assert conduct(FOUR, asker, History(whole)) == whole
    assert asker.events == []


def test_an_interview_may_be_taken_up_where_it_was_left() -> None:
    whole = conduct(FOUR, Script(CALM | {"sign": "yes"}))

    for count in range(len(whole)):
        part = Answers(dict(list(whole.items())[:count]))
        assert conduct(FOUR, Script(dict(whole)), History(part)) == whole


def test_an_answer_comes_back_when_its_question_does() -> None:
    hidden = Answers({"sign": "no", "worse": "yes", "fever": "no"})
    asker = Script(CALM)

    kept = conduct(FOUR, asker, History(hidden))
    back = Script(CALM, finishes=True)
    again = conduct(FOUR, back, History(kept.with_answer("sign", "yes")))

    assert asker.events == ["pain", "today"]
    assert decide(FOUR, kept).set_aside == ("worse",)
    assert back.events == ["ACT hurry"]
    assert again["worse"] == "yes"
    assert decide(FOUR, again).set_aside == ()


def test_the_next_question_is_the_first_that_must_be_asked() -> None:
    sheet = Sheet(FOUR, Answers({"sign": "yes", "worse": "no"}))
    decision = decide_sheet(sheet)

    must = next_question(sheet, decision)
    first = next_question(sheet, decision, everything=True)

    assert must is not None
    assert first is not None
    assert (must.id, first.id) == ("fever", "pain")


def test_there_is_no_next_question_when_none_is_left() -> None:
    stands = Sheet(FOUR, Answers({"fever": "yes"}))
    whole = Sheet(FOUR, Answers({q: v for q, v in CALM.items() if q != "worse"}))

    assert next_question(stands, decide_sheet(stands)) is None
    assert next_question(stands, decide_sheet(stands), everything=True) is not None
    assert next_question(whole, decide_sheet(whole), everything=True) is None


# What was denied at the gate is read back


def sign(name: str, when: Condition | None = None) -> Question:
    return Question(
        id=name, kind="yes_no", gate=True, ask=f"{name}?", topic=name, when=when
    )


HEAD, NEW, CHEST, BLADDER = (
    sign("head"),
    sign("new", when=yes("head")),
    sign("chest"),
    sign("bladder"),
)
GATE = pack(
    concern(
        (HEAD, NEW, CHEST, BLADDER, PAIN),
        fires("sent_on", "new", "refer", "within_days"),
        fires("collapsed", "chest", "emergency", "now"),
    )
)
DENIED: dict[str, Value] = dict.fromkeys(
    ("head", "new", "chest", "bladder", "pain"), "no"
)


def test_what_was_denied_at_the_gate_is_read_back_once_before_the_next_question() -> (
    None
):
    asker = Script(DENIED, steps={"pain": [Back(), Answered("no")]})

    said = conduct(GATE, asker)

    assert asker.events[:5] == ["head", "chest", "bladder", "RIGHT?", "pain"]
    assert asker.events.count("RIGHT?") == 1
    assert asker.read_backs == [("head", "chest", "bladder")]
    assert set(said) == {"head", "chest", "bladder", "pain"}


def test_a_no_leads_to_the_topic_and_the_rest_is_read_back_again() -> None:
    steps: dict[str, list[Step]] = {
        "RIGHT?": [GoTo("head")],
        "head": [Answered("no"), Answered("yes")],
    }
    asker = Script(DENIED, steps=steps)

    said = conduct(GATE, asker)

    assert asker.events[3:] == ["RIGHT?", "head", "new", "RIGHT?", "pain"]
    assert asker.read_backs[1] == ("chest", "bladder")
    assert (said["head"], said["new"]) == ("yes", "no")


@pytest.mark.parametrize("told", [{"chest": "yes"}, {"head": "yes", "new": "yes"}])
def test_nothing_is_read_back_while_something_urgent_stands(
    told: dict[str, Value],
) -> None:
    asker = Script(DENIED | told)

    conduct(GATE, asker)

    assert asker.read_backs == []


def test_from_what_is_read_back_one_may_go_back_look_and_quit() -> None:
    steps: dict[str, list[Step]] = {
        "RIGHT?": [Back(), ToReview(), Accept()],
        "REVIEW": [GoOn()],
    }
    asker = Script(DENIED, steps=steps)

    conduct(GATE, asker)

    assert asker.events[3:9] == [
        "RIGHT?",
        "bladder",
        "RIGHT?",
        "REVIEW",
        "RIGHT?",
        "RIGHT?",
    ]
    assert asker.said == ["That cannot be done here."]
    quits = Script(DENIED, steps={"RIGHT?": [Quit()]})
    with pytest.raises(Interrupted):
        conduct(GATE, quits)


def test_what_is_read_back_changes_no_answer_and_no_decision() -> None:
    asker = Script(DENIED)

    said = conduct(GATE, asker)

    assert said == dict.fromkeys(said, "no")
    assert decide(GATE, said) == decide(GATE, Answers(dict(said)))


# Back, review and change


def test_back_leads_to_the_question_before_with_its_answer_ready() -> None:
    asker = Script(CALM, steps={"fever": [Back()]})

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "fever", "pain", "fever", "today"]
    assert [turn.preset for turn in asker.turns] == [None, None, None, "no", None, None]
    assert [turn.number for turn in asker.turns] == [1, 2, 3, 2, 3, 4]
    assert said == {q: v for q, v in CALM.items() if q != "worse"}


def test_back_as_often_as_wanted_then_on_where_it_was_left() -> None:
    steps: dict[str, list[Step]] = {"today": [Back()], "fever": [], "pain": [Back()]}
    asker = Script(CALM, steps=steps)
    steps["fever"] = [Answered("no"), Back()]

    conduct(FOUR, asker)

    assert asker.events == [
        "sign",
        "pain",  # back to the sign, which is answered as before
        "sign",
        "pain",
        "fever",
        "today",  # back twice
        "fever",
        "pain",
        "today",
    ]


def test_nothing_stands_before_the_first_question() -> None:
    asker = Script(CALM, steps={"sign": [Back()]})

    conduct(FOUR, asker)

    assert asker.events[:2] == ["sign", "sign"]
    assert asker.said == ["There is no question before this one."]
    assert [turn.first for turn in asker.turns] == [True, True, False, False, False]


def test_back_across_a_branch_sets_its_answer_aside_and_brings_it_back() -> None:
    keeps: list[History] = []
    answers = CALM | {"sign": "yes", "worse": "no"}
    steps: dict[str, list[Step]] = {
        "ACT examine": [GoOn(), GoOn()],
        "fever": [GoTo("sign"), GoTo("sign")],
        "sign": [Answered("yes"), Answered("no"), Answered("yes")],
    }
    asker = Script(answers, steps=steps)

    said = conduct(FOUR, asker, keep=keeps.append)

    assert asker.events[:5] == ["sign", "ACT examine", "worse", "fever", "sign"]
    # Without the sign its course is not asked; with it, it is, the answer ready.
    assert asker.events[5:10] == ["pain", "fever", "sign", "ACT examine", "worse"]
    assert asker.turns[asker.events.index("worse", 6) - 2].preset == "no"
    assert said["worse"] == "no"
    assert all("worse" in history.said for history in keeps[1:])


def test_every_answer_is_kept_before_the_next_question() -> None:
    keeps: list[History] = []

    class Watching(Script):
        def ask(self, turn: Turn) -> Step:
            assert len(keeps) == len(self.turns)
            return super().ask(turn)

    said = conduct(FOUR, Watching(CALM), keep=keeps.append)

    assert [list(history.said) for history in keeps] == [
        list(said)[: count + 1] for count in range(len(said))
    ]


def test_the_review_shows_all_answers_and_any_can_be_changed() -> None:
    asker = Script(
        CALM | {"pain": "yes"},
        steps={
            "fever": [ToReview()],
            "REVIEW": [GoTo("pain"), GoOn()],
            "pain": [Answered("no")],
        },
    )

    conduct(FOUR, asker, None)

    assert asker.events[:6] == ["sign", "pain", "fever", "REVIEW", "pain", "REVIEW"]
    entries = [
        [(question.id, value) for question, value in review.entries]
        for review in asker.reviews[:2]
    ]
    assert entries == [
        [("sign", "no"), ("pain", "no")],
        [("sign", "no"), ("pain", "yes")],
    ]
    assert asker.events[6] == "fever"


def test_what_a_change_in_the_review_opens_is_asked_before_the_review_returns() -> None:
    asker = Script(
        CALM | {"worse": "no"},
        steps={
            "fever": [ToReview()],
            "REVIEW": [GoTo("sign"), GoOn(), Accept()],
            "sign": [Answered("no"), Answered("yes")],
            "ACT examine": [GoOn()],
        },
    )

    conduct(FOUR, asker)

    assert asker.events == [
        "sign",
        "pain",
        "fever",
        "REVIEW",
        "sign",
        "ACT examine",
        "worse",
        "REVIEW",
        "fever",
        "REVIEW",
    ]


def test_the_last_review_comes_before_the_recommendation() -> None:
    steps: dict[str, list[Step]] = {
        "REVIEW": [GoTo("pain"), GoTo("today"), Accept()],
    }
    asker = Script(CALM, steps=steps)

    conduct(FOUR, asker)

    assert asker.events[4:] == ["REVIEW", "pain", "REVIEW", "today", "REVIEW"]
    assert all(review.finished for review in asker.reviews)


def test_a_review_of_what_is_not_finished_cannot_be_accepted() -> None:
    asker = Script(
        CALM, steps={"pain": [ToReview()], "REVIEW": [Accept(), GoOn(), Accept()]}
    )

    conduct(FOUR, asker)

    assert asker.events[:4] == ["sign", "pain", "REVIEW", "REVIEW"]
    assert asker.said == ["That cannot be done here."]
    assert asker.events[4:7] == ["pain", "fever", "today"]


def test_going_back_from_the_last_review_leads_to_the_last_question() -> None:
    asker = Script(CALM, steps={"REVIEW": [Back(), Accept()]})

    conduct(FOUR, asker)

    assert asker.events[4:] == ["REVIEW", "today", "REVIEW"]


def test_an_action_can_be_corrected_from_its_own_screen() -> None:
    asker = Script(
        CALM,
        steps={
            "fever": [Answered("yes"), Answered("no")],
            "ACT collapsed": [Back()],
        },
    )

    said = conduct(FOUR, asker)

    assert asker.events[3:] == ["ACT collapsed", "fever", "today"]
    assert asker.said == [
        "An answer was changed: the action shown before no longer holds."
    ]
    assert said["fever"] == "no"


def test_a_milder_action_that_is_left_after_a_change_is_shown() -> None:
    asker = Script(
        CALM | {"sign": "yes"},
        steps={
            "fever": [Answered("yes"), Answered("no")],
            "ACT collapsed": [Back()],
        },
    )

    conduct(FOUR, asker)

    assert asker.events == [
        "sign",
        "ACT examine",
        "worse",
        "fever",
        "ACT collapsed",
        "fever",
        "ACT examine",
        "pain",
        "today",
    ]


def test_another_action_as_urgent_as_the_one_before_is_shown_after_a_change() -> None:
    two = pack(
        concern((SIGN,), fires("one", "sign", "emergency", "now")),
        concern((PAIN,), fires("two", "pain", "emergency", "now")),
    )
    asker = Script(
        {"sign": "no", "pain": "yes"},
        steps={"sign": [Answered("yes"), Answered("no")], "pain": [GoTo("sign")]},
    )
    asker.steps["pain"].append(Answered("yes"))

    conduct(two, asker)

    assert asker.events == ["sign", "ACT one", "pain", "sign", "pain", "ACT two"]


def test_while_a_course_is_asked_again_its_action_still_holds() -> None:
    old_or_new = Question(
        id="signs",
        kind="any_of",
        ask="Which?",
        choices=TINY.questions["bladder_signs"].choices,
    )
    when = Condition(question="signs", includes_any_of=("weak_stream", "stuck"))
    two = pack(
        concern(
            (old_or_new, yes_no("new", when=when), FEVER),
            fires("hurry", "new", "emergency", "today"),
            fires("collapsed", "fever", "emergency", "now"),
        )
    )
    asker = Script(
        {"signs": ("weak_stream",), "new": "yes", "fever": "no"},
        steps={
            "fever": [GoTo("signs")],
            "signs": [Answered(("weak_stream",)), Answered(("weak_stream", "stuck"))],
        },
    )

    conduct(two, asker)

    assert asker.events == [
        "signs",
        "new",
        "ACT hurry",
        "fever",
        "signs",
        "new",
        "fever",
    ]
    assert asker.said == []


def test_a_question_is_reached_by_its_id_only_when_it_is_asked() -> None:
    asker = Script(
        CALM, steps={"pain": [GoTo("worse"), GoTo("nothing"), GoTo("today")]}
    )

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "pain", "pain", "today", "pain", "fever"]
    assert asker.said == [
        "The question worse is not asked with the answers so far.",
        "There is no question called nothing.",
    ]
    assert list(said) == ["sign", "today", "pain", "fever"]


def test_quitting_is_asked_about_and_may_be_taken_back() -> None:
    asker = Script(CALM, steps={"pain": [Quit()]}, leaves=False)

    said = conduct(FOUR, asker)

    assert asker.events[:4] == ["sign", "pain", "LEAVE?", "pain"]
    assert len(said) == 4


@pytest.mark.parametrize("place", ["pain", "REVIEW", "ACT collapsed"])
def test_quitting_is_possible_everywhere_and_gives_no_answers(place: str) -> None:
    asker = Script(CALM | {"fever": "yes"}, steps={place: [Quit()]})

    with pytest.raises(Interrupted):
        conduct(FOUR, asker)

    assert asker.events[-1] == "LEAVE?"


def test_for_the_record_one_step_ends_the_interview() -> None:
    asker = Script(CALM | {"fever": "yes"}, steps={"today": [Accept()]})

    said = conduct(FOUR, asker)

    assert asker.events == ["sign", "pain", "fever", "ACT collapsed", "today"]
    assert asker.turns[-1].for_the_record
    assert "today" not in said


def test_before_the_end_no_question_takes_an_acceptance() -> None:
    asker = Script(CALM, steps={"today": [Accept()]})

    said = conduct(FOUR, asker)

    assert asker.events[-2:] == ["today", "today"]
    assert asker.said == ["That cannot be done here."]
    assert "today" in said


def test_a_change_for_the_record_that_matters_is_asked_through() -> None:
    asker = Script(
        CALM,
        steps={
            "fever": [Answered("yes"), Answered("no")],
            "today": [GoTo("fever")],
        },
    )

    said = conduct(FOUR, asker)

    assert [turn.for_the_record for turn in asker.turns][-3:] == [True, True, False]
    assert decide(FOUR, said).complete
    assert set(said) == set(CALM) - {"worse"}


# Progress


def test_progress_counts_the_questions_that_may_still_come() -> None:
    asker = Script(CALM | {"sign": "yes"})

    conduct(FOUR, asker)

    assert [turn.progress for turn in asker.turns[:3]] == [
        "1 of about 4",
        "2 of about 3",  # a doctor must see the client: only what is worse is asked
        "3 of about 3",
    ]
    assert asker.turns[-1].progress == (
        "5, for the record: nothing left can change the recommendation"
    )


def test_progress_grows_openly_when_an_answer_opens_more() -> None:
    more = pack(concern((SIGN, COURSE, PAIN)))
    asker = Script(CALM | {"sign": "yes"})

    conduct(more, asker)

    progress = [turn.progress for turn in asker.turns]
    assert progress == ["1 of about 2", "2 of now about 3", "3 of about 3"]


def test_progress_counts_all_questions_when_one_goes_back() -> None:
    asker = Script(CALM, steps={"today": [GoTo("sign")]})

    conduct(FOUR, asker)

    progress = [turn.progress for turn in asker.turns]
    assert progress[3:5] == ["4 of about 4", "1 of about 4"]


@pytest.mark.parametrize("sign", ["yes", "no"])
def test_progress_is_never_beyond_what_is_announced(sign: str) -> None:
    asker = Script(CALM | {"sign": sign})

    conduct(FOUR, asker)

    assert all(t.number <= t.about for t in asker.turns)


def test_a_client_who_is_well_is_asked_just_what_was_announced() -> None:
    well = {question.id: question.mildest for question in SPINE.questions.values()}
    asker = Script(well)

    conduct(SPINE, asker)

    assert {turn.about for turn in asker.turns} == {len(asker.turns)}
    assert not any(turn.grown for turn in asker.turns)


def test_a_sign_that_is_asked_again_still_stands_for_who_stops_now() -> None:
    """The client whom the two readings of "what stands now" tell apart."""
    history = History()
    for question, value in (
        ("saddle_signs", ("saddle",)),
        ("recent", ("saddle",)),
    ):
        history = history.with_answer(SPINE, question, value)
    changed = history.with_answer(SPINE, "saddle_signs", ("saddle", "wipe"))

    assert decide_sheet(changed.sheet(SPINE)).standing is Disposition.PROCEED
    standing = standing_action(changed, SPINE)
    assert standing is not None
    assert standing.standing is Disposition.EMERGENCY


def test_who_answers_it_again_is_decided_anew() -> None:
    history = History()
    for question, value in (
        ("saddle_signs", ("saddle",)),
        ("recent", ("saddle",)),
        ("saddle_signs", ("saddle", "wipe")),
        ("recent", ("none",)),
    ):
        history = history.with_answer(SPINE, question, value)

    assert standing_action(history, SPINE) is None


def test_no_action_stands_before_anything_is_said_or_where_massage_may_go_on() -> None:
    assert standing_action(History(), TINY) is None
    assert standing_action(History(Answers({"bladder_signs": ("none",)})), TINY) is None


def test_the_review_shows_no_line_that_is_no_longer_offered() -> None:
    lines: Raw = {
        "section": {"title": "T"},
        "question": [
            {"id": "back", "kind": "yes_no", "ask": "A?"},
            {
                "id": "signs",
                "kind": "any_of",
                "ask": "B?",
                "when": {"question": "back", "is_any_of": ["yes"]},
                "choices": [{"id": "leak", "text": "Leak"}],
            },
            {
                "id": "weak",
                "kind": "any_of",
                "ask": "C?",
                "choices": [{"id": "arm", "text": "Arm"}],
            },
            {"id": "new", "kind": "any_of", "ask": "D?", "carries": ["signs", "weak"]},
            {"id": "old", "kind": "any_of", "ask": "E?", "carries": ["signs", "weak"]},
        ],
    }
    said = {"back": "no", "signs": ("leak",), "weak": ("arm",)}
    stale = Answers({**said, "new": ("leak?", "arm?"), "old": ("leak",)})
    asker = Script({"old": ("arm",)}, steps={"old": [ToReview()]})

    conduct(pack_of([lines]), asker, History(stale))

    told = {question.id: value for question, value in asker.reviews[0].entries}
    assert told == {"back": "no", "weak": ("arm",), "new": ("arm?",)}
    # What holds no line any more is open, so it is counted with what is to come.
    emptied = Script({"new": ("arm",), "old": ("arm",)})
    conduct(pack_of([lines]), emptied, History(stale.with_answer("new", ("leak",))))
    assert [(t.number, t.about) for t in emptied.turns] == [(3, 4), (4, 4)]


def test_a_list_that_gained_a_line_is_not_kept_with_one_key():
    signs = [{"id": each, "text": each} for each in ("arm", "leg")]
    pack = pack_of(
        [
            {
                "section": {"title": "T"},
                "question": [
                    {"id": "signs", "kind": "any_of", "ask": "A?", "choices": signs},
                    {"id": "new", "kind": "any_of", "ask": "B?", "carries": ["signs"]},
                ],
            }
        ]
    )
    asker = Script(
        {"signs": ("leg",), "new": ("none",)},
        steps={
            "REVIEW": [GoTo("signs"), Accept()],
            "signs": [Answered(("leg",)), Answered(("arm", "leg"))],
        },
    )

    conduct(pack, asker)

    assert [(turn.question.id, turn.preset) for turn in asker.turns] == [
        ("signs", None),
        ("new", None),
        ("signs", ("leg",)),
        ("new", None),
    ]


# The gate before the action


def of_the_gate(name: str, when: Condition | None = None) -> Question:
    return msgspec.structs.replace(yes_no(name, when), gate=True)


#: Pain that is referred, a gate of three signs, and the past, which says more.
GATED = pack(
    concern((PAIN,), fires("sore", "pain", "refer", "within_days")),
    concern(
        (
            of_the_gate("weak"),
            of_the_gate("weak_now", when=yes("weak")),
            of_the_gate("numb"),
        ),
        fires("weakness", "weak", "refer", "within_24_hours"),
        fires("weakness_now", "weak_now", "emergency", "now"),
        fires("numbness", "numb", "emergency", "today"),
    ),
    concern((FEVER, TODAY), fires("collapsed", "fever", "emergency", "now")),
)
WELL: dict[str, Value] = dict.fromkeys(GATED.questions, "no")


@pytest.mark.parametrize(
    ("told", "events"),
    [
        (("weak",), ["pain", "weak", "weak_now", "numb", "ACT weakness", "fever"]),
        (("pain",), ["pain", "weak", "numb", "ACT sore", "fever"]),
        (
            ("pain", "weak", "numb"),
            ["pain", "weak", "weak_now", "numb", "ACT numbness"],
        ),
        (("weak", "weak_now"), ["pain", "weak", "weak_now", "ACT weakness_now"]),
    ],
    ids=str,
)
def test_who_is_referred_is_asked_the_gate_first_and_an_emergency_waits_for_nothing(
    told: tuple[str, ...], events: list[str]
) -> None:
    asker = Script(WELL | dict.fromkeys(told, "yes"))

    conduct(GATED, asker)

    assert asker.events[: len(events)] == events


def test_what_is_left_of_the_gate_is_asked_before_anything_else() -> None:
    late = pack(
        concern((SIGN, PAIN), fires("examine", "sign", "refer", "within_days")),
        concern((FEVER,), fires("collapsed", "fever", "emergency", "now")),
        concern((of_the_gate("weak"),), fires("now", "weak", "emergency", "today")),
    )
    asker = Script({**CALM, "sign": "yes", "weak": "no"}, goes_on=False)

    conduct(late, asker)

    assert asker.events == ["sign", "weak", "ACT examine"]


def test_an_action_waits_for_no_answer_that_cannot_make_it_more_urgent() -> None:
    milder = pack(
        concern(
            (SIGN, of_the_gate("weak")),
            fires("examine", "sign", "refer", "within_24_hours"),
            fires("ask", "weak", "refer", "within_days"),
        ),
    )
    asker = Script({"sign": "yes", "weak": "no"}, goes_on=False)

    conduct(milder, asker)

    assert asker.events == ["sign", "ACT examine"]


def test_an_action_shown_stands_when_a_later_answer_opens_the_gate_again() -> None:
    deeper = of_the_gate("weak", when=yes("fever"))
    opens = pack(
        concern((SIGN,), fires("examine", "sign", "refer", "within_days")),
        concern((FEVER, deeper), fires("now", "weak", "emergency", "today")),
    )
    asker = Script({"sign": "yes", "fever": "yes", "weak": "no"})

    conduct(opens, asker)

    assert asker.events == ["sign", "ACT examine", "fever", "weak"]
    assert asker.said == []


def test_an_emergency_taken_back_in_the_gate_is_told_and_the_referral_waits() -> None:
    steps: dict[str, list[Step]] = {
        "weak_now": [Answered("yes")],
        "ACT weakness_now": [Back()],
    }
    asker = Script(WELL | {"weak": "yes"}, steps=steps)

    conduct(GATED, asker)

    assert asker.events[2:8] == [
        "weak_now",
        "ACT weakness_now",
        "weak_now",
        "numb",
        "ACT weakness",
        "fever",
    ]
    assert len(asker.said) == 1


def test_who_stops_in_the_gate_is_still_told_of_the_referral() -> None:
    stopped = History(Answers({"pain": "no", "weak": "yes"}))

    action = standing_action(stopped, GATED)

    assert action is not None
    assert action.findings[0].rule.id == "weakness"
