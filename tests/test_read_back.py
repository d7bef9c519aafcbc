"""What was denied at the gate, in the words of its topics."""

from __future__ import annotations

from typing import Any

import pytest

from massage_screen.answers import Answers, Value
from massage_screen.pack import Pack
from massage_screen.read_back import denied_at_gate, gate_read_back, sentence
from massage_screen.sheet import Sheet
from tests.generated import Raw, pack_of


def question(name: str, kind: str = "yes_no", **fields: Any) -> Raw:
    return {"id": name, "kind": kind, "gate": True, "ask": f"{name}?", **fields}


SIGNS = [{"id": "weak", "text": "Weak"}, {"id": "full", "text": "Full"}]
HEAD_YES = {"question": "head", "is_any_of": ["yes"]}
SEEN = {"question": "seen", "is_any_of": ["no", "yes", "unsure"]}
PACK: Pack = pack_of(
    [
        {
            "section": {"title": "Warning signs"},
            "question": [
                question("seen", asked_by="therapist", aloud=False, topic="Seen"),
                question("head", topic="Head"),
                question("new", when=HEAD_YES, topic="Head, lately"),
                question("urine", "any_of", choices=SIGNS, topic="Passing urine"),
                question("saddle", "any_of", choices=SIGNS, topic="Passing urine"),
                question("recent", "any_of", carries=["urine"], topic="Course"),
                question("injury", when=SEEN),
                question("age", gate=False, topic="Age"),
            ],
        }
    ]
)
NOTHING: dict[str, Value] = {
    "seen": "no",
    "head": "no",
    "urine": ("none",),
    "saddle": ("none",),
    "injury": "no",
    "age": "no",
}


def read_back(**told: Value) -> tuple[str, ...]:
    return gate_read_back(Sheet(PACK, Answers(NOTHING | told)))


def test_each_topic_stands_once_and_without_one_the_title_of_the_section() -> None:
    assert read_back() == ("head", "passing urine", "warning signs")


def test_what_nobody_said_is_not_read_back_and_hides_nothing_that_was_denied() -> None:
    assert read_back(seen="yes") == read_back(seen="no")


@pytest.mark.parametrize("said", ["yes", "unsure"])
def test_what_was_told_or_unsure_is_not_read_back_nor_its_follow_up(said: str) -> None:
    assert read_back(head=said, new="no") == ("passing urine", "warning signs")


@pytest.mark.parametrize("ticked", [("weak",), ("weak?",), ("unsure",)])
def test_a_topic_of_which_one_question_was_told_something_is_left_out(
    ticked: tuple[str, ...],
) -> None:
    assert read_back(urine=ticked, recent=("none",)) == ("head", "warning signs")


def test_a_no_leads_to_each_question_behind_the_topics() -> None:
    denied = denied_at_gate(Sheet(PACK, Answers(NOTHING)))

    assert [q.id for q in denied] == ["head", "urine", "saddle", "injury"]


def test_a_single_question_that_was_just_answered_is_not_read_back() -> None:
    assert gate_read_back(Sheet(PACK, Answers({"head": "no"}))) == ()
    assert gate_read_back(Sheet(PACK, Answers())) == ()


def test_the_topics_stand_in_one_sentence() -> None:
    assert sentence(["head"]) == "So nothing with head: right?"
    assert sentence(["a", "b", "c"]) == "So nothing with a, b or c: right?"
