"""A QuestionnaireResponse: read whole or refused, and nothing in it is repaired."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse
from typer.testing import CliRunner

from massage_screen.answers import LARGEST_FILE, NONE, UNSURE, YES, Answers
from massage_screen.bringing import bring
from massage_screen.brought import Brought
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.decision import decide
from massage_screen.errors import AnswersError
from massage_screen.fhir.asked import Asked, is_line_by_line, link_of
from massage_screen.fhir.response import read_response
from massage_screen.filled import read_filled
from massage_screen.presentation.last_time import what_is_brought
from massage_screen.screened import read_client
from massage_screen.sheet import Sheet
from tests.fhir_walks import response_of, walk_of
from tests.shipped import PACK

NAME, DAY, TODAY = "the file", "2026-11-27", "2026-11-28"
ASKED = Asked(PACK)
Item = dict[str, Any]


def well() -> Sheet:
    """Return the sheet of a client with nothing to tell."""
    sheet = Sheet(PACK, Answers())
    while opened := [name for name in sheet.open if name in ASKED.questions]:
        question = ASKED.questions[opened[0]]
        sheet = sheet.with_answer(question.id, sheet.mildest(question))
    return sheet


WELL = well()
#: A list of the gate, and one of ticks.
PUT = [q for q in ASKED.questions.values() if q.id in WELL.visible]
SIGNS = next(q for q in PUT if q.gate and q.takes.several)
TICKS = next(q for q in PUT if q.takes.several and not is_line_by_line(q))
#: A sign of the gate that is an emergency by itself.
STUCK = WELL.with_answer("bladder_last", "cannot")


def response(sheet: Sheet = WELL, **more: Any) -> Item:
    return json.loads(json.dumps(response_of(ASKED, sheet, **more)))


def item_in(content: Item, link: str) -> Item:
    todo = [*content["item"]]
    while todo:
        item = todo.pop()
        if item["linkId"] == link:
            return item
        todo += item.get("item", [])
    raise AssertionError(f"the response has no {link}")


def bytes_of(content: Item) -> bytes:
    return json.dumps(content).encode()


def brought(content: Item, today: str = TODAY) -> Brought:
    along = bring(bytes_of(content), PACK, today).brought
    assert along is not None
    return along


# There and back


@pytest.mark.parametrize("seed", range(25))
def test_what_was_answered_comes_back(seed: int) -> None:
    *_, (_, sheet) = walk_of(ASKED, seed)
    content = response(sheet)

    told = read_response(content, NAME, PACK)

    QuestionnaireResponse.model_validate(content)
    assert told.partly == ()
    assert told.day == DAY
    # What was answered of a list counts; what was said before of hidden lines is gone.
    back = Sheet(PACK, Answers(told.answers))
    assert dict(back.visible) == {
        name: value for name, value in sheet.visible.items() if name in ASKED.questions
    }


def test_so_it_does_with_all_that_a_pack_can_say(grown: Path) -> None:
    pack = load_pack(grown)
    asked = Asked(pack)
    for seed in range(60):
        for _, sheet in walk_of(asked, seed):
            told = read_response(response_of(asked, sheet), NAME, pack)
            back = Sheet(pack, Answers(told.answers))

            assert dict(back.visible) == {
                name: value
                for name, value in sheet.visible.items()
                if name in asked.questions
            }


def test_a_long_response_is_small_enough_to_be_read() -> None:
    sheets = [[*walk_of(ASKED, seed)][-1][1] for seed in range(10)]
    texts = [json.dumps(response_of(ASKED, sheet), indent=2) for sheet in sheets]

    assert max(map(len, texts)) < LARGEST_FILE


def test_beside_answers_nothing_is_read() -> None:
    content = response(
        subject={"display": "Anna Smith"}, author={"display": "x"}, text={"div": "<p/>"}
    )
    item_in(content, TICKS.id)["answer"][0]["valueCoding"]["display"] = "Anna Smith"

    client = read_client(bytes_of(content), NAME, PACK, "test", TODAY)

    assert client.sheet.visible == WELL.visible


# Deciding from it


def test_a_response_alone_never_gives_a_go_ahead() -> None:
    client = read_client(bytes_of(response()), NAME, PACK, "test", TODAY)

    assert client.decision.disposition is None
    required = {PACK.questions[name].asked_by for name in client.decision.required}
    assert required == {"therapist"}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_is_in_it_it_never_gives_a_go_ahead(seed: int) -> None:
    *_, (_, sheet) = walk_of(ASKED, seed)

    client = read_client(bytes_of(response(sheet)), NAME, PACK, "test", TODAY)

    assert client.word != "PROCEED"
    # It decides as the same answers do in a file of our own form.
    plain = Answers({n: v for n, v in sheet.visible.items() if n in ASKED.questions})
    assert client.decision.standing is decide(PACK, plain).standing


@pytest.mark.parametrize(("sheet", "code"), [(WELL, 50), (STUCK, 40)])
def test_assess_says_who_answered(tmp_path: Path, sheet: Sheet, code: int) -> None:
    file = tmp_path / "response.json"
    file.write_bytes(bytes_of(response(sheet)))

    result = CliRunner().invoke(app, ["assess", str(file), "--json"])

    assert result.exit_code == code
    said = " ".join(result.stderr.split())
    assert "Filled in by the client on 27 November 2026, not confirmed" in said


# What is set aside


def test_answers_of_what_is_not_asked_are_set_aside_and_named() -> None:
    content = response()
    hidden = next(
        q
        for q in ASKED.questions.values()
        if q.takes.yes_or_no and WELL.relevance[q.id] is False
    )
    coding = {"system": "urn:massage-screen:answer", "code": YES}
    answer = {"linkId": hidden.id, "answer": [{"valueCoding": coding}]}
    content["item"][0]["item"].append(answer)

    client = read_client(bytes_of(content), NAME, PACK, "test", TODAY)

    assert client.decision.set_aside == (hidden.id,)
    assert client.sheet.visible == WELL.visible


def test_a_line_that_is_not_offered_is_set_aside_and_named() -> None:
    line = SIGNS.choices[0].id
    told = next(
        q for q in ASKED.questions.values() if any(c.carried_from for c in q.choices)
    )
    named, other = told.choices[0], told.choices[1]
    sheet = WELL.with_answer(named.carried_from, (named.id,))
    sheet = sheet.with_answer(told.id, (named.id,))
    content = response(sheet)
    coding = {"system": "urn:massage-screen:answer", "code": YES}
    stale = {"linkId": link_of(told.id, other.id), "answer": [{"valueCoding": coding}]}
    item_in(content, told.id)["item"].append(stale)

    client = read_client(bytes_of(content), NAME, PACK, "test", TODAY)

    assert dict(client.decision.lines_set_aside) == {told.id: (other.id,)}
    assert line


# A list that is half done


def half_done(mark: str) -> Item:
    content = response()
    lines = item_in(content, SIGNS.id)["item"]
    lines[0]["answer"][0]["valueCoding"]["code"] = mark
    del lines[-1]
    return content


def test_what_is_told_in_a_list_that_is_half_done_counts_and_denies_nothing() -> None:
    told = read_response(half_done(YES), NAME, PACK)

    assert told.partly == (SIGNS.id,)
    assert told.answers[SIGNS.id] == (SIGNS.choices[0].id, UNSURE)


def test_a_list_that_is_half_done_with_nothing_told_is_no_answer() -> None:
    content = half_done("no")

    told = read_response(content, NAME, PACK)

    assert told.partly == (SIGNS.id,)
    assert SIGNS.id not in told.answers
    assert brought(content).dropped == {SIGNS.id: "has lines without an answer"}


def test_assess_names_a_list_that_is_half_done(tmp_path: Path) -> None:
    file = tmp_path / "response.json"
    file.write_bytes(bytes_of(half_done("no")))

    result = CliRunner().invoke(app, ["assess", str(file), "--json"])

    assert result.exit_code == 50
    assert f"Not every line has an answer, in: {SIGNS.id}" in result.stderr
    assert SIGNS.id in json.loads(result.stdout)["unanswered"]


# Bad input


def with_answers(link: str, *answers: object) -> Callable[[], Item]:
    def make() -> Item:
        content = response()
        item_in(content, link)["answer"] = list(answers)
        return content

    return make


def with_more(*items: object) -> Callable[[], Item]:
    return lambda: {**response(), "item": [*response()["item"], *items]}


def coded(link: str, *codes: str, system: str = "") -> Callable[[], Item]:
    theirs = f"urn:massage-screen:{PACK.about.id}:{link}"
    return with_answers(
        link, *({"valueCoding": {"system": system or theirs, "code": c}} for c in codes)
    )


LINE = link_of(SIGNS.id, SIGNS.choices[0].id)
ONE = next(q for q in PUT if q.takes.yes_or_no).id
NUMBER = next(q for q in ASKED.questions.values() if q.takes.counts)
THEIRS = next(q for q in PACK.questions.values() if q.asked_by == "therapist").id
SECRET = TICKS.choices[0].id


def number(*items: Item) -> Callable[[], Item]:
    return with_more(*items)


BAD: dict[str, tuple[Callable[[], object], str]] = {
    "an unknown item": (
        with_more({"linkId": "bladder_sign"}),
        "'bladder_sign': the Questionnaire has no such item",
    ),
    "an item of the therapist": (
        with_more({"linkId": THEIRS}),
        f"'{THEIRS}': is for the therapist",
    ),
    "none beside a sign": (
        coded(TICKS.id, NONE, SECRET),
        f"'{TICKS.id}' has \"none\" beside other answers",
    ),
    "a tick and its doubt": (
        coded(TICKS.id, SECRET, f"{SECRET}?"),
        f"'{TICKS.id}' names the same answer twice",
    ),
    "an unknown code": (coded(TICKS.id, "purple"), f"'{TICKS.id}' may only hold"),
    "a code of another system": (
        coded(TICKS.id, SECRET, system="http://example.com"),
        f"'{TICKS.id}': has a code of another system",
    ),
    "text for a choice": (
        with_answers(TICKS.id, {"valueString": SECRET}),
        f"'{TICKS.id}': takes one of its choices (valueCoding) only",
    ),
    "a reference": (
        with_answers(ONE, {"valueReference": {"reference": "#x"}}),
        f"'{ONE}': takes one of its choices",
    ),
    "two answers to one": (
        coded(ONE, YES, "no", system="urn:massage-screen:answer"),
        f"'{ONE}' has more than one answer",
    ),
    "two marks of a line": (
        coded(LINE, YES, "no", system="urn:massage-screen:answer"),
        f"'{LINE}' must be one of",
    ),
    "a code of a line that is none": (
        coded(LINE, SECRET, system="urn:massage-screen:answer"),
        f"'{LINE}' must be one of",
    ),
    "a number as text": (
        number({"linkId": NUMBER.id, "answer": [{"valueString": "7"}]}),
        f"'{NUMBER.id}': takes a number only, and no text",
    ),
    "a number in quotes": (
        number({"linkId": NUMBER.id, "answer": [{"valueInteger": "7"}]}),
        f"'{NUMBER.id}': takes a number only",
    ),
    "true for a number": (
        number({"linkId": NUMBER.id, "answer": [{"valueInteger": True}]}),
        f"'{NUMBER.id}': takes a number only",
    ),
    "a number out of bounds": (
        number({"linkId": NUMBER.id, "answer": [{"valueInteger": 4000}]}),
        f"'{NUMBER.id}' must be from",
    ),
    "a number beside not sure": (
        number(
            {"linkId": NUMBER.id, "answer": [{"valueInteger": NUMBER.minimum}]},
            {
                "linkId": link_of(NUMBER.id, UNSURE),
                "answer": [{"valueBoolean": True}],
            },
        ),
        f"'{NUMBER.id}' has more than one answer",
    ),
    "an answer of a group": (
        with_answers(SIGNS.id, {"valueBoolean": True}),
        f"'{SIGNS.id}': takes no answer",
    ),
    "two values of one answer": (
        with_answers(ONE, {"valueString": "x", "valueBoolean": True}),
        f"'{ONE}': an answer has not exactly one value",
    ),
    "an answer that is none": (with_answers(ONE, 3), f"'{ONE}': an answer has no"),
    "an item twice": (
        with_more({"linkId": ONE}),
        f"'{ONE}': stands twice",
    ),
    "an item without a name": (with_more({"text": "x"}), "an item has no 'linkId'"),
    "items that are no list": (
        lambda: response() | {"item": {"linkId": ONE}},
        "'item' is no list of items",
    ),
    "answers that are no list": (
        with_more({"linkId": "section-900", "answer": {}}),
        "'section-900': 'answer' is no list",
    ),
    "entered in error": (
        lambda: response(status="entered-in-error"),
        "'status' is none of completed, amended, in-progress",
    ),
    "no status": (lambda: response(status=None), "'status' is none of"),
    "another resource": (
        lambda: {"resourceType": "Bundle", "entry": [{"resource": response()}]},
        "no QuestionnaireResponse",
    ),
    "another questionnaire": (
        lambda: response(questionnaire="http://example.com/q|1"),
        "it answers other questions",
    ),
    "no questionnaire": (lambda: response(questionnaire=None), "answers other"),
    "no version": (
        lambda: response(questionnaire=f"urn:massage-screen:{PACK.about.id}"),
        "another edition of the Questionnaire",
    ),
    "another version": (
        lambda: response(
            questionnaire=f"urn:massage-screen:{PACK.about.id}|"
            f"{PACK.about.version}+000000000000"
        ),
        "another edition of the Questionnaire",
    ),
}


@pytest.mark.parametrize("bad", BAD)
def test_what_does_not_fit_is_refused_in_one_message(bad: str, tmp_path: Path) -> None:
    make, says = BAD[bad]
    file = tmp_path / "response.json"
    data = json.dumps(make()).encode()
    file.write_bytes(data)

    assessed = CliRunner().invoke(app, ["assess", str(file)])
    asked = CliRunner().invoke(app, ["screen", "--from", str(file)])

    for result in (assessed, asked):
        said = " ".join(result.stderr.split())
        assert result.exit_code == 65
        assert says in said
        assert "Traceback" not in said
    assert assessed.stdout == ""
    assert file.read_bytes() == data


def test_items_in_one_another_without_end_are_refused() -> None:
    deep: Item = {"linkId": "section-1"}
    for number in range(2, 2000):
        deep = {"linkId": f"section-{number}", "item": [deep]}

    with pytest.raises(AnswersError, match="too deep"):
        read_response(response() | {"item": [deep]}, NAME, PACK)


def test_xml_is_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "response.xml"
    file.write_text('<QuestionnaireResponse xmlns="http://hl7.org/fhir"/>', "utf-8")

    result = CliRunner().invoke(app, ["assess", str(file)])

    assert result.exit_code == 65
    assert "FHIR in XML" in result.stderr


def test_items_without_an_answer_are_none() -> None:
    content = response()
    item_in(content, ONE)["answer"] = []
    del item_in(content, TICKS.id)["answer"]

    told = read_response(content, NAME, PACK)

    assert {ONE, TICKS.id}.isdisjoint(told.answers)
    assert told.partly == ()


# Bringing it along


def test_nothing_of_it_counts_before_it_is_confirmed() -> None:
    history = bring(bytes_of(response(STUCK)), PACK, TODAY)

    assert dict(history.said) == {}
    assert history.brought is not None
    assert (history.brought.source, history.brought.given_on) == ("fhir", DAY)
    first, *_ = what_is_brought(history, PACK)
    assert first.startswith("The client wrote: Urine last passed: Needs to go")


def test_what_was_told_for_this_visit_is_confirmed_and_the_gate_is_asked() -> None:
    along = brought(response())
    ready = {q.id for q in PACK.questions.values() if along.ready(q) is not None}

    assert [name for name in ready if PACK.questions[name].gate] == []
    assert ready == {
        name
        for name, value in WELL.visible.items()
        if PACK.questions[name].may_be_confirmed(value)
    }


def test_after_two_weeks_all_is_asked_anew() -> None:
    assert brought(response(), "2026-12-12").is_too_old
    assert brought(response(authored="yesterday")).given_on == ""


def test_what_shows_a_questionnaire_calls_for_no_help_and_takes_nothing_back() -> None:
    filled = read_filled(response(STUCK), NAME, PACK)

    assert filled.source == "fhir"
    assert not filled.emergency_shown
    assert filled.taken_back == ()


def test_where_nobody_can_be_asked_it_decides_nothing(tmp_path: Path) -> None:
    file = tmp_path / "response.json"
    file.write_bytes(bytes_of(response()))

    result = CliRunner().invoke(app, ["screen", "--from", str(file)])

    assert result.exit_code == 2
    assert "Answers that the client gave alone" in result.output
