"""What a client filled in alone: it is read whole or not at all, and never a result."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner

from massage_screen.alone import asked_alone
from massage_screen.answers import YES, Answers, Value
from massage_screen.bringing import bring, bring_filled
from massage_screen.cli import app
from massage_screen.decision import decide
from massage_screen.errors import AnswersError
from massage_screen.filled import Filled, read_filled
from massage_screen.form.code import Typed, code_of, handed_over, read_code
from massage_screen.history import History
from massage_screen.interview import Answered, conduct
from massage_screen.pack import Case, Pack
from massage_screen.presentation.last_time import what_is_brought
from massage_screen.screened import read_client
from massage_screen.sheet import Sheet, fit_answers
from tests.shipped import CASES, PACK
from tests.test_brought import Returns

DAY, TODAY = "2026-11-27", "2026-11-28"
NAME = "the file"
SCHEMA = Path(__file__).parents[1] / "docs/schemas/filled-1.schema.json"


def alone(told: Mapping[str, Value]) -> Sheet:
    """Return what somebody writes alone: what is told, and else the mildest."""
    history = History()
    for question in asked_alone(PACK):
        sheet = history.sheet(PACK)
        if sheet.relevance[question.id]:
            value = told.get(question.id, sheet.mildest(question))
            history = history.with_answer(PACK, question.id, value)
    return history.sheet(PACK)


def well() -> dict[str, Any]:
    """Return the answers of a client with nothing to tell."""
    said = alone({}).visible.items()
    return {q: list(v) if isinstance(v, tuple) else v for q, v in said}


WELL = well()
#: A sign of the gate that is an emergency by itself.
STUCK = {"bladder_last": "cannot"}


def file_of(answers: dict[str, Any], pack: Pack = PACK, **more: Any) -> dict[str, Any]:
    about = pack.about
    said = {"id": about.id, "version": about.version, "digest": pack.digest}
    return {
        "schema": "massage-screen/filled/1",
        "pack": said,
        "begun": f"{DAY}T09:00:00+00:00",
        "ended": f"{DAY}T09:12:00+00:00",
        "by": "client",
        "emergency_shown": False,
        "taken_back": [],
        "in_person": [],
        "answers": answers,
    } | more


def bytes_of(content: dict[str, Any]) -> bytes:
    return json.dumps(content).encode()


def brought(content: dict[str, Any], today: str = TODAY) -> History:
    return bring(bytes_of(content), PACK, today)


# Reading it


def test_its_schema_is_published() -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)

    validator.validate(file_of(WELL))
    assert not validator.is_valid(file_of(WELL) | {"answers": None})
    assert not validator.is_valid(file_of(WELL) | {"schema": "massage-screen/filled/2"})


def test_what_was_taken_back_counts_as_written() -> None:
    back = [{"question": "bladder_last", "was": ["cannot"]}]
    content = file_of(WELL, emergency_shown=True, taken_back=back)

    filled = read_filled(content, NAME, PACK)

    assert filled.answers["bladder_last"] == "cannot"
    assert filled.taken_back == ("bladder_last",)


def test_of_a_list_what_was_taken_back_is_added_line_by_line() -> None:
    lists = [q for q in asked_alone(PACK) if q.gate and q.takes.several]
    question = next(q for q in lists if len(q.choices) > 2)
    one, two, *_ = [choice.id for choice in question.choices]
    back = [{"question": question.id, "was": [one, f"{two}?"]}]

    def read(now: list[str]) -> object:
        content = file_of({question.id: now}, taken_back=back)
        return read_filled(content, NAME, PACK).answers[question.id]

    assert read(["none"]) == [one, f"{two}?"]
    assert read([two]) == [two, one]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"answers": None}, "answers"),
        ({"answers": ["none"]}, "answers"),
        ({"ended": 3}, "ended"),
        ({"taken_back": [{"question": "x"}]}, "taken_back"),
        ({"emergency_shown": "no"}, "emergency_shown"),
    ],
)
def test_another_form_is_refused_without_a_word_of_it(
    change: dict[str, Any], says: str
) -> None:
    with pytest.raises(AnswersError, match=f"^the file: not as the form.*{says}"):
        read_filled(file_of(WELL) | change, NAME, PACK)


def test_what_only_the_therapist_can_answer_is_refused() -> None:
    with pytest.raises(AnswersError, match="for the therapist to answer"):
        read_filled(file_of({**WELL, "answering": "clearly"}), NAME, PACK)


# Deciding from it


def test_a_form_alone_never_gives_a_go_ahead() -> None:
    client = read_client(bytes_of(file_of(WELL)), NAME, PACK, "test", TODAY)

    assert client.decision.disposition is None
    assert set(client.decision.required) == {
        name
        for name in client.sheet.open
        if PACK.questions[name].asked_by == "therapist"
    }


def test_another_pack_and_answers_that_do_not_fit_are_refused() -> None:
    other = file_of(WELL)

    other["pack"]["digest"] = "sha256:0"

    with pytest.raises(AnswersError, match="another pack"):
        read_client(bytes_of(other), NAME, PACK, "test", TODAY)
    with pytest.raises(AnswersError, match="no such question"):
        read_client(bytes_of(file_of({"x": "y"})), NAME, PACK, "test", TODAY)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (file_of(WELL), 50),
        (file_of(WELL | STUCK), 40),
        (
            file_of(
                WELL,
                emergency_shown=True,
                taken_back=[{"question": "bladder_last", "was": ["cannot"]}],
            ),
            40,
        ),
    ],
)
def test_assess_says_who_answered(
    tmp_path: Path, content: dict[str, Any], code: int
) -> None:
    file = tmp_path / "answers.json"
    file.write_bytes(bytes_of(content))

    result = CliRunner().invoke(app, ["assess", str(file), "--json"])

    assert result.exit_code == code
    said = " ".join(result.stderr.split())
    assert "Filled in by the client on 27 November 2026, not confirmed" in said
    assert ("was taken back" in said) is bool(content["taken_back"])


@pytest.mark.parametrize("start", [b"<!DOCTYPE html>", b"%PDF-1.7", b"PK\x03\x04"])
def test_the_form_itself_is_no_file_of_answers(tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "form.html"
    file.write_bytes(start + b" " * 300_000)

    result = CliRunner().invoke(app, ["assess", str(file)])

    assert result.exit_code == 65
    assert "save the file at its end" in " ".join(result.stderr.split())


# Bringing it along


def test_nothing_of_it_counts_before_it_is_confirmed() -> None:
    history = brought(file_of(WELL | STUCK))

    assert dict(history.said) == {}
    assert history.sheet(PACK).visible == {}
    assert history.brought is not None
    assert history.brought.source == "filled"
    assert history.brought.given_on == DAY
    assert dict(history.brought.answers)["bladder_last"] == "cannot"


def test_what_was_told_for_this_visit_is_confirmed_and_the_gate_is_asked() -> None:
    along = brought(file_of(WELL)).brought
    assert along is not None

    ready = {q.id for q in PACK.questions.values() if along.ready(q) is not None}

    assert [name for name in ready if PACK.questions[name].gate] == []
    assert {"felt", "spine_told"} <= ready  # one of them keeps for one visit only


@pytest.mark.parametrize("today", ["2026-11-29", "2026-11-26", "2027-01-01"])
def test_what_keeps_for_a_visit_is_asked_anew_later(today: str) -> None:
    along = brought(file_of(WELL), today).brought
    assert along is not None

    assert not along.for_this_visit
    assert along.ready(PACK.questions["felt"]) is None


def test_after_two_weeks_all_is_asked_anew() -> None:
    along = brought(file_of(WELL), "2026-12-12").brought
    assert along is not None

    assert along.is_too_old
    assert along.confirmable(PACK) == {}
    assert dict(along.answers) != {}  # a sign that is denied now is still asked about


def test_that_a_form_is_too_old_is_said_with_its_day() -> None:
    told = " ".join(what_is_brought(brought(file_of(WELL), "2026-12-12"), PACK))

    assert "gave alone on 27 November 2026" in told
    assert "That is too long ago, so background is asked anew too." in told


def test_what_is_to_be_said_in_person_is_not_brought() -> None:
    along = brought(file_of(WELL, in_person=["felt"])).brought
    assert along is not None

    assert "felt" not in along.answers
    assert along.dropped == {"felt": "is to be said in person"}


def test_a_sign_of_an_emergency_is_said_first() -> None:
    first, *_ = what_is_brought(brought(file_of(WELL | STUCK)), PACK)

    assert first.startswith("The client wrote: Urine last passed: Needs to go")
    assert first.endswith("Ask about it now, before anything else.")


def test_it_is_said_that_the_form_called_for_help_and_what_was_taken_back() -> None:
    back = [{"question": "bladder_last", "was": ["hours"]}]
    content = file_of(WELL, emergency_shown=True, taken_back=back)

    told = " ".join(what_is_brought(brought(content), PACK))

    assert "Ask about it now" in told
    assert "taken back: Urine last passed. It counts as written" in told


def test_a_code_brings_the_same() -> None:
    told = Sheet(PACK, Answers(brought(file_of(WELL)).brought.answers))
    code = code_of(PACK, Typed(told.answers, DAY, False, False))

    both = CliRunner().invoke(app, ["screen", "--code", code, "--from", "x.json"])
    slip = CliRunner().invoke(app, ["screen", "--code", f"{code}X"])
    right = CliRunner().invoke(app, ["screen", "--code", code])

    assert both.exit_code == 2
    assert slip.exit_code == 65
    assert "The code has a slip" in slip.stderr
    assert right.exit_code == 2  # nobody can answer here
    assert "Answers that the client gave alone" in right.output


class Said(dict[str, Value]):
    """What a client says when asked, and the mildest of what no case tells."""

    def __missing__(self, name: str) -> Value:
        return PACK.questions[name].mildest


FIRST_VISITS = [
    case
    for case in CASES
    if "visit" not in case.answers and "watch" not in case.answers
]
SIGNS_EXPLAINED = [case for case in FIRST_VISITS if "_sign_explained" in case.id]


@pytest.mark.parametrize(
    "case", [*SIGNS_EXPLAINED, *FIRST_VISITS[::200]], ids=lambda case: case.id
)
def test_what_is_gone_through_comes_to_what_asking_comes_to(case: Case) -> None:
    """The client wrote it alone; the therapist confirms it, and asks the rest."""
    told = fit_answers(PACK, case.answers, case.id)
    written = handed_over(alone(told))
    code = code_of(PACK, Typed(Answers(written), DAY, False, False))
    filled = read_code(code, PACK, TODAY).as_filled()
    said = {**told, **written}

    asked = decide(PACK, conduct(PACK, Returns(Said(said))))

    for history in (
        brought(file_of(json.loads(json.dumps(written)))),
        bring_filled(filled, PACK, TODAY, "code"),
    ):
        therapist = Returns(Said(said), still=(), keeps=(Answered(YES),) * 40)
        assert decide(PACK, conduct(PACK, therapist, history)) == asked
        assert therapist.denials == []


def test_a_code_is_as_a_file_is() -> None:
    filled = Typed(Answers({"felt": "tight"}), DAY, True, False).as_filled()

    assert filled == Filled(
        answers=Answers({"felt": "tight"}), day=DAY, emergency_shown=True
    )
