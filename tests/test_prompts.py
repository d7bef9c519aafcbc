"""Prompts answered with real key strokes, sent through a pipe instead of a keyboard."""

from __future__ import annotations

import io
import itertools
import random
import re

import msgspec
import pyte
import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from prompt_toolkit.output.vt100 import Vt100_Output
from prompt_toolkit.utils import get_cwidth

from massage_screen.answers import Answers
from massage_screen.decision import decide_sheet
from massage_screen.errors import Interrupted
from massage_screen.interview import (
    Accept,
    Answered,
    Back,
    GoOn,
    GoTo,
    Quit,
    Review,
    ToReview,
    Turn,
)
from massage_screen.pack import Choice, Question
from massage_screen.prompts.kinds import menu_for
from massage_screen.prompts.menu import COMMANDS, DIGITS, OFFERS, OWN_LETTERS, Wording
from massage_screen.prompts.menus import MenuPrompts
from massage_screen.prompts.reviewing import review_of
from massage_screen.prompts.sentence import LONGEST
from massage_screen.sheet import Sheet
from tests.unknown_keys import UNKNOWN

ENTER, SPACE, BACKSPACE, ESCAPE = "\r", " ", "\x7f", "\x1b"
UP, DOWN, PAGE_UP, PAGE_DOWN = "\x1b[A", "\x1b[B", "\x1b[5~", "\x1b[6~"
LEFT, HOME, F1, DELETE = "\x1b[D", "\x1b[H", "\x1bOP", "\x1b[3~"
CTRL_C, CTRL_D, CTRL_Q = "\x03", "\x04", "\x11"


def pasted(text):
    return f"\x1b[200~{text}\x1b[201~"


def choices(*ids):
    return tuple(Choice(id, f"The choice that is called {id}") for id in ids)


YES_NO = Question(id="moves", kind="yes_no", ask="Do you move freely?")
ONE_OF = Question(
    id="course", kind="one_of", ask="How has it gone?", choices=choices("old", "recent")
)
ANY_OF = Question(
    id="signs", kind="any_of", ask="Which of these?", choices=choices("weak", "stuck")
)
NUMBER = Question(
    id="pain",
    kind="number",
    ask="How bad is it?",
    unit="of 100",
    minimum=0,
    maximum=100,
)
EVERY_KIND = pytest.mark.parametrize(
    "question", [YES_NO, ONE_OF, ANY_OF, NUMBER], ids=lambda question: question.kind
)
LONG = Question(
    id="regions",
    kind="any_of",
    ask="Which of these parts of the body does the letter of the clinician name?",
    choices=choices(*(f"region_{number}" for number in range(1, 16))),
)
GATE = Question(
    id="gate",
    kind="any_of",
    gate=True,
    ask="Has passing urine changed?",
    again="Is the stream weaker, or does it start late?",
    choices=choices("weak", "stuck"),
)


@pytest.fixture
def keys():
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
    ):
        # The last stroke stops a prompt that would otherwise wait for ever.
        yield lambda strokes: pipe.send_text(strokes + CTRL_C)


@pytest.fixture
def terminal(ask):
    """Return a function that asks on a screen of a given size."""

    def on_screen(question, strokes, columns=80, rows=24):
        written = io.StringIO()
        output = Vt100_Output(written, lambda: Size(rows=rows, columns=columns))
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=output),
        ):
            pipe.send_text(strokes + CTRL_C)
            ask(question)
        return written.getvalue()

    return on_screen


def shown(menu, rows=24, columns=80):
    """Return what a menu shows, one string for each line of the screen."""
    lines = menu.show(rows, columns)
    return ["".join(text for _, text in line) for line in lines]


def menu_of(question, note="", preset=None, commands=tuple(OFFERS)):
    why = ("Because it matters.", "A source")
    wording = Wording(
        question.ask, "1 of about 4 - section", note, why, "Asked otherwise.", commands
    )
    return menu_for(question, wording, preset)


@pytest.fixture
def put(tiny):
    """Return a function that puts a question and returns the step of the person."""
    times = itertools.count(step=600)
    asks = MenuPrompts(clock=times.__next__)  # ten minutes from key to key

    def put(question, preset=None, known=(), first=False, heading="Section", intro=""):
        sheet = Sheet(tiny, Answers(known))
        turn = Turn(
            question=question,
            sheet=sheet,
            decision=decide_sheet(sheet),
            preset=preset,
            number=1,
            about=4,
            for_the_record=False,
            first=first,
        )
        why = ("Because it matters.",)
        return asks.ask(turn, heading=heading, intro=intro, why=why)

    return put


