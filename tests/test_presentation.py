import io
import re
from datetime import date
from pathlib import Path

import msgspec
import pytest

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.decision import decide
from massage_screen.errors import UnknownId
from massage_screen.library import load_claims
from massage_screen.pack import Change, Fact, Rule, clauses_of
from massage_screen.presentation.check import Checked, Length, show_check
from massage_screen.presentation.listing import show_questions
from massage_screen.presentation.meaning import show_meaning
from massage_screen.presentation.page import Page, console_for
from massage_screen.presentation.recommendation import show_action, show_decision
from massage_screen.problems.problem import Problem
from massage_screen.screened import screened
from massage_screen.sheet import fit_answers
from massage_screen.wording.measure import Hardest, Wording
from tests.shipped import CASES, PACK, check_each

TINY = load_pack(Path(__file__).parent / "packs" / "tiny")
LEDGER = load_claims(Path(__file__).parent / "packs" / "tiny", TINY)
TODAY = date(2026, 1, 1)
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")

FINE = {"bladder_signs": ("none",), "pain_now": 3, "moves_freely": "yes"}
OLD_CHANGE = {
    **FINE,
    "bladder_signs": ("weak_stream",),
    "bladder_course": "settled_examined",
}
STUCK = {**OLD_CHANGE, "bladder_signs": ("weak_stream", "stuck")}


def with_rules(*rules):
    """Return the tiny pack with more rules on the answer `no` to `moves_freely`."""
    when = {"question": "moves_freely", "is_any_of": ["no"]}
    more = tuple(msgspec.convert({"when": when, **rule}, Rule) for rule in rules)
    first, *rest = TINY.concerns
    first = msgspec.structs.replace(first, rule=(*first.rule, *more))
    return msgspec.structs.replace(TINY, concerns=(first, *rest))


def with_field(question, **fields):
    """Return the tiny pack with one question changed."""
    (concern,) = TINY.concerns
    changed = tuple(
        msgspec.structs.replace(each, **fields) if each.id == question else each
        for each in concern.question
    )
    concern = msgspec.structs.replace(concern, question=changed)
    return msgspec.structs.replace(TINY, concerns=(concern,))


def with_about(**fields):
    return msgspec.structs.replace(
        TINY, about=msgspec.structs.replace(TINY.about, **fields)
    )


