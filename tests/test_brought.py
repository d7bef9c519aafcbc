"""Answers of an earlier visit: how they are confirmed, and that none counts before."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import NO, YES, Answers, Value
from massage_screen.brought import (
    LONGEST_REASON,
    Brought,
    Changed,
    Denied,
    LastTime,
    denied,
    fitted,
    reason_typed,
    taken,
)
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.condition import Condition
from massage_screen.decision import decide
from massage_screen.errors import Interrupted
from massage_screen.history import History
from massage_screen.interview import (
    Accept,
    Answered,
    Back,
    GoOn,
    GoTo,
    NotSo,
    Quit,
    ReadBack,
    Step,
    Turn,
    conduct,
)
from massage_screen.pack import Choice, ConcernFile, Pack, Question, Section
from massage_screen.presentation.last_time import (
    denied_in_words,
    last_time_in_words,
    later_in_words,
    said_last_time,
    what_is_brought,
)
from massage_screen.sheet import Sheet
from tests.generated import sheets, value
from tests.test_interview import Script, pack, yes_no

DAY, TODAY = "2026-11-03", "2026-11-28"
ILLS = Question(
    id="ills",
    kind="any_of",
    ask="What illness do you have?",
    topic="Illness",
    keeps="1 year",
    choices=(Choice("cancer", "Cancer"), Choice("heart", "Heart trouble")),
)
STATE = Question(
    id="state",
    kind="one_of",
    ask="How is the cancer?",
    keeps="90 days",
    when=Condition(question="ills", includes_any_of=("cancer", "unsure")),
    choices=(Choice("cured", "Cured"), Choice("treated", "Under treatment")),
)
TABLETS = msgspec.structs.replace(yes_no("tablets"), keeps="30 days", topic="Tablets")
AGE = Question(
    id="age",
    kind="one_of",
    ask="How old are you?",
    keeps="1 year",
    moves=True,
    choices=(Choice("young", "Under 50"), Choice("old", "50 or more")),
)
LUMP = msgspec.structs.replace(yes_no("lump"), keeps="ever")
SIGNS = Question(
    id="signs",
    kind="any_of",
    gate=True,
    ask="Which signs?",
    topic="Signs",
    choices=(Choice("leak", "It leaks"), Choice("weak", "A leg is weak")),
)
FACE = msgspec.structs.replace(yes_no("face"), gate=True)


def part(title: str, *questions: Question) -> ConcernFile:
    return ConcernFile(Section(title), question=questions)


PACK = pack(
    part("Warning signs", SIGNS, FACE),
    part("Health", ILLS, STATE, TABLETS, AGE, yes_no("pain")),
    part("Lumps", LUMP),
)
ILL: dict[str, Value] = {
    "signs": ("none",),
    "face": "no",
    "ills": ("cancer",),
    "state": "treated",
    "tablets": "no",
    "age": "young",
    "pain": "no",
    "lump": "yes",
}
GONE = NotSo("cleared up")
WELL: dict[str, Value] = {**ILL, "ills": ("none",), "lump": "no"}


class Returns(Script):
    """A client who comes again: what is kept of last time, and what is put instead.

    `keeps` answers the screens of sections, `still` the signs that were denied; each
    is a step. `put` is what was told to the program, and nothing else.
    """

    def __init__(
        self,
        answers: Mapping[str, Value],
        keeps: tuple[Step, ...] = (Answered(YES),) * 9,
        still: tuple[Step | NotSo, ...] = (),
        **more: dict[str, list[Step]],
    ) -> None:
        super().__init__(answers, **more)
        self.keeps, self.still = list(keeps), list(still)
        self.screens: list[LastTime] = []
        self.denials: list[Denied] = []
        self.put: dict[str, Value] = {}

    def ask(self, turn: Turn) -> Step:
        step = super().ask(turn)
        if isinstance(step, Answered):
            self.put[turn.question.id] = step.value
        return step

    def read_back(self, read_back: ReadBack) -> Step:
        return GoOn()  # it has tests of its own

    def confirm(self, last_time: LastTime, turn: Turn) -> Step:
        assert turn.question.id in last_time.answers
        self.events.append(f"STILL SO {', '.join(last_time.answers)}")
        self.screens.append(last_time)
        self.turns.append(turn)
        step = self.keeps.pop(0)
        if step == Answered(YES):
            self.put |= last_time.answers
        return step

    def settle(self, denied: Denied, turn: Turn) -> Step | NotSo:
        self.events.append(f"OR {', '.join(denied.signs)}")
        self.denials.append(denied)
        step = self.still.pop(0)
        if step == Answered(YES):
            self.put[turn.question.id] = denied.still_so
        elif not isinstance(step, NotSo):
            del self.put[turn.question.id]
        return step


def brought(
    answers: Mapping[str, Value], day: str = DAY, today: str = TODAY
) -> Brought:
    return Brought(given_on=day, today=today, answers=Answers(answers))


def returning(answers: Mapping[str, Value], day: str = DAY, **known: str) -> History:
    return History(Answers(known), brought=brought(answers, day))


def of(asker: Returns, question: str) -> Turn:
    return next(turn for turn in asker.turns if turn.question.id == question)


# Background


def test_what_was_said_last_time_is_confirmed_on_one_screen_a_section() -> None:
    asker = Returns(ILL)

    said = conduct(PACK, asker, returning(ILL))

    assert asker.events == [
        "signs",
        "face",
        "STILL SO ills, state, tablets",
        "age",
        "pain",
        "STILL SO lump",
    ]
    assert dict(said) == ILL


def test_nothing_that_was_brought_counts_before_it_is_confirmed() -> None:
    history = returning(ILL)

    assert dict(history.sheet(PACK).visible) == {}
    assert history.sheet(PACK).open == (
        "signs",
        "face",
        *list(ILL)[2:3],
        *list(ILL)[4:],
    )


def test_what_is_not_still_so_is_asked_one_by_one_with_the_old_answer_ready() -> None:
    asker = Returns({**ILL, "ills": ("none",)}, keeps=(Answered(NO), Answered(YES)))

    said = conduct(PACK, asker, returning(ILL))

    assert asker.events[2:5] == ["STILL SO ills, state, tablets", "ills", "tablets"]
    assert of(asker, "tablets").preset == "no"
    assert said["ills"] == ("none",)
    assert "state" not in said


def test_a_follow_up_that_a_new_answer_opens_is_no_part_of_the_old_ones() -> None:
    asker = Returns(ILL, keeps=(Answered(NO), Answered(YES), Answered(YES)))

    conduct(PACK, asker, returning({**WELL, "state": "cured"}))

    assert asker.events[2:6] == [
        "STILL SO ills, tablets",
        "ills",
        "STILL SO state",
        "tablets",
    ]


@pytest.mark.parametrize(
    ("today", "screen", "asked"),
    [
        ("2026-12-03", "STILL SO ills, state, tablets", []),
        ("2026-12-04", "STILL SO ills, state", ["tablets"]),
        ("2027-02-02", "STILL SO ills", ["state", "tablets"]),
        ("2027-11-04", "", ["ills", "state", "tablets"]),
    ],
)
def test_an_answer_past_its_shelf_life_is_asked_again(today, screen, asked) -> None:
    history = History(brought=brought(ILL, today=today))
    asker = Returns(ILL)

    conduct(PACK, asker, history)

    assert [
        e for e in asker.events if "tablets" in e or "ills" in e or "state" in e
    ] == [event for event in (screen, *asked) if event]
    assert all(of(asker, name).preset is None for name in asked)
    assert all(of(asker, name).last_time is None for name in asked)


def test_what_time_moves_is_asked_anew_with_the_old_answer_beside_it() -> None:
    asker = Returns({**ILL, "age": "old"})

    said = conduct(PACK, asker, returning(ILL))

    turn = of(asker, "age")
    assert (turn.preset, turn.last_time, turn.last_on) == (None, "young", DAY)
    assert said_last_time(turn).startswith(
        "On 3 November 2026 the answer was: Under 50."
    )
    assert said["age"] == "old"


def test_an_answer_of_today_stands_there_in_the_place_of_the_old_one() -> None:
    asker = Returns({**ILL, "age": "old"}, steps={"pain": [Back()]})

    conduct(PACK, asker, returning(ILL))

    first, again = (turn for turn in asker.turns if turn.question.id == "age")
    assert (first.preset, first.last_time) == (None, "young")
    assert (again.preset, again.last_time) == ("old", None)


@pytest.mark.parametrize("day", ["", "2026-11-29"])
def test_without_a_day_and_from_a_day_to_come_all_is_asked_anew(day) -> None:
    asker = Returns(ILL)

    conduct(PACK, asker, returning(ILL, day))

    assert asker.events == list(ILL)


def test_a_doubt_of_last_time_is_asked_anew() -> None:
    asker = Returns(ILL)

    conduct(PACK, asker, returning({**ILL, "tablets": "unsure", "ills": ("cancer?",)}))

    assert asker.screens[0].answers.keys() == {"state"}
    assert {"ills", "tablets"} < {*asker.events}


def test_a_list_whose_lines_may_have_changed_is_asked_anew() -> None:
    carried = Question(
        id="seen",
        kind="any_of",
        ask="Which did a doctor see?",
        keeps="ever",
        reassuring=True,
        choices=(Choice("cancer", "Cancer", carried_from="ills"),),
    )
    of_all = pack(part("Health", ILLS, carried))
    answers: dict[str, Value] = {"ills": ("cancer",), "seen": ("cancer",)}
    asker = Returns(answers)

    conduct(of_all, asker, returning(answers))

    assert asker.events == ["STILL SO ills", "seen"]
    assert of(asker, "seen").preset is None


def test_back_from_a_screen_leads_to_the_question_before_it() -> None:
    asker = Returns(ILL, keeps=(Back(), Answered(YES), Answered(YES)))

    conduct(PACK, asker, returning(ILL))

    screen = "STILL SO ills, state, tablets"
    assert asker.events[:5] == ["signs", "face", screen, "face", screen]


def test_a_question_that_is_gone_to_has_its_old_answer_ready() -> None:
    asker = Returns(ILL, steps={"signs": [GoTo("lump")]})

    conduct(PACK, asker, returning(ILL))

    assert asker.events[:3] == ["signs", "lump", "signs"]
    assert of(asker, "lump").preset == "yes"


def test_a_confirmed_answer_can_be_changed_in_the_review() -> None:
    asker = Returns({**ILL, "lump": "no"}, steps={"REVIEW": [GoTo("lump"), Accept()]})

    said = conduct(PACK, asker, returning(ILL))

    assert {q.id for q, _ in asker.reviews[0].entries} == {*ILL}
    assert said["lump"] == "no"


def test_the_count_of_what_is_left_takes_a_section_for_one() -> None:
    asker = Returns(WELL)

    conduct(PACK, asker, returning(WELL))

    assert [turn.about - turn.number for turn in asker.turns] == [5, 4, 3, 2, 1, 0]


def test_a_client_who_brings_nothing_is_asked_as_ever() -> None:
    asker = Returns(ILL)

    assert dict(conduct(PACK, asker, History())) == ILL
    assert asker.events == list(ILL)


# The gate


def test_a_gate_question_is_asked_without_a_word_of_last_time() -> None:
    leaks = {**ILL, "signs": ("leak",), "face": "yes"}
    asker = Returns(leaks)

    conduct(PACK, asker, returning(leaks))

    assert asker.events[:2] == ["signs", "face"]
    for name in ("signs", "face"):
        turn = of(asker, name)
        assert (turn.preset, turn.last_time) == (None, None)
    assert asker.denials == []


@pytest.mark.parametrize(
    ("today", "still", "counts"),
    [
        (("none",), Answered(YES), ("leak", "weak?")),
        (("none",), GONE, ("none",)),
        (("weak",), Answered(YES), ("leak", "weak")),
        (("weak",), GONE, ("weak",)),
    ],
)
def test_a_sign_that_is_not_said_any_more_is_asked_about_once(
    today, still, counts
) -> None:
    asker = Returns({**ILL, "signs": today}, still=(still,))

    said = conduct(PACK, asker, returning({**ILL, "signs": ("leak", "weak?")}))

    assert asker.events[:3] == ["signs", "OR signs", "face"]
    assert said["signs"] == counts


def test_a_yes_that_is_a_no_today_is_asked_about() -> None:
    asker = Returns(ILL, still=(Answered(YES),))

    said = conduct(PACK, asker, returning({**ILL, "face": "yes"}))

    assert asker.events[:3] == ["signs", "face", "OR face"]
    assert said["face"] == "yes"


@pytest.mark.parametrize(
    "today", [("leak",), ("leak?",), ("unsure",), ("leak", "weak")]
)
def test_a_sign_that_is_named_or_not_denied_contradicts_nothing(today) -> None:
    asker = Returns({**ILL, "signs": today})

    said = conduct(PACK, asker, returning({**ILL, "signs": ("leak",)}))

    assert asker.denials == []
    assert said["signs"] == today


def test_who_goes_back_is_asked_the_sign_again_and_no_answer_was_kept() -> None:
    kept: list[History] = []
    asker = Returns(ILL, still=(Back(), GONE))

    said = conduct(PACK, asker, returning({**ILL, "signs": ("leak",)}), kept.append)

    assert asker.events[:5] == ["signs", "OR signs", "signs", "OR signs", "face"]
    assert dict(kept[0].said) == {"signs": ("none",)}
    assert said["signs"] == ("none",)


def test_the_same_answer_again_denies_nothing_anew() -> None:
    asker = Returns(ILL, still=(GONE,), steps={"face": [Back()]})

    conduct(PACK, asker, returning({**ILL, "signs": ("leak",)}))

    assert asker.events[:5] == ["signs", "OR signs", "face", "signs", "face"]


def test_a_gate_that_would_keep_is_asked_anew_all_the_same() -> None:
    kept = msgspec.structs.replace(SIGNS, keeps="ever")

    assert brought({"signs": ("none",)}).ready(kept) is None


def test_who_stops_while_a_sign_is_not_settled_has_not_denied_it() -> None:
    kept: list[History] = []
    asker = Returns(ILL, still=(Quit(),))

    with pytest.raises(Interrupted):
        conduct(PACK, asker, returning({**ILL, "signs": ("leak",)}), kept.append)

    assert kept == []


def test_an_older_answer_of_today_counts_until_a_denial_of_it_is_settled() -> None:
    leaks = {**ILL, "signs": ("leak",)}
    asker = Returns(leaks, steps={"face": [Back()], "signs": []}, still=(Back(), GONE))
    asker.steps["signs"] = [
        Answered(("leak",)),
        Answered(("none",)),
        Answered(("none",)),
    ]
    kept: list[History] = []

    conduct(PACK, asker, returning(leaks), kept.append)

    assert asker.events[:6] == [
        "signs",
        "face",
        "signs",
        "OR signs",
        "signs",
        "OR signs",
    ]
    assert [history.said["signs"] for history in kept[:2]] == [("leak",), ("none",)]


@pytest.mark.parametrize(
    "change",
    [{"moves": True}, {"carries": ("other",)}, {"asked_by": "therapist"}],
    ids=["time moves it", "it is the course of signs", "the therapist sees it"],
)
def test_what_is_no_sign_of_the_client_is_not_compared(change) -> None:
    question = msgspec.structs.replace(SIGNS, **change)
    sheet = Sheet(PACK, Answers())

    answers = brought({"signs": ("leak",)})

    assert denied(answers, SIGNS, ("none",), sheet, sheet)
    assert denied(answers, question, ("none",), sheet, sheet) is None


def test_a_no_to_the_short_question_denies_the_signs_of_its_list(grown: Path) -> None:
    short = load_pack(grown)
    leaks: dict[str, Value] = {"bladder_signs": ("leak",), "leak_kind": "unfelt"}
    asker = Returns({"b_urine": "no"}, still=(Answered(YES), Quit()))

    with pytest.raises(KeyError, match="bladder_signs"):
        conduct(
            short,
            asker,
            History(
                Answers({"visit": "returning", "reason": ("rest",)}),
                brought=brought(leaks),
            ),
        )

    assert asker.events == ["b_urine", "OR bladder_signs", "bladder_signs"]
    assert asker.put["b_urine"] == "yes"


def test_a_no_to_the_short_question_stands_when_the_sign_has_gone(grown: Path) -> None:
    asker = Returns({"b_urine": "no", "weak_signs": ("none",)}, still=(GONE,))

    with pytest.raises(KeyError, match="answers_clearly"):
        conduct(
            load_pack(grown),
            asker,
            History(
                Answers({"visit": "returning", "reason": ("rest",)}),
                brought=brought({"bladder_signs": ("leak",)}),
            ),
        )

    assert asker.events[:3] == ["b_urine", "OR bladder_signs", "weak_signs"]


# Why a sign does not stand


def kept_of(asker: Returns, pack: Pack, history: History) -> History:
    """Return the last history that was kept, whether or not all was asked."""
    kept: list[History] = []
    with contextlib.suppress(KeyError):  # the client has no more to say
        conduct(pack, asker, history, kept.append)
    return kept[-1]


def came_of(history: History, pack: Pack) -> tuple[Changed, ...]:
    assert history.brought is not None
    return taken(history.brought, history.sheet(pack).counts).changed


def test_why_a_sign_does_not_stand_is_told_with_the_change() -> None:
    asker = Returns(ILL, still=(NotSo("it was her sister's"),))

    kept = kept_of(asker, PACK, returning({**ILL, "signs": ("leak", "weak?")}))

    why = "it was her sister's"
    assert came_of(kept, PACK) == (Changed("signs", ("leak", "weak?"), ("none",), why),)


def test_so_it_is_of_a_list_that_a_no_kept_from_being_read(grown: Path) -> None:
    pack = load_pack(grown)
    asker = Returns({"b_urine": "no", "weak_signs": ("none",)}, still=(GONE,))
    known = Answers({"visit": "returning", "reason": ("rest",)})
    leaks = History(known, brought=brought({"bladder_signs": ("leak",)}))

    kept = kept_of(asker, pack, leaks)

    (change,) = came_of(kept, pack)
    assert change == Changed("bladder_signs", ("leak",), None, "cleared up")
    assert msgspec.to_builtins(change)["to"] is None
    opened = kept.with_answer(pack, "b_urine", "yes")
    assert came_of(opened, pack) == ()


def test_a_reason_holds_until_the_answer_is_another_one() -> None:
    asker = Returns(ILL, still=(GONE,))
    kept = kept_of(asker, PACK, returning({**ILL, "signs": ("leak",)}))

    again = kept.with_answer(PACK, "signs", ("none",))
    other = kept.with_answer(PACK, "signs", ("leak", "weak"))
    same = kept.with_answer(PACK, "signs", ("leak",))

    assert came_of(again, PACK)[0].reason == "cleared up"
    assert came_of(other, PACK) == (Changed("signs", ("leak",), ("leak", "weak")),)
    assert came_of(same, PACK) == ()


def test_a_reason_is_one_line_of_a_few_words() -> None:
    assert reason_typed("  she\tmixed up\nthe   sides ") == "she mixed up the sides"
    assert len(reason_typed("x" * LONGEST_REASON)) == LONGEST_REASON
    for bad in ("", "  \n", "x" * (LONGEST_REASON + 1), "a\x1b[31mb", "a\u202eb"):
        with pytest.raises(ValueError, match="A reason"):
            reason_typed(bad)


# In words


def test_whatever_is_not_none_is_named_and_what_was_denied_by_its_topic() -> None:
    known = LastTime(
        PACK.section_of["ills"],
        DAY,
        {"ills": ("cancer", "heart"), "state": "cured", "tablets": "no", "lump": "yes"},
    )

    assert last_time_in_words(known, PACK) == (
        "Said on 3 November 2026: Illness: Cancer; Heart trouble. How is the"
        " cancer: Cured. lump: Yes. Nothing else: Tablets. Still so?"
    )


def test_who_had_nothing_to_tell_hears_about_what() -> None:
    known = LastTime(PACK.section_of["ills"], DAY, {"ills": ("none",), "tablets": "no"})

    assert last_time_in_words(known, PACK) == (
        "Said on 3 November 2026: Nothing: Illness; Tablets. Still so?"
    )


def test_a_denied_sign_is_named_with_its_day() -> None:
    gone = Denied(DAY, {"signs": ("leak", "weak?")}, ("leak", "weak?"))

    assert denied_in_words(gone, PACK) == (
        "Said on 3 November 2026: Signs: It leaks; A leg is weak (not sure)."
        " Today it was not said. Which is right?"
    )
    assert denied_in_words(msgspec.structs.replace(gone, given_on=""), PACK).startswith(
        "Said last time:"
    )


@pytest.mark.parametrize(
    ("question", "says"),
    [
        (TABLETS, "The old answer is shown to be confirmed up to 30 days after."),
        (LUMP, "The old answer is shown to be confirmed."),
        (AGE, "Asked anew; the old answer stands beside it up to 1 year after."),
        (SIGNS, ""),
    ],
)
def test_a_question_explains_what_becomes_of_its_answer_later(question, says) -> None:
    assert later_in_words(question) == says


def test_explain_shows_it_of_a_question_that_keeps(grown: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", "told_of", "--questions", str(grown)])

    assert "At a later visit: The old answer is shown to be confirmed" in shown.output


def test_what_is_not_taken_over_is_told_by_question_and_reason() -> None:
    along = msgspec.structs.replace(
        brought(ILL, day=""), dropped={"bone": "is not asked any more"}
    )

    assert what_is_brought(History(brought=along), pack()) == (
        "Answers brought along: 8. None counts before the client confirms it.",
        "Nobody knows their day, so background is asked anew too.",
        "Not taken over, and asked anew where it is still asked:",
        "'bone' is not asked any more",
    )
    assert what_is_brought(History(), pack()) == ()


# What became of it


def test_answers_are_fitted_question_by_question() -> None:
    answers, dropped = fitted(
        PACK, {**ILL, "state": "gone", "bone": "yes", "ills": ["cancer"], "pain": 3}
    )

    assert answers["ills"] == ("cancer",)
    assert dropped == {
        "state": "takes other answers now",
        "bone": "is not asked any more",
        "pain": "takes other answers now",
    }


def test_what_is_the_same_today_is_confirmed_and_the_rest_has_changed() -> None:
    today = {**ILL, "ills": ("none",), "pain": "yes"}
    del today["state"]

    came = taken(brought(ILL), today)

    assert came.confirmed == ("signs", "face", "tablets", "age", "lump")
    assert came.changed == (
        Changed("ills", ("cancer",), ("none",)),
        Changed("pain", "no", "yes"),
    )


# Whatever is brought


class Anybody(Returns):
    """A client of whom nothing is foreseen; whatever is put is drawn."""

    def __init__(self, data: st.DataObject) -> None:
        super().__init__({})
        self.data = data

    def ask(self, turn: Turn) -> Step:
        self.answers[turn.question.id] = self.data.draw(value(turn.question))
        return super().ask(turn)

    def confirm(self, last_time: LastTime, turn: Turn) -> Step:
        self.keeps = [Answered(self.data.draw(st.sampled_from([YES, NO])))]
        return super().confirm(last_time, turn)

    def settle(self, denied: Denied, turn: Turn) -> Step | NotSo:
        self.still = [self.data.draw(st.sampled_from([Answered(YES), GONE]))]
        return super().settle(denied, turn)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("which", ["small", "grown"])
def test_a_decision_is_made_of_what_was_put_today_alone(
    which: str, data: st.DataObject, grown: Path
) -> None:
    asked = PACK if which == "small" else _grown(grown)
    old = data.draw(sheets(asked))
    known = {"visit": "returning"} if asked.known else {}
    days = st.sampled_from(["", DAY, "2026-06-01", "2020-01-01"])
    along = {q: v for q, v in old.items() if q in asked.questions}
    asker = Anybody(data)

    said = conduct(asked, asker, returning(along, data.draw(days), **known))

    assert said == Answers({**known, **asker.put})
    assert decide(asked, said).complete or asker.events[-1].startswith("ACT")


_PACKS: dict[Path, Pack] = {}


def _grown(folder: Path) -> Pack:
    return _PACKS.setdefault(folder, load_pack(folder))
