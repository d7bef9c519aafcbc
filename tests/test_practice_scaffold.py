"""The reminder for beginners: it fades, and each of its prompts leads to an answer."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import pytest

from massage_screen.answers import Answers
from massage_screen.errors import Interrupted
from massage_screen.pack import Case
from massage_screen.pack.practice import Reminder
from massage_screen.practice.client import client_of
from massage_screen.practice.scaffold import prompt_typed, scaffold
from massage_screen.practice.station import Clock, Station, topic_of
from massage_screen.sheet import Sheet
from tests.shipped import CASES, PACK

REMINDER = PACK.practice.reminder
CLIENTS = [case for case in CASES if case.presents]
#: One of each level and result, so that pain, none, old and new are among them.
SOME = list({(case.level, case.disposition): case for case in CLIENTS}.values())


class Beginner:
    """An examiner that types lines, and takes the first thing that is offered."""

    def __init__(self, typed: Sequence[str]) -> None:
        self.typed = [*typed]
        self.told: list[str] = []
        self.offered: list[list[str]] = []

    def say(self, text: str) -> None:
        self.told.append(text)

    def hear(self, prompt: str) -> str:
        if not self.typed:
            raise Interrupted(prompt)
        return self.typed.pop(0)

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        self.offered.append([name for name, _ in options])
        return options[0][0]

    def tick(self, text: str, options: Sequence[tuple[str, str]]) -> tuple[str, ...]:
        raise AssertionError(text)


class Denying(Beginner):
    """A beginner who meant none of what is asked back."""

    def choose(self, text: str, options: Sequence[tuple[str, str]]) -> str:
        super().choose(text, options)
        assert text in ("Do you mean this?", "Which of these do you mean?")
        return options[-1][0]


def conducted(case: Case, student: Beginner) -> Station:
    station = Station(PACK, client_of(PACK, case, 1), student, Clock(lambda: 0.0))
    with pytest.raises(Interrupted):
        station.run()
    return station


def interviewed(case: Case, *typed: str) -> tuple[Beginner, list[str]]:
    """Return what a student was told and offered, and the questions that count."""
    student = Beginner(typed)
    return student, list(conducted(case, student).asked)


def by_id(case_id: str) -> Case:
    return next(case for case in CASES if case.id == case_id)


def test_the_scaffold_fades_by_level() -> None:
    shown = [prompt for prompt in REMINDER if prompt.letter]
    whole, letters, nothing = (scaffold(REMINDER, level) for level in (1, 2, 3))

    assert len(whole) == 1 + len(shown) == 12
    assert len(letters) == 1
    assert "LORDFICARAH" in letters[0]
    assert nothing == ()


def test_without_prompts_only_warning_signs_are_reminded_of() -> None:
    assert [len(scaffold((), level)) for level in (1, 2, 3)] == [1, 1, 0]


@pytest.mark.parametrize("prompt", REMINDER, ids=lambda prompt: prompt.topic)
def test_every_prompt_leads_to_an_answer_of_the_right_question(
    prompt: Reminder,
) -> None:
    """Typed as it stands there, or in other words, to clients of all kinds."""
    for case in SOME:
        for way in (*prompt.ways, prompt.topic, prompt.ask.lower().rstrip("?")):
            student, asked = interviewed(case, way)
            said = [line for line in student.told if line.startswith("Client: ")]
            applies = [q for q in prompt.questions if q in case_answers(case)]
            assert len(said) >= 2, (case.id, way)  # it came in, and it answered
            if applies:
                assert asked == [applies[0]], (case.id, way)
            else:
                assert f'Client: "{prompt.otherwise}"' in student.told
                assert asked == []


def case_answers(case: Case) -> Answers:
    return client_of(PACK, case, 1).answers


def test_a_prompt_offers_no_follow_up_that_nothing_heard_calls_for() -> None:
    """Or the offer would tell what the client has not said."""
    for case in CLIENTS:
        client = client_of(PACK, case, 1)
        called = Sheet(PACK, client.known).relevance
        for prompt in REMINDER:
            student, _ = interviewed(case, prompt.ask)
            applies = [q for q in prompt.questions if q in client.answers]
            for offered in student.offered:
                later = [q for q in offered[:-1] if q != applies[0]]
                assert all(called[q] is True for q in later), (case.id, prompt.ask)


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("Where do you hurt?", "location"),
        ("When did the pain start?", "onset"),
        ("when did this start", "onset"),
        ("Does the pain go down your leg?", "referral"),
        ("How long have you had the pain?", "duration"),
        ("How bad does it hurt?", "intensity"),
        ("What makes it better or worse?", "aggravating"),
    ],
)
def test_what_is_asked_first_of_a_pain_is_a_prompt(typed: str, topic: str) -> None:
    prompt = prompt_typed(REMINDER, typed)

    assert prompt is not None
    assert prompt.topic == topic


@pytest.mark.parametrize(
    "prompt", [each for each in REMINDER if each.questions], ids=lambda each: each.topic
)
def test_a_prompt_after_a_sign_is_asked_back(prompt: Reminder) -> None:
    """For "how long have you had it?" may be about the sign, and "how often?" too."""
    case = by_id("paper_feels_dull")

    for way in prompt.ways:
        student = Denying(["saddle_signs", way])
        asked = list(conducted(case, student).asked)

        assert asked == ["saddle_signs"], way
        assert student.offered or f'Client: "{prompt.otherwise}"' in student.told, way


def test_a_prompt_after_a_sign_leads_to_the_course_of_the_sign() -> None:
    case = by_id("paper_feels_dull")

    for typed in ("When did it begin?", "how old is that?", "and has it changed?"):
        student, asked = interviewed(case, "age", "saddle_signs", typed)
        assert "recent" in student.offered[0], typed
        assert asked[:2] == ["age", "saddle_signs"]


@pytest.mark.parametrize(
    "typed", ["since when?", "where?", "how often?", "better or worse?", "and now?"]
)
def test_words_that_stand_alone_offer_what_was_heard_last(typed: str) -> None:
    case = by_id("paper_feels_dull")
    heard = client_of(PACK, case, 1).told(["saddle_signs"])
    before = Sheet(PACK, client_of(PACK, case, 1).known).relevance
    new = [q for q, asked in Sheet(PACK, heard).relevance.items() if asked]

    student, _ = interviewed(case, "saddle_signs", typed)

    assert {q for q in new if not before[q]} <= {*student.offered[0]}


def test_a_word_for_something_offers_nothing_else() -> None:
    student, _ = interviewed(by_id("paper_feels_dull"), "saddle_signs", "operation?")

    assert "recent" not in student.offered[0]
    assert "history" in student.offered[0]


def test_a_prompt_after_what_the_client_came_for_is_not_asked_back() -> None:
    case = by_id("ordinary_back_pain")

    student, asked = interviewed(case, "Why are you here?", "Where is it?", "onset")

    assert asked == ["reason", "where", "began"]
    assert student.offered == []


@pytest.mark.parametrize(
    ("told", "heard"),
    [
        ("Have you ever had heart disease or a stroke?", "history"),
        ("scan_open", "scan_open"),
        ("cord_injury", "cord_injury"),
    ],
)
@pytest.mark.parametrize(
    "typed", ["Who treats you?", "How long have you had it?", "Does it hurt?"]
)
def test_a_prompt_after_an_illness_is_asked_back(
    told: str, heard: str, typed: str
) -> None:
    """Whoever treats it, or how long it is there, may be asked of the illness."""
    student = Denying([told, typed])

    asked = list(conducted(by_id("ordinary_back_pain"), student).asked)

    assert asked == [heard]
    assert student.offered


def test_a_prompt_that_misfired_once_is_read_as_what_it_is() -> None:
    """Three that were taken for a stroke, for care afterwards, and for nothing."""
    case = by_id("ordinary_back_pain")

    for typed in ("What makes it worse?", "Who else treats it?"):
        _, asked = interviewed(case, typed)
        assert asked
        assert not {"artery_signs", "head_signs", "after_care"} & {*asked}
    assert interviewed(case, "When and how did it begin?")[1] == ["began"]


def test_only_words_near_a_prompt_are_taken_for_it() -> None:
    assert prompt_typed(REMINDER, "is your bladder all right?") is None
    assert prompt_typed(REMINDER, "") is None
    found = prompt_typed(REMINDER, "what makes it wors")
    assert found is not None
    assert found.topic == "aggravating"


# Weak matches


def test_a_weak_match_is_asked_back_and_not_credited_unless_it_was_meant() -> None:
    student = Denying(["blood"])

    station = conducted(by_id("paper_feels_dull"), student)

    assert student.offered
    assert list(station.asked) == []
    assert not [line for line in student.told if line.startswith("You ask:")]


def test_a_question_that_was_read_otherwise_can_be_taken_back() -> None:
    case = by_id("paper_feels_dull")

    student, asked = interviewed(case, "age", "saddle_signs", "undo")

    assert asked == ["age"]
    assert student.told[-1].startswith("Taken back, and no longer counted as asked: ")
    assert topic_of(PACK.questions["saddle_signs"]) in student.told[-1]
    student, asked = interviewed(case, "undo")
    assert asked == []
    assert "You have not asked anything yet." in student.told


def test_to_take_back_what_was_asked_twice_takes_no_other_question_away() -> None:
    case = by_id("paper_feels_dull")

    student, asked = interviewed(case, "age", "saddle_signs", "age", "undo")

    assert asked == ["age", "saddle_signs"]
    assert student.told[-1].startswith("Taken back. You asked it before as well")
    assert interviewed(case, *["age", "age", "undo", "undo"])[1] == []


# How a question is put


def asked_of(case: str, *typed: str) -> list[str]:
    """Return what a student is shown as said or found out."""
    told = interviewed(by_id(case), *typed)[0].told
    return [line for line in told if line.startswith("You ")]


def test_of_an_open_question_no_line_is_read_out() -> None:
    where = PACK.questions["where"]
    assert where.open
    assert where.choices

    assert asked_of("ordinary_back_pain", "where") == [f"You ask: {where.ask}"]


def test_of_a_list_the_lines_that_are_read_out_are_told_once() -> None:
    after, signs = PACK.questions["after_treatment"], PACK.questions["saddle_signs"]
    silent = [line.text for line in after.choices if not line.aloud]
    assert silent

    (told,) = asked_of("ordinary_back_pain", "after_treatment")
    first, again = asked_of("ordinary_back_pain", "saddle_signs", "saddle_signs")

    assert all((c.text in told) is c.aloud for c in after.choices)
    assert all(line.text in first for line in signs.choices)
    assert again == f"You ask: {signs.ask}"


def test_of_what_other_answers_bring_only_what_was_heard_is_read_out() -> None:
    recent = PACK.questions["recent"]

    assert asked_of("paper_feels_dull", "recent") == [f"You ask: {recent.ask}"]
    _, told = asked_of("paper_feels_dull", "saddle_signs", "recent")

    wiping = next(c.text for c in recent.choices if c.id == "wipe")
    assert told == f"You ask: {recent.ask} {wiping}."


def test_a_question_that_ends_in_the_middle_is_always_told_with_its_lines() -> None:
    since = PACK.questions["since_began"]
    lines = " ".join(line.text for line in since.choices)

    told = asked_of("ordinary_back_pain", "since_began", "since_began", "said")

    assert told == [f"You ask: {since.ask} {lines}"] * 3


def test_what_nobody_reads_out_is_found_out_and_not_asked() -> None:
    age, note = PACK.questions["age"], PACK.questions["agreed_note"]

    told = asked_of("ordinary_back_pain", "age", "agreed_note", "felt")

    felt = PACK.questions["felt"].ask
    assert told == [
        f"You find out: {age.ask}",
        f"You find out: {note.ask}",
        f"You ask: {felt}",
    ]


# Courses of signs


@pytest.mark.parametrize("typed", ["since when?", "has it got worse?", "which is gone"])
def test_the_course_of_a_sign_is_never_offered_before_one_is_named(typed: str) -> None:
    courses = {
        q.id
        for q in PACK.questions.values()
        if any(PACK.questions[each].gate for each in q.read_by_lines)
    }
    for case in SOME:
        student, asked = interviewed(case, typed)
        assert not courses & {*asked, *(q for o in student.offered for q in o)}


def test_who_asks_for_a_course_too_early_is_told_so() -> None:
    student, asked = interviewed(by_id("paper_feels_dull"), "came and went away again?")

    assert asked == []
    assert [line for line in student.told if "Ask about signs first." in line]


# Who was here before


def test_a_student_is_told_what_a_therapist_would_know_of_the_client() -> None:
    case = by_id("paper_feels_dull")
    returning = msgspec.structs.replace(
        case, answers={**case.answers, "visit": "returning", "watch": "past"}
    )

    new, _ = interviewed(case)
    known, _ = interviewed(returning)

    assert not [line for line in new.told if line.startswith("You know:")]
    assert [line for line in known.told if line.startswith("You know:")] == [
        "You know: the client was screened here before.",
        "You know: the day by which a clinician was to see the client has passed.",
    ]