@pytest.fixture(autouse=True)
def plain_terminal(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


@pytest.fixture
def shown(monkeypatch):
    def show(answers, pack=TINY, width="80", color="never", today=TODAY):
        monkeypatch.setenv("COLUMNS", width)
        stream = io.StringIO()
        client = screened(pack, Answers(answers), "program 1")
        show_decision(client, console_for(stream, color), today)
        return stream.getvalue()

    return show


def in_plain(answers, width):
    stream = io.StringIO()
    console = console_for(stream, "never", plain=True)
    console.width = width
    show_decision(screened(TINY, Answers(answers), "program 1"), console, TODAY)
    return stream.getvalue()


def on_page(show, color="never"):
    stream = io.StringIO()
    show(console_for(stream, color))
    return stream.getvalue()


def section(text, heading):
    """Return the lines below a heading, up to the next empty line."""
    lines = text.splitlines()
    below = lines[lines.index(heading) + 1 :]
    return below[: below.index("")] if "" in below else below


POSTPONE = {
    "id": "flare",
    "disposition": "postpone",
    "timeframe": "until_settled",
    "found": "The pain flared.",
    "do": "Wait.",
    "tell": "Come back when it has settled.",
}
REFER = {
    "id": "must_be_seen",
    "disposition": "refer",
    "timeframe": "within_days",
    "found": "A change that nobody has examined.",
    "do": "Send the client to a doctor.",
}


@pytest.mark.parametrize(
    ("answers", "rules", "first"),
    [
        (FINE, (), f"PROCEED: {TINY.about.headlines.proceed}"),
        (OLD_CHANGE, (), f"RESTRICT: {TINY.about.headlines.restrict}"),
        (
            {**FINE, "moves_freely": "no"},
            (POSTPONE,),
            f"POSTPONE: {TINY.timeframes['until_settled'].headline}",
        ),
        (
            {**FINE, "moves_freely": "no"},
            (POSTPONE, REFER),
            f"REFER: {TINY.timeframes['within_days'].headline}",
        ),
        (STUCK, (), f"EMERGENCY: {TINY.timeframes['now'].headline}"),
        ({}, (), f"INCOMPLETE: {TINY.about.headlines.incomplete}"),
    ],
)
def test_the_first_words_are_the_disposition_and_its_sentence(
    shown, answers, rules, first
):
    text = shown(answers, with_rules(*rules))

    assert " ".join(text.split()).startswith(first)


def test_limits_are_grouped_by_region_and_read_well_at_40_columns(shown):
    text = shown(OLD_CHANGE, width="40")

    start = text.index("Lower back; Base of the spine")
    assert text[start:].startswith(
        """\
Lower back; Base of the spine (sacrum)
  Avoid: Deep tissue, Trigger point
  pressure, Percussion and massage
  devices, Friction
  Modify: Swedish gliding, Kneading
  (petrissage), Myofascial release,
  Stretching, Joint mobilisation,
  Traction, Positional release, Heat,
  Passive rotation
  Pressure: at most 2 of 5: the layer
  just under the skin moves, nothing
  deeper
  Note: No twisting.

Middle of the back and ribs; Buttocks
and hips; Belly
  Modify: every other technique
"""
    )


def test_every_cell_of_the_grid_is_on_the_screen(shown):
    decision = decide(TINY, Answers(OLD_CHANGE))
    text = shown(OLD_CHANGE, width="100")
    blocks = {block.splitlines()[0]: block for block in text.split("\n\n") if block}

    lumbar = next(block for head, block in blocks.items() if "Lower back" in head)
    for technique, cell in decision.grid["lumbar"].items():
        words = {"avoid": "Avoid", "modify": "Modify", "allow": "Allowed"}[cell.value]
        name = TINY.techniques[technique].text
        if technique == "manipulation":
            assert f"Avoid in every region: {name}" in text
        else:
            row = lumbar.split(f"{words}: ")[1].split(":")[0]
            assert name in " ".join(row.split())


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK, {}])
def test_the_width_changes_the_lines_and_not_the_words(shown, answers):
    at_80 = shown(answers, width="80")

    for width in ("20", "40", "120"):
        text = shown(answers, width=width)
        assert max(map(len, text.splitlines())) <= int(width)
        if width != "20":  # there, long words are broken
            assert text.split() == at_80.split()


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK, {}])
def test_colour_only_repeats_what_the_words_say(shown, answers):
    plain = shown(answers)
    coloured = shown(answers, color="always")

    assert coloured != plain
    assert ESCAPES.sub("", coloured) == plain


@pytest.mark.parametrize(
    ("answers", "rules", "code"),
    [
        (FINE, (), "1;32"),
        (OLD_CHANGE, (), "1;33"),
        ({**FINE, "moves_freely": "no"}, (POSTPONE,), "1;35"),
        ({**FINE, "moves_freely": "no"}, (REFER,), "1;31"),
        (STUCK, (), "1;37;41"),
    ],
)
def test_each_disposition_has_one_of_the_16_colours_of_the_terminal(
    shown, answers, rules, code
):
    text = shown(answers, with_rules(*rules), color="always")

    assert text.startswith(f"\x1b[{code}m")
    assert not re.search(r"\x1b\[[0-9;]*[34]8;", text)


@pytest.mark.parametrize("columns", ["0", "-5", "1", "abc", "", "9" * 30])
def test_an_odd_width_never_hides_the_result(shown, columns):
    assert "EMERGENCY:" in shown(STUCK, width=columns)


@pytest.mark.parametrize("width", ["20", "40", "80"])
def test_colour_changes_no_word_and_no_line(shown, width):
    coloured = shown(STUCK, width=width, color="always")

    assert coloured != (plain := shown(STUCK, width=width))
    assert ESCAPES.sub("", coloured) == plain


