"""How a question is put: openly, looked at, from paper, for the record only."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from massage_screen.answers import Answers, Value
from massage_screen.catalogue import load_pack
from massage_screen.comparison.asked import asked_otherwise
from massage_screen.compiled import compiled
from massage_screen.decision import decide, decide_sheet
from massage_screen.history import History
from massage_screen.interview import Step, ToReview, Turn, conduct, next_question
from massage_screen.library import find_problems, load_claims
from massage_screen.pack import Pack, Property, Question
from massage_screen.pack.manner import manner_of, notes_on_lines
from massage_screen.presentation.listing import questions_as_json, show_questions
from massage_screen.presentation.meaning import show_meaning
from massage_screen.presentation.page import console_for
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.presentation.paper.text import show_form
from massage_screen.presentation.words import why_asked
from massage_screen.prompts.kinds import menu_for
from massage_screen.prompts.menu import Wording
from massage_screen.prompts.plain import PlainPrompts
from massage_screen.proof.holes import find_holes
from massage_screen.proof.properties import prove
from massage_screen.sheet import Sheet
from tests.generated import plainly
from tests.naive import Naive
from tests.test_interview import Script
from tests.test_prompts_plain import Person

WritePack = Callable[..., Path]

RECORD = """\
[[question]]
id = "why_come"
kind = "any_of"
records_only = true
open = true
ask = "Why did you come today?"
choices = [{ id = "rest", text = "To rest" }, { id = "ache", text = "An ache" }]

"""
OTHERS = """\
[[question]]
id = "looks"
kind = "any_of"
asked_by = "therapist"
aloud = false
ask = "How does the client look?"
choices = [{ id = "pale", text = "Pale", aloud = false }]

[[question]]
id = "letter"
kind = "yes_no"
reassuring = true
asked_by = "therapist"
ask = "Is there a dated letter?"

[[question]]
id = "began"
kind = "one_of"
ask = "When did it begin?"
choices = [
  { id = "years", text = "Years ago" },
  { id = "weeks", text = "Weeks ago", aloud = false },
  { id = "days", text = "Days ago" },
]
shown = ["days", "weeks", "years"]