@pytest.fixture
def ask(put):
    """Return a function that puts a question and returns the answer."""

    def ask(question):
        step = put(question)
        assert isinstance(step, Answered)
        return step.value

    return ask


def words_of(text):
    return re.findall(r"\w+", text)


# Answers


@pytest.mark.parametrize(
    ("question", "strokes", "answer"),
    [
        (YES_NO, "y", "yes"),
        (YES_NO, "n", "no"),
        (YES_NO, "u", "unsure"),
        (YES_NO, "Y", "yes"),
        (ONE_OF, "1", "old"),
        (ONE_OF, "2", "recent"),
        (ONE_OF, "u", "unsure"),
        (ONE_OF, DOWN + DOWN + ENTER, "recent"),
        (ONE_OF, DOWN + DOWN + UP + "\n", "old"),
        (ANY_OF, "12" + ENTER, ("weak", "stuck")),
        (ANY_OF, "21" + ENTER, ("weak", "stuck")),
        (ANY_OF, "121" + ENTER, ("stuck",)),
        (ANY_OF, DOWN + SPACE + ENTER, ("weak",)),
        (ANY_OF, "n", ("none",)),
        (ANY_OF, UP * 2 + SPACE, ("none",)),
        (ANY_OF, "u", ("unsure",)),
        (ANY_OF, UP + SPACE, ("unsure",)),
        (ANY_OF, "2u", ("stuck", "unsure")),
        (ANY_OF, "?1" + ENTER, ("weak?",)),
        (ANY_OF, "?1u", ("weak?", "unsure")),
        (NUMBER, "7" + ENTER, 7),
        (NUMBER, "100" + ENTER, 100),
        (NUMBER, "12" + BACKSPACE + ENTER, 1),
        (NUMBER, "u", "unsure"),
        (NUMBER, "5" + DOWN + ENTER, "unsure"),
    ],
)
def test_keys_give_the_answer_they_name(keys, ask, question, strokes, answer):
    keys(strokes)

    assert ask(question) == answer


def test_the_keys_of_the_first_question_are_not_taken_for_the_second(keys, ask):
    keys("2" + "1" + ENTER)

    assert ask(ONE_OF) == "recent"
    assert ask(ANY_OF) == ("weak",)


def test_a_choice_outside_the_pack_is_made_with_the_same_keys(keys):
    keys(ENTER + "b" + "2")

    chosen = MenuPrompts().choose("What now?", [("stop", "Stop"), ("go_on", "Go on")])

    assert chosen == "go_on"


@pytest.mark.parametrize(("key", "step"), [("b", Back()), ("v", ToReview())])
def test_a_choice_outside_the_pack_may_offer_ways_out(keys, key, step):
    keys(key)

    assert MenuPrompts().choose_or_go("What now?", [("stop", "Stop")], "bv") == step


# What must never answer


@EVERY_KIND
def test_six_enters_answer_nothing(keys, ask, question):
    keys(ENTER * 6)

    with pytest.raises(Interrupted):
        ask(question)


@EVERY_KIND
def test_pasted_text_answers_nothing(keys, ask, question):
    keys(pasted("1") + pasted("y\r1\r"))

    with pytest.raises(Interrupted):
        ask(question)


@EVERY_KIND
def test_other_keys_answer_nothing(keys, ask, question):
    keys(ESCAPE + HOME + F1 + DELETE + "\t§é" + PAGE_UP + PAGE_DOWN)

    with pytest.raises(Interrupted):
        ask(question)


@EVERY_KIND
def test_what_is_no_key_answers_nothing(keys, ask, question):
    keys("".join(UNKNOWN.values()) + ENTER)

    with pytest.raises(Interrupted):
        ask(question)


@pytest.mark.parametrize("before", ["\x18", "\x15"])
def test_editing_keys_do_not_swallow_the_answer_after_them(keys, ask, before):
    keys(before + "1")

    assert ask(ONE_OF) == "old"


@EVERY_KIND
@pytest.mark.parametrize("stop", [CTRL_C, CTRL_D, CTRL_Q])
@pytest.mark.parametrize("before", ["", DOWN])
def test_stopping_gives_no_answer(keys, ask, question, stop, before):
    keys(before + stop)

    with pytest.raises(Interrupted):
        ask(question)


@EVERY_KIND
def test_a_closed_keyboard_gives_no_answer(ask, question):
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
    ):
        pipe.close()
        with pytest.raises(Interrupted):
            ask(question)


