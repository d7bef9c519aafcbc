"""An interview may stop early where massage is put off, and nothing else changes."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.comparison.asked import asked_otherwise
from massage_screen.compiled import compiled
from massage_screen.decision import decide, decide_sheet
from massage_screen.documents.choices import Kind
from massage_screen.documents.kinds import make_document
from massage_screen.errors import AnswersError
from massage_screen.history import History
from massage_screen.interview import (
    Answered,
    Back,
    GoTo,
    Step,
    conduct,
    next_question,
)
from massage_screen.library import load_claims
from massage_screen.pack import Pack, Question
from massage_screen.presentation.meaning import show_meaning
from massage_screen.presentation.page import console_for
from massage_screen.presentation.recommendation import show_decision
from massage_screen.screened import Screened, as_json, read_screened, screened
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.stopping import may_stop
from tests.shipped import CASES
from tests.shipped import PACK as SPINE
from tests.test_documents import NEUTRAL
from tests.test_interview import Script
from tests.test_prompts_plain import interview
from tests.test_properties import SHEETS, sheets, values_of

WritePack = Callable[..., Path]
SCHEMA = Path(__file__).parents[1] / "docs" / "schemas" / "decision-1.schema.json"
PROGRAM = "program 1"

PAIN = '[[question]]\nid = "pain_now"'
#: Questions of which one is put off at once, and what must be asked all the same.
QUESTIONS = """\
[[question]]
id = "ill"
kind = "any_of"
gate = true
ask = "Do you have any of these today?"
choices = [
  { id = "cold", text = "A cold" },
  { id = "fever", text = "A fever", ends_after = ["risks", "cancer"] },
  { id = "drunk", text = "Alcohol", ends_after = ["confused", "deeper"] },
]
again = "Are you ill today?"

[[question]]
id = "confused"
kind = "yes_no"
gate = true
when = { question = "ill", includes_any_of = ["drunk", "unsure"] }
ask = "Are you confused?"
again = "Is your head clear?"

[[question]]
id = "deeper"
kind = "yes_no"
gate = true
when = { question = "confused", is_any_of = ["yes", "unsure"] }
ask = "Did you fall?"
again = "Were you knocked?"

[[question]]
id = "risks"
kind = "yes_no"
ask = "Do you take steroids?"

[[question]]
id = "cancer"
kind = "yes_no"
ask = "Have you had cancer?"

[[question]]
id = "later"
kind = "yes_no"
ask = "Have you fallen this year?"

"""


def rule(name: str, when: str, disposition: str, timeframe: str) -> str:
    return f"""
