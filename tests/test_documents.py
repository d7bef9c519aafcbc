"""What pages say, to whom, and what may not stand on them."""

from __future__ import annotations

import functools
import json
import os
import re
import tomllib
import webbrowser
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen import storage
from massage_screen.answers import NONE, Answers
from massage_screen.brought import Changed, Taken
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.condition import Condition, leaves
from massage_screen.decision import Finding
from massage_screen.documents.banned import banned_in
from massage_screen.documents.body import HEIGHT, WIDTH
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.country import local_words
from massage_screen.documents.document import Document
from massage_screen.documents.kinds import fitting, make_document, names_of
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.documents.regions import (
    areas_of,
    closing,
    left_out_where_milder,
    rows_of,
)
from massage_screen.errors import AnswersError, UnfitDocument
from massage_screen.library import load_cases
from massage_screen.note_line import note_line
from massage_screen.pack import (
    Case,
    Disposition,
    Pack,
    Question,
    Restriction,
    Rule,
    clauses_of,
)
from massage_screen.presentation.paper.form import form_of
from massage_screen.screened import Screened, as_json, read_screened, screened
from massage_screen.sheet import fit_answers
from massage_screen.wording.reading import (
    grade,
    sentences_of,
    without_names,
    words_of,
)
from massage_screen.wording.syllables import syllables_of

SPINE = Path(__file__).parents[1] / "questions" / "spine"
PROGRAM = "massage-screen 0"
NEUTRAL = Setting("2026-11-21 12:00 UTC", local_words(None))
#: How many clients of each disposition the pages are made for.
CLIENTS = 12


@pytest.fixture(scope="module")
def spine() -> Pack:
    return load_pack(SPINE)


