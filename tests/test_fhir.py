"""The Questionnaire: valid, whole, without a rule, and enabled as the engine asks."""

from __future__ import annotations

import json
import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.questionnaire import Questionnaire
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.alone import asked_alone
from massage_screen.answers import NO, NONE, UNSURE, YES, Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.fhir.asked import Asked, is_line_by_line, link_of
from massage_screen.fhir.questionnaire import as_text, questionnaire_of
from massage_screen.form.data import data_of
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet
from tests import generated
from tests.fhir_renderer import Renderer
from tests.fhir_walks import enabled_in, response_of, walk_of
from tests.generated import pack_of
from tests.shipped import PACK

ASKED = Asked(PACK)
FORM = data_of(PACK)
Item = dict[str, Any]


@cache
def made() -> Item:
    return questionnaire_of(PACK)


@cache
def renderer() -> Renderer:
    return Renderer(made())


def difference(asked: Asked, shown: Renderer, sheet: Sheet) -> set[str]:
    """Return the items of questions and lines that are enabled in one of both only."""
    asks = {*asked.links, *asked.questions}
    return (shown.enabled(response_of(asked, sheet)) & asks) ^ enabled_in(asked, sheet)


# What it is


def test_it_is_a_questionnaire_of_fhir_r4() -> None:
    read = Questionnaire.model_validate(made())

    assert read.url == f"urn:massage-screen:{PACK.about.id}"
    assert read.status == ("draft" if PACK.about.status == "draft" else "active")
    # What is valid is not enough: another version of the pack is another version of it.
    assert read.version.startswith(f"{PACK.about.version}+")
    assert read.version[-12:] in PACK.digest


def test_a_questionnaire_that_is_none_is_refused_by_the_same_check() -> None:
    broken = json.loads(as_text(made()))
    broken["extension"][0]["valueExpression"]["name"] = "a_b"  # no id of FHIR

    with pytest.raises(ValueError, match="pattern"):
        Questionnaire.model_validate(broken)


def test_every_item_has_a_name_of_its_own_and_a_known_kind() -> None:
    kinds = {item["type"] for item in renderer().items.values()}

    assert kinds <= {"group", "display", "choice", "integer", "boolean"}
    assert len(renderer().items) == str(made()).count("'linkId'")


def test_it_has_the_questions_of_the_form_and_none_of_the_therapist() -> None:
    asked_by = {PACK.questions[name].asked_by for name in ASKED.questions}

    assert set(ASKED.links) <= set(renderer().items)
    assert "therapist" not in asked_by
    assert [
        n for n in PACK.questions if n not in ASKED.questions and n in _named()
    ] == []


def _named() -> set[str]:
    return {link.partition(".")[0] for link in renderer().items}


def test_no_rule_is_in_it() -> None:
    text = as_text(made())
    told = (text for rule in PACK.rules.values() for text in (rule.found, rule.do))

    assert [
        t for t in told if isinstance(t, str) and t and json.dumps(t)[1:-1] in text
    ] == []
    codes = {c.id for q in PACK.questions.values() for c in q.choices}
    rules = PACK.rules.keys() - codes
    assert [name for name in rules if f'"{name}"' in text] == []


def test_it_says_first_that_it_gives_no_result_and_when_to_call_for_help() -> None:
    first = made()["item"][0]
    told = [item["text"] for item in first["item"]]

    assert "gives no result" in told[0]
    assert "call your local emergency number" in told[1]
    assert told[2:] == list(PACK.about.warning_signs)


def test_the_same_pack_gives_the_same_text() -> None:
    assert as_text(questionnaire_of(PACK)) == as_text(made())
    assert as_text(made()).isascii()


# How a question stands in it


def codes_of(item: dict[str, Any]) -> list[str]:
    """Return the codes that an item takes, in their order."""
    if item.get("answerValueSet") == "#three":
        (three,) = made()["contained"]
        assert three["id"] == "three"
        return [each["code"] for each in three["expansion"]["contains"]]
    return [option["valueCoding"]["code"] for option in item.get("answerOption", ())]


def test_yes_no_and_not_sure_stand_there_once() -> None:
    (three,) = made()["contained"]

    assert [w["code"] for w in three["compose"]["include"][0]["concept"]] == [
        *(YES, NO, UNSURE)
    ]
    assert as_text(made()).count('"code":"yes","display"') == 2
    assert codes_of(renderer().items["pregnant"]) == [YES, NO, UNSURE]


