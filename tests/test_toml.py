"""TOML from strangers: read as ever, and refused where it would take for ever."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from massage_screen.toml import MOST_DOTS, NotToml, read_toml, without_texts

LONG = "a" + ".a" * (MOST_DOTS + 1)
FITS = "a" + ".a" * MOST_DOTS


@pytest.mark.parametrize(
    "text",
    [
        f"{LONG} = 1",
        f"x = 1\n[{LONG}]",
        f"[[{LONG}]]",
        "x = { LONG = 1 }",
        'x = [ """b"""", { LONG = 1 } ]',
        "x = [ '''b'''', { LONG = 1 } ]",
        'x = [ "\\"", { LONG = 1 } ]',
        "x = [ '\\', { LONG = 1 } ]",
        '"a"' + '."a"' * (MOST_DOTS + 1) + " = 1",
        "a" + " . 'a'" * (MOST_DOTS + 1) + " = 1",
        LONG,
    ],
)
def test_a_key_with_too_many_dots_is_refused_before_it_is_parsed(text: str) -> None:
    text = text.replace("LONG", LONG)

    with pytest.raises(NotToml, match="A key has more than 20 dots") as caught:
        read_toml(text)

    assert caught.value.line == text.count("\n") + 1


@pytest.mark.parametrize(
    "text",
    [
        f"{FITS} = 1",
        f"[{FITS}]",
        f'x = "{LONG}"',
        f'x = """\n{LONG}\n\\""" {LONG}"""',
        f"x = '''{LONG}'' '''",
        f"x = 1 # {LONG}",
        "x = [" + "1.5, " * 50 + "]",
        "x = \"\"\ny = ''",
    ],
)
def test_dots_in_texts_comments_and_numbers_are_no_keys(text: str) -> None:
    assert read_toml(text) == tomllib.loads(text)


def _written(content: str) -> st.SearchStrategy[str]:
    """Return the ways to write a text in TOML."""
    escaped = content.replace("\\", "\\\\")
    ways = [
        '"{}"'.format(escaped.replace('"', '\\"').replace("\n", "\\n")),
        '"""{}"""'.format(escaped.replace('"""', '""\\"')),
    ]
    ways += [f"'''{content}'''"] * ("'''" not in content)
    ways += [f"'{content}'"] * ("'" not in content and "\n" not in content)
    return st.sampled_from(ways)


TEXTS = st.text(st.sampled_from("\"'\\#\n.a"), max_size=30).flatmap(_written)


@given(st.lists(TEXTS, min_size=1))
def test_no_way_of_quoting_hides_a_key_nor_makes_one_of_a_text(
    texts: list[str],
) -> None:
    values = ", ".join(texts)
    fits, too_long = (f"x = [ {values}, {{ {key} = 1 }} ]" for key in (FITS, LONG))

    assert read_toml(fits) == tomllib.loads(fits)
    with pytest.raises(NotToml, match="A key has more than"):
        read_toml(too_long)


def test_a_mistake_is_placed_and_explained() -> None:
    with pytest.raises(NotToml) as caught:
        read_toml("a = 1\nb = x\n")

    error = caught.value
    assert (error.line, error.column, error.reason) == (2, 5, "Invalid value")
    assert error.discreet == error.reason


def test_a_mistake_at_the_end_is_placed_on_the_last_line() -> None:
    with pytest.raises(NotToml) as caught:
        read_toml("a = 1\nb = [\n")

    assert (caught.value.line, caught.value.column) == (2, 0)


def test_the_discreet_reason_never_shows_a_key() -> None:
    with pytest.raises(NotToml) as caught:
        read_toml("[secret]\n[secret]\n")

    assert "secret" in caught.value.reason
    assert caught.value.discreet == ""


def test_the_lines_stay_where_they_are_without_texts() -> None:
    text = 'a = """\none\n""" # two\nb = "three'

    assert without_texts(text) == "a = \n\n \nb = "


@pytest.mark.parametrize("quotes", ['"\\', "\"\\'", "'''\"", '"""\\'])
def test_quotes_that_do_not_end_are_gone_through_once(quotes: str) -> None:
    """With one look for each of them, half a million of these would take hours."""
    assert without_texts(quotes * 500_000).strip("\\") == ""