class _Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.mark.parametrize(
    ("stream", "env", "color", "coloured"),
    [
        (_Terminal, {}, "auto", True),
        (_Terminal, {"NO_COLOR": "1"}, "auto", False),
        (_Terminal, {"NO_COLOR": ""}, "auto", True),
        (_Terminal, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", False),
        (_Terminal, {"TERM": "dumb"}, "auto", False),
        (_Terminal, {"NO_COLOR": "1"}, "always", True),
        (_Terminal, {"FORCE_COLOR": "1"}, "never", False),
        (io.StringIO, {}, "auto", False),
        (io.StringIO, {"FORCE_COLOR": "1"}, "auto", True),
        (io.StringIO, {}, "always", True),
    ],
)
def test_the_option_then_the_environment_then_the_terminal_decide_on_colour(
    monkeypatch, stream, env, color, coloured
):
    monkeypatch.setenv("TERM", "xterm")
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    out = stream()

    Page(console_for(out, color)).paragraph("word", role="disposition.refer")

    assert (out.getvalue() != "word\n") is coloured


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
def test_a_character_that_the_encoding_lacks_stops_nothing(encoding):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding)
    pack = with_about(stop_signs=("pain \u2192 leg \u2713 \U0001f600 \ud800",))

    client = screened(pack, Answers(FINE), "program 1")
    show_decision(client, console_for(stream, "never"), TODAY)
    stream.flush()

    assert b"pain" in raw.getvalue()
    assert b"End of result" in raw.getvalue()


def test_what_a_pack_says_cannot_command_the_terminal_or_the_layout(shown):
    hostile = "\x1b[31mred\x1b]0;title\x07 \u202eback \x9b2J [red]x[/red] [/b] :smile:"
    text = shown(FINE, with_about(stop_signs=(hostile,)))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", text)
    assert "\\x1b[31mred" in text
    assert "\\u202eback" in text
    assert "[red]x[/red] [/b] :smile:" in text


def test_a_reason_names_the_answers_that_made_it_and_its_source(shown):
    text = " ".join(shown(STUCK, width="100").split())

    assert (
        "- EMERGENCY, now: The client cannot pass urine. Has passing urine changed in"
        " any of these ways? Weaker stream; Nothing comes, for 8 waking hours Rule:"
        " urine_stuck. Sources: GIRFT2023" in text
    )
    assert "Sources - GIRFT2023, Suspected cauda equina pathway" in text


def test_a_reason_uses_the_topic_of_a_question_where_there_is_one(shown):
    named = with_field("bladder_signs", topic="Passing urine")

    assert "  Passing urine: Weaker stream; Nothing comes" in shown(STUCK, named)


def test_no_answer_and_no_source_is_told_twice(shown):
    again = {**POSTPONE, "references": ["GIRFT2023"]}
    text = shown(
        {**FINE, "moves_freely": "no"},
        with_rules(again, {**REFER, "references": ["GIRFT2023"]}),
    )

    assert text.count("Do you move freely?") == 1
    assert text.count("GIRFT2023, ") == 1


def test_an_absent_sign_is_no_reason(shown):
    text = shown({**FINE, "moves_freely": "no"}, with_rules(POSTPONE))

    assert "None of these" not in text


def test_an_emergency_hides_what_would_permit_a_massage(shown):
    text = shown(STUCK)

    assert section(text, "What to do now") == ["- Call now."]
    assert "Work light." not in text
    assert "Modify" not in text
    assert section(text, "Also found") == [
        "None of this permits massage today.",
        "- Old bladder change.",
    ]
    assert section(text, "Limits by region") == ["No technique in any region."]


EMERGENCIES = [case for case in CASES if case.disposition == "emergency"]


def test_in_an_emergency_only_what_belongs_to_it_is_said_to_do_and_to_tell(shown):
    check_each(EMERGENCIES, lambda case: says_what_belongs_to_it(shown, case))