@EVERY_KIND
def test_enter_on_an_untouched_prompt_says_what_to_do(question):
    menu = menu_of(question)

    menu.press("c-m", 24, 80)

    assert menu.answer is None
    assert any(line.startswith("! Nothing is") for line in shown(menu))


def test_an_unknown_key_says_so():
    menu = menu_of(ONE_OF)

    menu.press("z", 24, 80)

    assert shown(menu)[-1] == "! That key does nothing here."


@EVERY_KIND
def test_random_keys_never_give_an_answer_that_does_not_fit(put, question):
    chance = random.Random(f"keys for {question.kind}")
    letters = ["1", "2", "3", "9", "0", ".", "-", "y", "n", "u", "b", "?", "v", "X"]
    others = [ENTER, SPACE, BACKSPACE, UP, DOWN, ESCAPE, LEFT, PAGE_DOWN, pasted("1")]
    steps = []
    for _ in range(30):
        strokes = "".join(chance.choices(letters + others, k=200))
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=DummyOutput()),
        ):
            pipe.send_text(strokes + CTRL_C)
            try:
                steps.append(put(question, known={"pain_now": 3}))
            except Interrupted:
                continue

    answers = [step.value for step in steps if isinstance(step, Answered)]
    assert answers
    assert answers == [question.accept(answer) for answer in answers]
    assert Back() in steps
    assert ToReview() in steps


# Ways out of a prompt


@EVERY_KIND
@pytest.mark.parametrize(
    ("stroke", "step"),
    [("b", Back()), ("B", Back()), (LEFT, Back()), ("v", ToReview()), ("q", Quit())],
)
def test_single_keys_lead_back_to_the_review_and_out(keys, put, question, stroke, step):
    keys(stroke)

    assert put(question, known={"pain_now": 3}) == step


@EVERY_KIND
def test_every_way_out_stands_on_the_screen(question):
    menu = menu_of(question)
    short = shown(menu)[-1]
    assert short.startswith("Keys: ")
    assert short.endswith("b back, h keys. Ctrl-C stops.")

    menu.press("h", 40, 80)
    said = shown(menu, rows=40)

    assert {*OFFERS.values(), "Ctrl-C: stop."} <= set(said)


def test_the_first_question_offers_no_way_back_and_no_review(keys, put):
    keys("bv" + LEFT + "q")

    assert put(YES_NO, first=True) == Quit()


def test_a_way_that_is_not_offered_says_so():
    menu = menu_of(YES_NO, commands=("q",))

    for key in ("b", "v", "r", "w"):
        menu.press(key, 24, 80)

        assert menu.step is None
        assert shown(menu)[-1] == "! That key does nothing here."
    assert "b back" not in " ".join(shown(menu))
    menu.press("h", 40, 80)
    assert "go back" not in " ".join(shown(menu, rows=40)[:-1])


@EVERY_KIND
def test_why_it_is_asked_leads_back_to_the_question(question):
    menu = menu_of(question)
    before = shown(menu)

    menu.press("w", 24, 80)
    said = " ".join(shown(menu))
    assert question.ask in said
    assert "Because it matters." in said
    assert "Any other key goes back" in said

    menu.press(" ", 24, 80)
    assert shown(menu) == before


@EVERY_KIND
@pytest.mark.parametrize("key", ["y", "1", "u", "c-m", "b", "q", "v", "<any>"])
@pytest.mark.parametrize("opening", [["h"], ["w"], ["?", "?"]])
def test_a_key_pressed_in_the_help_answers_nothing(question, key, opening):
    menu = menu_of(question)

    for each in opening:
        menu.press(each, 24, 80)
    menu.press(key, 24, 80)

    assert (menu.answer, menu.step) == (None, None)
    assert question.ask in " ".join(shown(menu))


def test_help_keeps_what_is_ticked():
    menu = menu_of(ANY_OF)

    for key in ("1", "h", "x", "w", "x", "c-m"):
        menu.press(key, 24, 80)

    assert menu.answer == ("weak",)


def test_help_longer_than_the_screen_can_be_read_to_its_end():
    why = tuple(f"Paragraph {number} of many." for number in range(30))
    wording = Wording("So?", help=why, commands=("w",))
    menu = menu_for(YES_NO, wording)
    menu.press("w", 8, 40)
    seen = set()

    for _ in range(80):
        page = shown(menu, 8, 40)
        assert len(page) <= 8
        seen |= set(page)
        menu.press("down", 8, 40)

    assert set(why) <= seen


def test_stopping_in_the_help_stops():
    menu = menu_of(YES_NO)

    menu.press("w", 24, 80)
    menu.press("c-c", 24, 80)

    assert menu.stopped


