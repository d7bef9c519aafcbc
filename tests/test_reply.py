"""A doctor's reply permits, names and grades; it takes no sign back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.decision import decide
from massage_screen.errors import AnswersError
from massage_screen.pack import BY_CLINICIANS, Disposition, Pack
from massage_screen.reply import can_be_replied_to, with_reply
from massage_screen.screened import Screened, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.generated import pack_of
from tests.shipped import CASES, PACK
from tests.test_properties import SHEETS, raw, urgency_of, values_of

SPINE = Path(__file__).parents[1] / "questions" / "spine"
LETTER = {
    "agreed_told": ["cervical_stenosis"],
    "agreed_closes": ["none"],
    "agreed_knew": ["cervical_stenosis"],
    "agreed_unchanged": ["cervical_stenosis"],
    "agreed_note": ["cervical_stenosis"],
    "agreed_doctor": ["cervical_stenosis"],
    "agreed_specialist": ["cervical_stenosis"],
    "agreed_areas": ["feet"],
    "agreed_age": "under_3_months",
}
EXAMINED = {"by": "examination", "says": "It is examined:"}
#: Clients whose emergency a single course or examination would make milder.
OLD_SIGNS = (
    ("hot_and_cold_lost_beside_a_weak_leg", {"checked": ["leg_weak"]}),
    ("waking_pain_and_a_numb_foot_that_grows", {"alarm_cause": ["wakes"]}),
    ("cured_cancer_and_old_numb_legs", {"checked": ["both_legs"]}),
)
EMERGENCIES = [
    fit_answers(PACK, case.answers, case.id)
    for case in CASES
    if case.disposition == Disposition.EMERGENCY.value
]
REPLIED = [q for q in PACK.questions.values() if can_be_replied_to(q)]


@pytest.fixture(scope="module")
def spine() -> Pack:
    return load_pack(SPINE)


def answers_of(pack: Pack, case_id: str) -> Answers:
    (case,) = [case for case in CASES if case.id == case_id]
    return fit_answers(pack, case.answers, case_id)


def client(pack: Pack, answers: Answers) -> Screened:
    return screened(pack, answers, "program")


def test_a_letter_opens_what_it_names(spine: Pack) -> None:
    before = answers_of(spine, "neck_stenosis_asking_for_feet_only")
    after = with_reply(client(spine, before), LETTER, "reply.json")

    assert decide(spine, before).disposition is Disposition.POSTPONE
    assert decide(spine, after).disposition is Disposition.RESTRICT


def test_a_reply_sets_nothing_that_only_the_client_can_say(spine: Pack) -> None:
    for question in spine.questions.values():
        settles = any(change.by in BY_CLINICIANS for change in question.changes)
        if settles and question.ask_clinician:
            continue
        assert not can_be_replied_to(question)
        value = "unsure"
        with pytest.raises(AnswersError, match=question.id):
            with_reply(client(spine, Answers()), {question.id: value}, "r")


@pytest.mark.parametrize("course", ["recent", "since_3_months", "slow", "gone"])
@pytest.mark.parametrize("said", ["stream", "unsure"])
def test_a_reply_does_not_take_back_a_new_sign(
    spine: Pack, course: str, said: str
) -> None:
    before = Answers({"bladder_signs": ("stream",), course: (said,)})

    with pytest.raises(AnswersError, match=f"{course}.*[Ss]creen again"):
        with_reply(client(spine, before), {course: ["none"]}, "r")


def test_a_reply_can_say_that_an_old_sign_was_examined(spine: Pack) -> None:
    steady = dict.fromkeys(("recent", "since_3_months", "slow", "gone"), ("none",))
    before = Answers({"bladder_signs": ("stream",), **steady, "checked": ("none",)})
    after = with_reply(client(spine, before), {"checked": ["stream"]}, "r")

    assert after["checked"] == ("stream",)


def test_a_reply_answers_no_warning_sign_that_was_not_asked() -> None:
    course = {
        "id": "course",
        "kind": "one_of",
        "gate": True,
        "ask": "A?",
        "choices": [{"id": "examined", "text": "E"}, {"id": "not", "text": "N"}],
        "changes": [{**EXAMINED, "from": ["not"], "to": ["examined"]}],
        "ask_clinician": "Have you examined it?",
    }
    pack = pack_of([{"section": {"title": "T"}, "question": [course]}])

    with pytest.raises(AnswersError, match="not asked"):
        with_reply(client(pack, Answers()), {"course": "examined"}, "r")
    said = Answers({"course": "not"})
    replied = with_reply(client(pack, said), {"course": "examined"}, "r")
    assert replied["course"] == "examined"


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("severity", "mild", "severe"),
        ("stability", "stable", "unstable"),
        ("cord_contact", "not_touched", "touched"),
        ("severity", "unsure", "mild"),
    ],
)
def test_a_reply_can_be_worse_or_end_a_doubt(
    spine: Pack, question: str, before: str, after: str
) -> None:
    answers = with_reply(
        client(spine, Answers({question: before})), {question: after}, "r"
    )

    assert answers[question] == after


def test_a_cord_that_was_touched_is_not_freed_by_a_tick(spine: Pack) -> None:
    before = Answers({"cord_contact": "touched"})

    with pytest.raises(AnswersError, match="cord_contact"):
        with_reply(client(spine, before), {"cord_contact": "not_touched"}, "r")


@pytest.mark.parametrize(("case_id", "reply"), OLD_SIGNS)
def test_a_reply_makes_no_emergency_milder(
    spine: Pack, case_id: str, reply: dict[str, str]
) -> None:
    before = answers_of(spine, case_id)

    with pytest.raises(AnswersError, match=r"EMERGENCY.*[Ss]creen again"):
        with_reply(client(spine, before), reply, "reply.json")


def test_a_reply_may_add_to_an_emergency_what_leaves_it_one(spine: Pack) -> None:
    before = answers_of(spine, "hot_and_cold_lost_beside_a_weak_leg")
    after = with_reply(client(spine, before), {"spine_told": "suspected"}, "r")

    assert after["spine_told"] == "suspected"
    assert decide(spine, after).standing is Disposition.EMERGENCY


@SHEETS
@given(data=st.data(), before=st.sampled_from(EMERGENCIES))
def test_whatever_a_reply_says_an_emergency_stays_as_urgent(
    data: st.DataObject, before: Answers
) -> None:
    asked = [question for question in REPLIED if question.id in before]
    chosen = st.lists(st.sampled_from(asked or REPLIED), min_size=1, max_size=3)
    reply = raw((q.id, data.draw(values_of(q))) for q in data.draw(chosen))

    try:
        after = with_reply(client(PACK, before), reply, "reply.json")
    except AnswersError:
        return  # refused: nothing was changed

    assert urgency_of(decide(PACK, after)) >= urgency_of(decide(PACK, before))


def run(folder: Path, answers: object, reply: object, *more: str) -> tuple[int, str]:
    (folder / "a.json").write_text(json.dumps(answers))
    (folder / "r.json").write_text(json.dumps(reply))
    files = [str(folder / name) for name in ("a.json", "r.json")]
    result = CliRunner().invoke(app, ["reply", *files, *more])
    return result.exit_code, result.stderr


def test_the_command_decides_again_and_keeps_the_decision(
    tmp_path: Path, spine: Pack
) -> None:
    before = dict(answers_of(spine, "neck_stenosis_asking_for_feet_only"))
    kept = tmp_path / "new.json"
    code, said = run(tmp_path, before, LETTER, "--decision", str(kept))

    assert code == 10
    assert f" screen --from {kept}" in " ".join(said.split())
    answers = json.loads(kept.read_text())["answers"]
    assert answers["agreed_specialist"] == ["cervical_stenosis"]


def test_the_command_takes_the_file_of_a_decision_too(
    tmp_path: Path, spine: Pack
) -> None:
    before = dict(answers_of(spine, "neck_stenosis_asking_for_feet_only"))
    kept = tmp_path / "kept.json"
    run(tmp_path, before, {}, "--decision", str(kept))

    assert run(tmp_path, json.loads(kept.read_text()), LETTER)[0] == 10


def test_a_reply_that_names_another_question_exits_with_65(
    tmp_path: Path, spine: Pack
) -> None:
    before = dict(answers_of(spine, "neck_stenosis_asking_for_feet_only"))
    code, said = run(tmp_path, before, {"bladder_signs": ["none"]})

    assert code == 65
    assert "bladder_signs" in said


def test_a_reply_that_would_make_an_emergency_milder_exits_with_65(
    tmp_path: Path, spine: Pack
) -> None:
    case_id, reply = OLD_SIGNS[0]
    kept = tmp_path / "new.json"
    before = dict(answers_of(spine, case_id))
    code, said = run(tmp_path, before, reply, "--decision", str(kept))

    assert code == 65
    assert "EMERGENCY" in said
    assert "leg_weak" not in said
    assert not kept.exists()


def test_a_line_that_a_reply_brings_is_not_denied_by_silence() -> None:
    signs = [{"id": each, "text": each} for each in ("leak", "slow")]
    examined = {"by": "examination", "to": ["leak", "slow"], "says": "It is examined."}
    pack = pack_of(
        [
            {
                "section": {"title": "T"},
                "question": [
                    {"id": "signs", "kind": "any_of", "ask": "A?", "choices": signs},
                    {
                        "id": "checked",
                        "kind": "any_of",
                        "reassuring": True,
                        "ask": "B?",
                        "carries": ["signs"],
                        "changes": [examined],
                        "ask_clinician": "Which did you examine?",
                    },
                    {
                        "id": "worse",
                        "kind": "any_of",
                        "ask": "C?",
                        "carries": ["checked"],
                    },
                ],
            }
        ]
    )
    said = Answers(
        {"signs": ("leak", "slow"), "checked": ("leak",), "worse": ("none",)}
    )

    replied = with_reply(client(pack, said), {"checked": ["leak", "slow"]}, "reply")

    assert replied["checked"] == ("leak", "slow")
    assert Sheet(pack, replied).open == ("worse",)
    same = with_reply(client(pack, said), {"checked": ["leak"]}, "reply")
    assert Sheet(pack, same).open == ()


SIGNS = [{"id": each, "text": each} for each in ("leak", "weak", "numb")]
LISTS = pack_of(
    [
        {
            "section": {"title": "T"},
            "question": [
                {"id": "signs", "kind": "any_of", "ask": "A?", "choices": SIGNS},
                {
                    "id": "checked",
                    "kind": "any_of",
                    "reassuring": True,
                    "ask": "B?",
                    "carries": ["signs"],
                    "changes": [{**EXAMINED, "to": ["checked.*"]}],
                    "ask_clinician": "Which did you examine?",
                },
                {
                    "id": "agreed",
                    "kind": "any_of",
                    "reassuring": True,
                    "ask": "C?",
                    "choices": SIGNS,
                    "changes": [{**EXAMINED, "to": ["leak"]}],
                    "ask_clinician": "For which do you agree?",
                },
                {
                    "id": "planned",
                    "kind": "any_of",
                    "ask": "D?",
                    "choices": SIGNS,
                    "changes": [{**EXAMINED, "from": ["leak"], "to": ["none"]}],
                    "ask_clinician": "What is planned?",
                },
            ],
        }
    ]
)


@pytest.mark.parametrize(
    ("question", "before", "reply"),
    [
        ("checked", ("none",), ["leak", "numb"]),
        ("checked", ("leak", "numb?"), ["leak", "numb"]),
        ("checked", ("unsure",), ["weak"]),
        ("agreed", ("weak",), ["leak", "weak"]),
        ("agreed", ("weak",), ["leak"]),
        ("planned", ("leak", "weak"), ["weak", "numb"]),
        ("planned", ("weak?",), ["none"]),
        ("planned", ("unsure",), ["none"]),
    ],
)
def test_a_reply_makes_milder_only_the_lines_that_clinicians_change(
    question: str, before: tuple[str, ...], reply: list[str]
) -> None:
    said = Answers({"signs": ("leak", "weak", "numb"), question: before})

    replied = with_reply(client(LISTS, said), {question: reply}, "reply")

    assert replied[question] == tuple(reply)


@pytest.mark.parametrize(
    ("question", "before", "reply"),
    [
        ("agreed", ("none",), ["numb"]),
        ("agreed", ("unsure",), ["leak", "weak"]),
        ("planned", ("leak", "weak"), ["none"]),
        ("planned", ("numb",), ["leak"]),
    ],
)
def test_a_reply_that_makes_another_line_milder_is_refused(
    question: str, before: tuple[str, ...], reply: list[str]
) -> None:
    said = Answers({"signs": ("leak", "weak", "numb"), question: before})

    with pytest.raises(AnswersError, match=rf"{question}.*milder"):
        with_reply(client(LISTS, said), {question: reply}, "reply")
