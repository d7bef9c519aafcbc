"""What is hard to follow in a pack, and that nothing is in the one that is shipped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from massage_screen.catalogue import pack_folder
from massage_screen.errors import PackError
from massage_screen.library import find_problems, read_wording
from massage_screen.problems.draft import Draft
from massage_screen.wording.jargon import PLAIN, jargon_in
from massage_screen.wording.measure import (
    MOST_LINES,
    MOST_SYLLABLES,
    MOST_WORDS,
    MOST_WORDS_OF_LINE,
    Hardest,
    measure_wording,
)
from massage_screen.wording.passages import GATE_GRADE, OTHER_GRADE, passages_of
from massage_screen.wording.reading import FEWEST_WORDS

WritePack = Callable[..., Path]
PAIN = '[[question]]\nid = "pain_now"'
ASK = "How bad is the pain right now, from 0 to 10?"
GATE_ASK = "Has passing urine changed in any of these ways?"
#: Of grade 7.2: too hard at the gate, and not elsewhere.
BETWEEN = "Has passing urine become different in any of these ways?"


@pytest.fixture
def asked(write_pack: WritePack) -> Callable[[str], list[str]]:
    """Return a function that asks something in a pack and returns what is wrong."""

    def codes(ask: str) -> list[str]:
        folder = write_pack(("10_bladder.toml", ASK, ask))
        return [problem.code for problem in read_wording(folder).problems]

    return codes


def test_the_shipped_pack_has_nothing_that_is_hard_to_follow() -> None:
    wording = read_wording(pack_folder())

    assert [str(problem) for problem in wording.problems] == []
    assert wording.gate is not None
    assert wording.other is not None
    assert wording.gate.grade <= GATE_GRADE
    assert wording.other.grade <= OTHER_GRADE


def test_the_gate_must_be_plainer_than_the_rest(write_pack: WritePack) -> None:
    elsewhere = read_wording(write_pack(("10_bladder.toml", ASK, BETWEEN)))
    at_the_gate = read_wording(write_pack(("10_bladder.toml", GATE_ASK, BETWEEN)))

    assert elsewhere.problems == []
    assert elsewhere.other == Hardest(7.2, "pain_now", 8)
    assert [problem.code for problem in at_the_gate.problems] == ["hard_to_read"]
    assert at_the_gate.gate == Hardest(7.2, "bladder_signs", 6)


def test_every_text_that_a_client_hears_is_read(write_pack: WritePack) -> None:
    hard = "Neurological deterioration necessitates immediate hospital evaluation."
    folder = write_pack(
        ("10_bladder.toml", 'intro = "x"', f'intro = "{hard}"'),
        ("10_bladder.toml", 'again = "a"', f'again = "{hard}"'),
        ("10_bladder.toml", 'text = "Weaker stream"', f'text = "{hard}"'),
        ("10_bladder.toml", 'do = "Call now."', f'do = "Call now."\ntell = "{hard}"'),
        ("10_bladder.toml", "Some back problems press on the nerves", hard[:-1]),
        (
            "10_bladder.toml",
            f'gate = true\nask = "{GATE_ASK}"',
            f'gate = true\nnone = "{hard}"\nask = "{GATE_ASK}"',
        ),
    )

    found = read_wording(folder).problems

    assert [
        problem.what.split(" a sentence ")[0]
        for problem in found
        if problem.code == "hard_to_read"
    ] == [
        "[section] in 'intro'",
        "question 'bladder_signs' in 'again'",
        "question 'bladder_signs' in 'why'",
        "question 'bladder_signs' in 'none'",
        "question 'bladder_signs' in choice 'weak_stream'",
        "rule 'urine_stuck' in 'tell'",
    ]


def test_every_clause_that_a_client_hears_is_read(write_pack: WritePack) -> None:
    hard = "Neurological deterioration necessitates immediate hospital evaluation."
    tell = f'[{{ text = "You need help." }}, {{ text = "{hard}", about = ["feet"] }}]'
    folder = write_pack(
        ("10_bladder.toml", 'do = "Call now."', f'do = "Call now."\ntell = {tell}')
    )

    found = read_wording(folder).problems

    assert {problem.what.split(" a sentence ")[0] for problem in found} >= {
        "rule 'urine_stuck' in 'tell'"
    }


def test_what_only_the_therapist_reads_is_left_alone(write_pack: WritePack) -> None:
    folder = write_pack(
        ("10_bladder.toml", 'do = "Call now."', 'do = "Note bilateral paraesthesia."')
    )

    assert read_wording(folder).problems == []


HARD = "Bilateral paraesthesia"


@pytest.mark.parametrize(
    ("how", "left"),
    [
        ("aloud = true", ["ask", "again", "why", "none", "a", "b"]),
        ("open = true", ["ask", "again", "why"]),
        ('aloud = false\nasked_by = "therapist"', []),
        (f'aloud = false\nask_client = "{HARD}?"', ["ask_client"]),
        (f'aloud = false\nwhy_client = "{HARD}."', ["why_client"]),
    ],
)
def test_what_is_not_read_out_may_be_hard(
    write_pack: WritePack, how: str, left: list[str]
) -> None:
    hard = HARD
    question = (
        f'[[question]]\nid = "told"\nkind = "any_of"\n{how}\nask = "{hard}?"\n'
        f'again = "{hard}?"\nwhy = "{hard}."\nnone = "{hard}"\nchoices = ['
        f'{{ id = "a", text = "{hard}" }}, {{ id = "b", text = "{hard}, b" }},'
        f' {{ id = "c", text = "{hard}, c", aloud = false }}]\n\n'
    )
    folder = write_pack(("10_bladder.toml", PAIN, question + PAIN))

    passages = [p for p in passages_of(Draft(folder)) if p.id == "told"]
    found = {p.key.rpartition(" ")[2].strip("'") for p in passages}

    assert found == set(left)


def test_only_lines_that_everyone_hears_make_a_list_too_long(
    write_pack: WritePack,
) -> None:
    def lines(count: int, also: str = "") -> str:
        return ", ".join(
            f'{{ id = "x{i}{len(also)}", text = "X {i}{len(also)}"{also} }}'
            for i in range(count)
        )

    when = ", when = { question = 'bladder_signs', includes_any_of = ['stuck'] }"
    texts = [lines(6), f"{lines(6)}, {lines(2, when)}, {lines(2, ', aloud = false')}"]
    codes = []
    for choices in (*texts, lines(7)):
        question = (
            f'[[question]]\nid = "told"\nkind = "any_of"\nask = "Which?"\n'
            f"choices = [{choices}]\n\n"
        )
        folder = write_pack(("10_bladder.toml", PAIN, question + PAIN))
        codes.append([p.code for p in measure_wording(Draft(folder)).problems])
        (folder / "10_bladder.toml").unlink()

    assert codes == [[], [], ["too_many_lines"]]


def test_a_text_without_a_long_sentence_has_no_grade(write_pack: WritePack) -> None:
    folder = write_pack(("10_bladder.toml", ASK, "How bad?"))
    passages = {(each.id, each.key): each for each in passages_of(Draft(folder))}

    assert passages["pain_now", "'ask'"].grade is None


@pytest.mark.parametrize(
    "ask",
    [
        "Is it worse? Is it new?",
        "Is your hand weak or is your foot numb?",
        "Are you weak, and when did it start?",
        "Did it start today, or did you have it before?",
        "Is your hand and/or your foot numb?",
    ],
)
def test_two_questions_in_one_are_found(
    asked: Callable[[str], list[str]], ask: str
) -> None:
    assert asked(ask) == ["two_questions"]


@pytest.mark.parametrize(
    "ask",
    [
        "Is your hand or foot weak or numb?",
        "Have you had any of these, now or in the past days?",
        "Think of buttons and keys. Is any of it harder than it was?",
        "Do you feel sick or have a fever?",
    ],
)
def test_one_question_with_several_words_is_one(
    asked: Callable[[str], list[str]], ask: str
) -> None:
    assert asked(ask) == []


@pytest.mark.parametrize(
    "ask",
    [
        "Are you never without pain?",
        "Is the pain not unusual for you?",
        "Do you not move unless you must?",
        "Can't you do nothing today?",
        "Is there no day when it does not hurt?",
    ],
)
def test_a_double_negative_is_found(
    asked: Callable[[str], list[str]], ask: str
) -> None:
    assert asked(ask) == ["double_negative"]


@pytest.mark.parametrize(
    "ask",
    [
        "Is it not warm, and not red?",
        "Is it not under your arm?",
        "Has no one seen it until now?",
        r"Would you say \"not sure\" or no?",
    ],
)
def test_a_plain_no_is_fine(asked: Callable[[str], list[str]], ask: str) -> None:
    assert asked(ask) == []


def test_words_are_counted_up_to_twenty(asked: Callable[[str], list[str]]) -> None:
    words = ["Is", *["it"] * 18]

    assert asked(f"{' '.join(words)} so?") == []


def test_a_question_of_two_sentences_is_counted_as_a_whole(
    asked: Callable[[str], list[str]],
) -> None:
    assert asked(f"Think{' of it' * 8}. Is it{' so' * 3}?") == ["too_many_words"]


def test_jargon_is_listed_with_what_to_say() -> None:
    text = "Paraesthesia, bilateral edema, motor\ndeficits; gaiters, a voided bill"

    assert list(jargon_in(text)) == [
        ("Paraesthesia", "tingling, pins and needles"),
        ("bilateral", "on both sides"),
        ("edema", "swelling"),
        ("motor\ndeficits", "weakness"),
    ]


@pytest.mark.parametrize("word", sorted(PLAIN))
def test_every_listed_word_is_found_in_both_spellings(word: str) -> None:
    british = word.replace("æ", "ae").replace("œ", "oe")
    american = word.replace("æ", "e").replace("œ", "e")

    for spelling in {british, american}:
        assert [plain for _, plain in jargon_in(f"Any {spelling}?")] == [PLAIN[word]]


def test_what_to_say_instead_is_no_jargon_itself() -> None:
    assert len(PLAIN) >= 60
    assert [plain for plain in PLAIN.values() if list(jargon_in(plain))] == []


def test_a_name_may_stand_in_brackets_behind_plain_words(
    asked: Callable[[str], list[str]],
) -> None:
    assert asked("Are your bones thin (osteoporosis)?") == []
    assert asked("Is it osteoporosis?") == ["long_word", "jargon"]


def test_hard_wording_stops_no_pack(write_pack: WritePack) -> None:
    folder = write_pack(("10_bladder.toml", ASK, "Is there bilateral paraesthesia?"))

    assert find_problems(folder) == []
    assert read_wording(folder).problems


def test_a_pack_that_cannot_be_trusted_is_not_read_for_its_words(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("10_bladder.toml", 'kind = "number"', 'kind = "numbr"'))

    with pytest.raises(PackError):
        read_wording(folder)


def test_hard_texts_stand_in_the_order_of_the_files(write_pack: WritePack) -> None:
    folder = write_pack(
        ("10_bladder.toml", 'do = "Call now."', 'do = "Call."\ntell = "Gait?"'),
        ("10_bladder.toml", 'again = "b"', 'again = "Gait?"'),
        ("10_bladder.toml", 'intro = "x"', 'intro = "Gait?"'),
    )

    lines = [problem.line for problem in measure_wording(Draft(folder)).problems]

    assert len(lines) == 3
    assert lines == sorted(lines)


def test_the_fields_page_has_the_limits_as_they_are() -> None:
    page = Path(__file__).parent.parent / "questions" / "README.md"
    text = page.read_text("utf-8")

    for row in (
        f"(`ask`, `again`, `none`, choices) | {GATE_GRADE} |",
        f"| reading grade of everything else | {OTHER_GRADE} |",
        f"| words of a question | {MOST_WORDS} |",
        f"| words of a line that is read out | {MOST_WORDS_OF_LINE} |",
        "| lines of one list that are read out, without those that depend on answers"
        f" | {MOST_LINES} |",
        "| words of a sentence of `intro`, `why`, `tell` or `see_for` |"
        f" {MOST_WORDS} |",
    ):
        assert row in text
    assert f"fewer than {FEWEST_WORDS} words" in text
    assert MOST_SYLLABLES == 4  # "no word of five or more syllables"
    assert "five or more syllables" in text
