"""A therapist reads a doctor's reply off the paper, question by question."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.cli.doing.reading_off import read_off
from massage_screen.cli.doing.reply import for_the_doctor
from massage_screen.decision import decide
from massage_screen.documents.choices import Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.kinds import make_document
from massage_screen.documents.parts import Setting
from massage_screen.errors import AnswersError, Interrupted, UnfitDocument
from massage_screen.pack import Disposition, Pack
from massage_screen.reply import with_reply
from massage_screen.screened import Screened, as_json, screened
from massage_screen.sheet import fit_answers
from tests.generated import pack_of
from tests.shipped import CASES

SPINE = Path(__file__).parents[1] / "questions" / "spine"
SILENT = "not_said"
NUMBER = re.compile(r"\d+\. ")


@pytest.fixture(scope="module")
def spine() -> Pack:
    return load_pack(SPINE)


def client(pack: Pack, case_id: str) -> Screened:
    (case,) = [case for case in CASES if case.id == case_id]
    return screened(pack, fit_answers(pack, case.answers, case_id), "x")


class Reader:
    """Answers each question by its first words; what it has no words for, silently."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.heard: list[str] = []
        self.told: list[str] = []

    def say(self, text: str) -> None:
        self.told.append(text)

    def choose(self, text: str, options: Any) -> str:
        if not NUMBER.match(text):  # the first line says yes
            return str(self.said.get(text, options[0][0]))
        found = self._answer(text, options)
        if isinstance(found, list):  # of a list with one line, or of areas
            ids = [name for name, _ in options]
            return (
                found[0]
                if found and found[0] in ids
                else ("some_areas" if found else "none")
            )
        return str(found or SILENT)

    def tick(self, text: str, options: Any) -> tuple[str, ...]:
        found = self._answer(text, options)
        return (SILENT,) if found is None else tuple(found)

    def _answer(self, text: str, options: Any) -> Any:
        assert options[-1][0] == SILENT or "areas" in text
        if text not in self.heard:
            self.heard.append(text)
        for start, answer in self.said.items():
            if text.partition(". ")[2].startswith(start):
                return answer
        return None


def read(about: Screened, said: dict[str, Any]) -> tuple[Any, Reader]:
    """Have a client's reply read off, by what it says."""
    reader: Any = Reader(said)
    told = read_off(about, for_the_doctor(about), reader)
    return with_reply(about, told, "the reply"), reader


def test_a_reply_that_is_read_off_opens_what_it_names(spine: Pack) -> None:
    before = client(spine, "neck_stenosis_asking_for_feet_only")
    neck = ["cervical_stenosis"]
    said = {
        "For which of these do you agree": neck,
        "For which do you agree knowing": neck,
        "For which does that hold for the client": neck,
        "For which is the reply dated": neck,
        "For which did a doctor sign": neck,
        "For which did the spine specialist": neck,
        "Which areas may": ["feet"],
        "How long does the reply hold": "under_3_months",
        "Do you advise against": [],
    }
    answers, reader = read(before, said)

    assert len(reader.heard) == len(said)
    assert before.decision.disposition is Disposition.POSTPONE
    assert decide(spine, answers).disposition is Disposition.RESTRICT


def test_what_no_tick_means_is_told_where_the_letter_offers_it(spine: Pack) -> None:
    _, reader = read(client(spine, "cancer_bone_areas_not_named"), {})

    assert any("None of the lines means: no bone." in text for text in reader.heard)


def test_where_the_reply_is_silent_the_answer_stays(spine: Pack) -> None:
    before = client(spine, "severe_lumbar_stenosis_cleared")
    answers, _ = read(before, {})

    assert answers == before.sheet.answers


def test_a_doctor_who_says_no_is_asked_nothing_more(spine: Pack) -> None:
    before = client(spine, "neck_stenosis_asking_for_feet_only")
    answers, reader = read(before, {"For which of these do you agree": []})

    assert len(reader.heard) == 2
    assert "Do you advise against massage" in reader.heard[1]
    assert decide(spine, answers).disposition is Disposition.POSTPONE


def test_what_no_reply_can_set_is_not_asked(spine: Pack) -> None:
    with pytest.raises(UnfitDocument, match="screen --from"):
        read(client(spine, "one_calf_sore"), {})


@pytest.mark.parametrize(
    "case_id", ["words_gone_for_ten_minutes", "hot_and_cold_lost_beside_a_weak_leg"]
)
def test_in_an_emergency_no_question_of_a_reply_is_asked(
    spine: Pack, case_id: str
) -> None:
    with pytest.raises(AnswersError, match="EMERGENCY"):
        read(client(spine, case_id), {"": "yes"})