# An answer given before


@pytest.mark.parametrize(
    ("question", "preset"),
    [
        (YES_NO, "no"),
        (YES_NO, "unsure"),
        (ONE_OF, "recent"),
        (ANY_OF, ("stuck", "unsure")),
        (NUMBER, 40),
        (NUMBER, "unsure"),
    ],
)
def test_enter_alone_keeps_an_answer_given_before(keys, put, question, preset):
    keys(ENTER)

    assert put(question, preset) == Answered(preset)


@pytest.mark.parametrize(
    ("question", "preset", "strokes", "answer"),
    [
        (YES_NO, "no", "y", "yes"),
        (ONE_OF, "recent", "1", "old"),
        (ONE_OF, "recent", UP + ENTER, "old"),
        (ANY_OF, ("stuck",), "1" + ENTER, ("weak", "stuck")),
        (ANY_OF, ("none",), "1" + ENTER, ("weak",)),
        (ANY_OF, ("stuck",), "2n", ("none",)),
        (ANY_OF, ("stuck", "unsure"), "u" + ENTER, ("stuck",)),
        (NUMBER, 40, BACKSPACE * 2 + "7" + ENTER, 7),
        (NUMBER, "unsure", "7" + ENTER, 7),
    ],
)
def test_an_answer_given_before_can_be_changed(
    keys, put, question, preset, strokes, answer
):
    keys(strokes)

    assert put(question, preset) == Answered(answer)


def test_an_answer_given_before_is_told_from_one_to_look_at_again(put):
    pain = Question(id="pain_now", kind="yes_no", ask="Is there pain?")
    pages = []
    for known in ({"pain_now": 3}, {}):
        written = io.StringIO()
        output = Vt100_Output(written, lambda: Size(rows=24, columns=80))
        with (
            create_pipe_input() as pipe,
            create_app_session(input=pipe, output=output),
        ):
            pipe.send_text(ENTER)
            put(pain, "no", known)
        pages.append(" ".join(written.getvalue().split()))

    assert "This was answered before." in pages[0]
    assert "was changed. Look again" in pages[1]


def test_a_list_answered_before_still_has_to_be_on_the_screen():
    menu = menu_of(LONG, preset=("region_2",))

    menu.press("c-m", 10, 80)

    assert menu.answer is None
    assert "more to read" in " ".join(shown(menu, rows=10))


@pytest.mark.parametrize("way_out", ["b", "v", "q"])
def test_ticks_wait_while_the_person_is_elsewhere(keys, put, way_out):
    keys("1" + way_out + "2" + ENTER + "1" + ENTER)

    put(ANY_OF, known={"pain_now": 3})

    assert put(ANY_OF) == Answered(("weak", "stuck"))
    assert put(ANY_OF) == Answered(("weak",))  # they waited once


def test_an_answer_that_was_only_looked_at_is_no_draft(keys, put):
    keys("b" + ENTER)

    put(ANY_OF, ("weak",))

    assert put(ANY_OF, ("stuck",)) == Answered(("stuck",))


@pytest.mark.parametrize("ticked", ["2", "?2"])
def test_ticks_that_waited_on_a_line_that_is_gone_are_no_answer(keys, put, ticked):
    shorter = msgspec.structs.replace(ANY_OF, choices=ANY_OF.choices[:1])
    keys(ticked + "b" + ENTER + "1" + ENTER)

    put(ANY_OF)

    assert put(shorter) == Answered(("weak",))


def test_why_a_section_is_asked_is_told_where_it_first_begins(keys, put, capsys):
    keys("y" * 3)

    for heading in ("One", "Two", "One"):
        put(YES_NO, heading=heading, intro=f"About {heading.lower()}.")

    assert capsys.readouterr().out == "\nAbout one.\n\nAbout two.\n"


# The review


LINES = {f"q{number}": f"Topic {number}: Yes" for number in range(1, 25)}
REST = {"q25": "Calf or leg", "q26": "Age: Under 50"}


class Standing(Review, frozen=True):
    """A review that stands where a test says."""

    done: bool = True
    open_left: int = 0

    @property
    def finished(self):
        return self.done

    @property
    def left(self):
        return self.open_left


@pytest.fixture
def review(tiny):
    def review(done=True, left=0):
        sheet = Sheet(tiny, Answers())
        standing = Standing(
            sheet=sheet,
            decision=decide_sheet(sheet),
            entries=(),
            done=done,
            open_left=left,
        )
        return review_of(standing, LINES, REST)

    return review


