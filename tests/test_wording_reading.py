"""Syllables and school grades: against counts made by hand and published figures."""

from __future__ import annotations

import pytest

from massage_screen.text import words_of
from massage_screen.wording.reading import (
    grade,
    grade_of,
    sentences_of,
    without_names,
)
from massage_screen.wording.syllables import syllables_of

#: Counted by hand, by saying each word aloud.
BY_HAND = {
    1: "ache aches bone bones breathe clothes cough disc don't eye fused knee limb "
    "moved nerve numb pulled scan spine stool stretch tongue vein weak weighed whole",
    2: "ankle bladder bowel breathing careful client didn't doctor eyelid fatigue "
    "fever headache isn't massage movement muscle muscles numbness patient pressure "
    "reflex rhythm shoulder sideways someone spasm stiffness surgeon swelling "
    "tingling toilet treated troubled urine wheelchair",
    3: "abdomen ambulance aorta area arthritis clinician diagnosed dizziness erection "
    "everyone examined familiar fibula hospital idea infection injection medicine "
    "museum nausea physician reaction sensation serious severely specialist stenosis "
    "surgery therapist unsteady usual vertebra",
    4: "anxiety diabetes dialysis diagnosis emergency epidural herniated "
    "incontinence interpreter operation perineum posterior reliable sciatica scoliosis",
    5: "dysreflexia examination myelopathy neurological tuberculosis unusually",
    6: "contraindication fibromyalgia osteoporosis physiotherapist radiculopathy "
    "spondylolisthesis",
}


@pytest.mark.parametrize(
    ("word", "count"),
    [(word, count) for count, words in BY_HAND.items() for word in words.split()],
)
def test_a_word_has_the_syllables_that_one_hears(word: str, count: int) -> None:
    assert syllables_of(word) == count
    assert syllables_of(word.capitalize()) == count


def test_the_list_made_by_hand_is_long_enough_to_mean_something() -> None:
    assert sum(len(words.split()) for words in BY_HAND.values()) >= 60


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("0", 2),
        ("7", 2),
        ("14", 2),
        ("17", 3),
        ("48", 3),
        ("70", 3),
        ("99", 3),
        ("112", 3),
        ("2023", 5),
        ("T6", 2),
        ("L5", 2),
        ("MRI", 3),
        ("WHO", 5),
        ("I", 1),
        ("hands-on", 2),
        ("long-lasting", 3),
        ("client's", 2),
        ("nurse's", 2),
        ("doesn\u2019t", 2),
        ("-", 1),
    ],
)
def test_numbers_and_short_names_count_as_they_are_said(word: str, count: int) -> None:
    assert syllables_of(word) == count


@pytest.mark.parametrize(
    ("words", "sentences", "syllables", "published"),
    [
        (1, 1, 1, -3.4),  # the lowest grade there can be
        (570, 100, 581.4, -1.3),  # Green Eggs and Ham: 5.7 words, 1.02 syllables
        (13, 1, 24, 11.3),  # the sentence on the platypus, below
    ],
)
def test_the_formula_gives_the_published_figures(
    words: int, sentences: int, syllables: int, published: float
) -> None:
    assert round(grade(words, sentences, syllables), 1) == published


def test_a_sentence_of_known_grade_is_read_like_the_published_example() -> None:
    text = (
        "The Australian platypus is seemingly a hybrid of a mammal and reptilian "
        "creature."
    )

    words = words_of(text)

    assert len(words) == 13
    assert sum(map(syllables_of, words)) == 24
    assert round(grade_of(text) or 0, 1) == 11.3


def test_a_text_is_as_hard_as_its_hardest_sentence() -> None:
    hard = "Progressive neurological deficits of lower extremities."

    assert grade_of(f"{hard} You sit. You go.") == grade_of(hard)


def test_a_text_of_few_words_has_no_grade() -> None:
    assert grade_of("Feet and lower legs today") is None
    assert grade_of("Feet and lower legs and hands") is not None
    assert grade_of("") is None


def test_items_of_a_list_are_read_one_by_one() -> None:
    assert sentences_of("Weak defences; dialysis; injected drugs") == [
        "Weak defences",
        " dialysis",
        " injected drugs",
    ]
    assert grade_of("Weak defences; dialysis; injected drugs") is None


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert len(sentences_of("It was 38.5 degrees. It rose to 39.0!")) == 2


def test_what_stands_in_brackets_is_not_graded() -> None:
    plain = "Thin bones, or a bone that gave way"

    assert without_names("Thin bones (osteoporosis), or") == "Thin bones, or"
    assert grade_of("Thin bones (osteoporosis), or a bone that gave way") == grade_of(
        plain
    )