def says_what_belongs_to_it(shown, case):
    answers = fit_answers(PACK, case.answers, case.id)
    rules = [finding.rule for finding in decide(PACK, answers).findings]
    text = " ".join(shown(answers, PACK, width="2000").split())

    help_first = [r for r in rules if r.disposition == "emergency"]
    kept = {words for rule in help_first for words in (rule.do, rule.tell)}
    for rule in rules:
        for said in (rule.do, rule.tell):
            if said and said in kept:
                assert said in text
            elif rule.disposition:
                for words in (each.text for each in clauses_of(said)):
                    assert words not in text, rule.id
        if rule.disposition not in (None, "restrict"):
            for each in clauses_of(rule.found):
                assert each.text in text or each.when  # a doctor must know of it


def test_milder_findings_come_after_the_most_urgent_action(shown):
    pack = with_rules(POSTPONE, REFER)
    text = shown({**FINE, "moves_freely": "no"}, pack)

    assert section(text, "What to do now") == [
        "- Send the client to a doctor.",
        "After that, for the other findings:",
        "- Wait.",
    ]
    assert section(text, "What would change this") == [
        "- A doctor must assess the client within days.",
        "- No massage until it has settled.",
        "Then screen again, from the first question.",
    ]
    assert section(text, "What to tell the client")[0] == (
        "- Come back when it has settled."
    )


def with_change(**fields):
    """Return a pack on which a client who does not move freely waits, or may not."""
    pack = with_rules(POSTPONE)
    (concern,) = pack.concerns
    question = tuple(
        msgspec.structs.replace(q, **fields) if q.id == "moves_freely" else q
        for q in concern.question
    )
    concern = msgspec.structs.replace(concern, question=question)
    return msgspec.structs.replace(pack, concerns=(concern,))


STIFF = {**FINE, "moves_freely": "no"}


@pytest.mark.parametrize("width", ["40", "80"])
def test_what_would_change_it_is_told_with_what_it_becomes(shown, width):
    change = Change(by="examination", after=("yes",), says="A doctor frees the joint.")
    pack = with_change(changes=(change,), ask_clinician="Does the client move freely?")
    text = shown(STIFF, pack, width=width)

    assert " ".join(section(text, "What would change this")) == (
        "- No massage until it has settled."
        " It becomes PROCEED once this is so:"
        "   - A doctor frees the joint."
        " Then screen again, from the first question."
    )
    assert section(text, "What to ask the doctor") == ["- Does the client move freely?"]


def test_that_nothing_would_change_it_is_said_of_an_emergency_only(shown):
    assert section(shown(STUCK), "What would change this") == [
        "Nothing that can wait or be signed changes this. The client needs help first."
    ]
    assert "What would change this" not in shown(OLD_CHANGE)
    assert "What would change this" not in shown(FINE)


def test_nothing_is_asked_of_a_doctor_where_no_answer_would_help(shown):
    assert "What to ask the doctor" not in shown(STIFF, with_change())
    assert "What to ask the doctor" not in shown({})


def test_a_note_is_no_reason_for_the_word(shown):
    text = shown(FINE)

    assert "Why" not in text.splitlines()
    assert section(text, "Always")[0] == (
        "- Manipulation is outside the scope of massage. Do not manipulate joints."
    )


def test_a_note_on_an_answer_comes_under_its_own_heading_with_the_answer(shown):
    note = {"id": "stiff", "found": "The client is stiff.", "do": "Go slowly."}
    text = shown({**FINE, "moves_freely": "no"}, with_rules(note))

    assert section(text, "Also note") == [
        "- The client does not move freely. Help the client on and off the table.",
        "  Do you move freely? No",
        "  Rule: moves_with_care",
        "- The client is stiff. Go slowly.",
        "  Rule: stiff",
    ]


STIFF = {**FINE, "moves_freely": "no"}
PLANNED = {
    "id": "stiff_back",
    "disposition": "restrict",
    "found": "The back is stiff.",
    "do": "Go slowly.",
    "restrict": [
        {"everywhere": True, "pressure_at_most": 3},
        {"parts": ["neck"], "pressure_at_most": 2},
        {
            "positions_avoid": ["prone"],
            "movements_avoid": ["twisting"],
            "supports": ["pillow_under_knees", "pillow_under_belly"],
            "minutes_at_most": 30,
            "check_in_every": 1,
            "stop_on": ["the back locks"],
        },
    ],
}