@pytest.fixture(scope="module")
def clients(spine: Pack) -> dict[Disposition, list[Screened]]:
    """Return clients of the shipped cases, spread over all files."""
    found: dict[Disposition, list[tuple[str, object]]] = {d: [] for d in Disposition}
    for case in shipped_cases().values():
        found[Disposition(case.disposition)].append((case.id, case.answers))
    return {
        disposition: [
            screened(spine, fit_answers(spine, answers, name), PROGRAM)
            for name, answers in cases[:: max(1, len(cases) // CLIENTS)]
        ]
        for disposition, cases in found.items()
    }


def pages(
    clients: dict[Disposition, list[Screened]], *kinds: Kind
) -> Iterator[Document]:
    """Go through all pages that fit."""
    for each in (client for group in clients.values() for client in group):
        for kind in kinds or tuple(Kind):
            try:
                yield make_document(kind, each, {}, NEUTRAL)
            except UnfitDocument:
                continue


@functools.cache
def shipped_cases() -> dict[str, Case]:
    return {case.id: case for case in load_cases(SPINE)}


@functools.cache
def one(spine: Pack, case_id: str) -> Screened:
    answers = fit_answers(spine, shipped_cases()[case_id].answers, case_id)
    return screened(spine, answers, PROGRAM)


def recorded(client: Screened) -> dict[str, object]:
    whole: dict[str, object] = json.loads(json.dumps(as_json(client)))
    return whole


def read(content: dict[str, object], pack: Pack) -> Screened:
    return read_screened(json.dumps(content).encode(), "d.json", pack, PROGRAM)


# The wording


def test_no_page_of_any_client_has_a_banned_word(
    clients: dict[Disposition, list[Screened]],
) -> None:
    assert all(len(group) >= 10 for group in clients.values())
    made = list(pages(clients))

    assert {page.kind for page in made} == set(Kind)
    assert [x for page in made for x in banned_in(page.texts())] == []


@pytest.mark.parametrize(
    "text",
    [
        "It is safe to go on.",
        "You have a narrow canal in the neck.",
        "The client has a fracture.",
        "The diagnosis is clear.",
        "Stop taking your blood thinners.",
        "You should take ibuprofen.",
        "Wear a collar.",
        "You should do some exercises.",
        "Please get an MRI.",
        "The client needs surgery.",
    ],
)
def test_a_planted_word_is_caught_on_the_page(tiny: Pack, text: str) -> None:
    rule = msgspec.convert(
        {
            "id": "planted",
            "when": {"question": "moves_freely", "is_any_of": ["no"]},
            "disposition": "refer",
            "timeframe": "within_24_hours",
            "found": text,
            "do": "x",
        },
        Rule,
    )
    first, *rest = tiny.concerns
    first = msgspec.structs.replace(first, rule=(*first.rule, rule))
    pack = msgspec.structs.replace(tiny, concerns=(first, *rest))
    answers = {"bladder_signs": ("none",), "pain_now": 3, "moves_freely": "no"}
    client = screened(pack, Answers(answers), PROGRAM)

    for kind in (Kind.PLAN, Kind.URGENT_LETTER, Kind.NOTE):
        page = make_document(kind, client, {}, NEUTRAL)
        assert list(banned_in(page.texts()))


@pytest.mark.parametrize(
    "text",
    [
        "The client reports a narrow canal in the neck.",
        "Do you take blood thinners? Answer: yes.",
        "Seen on a scan, and nobody has checked it since.",
    ],
)
def test_a_report_is_no_advice(text: str) -> None:
    assert list(banned_in([text])) == []


def test_handouts_ask_for_six_years_of_school_at_most(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for page in pages(clients, Kind.HANDOUT):
        texts = [t if t[-1] in ".?!" else f"{t}." for t in page.texts() if t]
        texts = [t for t in texts if t not in page.foot]
        words = [
            words_of(part) for t in texts for part in sentences_of(without_names(t))
        ]
        syllables = sum(syllables_of(word) for part in words for word in part)
        assert grade(sum(map(len, words)), len(words), syllables) <= 6


# What each page holds


def test_the_plan_card_marks_every_region_as_the_grid_does(spine: Pack) -> None:
    client = one(spine, "treated_cord_letter_for_lumbar")

    marks = {area.id: area.mark for area in areas_of(client)}
    assert marks.keys() == client.decision.grid.keys()
    assert marks["lumbar"] == "M"
    assert marks["feet"] == "X"


def test_the_map_stands_only_beside_letters_and_a_table(spine: Pack) -> None:
    client = one(spine, "treated_cord_letter_for_lumbar")
    page = written(make_document(Kind.PLAN, client, {}, NEUTRAL), Form.HTML)

    assert page.count("<polygon") == page.count('class="mark"') + 2  # chest, groin
    assert 'scope="row"' in page


def found_by(spine: Pack, rule_id: str) -> str:
    return " ".join(spine.rules[rule_id].found.split())


@functools.cache
def massaged() -> list[Screened]:
    """Return every shipped client who gets massage."""
    spine = load_pack(SPINE)
    return [one(spine, case_id) for case_id in massaged_cases()]


def massaged_cases() -> list[str]:
    return [
        case.id
        for case in shipped_cases().values()
        if case.disposition in ("proceed", "restrict")
    ]


def each_kind_of_massaged() -> list[Screened]:
    """Return those who get massage without the same client one answer apart."""
    told = SPINE / "cases"
    apart = "".join(file.read_text("utf-8") for file in told.glob("*_apart.toml"))
    varied = {case["id"] for case in tomllib.loads(apart)["case"]}
    return [
        client
        for case, client in zip(massaged_cases(), massaged(), strict=True)
        if case.partition("/")[0] not in varied
    ]


def plan_text(client: Screened) -> str:
    page = written(make_document(Kind.PLAN, client, {}, NEUTRAL), Form.TXT)
    return " ".join(page.split())


def test_each_closed_region_stands_beside_the_finding_that_closes_it(
    spine: Pack,
) -> None:
    client = one(spine, "narrow_canal_and_discs_everywhere")
    (where,) = [
        section
        for section in make_document(Kind.PLAN, client, {}, NEUTRAL).sections
        if section.title == "Where"
    ]
    closed = {r: row.note for row in where.rows if row.mark == "X" for r in row.regions}

    assert closed.keys() == {a.text for a in where.areas if a.mark == "X"}
    neck = found_by(spine, "neck_disc_settled")
    assert closed["Front and sides of the neck"] == neck
    assert closed["Lower back"] == found_by(spine, "note_names_areas_mid_back")
    text = plan_text(client)
    assert text.count(found_by(spine, "neck_disc_settled")) == 1


def map_share(client: Screened) -> float:
    """Return how much of the breadth of the page the body map has, in percent."""
    page = make_document(Kind.PLAN, client, {}, NEUTRAL)
    found = re.search(r"columns: minmax\(0, ([\d.]+)fr\)", written(page, Form.HTML))
    assert found is not None
    return float(found[1])


def takes_a_third(share: float) -> bool:
    """Say whether a map and its legend have a third of what A4 has in its margins."""
    breadth, legend = (186 - 4) * share / 100, 5  # in millimetres
    return breadth * (breadth * HEIGHT / WIDTH + legend) >= 186 * 279 / 3


def test_the_body_map_takes_a_third_of_the_page_unless_the_card_is_full(
    spine: Pack,
) -> None:
    shares = [map_share(client) for client in each_kind_of_massaged()[::8]]
    full = map_share(one(spine, "mild_lumbar_stenosis_with_heavy_legs_on_walking"))
    fullest = map_share(one(spine, "not_sure_what_applies"))

    assert sum(map(takes_a_third, shares)) > len(shares) * 0.6
    assert max(shares) > full > fullest >= 46


def half(finding: Finding, name: str, techniques: tuple[str, ...]) -> Finding:
    """Return a finding that closes the front of the neck to some techniques alone."""
    restrict = (
        Restriction(regions=("anterior_neck",), techniques=techniques, cell="avoid"),
    )
    rule = msgspec.structs.replace(finding.rule, id=name, restrict=restrict)
    return msgspec.structs.replace(finding, rule=rule, found=f"Found {name}.")


def test_a_region_that_no_finding_closes_alone_names_all_that_do_together(
    spine: Pack,
) -> None:
    client = one(spine, "narrow_canal_and_discs_everywhere")
    (alone,) = closing(client, "anterior_neck")
    names = tuple(spine.techniques)
    halves = (half(alone, "first", names[:5]), half(alone, "second", names[5:]))
    decision = msgspec.structs.replace(client.decision, findings=halves)
    rows = rows_of(msgspec.structs.replace(client, decision=decision))

    (row,) = [row for row in rows if "Front and sides of the neck" in row.regions]
    assert row.note == "Found first. Found second."


def test_what_is_left_out_wherever_work_is_milder_stands_once(spine: Pack) -> None:
    for client in massaged():
        if told := left_out_where_milder(client):
            name = spine.techniques[told[0]].text
            rows = [row for row in rows_of(client) if row.mark == "M"]
            assert all(name not in row.leave_out.split(", ") for row in rows)
            assert f"Leave out also where marked M: {name}" in plan_text(client)


def test_what_does_not_stand_is_in_the_note_with_its_reason() -> None:
    leak, numb = (
        Changed(name, (sign,), (NONE,))
        for name, sign in (("bladder_signs", "leak"), ("feeling_signs", "one_arm"))
    )
    brought = Taken(
        source="a file",
        given_on=None,
        watch_until=None,
        confirmed=(),
        changed=(msgspec.structs.replace(leak, reason="it was misread"), numb),
    )
    client = msgspec.structs.replace(massaged()[0], brought=brought)

    told = "\n".join(make_document(Kind.NOTE, client, {}, NEUTRAL).texts())

    assert told.count("It does not stand") == 1
    assert "It does not stand: it was misread." in told


def test_the_plan_card_has_every_reason_and_step() -> None:
    for client in massaged():
        told = "\n".join(make_document(Kind.PLAN, client, {}, NEUTRAL).texts())

        for rule in (finding.rule for finding in client.reasons):
            assert next(c for c in clauses_of(rule.do) if c.always).text in told
            assert next(c for c in clauses_of(rule.found) if c.always).text in told


def test_no_page_sends_its_reader_elsewhere_for_the_rest(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for page in pages(clients):
        for text in page.texts():
            assert not re.search(r"\band \d+ more\b|in the file", text), page.kind


@pytest.mark.parametrize("kind", [Kind.URGENT_LETTER, Kind.REQUEST])
def test_a_letter_opens_with_plain_words_for_the_doctor(
    clients: dict[Disposition, list[Screened]], kind: Kind
) -> None:
    opening = {
        Kind.URGENT_LETTER: ("have not massaged today, because",),
        Kind.REQUEST: ("I have not massaged today", "I massage within the limits"),
    }
    words = {disposition.name for disposition in Disposition}
    for client in (each for some in clients.values() for each in some):
        if kind in fitting(client):
            page = make_document(kind, client, {}, NEUTRAL)
            body = [t for t in page.texts() if t not in page.foot]

            assert page.lead.startswith("I am a massage therapist. ")
            assert any(words in page.lead for words in opening[kind])
            assert "Please" in page.lead
            assert not words & set(re.findall(r"[A-Z]+", " ".join(body)))
            assert any(client.word in line for line in page.foot)


@pytest.mark.parametrize("disposition", ["POSTPONE", "REFER", "EMERGENCY"])
def test_a_plan_card_without_massage_opens_nothing(
    clients: dict[Disposition, list[Screened]], disposition: str
) -> None:
    for client in clients[Disposition[disposition]]:
        page = make_document(Kind.PLAN, client, {}, NEUTRAL)
        areas = [a for section in page.sections for a in section.areas]
        assert page.word == disposition
        assert {area.mark for area in areas} == {"X"}


def test_the_urgent_letter_says_why_first_and_what_was_denied(spine: Pack) -> None:
    client = one(spine, "numb_foot_and_a_pain_not_sure_of")
    page = make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)
    text = written(page, Form.TXT)

    assert "Please assess them today, at once." in page.lead
    assert "Bladder: no slow start" in text
    assert "none was given" in text


def test_what_was_not_asked_stands_in_the_urgent_letter(tiny: Pack) -> None:
    client = screened(tiny, Answers({"bladder_signs": ("stuck",)}), PROGRAM)
    page = make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)
    (section,) = [s for s in page.sections if s.title.startswith("Not asked")]

    assert client.decision.optional
    assert "later questions" in section.items[0]


def test_a_request_asks_first_whether_a_doctor_advises_against_massage(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for page in pages(clients, Kind.REQUEST):
        (section,) = [s for s in page.sections if s.title == "My questions"]
        assert len(section.boxes) > 1
        assert "I advise against massage, because:" in section.boxes[0].choices


def test_where_no_tick_changes_anything_nobody_is_asked_to_type_one_in(
    spine: Pack,
) -> None:
    page = make_document(Kind.REQUEST, one(spine, "scan_never_explained"), {}, NEUTRAL)
    (section,) = [s for s in page.sections if s.title == "My questions"]

    assert not any(box.label.startswith("1.") for box in section.boxes)
    assert "No tick changes it: screen again." in page.foot[-1]


def test_limits_that_no_doctor_changes_need_no_request(spine: Pack) -> None:
    client = one(spine, "moderate_lumbar_stenosis_with_doctor")

    with pytest.raises(UnfitDocument, match="No answer of a doctor"):
        make_document(Kind.REQUEST, client, {}, NEUTRAL)


def test_a_request_is_never_made_in_an_emergency(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for client in clients[Disposition.EMERGENCY]:
        with pytest.raises(UnfitDocument, match="EMERGENCY"):
            make_document(Kind.REQUEST, client, {}, NEUTRAL)


@pytest.mark.parametrize("disposition", ["PROCEED", "RESTRICT", "POSTPONE"])
def test_an_urgent_letter_is_refused_where_nothing_is_urgent(
    clients: dict[Disposition, list[Screened]], disposition: str
) -> None:
    for client in clients[Disposition[disposition]]:
        with pytest.raises(UnfitDocument):
            make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)


def test_every_handout_has_the_warning_signs_and_no_name_of_the_client(
    clients: dict[Disposition, list[Screened]],
) -> None:
    assert "client" not in names_of(Kind.HANDOUT)
    for page in pages(clients, Kind.HANDOUT):
        (section,) = [s for s in page.sections if s.title.startswith("Get help")]
        assert "days later" in section.title
        assert section.items


def test_the_handout_says_where_the_signs_stand_in_other_languages(
    spine: Pack, tiny: Pack
) -> None:
    handout = make_document(Kind.HANDOUT, one(spine, "healed_fusion"), {}, NEUTRAL)
    without = screened(tiny, Answers({"bladder_signs": ("none",)}), PROGRAM)

    plain = make_document(Kind.HANDOUT, without, {}, NEUTRAL)
    assert spine.about.warning_card in list(handout.texts())
    assert all(text for section in plain.sections for text in section.paragraphs)


def test_an_unfinished_screening_gives_no_go_ahead(tiny: Pack) -> None:
    client = screened(tiny, Answers({"bladder_signs": ("none",)}), PROGRAM)

    assert make_document(Kind.PLAN, client, {}, NEUTRAL).word == "INCOMPLETE"
    lead = make_document(Kind.HANDOUT, client, {}, NEUTRAL).lead
    assert lead.startswith("No massage yet")


@pytest.mark.parametrize(
    ("country", "number"),
    [
        (None, "your local emergency number"),
        (Country.US, "911"),
        (Country.UK, "999"),
        (Country.CA, "911"),
        (Country.AU, "000"),
        (Country.NZ, "111"),
        (Country.EU, "112"),
    ],
)
def test_the_emergency_number_is_that_of_the_country(
    clients: dict[Disposition, list[Screened]], country: Country | None, number: str
) -> None:
    setting = Setting("", local_words(country))
    for client in clients[Disposition.EMERGENCY]:
        page = " ".join(make_document(Kind.HANDOUT, client, {}, setting).texts())
        assert f"Call {number}" in page
        if country:
            assert "your local emergency number" not in page


# The words of the pack


def test_every_question_has_words_for_a_letter(spine: Pack) -> None:
    for question in spine.questions.values():
        assert question.topic
        assert "?" not in question.topic
        named = {choice.id for choice in question.clinician_choices}
        assert named <= question.words.keys()
        assert bool(question.denied) is hears_first(spine, question), question.id


#: They look at the last sheet, and hear no sign.
LAST_SHEET = {"b_known", "b_long"}


def hears_first(pack: Pack, question: Question) -> bool:
    """Say whether a gate question hears of signs first, or of all that were named."""
    if not question.gate or question.id in LAST_SHEET:
        return False
    if question.carries:  # a short denial in place of all lines once more
        return True
    read = [leaf.question for leaf in leaves(question.when)] if question.when else []
    signs = [pack.questions[name] for name in read if name and name not in short(pack)]
    return not any(sign.gate for sign in signs)


def short(pack: Pack) -> set[str]:
    """Return the questions that stand for whole lists with returning clients."""
    returning = Condition(known="visit", is_any_of=("returning",))
    return {
        question.id
        for question in pack.questions.values()
        if question.when and returning in leaves(question.when)
    }


def test_a_clinician_is_never_addressed_as_the_client(spine: Pack) -> None:
    for question in spine.questions.values():
        texts = [choice.text for choice in question.clinician_choices]
        for text in (*texts, question.topic, question.denied):
            assert not re.search(r"\b(?:you|your|me|my)\b", text, re.IGNORECASE), text


def test_a_letter_quotes_what_was_ticked_under_a_short_name(spine: Pack) -> None:
    client = one(spine, "stream_weaker_since_tuesday")
    page = make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)
    (section,) = [s for s in page.sections if s.title.startswith("What the client")]

    assert section.items[0].startswith("Passing urine: \u201c")
    assert not any("?" in item for item in section.items)


def test_the_frame_of_an_urgent_letter_says_what_was_found(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for client in (
        *clients[Disposition.REFER],
        *clients[Disposition.EMERGENCY],
    ):
        page = make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)
        assert client.reasons[0].found[1:] in page.lead


def test_only_what_cannot_wait_is_called_urgent(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for client in (*clients[Disposition.REFER], *clients[Disposition.EMERGENCY]):
        page = make_document(Kind.URGENT_LETTER, client, {}, NEUTRAL)
        soon = client.decision.timeframe in ("now", "today", "within_24_hours")
        assert page.title.startswith("Urgent") is soon


def test_a_doctor_ticks_in_the_words_of_a_doctor(spine: Pack) -> None:
    client = one(spine, "neck_stenosis_nobody_checked")
    page = make_document(Kind.REQUEST, client, {}, NEUTRAL)
    (section,) = [s for s in page.sections if s.title == "My questions"]
    _, care, known, *_ = section.boxes

    assert "no one: it is settled, and care has ended" in care.choices
    assert "a spine specialist" in care.choices
    assert known.choices == ("yes", "no", "cannot say")
    assert "1 care_seen, 2 care_known" in page.foot[-1]


def test_a_region_has_one_name_wherever_it_is_read(spine: Pack) -> None:
    names = {region.id: region.text for region in spine.about.region}
    client = one(spine, "returning_with_heart_and_no_letter")
    letter = make_document(Kind.REQUEST, client, {}, NEUTRAL)
    (reply,) = [part for part in letter.sections if part.title == "Your reply"]
    form = form_of(spine)
    parts = (*form.core, *form.further, *form.own)
    on_paper = {asked.number: asked for part in parts for asked in part.asked}

    assert [area.text for area in areas_of(client)] == list(names.values())
    assert reply.boxes[0].choices[3:] == tuple(names.values())
    for number, question in enumerate(spine.questions.values(), start=1):
        for choice in (*question.choices, *question.clinician_choices):
            if choice.id in names:  # what else counts there may follow
                assert choice.text.partition(", or ")[0] == names[choice.id]
        if number in on_paper and on_paper[number].boxes:
            on_the_form = {box.text for box in on_paper[number].boxes}
            assert {choice.text for choice in question.choices} <= on_the_form
    for asked in ("where", "agreed_closes", "agreed_areas"):
        listed = {c.id: c.text for c in spine.questions[asked].choices}
        assert {name: listed[name] for name in names} == names


def test_bones_that_must_be_left_out_are_asked_for_by_name(spine: Pack) -> None:
    client = one(spine, "cancer_bone_areas_not_named")
    page = make_document(Kind.REQUEST, client, {}, NEUTRAL)
    (section,) = [s for s in page.sections if s.title == "My questions"]
    (bones,) = [box for box in section.boxes if "bone" in box.label]

    assert "lower back" in {choice.lower() for choice in bones.choices}
    assert "no bone" in bones.choices


@pytest.mark.parametrize("case", ["one_calf_sore", "drink_at_lunch"])
def test_a_doctor_is_not_asked_what_no_answer_changes(spine: Pack, case: str) -> None:
    client = one(spine, case)

    assert client.explanation.ask == ()
    with pytest.raises(UnfitDocument):
        make_document(Kind.REQUEST, client, {}, NEUTRAL)


def test_the_pages_on_offer_are_those_that_can_be_made(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for client in (client for group in clients.values() for client in group):
        for kind in Kind:
            if kind in fitting(client):
                assert make_document(kind, client, {}, NEUTRAL).kind == kind
            else:
                with pytest.raises(UnfitDocument):
                    make_document(kind, client, {}, NEUTRAL)


def test_where_there_is_massage_the_plan_comes_first_among_the_pages(
    clients: dict[Disposition, list[Screened]],
) -> None:
    for disposition, group in clients.items():
        for client in group:
            assert (fitting(client)[0] is Kind.PLAN) or not disposition.hands_on


def test_a_handout_names_one_time_to_be_seen(spine: Pack) -> None:
    client = one(spine, "first_back_pain_at_60_worse_lying")
    page = make_document(Kind.HANDOUT, client, {}, NEUTRAL)
    text = " ".join(page.texts())

    assert client.reasons[0].rule.timeframe != client.reasons[1].rule.timeframe
    assert "within 24 hours" in page.lead
    assert "within days" not in text


@pytest.mark.parametrize(
    ("timeframe", "first"),
    [
        ("now", "Call your local emergency number now. Do not wait."),
        ("today", "Go to an emergency department now. Do not wait."),
        (
            "within_24_hours",
            "If no doctor can see you in that time, go to an emergency department.",
        ),
        ("within_days", "Take the letter of your massage therapist with you."),
    ],
)
def test_a_handout_says_first_where_to_go(
    clients: dict[Disposition, list[Screened]], timeframe: str, first: str
) -> None:
    urgent = [*clients[Disposition.REFER], *clients[Disposition.EMERGENCY]]
    found = [c for c in urgent if c.reasons[0].rule.timeframe == timeframe]

    assert found
    for client in found:
        next_step = make_document(Kind.HANDOUT, client, {}, NEUTRAL).sections[0]
        assert next_step.title == "What comes next"
        assert next_step.items[0] == first


def test_a_handout_says_how_the_client_lies_and_how_long(spine: Pack) -> None:
    client = one(spine, "three_canals")
    text = " ".join(make_document(Kind.HANDOUT, client, {}, NEUTRAL).texts())

    assert "You will not lie or sit like this: face down." in text
    assert "at most 30 minutes" in text
    assert "a light touch" in text


# Forms


@pytest.mark.parametrize("kind", list(Kind))
def test_a_page_is_html_on_its_own_without_script(spine: Pack, kind: Kind) -> None:
    client = one(spine, "three_canals_unstable_not_followed_up")
    page = written(make_document(kind, client, {}, NEUTRAL), Form.HTML)

    assert not re.search(r"<script|<img|<link|src=|https?:|@import|\burl\((?!#)", page)
    assert "default-src 'none'" in page


NASTY = "<script>alert(1)</script> *x* [y](z) # | \u202eevil\x1b[2J"


def test_what_is_typed_is_escaped_in_html(spine: Pack) -> None:
    client = one(spine, "healed_fusion")
    page = make_document(Kind.PLAN, client, {"reference": NASTY}, NEUTRAL)
    text = written(page, Form.HTML)

    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_what_is_typed_is_no_markdown(spine: Pack) -> None:
    client = one(spine, "healed_fusion")
    page = make_document(Kind.PLAN, client, {"reference": NASTY}, NEUTRAL)

    assert r"\<script\>alert(1)\</script\> \*x\* \[y\](z) \# \|" in written(
        page, Form.MD
    )


def test_a_blank_line_in_markdown_is_a_line_and_no_rule(spine: Pack) -> None:
    page = make_document(Kind.PLAN, one(spine, "healed_fusion"), {}, NEUTRAL)
    text = written(page, Form.MD)

    assert r"Therapist: \_\_\_" in text
    assert r"\\" not in text


def contrast(one_colour: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it, 1 to 21."""
    light, dark = sorted(map(luminance, (one_colour, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(d * 2 for d in colour)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_black_text_is_read_well_on_every_colour_behind_it(spine: Pack) -> None:
    page = make_document(Kind.PLAN, one(spine, "healed_fusion"), {}, NEUTRAL)
    text = written(page, Form.HTML)
    style = text.partition("<style>")[2].partition("</style>")[0]
    behind = set(re.findall(r"background: #(\w+)", style))

    assert len(behind) > 2
    assert set(re.findall(r"[ ;]color: #(\w+)", style)) == {"000"}
    assert all(contrast("000", colour) >= 4.5 for colour in behind)


# The file of a decision


def test_a_decision_is_read_back(spine: Pack) -> None:
    client = one(spine, "three_canals_unstable_not_followed_up")

    assert read(recorded(client), spine).decision == client.decision


@pytest.mark.parametrize(
    "change",
    [
        {"disposition": "proceed"},
        {"headline": "Go on."},
        {"grid": {}},
        {"findings": []},
        {"answers": {}},
        {"answers": None},
        {"schema": "massage-screen/decision/2"},
        {"pack": {"digest": "sha256:0"}},
        {"pack": None},
    ],
)
def test_a_decision_that_was_changed_is_refused(
    spine: Pack, change: dict[str, object]
) -> None:
    content = recorded(one(spine, "three_canals_unstable_not_followed_up"))

    with pytest.raises(AnswersError, match=r"^d\.json: "):
        read({**content, **change}, spine)


# The command


@pytest.fixture
def decision(tmp_path: Path, spine: Pack) -> Path:
    path = tmp_path / "decision.json"
    path.write_text(json.dumps(recorded(one(spine, "healed_fusion"))))
    return path


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(map(str, arguments)))
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize(
    ("name", "start"),
    [("p.html", "<!DOCTYPE html>"), ("p.md", "# Session"), ("p.txt", "SESSION")],
)
def test_the_ending_of_the_file_says_the_form(
    tmp_path: Path, decision: Path, name: str, start: str
) -> None:
    page = tmp_path / name
    code, out, err = run("document", "plan", "--from", decision, "--to", page)

    assert (code, out) == (0, "")
    assert err.startswith("Written: ")
    assert page.read_text("utf-8").startswith(start)


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("p.HTM", "<!DOCTYPE html>"),
        ("p.Markdown", "# Session"),
        ("page", "SESSION"),
        (".plan", "SESSION"),
    ],
)
def test_other_spellings_of_an_ending_are_known_and_none_is_text(
    tmp_path: Path, decision: Path, name: str, start: str
) -> None:
    page = tmp_path / name
    code, _, _ = run("document", "plan", "--from", decision, "--to", page)

    assert code == 0
    assert page.read_text("utf-8").startswith(start)


@pytest.mark.parametrize("name", ["p.docx", "p.html.doc", "p.json"])
@pytest.mark.parametrize("asked", [(), ("--as", "html")])
def test_an_ending_of_no_form_is_refused_before_anything_is_read(
    tmp_path: Path, name: str, asked: tuple[str, ...]
) -> None:
    page, missing = tmp_path / name, tmp_path / "no-decision.json"
    code, out, err = run("document", "plan", "--from", missing, "--to", page, *asked)

    assert (code, out) == (2, "")
    assert ".html, .pdf, .md or .txt" in " ".join(err.split())
    assert not page.exists()


def test_a_form_that_disagrees_with_the_ending_is_refused(
    tmp_path: Path, decision: Path
) -> None:
    page = tmp_path / "p.txt"
    code, _, err = run(
        "document", "plan", "--from", decision, "--to", page, "--as", "html"
    )

    assert code == 2
    assert "ends in .txt, but --as says html" in " ".join(err.split())
    assert not page.exists()


def named_alone(folder: Path, *options: object) -> tuple[int, str]:
    """Make a page without a name for its file; return the code and what was said."""
    decision = folder.parent / "decision.json"
    code, _, err = run("document", "plan", "--from", decision, *options)
    return code, " ".join(err.split())


@pytest.fixture
def folder(tmp_path: Path, decision: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of pages, beside the file of a decision of 28 November."""
    content = json.loads(decision.read_text())
    decision.write_text(json.dumps({**content, "decided_on": "2026-11-28"}))
    place = tmp_path / "pages"
    place.mkdir()
    monkeypatch.setenv("MASSAGE_SCREEN_PAGES", str(place))
    return place


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ((), "2026-11-28-plan.html"),
        (("--reference", "A17"), "2026-11-28-plan-A17.html"),
        (("--reference", "b_2-x", "--as", "md"), "2026-11-28-plan-b_2-x.md"),
    ],
)
def test_a_page_is_called_by_its_day_what_it_is_and_the_reference(
    folder: Path, options: tuple[str, ...], name: str
) -> None:
    code, said = named_alone(folder, *options)

    assert (code, said) == (0, f"Written: {folder / name}")
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).stat().st_mode & 0o777 == 0o600
    again = named_alone(folder, *options)
    assert again[0] == 73
    assert named_alone(folder, *options, "--force")[0] == 0


def test_a_folder_can_be_named_for_the_page(folder: Path) -> None:
    code, _ = named_alone(folder, "--to", folder.parent, "--reference", "A17")

    assert code == 0
    assert (folder.parent / "2026-11-28-plan-A17.html").is_file()


def test_the_reference_stands_on_the_page_of_the_therapist(folder: Path) -> None:
    named_alone(folder, "--reference", "A17", "--as", "txt")

    (page,) = folder.iterdir()
    assert "Client or reference: A17" in page.read_text("utf-8")


@pytest.mark.parametrize(
    "word", ["", "Ann Lee", "J\u00f6rg", "../up", "a/b", "-x", "a" * 31, "x\n"]
)
def test_a_reference_that_is_no_plain_word_is_refused(folder: Path, word: str) -> None:
    code, said = named_alone(folder, "--reference", word)

    assert code == 2
    assert "letters (a to z), digits, - and _" in said
    assert len(word) < 3 or word not in said
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_gone_is_said(folder: Path) -> None:
    folder.rmdir()
    code, said = named_alone(folder)

    assert code == 73
    assert f"{folder}: there is no such folder." in said


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="/proc is of Linux")
@pytest.mark.parametrize("target", ["/proc/self", "/proc/self/plan.html"])
def test_a_folder_that_takes_no_file_is_said(folder: Path, target: str) -> None:
    code, said = named_alone(folder, "--to", target)

    assert code == 73
    assert "no file can be written into this folder" in said


def test_a_pdf_is_refused_where_no_browser_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(folder))
    code, said = named_alone(folder, "--to", folder / "p.pdf")

    assert code == 2
    assert "Chromium, Chrome, Edge or Brave" in said
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("option", [("--as", "pdf"), ("--open",), ("--json",)])
def test_standard_output_takes_no_pdf_and_is_not_opened(
    folder: Path, option: tuple[str, ...]
) -> None:
    code, said = named_alone(folder, "--to", "-", *option)

    assert code == 2
    assert "--to" in said