"""
RULES = """
[[rule]]
id = "look_again"
when = { any_of = [
  { question = "looks", includes_any_of = ["pale", "unsure"] },
  { question = "letter", is_any_of = ["no", "unsure"] },
  { question = "began", is_any_of = ["days", "unsure"] },
] }
disposition = "postpone"
timeframe = "until_settled"
found = "Something to settle first."
do = "Wait."
policy = "For tests."
"""
FINE: dict[str, Value] = {
    "bladder_signs": ("none",),
    "looks": ("none",),
    "letter": "yes",
    "began": "years",
    "pain_now": 3,
    "moves_freely": "yes",
}
PAIN = '[[question]]\nid = "pain_now"'


@pytest.fixture
def folder(write_pack: WritePack) -> Path:
    return write_pack(
        ("10_bladder.toml", PAIN, f"{RECORD}{OTHERS}{PAIN}"),
        ("10_bladder.toml", "", RULES),
    )


@pytest.fixture
def pack(folder: Path) -> Pack:
    return load_pack(folder)


@pytest.fixture
def without(write_pack: WritePack) -> Pack:
    """Return the same pack without the question for the record."""
    return load_pack(
        write_pack(
            ("10_bladder.toml", PAIN, f"{OTHERS}{PAIN}"), ("10_bladder.toml", "", RULES)
        )
    )


def words_of(text: str) -> str:
    return " ".join(text.split())


# Words


@pytest.mark.parametrize(
    ("question", "manner"),
    [
        ("why_come", "Ask openly; tick what is said."),
        ("looks", "Look; do not read aloud."),
        ("letter", "For you to answer, from what you see or from paper."),
        ("began", ""),
        ("pain_now", ""),
    ],
)
def test_the_manner_is_said_in_few_words(
    pack: Pack, question: str, manner: str
) -> None:
    assert manner_of(pack.questions[question]) == manner


def test_what_the_client_answers_without_hearing_it_is_not_read_aloud(
    pack: Pack,
) -> None:
    shown = msgspec.structs.replace(pack.questions["letter"], asked_by="client")

    assert manner_of(msgspec.structs.replace(shown, aloud=False)) == (
        "Do not read aloud."
    )
    assert manner_of(shown) == ""


def test_a_line_is_marked_only_where_the_other_lines_are_read_out(pack: Pack) -> None:
    notes = {q.id: dict(notes_on_lines(q)) for q in pack.questions.values()}

    assert {q: told for q, told in notes.items() if told} == {
        "began": {"weeks": "(not read out)"}
    }


def test_the_json_says_how_each_question_and_line_is_put(pack: Pack) -> None:
    told = {each["id"]: each for each in questions_as_json(pack)["questions"]}
    keys = ("mildest", "aloud", "open", "asked_by", "records_only")

    assert {q: tuple(told[q][key] for key in keys) for q in told} == {
        "bladder_signs": (("none",), True, False, "client", False),
        "bladder_course": ("settled_examined", True, False, "client", False),
        "why_come": (("none",), True, True, "client", True),
        "looks": (("none",), False, False, "therapist", False),
        "letter": ("yes", True, False, "therapist", False),
        "began": ("years", True, False, "client", False),
        "pain_now": (0, True, False, "client", False),
        "moves_freely": ("yes", True, False, "client", False),
    }
    lines = [(line["id"], line["aloud"]) for line in told["began"]["choices"]]
    assert lines == [("years", True), ("weeks", False), ("days", True)]


def test_plain_lines_say_the_manner_first_and_mark_what_is_only_shown(
    pack: Pack,
) -> None:
    person = Person(["1", "u", "y", "2"])
    asker = PlainPrompts(person)
    for question in ("why_come", "looks", "letter", "began"):
        asker.ask(turn(pack, question))

    said = person.said
    for text, manner in (
        ("Why did you come today?", "Ask openly; tick what is said."),
        ("How does the client look?", "Look; do not read aloud."),
    ):
        assert said[said.index(text) - 1] == manner
    assert said[said.index("When did it begin?") :][:6] == [
        "When did it begin?",
        "1. Days ago",
        "2. Weeks ago (not read out)",
        "3. Years ago",
        "4. Not sure",
        "Type one number from 1 to 4, or u for not sure.",
    ]
    assert said[-1] == "Answer: Weeks ago."


def test_going_line_by_line_marks_what_is_only_shown(pack: Pack) -> None:
    signs = pack.questions["bladder_signs"]
    choices = (msgspec.structs.replace(signs.choices[0], aloud=False), signs.choices[1])
    person = Person(["e", "n", "n"])
    marked = turn(pack, "bladder_signs")
    marked = msgspec.structs.replace(
        marked, question=msgspec.structs.replace(signs, choices=choices)
    )

    PlainPrompts(person).ask(marked)

    assert person.said.count("1. Weaker stream (not read out)") == 2
    assert "2. Nothing comes, for 8 waking hours" in person.said


def turn(pack: Pack, question: str) -> Turn:
    sheet = Sheet(pack, Answers())
    return Turn(
        question=pack.questions[question],
        sheet=sheet,
        decision=decide_sheet(sheet),
        preset=None,
        number=1,
        about=1,
        for_the_record=False,
        first=True,
    )


def test_a_menu_shows_the_lines_in_their_order_and_answers_without_the_mark(
    pack: Pack,
) -> None:
    menu = menu_for(pack.questions["began"], Wording("When?"))
    lines = ["".join(text for _, text in line) for line in menu.show(24, 80)]
    menu.press("2", 24, 80)

    assert [line.split(maxsplit=1)[1] for line in lines if "ago" in line] == [
        "Days ago",
        "Weeks ago (not read out)",
        "Years ago",
    ]
    assert menu.answer == "weeks"
    assert menu.in_words() == "Weeks ago"


def test_a_ticked_line_that_is_only_shown_is_marked_in_a_checklist(pack: Pack) -> None:
    signs = pack.questions["bladder_signs"]
    choices = (msgspec.structs.replace(signs.choices[0], aloud=False), signs.choices[1])
    menu = menu_for(msgspec.structs.replace(signs, choices=choices), Wording("Which?"))
    lines = ["".join(text for _, text in line) for line in menu.show(24, 80)]

    assert [line for line in lines if "(not read out)" in line] == [
        "  [ ] 1  Weaker stream (not read out)"
    ]


def test_the_paper_form_tells_the_therapist_and_numbers_the_lines_as_shown(
    pack: Pack,
) -> None:
    form, stream = form_of(pack), io.StringIO()
    show_form(form, console_for(stream, "never"))

    for text in (words_of(stream.getvalue()), words_of(form_as_html(form))):
        client, _, therapist = text.partition("For the therapist")
        assert "Look; do not read aloud." in therapist
        assert "read aloud" not in client
        assert "Weeks ago" in client  # an empty box is seen, though it is not read out
        assert "not read out" not in text
    lines = next(a for p in form.core for a in p.asked if a.ask == began(pack).ask)
    assert [box.typed for box in lines.boxes] == ["1", "2", "3", "4"]
    assert lines.boxes[0].text == "Days ago"


def began(pack: Pack) -> Question:
    return pack.questions["began"]


def test_the_list_of_questions_says_manner_order_and_what_is_for_the_record(
    pack: Pack,
) -> None:
    stream = io.StringIO()
    show_questions(pack, console_for(stream, "never"))
    text = words_of(stream.getvalue())

    assert "How: Ask openly; tick what is said." in text
    assert "For the record: Kept with the answers; nothing is decided from it." in text
    assert "weeks: Weeks ago (not read out)" in text
    assert "Shown in the order: days, weeks, years" in text


def test_a_list_of_choices_is_explained_with_what_is_only_shown(
    write_pack: WritePack,
) -> None:
    examined = 'examined since" }'
    silent = examined.replace(" }", ", aloud = false }")
    folder = write_pack(("pack.toml", examined, silent))
    stream = io.StringIO()
    ledger = load_claims(folder, load_pack(folder))
    show_meaning(load_pack(folder), ledger, "course", console_for(stream, "never"))

    assert "examined since (not read out), recent:" in words_of(stream.getvalue())


def test_who_asks_why_hears_that_nothing_is_decided_from_it(pack: Pack) -> None:
    record = "Kept with the answers; nothing is decided from it."

    assert record in why_asked(pack, pack.questions["why_come"])
    assert record not in why_asked(pack, pack.questions["began"])


def test_another_manner_and_what_is_now_for_the_record_are_differences(
    pack: Pack,
) -> None:
    (concern,) = pack.concerns
    plainly = {"open": False, "asked_by": "client", "aloud": True, "shown": ()}
    plainly["records_only"] = False
    questions = tuple(msgspec.structs.replace(q, **plainly) for q in concern.question)
    concern = msgspec.structs.replace(concern, question=questions)
    old = msgspec.structs.replace(pack, concerns=(concern,))

    assert [(each.id, each.what) for each in asked_otherwise(old, pack)] == [
        ("why_come", "put so: Ask openly; tick what is said, before: read out"),
        ("why_come", "asked for the record only, which it was not before"),
        ("looks", "put so: Look; do not read aloud, before: not read out: pale"),
        (
            "letter",
            "put so: For you to answer, from what you see or from paper,"
            " before: read out",
        ),
        (
            "began",
            "put so: not read out: weeks; shown in the order days, weeks, years,"
            " before: not read out: weeks",
        ),
    ]


# For the record


def test_what_is_for_the_record_is_asked_in_its_place(pack: Pack) -> None:
    asker = Script(FINE | {"why_come": ("rest",)})

    said = conduct(pack, asker)

    assert asker.events == ["bladder_signs", "why_come", *list(FINE)[1:]]
    assert said["why_come"] == ("rest",)


def test_a_sheet_is_complete_without_it(folder: Path, pack: Pack) -> None:
    decision = decide(pack, Answers(FINE))

    assert decision.complete
    assert (decision.required, decision.optional) == ((), ("why_come",))
    assert Naive(folder).decide(plainly(FINE))["disposition"] == "proceed"


def test_it_never_must_be_asked_and_changes_nothing_else(pack: Pack) -> None:
    for count in range(len(FINE)):
        some = Answers(dict(list(FINE.items())[:count]))
        silent = decide(pack, some)
        told = decide(pack, some.with_answer("why_come", ("unsure",)))

        assert "why_come" not in silent.required
        assert "why_come" in silent.optional
        assert told.findings == silent.findings
        assert (told.required, told.grid) == (silent.required, silent.grid)


def test_it_is_not_asked_any_more_once_hands_stay_off(pack: Pack) -> None:
    sheet = Sheet(pack, Answers(FINE | {"looks": ("pale",)}))

    assert decide_sheet(sheet).complete
    assert next_question(sheet, decide_sheet(sheet)) is None
    asked = next_question(sheet, decide_sheet(sheet), everything=True)
    assert asked is not None
    assert asked.id == "why_come"


def test_nothing_for_the_record_is_a_hole_or_breaks_a_property(
    pack: Pack, without: Pack
) -> None:
    wanted = [
        Property(id="worse", says="W.", never_lowers="a worse answer"),
        Property(id="doubt", says="D.", never_lowers="unsure"),
    ]

    assert find_holes(pack) == find_holes(without)
    assert [proof.proved for proof in prove(pack, wanted)] == [
        proof.proved for proof in prove(without, wanted)
    ]


@pytest.mark.parametrize(("finishes", "asked"), [(True, 1), (False, 2)])
def test_where_only_it_is_left_the_review_may_be_accepted_or_left_to_ask_it(
    pack: Pack, finishes: bool, asked: int
) -> None:
    steps: dict[str, list[Step]] = {"why_come": [ToReview()]}
    asker = Script({"why_come": ("rest",)}, steps=steps, finishes=finishes)

    said = conduct(pack, asker, History(Answers(FINE)))

    assert asker.events == ["why_come", "FINISH?", "why_come"][: asked + 1]
    assert ("why_come" in said) is not finishes


READS = '{ question = "why_come", includes_any_of = ["ache", "unsure"] }'


@pytest.mark.parametrize(
    ("file", "text", "named"),
    [
        (
            "10_bladder.toml",
            f"""