[[rule]]
id = "{name}"
when = {when}
disposition = "{disposition}"
timeframe = "{timeframe}"
found = "The finding {name}."
do = "Do as {name} says."
tell = "Told of {name}."
policy = "For tests."
"""


def said(question: str, *answers: str) -> str:
    test = "includes_any_of" if question == "ill" else "is_any_of"
    return f"{{ question = '{question}', {test} = {json.dumps([*answers, 'unsure'])} }}"


RULES = "".join(
    [
        rule("put_off", said("ill", "fever", "drunk"), "postpone", "until_settled"),
        rule(
            "fever_at_risk",
            f"{{ all_of = [{said('ill', 'fever')}, {said('risks', 'yes')}] }}",
            "refer",
            "within_24_hours",
        ),
        rule("confusion", said("confused", "yes"), "refer", "within_24_hours"),
        rule("knocked", said("deeper", "yes"), "emergency", "today"),
        rule("old_cancer", said("cancer", "yes"), "refer", "within_days"),
        rule("fall", said("later", "yes"), "refer", "within_days"),
    ]
)
#: What makes this pack of the toy pack.
EDITS = (
    ("10_bladder.toml", PAIN, f"{QUESTIONS}{PAIN}"),
    ("10_bladder.toml", "", RULES),
)
WELL: dict[str, Value] = {
    "bladder_signs": ("none",),
    "ill": ("none",),
    "confused": "no",
    "deeper": "no",
    "risks": "no",
    "cancer": "no",
    "later": "no",
    "pain_now": 3,
    "moves_freely": "yes",
}
FEVER = {**WELL, "ill": ("fever",)}
ACT = "ACT put_off"


@pytest.fixture
def folder(write_pack: WritePack) -> Path:
    return write_pack(*EDITS)


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


def up_to(last: str, **changed: Value) -> Answers:
    """Return the answers up to one question; those not asked are left out."""
    names = list(WELL)
    kept = names[: names.index(last) + 1]
    told = {name: value for name, value in (FEVER | changed).items() if name in kept}
    asked = {"drunk", "unsure"} & {*as_list(told.get("ill", ()))}
    hidden = ("deeper",) if asked else ("confused", "deeper")
    return Answers({q: v for q, v in told.items() if q not in hidden})


def stops(pack: Pack, answers: Mapping[str, Value]) -> bool:
    sheet = Sheet(pack, Answers(answers))
    return may_stop(sheet, decide_sheet(sheet))


# When


@pytest.mark.parametrize(
    ("last", "changed"),
    [
        ("cancer", {}),
        ("cancer", {"ill": ("cold", "fever")}),
        ("confused", {"ill": ("drunk",)}),
        ("cancer", {"ill": ("fever", "drunk")}),
        ("cancer", {"ill": ("unsure",)}),
        ("cancer", {"ill": ("cold", "unsure")}),
    ],
)
def test_one_may_stop_once_all_that_is_named_was_asked(
    pack: Pack, last: str, changed: dict[str, Value]
) -> None:
    whole = up_to(last, **changed)

    for count in range(len(whole)):
        assert not stops(pack, dict(list(whole.items())[:count]))
    assert stops(pack, whole)


@pytest.mark.parametrize(
    "changed",
    [
        {"ill": ("none",)},
        {"ill": ("cold",)},
        {"risks": "yes"},
        {"cancer": "unsure"},
        {"bladder_signs": ("stuck",)},
    ],
    ids=str,
)
def test_one_may_not_stop_at_anything_but_postpone(
    pack: Pack, changed: dict[str, Value]
) -> None:
    assert not any(stops(pack, up_to(last, **changed)) for last in list(WELL)[1:])


def test_a_whole_sheet_is_not_stopped_early(pack: Pack) -> None:
    assert decide(pack, up_to("later")).complete
    assert not stops(pack, up_to("later"))


def test_what_cannot_make_it_more_urgent_is_not_waited_for(pack: Pack) -> None:
    drunk = up_to("confused", ill=("drunk",))
    named = with_ends(pack, "ill", drunk=("risks", "moves_freely", "confused"))

    assert "risks" in decide(pack, drunk).optional
    assert stops(named, drunk)


def test_what_an_answer_to_come_may_open_is_waited_for(pack: Pack) -> None:
    named = with_ends(pack, "ill", drunk=("deeper",))
    drunk = up_to("ill", ill=("drunk",))

    assert not stops(named, drunk)
    assert not stops(named, {**drunk, "confused": "no", "ill": ("fever", "drunk")})
    assert stops(named, {**drunk, "confused": "no"})


@pytest.mark.parametrize("reassuring", [False, True])
@pytest.mark.parametrize("answer", ["no", "yes", "unsure"])
def test_a_question_of_yes_and_no_ends_with_its_warning_or_a_doubt(
    write_pack: WritePack, reassuring: bool, answer: str
) -> None:
    asked = (
        '[[question]]\nid = "fit"\nkind = "yes_no"\n'
        f"reassuring = {str(reassuring).lower()}\n"
        'ask = "Fit?"\nends_after = ["cancer"]\n\n'
    )
    warning = "no" if reassuring else "yes"
    put_off = rule("unfit", said("fit", "no", "yes"), "postpone", "until_settled")
    pack = load_pack(
        write_pack(
            ("10_bladder.toml", PAIN, f"{asked}{QUESTIONS}{PAIN}"),
            ("10_bladder.toml", "", f"{RULES}{put_off}"),
        )
    )
    answers = {**up_to("cancer", ill=("none",)), "fit": answer}

    assert decide(pack, Answers(answers)).standing.value == "postpone"
    assert stops(pack, answers) is (answer in (warning, "unsure"))


def test_an_answer_that_is_set_aside_lets_nobody_stop(write_pack: WritePack) -> None:
    asked = (
        '[[question]]\nid = "tired"\nkind = "yes_no"\n'
        f"when = {said('ill', 'cold')}\n"
        'ask = "Tired?"\nends_after = ["risks"]\n\n'
    )
    pack = load_pack(
        write_pack(
            ("10_bladder.toml", PAIN, f"{QUESTIONS}{asked}{PAIN}"),
            (
                "10_bladder.toml",
                "",
                RULES + rule("weary", said("tired", "yes"), "refer", "within_days"),
            ),
        )
    )
    named = with_ends(pack, "ill", fever=(), drunk=())
    answers = {**up_to("risks"), "tired": "yes"}

    assert Sheet(named, Answers(answers)).set_aside == ("tired",)
    assert not stops(named, answers)


def with_ends(pack: Pack, question: str, **ends: tuple[str, ...]) -> Pack:
    """Return a pack in which choices of one question end after other questions."""

    def changed(asked: Question) -> Question:
        if asked.id != question:
            return asked
        choices = tuple(
            msgspec.structs.replace(c, ends_after=ends.get(c.id, c.ends_after))
            for c in asked.choices
        )
        if asked.takes.yes_or_no:
            return msgspec.structs.replace(asked, ends_after=ends["yes"])
        return msgspec.structs.replace(asked, choices=choices)

    concerns = tuple(
        msgspec.structs.replace(c, question=tuple(map(changed, c.question)))
        for c in pack.concerns
    )
    return msgspec.structs.replace(pack, concerns=concerns)


# The interview


def test_the_action_is_shown_once_where_one_may_stop(pack: Pack) -> None:
    asker = Script(FEVER)

    told = conduct(pack, asker)

    asked = ["bladder_signs", "ill", "risks", "cancer", ACT, "later"]
    assert asker.events[:6] == asked
    assert ACT not in asker.events[6:]
    assert set(told) == set(WELL) - {"confused", "deeper"}


def test_who_stops_there_leaves_the_sheet_incomplete(pack: Pack) -> None:
    told = conduct(pack, Script(FEVER, goes_on=False))

    assert told == up_to("cancer")
    decision = decide(pack, told)
    assert (decision.complete, decision.disposition) == (False, None)
    assert decision.required == ("later",)


def test_an_interview_that_is_taken_up_there_offers_it_again(pack: Pack) -> None:
    asker = Script(FEVER, goes_on=False)

    conduct(pack, asker, History(up_to("cancer")))

    assert asker.events == [ACT]


def test_who_goes_back_from_it_and_changes_nothing_is_not_offered_it_again(
    pack: Pack,
) -> None:
    asker = Script(FEVER, steps={ACT: [Back()]}, finishes=True)

    conduct(pack, asker)

    assert asker.events[3:] == ["cancer", ACT, "cancer", "later", "FINISH?"]


def test_it_is_offered_again_when_it_did_not_hold_in_between(pack: Pack) -> None:
    class Wavering(Script):
        """Says something else each time after the first."""

        def ask(self, turn: Any) -> Step:
            step = super().ask(turn)
            if turn.question.id == "ill" and not isinstance(step, GoTo):
                self.answers["ill"] = said_next.pop(0)
            return step

    said_next: list[Value] = [("cold",), ("fever",), ("fever",)]
    asker = Wavering(FEVER, steps={"later": [GoTo("ill"), GoTo("ill")]}, finishes=True)

    conduct(pack, asker)

    assert asker.events.count(ACT) == 2
    assert asker.events[4:] == [
        ACT,
        "later",
        "ill",
        "later",
        "ill",
        ACT,
        "later",
        "FINISH?",
    ]


def test_who_changes_what_put_it_off_is_told_once_that_it_no_longer_holds(
    pack: Pack,
) -> None:
    steps: dict[str, list[Step]] = {
        "ill": [Answered(("fever",))],
        "later": [GoTo("ill")],
    }
    asker = Script(FEVER | {"ill": ("none",)}, steps=steps)

    conduct(pack, asker)

    assert ACT in asker.events
    assert asker.said == [
        "An answer was changed: the action shown before no longer holds."
    ]


def test_it_is_told_once_also_where_a_worse_action_came_in_between(pack: Pack) -> None:
    steps: dict[str, list[Step]] = {
        "ill": [Answered(("fever",))],
        "risks": [Answered("no"), Answered("yes")],
        "later": [GoTo("risks")],
        "ACT fever_at_risk": [GoTo("ill")],
    }
    asker = Script(FEVER | {"ill": ("none",)}, steps=steps)

    conduct(pack, asker)

    assert [event for event in asker.events if event.startswith("ACT")] == [
        ACT,
        "ACT fever_at_risk",
    ]
    assert len(asker.said) == 1


def test_who_is_put_off_still_after_a_change_is_told_nothing(pack: Pack) -> None:
    asker = Script(FEVER, steps={ACT: [Back()]}, finishes=True)

    conduct(pack, asker)

    assert asker.said == []


def test_a_worse_finding_has_its_own_stop(pack: Pack) -> None:
    asker = Script(FEVER | {"risks": "yes"}, finishes=True)

    conduct(pack, asker)

    assert [event for event in asker.events if event.startswith("ACT")] == [
        "ACT fever_at_risk"
    ]


def test_without_it_postpone_is_not_shown_before_the_end(pack: Pack) -> None:
    silent = with_ends(pack, "ill", fever=(), drunk=())
    asker = Script(FEVER, finishes=True)

    conduct(silent, asker)

    assert ACT not in asker.events


def test_in_plain_lines_the_action_is_shown_and_one_stops_with_1(pack: Pack) -> None:
    shown: list[Any] = []

    person, told = interview("0", "2", "n", "n", "1", pack=pack, acted=shown)

    assert told == up_to("cancer")
    assert [decision.standing.value for decision in shown] == ["postpone"]
    assert person.said[-4:] == [
        "Do this first. Then:",
        "1. Stop here and show the result",
        "2. Go on: what is left can only make it more urgent",
        "> 1",
    ]


#: An interview as it is led: whether it can be, the gate, and the background.
LED = """\
[[question]]
id = "answering"
kind = "one_of"
gate = true
asked_by = "therapist"
aloud = false
ask = "Can the client answer clearly?"
choices = [
  { id = "clearly", text = "Yes" },
  { id = "not_today", text = "No", ends_after = ["confused", "artery", "chest"] },
]
again = "Does it fit together?"

