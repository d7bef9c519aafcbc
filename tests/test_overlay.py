"""Texts in another language: which are shown, and which stay in English."""

from __future__ import annotations

import pytest

from massage_screen.overlay import Overlay, as_toml, hash_of, held, overlay_of, owner_of
from massage_screen.toml import read_toml

ENGLISH = {
    "about.title": "Questions",
    "questions.age.ask": "How old are you?",
    "questions.age.lines.over_65": "Over 65",
    "questions.felt.ask": "Any pain?",
    "rules.leak.tell.1": "Call {number}.",
    "rules.leak.tell.2": "Do not wait.",
}
SPANISH = {
    "about.title": "Preguntas",
    "questions.age.ask": "¿Qué edad tiene?",
    "questions.age.lines.over_65": "Más de 65",
    "questions.felt.ask": "¿Algún dolor?",
    "rules.leak.tell.1": "Llame al {number}.",
    "rules.leak.tell.2": "No espere.",
}


def spanish(**more: object) -> dict[str, object]:
    """Return what a whole file holds, with other texts in it by their ids."""
    texts = {name: [text, hash_of(ENGLISH[name])] for name, text in SPANISH.items()}
    for name, leaf in more.items():
        texts[name.replace("__", ".")] = leaf  # type: ignore[assignment]
    head = {"language": "es", "name": "Español", "reviewed": False, "complete": True}
    tables: dict[str, object] = dict(head)
    for name, leaf in texts.items():
        *above, key = name.split(".")
        table = tables
        for part in above:
            table = table.setdefault(part, {})  # type: ignore[assignment]
        if leaf is not None:
            table[key] = leaf
    return tables


def read(**more: object) -> Overlay:
    return overlay_of(spanish(**more), "es")


def test_what_was_made_from_the_english_of_today_is_shown():
    found = held(read(), ENGLISH)

    assert found.said == SPANISH
    assert (found.english, found.missing, found.outdated, found.flaws) == (
        frozenset(),
        (),
        (),
        (),
    )


def test_a_question_of_which_one_text_is_missing_stays_in_english():
    found = held(read(questions__age__lines__over_65=None), ENGLISH)

    assert found.missing == ("questions.age.lines.over_65",)
    assert found.english == {"questions.age"}
    assert "questions.age.ask" not in found.said
    assert found.said["questions.felt.ask"] == "¿Algún dolor?"


def test_a_text_whose_english_has_changed_is_not_shown():
    english = ENGLISH | {"rules.leak.tell.2": "Do not wait any longer."}

    found = held(read(), english)

    assert found.outdated == ("rules.leak.tell.2",)
    assert found.english == {"rules.leak"}
    assert "rules.leak.tell.1" not in found.said


def test_a_single_text_stays_in_english_by_itself():
    found = held(read(about__title=["Preguntas", "00000000"]), ENGLISH)

    assert found.english == {"about.title"}
    assert len(found.said) == len(ENGLISH) - 1


def test_a_text_for_which_there_is_no_english_is_a_flaw():
    found = held(read(questions__age__aks=["¿Edad?", "00000000"]), ENGLISH)

    assert [(f.code, f.id) for f in found.flaws] == [
        ("unknown_text", "questions.age.aks")
    ]
    # Nobody knows which text it was meant to be, so the question is not shown in it.
    assert "questions.age.ask" not in found.said


@pytest.mark.parametrize("text", ["Llame.", "Llame al {numero}.", "{number} {number}"])
def test_the_places_in_braces_must_be_those_of_the_english(text):
    name = "rules.leak.tell.1"
    found = held(read(rules__leak__tell__1=[text, hash_of(ENGLISH[name])]), ENGLISH)

    assert [(flaw.code, flaw.id) for flaw in found.flaws] == [("other_places", name)]
    assert name not in found.said


@pytest.mark.parametrize(
    "leaf",
    ["Preguntas", ["Preguntas"], ["Preguntas", "xyz"], [3, "00000000"], [" ", "0" * 8]],
)
def test_what_is_no_text_with_a_hash_is_a_flaw(leaf):
    found = held(read(about__title=leaf), ENGLISH)

    assert [(flaw.code, flaw.id) for flaw in found.flaws] == [
        ("no_text", "about.title")
    ]
    assert "about.title" not in found.said


def test_the_file_must_say_the_language_that_it_is_called_by():
    overlay = overlay_of(spanish(), "pt")

    assert [flaw.code for flaw in overlay.flaws] == ["other_language"]


def test_what_is_empty_is_still_to_be_written():
    found = held(read(about__title=["", hash_of("Questions")]), ENGLISH)

    assert found.missing == ("about.title",)
    assert found.flaws == ()


def test_the_edition_changes_with_any_text():
    other = read(about__title=["Cuestiones", hash_of("Questions")])

    assert read().edition == read().edition
    assert read().edition != other.edition


def test_a_file_written_anew_holds_the_same():
    text = as_toml(read(), ENGLISH)

    again = overlay_of(read_toml(text), "es")
    assert again == read()
    assert as_toml(again, ENGLISH) == text


def test_a_file_to_go_on_with_has_the_english_and_leaves_out_what_is_outdated():
    english = ENGLISH | {"about.title": "Other questions"}

    text = as_toml(read(questions__felt__ask=None), english, beside=True)

    assert '# Any pain?\nask = ["", "' in text
    assert '# Other questions\n# outdated: Preguntas\ntitle = ["", "' in text
    found = held(overlay_of(read_toml(text), "es"), english)
    assert found.missing == ("about.title", "questions.felt.ask")


@pytest.mark.parametrize(
    ("name", "owner"),
    [
        ("questions.age.lines.over_65", "questions.age"),
        ("rules.leak.tell.2", "rules.leak"),
        ("sections.age.title", "sections.age.title"),
        ("form.begin", "form.begin"),
    ],
)
def test_questions_and_rules_are_shown_whole_or_not(name, owner):
    assert owner_of(name) == owner
