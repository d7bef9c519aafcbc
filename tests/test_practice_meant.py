"""What a student means by typed words, and when the program has to ask back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from massage_screen.answers import Answers
from massage_screen.practice.client import client_of
from massage_screen.practice.meant import find_questions
from massage_screen.sheet import Sheet
from tests.shipped import CASES, PACK

BY_ID = {case.id: case for case in CASES}


def called_for(case: str, told: Sequence[str]) -> list[str]:
    """Return the questions that are called for once a client was asked these."""
    heard = Sheet(PACK, client_of(PACK, BY_ID[case], 1).told(told))
    return [name for name, relevant in heard.relevance.items() if relevant]


#: Nothing heard yet, some signs, all of one with much to tell, all of one with little.
MOMENTS = {
    "new": called_for("paper_feels_dull", []),
    "signs": called_for("paper_feels_dull", ["where", "saddle_signs", "feeling_signs"]),
    "all": called_for("paper_feels_dull", list(PACK.questions)),
    "ordinary": called_for("ordinary_back_pain", list(PACK.questions)),
}
#: All of clients with much else to tell: a disc, an operation, a visit before.
LATER = {
    case: called_for(case, list(PACK.questions))
    for case in (
        "acute_sciatica",
        "pounding_head_on_the_table",
        "surgeon_forbids_twist",
        "returning_with_nothing_new",
        "one_warm_calf_among_many_noes",
        "aneurysm_as_kidney_pain",
        "went_to_the_doctor",
    )
}
#: About something said before, about nothing in particular, or about somebody else.
POINTING = """
how old is that; how old is it; how old is he; how long have you had it; how long have
you had that; is it getting worse; is that getting better; did a doctor see that; who
looks after it; what did they say about it; what was it called; when was that; where is
it; does it hurt; is that new; how did it begin; does it spread; does it go past the
elbow; is it on both sides; how strong is it; how is it now; how weak is it; is it numb;
is it an old pain; was that an injury; did it come after the operation; was it a cancer;
did they say massage is fine; what is the cause of that; did you have that before; does
it wake you at night; does it happen at night; who told you that; is it red; is it the
pain in your leg; does this burn; did those begin after the fall; how does it leak; is
it swollen and warm; is your blood pressure better with it; how long did these last; did
you get it at that age; are they numb between the legs; does she have chest pain
"""
SHORT = """
how old; old; how long; how long ago; since when; where; when; which one; what kind;
who; why; are you sure; sex; doctor; better; worse; kind; night; chest; gone; cause;
way; history; pressure; how are you now; and today; how far; how often; new; leg; hand
"""
ABOUT_ELSE = """
how old is the pain; how old is the letter; how old is the injury; how old is your bed;
age of the scan; is your mother numb between the legs; did your dog take blood thinners;
did the dog treat you well; has a doctor seen you; when did the numbness begin; when did
the pain begin; was the chest pain checked; is the leg still weak; did your neighbour
have chest pain; any trouble passing urine; was the fever last year
"""
#: Not whether there is one, but when, which, how bad, and what was done about it.
TURNED = """
when was your spine operation; who did the spine operation; will you have an operation
on your spine; could you get weak legs; will you get weak legs; did your legs ever give
way; when do your legs give way; how often do your legs give way; how weak are your
legs; which leg is weak; what can you do about weak legs; did you ever have chest pain;
what did you take for chest pain; what was the chest pain like; where is the chest pain;
what makes the chest pain worse; why do you have chest pain; how bad is the chest pain;
is the chest pain back again; more chest pain; when did you last have chest pain; when
were you numb between your legs; is the numbness between your legs more now; how high is
your blood pressure; what is your blood pressure under control with; which strong
painkillers do you take; why do you take strong painkillers; which arm is numb or
tingling; how many scans are you waiting for; who is waiting for a scan or result; why
are you waiting for a scan or result; who did the last operation on your spine; when was
the injury of the cord; why are both legs like that; where is your parent or guardian;
who would you like help from today; where was the clot; was there a clot; why does it
tingle; what about a spine operation; are your legs getting weaker; are your legs weaker
"""
#: At another time, or what was before.
OTHER_TIME = """
did you have chest pain as a child; have you had chest pain in the past; chest pain in
the past; chest pain last year; have you had chest pain in the past weeks; have you had
chest pain before; did you have weak legs; had weak legs; were you numb between the
legs; did you feel ill last winter; were you ill before Christmas; a crash, hard fall or
blow in the past; any fall or blow ten years ago; were you pregnant before; have you
ever been pregnant; did you smoke in the past; have you stopped blood thinners; a spine
operation as a child; planned spine operation; had you numbness between the legs after
giving birth; did you have a catheter in hospital; how old were you when it began; at
what age did it begin; have you had a heart attack in the past year
"""
#: Of somebody else, or of something that is not asked.
OTHERS = """
did your mother have cancer; any cancer in the family; does your husband have chest
pain; is your wife pregnant; did your sister have a slipped disc; is your child ill; are
your parents on blood thinners; does your partner wake at night; heart disease or a
stroke in the family; have your friends weak legs; does anybody have chest pain; is
somebody at home ill this week; weak legs in the family; are you afraid of cancer; do
you need a spine operation; did the spine operation help; a spine operation of the knee;
do you like massage; deep pressure; do you wear glasses; are your bones thick; low blood
pressure; is your blood pressure normal; numb between the toes; anything else with your
legs; are you allergic to strong painkillers; do strong painkillers help; does walking
ease the leg pain; what sport do you do; are you waiting for the doctor
"""
#: With a word left out that narrows the question, or with a word that is only near it.
NARROWED = """
pain in back or belly; is the pain in your chest or in your back; pain in neck and head;
pain when you climb stairs; night pain; night sweats; blood pressure; is your blood
pressure high or low; is your low back narrow; is your spine unstable; have you been in
hospital for your spine; in hospital with your spine; pain in both legs; trouble with
keys; neck or low back; upper back or low back; wake at night; pain at night
"""
#: How long or how it goes, of nothing in particular.
COURSE = """
better or worse; the same as before; for six weeks or more; over three months ago; in
the past two weeks; is it new; gone now; came back; worse lately; getting worse; 3 to 6
months; both legs; both sides; left or right; clot; leak; tingling; mild or severe; and
since when; how many weeks; less than six weeks ago; worse or different; same or worse
"""
#: In lines of more than one question, or only of one that nothing heard calls for.
ELSEWHERE = """
neck pain; arms and hands; a red, hot scar; sudden swelling of face, hands or feet
"""
#: Several questions in one line, and long ones.
SEVERAL = """
any chest pain or weak legs; chest pain and numb between the legs; do you have fever and
have you lost weight; how old are you and are you pregnant; weak arms and weak legs;
cancer heart stroke fall; age and pregnancy; blood thinners or steroids; bladder bowel
saddle numb; do you smoke and do you drink; numb in the arms and between the legs; hello
my name is Anna and before we start I need to ask you whether you have chest pain when
you climb stairs or hurry; you told me about your back but do you have weak legs or have
you had a fall or do you take blood thinners; please tell me of your health, illnesses,
operations, tablets, falls, pregnancies and pain; any chst pain or wekness
"""


def phrases(text: str) -> list[str]:
    return [" ".join(phrase.split()) for phrase in text.split(";")]


def put_at_once(typed: str) -> list[str]:
    """Return the moments at which words lead to a question without asking back."""
    return [at for at in MOMENTS if find_questions(PACK, typed, MOMENTS[at]).sure]


#: What students ask of a new client, and a question that must be put or offered.
ORDINARY = {
    "How old are you?": "age",
    "Are you pregnant?": "pregnant",
    "Why do you come?": "reason",
    "How strong is your pain from 0 to 10?": "pain_strength",
    "Do you have any numbness between your legs?": "saddle_signs",
    "Any numbness or tingling in your legs?": "feeling_signs",
    "Do you have weak legs?": "weak_legs",
    "Do you have trouble passing urine?": "bladder_last",
    "Is your bladder all right?": "bladder_signs",
    "Do you have any problems with your bowels?": "saddle_signs",
    "Do you have chest pain?": "chest_signs",
    "Do you have fever or chills?": "illness",
    "Do you feel ill?": "illness",
    "Have you had cancer?": "history",
    "Have you lost weight?": "body_alarm",
    "Do you wake at night with pain?": "body_alarm",
    "Does the pain wake you at night?": "body_alarm",
    "Do you take blood thinners?": "body_risks",
    "Do you have osteoporosis?": "history",
    "Have you had an operation on your spine?": "history",
    "Have you had a fall or accident?": "injury",
    "Do you have headaches?": "head_signs",
    "Do you have double vision?": "artery_signs",
    "Are you dizzy?": "head_signs",
    "Do you have weakness in your arms?": "weak_arms",
    "Are your hands clumsy?": "weak_arms",
    "Do you feel unsteady when walking?": "weak_legs",
    "Do you have a letter from your doctor?": "agreed_note",
    "Do you have any spine diagnosis?": "spine_diagnoses",
    "Have you been told you have stenosis?": "spine_told",
    "Are you taking steroids?": "body_more",
    "Have you ever taken cortisone?": "body_more",
    "Is there a swollen leg?": "swollen_limb",
    "Do you have a sore, swollen calf?": "swollen_limb",
    "Any rash or wound?": "body_care",
    "Have you taken painkillers today?": "relief_today",
    "Is there anything else I should know?": "else",
    "What set off the pain?": "set_off",
    "Do you have high blood pressure?": "body_risks",
    "Did you notice numb skin when wiping?": "saddle_signs",
    "Any change in your sex life?": "saddle_signs",
    "When did you last pass urine?": "bladder_last",
    "Any shock when you bend your neck?": "cord_signs",
    "Does walking bring on leg pain?": "leg_walking",
    "How far can you walk?": "leg_walking",
    "Are you waiting for a scan result?": "scan_open",
    "Do you have a catheter?": "bladder_last",
    "Do you lose urine when you cough?": "bladder_signs",
    "Do your legs give way?": "weak_legs",
}


# Which question is found


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("bladder_signs", "bladder_signs"),
        ("any trouble passing urine?", "bladder_last"),
        ("pee", "bladder_last"),
        ("numb between the legs", "saddle_signs"),
        ("How old are you?", "age"),
        ("have you been ill, fever?", "illness"),
        ("blood thinners", "body_risks"),
        ("chest pain", "chest_signs"),
        ("headache", "head_signs"),
        ("cancr", "history"),
        ("are you pregnant", "pregnant"),
        ("can you walk far", "leg_walking"),
        ("sexual problems", "saddle_signs"),
        ("any numbness between your legs?", "saddle_signs"),
        ("do you have weakness in the legs", "weak_legs"),
        ("have you had a fall", "injury"),
        ("do you have a letter", "agreed_note"),
        ("why do you come", "reason"),
    ],
)
def test_typed_words_find_the_question(typed: str, question: str) -> None:
    assert find_questions(PACK, typed).questions[0].id == question


@pytest.mark.parametrize("question", MOMENTS["new"])
def test_a_question_is_found_by_what_the_debrief_calls_it(question: str) -> None:
    topic = PACK.questions[question].topic
    found = find_questions(PACK, topic, MOMENTS["new"])

    assert [each.id for each in found.questions] == [question]
    assert find_questions(PACK, f"{topic.lower()}?", MOMENTS["new"]) == found


@pytest.mark.parametrize("title", ["Neck or head pain", "Legs"])
def test_a_title_means_its_question_and_is_asked_back(title: str) -> None:
    meant = find_questions(PACK, title, MOMENTS["new"])

    assert [question.topic for question in meant.questions] == [title]
    assert not meant.sure


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "?!", "hello", "is it you"])
def test_words_that_mean_no_question_find_none(typed: str) -> None:
    assert find_questions(PACK, typed).questions == ()


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("Have you lost control of bladder or bowels?", "saddle_signs"),
        ("Any incontinence?", "bladder_signs"),
        ("Any loss of bladder control?", "bladder_signs"),
        ("Is your urine dark?", "body_alarm"),
        ("Any dizziness?", "head_signs"),
        ("Any recent trauma?", "injury"),
        ("Have you had any surgery?", "history"),
        ("Have you had any recent falls or accidents?", "injury"),
        ("Any recent infection?", "illness"),
        ("Is there any swelling in your leg?", "swollen_limb"),
        ("Any problems going to the toilet?", "bladder_last"),
        ("Do you feel steady when you walk in the dark?", "weak_legs"),
    ],
)
def test_everyday_words_for_a_sign_lead_to_its_question(
    typed: str, question: str
) -> None:
    found = find_questions(PACK, typed, MOMENTS["new"])

    assert question in [each.id for each in found.questions]


@pytest.mark.parametrize("typed", ["since when?", "has it got worse?"])
def test_a_short_question_means_what_was_heard_last(typed: str) -> None:
    called = called_for("paper_feels_dull", ["saddle_signs"])

    assert find_questions(PACK, typed, called).questions[0].id == "recent"


def test_a_follow_up_is_not_offered_beside_what_is_called_for() -> None:
    """An offer of it would say that the client has something to follow up."""
    called = [name for name, asked in Sheet(PACK, Answers()).relevance.items() if asked]

    found = [q.id for q in find_questions(PACK, "numb or tingling").questions]
    alone = [q.id for q in find_questions(PACK, "do you have a letter").questions]

    assert found[0] == "feeling_signs"
    assert {*found} <= {*called}
    assert alone[0] == "agreed_note"  # nothing that is called for is nearer


def test_what_may_mean_several_questions_is_offered() -> None:
    found = [question.id for question in find_questions(PACK, "operation").questions]

    assert 1 < len(found) <= 5
    assert "history" in found


@pytest.mark.parametrize("typed", ORDINARY)
def test_an_ordinary_question_is_put_or_offered(typed: str) -> None:
    meant = find_questions(PACK, typed, MOMENTS["new"])

    names = [question.id for question in meant.questions]
    assert ORDINARY[typed] in names
    assert not meant.sure or names == [ORDINARY[typed]]


def test_a_third_of_ordinary_questions_is_put_at_once() -> None:
    """The others cost a key. The decision gives the number (ADR 39)."""
    found = [find_questions(PACK, typed, MOMENTS["new"]) for typed in ORDINARY]

    assert len(found) == 49
    assert sum(meant.sure for meant in found) == 16


# What is put without asking back


@pytest.mark.parametrize("typed", phrases(POINTING) + phrases(SHORT))
def test_words_that_need_what_was_said_before_are_asked_back(typed: str) -> None:
    assert put_at_once(typed) == []
    assert put_at_once(f"{typed.capitalize()}?") == []


@pytest.mark.parametrize("typed", phrases(ABOUT_ELSE))
def test_words_about_something_else_are_asked_back(typed: str) -> None:
    assert put_at_once(typed) == []


@pytest.mark.parametrize(
    "typed",
    [
        each
        for text in (TURNED, OTHER_TIME, OTHERS, NARROWED, COURSE, ELSEWHERE, SEVERAL)
        for each in phrases(text)
    ],
)
def test_words_that_ask_otherwise_are_asked_back(typed: str) -> None:
    put = [
        (at, meant.questions[0].id)
        for at, called in (MOMENTS | LATER).items()
        if (meant := find_questions(PACK, typed, called)).sure
    ]

    assert put == []


@pytest.mark.parametrize("name", PACK.questions)
def test_no_topic_is_put_at_once_where_it_stands_with_that(name: str) -> None:
    """Whoever asks how old "that" is, or whose it is, may mean any of what was said."""
    topic = PACK.questions[name].topic.lower()

    for typed in (
        f"how old is that {topic}?",
        f"is that {topic} the same as before?",
        f"did they tell you of this {topic}?",
        f"did her {topic} go away?",
    ):
        assert put_at_once(typed) == [], typed


@pytest.mark.parametrize(
    ("typed", "question"),
    [
        ("How old are you?", "age"),
        ("age", "age"),
        ("bladder_signs", "bladder_signs"),
        ("What would you like help with today", "reason"),
        ("any numbness between your legs?", "saddle_signs"),
        ("Is there any numbness between your legs?", "saddle_signs"),
        ("Do you have weak legs?", "weak_legs"),
        ("Do you have chest pain?", "chest_signs"),
        ("Does the pain wake you at night?", "body_alarm"),
        ("When did you last pass urine?", "bladder_last"),
        ("Any shock when you bend your neck?", "cord_signs"),
        ("Is there anything else I should know?", "else"),
        ("chest pain in the past week", "chest_signs"),
        ("Is your blood pressure high?", "body_risks"),
        ("a crash, hard fall or blow in the past four weeks", "injury"),
        ("Do you have wounds or a rash?", "body_care"),
        ("Have you ever had heart disease or a stroke?", "history"),
        ("You have no weak legs?", "weak_legs"),
        ("Do your legs give way?", "weak_legs"),
    ],
)
@pytest.mark.parametrize("moment", ["new", "signs"])
def test_what_can_mean_one_question_only_is_put_at_once(
    typed: str, question: str, moment: str
) -> None:
    meant = find_questions(PACK, typed, MOMENTS[moment])

    assert meant.sure
    assert [found.id for found in meant.questions] == [question]


def test_a_question_that_points_is_put_at_once_only_as_it_stands() -> None:
    """For "she" and "his" make another question of the same words."""
    asked = PACK.questions["cord_contact"].ask
    called = ["cord_contact"]

    assert find_questions(PACK, asked, called).sure
    assert find_questions(PACK, asked.lower().rstrip("?"), called).sure
    for typed in (
        "What did she say about his spinal cord?",
        "What did they all say about it, the spinal cord?",
    ):
        assert not find_questions(PACK, typed, called).sure, typed


def test_each_question_that_is_typed_as_it_stands_is_put_or_asked_back() -> None:
    """And no other one: some questions stand word for word in others' lines."""
    called = MOMENTS["all"]
    for name in called:
        meant = find_questions(PACK, PACK.questions[name].ask, called)
        assert not meant.sure or meant.questions[0].id == name, name
