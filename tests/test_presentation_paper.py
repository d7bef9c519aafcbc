"""The paper form: what stands on it, as text and as a page."""

from __future__ import annotations

import io
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.condition import Condition
from massage_screen.pack import Choice, ConcernFile, Fact, Question
from massage_screen.presentation.page import console_for
from massage_screen.presentation.paper.form import Clause, form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form
from massage_screen.prompts.entry import answer_of

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
LATER = Question(id="later", kind="yes_no", ask="Was there more?")


def pack_with(*questions, facts=()):
    """Return the tiny pack with these questions in place of its own."""
    first = msgspec.structs.replace(TINY.concerns[0], question=questions, fact=facts)
    return msgspec.structs.replace(TINY, concerns=(first,))


def only_if(condition, *facts):
    """Return the "ask only if" of a third question after `signs` and `pain`."""
    when = msgspec.convert(condition, Condition)
    later = msgspec.structs.replace(LATER, when=when)
    form = form_of(pack_with(SIGNS, PAIN, later, facts=facts))
    return form.parts[0].asked[2].only_if


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

    EMPTY = ("meta",)

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
def test_every_question_and_every_line_stands_on_the_form_both_ways(pack):
    text = words_of(as_text(pack))
    page = words_of(Outline(as_page(pack)).text)

    for number, question in enumerate(pack.questions.values(), start=1):
        for written in (text, page):
            assert f"{number}. {question.id}" in written
            assert words_of(question.ask) in written
            assert words_of(question.again) in written
        for line, words in enumerate(question.lines.values(), start=1):
            typed = "u" if question.kind == "number" else line
            assert f"[ ] {typed} {words}" in text
            assert f"{typed} {words}" in page


@PACKS
def test_a_condition_names_only_questions_above_it_and_facts_that_are_explained(pack):
    form = form_of(pack)
    facts = {fact.id for fact in form.facts}
    numbers = {name: n for n, name in enumerate(pack.questions, start=1)}

    def sentences(clause):
        yield from (s for part in clause.parts for s in sentences(part))
        if not clause.parts:
            yield clause.text

    for asked in (a for part in form.parts for a in part.asked if a.only_if):
        for text in sentences(asked.only_if):
            if text.startswith("question "):
                number = int(text.split()[1])
                assert f"({list(numbers)[number - 1]})" in text
                assert number < asked.number
            else:
                assert text.split()[0] in facts


def test_yes_is_the_first_line_as_in_the_prompts():
    moves = TINY.questions["moves_freely"]
    asked = form_of(TINY).parts[0].asked[-1]

    assert asked.id == moves.id
    assert [line.text for line in asked.lines] == ["Yes", "No", "Not sure"]


def test_warning_signs_are_marked_with_words_and_other_questions_are_not():
    text = as_text(TINY)

    assert "1. bladder_signs. Warning sign" in text
    assert "3. pain_now\n" in text


@PACKS
def test_there_is_a_place_for_date_initials_and_reference_and_none_for_a_name(pack):
    for written in (as_text(pack), Outline(as_page(pack)).text):
        for blank in ("Date:", "Therapist's initials:", "Client reference (no name):"):
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
    for asked in (a for part in form_of(pack).parts for a in part.asked):
        question = pack.questions[asked.id]
        typed = [answer_of(question, line.typed) for line in asked.lines]

        assert typed == [
            question.accept([id] if question.kind == "any_of" else id)
            for id in question.lines
        ]


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
    later = msgspec.structs.replace(
        LATER, when=Condition(fact="upper", is_any_of=("low",))
    )
    pack = pack_with(SIGNS, PAIN, later, facts=facts)

    assert [each.id for each in form_of(pack).facts] == ["base", "upper"]
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
    assert unescape(page).count(shown) == 4


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
