"""The shape of a pack: which answers a question takes, and how things rank."""

from __future__ import annotations

import math
from typing import Any, get_args

import msgspec
import pytest

from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.pack import (
    URGENCY,
    Cell,
    Choice,
    Disposition,
    Fact,
    Pack,
    Question,
    Rule,
    urgency,
)
from massage_screen.pack.scale import Word, WordAtMost, WordOfHandsOff, WordOfRule

CHOICES = (Choice("arm", "An arm"), Choice("leg", "A leg"))
YES_NO = Question(id="q", kind="yes_no", ask="Q?")
ONE_OF = Question(id="q", kind="one_of", ask="Q?", choices=CHOICES)
ANY_OF = Question(id="q", kind="any_of", ask="Q?", choices=CHOICES)
NUMBER = Question(id="q", kind="number", ask="Q?", minimum=0, maximum=10, unit="of 10")


@pytest.mark.parametrize(
    ("question", "raw", "stored"),
    [
        (YES_NO, "yes", "yes"),
        (YES_NO, "no", "no"),
        (YES_NO, "unsure", "unsure"),
        (ONE_OF, "leg", "leg"),
        (ONE_OF, "unsure", "unsure"),
        (ANY_OF, ["leg", "arm"], ("arm", "leg")),
        (ANY_OF, ("leg",), ("leg",)),
        (ANY_OF, ["none"], ("none",)),
        (ANY_OF, ["unsure", "leg"], ("leg", "unsure")),
        (ANY_OF, ["unsure"], ("unsure",)),
        (ANY_OF, "unsure", ("unsure",)),
        (NUMBER, 0, 0),
        (NUMBER, 10, 10),
        (NUMBER, 6.5, 6.5),
        (NUMBER, "unsure", "unsure"),
    ],
)
def test_an_answer_that_fits_is_stored(
    question: Question, raw: object, stored: object
) -> None:
    assert question.accept(raw) == stored


