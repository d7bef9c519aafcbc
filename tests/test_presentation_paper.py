"""The paper form: what stands on it, as text and as a page."""

from __future__ import annotations

import io
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from massage_screen.answers import NONE, UNSURE, Answers, line_of
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import ExitCode, app
from massage_screen.condition import Condition
from massage_screen.pack import Choice, ConcernFile, Fact, Question, Rule
from massage_screen.phrases import ENGLISH
from massage_screen.presentation.page import console_for
from massage_screen.presentation.paper.boxes import Layout
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.key import Clause
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.places import Places, Where
from massage_screen.presentation.paper.text import show_form
from massage_screen.prompts.entry import answer_of
from massage_screen.sheet import Sheet
from tests import generated

ROOT = Path(__file__).parents[1]
TINY = load_pack(ROOT / "tests" / "packs" / "tiny")
SPINE = load_pack(ROOT / "questions" / "spine")
PACKS = pytest.mark.parametrize("pack", [TINY, SPINE], ids=lambda p: p.about.id)

SIGNS = Question(
    id="signs",
    kind="any_of",
    ask="Which of these?",
    choices=tuple(Choice(id, f"Line {id}") for id in "abcdef"),
)
PAIN = Question(
    id="pain", kind="number", ask="How bad?", unit="of 10", minimum=0, maximum=10
)
PAINFUL = {"question": "pain", "at_least": 6}
LEFT_OUT = {"question": "signs", "lacks_any_of": ["a"]}
UNSURE_OF_ALL = {"question": "signs", "includes_any_of": ["unsure"]}
LATER = Question(id="later", kind="yes_no", ask="Was there more?")


def pack_with(*questions, facts=()):
    """Return the tiny pack with these questions in place of its own."""
    first = msgspec.structs.replace(TINY.concerns[0], question=questions, fact=facts)
    return msgspec.structs.replace(TINY, concerns=(first,))


def pack_to_later(condition, facts=()):
    """Return a pack of `signs`, `pain` and, when a condition holds, `later`."""
    when = msgspec.convert(condition, Condition)
    later = (msgspec.structs.replace(LATER, when=when),)
    (first,) = pack_with(SIGNS, PAIN, facts=facts).concerns
    second = msgspec.structs.replace(first, question=later, fact=(), rule=())
    return msgspec.structs.replace(TINY, concerns=(first, second))


def only_if(condition):
    """Return what the key says of when `later` is asked."""
    return form_of(pack_to_later(condition)).key.entries[2].only_if


def asked_in(parts):
    return {asked.number: asked for part in parts for asked in part.asked}


def all_asked(form):
    return asked_in((*form.core, *form.further, *form.own))


def clients_side(written, ending):
    """Return what stands above the therapist's sheet."""
    return written[: written.index(ending)]


def as_text(pack, width=80):
    stream = io.StringIO()
    console = console_for(stream, "never")
    console.width = width
    show_form(form_of(pack), console)
    return stream.getvalue()


def as_page(pack):
    return form_as_html(form_of(pack))


def words_of(text):
    return " ".join(text.split())


class Outline(HTMLParser):
    """What a page is made of: its tags and attributes, and whether they are closed."""

    EMPTY = ("br", "meta")

    def __init__(self, page):
        super().__init__()
        self.open = []
        self.tags = set()
        self.attributes = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in self.EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if "style" not in self.open:
            self.text += f" {data}"


# What stands on it


@PACKS
def test_every_question_that_a_new_client_can_be_asked_stands_there_both_ways(pack):
    places, form = Places(pack), form_of(pack)
    asked, text = all_asked(form), words_of(as_text(pack))
    page = words_of(Outline(as_page(pack)).text)

    for number, question in enumerate(pack.questions.values(), start=1):
        if places.where[question.id] is Where.RETURNING:
            assert number not in asked
            continue
        for written in (text, page):
            assert f"{number}. {question.id}" in written
            assert words_of(question.ask) in written
        for box in asked[number].boxes:
            assert words_of(f"{box.typed} {box.text}") in text
            assert words_of(f"{box.typed} {box.text}") in page


def test_the_first_sheets_have_what_a_client_with_nothing_to_tell_is_asked(grown):
    form = form_of(load_pack(grown))

    assert [*asked_in(form.core)] == [12, 13, 1, 3, 4, 11]  # private last
    assert [*asked_in(form.further)] == [14, 16, 5]
    assert [*asked_in(form.own)] == [6, 7, 8, 9, 10, 15]


