"""The page and the reply ask a clinician the same, all of it, in the same order."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import Any

import pytest

from massage_screen.answers import NONE, UNSURE
from massage_screen.cli.doing.reading_off import read_off
from massage_screen.decision import decide_sheet
from massage_screen.documents.choices import Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.document import Document
from massage_screen.documents.kinds import make_document
from massage_screen.documents.parts import Setting
from massage_screen.enquiry import Enquired, can_be_replied_to, enquire
from massage_screen.errors import UnfitDocument
from massage_screen.pack import Case, Choice, Disposition, Question
from massage_screen.reply import with_reply
from massage_screen.screened import Screened, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of
from tests.shipped import CASES, PACK, check_each

SETTING = Setting("today", local_words(None))
#: All cases take a minute; every so many stand for them here.
EVERY = 30
ASKING = ("restrict", "postpone", "refer")
NUMBER = re.compile(r"(\d+)\. ")
WHOLE = "What does the reply say as a whole?"


@functools.cache
def client(case_id: str) -> Screened:
    (case,) = [case for case in CASES if case.id == case_id]
    return client_of(case)


def client_of(case: Case) -> Screened:
    return screened(PACK, fit_answers(PACK, case.answers, case.id), "x", "2026-11-28")


def asked_with(case_id: str) -> dict[str, Enquired]:
    return {each.question.id: each for each in enquire(client(case_id))}


class Ticking:
    """Ticks all that can be ticked, or the line at a place of each list."""

    plain = True

    def __init__(self, line: int | None = None) -> None:
        self._line = line
        self.numbers: list[int] = []
        self.texts: list[str] = []
        self.lines: dict[int, set[str]] = {}

    def say(self, text: str) -> None: ...

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        self._hear(text, options)
        own = [name for name, _ in options if name not in ("not_said", "again")]
        if text == WHOLE:
            return own[0]
        return own[(self._line or 0) % len(own)]

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        self._hear(text, options)
        own = [name for name, _ in options if name != "not_said"]
        return tuple(own) if self._line is None else (own[self._line % len(own)],)

    def _hear(self, text: str, options: Sequence[tuple[str, str]]) -> None:
        if found := NUMBER.match(text):
            number = int(found[1])
            if number not in self.numbers:
                self.numbers.append(number)
                self.texts.append(text[found.end() :])
            self.lines.setdefault(number, set()).update(words for _, words in options)


def page_of(about: Screened) -> Document:
    return make_document(Kind.REQUEST, about, {}, SETTING)


def boxes_of(page: Document) -> dict[int, tuple[str, tuple[str, ...]]]:
    boxes = (box for section in page.sections for box in section.boxes)
    found = ((NUMBER.match(box.label), box) for box in boxes)
    return {int(m[1]): (box.label[m.end() :], box.choices) for m, box in found if m}


def read(about: Screened, ticking: Ticking) -> dict[str, object]:
    asks: Any = ticking
    return read_off(about, enquire(about), asks)


def check_page_and_reply(case: Case) -> None:
    about = client_of(case)
    try:
        page = page_of(about)
    except UnfitDocument:
        return
    asked, boxes = enquire(about), boxes_of(page)
    reader = Ticking()
    said = read(about, reader) if asked else {}

    in_order = [each.question.ask_clinician for each in asked]
    _, _, typed = page.foot[-1].partition("reply:")
    named = re.findall(r"(\d+) (\w+)[,.]", typed)
    assert named == [(str(n), e.question.id) for n, e in enumerate(asked, 1)]
    assert all(label == in_order[n - 1] for n, (label, _) in boxes.items())
    assert reader.numbers == sorted(reader.numbers)
    for number, text in zip(reader.numbers, reader.texts, strict=True):
        assert text.startswith(in_order[number - 1])
    for number, (_, ticks) in boxes.items():
        each = asked[number - 1]
        written = each.regions_beside(PACK)
        lines = {c.text for c in _all_lines(each.question) if c.id not in written}
        assert reader.lines.get(number, set()) & lines <= {*ticks}
    after = Sheet(PACK, with_reply(about, said, "r"))
    left = [PACK.questions[name] for name in decide_sheet(after).required]
    # What is left is the client's to say, or waits for what the client says.
    assert not left or not all(can_be_replied_to(question) for question in left)


def _all_lines(question: Question) -> tuple[Choice, ...]:
    return (*question.choices, *question.clinician_choices)


def test_page_and_reply_ask_the_same_in_the_same_order_and_leave_nothing() -> None:
    asking = (c for c in CASES[::EVERY] if c.disposition in ASKING)
    check_each(asking, check_page_and_reply)


def check_reply(case: Case) -> None:
    about = client_of(case)
    for line in (0, 1, 2):
        asked = enquire(about)
        said = read(about, Ticking(line)) if asked else {}
        before, after = about.sheet.answers, with_reply(about, said, "r")
        for name in said:
            question = PACK.questions[name]
            assert not question.gate
            value, old = after[name], before.get(name, ())
            if question.reassuring and isinstance(value, tuple):
                assert {*old} - {NONE, UNSURE} - _shown(asked, name) <= {*value}


def _shown(asked: Sequence[Enquired], name: str) -> set[str]:
    (each,) = [each for each in asked if each.question.id == name]
    return {line.id for line in each.lines}


def test_what_the_page_leaves_out_of_a_reassuring_list_stays_ticked() -> None:
    check_each(CASES[:: EVERY * 2], check_reply)


def test_of_an_emergency_a_clinician_is_asked_nothing() -> None:
    for case in CASES[::EVERY]:
        if case.disposition == Disposition.EMERGENCY.value:
            assert enquire(client_of(case)) == ()


def test_no_warning_sign_and_no_course_of_one_can_be_replied_to() -> None:
    gate = [question for question in PACK.questions.values() if question.gate]

    assert any(question.carries for question in gate)  # the courses of signs
    for question in gate:
        assert not can_be_replied_to(question, UNSURE)


def test_what_a_client_was_not_sure_of_can_be_settled_by_a_doctor() -> None:
    question = PACK.questions["surgery_kind"]

    assert not can_be_replied_to(question, "disc")
    assert can_be_replied_to(question, UNSURE)


def test_where_only_stability_is_missing_the_agreement_is_asked_for_too() -> None:
    asked = asked_with("canal_of_which_no_grade_was_said")

    assert next(iter(asked)) == "severity"
    assert {"agreed_closes", "agreed_doctor", "agreed_areas", "agreed_age"} <= {*asked}
    assert "agreed_told" not in asked  # it is ticked already


def test_an_agreement_is_asked_for_where_it_only_opens_more() -> None:
    about = client("low_back_nerve_physiotherapist_numb_toe")

    assert about.decision.disposition is Disposition.RESTRICT
    assert about.explanation.ask == ()
    assert "agreed_doctor" in asked_with("low_back_nerve_physiotherapist_numb_toe")


def test_areas_are_all_or_none_or_named() -> None:
    boxes = boxes_of(page_of(client("returning_with_heart_and_no_letter")))
    (areas,) = [ticks for label, ticks in boxes.values() if "areas may" in label]
    (closed,) = [ticks for label, ticks in boxes.values() if "left out" in label]

    assert areas[:3] == ("all areas", "no area", "only these:")
    assert areas[3:] == tuple(region.text for region in PACK.about.region)
    assert closed[0] == "nothing"
    assert closed[-2:] == ("areas, namely:", "cannot say")
    assert "All massage" in closed
    assert not {region.text for region in PACK.about.region} & {*closed}


TREE = pack_of(
    [
        {
            "section": {"title": "T"},
            "question": [
                {
                    "id": "grade",
                    "kind": "one_of",
                    "ask": "A?",
                    "choices": [{"id": w, "text": w} for w in ("mild", "grave")],
                    "changes": [
                        {
                            "by": "result",
                            "from": ["unsure"],
                            "to": ["mild"],
                            "says": "It is mild.",
                        }
                    ],
                    "ask_clinician": "How grave is it?",
                },
                {
                    "id": "agreed",
                    "kind": "yes_no",
                    "reassuring": True,
                    "when": {"question": "grade", "is_any_of": ["grave"]},
                    "ask": "B?",
                    "changes": [
                        {"by": "clearance", "to": ["yes"], "says": "It is agreed."}
                    ],
                    "ask_clinician": "Do you agree?",
                },
            ],
            "rule": [
                {
                    "id": "not_graded",
                    "when": {"question": "grade", "is_any_of": ["unsure"]},
                    "disposition": "postpone",
                    "timeframe": "until_cleared",
                    "found": "F.",
                    "do": "D.",
                    "tell": "T.",
                },
                {
                    "id": "not_agreed",
                    "when": {"question": "agreed", "is_any_of": ["no", "unsure"]},
                    "disposition": "postpone",
                    "timeframe": "until_cleared",
                    "found": "F.",
                    "do": "D.",
                    "tell": "T.",
                },
            ],
        }
    ]
)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ({"grade": "unsure"}, ["grade", "agreed"]),
        ({"grade": "grave", "agreed": "no"}, ["agreed"]),
        ({"grade": "mild"}, []),
    ],
)
def test_what_another_answer_of_the_doctor_would_open_stands_on_the_page(
    said: dict[str, str], asked: list[str]
) -> None:
    about = screened(TREE, fit_answers(TREE, said, "x"), "x")

    assert [each.question.id for each in enquire(about)] == asked