@pytest.mark.parametrize(
    ("question", "raw", "words"),
    [
        (YES_NO, "maybe", "must be one of 'no', 'yes', 'unsure'"),
        (YES_NO, True, "must be one of 'no', 'yes', 'unsure'"),
        (YES_NO, "none", "must be one of"),
        (YES_NO, None, "must be one of"),
        (ONE_OF, ["arm"], "must be one of 'arm', 'leg', 'unsure'"),
        (ONE_OF, {"arm": 1}, "must be one of"),
        (ANY_OF, "arm", "must be a list of 'arm', 'leg', 'none', 'unsure'"),
        (ANY_OF, [], 'is an empty list. Write ["none"] when none applies, or "unsure"'),
        (ANY_OF, ["foot"], "may only hold 'arm', 'leg', 'none', 'unsure'"),
        (ANY_OF, [["arm"]], "may only hold"),
        (ANY_OF, ["arm", "arm"], "names the same answer twice"),
        (ANY_OF, ["none", "arm"], '"none" stands alone'),
        (ANY_OF, ["none", "unsure"], '"none" stands alone'),
        (NUMBER, -1, "must be from 0 to 10, or 'unsure'"),
        (NUMBER, 11, "must be from 0 to 10, or 'unsure'"),
        (NUMBER, math.nan, "must be from 0 to 10, or 'unsure'"),
        (NUMBER, math.inf, "must be from 0 to 10, or 'unsure'"),
        (NUMBER, "5", "must be a number from 0 to 10, or 'unsure'"),
        (NUMBER, True, "must be a number from 0 to 10, or 'unsure'"),
        (NUMBER, None, "must be a number"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_with_what_would(
    question: Question, raw: object, words: str
) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the words are compared
        question.accept(raw)

    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (YES_NO, {"no": "No", "yes": "Yes", "unsure": "Not sure"}),
        (ONE_OF, {"arm": "An arm", "leg": "A leg", "unsure": "Not sure"}),
        (
            ANY_OF,
            {
                "arm": "An arm",
                "leg": "A leg",
                "none": "None of these",
                "unsure": "Not sure",
            },
        ),
        (NUMBER, {"unsure": "Not sure"}),
    ],
)
def test_every_question_can_be_answered_with_not_sure(
    question: Question, words: dict[str, str]
) -> None:
    assert list(question.words.items()) == list(words.items())


def test_dispositions_and_cells_rank_mildest_first() -> None:
    dispositions = ["proceed", "restrict", "postpone", "refer", "emergency"]

    assert [Disposition(word).rank for word in dispositions] == [0, 1, 2, 3, 4]
    assert [Cell(word).rank for word in ("allow", "modify", "avoid")] == [0, 1, 2]


def test_hands_stay_on_below_postpone_and_a_doctor_sees_what_is_worse() -> None:
    scale = list(Disposition)

    assert [each.name for each in scale if each.hands_on] == ["PROCEED", "RESTRICT"]
    assert [each.name for each in scale if each.urgent] == ["REFER", "EMERGENCY"]


def test_the_words_of_results_in_files_are_those_of_the_scale() -> None:
    words = [each.value for each in Disposition]

    assert list(get_args(Word)) == words
    assert list(get_args(WordOfRule)) == words[1:]
    assert list(get_args(WordOfHandsOff)) == [
        each.value for each in Disposition if not each.hands_on
    ]
    assert list(get_args(WordAtMost)) == words[: words.index("postpone") + 1]


def rule(disposition: Any, timeframe: str = "") -> Rule:
    return Rule(
        id="r", disposition=disposition, timeframe=timeframe, found="F.", do="D."
    )


def test_a_rule_without_disposition_ranks_as_proceed() -> None:
    assert rule(None).ranks_as is Disposition.PROCEED


def test_rules_rank_by_disposition_and_then_by_how_soon() -> None:
    rising = [
        rule(None),
        rule("restrict"),
        rule("postpone", "until_cleared"),
        *(rule("refer", soon) for soon in reversed(URGENCY)),
        *(rule("emergency", soon) for soon in reversed(URGENCY)),
    ]

    ranks = [urgency(one) for one in rising]

    assert ranks == sorted(set(ranks))


def test_all_waiting_without_a_date_ranks_alike() -> None:
    assert urgency(rule("postpone", "until_cleared")) == urgency(
        rule("postpone", "until_healed")
    )


def test_a_table_with_a_key_that_nobody_knows_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field `knd`"):
        msgspec.convert({"id": "q", "knd": "yes_no", "ask": "Q?"}, Question)


def test_a_table_cannot_be_changed() -> None:
    with pytest.raises(AttributeError, match="immutable"):
        YES_NO.ask = "Other?"  # type: ignore[misc]  # that is the point


def test_everything_in_a_pack_is_found_by_its_id(tiny: Pack) -> None:
    for found in (
        tiny.questions,
        tiny.rules,
        tiny.references,
        tiny.regions,
        tiny.parts,
        tiny.techniques,
        tiny.timeframes,
    ):
        assert found
        assert all(name == item.id for name, item in found.items())


def test_questions_come_in_the_order_of_the_files(tiny: Pack) -> None:
    assert list(tiny.questions) == [
        "bladder_signs",
        "bladder_course",
        "pain_now",
        "moves_freely",
    ]
    assert {section.title for section in tiny.section_of.values()} == {
        "Warning signs: bladder, bowel and feeling"
    }


def test_in_each_file_the_facts_come_after_the_questions(tiny: Pack) -> None:
    fact = Fact(id="f", about="A.", values=("a",), rows=())
    concern = msgspec.structs.replace(tiny.concerns[0], fact=(fact,))
    pack = msgspec.structs.replace(tiny, concerns=(concern,))

    assert [step.id for step in pack.steps()] == [*tiny.questions, "f"]
    assert list(pack.facts) == ["f"]


def test_a_condition_reads_the_questions_of_its_tests_and_of_its_facts() -> None:
    spine = load_pack(pack_folder())

    for rule in spine.rules.values():
        for when in rule.conditions:
            tests = {test.question for test in spine.tests_in(when)}
            assert spine.questions_in(when) == tests


def test_a_technique_is_a_group_of_its_own(tiny: Pack) -> None:
    assert tiny.technique_groups["heat"] == ("heat",)
    assert tiny.technique_groups["moving"] == (
        "stretching",
        "mobilisation",
        "passive_rotation",
    )