def test_the_plan_says_what_holds_for_the_session_and_why(shown):
    text = shown(STIFF, with_rules(PLANNED))

    assert section(text, "Session plan") == [
        "Pressure: nowhere more than 3 of 5: the muscle is moved, the joints hardly",
        "  Because of: stiff_back",
        "Pressure: at most 2 of 5: the layer just under the skin moves, nothing deeper",
        "  Where: Front and sides of the neck; Back of the neck",
        "  Because of: stiff_back",
        "Positions to avoid:",
        "- Face down",
        "  Because of: stiff_back",
        "Supports to use:",
        "- On the back: a pillow under the knees",
        "  Because of: stiff_back",
        "Movements to avoid:",
        "- Twisting the spine",
        "  Because of: stiff_back",
        "Time: hands on for at most 30 minutes",
        "  Because of: stiff_back",
        "Check: ask the client how it is every 1 minute",
        "  Because of: stiff_back",
    ]


def test_signs_to_stop_on_that_a_finding_adds_come_after_those_of_the_pack(shown):
    text = shown(STIFF, with_rules(PLANNED), width="100")

    signs = [f"- {sign}" for sign in TINY.about.stop_signs]
    assert section(text, "Stop the session at once if there is") == [
        *signs,
        "- the back locks",
        "  Because of: stiff_back",
    ]


def test_a_plan_keeps_things_of_the_same_rules_together(shown):
    asks = {"movements_avoid": ["twisting"], "supports": ["warm_blanket"]}
    other = {**PLANNED, "id": "stiff_neck", "found": "The neck is stiff."}
    both = {"movements_avoid": ["end_range_neck", "twisting"]}
    text = shown(
        STIFF,
        with_rules({**PLANNED, "restrict": [asks]}, {**other, "restrict": [both]}),
    )

    assert section(text, "Session plan") == [
        "Supports to use:",
        "- A warm blanket",
        "  Because of: stiff_back",
        "Movements to avoid:",
        "- Bending or turning the neck as far as it goes",
        "  Because of: stiff_neck",
        "- Twisting the spine",
        "  Because of: stiff_back, stiff_neck",
    ]


def test_a_closed_region_has_no_pressure_and_no_note(shown):
    light = {"regions": ["feet"], "pressure_at_most": 1, "note": "Feather light."}
    closed = {"regions": ["feet"], "cell": "avoid"}
    text = shown(STIFF, with_rules({**PLANNED, "restrict": [light, closed]}))

    assert "Feather light." not in text
    assert "only the skin moves" not in text
    assert "Feather light." in shown(
        STIFF, with_rules({**PLANNED, "restrict": [light]})
    )


def test_a_support_that_no_position_needs_is_not_shown(shown):
    asked = {"positions_avoid": ["prone"], "supports": ["pillow_under_belly"]}
    text = shown(STIFF, with_rules({**PLANNED, "restrict": [asked]}))

    assert "Face down" in text
    assert "Supports to use" not in text


def test_pressure_names_only_the_rules_that_cap_it_and_no_closed_region(shown):
    light = {"regions": ["feet", "lumbar"], "pressure_at_most": 1}
    noted = {"regions": ["feet"], "pressure_at_most": 4, "note": "Slowly."}
    closed = {"regions": ["lumbar"], "cell": "avoid"}
    rules = (
        {**PLANNED, "restrict": [light, closed]},
        {**PLANNED, "id": "ticklish", "restrict": [noted]},
    )
    text = shown(STIFF, with_rules(*rules))

    assert section(text, "Session plan") == [
        "Pressure: at most 1 of 5: only the skin moves, as when you spread lotion",
        "  Where: Feet",
        "  Because of: stiff_back",
    ]