def test_where_no_browser_opens_the_page_its_place_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webbrowser, "open", lambda _: False)
    code, said = named_alone(folder, "--open")

    assert code == 0
    assert said.endswith(f"open it yourself: {folder / '2026-11-28-plan.html'}")


def test_a_file_is_replaced_only_with_force(tmp_path: Path, decision: Path) -> None:
    page = tmp_path / "p.html"
    page.write_text("mine")
    arguments = ("document", "plan", "--from", decision, "--to", page)

    assert run(*arguments)[0] == 73
    assert page.read_text() == "mine"
    assert run(*arguments, "--force")[0] == 0
    assert page.read_text("utf-8").startswith("<!DOCTYPE")


def test_a_page_that_another_program_makes_meanwhile_is_not_written_over(
    tmp_path: Path, decision: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, fsync = tmp_path / "p.html", os.fsync

    def other_was_faster(handle: int) -> None:
        fsync(handle)
        page.write_text("of another client")

    monkeypatch.setattr(storage.os, "fsync", other_was_faster)
    code, _, err = run("document", "plan", "--from", decision, "--to", page)

    assert code == 73
    assert "is there already and was not changed" in err
    assert page.read_text() == "of another client"


def test_a_full_disk_leaves_no_half_page(
    tmp_path: Path, decision: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storage.os, "fsync", full)
    code, _, err = run(
        "document", "plan", "--from", decision, "--to", tmp_path / "p.md"
    )

    assert code == 73
    assert "No space left on device" in err
    assert [path.name for path in tmp_path.iterdir()] == ["decision.json"]


def test_a_decision_of_another_pack_exits_with_65(
    tmp_path: Path, decision: Path
) -> None:
    other = str(Path(__file__).parent / "packs" / "tiny")
    page = tmp_path / "p.md"
    code, _, err = run(
        "document", "plan", "--from", decision, "--to", page, "--questions", other
    )

    assert code == 65
    assert "another pack" in err
    assert not page.exists()


def test_the_variable_names_the_country_too(
    tmp_path: Path, decision: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MASSAGE_SCREEN_COUNTRY", "nz")
    run("document", "handout", "--from", decision, "--to", tmp_path / "h.txt")

    assert "Call 111" in (tmp_path / "h.txt").read_text("utf-8")


def test_json_holds_the_page_without_names(tmp_path: Path, decision: Path) -> None:
    page = tmp_path / "n.html"
    code, out, _ = run("document", "note", "--from", decision, "--to", page, "--json")

    content = json.loads(out)
    assert code == 0
    assert content["schema"] == "massage-screen/document/1"
    assert [s["title"][:2] for s in content["sections"][:4]] == ["S:", "O:", "A:", "P:"]
    assert content["fields"] == [
        "Client or reference",
        "Therapist",
        "Date, time, length",
    ]


def test_a_page_goes_to_standard_output_when_asked(decision: Path) -> None:
    code, out, err = run("document", "plan", "--from", decision, "--to", "-")

    assert code == 0
    assert out.startswith("SESSION PLAN CARD")
    assert err == ""


def test_assess_keeps_the_decision_that_a_page_is_made_from(
    tmp_path: Path, spine: Pack
) -> None:
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps(dict(one(spine, "healed_fusion").sheet.answers)))
    kept = tmp_path / "kept.json"

    assert run("assess", answers, "--decision", kept)[0] == 0
    assert read_screened(kept.read_bytes(), "k", spine, PROGRAM).word == "PROCEED"
    assert run("assess", answers, "--decision", kept)[0] == 73


def emergencies() -> list[Screened]:
    spine = load_pack(SPINE)
    cases = shipped_cases().values()
    return [one(spine, c.id) for c in cases if c.disposition == "emergency"]


def texts_of(rules: list[Rule]) -> set[str]:
    """Return what rules say to do and to tell, clause by clause."""
    said = (words for rule in rules for words in (rule.do, rule.tell))
    return {each.text for words in said for each in clauses_of(words)}


def test_no_page_of_an_emergency_tells_to_do_what_belongs_to_a_milder_finding() -> None:
    contradicted = 0
    for client in emergencies():
        rules = [finding.rule for finding in client.decision.findings]
        help_first = [r for r in rules if r.ranks_as is Disposition.EMERGENCY]
        kept = texts_of(help_first)
        milder = [r for r in rules if r.ranks_as is not Disposition.EMERGENCY]
        dropped = texts_of(milder) - kept
        contradicted += bool(dropped)
        for kind in fitting(client):
            page = make_document(kind, client, {}, NEUTRAL)
            told = "\n".join(page.texts())

            assert not [text for text in dropped if text in told], kind
            assert kind is not Kind.REQUEST

    assert contradicted > len(emergencies()) // 4


@pytest.mark.parametrize("form", [Form.TXT, Form.MD, Form.HTML])
def test_a_note_has_its_one_line_and_as_text_begins_with_it(
    spine: Pack, form: Form
) -> None:
    client = one(spine, "sudden_hip_pain_at_56")
    page = make_document(Kind.NOTE, client, {}, NEUTRAL)

    text = written(page, form)

    assert page.line == note_line(client)
    assert note_line(client).split(";")[0] in text
    if form is Form.TXT:
        assert text.splitlines()[0] == note_line(client)