def test_a_reply_that_is_read_off_cannot_do_more_than_a_file(spine: Pack) -> None:
    before = client(spine, "neck_stenosis_nobody_checked")
    answers, reader = read(before, {"Who looks after": "discharged"})

    assert answers == before.sheet.answers
    assert any("Screen again" in text and "stays" in text for text in reader.told)


@pytest.mark.parametrize("whole", ["against", "contact"])
def test_a_reply_that_advises_against_massage_gives_no_result(
    spine: Pack, whole: str
) -> None:
    about = client(spine, "returning_with_heart_and_no_letter")

    with pytest.raises(Interrupted, match="Do not"):
        read(about, {"What does the reply say as a whole?": whole})


def test_a_reply_is_looked_over_before_it_is_put_in(spine: Pack) -> None:
    about = client(spine, "stenosis_of_unknown_grade")
    reader: Any = Reader({"How do you grade": "moderate"})
    first = iter(["again", "put_in"])
    ask = reader.choose
    reader.choose = lambda text, options: (
        next(first) if text == "Is that what the reply says?" else ask(text, options)
    )

    said = read_off(about, for_the_doctor(about), reader)

    assert said == {"severity": "moderate"}
    assert reader.told.count("Grade: Moderate.") == 2


def letters() -> Screened:
    """Return a client with two conditions, of which a letter names one."""
    lines = [{"id": each, "text": each} for each in ("disc", "heart")]
    a_list = {"kind": "any_of", "ask": "A?", "reassuring": True}
    told = {"by": "clearance", "to": ["told.*"], "says": "Agreed for:"}
    noted = {"by": "clearance", "to": ["note.*"], "says": "Written."}
    questions = [
        {
            **a_list,
            "id": "told",
            "choices": lines,
            "changes": [told],
            "ask_clinician": "For which do you agree?",
        },
        {
            **a_list,
            "id": "note",
            "asked_by": "therapist",
            "carries": ["told"],
            "changes": [noted],
            "ask_clinician": "For which is it signed?",
        },
    ]
    lists, both = ("told", "note"), ["disc", "heart"]
    rule = {
        "id": "not_written",
        "when": {"any_of": [{"question": q, "lacks_any_of": both} for q in lists]},
        "disposition": "postpone",
        "timeframe": "until_cleared",
        "found": "F.",
        "do": "D.",
        "tell": "T.",
    }
    pack = pack_of([{"section": {"title": "T"}, "question": questions, "rule": [rule]}])
    said = {"told": ["heart"], "note": ["heart"]}
    return screened(pack, fit_answers(pack, said, "x"), "x")


def test_what_a_doctor_is_not_asked_stays_ticked() -> None:
    said = {"For which do you agree": ["disc"], "For which is it": ["disc", "heart"]}
    answers, reader = read(letters(), said)

    assert answers["told"] == ("disc", "heart")
    assert answers["note"] == ("disc", "heart")
    assert len(reader.heard) == 2


def test_who_signed_is_read_off_the_paper_and_not_asked_on_it() -> None:
    page = make_document(
        Kind.REQUEST, letters(), {}, Setting("today", local_words(None))
    )

    (section,) = [each for each in page.sections if each.title == "My questions"]
    assert section.boxes[0].label == "First"
    assert section.boxes[1].label == "1. For which do you agree?"
    assert not any("signed" in box.label for box in section.boxes)
    assert "To type in the reply: 1 told, 2 note." in page.foot[-1]


def test_without_a_terminal_the_file_of_the_reply_must_be_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "answers.toml"
    path.write_text('spine_diagnoses = ["cervical_stenosis"]\ncare_seen = "unsure"\n')
    result = CliRunner().invoke(app, ["reply", str(path)])

    assert result.exit_code == 2
    assert "REPLY" in result.stderr


def test_a_decision_in_the_place_of_a_reply_is_told_in_one_line(
    spine: Pack, tmp_path: Path
) -> None:
    kept = tmp_path / "decision.json"
    about = client(spine, "neck_stenosis_nobody_checked")
    kept.write_text(json.dumps(as_json(about)), "utf-8")

    result = CliRunner().invoke(app, ["reply", str(kept), str(kept)])

    assert result.exit_code == 65
    assert "is a decision, not a reply" in result.stderr
    assert "no such question" not in result.stderr