def test_what_only_a_returning_client_is_asked_stands_on_the_key_alone(grown):
    entries = {e.id: e for e in form_of(load_pack(grown)).key.entries}

    assert entries["b_urine"].where == "not on the form: never asked on a first visit"
    assert "Is your pee not as it was" not in as_text(load_pack(grown))


def test_the_clients_side_has_no_id_no_reason_and_no_second_wording():
    signs = msgspec.structs.replace(
        SIGNS, id="q_signs", again="Once more?", why="Because."
    )
    pack = pack_with(signs, msgspec.structs.replace(PAIN, id="q_pain"))
    text = clients_side(as_text(pack), "For the therapist")
    page = clients_side(Outline(as_page(pack)).text, "For the therapist")

    for written in (text, page):
        assert "Which of these?" in written
        for hidden in ("q_signs", "q_pain", "Once more?", "Because."):
            assert hidden not in written


def test_a_line_of_a_checklist_has_a_box_for_yes_no_and_not_sure():
    pack = pack_with(SIGNS, PAIN, LATER)

    assert "1 Line a [_] Yes [_] No [_] Not sure" in words_of(as_text(pack))
    assert "3. Was there more? [_] Yes [_] No [_] Not sure" in words_of(as_text(pack))
    three = "<b>Y</b>"
    assert as_page(pack).count(three) == len(SIGNS.choices) + 1


def test_a_warning_sign_has_no_box_that_denies_all_of_it_at_once():
    gate = msgspec.structs.replace(SIGNS, gate=True, again="b")

    for question, has in ((gate, False), (SIGNS, True)):
        boxes = form_of(pack_with(question)).core[0].asked[0].boxes
        assert any(box.alone for box in boxes) is has
        assert any(box.text == question.none for box in boxes) is has


def test_what_is_asked_openly_or_only_shown_has_one_box_a_line():
    silent = tuple(msgspec.structs.replace(c, aloud=False) for c in SIGNS.choices)
    openly = msgspec.structs.replace(SIGNS, open=True)
    shown = msgspec.structs.replace(SIGNS, choices=silent)

    for question in (openly, shown):
        (asked,) = form_of(pack_with(question)).core[0].asked
        assert asked.layout is Layout.TICK
        assert asked.how == "Tick all that fit."
        assert len(asked.boxes) == len(SIGNS.choices) + 2
        assert "[_] 1 Line a" in as_text(pack_with(question))


def test_what_is_only_kept_is_one_line_to_write_on():
    kept = msgspec.structs.replace(SIGNS, records_only=True)
    (asked,) = form_of(pack_with(kept)).core[0].asked

    assert (asked.layout, asked.boxes) == (Layout.WRITE, ())
    assert "Which of these?\n   ____________\n" in as_text(pack_with(kept))


def test_what_the_therapist_answers_is_on_the_therapists_sheet_alone():
    seen = msgspec.structs.replace(SIGNS, asked_by="therapist", aloud=False)
    pack = pack_with(seen, PAIN)
    text = as_text(pack)

    assert [*asked_in(form_of(pack).core)] == [2]
    assert text.index("For the therapist") < text.index("Which of these?")
    assert "Look; do not read aloud." in text


def test_yes_is_the_first_line_as_in_the_prompts():
    entry = form_of(TINY).key.entries[-1]

    assert entry.id == "moves_freely"
    assert [line.id for line in entry.lines] == ["yes", "no", "unsure"]


def test_the_key_marks_warning_signs_with_words_and_other_questions_not():
    text = as_text(TINY)

    assert "1. bladder_signs, warning sign" in text
    assert "3. pain_now\n" in text


@PACKS
def test_there_is_a_place_for_date_initials_and_reference_and_none_for_a_name(pack):
    for written in (as_text(pack), Outline(as_page(pack)).text):
        for blank in (
            "Date and time:",
            "Therapist's initials:",
            "Client reference (no name):",
        ):
            assert written.count(blank) == 1
        assert "Name" not in written
        assert "Birth" not in written
        assert "date of birth" not in written