def pressed(menu, *keys, rows=24, columns=80):
    for key in keys:
        menu.press(key, rows, columns)
    return menu.step


@pytest.mark.parametrize(
    ("done", "left", "key", "step"),
    [
        (True, 0, "a", Accept()),
        (True, 3, "a", Accept()),
        (True, 3, "g", GoOn()),
        (True, 0, "b", Back()),
        (False, 3, "b", GoOn()),
        (False, 3, "left", GoOn()),
        (True, 0, "q", Quit()),
        (False, 3, "a", None),
        (False, 3, "g", None),
        (True, 0, "g", None),
        (True, 0, "c-m", None),
        (True, 0, "y", None),
    ],
)
def test_the_review_offers_what_is_possible_and_nothing_else(
    review, done, left, key, step
):
    assert pressed(review(done, left), key) == step


@pytest.mark.parametrize(
    ("keys", "question"),
    [
        (["3", "c-m"], "q3"),
        (["1", "c-m"], "q1"),
        (["1", "2", "c-m"], "q12"),
        (["2", "4", "c-m"], "q24"),
        (["2", "5", "c-m"], "q25"),
        (["2", "7", "c-m"], "q7"),
        (["2", "5", "down", "c-m"], "q26"),
        (["up", "c-m"], "q26"),
        (["down", "down", "c-m"], "q2"),
        (["1", "2", "down", "c-m"], "q13"),
        (["1", "2", "down", "4", "c-m"], "q4"),
    ],
)
def test_an_answer_is_opened_by_its_number_or_by_its_mark(review, keys, question):
    assert pressed(review(), *keys, rows=60) == GoTo(question)


def test_a_number_that_no_answer_has_opens_nothing(review):
    menu = review()

    assert pressed(menu, "0", "c-m") is None
    assert "No answer is marked" in " ".join(shown(menu))


def test_an_answer_marked_by_its_number_is_on_the_screen(review):
    menu = review()

    pressed(menu, "2", "3", rows=10)

    assert any(line.startswith("> 23") for line in shown(menu, rows=10))


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_review_cuts_nothing(review, columns):
    lines = shown(review(left=3), 400, columns)

    said = words_of(" ".join(lines))
    for text in (*LINES.values(), *REST.values()):
        assert _in_order(words_of(text), said)
    assert max(get_cwidth(line) for line in lines) < columns


# Lists


def test_nothing_is_marked_or_ticked_at_the_start():
    text = "\n".join(shown(menu_of(ANY_OF)))

    assert "[x]" not in text
    assert ">" not in text


def test_down_goes_to_the_first_line_and_up_to_the_last():
    first, last = menu_of(ONE_OF), menu_of(ONE_OF)

    first.press("down", 24, 80)
    last.press("up", 24, 80)

    assert [line for line in shown(first) if line.startswith(">")] == [
        "> 1  The choice that is called old"
    ]
    assert [line for line in shown(last) if line.startswith(">")] == ["> u  Not sure"]


@pytest.mark.parametrize("ticks", ["1", "?1"])
def test_none_is_refused_while_something_is_ticked(keys, ask, ticks):
    menu = menu_of(ANY_OF)
    for key in (*ticks, "n"):
        menu.press(key, 24, 80)
    assert menu.answer is None
    assert "! Lines are ticked. Untick them first" in shown(menu)[-1]

    keys(ticks + "n" + ticks + "n")

    assert ask(ANY_OF) == ("none",)


def test_a_tick_takes_the_place_of_a_none_that_was_said_before():
    menu = menu_of(ANY_OF, preset=("none",))
    assert any("[x] n" in line for line in shown(menu))

    menu.press("2", 24, 80)
    assert shown(menu)[-1] == "! None is no longer said."
    menu.press("c-m", 24, 80)

    assert menu.answer == ("stuck",)


@pytest.mark.parametrize("keys_of_doubt", [["?", "2"], ["2", "?", " "]])
def test_a_line_can_be_said_to_be_in_doubt_by_its_number_or_its_mark(keys_of_doubt):
    menu = menu_of(ANY_OF)

    menu.press(keys_of_doubt[0], 24, 80)
    for key in keys_of_doubt[1:]:
        menu.press(key, 24, 80)
    assert any("[?] 2" in line for line in shown(menu))
    menu.press("c-m", 24, 80)

    assert menu.answer == ("stuck?",)
    assert menu.in_words().endswith("(not sure)")