[[question]]
id = "confused"
kind = "yes_no"
gate = true
when = { question = "answering", is_any_of = ["not_today", "unsure"] }
ask = "Is it new?"
again = "Since today?"
{asked}
[[question]]
id = "ill"
kind = "yes_no"
gate = true
ask = "Are you ill?"
again = "Do you shiver?"
ends_after = ["answering", "bladder", "artery", "chest", "legs", "risks"]

"""
#: Signs of the gate, and the background, in their order around `ill`.
GATE, PAST = ("bladder", "artery"), ("walking", "risks", "cancer")


def simple(name: str, *, gate: bool) -> str:
    also = f'gate = true\nagain = "{name}, then?"\n' if gate else ""
    return f'[[question]]\nid = "{name}"\nkind = "yes_no"\nask = "{name}?"\n{also}\n'


@pytest.fixture
def led(write_pack: WritePack) -> Pack:
    asked = "".join(simple(name, gate=True) for name in GATE)
    rest = [
        *(simple(name, gate=True) for name in ("chest", "legs")),
        *(simple(name, gate=False) for name in PAST),
    ]
    signs = ("confused", *GATE, "chest", "legs")
    rules = [
        rule("not_clear", said("answering", "not_today"), "postpone", "until_settled"),
        rule(
            "put_off",
            "{ question = 'ill', is_any_of = ['yes', 'unsure'] }",
            "postpone",
            "until_settled",
        ),
        *(rule(f"{q}_sign", said(q, "yes"), "emergency", "today") for q in signs),
        *(rule(f"{q}_told", said(q, "yes"), "refer", "within_days") for q in PAST),
    ]
    questions = LED.replace("{asked}", asked) + "".join(rest)
    return load_pack(
        write_pack(
            ("10_bladder.toml", PAIN, f"{questions}{PAIN}"),
            ("10_bladder.toml", "", "".join(rules)),
        )
    )


LED_WELL: dict[str, Value] = {
    "bladder_signs": ("none",),
    "answering": "clearly",
    **dict.fromkeys(("confused", *GATE, "ill", "chest", "legs", *PAST), "no"),
    "pain_now": 3,
    "moves_freely": "yes",
}


@pytest.mark.parametrize(
    ("told", "events"),
    [
        (
            {"answering": "not_today"},
            [
                "bladder_signs",
                "answering",
                "confused",
                "artery",
                "chest",
                "ACT not_clear",
            ],
        ),
        (
            {"ill": "yes"},
            [
                *("bladder_signs", "answering", *GATE),
                *("ill", "chest", "legs", "risks", ACT),
            ],
        ),
        (
            {"answering": "not_today", "artery": "yes"},
            ["bladder_signs", "answering", "confused", "artery", "ACT artery_sign"],
        ),
        (
            {"ill": "yes", "risks": "yes"},
            [
                *("bladder_signs", "answering", *GATE),
                *("ill", "chest", "legs", "risks", "ACT risks_told"),
            ],
        ),
    ],
    ids=str,
)
def test_what_must_come_before_one_may_stop_is_asked_next(
    led: Pack, told: dict[str, Value], events: list[str]
) -> None:
    asker = Script(LED_WELL | told, goes_on=False)

    conduct(led, asker)

    assert asker.events == events


def test_what_was_not_asked_of_a_client_who_cannot_answer_is_listed(led: Pack) -> None:
    told = conduct(led, Script(LED_WELL | {"answering": "not_today"}, goes_on=False))

    client = client_of(led, told)
    said = as_json(client)

    assert (client.stopped_early, said["standing"]) == (True, "postpone")
    assert said["unanswered"] == [
        *("bladder", "legs", *PAST),
        *("ill", "pain_now", "moves_freely"),
    ]


def test_who_goes_on_after_the_offer_is_asked_the_rest_in_order(led: Pack) -> None:
    asker = Script(LED_WELL | {"answering": "not_today"}, finishes=True)

    told = conduct(led, asker)

    rest = ["bladder", "legs", "RIGHT?", *PAST]
    assert asker.events[asker.events.index("ACT not_clear") + 1 : -1] == rest
    assert decide(led, told).complete


def test_a_script_is_told_the_same_next_question_as_a_person_is_asked(
    led: Pack,
) -> None:
    answers = {"bladder_signs": ("none",), "answering": "not_today", "confused": "no"}

    assert as_json(client_of(led, answers))["next_question"] == "artery"


# What is shown, printed and kept


def client_of(pack: Pack, answers: Mapping[str, Value]) -> Screened:
    return screened(pack, Answers(answers), PROGRAM)


def screen_of(client: Screened) -> str:
    stream = io.StringIO()
    show_decision(client, console_for(stream, "never"), date(2026, 1, 1))
    return stream.getvalue()


def test_the_word_says_it_first_and_last_and_what_was_not_asked(pack: Pack) -> None:
    client = client_of(pack, up_to("cancer"))

    lines = screen_of(client).splitlines()
    text = " ".join(" ".join(lines).split())

    headline = pack.timeframes["until_settled"].headline
    assert text.startswith(f"POSTPONE (stopped early): {headline}")
    assert text.endswith("Result: POSTPONE (stopped early) End of result")
    assert "Not asked; could be more urgent (1) - Have you fallen this year?" in text
    assert "No technique in any region." in text
    assert "INCOMPLETE" not in text


@pytest.mark.parametrize("last", ["bladder_signs", "ill", "risks"])
def test_a_sheet_that_is_merely_unfinished_never_says_it(pack: Pack, last: str) -> None:
    client = client_of(pack, up_to(last))

    assert client.word == "INCOMPLETE"
    assert not client.stopped_early
    assert "stopped early" not in screen_of(client)
    assert as_json(client)["stopped_early"] is False


def test_the_json_says_what_stands_and_that_it_was_stopped(pack: Pack) -> None:
    schema = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text("utf-8")))
    found = {
        last: json.loads(json.dumps(as_json(client_of(pack, up_to(last)))))
        for last in ("risks", "cancer", "later")
    }

    for each in found.values():
        schema.validate(each)
    keys = ("complete", "disposition", "standing", "stopped_early")
    assert {last: [each[key] for key in keys] for last, each in found.items()} == {
        "risks": [False, None, "postpone", False],
        "cancer": [False, None, "postpone", True],
        "later": [True, "postpone", "postpone", False],
    }
    assert found["cancer"]["headline"] == pack.about.headlines.incomplete


def test_read_again_from_its_file_it_is_the_same(pack: Pack) -> None:
    client = client_of(pack, up_to("cancer"))
    data = json.dumps(as_json(client)).encode()

    read = read_screened(data, "d.json", pack, PROGRAM)

    assert (read.word, as_json(read)) == (client.word, as_json(client))


@pytest.mark.parametrize("changed", [{"stopped_early": True}, {"standing": "proceed"}])
def test_who_writes_it_into_a_file_by_hand_is_refused(
    pack: Pack, changed: dict[str, object]
) -> None:
    unfinished = as_json(client_of(pack, up_to("risks")))
    data = json.dumps({**unfinished, **changed}).encode()

    with pytest.raises(AnswersError, match="does not follow"):
        read_screened(data, "d.json", pack, PROGRAM)


def test_it_is_not_finished_for_a_script(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(dict(up_to("cancer"))), "utf-8")

    found = CliRunner().invoke(app, ["assess", str(file), "--questions", str(folder)])

    assert found.exit_code == ExitCode.INCOMPLETE
    assert found.stdout.startswith("POSTPONE (stopped early): ")


@pytest.mark.parametrize("kind", [Kind.PLAN, Kind.NOTE])
def test_pages_carry_the_word_and_what_was_not_asked(pack: Pack, kind: Kind) -> None:
    page = make_document(kind, client_of(pack, up_to("cancer")), {}, NEUTRAL)
    said = [text for section in page.sections for text in section.paragraphs]

    assert page.word == "POSTPONE (stopped early)"
    assert page.lead == pack.timeframes["until_settled"].headline
    assert any(t.startswith("Not asked: ") and "fallen" in t for t in said), said
    assert not any("So far" in text for text in said)


def test_the_handout_tells_the_client_what_stands(pack: Pack) -> None:
    stopped = client_of(pack, up_to("cancer"))
    unfinished = client_of(pack, up_to("risks"))

    assert make_document(Kind.HANDOUT, stopped, {}, NEUTRAL).lead == (
        "No massage today. Something must be settled first."
    )
    assert make_document(Kind.HANDOUT, unfinished, {}, NEUTRAL).lead == (
        "No massage yet. Not all questions were asked."
    )


def test_an_id_is_explained_with_what_may_end_after_it(
    folder: Path, pack: Pack
) -> None:
    def explained(wanted: str) -> str:
        stream = io.StringIO()
        ledger = load_claims(folder, pack)
        show_meaning(pack, ledger, wanted, console_for(stream, "never"))
        return " ".join(stream.getvalue().split())

    assert "With fever one may stop early after: risks, cancer" in explained("ill")
    assert "- question ill" in explained("risks")


def test_another_end_is_a_difference_between_two_versions(pack: Pack) -> None:
    before = with_ends(pack, "ill", fever=("risks",), drunk=())
    never = with_ends(pack, "ill", fever=(), drunk=())

    assert [(each.id, each.what) for each in asked_otherwise(before, pack)] == [
        (
            "ill",
            "may stop early after: fever: risks, cancer; drunk: confused, deeper",
        )
    ]
    assert [each.what for each in asked_otherwise(pack, never)] == [
        "may stop early after: nothing"
    ]


def test_the_compiled_form_keeps_it(pack: Pack) -> None:
    body = compiled(pack)[32:]

    assert msgspec.msgpack.decode(body, type=Pack).concerns == pack.concerns


# Every client

#: Questions of the shipped pack of which an answer may end.
ENDING = [q for q in SPINE.questions.values() if q.takes.yes_or_no or q.choices]


@st.composite
def ends_of_spine(draw: st.DrawFn) -> Pack:
    """Draw the shipped pack in which some answers end after some questions."""
    pack = SPINE
    names = st.lists(st.sampled_from(list(SPINE.questions)), min_size=1, max_size=3)
    for question in draw(st.lists(st.sampled_from(ENDING), min_size=1, max_size=8)):
        words = [c.id for c in question.choices] or ["yes"]
        ends = {word: tuple(draw(names)) for word in words}
        pack = with_ends(pack, question.id, **ends)
    return pack


@SHEETS
@given(pack=ends_of_spine(), answers=sheets(), data=st.data())
def test_nothing_else_is_decided_with_it(
    pack: Pack, answers: Answers, data: st.DataObject
) -> None:
    count = data.draw(st.integers(0, len(answers)))
    some = Answers(dict(list(answers.items())[:count]))

    assert decide(pack, some) == decide(SPINE, some)


@st.composite
def put_off(draw: st.DrawFn) -> tuple[Pack, Answers]:
    """Draw a client who is put off, where some of what was told may end it."""
    case = draw(st.sampled_from([c for c in CASES if c.disposition == "postpone"]))
    answers = fit_answers(SPINE, case.answers, case.id)
    pack = SPINE
    told = {name: value for name, value in answers.items() if name in SPINE.questions}
    names = st.lists(st.sampled_from(list(told)), min_size=1, max_size=2)
    for name, value in told.items():
        question = SPINE.questions[name]
        if value != question.mildest and not question.takes.counts:
            words = [c.id for c in question.choices] or ["yes"]
            ends = tuple(draw(names))
            pack = with_ends(pack, name, **dict.fromkeys(words, ends))
    return pack, answers


@SHEETS
@given(drawn=put_off(), data=st.data())
def test_after_one_may_stop_nothing_is_asked_that_had_to_come_first(
    drawn: tuple[Pack, Answers], data: st.DataObject
) -> None:
    pack, answers = drawn
    said = list(answers.items())
    counts = [n for n in range(len(said)) if stops(pack, dict(said[:n]))]
    sheet = Sheet(pack, Answers(dict(said[: counts[0] if counts else 0])))
    while may_stop(sheet, decision := decide_sheet(sheet)):
        first = {
            name for q, v in sheet.visible.items() for name in first_of(pack, q, v)
        }
        asked = next_question(sheet, decision)
        assert asked is not None
        assert asked.id not in first
        value = data.draw(values_of(asked))
        sheet = Sheet(pack, sheet.answers.with_answer(asked.id, value))


def first_of(pack: Pack, question: str, value: Value) -> set[str]:
    """Return what an answer says must come first, without the code under test."""
    asked = pack.questions[question]
    found = set(asked.ends_after if value in ("yes", "unsure") else ())
    for choice in asked.choices:
        if "unsure" in (value, *as_list(value)) or choice.id in as_list(value):
            found |= {*choice.ends_after}
    return found


def as_list(value: Value) -> tuple[object, ...]:
    return value if isinstance(value, tuple) else (value,)