def test_what_waits_for_the_therapist_whatever_a_client_says_is_left_out() -> None:
    """A line of it is left to a list of theirs, which has it as often."""
    waits = {q.id for q in PACK.questions.values() if q.asked_by != "therapist"}
    waits -= {q.id for q in asked_alone(PACK)}
    new = {name for name in waits if ASKED.at_first.relevance[name] is not False}

    assert new
    for name in new:
        assert name not in ASKED.links
        assert f'"{name}' not in as_text(made())
        assert all(name != step["id"] or "ask" not in step for step in FORM["steps"])


def test_nothing_is_chosen_beforehand() -> None:
    assert "initial" not in as_text(made())


def test_each_question_can_be_answered_with_not_sure() -> None:
    for link, (question, line) in ASKED.links.items():
        item = renderer().items[link]
        codes = codes_of(item)
        if question.takes.counts:
            assert item["type"] == ("boolean" if line else "integer")
        else:
            assert UNSURE in codes


def test_none_is_exclusive_and_doubt_stands_beside_each_line() -> None:
    lists = [
        q
        for q in ASKED.questions.values()
        if q.takes.several and not is_line_by_line(q)
    ]
    for question in lists:
        options = renderer().items[question.id]["answerOption"]
        codes = [option["valueCoding"]["code"] for option in options]
        alone = [o["valueCoding"]["code"] for o in options if "extension" in o]

        assert alone == [NONE]
        assert {f"{line.id}?" for line in question.choices} <= set(codes)
    assert lists


def test_a_list_of_the_gate_or_with_lines_that_depend_is_asked_line_by_line() -> None:
    for question in ASKED.questions.values():
        if question.takes.several and (question.gate or question.depends):
            lines = [link_of(question.id, line.id) for line in ASKED.lines(question)]
            within = [
                x for x, parent in renderer().within.items() if parent == question.id
            ]
            assert [link for link in within if link in ASKED.links] == lines
            assert renderer().items[question.id]["type"] == "group"


def test_what_the_standard_can_say_is_not_said_in_fhirpath() -> None:
    kinds = {"enableWhen": 0, "expression": 0}
    for item in renderer().items.values():
        kinds["enableWhen"] += "enableWhen" in item
        urls = (each["url"] for each in item.get("extension", ()))
        kinds["expression"] += any(url.endswith("enableWhenExpression") for url in urls)

    assert kinds["enableWhen"] > 4 * kinds["expression"] > 0


# What is enabled


def test_nothing_is_asked_before_anything_was_answered_but_what_everyone_is() -> None:
    assert difference(ASKED, renderer(), Sheet(PACK, Answers())) == set()


@pytest.mark.parametrize("seed", range(8))
def test_items_are_enabled_as_the_engine_asks(seed: int) -> None:
    dice, states = random.Random(seed), [sheet for _, sheet in walk_of(ASKED, seed)]
    chosen = [*dice.sample(states, 3), states[-1]]

    assert [difference(ASKED, renderer(), sheet) for sheet in chosen] == [set()] * 4


def test_so_they_are_with_all_that_a_pack_can_say(grown: Path) -> None:
    pack = load_pack(grown)
    asked, shown = Asked(pack), Renderer(questionnaire_of(pack))
    walks = [sheet for seed in range(40) for _, sheet in walk_of(asked, seed)]

    Questionnaire.model_validate(questionnaire_of(pack))
    assert [found for s in walks if (found := difference(asked, shown, s))] == []
    assert len(walks) > 200


DRAWN = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # a pack that fails takes minutes to be made smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@DRAWN
@given(st.data())
def test_so_they_are_in_packs_drawn_by_chance(data: st.DataObject) -> None:
    pack = data.draw(packs())
    asked, shown = Asked(pack), Renderer(questionnaire_of(pack))
    seed = data.draw(st.integers(0, 1000))

    assert difference(asked, shown, Sheet(pack, Answers())) == set()
    for _, sheet in walk_of(asked, seed):
        assert difference(asked, shown, sheet) == set()


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """Draw a pack in which some is asked by the therapist, or only ticked."""
    files = draw(generated.files())
    for row in (question for file in files for question in file["question"]):
        row["asked_by"] = draw(st.sampled_from(["client"] * 4 + ["therapist"]))
        row["aloud"] = draw(st.booleans())
        row["gate"] = draw(st.integers(0, 3)) == 0
    return pack_of(files)