@pytest.mark.parametrize(
    ("strokes", "answer"), [("?2?21" + ENTER, "weak"), ("?22" + ENTER, "stuck")]
)
def test_a_doubt_is_taken_back_and_a_tick_takes_its_place(keys, ask, strokes, answer):
    keys(strokes)

    assert ask(ANY_OF) == (answer,)


def test_doubt_asks_of_which_line_and_there_is_none_of_none():
    menu = menu_of(ANY_OF)
    menu.press("?", 24, 80)
    assert "! Not sure of which line?" in " ".join(shown(menu))
    menu.press(" ", 24, 80)
    assert "Mark a line first" in " ".join(shown(menu)[-2:])

    for key in ("up", "?", " "):
        menu.press(key, 24, 80)
    assert shown(menu)[-1] == "! Not sure cannot be said of this line alone."
    for key in ("?", "7"):
        menu.press(key, 24, 80)
    assert shown(menu)[-1] == "! That key does nothing here."
    assert (menu.draft, menu.answer) == ((), None)


@pytest.mark.parametrize("question", [YES_NO, ONE_OF, NUMBER])
def test_where_no_line_can_be_doubted_a_number_after_a_question_mark_answers_nothing(
    question,
):
    menu = menu_of(question)

    for key in ("?", "1", "c-m"):
        menu.press(key, 24, 80)

    assert menu.answer is None


@EVERY_KIND
def test_the_second_wording_is_shown_beside_the_first_and_hidden_again(question):
    menu = menu_of(question)
    before = shown(menu)

    menu.press("r", 24, 80)
    assert [line for line in shown(menu) if line not in before] == [
        "Or: Asked otherwise."
    ]
    menu.press("r", 24, 80)

    assert shown(menu) == before


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        (YES_NO, "y yes, n no, u not sure"),
        (ONE_OF, "1-2 answers, u not sure"),
        (ANY_OF, "1-2 tick, n none, u not sure, Enter next"),
        (LONG, "1-9 tick, n none, u not sure, Enter next"),
        (NUMBER, "a number, then Enter, u not sure"),
    ],
)
def test_one_line_says_which_keys_answer(question, keys):
    lines = shown(menu_of(question), rows=40)

    assert lines[-1] == f"Keys: {keys}, b back, h keys. Ctrl-C stops."
    assert lines[-2] == ""


def test_an_empty_checklist_is_refused(keys, ask):
    keys(ENTER + "1" + "1" + ENTER + "2" + ENTER)

    assert ask(ANY_OF) == ("stuck",)


def test_enter_beside_a_line_that_is_not_ticked_asks_first(keys, ask):
    menu = menu_of(ANY_OF)
    for key in ["1", "down", "c-m"]:
        menu.press(key, 24, 80)
    assert menu.answer is None
    assert "not ticked" in " ".join(shown(menu)[-2:])

    keys("1" + DOWN + ENTER + SPACE + ENTER)

    assert ask(ANY_OF) == ("weak", "stuck")


def test_enter_again_goes_on_without_the_marked_line(keys, ask):
    keys("1" + DOWN + ENTER + ENTER)

    assert ask(ANY_OF) == ("weak",)


def test_lines_after_the_ninth_have_no_key_and_are_ticked_with_the_arrows(keys, ask):
    menu = menu_of(LONG)
    assert not [
        line for line in shown(menu, rows=40) if re.search(r"\d.*_1[0-5]", line[:10])
    ]

    keys("9" + DOWN + SPACE + DOWN * 2 + "? " + ENTER)

    assert ask(LONG) == ("region_9", "region_10", "region_12?")


def test_a_list_longer_than_the_keys_is_answered_with_the_arrows():
    long = Question(
        id="long",
        kind="one_of",
        ask="Which?",
        choices=choices(*(f"c{number}" for number in range(40))),
    )
    menu = menu_of(long)

    for key in ["down"] * 38 + ["c-m"]:
        menu.press(key, 100, 80)

    assert menu.answer == "c37"


def test_no_key_of_an_answer_is_a_command():
    taken = {key for key in COMMANDS if len(key) == 1}

    assert taken.isdisjoint({*DIGITS, *OWN_LETTERS.values()})


# Numbers


@pytest.mark.parametrize("wrong", ["101", "-1", "7.5", "7,5", "1-2", "--", "9" * 40])
def test_a_number_that_does_not_fit_is_refused_with_the_range(wrong):
    menu = menu_of(NUMBER)

    for key in [*wrong, "c-m"]:
        menu.press(key, 24, 80)

    assert menu.answer is None
    said = " ".join(line.strip() for line in shown(menu))
    assert said.endswith("does not fit. Type a whole number from 0 to 100.")