@PACKS
def test_the_form_says_that_it_gives_no_result_and_which_pack_it_is_of(pack):
    for written in (as_text(pack), Outline(as_page(pack)).text):
        assert "This form gives no result." in words_of(written)
        assert pack.about.version in written
        assert pack.digest.removeprefix("sha256:")[:8] in written
        assert "not reviewed by a clinician" in words_of(written)


@PACKS
def test_what_stands_beside_a_box_is_what_is_typed_for_it(pack):
    questions = dict(enumerate(pack.questions.values(), start=1))
    for number, asked in all_asked(form_of(pack)).items():
        question = questions[number]
        words = {text: id for id, text in question.lines.items()}
        for box in (box for box in asked.boxes if box.typed):
            word = words[box.text]
            said = [word] if question.kind == "any_of" else word
            assert answer_of(question, box.typed) == question.accept(said)


def test_lines_that_may_be_left_out_have_no_number_for_those_below_move_up(grown):
    pack = load_pack(grown)
    (against,) = (a for n, a in all_asked(form_of(pack)).items() if n == 16)
    (entry,) = (e for e in form_of(pack).key.entries if e.id == "agreed_against")

    assert {box.typed for box in against.boxes} == {""}
    assert {line.typed for line in entry.lines} == {""}
    assert against.boxes[1].only_if == "Only if you ticked line 2 of question 13."


@PACKS
def test_a_form_is_the_same_each_time(pack):
    assert as_page(pack) == as_page(msgspec.structs.replace(pack))


# What cannot wait


def test_the_first_lines_name_the_signs_that_the_rules_of_now_test():
    text = words_of(as_text(TINY))

    assert form_of(TINY).now == (
        "Has passing urine changed in any of these ways? Nothing comes, for 8 waking"
        " hours",
    )
    assert text.index(ENGLISH.paper.now) < text.index("Tick one box in each line")


def test_a_sign_of_now_is_told_by_its_topic_and_where_it_was_ticked_first(grown):
    pack = load_pack(grown)
    when = {"question": "recent", "includes_any_of": ["leak", "unsure"]}
    rule = {"id": "now", "found": "F.", "do": "D.", "when": when}
    rule |= {"disposition": "emergency", "timeframe": "now"}
    concern = msgspec.structs.replace(
        pack.concerns[0], rule=(msgspec.convert(rule, Rule),)
    )
    (said,) = form_of(msgspec.structs.replace(pack, concerns=(concern,))).now

    assert said == "Has passing urine changed? It leaks"


def test_what_counts_beside_something_else_only_is_no_sign_of_now():
    pack = load_pack(pack_folder())
    told = "\n".join(form_of(pack).now)

    assert "Trouble to speak or swallow" in told
    assert "A fall or blow. Since the crash, fall or blow: Not able to turn" in told
    for sign in ("Back of the neck", "New headaches", "Nothing eases it", "old pain"):
        assert sign not in told, told


def test_lines_that_end_a_question_stand_behind_it():
    told = form_of(SPINE).now
    opened = SPINE.questions["chest_signs"].ask

    assert opened.endswith(":")
    (chest,) = [line for line in told if "climbed stairs" in line]
    assert chest.startswith(f"{opened} When you climbed stairs")


def test_a_pack_without_such_a_rule_promises_no_list():
    rules = msgspec.structs.replace(TINY.concerns[0], rule=())
    text = as_text(msgspec.structs.replace(TINY, concerns=(rules,)))

    assert "do not wait for your visit" not in words_of(text)


# What is private


def test_a_private_section_stands_on_a_last_page_of_its_own_with_a_way_out(grown):
    pack = load_pack(grown)
    page = as_page(pack)

    assert [part.section.private for part in form_of(pack).core] == [False, True]
    assert page.count('<div class="columns alone">') == 2  # not on the therapist's
    assert page.count(ENGLISH.paper.in_person) == 2
    assert as_text(pack).count(ENGLISH.paper.in_person) == 2
    assert ENGLISH.paper.in_person not in as_page(TINY)
    assert '<div class="columns alone">' not in as_page(TINY)


# What leads where


@given(st.data())
def test_whoever_is_to_be_asked_further_has_ticked_a_box_that_leads_there(data):
    pack = generated.pack_of(data.draw(generated.files()))
    said = data.draw(generated.sheets(pack, full=True))
    answers = Answers({q: v for q, v in said.items() if q in pack.questions})
    sheet, places = Sheet(pack, answers), Places(pack)

    for name, leading in places.leading.items():
        if sheet.relevance[name]:
            ticked = {s for s in leading if is_ticked(sheet.visible, s)}
            assert ticked


