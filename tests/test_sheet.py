"""What answers mean under a pack: relevance, facts, what counts and what is open."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.condition import Condition
from massage_screen.errors import AnswersError
from massage_screen.pack import ConcernFile, Pack
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.ticks import ticks_of
from tests import generated
from tests.generated import Raw, pack_of
from tests.test_generated import DRAWN

CONCERN = """
[section]
title = "Steps"

[[question]]
id = "sign"
kind = "yes_no"
ask = "A sign?"

[[question]]
id = "course"
kind = "one_of"
ask = "Since when?"
choices = [{ id = "old", text = "Old" }, { id = "recent", text = "Recent" }]
when = { question = "sign", is_any_of = ["yes", "unsure"] }

[[question]]
id = "examined"
kind = "yes_no"
ask = "Examined?"
when = { question = "course", is_any_of = ["old"] }

[[question]]
id = "letter"
kind = "any_of"
ask = "What does the letter name?"
choices = [{ id = "neck", text = "Neck" }, { id = "feet", text = "Feet" }]

[[fact]]
id = "state"
about = "The sign."
values = ["absent", "old", "live"]
rows = [
  { is = "absent", when = { question = "sign", is_any_of = ["no"] } },
  { is = "old", when = { all_of = [
    { question = "course", is_any_of = ["old"] },
    { question = "examined", is_any_of = ["yes"] },
  ] } },
]