def test_a_number_shows_its_unit_and_what_was_typed():
    menu = menu_of(NUMBER)

    menu.press("4", 24, 80)

    assert "Answer (of 100): 4" in shown(menu)


def test_only_the_ends_that_a_number_has_are_checked(keys, ask):
    least = Question(id="a", kind="number", ask="How many?", minimum=3)
    most = Question(id="b", kind="number", ask="How many?", maximum=3)
    strokes = "2" + ENTER + BACKSPACE + "900" + ENTER
    keys(strokes + "4" + ENTER + BACKSPACE + "-5" + ENTER)

    assert ask(least) == 900
    assert ask(most) == -5


# The second wording


def test_a_gate_question_is_put_in_other_words_once(keys, ask):
    keys("u" + "u" + "n")

    assert ask(GATE) == ("unsure",)
    assert ask(GATE) == ("none",)


def test_only_the_answer_to_the_second_wording_counts(keys, ask):
    keys("1u" + "2" + ENTER)

    assert ask(GATE) == ("stuck",)


def test_the_second_wording_says_why_it_is_asked(terminal):
    written = terminal(GATE, "u" + "2" + ENTER)

    assert "Let me ask that another way." in written
    assert "also what you ticked before" in written


@pytest.mark.parametrize(
    "question",
    [
        Question(id="a", kind="yes_no", ask="So?", again="Is it?"),
        Question(id="b", kind="yes_no", ask="So?", gate=True),
    ],
    ids=["not a gate question", "no second wording"],
)
def test_other_questions_are_put_once(keys, ask, question):
    keys("u")

    assert ask(question) == "unsure"


def test_a_clear_answer_is_not_questioned(keys, ask):
    keys("1" + ENTER)

    assert ask(GATE) == ("weak",)


def test_going_back_from_the_second_wording_leads_to_the_first(keys, put):
    keys("u" + "b" + "u" + "2" + ENTER)

    assert put(GATE) == Answered(("stuck",))


def test_other_ways_out_of_the_second_wording_lead_out(keys, put):
    keys("u" + "q")

    assert put(GATE, ("weak",)) == Quit()


# The screen


@pytest.mark.parametrize("columns", [20, 21, 39, 40, 41, 80, 200])
@pytest.mark.parametrize("question", [YES_NO, ONE_OF, LONG, NUMBER])
def test_nothing_is_cut_at_any_width(question, columns):
    menu = menu_of(question, note="Let me ask that another way.")

    lines = shown(menu, rows=400, columns=columns)

    said = words_of(" ".join(lines))
    wanted = [question.ask, *question.words.values(), "1 of about 4 - section"]
    wanted += ["not sure", "b back, h keys. Ctrl-C stops."]
    if question.kind == "number":
        wanted.append("of 100")
    for text in wanted:
        assert _in_order(words_of(text), said)
    assert max(get_cwidth(line) for line in lines) < columns


def _in_order(words, said):
    """Say whether words stand one after the other; long ones may be broken."""
    return "".join(words) in "".join(said)


def test_words_of_other_scripts_are_measured_in_columns():
    wide = Question(id="w", kind="one_of", ask="痛" * 30, choices=choices("a", "b"))

    lines = shown(menu_of(wide), columns=20)

    assert "".join(lines).count("痛") == 30
    assert max(get_cwidth(line) for line in lines) < 20


@pytest.mark.parametrize(("columns", "rows"), [(20, 9), (40, 8), (80, 6), (80, 12)])
def test_a_low_screen_shows_every_line_in_turn(columns, rows):
    menu = menu_of(LONG)
    seen = dict.fromkeys(shown(menu, rows, columns))

    for _ in range(200):
        menu.press("down", rows, columns)
        page = shown(menu, rows, columns)
        assert len(page) <= rows
        seen |= dict.fromkeys(line.replace(">", " ", 1) for line in page)

    everything = shown(menu_of(LONG), 400, columns)
    assert {line for line in everything if line} <= set(seen)


def test_a_low_screen_says_where_there_is_more():
    menu = menu_of(LONG)
    assert shown(menu, rows=10)[-1] == "... more below"

    for _ in range(8):
        menu.press("down", 10, 80)

    page = shown(menu, rows=10)
    assert (page[0], page[-1]) == ("... more above", "... more below")


def test_a_list_that_was_not_read_to_its_end_cannot_be_answered():
    menu = menu_of(LONG)

    menu.press("1", 10, 80)
    menu.press("c-m", 10, 80)
    assert menu.answer is None
    assert "more to read" in " ".join(shown(menu, rows=10))

    for key in ["pagedown"] * 8 + ["c-m"]:
        menu.press(key, 10, 80)
    assert menu.answer == ("region_1",)