def test_the_author_of_the_pressure_scale_is_credited_where_it_is_used(shown):
    pack = with_rules(PLANNED)
    about = msgspec.structs.replace(pack.about, pressure_reference="GIRFT2023")
    credited = msgspec.structs.replace(pack, about=about)

    line = "Pressure levels after: GIRFT2023, Suspected cauda equina pathway"
    assert line in shown(STIFF, credited)
    assert line not in shown(FINE, credited)


def test_a_client_without_limits_is_told_so_and_still_when_to_stop(shown):
    text = shown(FINE)

    plan = " ".join(section(text, "Session plan"))
    assert plan.startswith("This screen found no limit of pressure, position")
    assert section(text, "Stop the session at once if there is")


def test_hands_off_means_no_plan(shown):
    assert "Session plan" not in shown(STUCK, with_rules(PLANNED))
    assert "Session plan" not in shown({"moves_freely": "no"}, with_rules(PLANNED))


@pytest.mark.parametrize("width", ["40", "20"])
def test_a_plan_fits_a_narrow_screen(shown, width):
    text = shown(STIFF, with_rules(PLANNED), width=width)

    plan = section(text, "Session plan")
    assert max(map(len, plan)) <= int(width)
    assert "Movements to avoid:" in plan


def test_an_unfinished_sheet_says_so_first_and_permits_nothing(shown):
    answers = {k: OLD_CHANGE[k] for k in ("bladder_signs", "bladder_course")}
    text = shown(answers)

    assert section(text, "Still to ask (2)") == [
        "- How bad is the pain right now, from 0 to 10?",
        "- Do you move freely?",
    ]
    assert section(text, "What stands so far")[0] == "- RESTRICT: Old bladder change."
    assert "Allowed" not in text
    assert "Modify" not in text
    assert "What to do now" not in text


def test_an_unfinished_sheet_shows_the_action_that_stands(shown):
    pack = with_rules(REFER)
    text = shown({"moves_freely": "no"}, pack)

    assert (
        "So far REFER: No massage. A doctor must assess the client within days." in text
    )
    assert section(text, "What to do now") == ["- Send the client to a doctor."]


def test_a_long_list_of_questions_left_names_a_few_and_counts_the_rest(shown):
    question = TINY.questions["moves_freely"]
    more = tuple(
        msgspec.structs.replace(question, id=f"more_{n}", ask=f"More {n}?")
        for n in range(4)
    )
    first, *rest = TINY.concerns
    first = msgspec.structs.replace(first, question=(*first.question, *more))
    pack = msgspec.structs.replace(TINY, concerns=(first, *rest))

    lines = section(shown({}, pack), "Still to ask (7)")

    assert len(lines) == 6
    assert lines[-1] == "- and 2 more"


def test_everything_that_was_unsure_or_set_aside_is_named(shown):
    answers = {**FINE, "pain_now": "unsure", "bladder_course": "recent"}
    text = shown(answers)

    assert section(text, "Not sure") == [
        "- How bad is the pain right now, from 0 to 10?"
    ]
    assert section(text, "Answered, but no longer asked (1)") == [
        "- When did that begin or last change?"
    ]


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE])
def test_signs_to_stop_on_are_listed_when_hands_may_go_on(shown, answers):
    listed = section(
        shown(answers, width="100"), "Stop the session at once if there is"
    )

    assert listed == [f"- {sign}" for sign in TINY.about.stop_signs]


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK, {}])
def test_every_result_ends_with_warning_signs_limits_of_the_screen_and_its_pack(
    shown, answers
):
    text = shown(answers, width="100")

    for sign in TINY.about.warning_signs:
        assert f"- {sign}" in text
    assert "They may come days later." in text
    assert TINY.about.not_covered in " ".join(text.split())
    assert TINY.about.intended_purpose in " ".join(text.split())
    word = text.split(":")[0]
    assert text.splitlines()[-4:] == [
        "This pack is a draft, not reviewed by a clinician.",
        f"Pack tiny {TINY.about.version}, review by {TINY.about.review_by}.",
        f"Result: {word}",
        "End of result",
    ]


def test_a_reviewed_pack_is_not_called_a_draft(shown):
    assert "draft" not in shown(FINE, with_about(status="reviewed"))


