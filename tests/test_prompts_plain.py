"""Plain mode without a terminal: what is said, and where typed lines lead."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from massage_screen.answers import Answers, is_doubt, line_of
from massage_screen.catalogue import load_pack
from massage_screen.cli.doing.interviewer import Interviewer
from massage_screen.errors import Interrupted
from massage_screen.interview import conduct
from massage_screen.pack.texts import in_english
from massage_screen.prompts.plain import COMMANDS, NOTHING_TYPED, PlainPrompts
from massage_screen.prompts.wording import nothing_told
from massage_screen.screened import as_json, screened
from massage_screen.sheet import Sheet, fit_answers
from tests.shipped import CASES
from tests.shipped import PACK as SPINE

ROOT = Path(__file__).parents[1]
TINY = load_pack(ROOT / "tests" / "packs" / "tiny")


class Person:
    """A voice that types the next line of a list, and remembers what was said."""

    def __init__(self, lines):
        self.lines = list(lines)
        self.said = []

    def say(self, text, lead=""):
        self.said.append(lead + text)

    def hear(self, prompt):
        assert prompt.endswith(": ")
        if not self.lines:
            raise Interrupted("out of lines")
        line = self.lines.pop(0)
        self.said.append(f"> {line}")
        return line

    def after(self, line):
        """Return what was said after a typed line, up to the next one."""
        start = self.said.index(f"> {line}") + 1
        rest = self.said[start:]
        end = next((n for n, said in enumerate(rest) if said[:2] == "> "), len(rest))
        return " ".join(rest[:end])


class Watched(Interviewer):
    """Asks in plain lines, and notes the actions which it would show."""

    def __init__(self, pack, person):
        super().__init__(in_english(pack), "never", None, PlainPrompts(person))
        self.acted = []

    def show_action(self):
        self.acted.append(self._action)


def interview(*lines, pack=TINY, acted=None):
    """Return the person and the answers; None when it was interrupted."""
    person = Person(lines)
    asker = Watched(pack, person)
    asker.acted = [] if acted is None else acted
    PlainPrompts(person).begin()
    try:
        return person, dict(conduct(pack, asker))
    except Interrupted:
        return person, None


FINE = {"bladder_signs": ("none",), "pain_now": 3, "moves_freely": "yes"}


def test_one_question_is_its_text_numbered_lines_and_one_line_to_type():
    person, _ = interview()

    assert person.said == [
        COMMANDS,
        "",
        "Warning signs: bladder, bowel and feeling",
        "x",
        "",
        "1 of about 3 - warning signs: bladder, bowel and feeling. Name:"
        " bladder_signs.",
        "Has passing urine changed in any of these ways?",
        "1. Weaker stream",
        "2. Nothing comes, for 8 waking hours",
        "3. None of these",
        "4. Not sure",
        "Type the numbers of all that apply with spaces between (2? is not sure of 2),"
        " or 0 for none, or u for not sure, or e to go line by line.",
    ]


def test_a_whole_interview_ends_after_its_review_is_accepted():
    person, answers = interview("0", "3", "y", "a")

    assert answers == FINE
    assert "Answer: None of these." in person.after("0")
    review = person.after("y")
    assert "1. How bad is the pain right now, from 0 to 10? 3 of 10" in review
    rest = [
        "Has passing urine changed in any of these ways?",
        "Do you move freely? Yes",
    ]
    assert nothing_told(rest, 2) in review


def test_topics_with_nothing_told_stand_by_number_and_the_same_in_a_row_once():
    assert nothing_told(["Age", "Urine", "Urine", "Urine", "Age"], 7) == (
        "Nothing told, or the mildest answer: 7 Age; 8 to 10 Urine; 11 Age."
    )


def whole(case):
    """Return the answers of a case, and the mildest to what it leaves open."""
    answers = fit_answers(SPINE, case.answers, case.id)
    while (sheet := Sheet(SPINE, answers)).open:
        question = SPINE.questions[sheet.open[0]]
        answers = answers.with_answer(question.id, sheet.mildest(question))
    return answers


#: Who is new: nobody types which visit it is.
NEW = [case for case in CASES if not set(SPINE.known) & set(case.answers)]


def typed_for(question, value):
    """Return the line that gives an answer, as it is read from a paper form."""
    if isinstance(value, tuple):
        ids = list(question.lines)
        return " ".join(
            f"{ids.index(line_of(item)) + 1}{'?' if is_doubt(item) else ''}"
            for item in value
        )
    if isinstance(value, str) and question.kind != "number":
        return str(list(question.lines).index(value) + 1)
    return str(value)


@pytest.mark.parametrize("case", NEW[::150], ids=lambda case: case.id)
def test_a_case_typed_in_gives_the_same_json_as_its_file(case):
    given = whole(case)
    sheet = Sheet(SPINE, given)

    class Typist(Person):
        """Answers every question that is asked, also for the record."""

        asked = ""

        def hear(self, prompt):
            shown, self.said = self.said, []
            if "Do this first. Then:" in shown:
                return "2"
            if any(line.endswith(": right?") for line in shown):
                return "y"
            if any(line.startswith("Review of the answers") for line in shown):
                left = any(line.startswith("Go on with") for line in shown)
                return "g" if left else "a"
            name = next((s for s in shown if ". Name: " in s), f"Name: {self.asked}.")
            self.asked = name.split("Name: ")[1].rstrip(".")
            assert not any("is no answer here" in line for line in shown), shown
            offered = sheet.as_offered(SPINE.questions[self.asked])
            return typed_for(offered, given[self.asked])

    typed = conduct(SPINE, Watched(SPINE, Typist([])))

    assert dict(typed) == dict(given)
    assert as_json(screened(SPINE, typed, "p")) == as_json(
        screened(SPINE, Answers(given), "p")
    )


@pytest.mark.parametrize("typed", ["", "9", "xyz", "1 0", "\x1b[A", "a", "g"])
def test_an_entry_that_is_none_gets_one_line_and_the_prompt_again(typed):
    person, answers = interview(typed, "0", "3", "y", "a")

    assert answers == FINE
    said = person.after(typed)
    assert said.count("Type ") == 1
    assert (NOTHING_TYPED in said) == (typed == "")


def test_being_unsure_of_a_warning_sign_is_asked_in_other_words_once():
    person, answers = interview("u", "1")

    assert answers is None
    assert "You chose Not sure." in person.after("u")
    assert "Tick everything that applies, also what you ticked" in person.after("u")
    assert "bladder_course" in person.after("1")


def test_being_unsure_twice_is_the_answer():
    person, _ = interview("u", "1 u", "u", "3", "1")

    said = [line for line in person.said if line.startswith("Answer:")]
    assert said[1] == "Answer: Weaker stream; Not sure."


def test_back_shows_what_was_answered_and_enter_alone_keeps_it():
    person, answers = interview("0", "b", "", "3", "y", "a")

    assert answers == FINE
    assert "Enter alone keeps that answer. It was: None of these." in person.after("b")


def test_back_from_the_second_wording_leads_to_the_first():
    person, _ = interview("u", "b", "0")

    assert "Enter alone keeps that answer. It was: Not sure." in person.after("b")
    assert "Answer: None of these." in person.after("0")


def test_what_hangs_on_a_changed_answer_is_looked_at_again():
    person, answers = interview("1", "1", "b", "b", "1 u", "1 u", "", "3", "y", "a")

    assert "An answer that this hangs on was changed." in " ".join(person.said)
    assert answers["bladder_course"] == "settled_examined"


def test_an_answer_is_changed_from_the_review():
    person, answers = interview("0", "3", "y", "1", "8", "a")

    assert answers == {**FINE, "pain_now": 8}
    assert "It was: 3 of 10." in person.after("1")


@pytest.mark.parametrize("typed", ["go pain_now", "pain_now", "go to pain_now", "go 3"])
def test_a_relevant_question_is_reached_by_its_name(typed):
    person, answers = interview(typed, "8", "0", "y", "a")

    assert answers == {**FINE, "pain_now": 8}
    assert "How bad is the pain right now" in person.after(typed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("go bladder_course", "is not asked with the answers so far"),
        ("bladder_course", "is not asked with the answers so far"),
        ("go pane", "There is no question called pane"),
    ],
)
def test_a_question_that_is_not_asked_is_not_reached_and_that_is_said(typed, said):
    person, answers = interview(typed, "0", "3", "y", "a")

    assert said in person.after(typed)
    assert "Has passing urine changed" in person.after(typed)
    assert answers == FINE


def test_help_says_why_and_what_can_be_typed_and_asks_again():
    person, _ = interview("w", "?")

    assert TINY.questions["bladder_signs"].why in person.after("w")
    assert person.after("w").endswith("e to go line by line.")
    said = person.after("?")
    assert COMMANDS in said
    assert "type go and its name" in said
    assert said.endswith("e to go line by line.")


def test_the_other_words_are_said_where_there_are_any():
    person, _ = interview("r", "0", "r")

    assert person.after("r").split() == ["a"]  # the second wording of the toy pack
    assert "> 0" in person.said
    assert "There are no other words for this question." in person.said


@pytest.mark.parametrize(
    ("lines", "answer"),
    [
        (("n", "n"), ("none",)),
        (("n", "y"), ("stuck",)),
        (("y", "u"), ("weak_stream", "stuck?")),
        (("u", "u"), ("unsure",)),
        (("y", "b", "n", "y"), ("stuck",)),
        (("", "maybe", "n", "n"), ("none",)),
    ],
)
def test_a_checklist_can_be_gone_through_line_by_line(lines, answer):
    # An answer that is unsure, in a gate, is asked again; then it is given at once.
    again = {"unsure": ("u",), "stuck?": ("1 2?",)}.get(answer[-1], ())
    person, _ = interview("e", *lines, *again)

    words = TINY.questions["bladder_signs"].says
    assert f"Answer: {'; '.join(map(words, answer))}." in person.said


def test_a_question_mark_behind_a_number_says_not_sure_of_that_line():
    # In a gate it is asked once more; the same answer is then taken.
    person, answers = interview("1 2?", "1 2?", "2", "3", "y", "a")

    assert answers["bladder_signs"] == ("weak_stream", "stuck?")
    doubted = "Nothing comes, for 8 waking hours (not sure)"
    assert f"Answer: Weaker stream; {doubted}." in person.said


@pytest.mark.parametrize("line", ["3?", "4?", "1 1?", "?1", "1??", "2 ?"])
def test_a_doubt_that_fits_no_line_ticks_nothing(line):
    person, answers = interview(line)

    assert answers is None
    assert not [said for said in person.said if said.startswith("Answer:")]


def test_no_line_of_a_checklist_is_passed_by():
    person, answers = interview("e", "n")

    assert answers is None
    assert not [said for said in person.said if said.startswith("Answer:")]


def test_the_action_is_shown_before_the_next_question_and_can_be_accepted():
    acted = []
    person, answers = interview("2", "1", acted=acted)

    assert [decision.standing.name for decision in acted] == ["EMERGENCY"]
    assert answers == {"bladder_signs": ("stuck",)}
    assert "1. Stop here and show the result" in person.after("2")


def test_enter_alone_neither_stops_at_an_action_nor_goes_on():
    person, answers = interview("2", "", "2")

    assert answers is None
    assert NOTHING_TYPED in person.after("")
    assert "How bad is the pain" in person.after("2") or person.lines == []


def test_quitting_asks_once_and_can_be_taken_back():
    person, answers = interview("q", "2", "0", "3", "y", "a")

    assert answers == FINE
    assert "Stop without a recommendation?" in person.after("q")
    assert interview("q", "what", "", "1")[1] is None


def test_an_unfinished_review_cannot_be_accepted():
    person, answers = interview("0", "v", "a", "g", "3", "y", "a")

    assert answers == FINE
    assert "type g" in person.after("v")
    assert "Show the recommendation" not in person.after("v")


@pytest.mark.parametrize("seed", range(6))
def test_random_lines_answer_only_what_was_asked_and_never_fail(seed):
    dice = random.Random(seed)
    words = [
        "",
        "0",
        "1",
        "2",
        "1 3",
        "u",
        "y",
        "n",
        "b",
        "r",
        "v",
        "w",
        "a",
        "g",
        "q",
        "?",
    ]
    words += ["e", "go 5", "go age", "bladder_signs", "-1", "\x1b[A", "12345", "\ufffd"]
    lines = [dice.choice(words) for _ in range(250)]
    asked = []

    class Watcher(Watched):
        def ask(self, turn):
            assert turn.sheet.relevance[turn.question.id]
            asked.append(turn.question.id)
            return super().ask(turn)

    asker, kept = Watcher(SPINE, Person(lines)), []
    try:
        answers = dict(conduct(SPINE, asker, keep=kept.append))
    except Interrupted:
        answers = dict(kept[-1].said) if kept else {}

    assert set(answers) <= set(asked)
    for question, value in answers.items():
        assert SPINE.questions[question].accept(value) == value


OPTIONS = [("a", "One"), ("b", "Two"), ("c", "Three")]


@pytest.mark.parametrize(
    ("lines", "ticked"),
    [
        (["3 1"], ("a", "c")),
        (["2,3"], ("b", "c")),
        (["0"], ()),
        (["", "4", "1 x", "0 1", "2 2"], ("b",)),
    ],
)
def test_a_checklist_outside_the_pack_is_typed_in_numbers(lines, ticked):
    person = Person(lines)

    assert PlainPrompts(person).tick("Which?", OPTIONS) == ticked
    assert person.lines == []
    assert person.said[0] == "Which?"