def is_ticked(visible, spot):
    """Say whether a client who says this ticks Yes or Not sure at a box.

    Who has none of a list may as well tick No in each line.
    """
    said = visible.get(spot.question)
    if not isinstance(said, tuple):
        return said == spot.word
    return spot.word != NONE and not {UNSURE, spot.word}.isdisjoint(map(line_of, said))


@given(st.data())
def test_every_question_of_a_first_visit_has_one_place(data):
    pack = generated.pack_of(data.draw(generated.files()))
    answers = data.draw(generated.sheets(pack))
    at_first = {q: v for q, v in answers.items() if q in pack.questions}
    where = Places(pack).where

    for name, relevant in Sheet(pack, Answers(at_first)).relevance.items():
        assert not (relevant and where[name] is Where.RETURNING)


@pytest.mark.parametrize(
    ("condition", "box", "arrow", "words"),
    [
        (
            {"question": "signs", "includes_any_of": ["b", "unsure"]},
            1,
            "-> 3",
            "line 2 of question 1",
        ),
        (
            {"question": "signs", "includes_any_of": ["a", "b", "c", "f"]},
            0,
            "-> 3",
            "line 1 to 3 or 6 of question 1",
        ),
        (
            {
                "all_of": [
                    {"question": "signs", "includes_any_of": ["a", "b"]},
                    {"question": "signs", "includes_any_of": ["c"]},
                ]
            },
            2,
            "-> 3",
            "line 3 of question 1",
        ),
    ],
)
def test_an_arrow_stands_at_each_line_that_leads_on(condition, box, arrow, words):
    form = form_of(pack_to_later(condition))

    assert asked_in(form.core)[1].boxes[box].leads == arrow
    assert asked_in(form.further)[3].only_if == f"Only if you ticked {words}."


def test_an_arrow_stands_where_a_number_is_written():
    pack = pack_to_later({"question": "pain", "at_least": 6})

    assert asked_in(form_of(pack).core)[2].leads == "6 or more -> 3"
    assert "____________ of 10 6 or more -> 3" in words_of(as_text(pack))
    assert "6 or more \u2192\u00a03" in unescape(as_page(pack))


@pytest.mark.parametrize(
    ("answers", "leads"),
    [(["yes", "unsure"], "-> 2"), (["no"], "No -> 2"), (["unsure"], "Not sure -> 2")],
)
def test_an_arrow_of_yes_or_no_says_for_which_unless_it_is_yes(answers, leads):
    first = msgspec.structs.replace(LATER, id="first", reassuring=answers == ["no"])
    when = Condition(question="first", is_any_of=tuple(answers))
    form = form_of(pack_with(first, msgspec.structs.replace(LATER, when=when)))

    assert asked_in(form.core)[1].leads == leads


@pytest.mark.parametrize(
    "condition",
    [
        UNSURE_OF_ALL,
        {"any_of": [PAINFUL, {"all_of": [LEFT_OUT, UNSURE_OF_ALL]}]},
        {"fact": "state", "is_any_of": ["middle", "high"]},
    ],
)
def test_what_no_tick_is_sure_to_lead_to_is_asked_by_the_therapist(condition):
    rows = [{"is": "low", "when": LEFT_OUT}, {"is": "middle", "when": PAINFUL}]
    values = ["low", "middle", "high"]
    raw = {"id": "state", "about": "A.", "values": values, "rows": rows}
    pack = pack_to_later(condition, facts=[msgspec.convert(raw, Fact)])

    assert [*asked_in(form_of(pack).own)] == [3]
    assert [e.where for e in form_of(pack).key.entries] == ["", "", "asked by you"]


# "Ask only if" in words


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (
            {"question": "signs", "includes_any_of": ["b"]},
            'question 1 (signs) has a tick at line 2, "Line b"',
        ),
        (
            {"question": "signs", "includes_any_of": ["a", "b", "c", "f", "unsure"]},
            "question 1 (signs) has a tick at line 1 to 3, 6 or 8",
        ),
        (
            {"question": "signs", "includes_any_of": ["b", "a"]},
            "question 1 (signs) has a tick at line 1 or 2",
        ),
        (
            {"question": "signs", "includes_all_of": ["a", "b", "c"]},
            "question 1 (signs) has a tick at each of the lines 1, 2, 3",
        ),
        ({"question": "pain", "at_least": 6}, "question 2 (pain) is 6 or more"),
        ({"question": "pain", "below": 6}, "question 2 (pain) is less than 6"),
        (
            {"question": "pain", "is_any_of": ["unsure"]},
            'question 2 (pain) has a tick at "Not sure"',
        ),
    ],
)
def test_one_test_is_one_sentence(condition, words):
    assert only_if(condition) == Clause(words)