def numbers() -> Pack:
    """Return a pack with a number and a fact, both of which open questions."""

    def asked(name: str, **when: Any) -> Item:
        return {"id": name, "kind": "yes_no", "ask": "A?", **when}

    def said(name: str, *words: str) -> Item:
        return {"question": name, "is_any_of": list(words)}

    strong = {"question": "pain", "at_least": 5}
    mild = {"question": "pain", "below": 3}
    unsure = said("pain", "unsure")
    kind = {"kind": "number", "minimum": 0, "maximum": 10, "bands": [3, 5]}
    rows = [
        {"id": "pain", "ask": "A?", "unit": "of 10", **kind},
        asked("more", when={"any_of": [strong, unsure]}),
        asked("less", when=mild),
        asked(
            "nested", when={"any_of": [mild, {"all_of": [strong, said("more", "yes")]}]}
        ),
        asked("doubt", when={"any_of": [unsure, {"all_of": [mild, strong]}]}),
    ]
    state = {
        "id": "state",
        "about": "F.",
        "values": ["good", "fair", "bad"],
        "rows": [
            {"is": "good", "when": said("less", "no")},
            {"is": "bad", "when": said("nested", "yes")},
            {"is": "fair", "when": said("more", "yes", "no")},
        ],
    }
    later = [
        asked("if_fair", when={"fact": "state", "is_any_of": ["fair", "good"]}),
        asked("if_bad", when={"fact": "state", "is_any_of": ["bad"]}),
    ]
    section = {"title": "T"}
    return pack_of(
        [
            {"section": section, "question": rows, "fact": [state]},
            {"section": section, "question": later},
        ]
    )


def test_so_they_are_with_numbers_and_facts() -> None:
    pack = numbers()
    asked, shown = Asked(pack), Renderer(questionnaire_of(pack))
    walks = [sheet for seed in range(40) for _, sheet in walk_of(asked, seed)]

    Questionnaire.model_validate(questionnaire_of(pack))
    assert [found for s in walks if (found := difference(asked, shown, s))] == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        (").not()", ")"),
        (") and (", ") or ("),
        (">= 5", ">= 6"),
        ("= 'unsure', false", "= 'unsure', true"),
        ('"operator":"="', '"operator":"!="'),
    ],
)
def test_what_is_said_wrongly_is_noticed(right: str, wrong: str) -> None:
    asked, text = Asked(numbers()), as_text(questionnaire_of(numbers()))
    shown = Renderer(json.loads(text.replace(right, wrong)))
    walks = [sheet for seed in range(40) for _, sheet in walk_of(asked, seed)]

    assert right in text
    assert any(difference(asked, shown, sheet) for sheet in walks)


def test_an_empty_pack_of_the_toy_world_has_one_too(tiny: Pack) -> None:
    Questionnaire.model_validate(questionnaire_of(tiny))


# The command


def test_the_command_prints_it_or_writes_it(tmp_path: Path) -> None:
    target = tmp_path / "q.json"
    printed = CliRunner().invoke(app, ["questions", "--fhir"])
    written = CliRunner().invoke(app, ["questions", "--fhir", "--to", str(target)])
    again = CliRunner().invoke(app, ["questions", "--fhir", "--to", str(target)])
    forced = CliRunner().invoke(
        app, ["questions", "--fhir", "--to", str(target), "--force"]
    )

    assert json.loads(printed.stdout) == made()
    assert (written.exit_code, again.exit_code, forced.exit_code) == (0, 73, 0)
    assert target.read_text("utf-8") == printed.stdout
    assert "no result" in " ".join(written.stderr.split())


@pytest.mark.parametrize(
    "more", [["--fhir", "--json"], ["--fhir", "--print"], ["--to", "x"], ["--force"]]
)
def test_what_does_not_go_together_is_wrong_use(more: list[str]) -> None:
    assert CliRunner().invoke(app, ["questions", *more]).exit_code == 2


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "q.json"

    result = CliRunner().invoke(app, ["questions", "--fhir", "--to", str(target)])

    assert result.exit_code == 73