def test_a_pack_past_its_review_date_is_named_at_the_top(shown):
    pack = with_about(review_by="2026-01-01")

    assert "WARNING" not in shown(FINE, pack, today=date(2026, 1, 1))
    late = shown(FINE, pack, today=date(2026, 1, 2))
    assert late.splitlines()[1].startswith("WARNING: This pack was due for review")


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK, {}])
def test_nothing_is_ever_called_safe(shown, answers):
    assert "safe" not in shown(answers, with_rules(POSTPONE, REFER)).lower()


def test_the_action_screen_says_what_to_do_and_why_and_nothing_milder():
    decision = decide(TINY, Answers(STUCK))

    text = on_page(lambda console: show_action(decision, TINY, console))

    assert text.splitlines() == [
        "",
        "=" * 40,
        "EMERGENCY: No massage. Call your local emergency number now.",
        "Do now: Call now.",
        "Why: The client cannot pass urine.",
        "=" * 40,
    ]


def test_the_action_screen_stands_while_questions_are_still_open():
    pack = with_rules(REFER)
    decision = decide(pack, Answers({"moves_freely": "no"}))

    text = on_page(lambda console: show_action(decision, pack, console))

    assert decision.disposition is None
    assert "REFER: No massage. A doctor must assess the client within days." in text
    assert "Do now: Send the client to a doctor." in text


def explained(wanted, pack=TINY):
    text = on_page(lambda console: show_meaning(pack, LEDGER, wanted, console))
    return " ".join(text.split())


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("bladder_old", "bladder_old is a rule Disposition: RESTRICT"),
        ("bladder_old", "When: bladder_course is settled_examined"),
        ("bladder_old", "Answer: Same or better, and examined since"),
        ("bladder_old", "the regions next to it: modify every technique; pressure at"),
        ("bladder_old", "How much of it was read: read in full Says: Signs that are"),
        ("manipulation_out_of_scope", "Disposition: none; it is a note"),
        ("bladder_course", "is a question Asks: When did that begin"),
        ("bladder_course", "Used by - rule bladder_change"),
        ("pain_now", "Number: from 0 to 10 (of 10)"),
        ("deep_tissue", "is a technique Text: Deep tissue Used by - rule bladder_old"),
        ("sacrum", "Used by - rule manipulation_out_of_scope"),
        ("GIRFT2023", "is a reference GIRFT2023, Suspected cauda equina pathway"),
        ("until_cleared", "Text: until a clinician has cleared massage"),
        ("strong", "Techniques: deep_tissue, trigger_point, friction, percussion"),
        ("nothing_left_to_do", "is a built-in finding Found: The limits that apply"),
        ("prone", "is a position Text: Face down Used by - support pillow_under_bell"),
        ("twisting", "is a movement Text: Twisting the spine"),
        ("pillow_under_belly", "is a support Text: Face down: a pillow under the bel"),
        ("pillow_under_knees", "Positions: supine, semi_reclined"),
    ],
)
def test_every_kind_of_id_is_explained(wanted, words):
    assert words in explained(wanted)


@pytest.mark.parametrize("wanted", ["prone", "twisting", "pillow_under_knees"])
def test_what_a_plan_may_hold_is_explained_with_the_rules_that_ask_for_it(wanted):
    assert "rule stiff_back: The back is stiff." in explained(
        wanted, with_rules(PLANNED)
    )


def test_a_rule_is_explained_with_what_it_asks_of_the_session():
    assert (
        "- positions to avoid: Face down; movements to avoid: Twisting the spine;"
        " supports to use: On the back: a pillow under the knees, Face down: a pillow"
        " under the belly; hands on for at most 30 minutes; ask the client how it is"
        " every 1 minute; signs to stop on: the back locks"
    ) in explained("stiff_back", with_rules(PLANNED))


def test_the_source_of_the_pressure_levels_is_explained_as_that():
    pack = with_about(pressure_reference="GIRFT2023")

    assert "Used by - the levels of pressure - rule" in explained("GIRFT2023", pack)


