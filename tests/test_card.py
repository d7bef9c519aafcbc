"""The card: one screen for every client, the word first, the note last."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from functools import cached_property

import pytest
from msgspec.structs import replace

from massage_screen.answers import Answers
from massage_screen.decision import SeeBy, decide_sheet
from massage_screen.explanation.explain import Changed, Explanation, WouldChange
from massage_screen.explanation.steps import Step
from massage_screen.glance import glance, regions_in_words
from massage_screen.note_line import note_line
from massage_screen.pack import Cell, Disposition, urgency
from massage_screen.presentation.card import card, show_card
from massage_screen.presentation.page import console_for
from massage_screen.presentation.published import published
from massage_screen.presentation.row import Row, fitted, most_lines
from massage_screen.screened import Screened, screened
from massage_screen.sheet import Sheet
from massage_screen.text import sentences_of
from tests.shipped import CASES, PACK

TODAY = date(2026, 11, 28)
DAY = TODAY.isoformat()
#: No way to a milder result that a card tells in words is longer.
LONG = ("A clinician examines it and names a cause. " * 4)[:159] + "."
STEP = Step(by="examination", value="yes", says=LONG)


def client(case_id: str, day: str = DAY) -> Screened:
    case = next(case for case in CASES if case.id == case_id)
    return screened(PACK, Answers(case.answers), "program 1", day)


def shown(found: Screened, width: int, color: str = "never", **options: bool) -> str:
    stream = io.StringIO()
    console = console_for(stream, color, **options)
    console.width = width
    show_card(found, console, TODAY)
    return stream.getvalue()


class WithLongWay(Screened, frozen=True, dict=True):
    """A client with the longest way to a milder result.

    The search for the true ones takes minutes over all cases.
    """

    @cached_property
    def explanation(self) -> Explanation:
        decision = self.decision
        milder = [each for each in Disposition if each.rank < decision.standing.rank]
        changed = Changed("pain_examined", "no", "yes", STEP, LONG)
        ways = [WouldChange((changed,), 1, each, each, "none") for each in milder[-1:]]
        may_change = decision.disposition not in (None, Disposition.EMERGENCY)
        return Explanation(tuple(ways) if may_change else (), ())


def with_long_way(sheet: Sheet) -> Screened:
    return WithLongWay(sheet, decide_sheet(sheet), "program 1", DAY)


def _counts(question: str) -> bool:
    """Say whether an answer is more than a note for the record."""
    return question in PACK.known or not PACK.questions[question].records_only


@pytest.fixture(scope="module")
def clients() -> list[Screened]:
    """Return every client of the cases, and each with one answer left out."""
    clients = []
    for number, case in enumerate(CASES):
        clients.append(with_long_way(Sheet(PACK, Answers(case.answers))))
        if number % 5 == 0:
            *_, last = (q for q in case.answers if _counts(q))
            left_out = {q: v for q, v in case.answers.items() if q != last}
            clients.append(with_long_way(Sheet(PACK, Answers(left_out))))
    return clients


def said(found: Screened) -> dict[str, str]:
    """Return the rows of a card by their label."""
    return {row.label: row.text for row in card(found, TODAY)}


@pytest.mark.parametrize(("width", "most"), [(80, 20), (40, 34), (120, 20), (20, 68)])
def test_every_card_is_one_screen(
    clients: list[Screened], width: int, most: int
) -> None:
    assert most_lines(width) == most
    for found in clients:
        rows = fitted(card(found, TODAY), width)

        assert sum(row.height(width) for row in rows) <= most, note_line(found)


@pytest.mark.parametrize("width", [120, 80, 40, 20])
@pytest.mark.parametrize("plain", [False, True])
def test_a_card_is_as_high_as_was_counted_and_no_wider(
    clients: list[Screened], width: int, plain: bool
) -> None:
    for found in clients[::60]:
        lines = shown(found, width, plain=plain).splitlines()
        rows = fitted(card(found, TODAY), width)

        assert max(map(len, lines)) <= width
        assert plain or len(lines) == sum(row.height(width) for row in rows)


def test_the_word_comes_first_and_the_note_last(clients: list[Screened]) -> None:
    for found in clients[::20]:
        lines = [line.strip() for line in shown(found, 80).splitlines()]

        assert lines[0].startswith(f"{found.word}: ")
        assert " ".join(lines).endswith(note_line(found))
        assert " ".join(lines).count("Note ") >= 1


def test_an_incomplete_card_and_one_of_each_disposition_is_among_them(
    clients: list[Screened],
) -> None:
    words = {found.word for found in clients}

    assert {"INCOMPLETE", "POSTPONE (stopped early)"} <= words
    assert {each.name for each in Disposition} <= words


def test_the_most_urgent_sentence_never_gives_way(clients: list[Screened]) -> None:
    for found in clients:
        if found.has_result and not found.hands_on:
            first = sentences_of(found.steps[0].do)[0]
            rows = {r.label: r.said for r in fitted(card(found, TODAY), 80)}

            assert rows["Do"][0] == first, note_line(found)
            assert rows["Why"], note_line(found)


def test_only_what_is_as_urgent_as_the_result_stands_under_do() -> None:
    """Else a client would be told to go "within 24 hours" and "within days"."""
    found = client("long_trouble_and_one_since_summer/flow")
    later = [
        finding
        for finding in found.steps
        if urgency(finding.rule) < urgency(found.steps[0].rule)
    ]

    assert any("within days" in finding.do for finding in later)
    assert "within 24 hours" in said(found)["Do"]
    assert "within days" not in said(found)["Do"]
    assert "more in the details" in said(found)["Do"]


def test_regions_and_what_is_left_out_never_give_way(clients: list[Screened]) -> None:
    for found in clients:
        if found.hands_on:
            seen = glance(found.decision, PACK)
            whole = {row.label: row.text for row in card(found, TODAY)}
            rows = {row.label: row.text for row in fitted(card(found, TODAY), 40)}

            for label in ("Closed", "Light 2", "Gentle 3", "Open", "Leave out"):
                assert rows.get(label) == whole.get(label), note_line(found)
            assert rows.get("Open", "") == regions_in_words(seen.open, PACK)
            assert rows.get("Closed", "") == regions_in_words(seen.closed, PACK)


def test_no_cut_row_holds_half_a_sentence(clients: list[Screened]) -> None:
    for found in clients[::7]:
        for row in fitted(card(found, TODAY), 40):
            if row.label in ("Do", "Why", "Say"):
                assert all(piece.endswith((".", "?", "!")) for piece in row.said)


def test_what_is_cut_is_said_to_stand_in_the_details(clients: list[Screened]) -> None:
    cut = 0
    for found in clients[::11]:
        whole = {row.label: row for row in card(found, TODAY)}
        for row in fitted(card(found, TODAY), 80):
            if len(row.said) < len(whole[row.label].said):
                cut += 1
                assert f"{row.left} more in the details" in row.text
    assert cut


# ---------------------------------------------------------------- text and grid

#: What the pack calls one region by, where a sentence opens or closes it.
CALLED = {
    "back of the neck": "posterior_neck",
    "front of the neck": "anterior_neck",
    "shoulders": "shoulders",
    "upper back": "upper_thoracic",
    "low back": "lumbar",
    "base of the spine": "sacrum",
    "buttocks": "gluteal_hip",
    "hips": "gluteal_hip",
    "belly": "abdomen",
    "arms": "arms_hands",
    "legs": "thighs_legs",
    "thighs": "thighs_legs",
    "feet": "feet",
}
WORK = re.compile(r"\b(works?|light|lightly|gentle|gently|gliding|kneading|up to \d)\b")
#: A sentence with one of these says what is left out, what would open or when to stop.
LEFT_OUT = re.compile(
    r"\b(no|not|never|nothing|leave|left|closed|away|off|out|alone|only|stop"
    r"|before|first|until|next to|whether|would)\b",
    re.IGNORECASE,
)
UP_TO = re.compile(r"up to (\d) of 5")


def promised(text: str) -> Iterator[tuple[str, str]]:
    """Go through what opens a region: the sentence, and the region."""
    for sentence in sentences_of(text):
        part = LEFT_OUT.split(sentence)[0]
        if WORK.search(part):
            yield from ((part, CALLED[n]) for n in CALLED if n in part.lower())


def test_no_line_of_a_card_opens_what_the_grid_has_closed(
    clients: list[Screened],
) -> None:
    wrong = set()
    for found in clients:
        if not found.hands_on:
            continue
        grid, rows = found.decision.grid, said(found)
        caps = {x.region: x.pressure_at_most for x in found.decision.limits}
        for sentence, region in promised(
            f"{rows.get('Do', '')} {rows.get('Next', '')}"
        ):
            closed = set(grid[region].values()) == {Cell.AVOID}
            most = UP_TO.search(sentence)
            if closed or (most and (caps.get(region) or 5) < int(most[1])):
                wrong.add(f"{sentence} ({region}: {note_line(found)})")
    assert not wrong, "\n".join(sorted(wrong))


def test_where_hands_stay_off_no_card_has_a_row_of_regions(
    clients: list[Screened],
) -> None:
    rows = {"Closed", "Light 2", "Gentle 3", "Open", "Milder", "Position", "Stop if"}
    for found in clients:
        if not found.hands_on:
            assert not rows & said(found).keys(), note_line(found)


# ---------------------------------------------------------------- what rows say


def test_a_card_of_restrict_has_the_rows_that_a_therapist_looks_for() -> None:
    rows = said(client("sudden_hip_pain_at_56"))

    assert list(rows)[:5] == ["RESTRICT", "See by", "Do", "Why", "Light 2"]
    assert rows["See by"].startswith("12 December 2026: Have the pain looked at")
    assert rows["Light 2"] == "buttocks and hips"
    assert rows["Gentle 3"].startswith("head, whole neck, shoulders, whole back")
    assert rows["Stop if"] == f"{PACK.about.stop_short}."
    assert rows["Note"].startswith("2026-11-28 RESTRICT spine ")


def test_without_a_day_a_card_counts_in_weeks() -> None:
    rows = said(client("sudden_hip_pain_at_56", day=""))

    assert rows["See by"].startswith("within 2 weeks: ")


def test_a_reminder_does_not_say_that_massage_ends() -> None:
    found = client("sudden_hip_pain_at_56")
    reminder = SeeBy(4, ("Have it looked at.",), overdue=False)
    found = replace(found, decision=replace(found.decision, see_by=reminder))

    assert said(found)["See by"] == "26 December 2026: Have it looked at."


def test_notes_beside_a_limit_are_counted_and_in_a_go_ahead_are_told() -> None:
    limited = said(client("numb_feet_from_diabetes"))
    free = said(client("bulges_normal_for_her_age"))

    assert limited["Why"] == "Numb skin needs care. (and 2 notes)"
    assert "Found" not in limited
    assert "harmless find" in free["Found"]
    assert "Why" not in free


@pytest.mark.parametrize(
    ("case", "next_words"),
    [
        ("sex_feels_different", "urgent letter"),
        ("advised_against_heart_artery", "Screen again"),
        ("returning_weak_arm", "Before any massage later"),
    ],
)
def test_where_hands_stay_off_a_card_says_what_to_do_to_say_and_next(
    case: str, next_words: str
) -> None:
    rows = said(client(case))

    assert list(rows)[1:] == ["Do", "Why", "Say", "Next", "Note"]
    assert next_words in rows["Next"]


def test_why_is_what_made_the_result_and_counts_what_else_there_is() -> None:
    rows = said(client("night_pain_with_an_old_numb_toe"))

    assert rows["Why"].startswith("A nerve sign that no clinician has explained")
    assert rows["Why"].endswith("more in the details)")
    assert "every night" not in rows["Why"]


def test_an_emergency_names_no_letter_to_wait_for() -> None:
    rows = said(client("returning_weak_arm"))

    assert "letter" not in " ".join(rows.values())
    assert "(pages)" not in rows["Next"]


def test_an_unfinished_sheet_names_what_is_still_asked() -> None:
    found = screened(PACK, Answers({"answering": "clearly"}), "program 1", DAY)
    rows = said(found)

    label = f"Ask {len(found.decision.required)}"
    assert list(rows) == ["INCOMPLETE", label, "Note"]
    assert PACK.questions[found.decision.required[0]].ask in rows[label]


def test_who_stopped_early_is_told_that_something_was_not_asked(
    clients: list[Screened],
) -> None:
    stopped = next(found for found in clients if found.stopped_early)

    assert "that could make it more urgent" in said(stopped)["Not asked"]


def test_a_sentence_that_two_findings_share_stands_once() -> None:
    rows = said(client("gone_sign_and_a_place_not_known"))

    assert rows["Why"].count("Speaking or swallowing was hard.") == 1


def test_a_pack_past_its_day_warns_on_the_card() -> None:
    rows = card(client("sex_feels_different"), date(2030, 1, 1))

    assert rows[1].label == "WARNING"


# ---------------------------------------------------------------- how it looks


def test_colour_repeats_the_word_and_names_only_colours_of_the_terminal() -> None:
    plain = shown(client("sudden_hip_pain_at_56"), 80)
    coloured = shown(client("sudden_hip_pain_at_56"), 80, "always")
    codes = {
        code for m in re.findall(r"\x1b\[([\d;]*)m", coloured) for code in m.split(";")
    }

    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert coloured.startswith("\x1b[1;30;43mRESTRICT\x1b[0m")
    assert codes <= {
        "",
        "0",
        "1",
        "7",
        *map(str, range(30, 38)),
        *map(str, range(40, 48)),
    }


def test_plain_lines_say_the_same_with_colons() -> None:
    lines = shown(client("sudden_hip_pain_at_56"), 80, plain=True).splitlines()

    assert "Light 2: buttocks and hips" in lines


def test_the_published_form_holds_the_rows_and_the_note() -> None:
    found = client("sudden_hip_pain_at_56")
    content = published(found, TODAY)

    assert content["note_line"] == note_line(found)
    assert content["card"][0] == {"label": found.word, "text": found.headline}
    assert content["card"][-1] == {"label": "Note", "text": note_line(found)}
    assert all(isinstance(row, Row) and row.text for row in card(found, TODAY))