def test_a_list_is_read_to_its_end_before_a_line_passed_by_is_asked_about():
    menu = menu_of(LONG)

    for key in ["1", "down", "c-m"]:
        menu.press(key, 10, 80)
    assert "Page Down" in " ".join(shown(menu, rows=10))

    for key in ["pagedown"] * 8 + ["c-m"]:
        menu.press(key, 10, 80)
    assert "not ticked" in " ".join(shown(menu, rows=10))


def test_going_up_to_the_last_line_passes_no_line_unseen():
    menu = menu_of(Question(id="o", kind="one_of", ask="Which?", choices=LONG.choices))

    menu.press("up", 8, 80)
    menu.press("u", 8, 80)

    assert menu.answer is None
    assert "... more below" in shown(menu, rows=8)


def test_a_line_that_is_ticked_by_its_key_comes_into_view():
    menu = menu_of(LONG)

    menu.press("5", 9, 80)
    for _ in range(3):
        shown(menu, rows=9)

    assert any(line.startswith("> [x] 5") for line in shown(menu, rows=9))


@pytest.mark.parametrize("columns", [20, 40, 80, 200])
def test_the_question_and_its_answer_stay_on_the_screen(terminal, columns):
    written = terminal(ANY_OF, "2u", columns)

    screen = pyte.Screen(columns, 24)
    pyte.Stream(screen).feed(written.replace("\n", "\r\n"))
    left = " ".join(line.strip() for line in screen.display if line.strip())
    assert left == ("Which of these? Answer: The choice that is called stuck; Not sure")


@pytest.mark.parametrize(
    ("question", "strokes", "words"),
    [(NUMBER, "7" + ENTER, "7 of 100"), (NUMBER, "u", "Not sure"), (YES_NO, "n", "No")],
)
def test_the_answer_is_left_behind_in_words(terminal, question, strokes, words):
    assert f"Answer: {words}" in terminal(question, strokes)


def test_a_long_answer_is_left_behind_whole_on_a_low_screen(terminal):
    written = terminal(LONG, PAGE_DOWN * 20 + "123456789" + ENTER, 40, 8)

    left = words_of(written.rpartition("Answer:")[2])
    assert [word for word in left if word.startswith("region")] == [
        f"region_{number}" for number in range(1, 10)
    ]


def test_prompts_use_no_colour_and_ask_no_terminal_for_its_cursor(terminal):
    written = terminal(ANY_OF, DOWN + SPACE + ENTER)

    styles = re.findall(r"\x1b\[([0-9;]*)m", written)
    assert styles
    assert {part for style in styles for part in style.split(";")} <= {"", "0", "1"}
    assert "\x1b[6n" not in written


def test_the_cursor_is_shown_while_a_prompt_waits_and_after_it(terminal):
    written = terminal(ONE_OF, DOWN + "1")

    hidden, shown_again = written.rfind("\x1b[?25l"), written.rfind("\x1b[?25h")
    assert shown_again >= hidden


def test_text_cannot_steer_the_terminal(terminal):
    bad = Question(
        id="bad",
        kind="yes_no",
        ask="Is\x1b]0;title\x07 it\u202e true\x9b31m?\u2066",
    )

    written = terminal(bad, "y")

    for steering in ("\x1b]0", "\x07", "\u202e", "\u2066", "\x9b"):
        assert steering not in written
    assert "true" in written


def test_every_letter_is_typed_in_a_sentence(keys):
    keys("bqr? h1" + ENTER)

    assert MenuPrompts().hear("What worries you?") == "bqr? h1"


def test_a_sentence_is_mended_and_cannot_grow_without_end(keys):
    keys("x" * 400 + "\x7f\x7f!" + "\x1b[A\t" + ENTER)

    assert MenuPrompts().hear("What?") == "x" * (LONGEST - 2) + "!"


def test_stopping_in_a_sentence_gives_none(keys):
    keys("half")

    with pytest.raises(Interrupted):
        MenuPrompts().hear("What?")


@pytest.mark.parametrize(("strokes", "ticked"), [("31" + ENTER, ("a", "c")), ("n", ())])
def test_a_checklist_outside_the_pack_is_ticked_with_the_same_keys(
    keys, strokes, ticked
):
    keys(strokes)

    options = [("a", "One"), ("b", "Two"), ("c", "Three")]
    assert MenuPrompts().tick("Which?", options) == ticked