def test_groups_keep_their_and_and_or():
    pain = {"question": "pain", "at_least": 6}
    group = {"all_of": [{"any_of": [pain, {**pain, "at_least": 7}]}, pain]}

    six, seven = Clause("question 2 (pain) is 6 or more"), "question 2 (pain) is 7"
    assert only_if(group) == Clause(
        "all of these are true:",
        (
            Clause("at least one of these is true:", (six, Clause(f"{seven} or more"))),
            six,
        ),
    )


def test_a_group_of_one_is_that_one():
    pain = {"question": "pain", "at_least": 6}

    assert only_if({"all_of": [{"any_of": [pain]}]}) == only_if(pain)


def test_a_fact_is_explained_with_the_facts_that_it_reads_and_no_others():
    def fact(name, when):
        row = {"is": "low", "when": when}
        return msgspec.convert(
            {"id": name, "about": "How it is.", "values": ["low", "high"]}
            | {"rows": [row]},
            Fact,
        )

    facts = (
        fact("base", {"question": "pain", "below": 6}),
        fact("upper", {"fact": "base", "is_any_of": ["low"]}),
        fact("other", {"question": "pain", "below": 3}),
    )
    pack = pack_to_later({"fact": "upper", "is_any_of": ["low"]}, facts=facts)

    assert [each.id for each in form_of(pack).key.facts] == ["base", "upper"]
    assert words_of(as_text(pack)).endswith(
        "base How it is. - low, if question 2 (pain) is less than 6."
        " - high, in every other case."
        " upper How it is. - low, if base is low (see the end)."
        " - high, in every other case. End of the form"
    )
    assert "Ask only if upper is low" in Outline(as_page(pack)).text


# On paper


@PACKS
@pytest.mark.parametrize("width", [20, 40, 80])
def test_no_line_of_the_text_is_wider_than_asked(pack, width):
    assert max(map(len, as_text(pack, width).splitlines())) <= width


@PACKS
def test_the_page_is_closed_and_fetches_and_runs_nothing(pack):
    page = as_page(pack)
    outline = Outline(page)

    assert outline.open == []
    assert page.isascii()
    assert not outline.tags & {"script", "link", "img", "iframe", "object", "form"}
    assert not outline.attributes & {"src", "href", "style", "onload", "onclick"}
    for fetched in ("http:", "https:", "url(", "@import", "@font-face"):
        assert fetched not in page
    assert "default-src 'none'" in page


def test_what_a_pack_says_stays_text_on_the_page():
    bad = '<script>alert("x")</script> & \u2192 $title \x1b[31m'
    signs = msgspec.structs.replace(SIGNS, ask=bad, again=bad)
    pack = pack_with(signs)
    section = msgspec.structs.replace(pack.concerns[0].section, title=bad, intro=bad)
    concern: ConcernFile = msgspec.structs.replace(pack.concerns[0], section=section)
    page = as_page(msgspec.structs.replace(pack, concerns=(concern,)))

    assert "<script" not in page
    assert "\x1b" not in page
    shown = '<script>alert("x")</script> & \u2192 $title \\x1b[31m'
    assert unescape(page).count(shown) == 2


# The command


@pytest.fixture
def command(monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_QUESTIONS", str(ROOT / "tests/packs/tiny"))
    monkeypatch.setenv("COLUMNS", "80")
    return lambda *arguments: CliRunner().invoke(app, ["questions", *arguments])


def test_the_command_prints_text_or_the_page(command):
    assert command("--print").stdout == as_text(TINY)
    assert command("--print", "--html").stdout == as_page(TINY)


@pytest.mark.parametrize("arguments", [["--html"], ["--print", "--json"]])
def test_options_that_do_not_go_together_are_refused(command, arguments):
    result = command(*arguments)

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert "--print" in result.stderr
