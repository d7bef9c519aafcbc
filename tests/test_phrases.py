"""What the program says to a client: all in one place, with an id each."""

from __future__ import annotations

import re
from pathlib import Path

from massage_screen.overlay import hash_of, held
from massage_screen.phrases import ENGLISH, phrase_texts, phrases_with
from massage_screen.problems.texts import PHRASES, OverlayText, languages_in

ROOT = Path(__file__).parents[1]


def test_every_phrase_has_an_id_and_a_text():
    texts = phrase_texts()

    assert len(texts) > 200
    assert texts["form.begin"] == "Start"
    assert texts["handout.pressure.2"] == "a light touch"
    assert all(text.strip() for text in texts.values())


def test_other_texts_take_the_place_of_the_english_ones_by_id():
    phrases = phrases_with({"form.begin": "Empezar", "paper.how_to.2": "Flecha"}, "es")

    assert phrases.form.begin == "Empezar"
    assert phrases.paper.how_to == (ENGLISH.paper.how_to[0], "Flecha")
    assert phrases.form.back == "Back"
    assert phrases.language == "es"


def test_what_the_script_of_the_form_says_is_there():
    folder = ROOT / "massage_screen" / "form" / "static"
    script = "".join(file.read_text("utf-8") for file in folder.glob("*.js"))
    common = {"yes", "no", "unsure"}
    used = set(re.findall(r"\b(?:phrases|said)\.(\w+)", script)) - {"get", "has", "set"}

    known = set(ENGLISH.form.__struct_fields__) | common
    assert used <= known
    assert len(used) > 30


def test_the_program_speaks_each_of_its_languages_wholly():
    languages = languages_in(PHRASES)

    assert "es" in languages
    for language in languages:
        text = OverlayText(PHRASES / f"{language}.toml", own=True)
        assert list(text.problems(phrase_texts())) == []
        assert text.overlay.complete


def test_a_phrase_that_was_changed_stays_in_english_until_it_is_translated_anew():
    text = OverlayText(PHRASES / "es.toml", own=True)
    english = phrase_texts() | {"form.begin": "Begin now"}

    found = held(text.overlay, english)

    assert found.outdated == ("form.begin",)
    assert "form.begin" not in found.said
    assert hash_of("Start") != hash_of("Begin now")