[[fact]]
id = "cleared"
about = "Clearance."
values = ["yes", "no"]
rows = [
  { is = "yes", when = { any_of = [
    { fact = "state", is_any_of = ["absent"] },
    { question = "letter", includes_any_of = ["neck"] },
  ] } },
]
"""
TINY = load_pack(Path(__file__).parent / "packs" / "tiny")
STEPS: Pack = msgspec.structs.replace(
    TINY, concerns=(msgspec.convert(tomllib.loads(CONCERN), ConcernFile),)
)
LIVE = Condition(fact="state", is_any_of=("live",))
CLEARED = Condition(fact="cleared", is_any_of=("yes",))


def sheet(**answers: Value) -> Sheet:
    return Sheet(STEPS, Answers(answers))


def test_a_question_is_relevant_once_what_stands_above_says_so() -> None:
    assert sheet().relevance["course"] is None
    assert sheet(sign="yes").relevance["course"] is True
    assert sheet(sign="unsure").relevance["course"] is True
    assert sheet(sign="no").relevance["course"] is False


def test_what_hangs_on_a_hidden_question_is_hidden_as_well() -> None:
    assert sheet(sign="no").relevance["examined"] is False
    assert sheet(sign="yes").relevance["examined"] is None


def test_open_are_the_relevant_questions_without_an_answer_in_order() -> None:
    assert sheet().open == ("sign", "letter")
    assert sheet(sign="yes").open == ("course", "letter")
    assert sheet(sign="yes", course="old", letter=("none",)).open == ("examined",)


def test_an_answer_that_is_no_longer_asked_for_does_not_count() -> None:
    changed = sheet(sign="no", course="recent", letter=("none",))

    assert changed.set_aside == ("course",)
    assert changed.visible == {"sign": "no", "letter": ("none",)}
    assert changed.facts["state"] == {"absent"}


def test_an_answer_set_aside_comes_back_with_its_question() -> None:
    answers = Answers({"sign": "no", "course": "recent"})

    again = Sheet(STEPS, answers.with_answer("sign", "yes"))

    assert again.set_aside == ()
    assert again.visible == {"sign": "yes", "course": "recent"}


def test_an_answer_to_a_question_that_may_yet_be_asked_is_neither() -> None:
    early = sheet(course="recent")

    assert early.set_aside == ()
    assert early.visible == {}
    assert early.facts["state"] == {"absent", "old", "live"}


def test_answers_count_in_the_order_of_asking() -> None:
    mixed = sheet(letter=("feet",), course="old", sign="yes")

    assert list(mixed.visible) == ["sign", "course", "letter"]


@DRAWN
@given(st.data())
def test_a_changed_sheet_is_the_sheet_of_the_answers_then(data: st.DataObject) -> None:
    pack = pack_of(data.draw(generated.files()))
    sheet = Sheet(pack, data.draw(generated.sheets(pack)))
    for question in pack.questions.values():
        sheet = sheet.with_answer(question.id, data.draw(generated.value(question)))
        again = Sheet(pack, sheet.answers)
        assert (sheet.relevance, sheet.facts) == (again.relevance, again.facts)
        assert (sheet.offered, sheet._heard) == (again.offered, again._heard)
        assert sheet._carried == again._carried


def test_unsure_is_listed_alone_and_inside_lists() -> None:
    doubting = sheet(sign="unsure", course="old", letter=("feet", "unsure"))

    assert doubting.unsure == ("sign", "letter")


def test_a_doubt_of_a_line_that_may_not_be_offered_is_not_yet_one() -> None:
    open_yet, there = (
        ticks_of(("neck?",), ("neck",), {"neck": state}, reassuring=False)
        for state in (None, True)
    )

    assert (open_yet.in_doubt, there.in_doubt) == (False, True)


@pytest.mark.parametrize(
    ("answers", "values"),
    [
        ({}, {"absent", "old", "live"}),
        ({"sign": "no"}, {"absent"}),
        ({"sign": "yes"}, {"old", "live"}),
        ({"sign": "yes", "course": "recent"}, {"live"}),
        ({"sign": "yes", "course": "old"}, {"old", "live"}),
        ({"sign": "yes", "course": "old", "examined": "yes"}, {"old"}),
        ({"sign": "yes", "course": "old", "examined": "no"}, {"live"}),
        ({"sign": "yes", "course": "old", "examined": "unsure"}, {"live"}),
        ({"sign": "unsure", "course": "unsure"}, {"live"}),
    ],
)
def test_a_fact_keeps_the_values_that_answers_to_come_may_give(
    answers: dict[str, Value], values: set[str]
) -> None:
    assert sheet(**answers).facts["state"] == values


def test_a_fact_reads_the_facts_above_it() -> None:
    assert sheet(sign="no").facts["cleared"] == {"yes"}
    assert sheet(sign="yes", course="recent").facts["cleared"] == {"yes", "no"}
    assert sheet(sign="yes", course="recent", letter=("feet",)).facts["cleared"] == {
        "no"
    }


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        ({}, {"sign"}),
        ({"sign": "yes"}, {"course"}),
        ({"sign": "yes", "course": "old"}, {"examined"}),
        ({"sign": "no"}, set()),
        ({"course": "recent"}, {"sign"}),
    ],
)
def test_an_open_condition_waits_for_the_next_questions_that_may_settle_it(
    answers: dict[str, Value], asked: set[str]
) -> None:
    assert sheet(**answers).waits_for(LIVE) == asked


def test_a_group_waits_for_its_open_parts_only() -> None:
    part = Condition(question="letter", includes_any_of=("feet",))
    group = Condition(all_of=(part, LIVE))

    assert sheet(sign="yes").waits_for(group) == {"letter", "course"}
    assert sheet(letter=("feet",)).waits_for(group) == {"sign"}
    assert sheet(letter=("none",)).waits_for(group) == frozenset()


def test_the_reason_is_the_answers_that_made_it_hold() -> None:
    both = Condition(any_of=(Condition(question="sign", is_any_of=("yes",)), CLEARED))
    known = sheet(sign="yes", course="recent", letter=("feet",))

    assert known.because(both) == {"sign"}


def test_the_reason_of_a_fact_is_the_row_that_held_and_why_none_above_did() -> None:
    settled = sheet(sign="yes", course="old", examined="yes", letter=("feet",))

    reason = settled.because(Condition(fact="state", is_any_of=("old",)))

    assert reason == {"sign", "course", "examined"}


def test_the_reason_of_a_worst_value_is_why_no_row_held() -> None:
    worst = sheet(sign="yes", course="recent", letter=("feet",))

    assert worst.because(LIVE) == {"sign", "course"}
    assert worst.because(Condition(fact="cleared", is_any_of=("no",))) == {
        "sign",
        "letter",
    }


def test_of_several_reasons_the_shortest_is_given() -> None:
    named = Condition(question="letter", includes_any_of=("feet",))
    known = sheet(sign="yes", course="recent", letter=("feet",))

    assert known.because(Condition(any_of=(LIVE, named))) == {"letter"}
    assert known.because(
        Condition(all_of=(named, Condition(any_of=(LIVE, named))))
    ) == {"letter"}


def test_a_question_that_is_not_asked_is_no_reason_but_why_it_is_not() -> None:
    known = sheet(sign="unsure", course="recent", letter=("feet",))
    old = Condition(fact="state", is_any_of=("absent", "live"))

    assert known.relevance["examined"] is False
    assert known.because(old) == {"course"}


def test_the_reason_of_a_group_is_that_of_all_its_parts() -> None:
    named = Condition(question="letter", includes_any_of=("feet",))
    known = sheet(sign="yes", course="recent", letter=("feet",))

    assert known.because(Condition(all_of=(LIVE, named))) == {
        "sign",
        "course",
        "letter",
    }


GIVEN: dict[str, list[Value]] = {
    "sign": ["no", "yes", "unsure"],
    "course": ["old", "recent", "unsure"],
    "examined": ["no", "yes", "unsure"],
    "letter": [("none",), ("neck",), ("neck", "feet"), ("feet", "unsure"), ("unsure",)],
}
ANSWERS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in GIVEN.items()}
)


@given(answers=ANSWERS, more=ANSWERS)
def test_more_answers_never_take_back_what_was_decided(
    answers: dict[str, Value], more: dict[str, Value]
) -> None:
    before, after = sheet(**answers), sheet(**(more | answers))

    for name, relevant in before.relevance.items():
        assert relevant in (None, after.relevance[name])
    for name, possible in before.facts.items():
        assert after.facts[name] <= possible
    for condition in (LIVE, CLEARED):
        assert before.holds(condition) in (None, after.holds(condition))


@given(answers=ANSWERS)
def test_an_open_condition_always_waits_for_an_open_question(
    answers: dict[str, Value],
) -> None:
    known = sheet(**answers)

    for condition in (LIVE, CLEARED):
        waits = known.waits_for(condition)
        assert waits <= set(known.open)
        assert bool(waits) is (known.holds(condition) is None)


@given(answers=ANSWERS)
def test_a_reason_is_enough_whatever_else_is_answered(
    answers: dict[str, Value],
) -> None:
    known = sheet(**answers)
    values = {"state": ("absent", "old", "live"), "cleared": ("yes", "no")}

    for fact, each in values.items():
        for value in each:
            condition = Condition(fact=fact, is_any_of=(value,))
            if known.holds(condition):
                reason = known.because(condition)
                assert reason <= known.visible.keys()
                # "course" is only asked with "sign", "examined" only with "course".
                opens = {"examined": ("sign", "course"), "course": ("sign",)}
                opening = {q for name in reason for q in opens.get(name, ())}
                alone = {q: answers[q] for q in reason | opening}
                assert sheet(**alone).holds(condition)


@given(answers=ANSWERS)
def test_every_answer_counts_or_is_set_aside_or_waits(
    answers: dict[str, Value],
) -> None:
    known = sheet(**answers)

    waiting = {name for name in answers if known.relevance[name] is None}
    groups = [set(known.visible), set(known.set_aside), waiting]
    assert set().union(*groups) == set(answers)
    assert sum(map(len, groups)) == len(answers)


def test_answers_that_fit_are_stored_in_the_order_of_the_choices() -> None:
    fitted = fit_answers(TINY, {"bladder_signs": ["stuck", "weak_stream"]}, "a.json")

    assert fitted == {"bladder_signs": ("weak_stream", "stuck")}


def test_every_answer_that_does_not_fit_is_named() -> None:
    raw: dict[str, object] = {
        "bladder_sings": ["none"],
        "pain_now": 11,
        "moves_freely": "yes",
        "quite_unlike": "yes",
    }

    with pytest.raises(AnswersError) as caught:
        fit_answers(TINY, raw, "a.json")

    assert str(caught.value).splitlines() == [
        "a.json, 'bladder_sings': the pack has no such question. "
        "Did you mean 'bladder_signs'?",
        "a.json, 'pain_now' must be from 0 to 10, or 'unsure'.",
        "a.json, 'quite_unlike': the pack has no such question.",
    ]


def test_of_many_answers_that_do_not_fit_the_first_are_named() -> None:
    raw = {f"key_{number}": "yes" for number in range(90_000)}

    with pytest.raises(AnswersError) as caught:
        fit_answers(TINY, raw, "a.json")

    *lines, last = str(caught.value).split("\n")
    assert [line.split("'")[1] for line in lines] == [f"key_{n}" for n in range(20)]
    assert last == "and 89980 more"


def test_an_unknown_key_is_shown_short_and_clean() -> None:
    key = "bladder_signs\n\x1bPROCEED: massage as planned" + "x" * 1_000_000

    with pytest.raises(AnswersError) as caught:
        fit_answers(TINY, {key: "yes"}, "a.json")

    (line,) = str(caught.value).split("\n")
    assert "\x1b" not in line
    assert len(line) < 200


@pytest.mark.parametrize(
    "raw",
    [
        {"bladder_signs": ["SECRET"]},
        {"bladder_signs": {"SECRET": 1}},
        {"bladder_signs": [{"SECRET": 1}]},
        {"bladder_course": "SECRET"},
        {"bladder_course": {"SECRET": "SECRET"}},
        {"pain_now": "SECRET"},
        {"moves_freely": ["SECRET"]},
        {"unknown": {"SECRET": "SECRET"}},
    ],
)
def test_no_message_repeats_an_answer(raw: dict[str, object]) -> None:
    with pytest.raises(AnswersError) as caught:
        fit_answers(TINY, raw, "a.json")

    assert "SECRET" not in str(caught.value)


# Lines that hang on answers

SIGNS = [{"id": each, "text": each} for each in ("leak", "slow", "numb")]
ONLY_OLD = {"question": "age", "is_any_of": ["old"]}
LISTS: Raw = {
    "section": {"title": "T"},
    "question": [
        {
            "id": "age",
            "kind": "one_of",
            "ask": "A?",
            "choices": [{"id": "young", "text": "Y"}, {"id": "old", "text": "O"}],
        },
        {
            "id": "signs",
            "kind": "any_of",
            "ask": "B?",
            "choices": [*SIGNS[:2], {**SIGNS[2], "when": ONLY_OLD}],
        },
        {"id": "recent", "kind": "any_of", "ask": "C?", "carries": ["signs"]},
        {
            "id": "checked",
            "kind": "any_of",
            "reassuring": True,
            "ask": "D?",
            "carries": ["signs"],
            "except": ["recent"],
        },
        {"id": "cause", "kind": "any_of", "ask": "E?", "carries": ["checked"]},
    ],
}
CARRIED = pack_of([LISTS])


def carried(**answers: Value) -> Sheet:
    return Sheet(CARRIED, Answers(answers))


def offered(sheet: Sheet, question: str) -> list[str]:
    return [line for line, there in sheet.offered[question].items() if there]


def test_a_line_is_offered_where_its_condition_holds() -> None:
    assert offered(carried(age="old"), "signs") == ["leak", "slow", "numb"]
    assert offered(carried(age="young"), "signs") == ["leak", "slow"]
    assert carried().offered["signs"]["numb"] is None


def test_ticks_and_doubts_are_carried_and_left_out() -> None:
    sheet = carried(age="old", signs=("leak", "numb?"), recent=("leak?",))

    assert offered(sheet, "recent") == ["leak", "numb"]
    assert offered(sheet, "checked") == ["numb"]


def test_who_is_unsure_of_a_list_is_asked_about_all_lines_that_were_offered() -> None:
    assert offered(carried(age="young", signs=("unsure",)), "recent") == [
        "leak",
        "slow",
    ]


def test_a_doubt_of_good_news_is_carried_too() -> None:
    said = {"age": "old", "signs": ("leak", "slow"), "recent": ("none",)}
    sheet = carried(**said, checked=("leak", "slow?"))

    assert offered(sheet, "cause") == ["leak", "slow"]


def test_a_question_of_which_no_line_is_offered_is_not_asked() -> None:
    sheet = carried(age="old", signs=("leak",), recent=("leak",))

    assert sheet.relevance["checked"] is False
    assert sheet.relevance["cause"] is False
    assert sheet.open == ()


def test_the_reason_why_a_carried_list_is_not_asked_is_what_was_answered_above() -> (
    None
):
    cause = {"question": "cause", "includes_any_of": ["leak"]}
    rows = [{"is": "known", "when": cause}]
    fact = {"id": "f", "about": "F.", "values": ["known", "not_known"], "rows": rows}
    said = {"age": "old", "signs": ("leak",), "recent": ("leak",)}
    sheet = Sheet(pack_of([{**LISTS, "fact": [fact]}]), Answers(said))

    # "checked", whose lines "cause" carries, is not asked either.
    reason = sheet.because(Condition(fact="f", is_any_of=("not_known",)))

    assert reason == {"signs", "recent"}


def test_an_answer_of_which_nothing_is_left_is_open_again() -> None:
    sheet = carried(age="old", signs=("slow",), recent=("leak",))

    assert sheet.open == ("recent",)
    assert "recent" not in sheet.visible
    assert sheet.lines_set_aside == {"recent": ("leak",)}
    test = Condition(question="recent", includes_any_of=("leak", "slow"))
    assert sheet.holds(test) is None
    assert sheet.waits_for(test) == {"recent"}


def test_a_line_that_is_not_offered_does_not_count_beside_others() -> None:
    sheet = carried(age="old", signs=("slow",), recent=("leak", "slow"))

    assert sheet.visible["recent"] == ("slow",)
    assert sheet.lines_set_aside == {"recent": ("leak",)}
    assert not sheet.holds(Condition(question="recent", includes_any_of=("leak",)))


def test_while_it_is_open_whether_a_line_is_offered_its_tests_wait_for_that() -> None:
    sheet = carried(signs=("numb",))
    test = Condition(question="signs", includes_any_of=("numb",))

    assert sheet.holds(test) is None
    assert sheet.waits_for(test) == {"age"}
    assert sheet.waits_for(Condition(question="recent", lacks_any_of=("numb",))) == {
        "age"
    }


def test_a_choice_that_is_not_offered_is_no_answer() -> None:
    second = {**LISTS["question"][0], "id": "then"}
    second["choices"] = [
        {"id": "now", "text": "N"},
        {"id": "later", "text": "L", "when": ONLY_OLD},
    ]
    pack = pack_of([{**LISTS, "question": [LISTS["question"][0], second]}])

    assert Sheet(pack, Answers({"age": "young", "then": "later"})).open == ("then",)
    assert Sheet(pack, Answers({"age": "old", "then": "later"})).open == ()
    assert Sheet(pack, Answers({"age": "young", "then": "unsure"})).open == ()


def test_a_long_line_of_carried_lists_waits_for_the_list_above_them_all() -> None:
    lines = [{"id": f"sign_{n}", "text": "Sign"} for n in range(10)]
    first = {"id": "list_0", "kind": "any_of", "ask": "?", "choices": lines}
    carried = [
        {"id": f"list_{n}", "kind": "any_of", "ask": "?", "carries": [f"list_{n - 1}"]}
        for n in range(1, 12)
    ]
    pack = pack_of([{"section": {"title": "T"}, "question": [first, *carried]}])

    # Ten lines a list: whoever walks each of them anew walks ten thousand million.
    assert Sheet(pack, Answers({})).waits_for_answer("list_11") == {"list_0"}
