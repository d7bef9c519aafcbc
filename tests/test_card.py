"""The card: one screen for every client, the word first, the note last."""

from __future__ import annotations

import io
from datetime import date

import pytest

from massage_screen.answers import Answers
from massage_screen.decision import decide_sheet
from massage_screen.explanation.explain import Changed, Explanation, WouldChange
from massage_screen.explanation.steps import Step
from massage_screen.note_line import note_line
from massage_screen.pack import Disposition
from massage_screen.presentation.card import (
    MOST_LINES,
    MOST_NARROW_LINES,
    Row,
    card,
    fitted,
    show_card,
)
from massage_screen.presentation.page import console_for
from massage_screen.presentation.published import published
from massage_screen.screened import Screened, screened
from massage_screen.sheet import Sheet
from tests.shipped import CASES, PACK

TODAY = date(2026, 11, 28)


def client(answers: Answers) -> Screened:
    return screened(PACK, answers, "program 1", TODAY.isoformat())


def shown(found: Screened, width: int, *, plain: bool = False) -> list[str]:
    stream = io.StringIO()
    console = console_for(stream, "never", plain=plain)
    console.width = width
    show_card(found, console, TODAY)
    return stream.getvalue().splitlines()


#: Longer than any way to a milder result that a card tells in words.
LONG = " ".join(["A clinician examines the sign and names its cause."] * 3) + " So."
STEP = Step(by="examination", value="yes", says=LONG)
WAY = WouldChange(
    changes=(Changed("pain_examined", "no", "yes", STEP, LONG),),
    chosen=1,
    reached=Disposition.RESTRICT,
    disposition=Disposition.RESTRICT,
    timeframe="none",
)


@pytest.fixture(scope="module")
def clients() -> list[Screened]:
    """Return every client of the cases, each with two long ways to a milder result.

    The search for the real ones takes minutes over all cases, and none is longer.
    """
    sheets = [Sheet(PACK, Answers(case.answers)) for case in CASES]
    ways = Explanation((WAY, WAY), ())
    day = TODAY.isoformat()
    return [Screened(s, decide_sheet(s), ways, "program 1", day) for s in sheets]


def test_every_card_is_one_screen(clients: list[Screened]) -> None:
    for found in clients:
        for width, most in ((80, MOST_LINES), (40, MOST_NARROW_LINES)):
            lines = shown(found, width)
            assert len(lines) <= most, note_line(found)
            assert max(map(len, lines)) <= width, note_line(found)


def test_the_word_comes_first_and_the_note_last(clients: list[Screened]) -> None:
    for found in clients[::20]:
        lines = shown(found, 120)
        last = " ".join(line.strip() for line in lines)

        assert lines[0].startswith(f"{found.word}: ")
        assert last.endswith(note_line(found))


def test_what_to_do_and_why_is_never_cut_to_nothing(clients: list[Screened]) -> None:
    for found in clients[::10]:
        if not found.hands_on:
            labels = {line[:9].strip() for line in shown(found, 80)}
            assert {"Do", "Why"} <= labels, note_line(found)


def test_no_reason_that_only_limits_stands_on_the_card_of_an_emergency() -> None:
    case = next(c for c in CASES if c.id == "belt_of_pain_since_friday/both_sides")
    text = " ".join(shown(client(Answers(case.answers)), 80))

    assert text.startswith("EMERGENCY: ")
    assert "gets about" not in text


def test_an_unfinished_sheet_names_what_is_still_asked() -> None:
    lines = shown(client(Answers({"answering": "clearly"})), 80)

    assert lines[0].startswith("INCOMPLETE: ")
    assert any(line.startswith("Ask ") for line in lines)


def test_plain_lines_say_the_same_in_sentences() -> None:
    case = next(c for c in CASES if c.id == "garden_back_at_52")
    found = client(Answers(case.answers))

    assert any(
        line.startswith("Gentle 3: low back") for line in shown(found, 80, plain=True)
    )


def test_whole_pieces_give_way_in_order_and_the_row_says_how_many() -> None:
    rows = (
        Row("A", ("one", "two", "three"), gives_way=1),
        Row("B", ("four", "five"), gives_way=2),
        Row("C", ("six",)),
    )

    assert fitted(rows, False, 10, 3)[0].text == "one (+2)"
    assert [row.text for row in fitted(rows, False, 80, 3)] == [r.text for r in rows]


def test_a_row_that_may_go_goes_whole_before_others_lose_their_last_piece() -> None:
    rows = (
        Row("A", ("one",), gives_way=1),
        Row("B", ("two",), gives_way=9, may_go=True),
    )

    assert [row.label for row in fitted(rows, False, 10, 1)] == ["A"]


def test_the_published_form_holds_the_rows_and_the_note() -> None:
    case = next(c for c in CASES if c.id == "garden_back_at_52")
    found = client(Answers(case.answers))
    content = published(found, TODAY)

    assert content["note_line"] == note_line(found)
    assert content["card"][0] == {"label": found.word, "text": found.headline}
    assert [row["label"] for row in content["card"]] == [
        row.label for row in card(found, TODAY)
    ]
