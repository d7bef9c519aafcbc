"""The note in one line: the day, the word, the limits, and nothing left unsaid."""

from __future__ import annotations

from massage_screen.answers import Answers
from massage_screen.glance import glance, regions_in_words
from massage_screen.note_line import LONGEST, note_line
from massage_screen.screened import Screened, screened
from tests.shipped import CASES, PACK

DAY = "2026-11-28"


def client(case_id: str) -> Screened:
    case = next(case for case in CASES if case.id == case_id)
    return screened(PACK, Answers(case.answers), "program 1", DAY)


def test_a_note_names_the_day_the_word_the_limits_and_by_when() -> None:
    assert note_line(client("shorter_at_72_and_no_pain")) == (
        "2026-11-28 RESTRICT spine 0.2.0: 2/5 back of neck, whole back; no thrust,"
        " traction; back of neck, whole back: no strong work, moving joints;"
        " more limits; see by 2026-12-12."
    )


def test_where_hands_stay_off_it_names_how_long_and_why() -> None:
    assert note_line(client("mother_waits_in_the_car_at_17")) == (
        "2026-11-28 POSTPONE spine 0.2.0: until a parent or guardian is there; the"
        " client is under 18, and no parent or guardian is here and answering."
    )


def test_no_note_hides_what_is_closed_or_by_when_the_client_is_seen() -> None:
    for case in CASES[::7]:
        found = screened(PACK, Answers(case.answers), "program 1", DAY)
        line = note_line(found)

        assert line.startswith(f"{DAY} {found.word} {PACK.about.id}"), case.id
        assert "\n" not in line, case.id
        if found.hands_on:
            closed = glance(found.decision, PACK).closed
            assert regions_in_words(closed, PACK) in line, case.id
            assert (found.decision.see_by is not None) == ("see by" in line), case.id
            assert len(line) <= LONGEST + len("; more limits"), case.id


def test_without_a_day_it_begins_with_the_word() -> None:
    case = CASES[0]
    found = screened(PACK, Answers(case.answers), "program 1")

    assert note_line(found).startswith(f"{found.word} spine")