def test_a_fact_is_explained_with_each_value_and_the_one_that_holds_otherwise():
    fact = {
        "id": "stiffness",
        "about": "Whether the client is stiff.",
        "values": ["free", "stiff"],
        "rows": [
            {"is": "free", "when": {"question": "moves_freely", "is_any_of": ["yes"]}}
        ],
    }
    first, *rest = TINY.concerns
    first = msgspec.structs.replace(first, fact=(msgspec.convert(fact, Fact),))
    pack = msgspec.structs.replace(TINY, concerns=(first, *rest))

    text = explained("stiffness", pack)

    assert "free When: moves_freely is yes" in text
    assert "stiff When: in every other case" in text


def test_an_unknown_id_is_answered_with_the_nearest_one():
    with pytest.raises(UnknownId, match="Did you mean 'bladder_old'"):
        explained("bladder_olt")


def test_the_list_of_questions_holds_every_question_and_every_answer():
    text = on_page(lambda console: show_questions(TINY, console))

    for question in TINY.questions.values():
        assert f"\n{question.id}\nAsks: {question.ask}" in text
        for answer in question.words:
            assert f"- {answer}: " in text


def test_every_problem_of_a_pack_is_shown():
    problems = [
        Problem(code="c", file=f"{name}.toml", line=1, what="x \x1b", do="y")
        for name in "ab"
    ]
    found = Checked(problems)

    text = on_page(lambda console: show_check(found, console))

    assert text.splitlines() == [
        "This pack cannot be trusted: 2 problems.",
        "- a.toml:1 · x \\x1b · y [c]",
        "- b.toml:1 · x \\x1b · y [c]",
    ]


def test_a_length_over_its_limit_is_named():
    lengths = {"short": Length(3, 4), "long": Length(5, 4), "any": Length(9)}
    found = Checked((), {}, lengths)

    text = on_page(lambda console: show_check(found, console))

    assert text.splitlines()[-3:] == [
        "- short: 3 (limit 4)",
        "- long: 5 (over the limit of 4)",
        "- any: 9",
    ]


def test_the_highest_reading_grades_are_one_line_with_their_ids():
    wording = Wording([], Hardest(5.9, "signs", 6), None)
    found = Checked((), {}, {}, wording)

    text = on_page(lambda console: show_check(found, console))

    assert text.splitlines()[-2:] == [
        "Wording",
        "Highest reading grade: gate 5.9 (signs), rest none",
    ]


def test_every_text_that_is_hard_to_follow_is_shown():
    problem = Problem(code="c", file="a.toml", line=1, what="x \x1b", do="y")
    wording = Wording([problem], None, Hardest(8.1, "pain", 8))
    found = Checked((), {}, {}, wording)

    text = on_page(lambda console: show_check(found, console))

    assert text.startswith("No problems.\n")
    assert text.splitlines()[-2:] == [
        "1 place is hard to follow:",
        "- a.toml:1 · x \\x1b · y [c]",
    ]


@pytest.mark.parametrize("width", [20, 40, 80])
def test_plain_limits_are_one_sentence_for_regions_that_are_alike(width):
    text = " ".join(in_plain(OLD_CHANGE, width).split())

    assert (
        "Lower back; Base of the spine (sacrum): avoid Deep tissue, Trigger point"
        " pressure, Percussion and massage devices, Friction; modify "
    ) in text
    assert "; pressure at most 2 of 5: the layer just" in text


@pytest.mark.parametrize("answers", [FINE, OLD_CHANGE, STUCK])
def test_plain_limits_say_what_the_labelled_ones_say(shown, answers):
    def words(text):
        below = text[text.index("Limits by region") :].split("What to tell")[0]
        return sorted(re.findall(r"\w+", below.lower().replace("note:", "")))

    assert words(in_plain(answers, 80)) == words(shown(answers))


def test_the_plain_action_has_no_bars():
    decision = decide(TINY, Answers(STUCK))
    stream = io.StringIO()
    show_action(decision, TINY, console_for(stream, "never", plain=True))

    assert stream.getvalue().split("\n")[1].startswith("EMERGENCY: ")
    assert "==" not in stream.getvalue()