[[fact]]
id = "ached"
about = "Ached."
values = ["no", "yes"]
rows = [{{ is = "no", when = {READS} }}]

[[rule]]
id = "of_fact"
when = {{ fact = "ached", is_any_of = ["yes"] }}
found = "F."
do = "D."
policy = "P."
""",
            "fact 'ached'",
        ),
        (
            "20_more.toml",
            f"""
[section]
title = "More"

[[question]]
id = "more"
kind = "yes_no"
records_only = true
when = {READS}
ask = "More?"
""",
            "question 'more'",
        ),
        (
            "safety.toml",
            f"""
[[property]]
id = "of_the_record"
says = "S."
when = {READS}
at_least = "refer"
""",
            "property 'of_the_record'",
        ),
    ],
    ids=["fact", "when", "property"],
)
def test_nothing_may_read_what_is_for_the_record(
    write_pack: WritePack, file: str, text: str, named: str
) -> None:
    folder = write_pack(
        ("10_bladder.toml", PAIN, f"{RECORD}{OTHERS}{PAIN}"),
        ("10_bladder.toml", "", RULES),
        (file, "", text),
    )

    (problem,) = find_problems(folder)

    assert problem.code == "reads_record"
    assert problem.what.startswith(f"{named} reads question 'why_come'")


def test_the_compiled_form_keeps_all_of_it(pack: Pack) -> None:
    body = compiled(pack)[32:]

    assert msgspec.msgpack.decode(body, type=Pack).concerns == pack.concerns
