"""The practice clients: enough, of every kind, and true to their answers."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from massage_screen.answers import NONE, UNSURE
from massage_screen.condition import Condition, leaves
from massage_screen.pack import Case
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.text import words_of
from massage_screen.wording.jargon import jargon_in
from massage_screen.wording.reading import grade_of, sentences_of
from tests.shipped import CASES, PACK

CLIENTS = [case for case in CASES if case.presents]
RETURNING = Condition(known="visit", is_any_of=("returning",))
#: All practice clients are new, so nobody asks them what has changed since last time.
GATE = [
    question.id
    for question in PACK.questions.values()
    if question.gate and not (question.when and RETURNING in leaves(question.when))
]
#: What a student must have met at least once: each choice, when it is not the mildest.
TO_MEET = ("spine_diagnoses", "history", "body_risks", "body_more", "body_care", *GATE)
#: Lines that no practice client has told of yet.
NOT_MET = {
    "spine_diagnoses": {"scan_harmless", "scoliosis", "unstable", "birth_spine"}
    | {"neck_surgery_advised", "spine_infection", "none"},
    "history": {"neck_artery"},
    "body_more": {"from_birth"},
    "body_care": {"lymph", "swelling", "stripe_seen", "stripe_new"},
    "confusion_new": {"yes"},
    "dysreflexia_now": {"skin"},
    "artery_signs": {"pupil"},
    "head_signs": {"crooked"},
    "artery_when": {"gone"},
    "new_neck_pain": {"headache", "upright", "unlike_head"},
    "after_50": {"headache_50", "jaw"},
    "neck_event": {"thrust", "neck_work", "infection"},
    "breath_signs": {"tearing", "side"},
    "side_more": {"fever", "vomiting", "faint", "none"},
    "illness_kind": {"over"},
    "injury_after": {"keep_still"},
    "after_treatment": {"sore", "one_limb", "weak_both", "bladder_saddle"}
    | {"head_neck", "other", "none"},
    "swollen_kind": {"sore_arm", "sore_leg"},
    "bladder_last": {"hours"},
    "catheter_change": {"yes"},
    "bladder_signs": {"old_leak"},
    "leak_kind": {"on_cough", "unfelt", "none"},
    "saddle_signs": {"bowel_need"},
    "weak_arms": {"thin_limb"},
    "feeling_signs": {"mouth"},
    "cord_signs": {"hot_cold"},
    "both_legs_when": {"effort", "walking"},
}
#: Courses of signs that no practice client has told of yet.
NO_COURSE = {"since_3_months", "gone"}
#: Questions to which some clients have no words of their own yet, but plain ones.
NO_VOICE = {
    *("felt", "where", "spine_told", "like_before", "since_began", "set_off"),
    *("limb_far", "way", "moves", "pain_strength", "pain_examined", "cord_injury"),
    *("artery_when", "leak_kind", "weak_arms", "cord_signs", "limb_kind"),
    *("both_legs_when", "spreading", "recent", "slow", "checked", "cause"),
    *("alarm_cause", "wakes_how", "body_more", "clot_time", "heart_kind", "leg_kind"),
    *("cord_paper", "cord_treated", "care_next", "known_changed", "known_seen"),
    *("agreed_told", "agreed_knew", "agreed_unchanged", "agreed_note"),
    *("agreed_who_when", "agreed_doctor", "agreed_specialist", "agreed_age"),
    *("agreed_areas", "feeling_cause_arm", "feeling_cause_leg", "illness_fever"),
    *("phase_mild", "weakness_from", "height_checked", "team_expects"),
}
STENOSES = ("neck_stenosis", "mid_back_stenosis", "low_back_stenosis")


def sheet_of(client: Case) -> Sheet:
    return Sheet(PACK, fit_answers(PACK, client.answers, client.id))


def told(client: Case) -> set[str]:
    """Return the questions that the client does not answer in the mildest way."""
    visible = sheet_of(client).visible
    return {name for name in visible if visible[name] != PACK.questions[name].mildest}


def test_there_are_at_least_sixty_practice_clients() -> None:
    assert len(CLIENTS) >= 60


def test_every_concern_has_more_than_one_practice_client() -> None:
    concerns = Counter(client.concern for client in CLIENTS)

    assert concerns.keys() == set(PACK.practice.families)
    assert min(concerns.values()) > 1


def test_there_are_practice_clients_of_every_level() -> None:
    assert {client.level for client in CLIENTS} == {1, 2, 3}


def test_two_in_five_practice_clients_get_massage() -> None:
    hands_on = [c for c in CLIENTS if c.disposition in ("proceed", "restrict")]

    assert len(hands_on) >= 0.4 * len(CLIENTS)


def test_no_result_is_so_rare_or_common_that_guessing_pays() -> None:
    results = Counter(client.disposition for client in CLIENTS)

    assert len(results) == 5
    assert min(results.values()) >= 0.1 * len(CLIENTS)
    assert max(results.values()) <= 0.35 * len(CLIENTS)


def test_three_in_ten_clients_get_massage_and_are_not_clear_at_once() -> None:
    """A student who sends everyone away for one weak sign must meet the cost."""
    look_alikes = [
        client
        for client in CLIENTS
        if client.disposition in ("proceed", "restrict") and client.level != 1
    ]

    assert len(look_alikes) >= 0.3 * len(CLIENTS)


def test_every_known_trap_is_a_practice_client() -> None:
    assert {client.trap for client in CLIENTS if client.trap} == set(range(1, 11))


@pytest.mark.parametrize("question_id", TO_MEET)
def test_every_condition_and_warning_sign_has_a_practice_client(
    question_id: str,
) -> None:
    question, met = PACK.questions[question_id], met_by_students(question_id)

    if question.read_by_lines:  # the course of signs; that of each may be rare
        ticked = met & (question.lines.keys() - {NONE, UNSURE})
        assert NONE in met
        assert bool(ticked) is (question_id not in NO_COURSE)
    else:
        to_meet = question.words.keys() - {UNSURE}
        assert to_meet - met == NOT_MET.get(question_id, set())


def met_by_students(question_id: str) -> set[str]:
    met: set[str] = set()
    for client in CLIENTS:
        answer = client.answers.get(question_id, ())
        met |= set(answer) if isinstance(answer, tuple) else {str(answer)}
    return met


@pytest.mark.parametrize("fact_id", STENOSES)
def test_a_narrow_canal_in_every_part_and_state_has_a_practice_client(
    fact_id: str,
) -> None:
    states: set[str] = set()
    for client in CLIENTS:
        states |= sheet_of(client).facts[fact_id]

    assert states == set(PACK.facts[fact_id].values)


def test_a_client_has_a_voice_for_every_answer_that_is_not_the_mildest() -> None:
    for client in CLIENTS:
        assert told(client) - NO_VOICE <= client.voice.keys(), client.id


def test_every_question_without_a_voice_lacks_one() -> None:
    lacking = {name for client in CLIENTS for name in told(client) - set(client.voice)}

    assert lacking == NO_VOICE


def test_a_client_has_no_voice_for_a_question_that_is_not_asked() -> None:
    for client in CLIENTS:
        assert client.voice.keys() <= sheet_of(client).visible.keys(), client.id


def test_what_a_client_tells_is_hidden_among_ordinary_things() -> None:
    for client in CLIENTS:
        assert len(client.voice.keys() - told(client)) >= 3, client.id


def test_what_a_client_says_on_coming_in_is_short_and_plain() -> None:
    for client in CLIENTS:
        assert len(words_of(client.presents)) < 60, client.id
        assert len(sentences_of(client.presents)) <= 3, client.id
        assert (grade_of(client.presents) or 0) <= 8, client.id
        assert list(jargon_in(client.presents)) == [], client.id


def test_a_client_answers_in_at_most_three_plain_sentences() -> None:
    for text in [text for client in CLIENTS for text in client.voice.values()]:
        assert len(sentences_of(text)) <= 3, text
        assert (grade_of(text) or 0) <= 8, text


@pytest.mark.parametrize(
    "client",
    [client for client in CLIENTS if "age" in client.voice],
    ids=lambda client: client.id,
)
def test_a_client_names_an_age_in_digits_that_fits_the_answer(client: Case) -> None:
    """An age in digits is taken as told, so no other is made up for the client."""
    told_age = re.search(r"\b\d\d\b", client.voice["age"])

    assert told_age
    age = int(told_age[0])
    band = "under_50" if age < 50 else "from_50_to_65" if age <= 65 else "over_65"
    assert client.answers["age"] == band


def test_no_two_clients_come_in_with_the_same_words() -> None:
    assert len({client.presents for client in CLIENTS}) == len(CLIENTS)
