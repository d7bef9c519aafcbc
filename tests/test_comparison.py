import io
import itertools
import json
import re
import shutil
import sys

import pytest
from typer.testing import CliRunner

from massage_screen.answers import NONE, UNSURE, Answers
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.cli import app
from massage_screen.comparison import search
from massage_screen.comparison.aspects import Aspect
from massage_screen.comparison.difference import _grouped, compare
from massage_screen.comparison.kinds import Kind
from massage_screen.comparison.search import Work
from massage_screen.decision import decide
from massage_screen.pack import Cell, Disposition
from massage_screen.presentation.difference import difference_as_json, show_difference
from massage_screen.presentation.page import console_for
from massage_screen.sheet import Sheet
from tests.conftest import SUNBURN, TINY

BLADDER_OLD = (
    '[{ parts = ["lower_back"], with_neighbours = true, cell = "modify", '
    'pressure_at_most = 2, note = "No twisting." }, '
    '{ parts = ["lower_back"], techniques = ["strong"], cell = "avoid" }]'
)
STUCK_RULE = (
    'when = { question = "bladder_signs", includes_any_of = ["stuck"] }\n'
    'disposition = "emergency"\n'
    'timeframe = "now"'
)
STUCK_CHOICE = ', { id = "stuck", text = "Nothing comes, for 8 waking hours" }'
STRONG_PAIN = 'found = "The pain is strong'
RESTRICTS = (
    'disposition = "restrict"\nrestrict = [{ regions = ["feet"], cell = "modify" }]\n'
)
HURTS = SUNBURN.partition("[[rule]]")[2].replace("sunburnt", "hurts")
HURTS = "\n[[rule]]" + re.sub(
    "when = .*", 'when = { question = "moves_freely", is_any_of = ["no"] }', HURTS
)

#: What is edited, as old text and new text; answers are the same in both versions.
EDITS = {
    "a rule that asks for less": (STUCK_RULE, STUCK_RULE.replace("now", "today")),
    "a rule with a milder disposition": (
        STUCK_RULE,
        STUCK_RULE.replace("emergency", "refer").replace("now", "within_days"),
    ),
    "a rule that is less often true": (
        'when = { question = "bladder_course", is_any_of = ["recent", "unsure"] }',
        "when = { all_of = ["
        '{ question = "bladder_course", is_any_of = ["recent", "unsure"] }, '
        '{ question = "moves_freely", is_any_of = ["no", "unsure"] }] }',
    ),
    "a new rule": ("", HURTS),
    "a note that becomes a limit": (STRONG_PAIN, RESTRICTS + STRONG_PAIN),
    "cells, a cap and a position": (
        BLADDER_OLD,
        '[{ parts = ["lower_back"], cell = "modify", pressure_at_most = 3 }, '
        '{ positions_avoid = ["prone"] }]',
    ),
    "something of the whole session": (
        BLADDER_OLD,
        '[{ movements_avoid = ["twisting"], supports = ["warm_blanket"], '
        'minutes_at_most = 30, check_in_every = 5, stop_on = ["Legs jump"] }]',
    ),
    "times of a rule that fewer clients set off": (
        'policy = "A note for tests: it changes nothing."\n\n[[rule]]',
        'policy = "A note for tests."\n'
        "restrict = [{ minutes_at_most = 20, check_in_every = 2 }, "
        '{ stop_on = ["Legs jump"] }]\n\n[[rule]]',
    ),
    "limits that leave nothing to do": (
        BLADDER_OLD,
        '[{ everywhere = true, cell = "avoid" }]',
    ),
    "a limit without a disposition": (
        'policy = "A note for tests: it changes nothing."\n\n[[rule]]',
        'policy = "A note for tests."\n'
        'restrict = [{ regions = ["feet"], cell = "avoid" }]\n\n[[rule]]',
    ),
    "a lower cap that takes the place of another": (
        BLADDER_OLD + "\n",
        BLADDER_OLD.replace(
            "[{", '[{ regions = ["lumbar"], pressure_at_most = 1 }, {', 1
        )
        + "\n",
    ),
}


#: Stands after `HURTS` in the file, and its timeframe before in the pack.
HURTS_TOO = HURTS.replace("hurts", "hurts_too").replace("settled", "assessed")
#: The same for more than one edit.
TWO_EDITS = {
    "two reasons to wait": (("", HURTS), ("", HURTS_TOO)),
    "a new rule on a question that fewer are asked": (
        ("", HURTS),
        (
            "reassuring = true\n",
            "reassuring = true\n"
            'when = { any_of = [{ question = "pain_now", at_least = 6 }, '
            '{ question = "pain_now", is_any_of = ["unsure"] }] }\n',
        ),
    ),
}
EDITS = {name: (edit,) for name, edit in EDITS.items()} | TWO_EDITS


@pytest.fixture
def version(tmp_path):
    """Return a function that writes the toy pack with one of its texts changed."""

    def write(*edits, name="new"):
        folder = tmp_path / name
        shutil.copytree(TINY, folder)
        shutil.rmtree(folder / "cases")
        names = ("10_bladder.toml", "pack.toml")
        for old, new in edits:
            file = next(
                folder / name
                for name in names
                if old in (folder / name).read_text("utf-8")
            )
            text = file.read_text("utf-8")
            text = text.replace(old, new, 1) if old else text + new
            file.write_text(text, "utf-8")
        return folder

    return write


@pytest.fixture
def versions(version):
    """Return a function that compares the toy pack with an edited copy."""

    def both(*edits, before=()):
        old = load_pack(version(*before, name="old"))
        new = load_pack(version(*before, *edits))
        return old, new

    return both


def every_client(pack):
    """Go through every client of a small pack, with each answer that matters."""
    sheets = [Answers()]
    while sheets:
        answers = sheets.pop()
        left = Sheet(pack, answers).open
        if not left:
            yield answers
            continue
        question = pack.questions[left[0]]
        if question.kind == "number":
            values = [question.minimum, *question.bands, UNSURE]
        elif question.kind == "any_of":
            lines = [word for word in question.words if word != NONE]
            some = range(1, len(lines) + 1)
            values = [c for n in some for c in itertools.combinations(lines, n)]
            values.append((NONE,))
        else:
            values = list(question.words)
        sheets += [answers.with_answer(question.id, value) for value in values]


def told(pack, answers):
    return {q for q in answers if answers[q] != pack.questions[q].mildest}


def result(decision):
    frame = decision.timeframe
    word = decision.disposition.value
    return word if frame == "none" else f"{word}/{frame}"


def limits(decision):
    caps = {limit.region: limit.pressure_at_most for limit in decision.limits}
    said = {("pressure", (r,)): str(caps.get(r) or "none") for r in decision.grid}
    for region, row in decision.grid.items():
        for technique, cell in row.items():
            said["cells", (region, technique)] = cell.value
    for position in ("prone", "supine", "side_lying", "semi_reclined", "seated"):
        cell = Cell.AVOID if position in decision.positions_avoid else Cell.ALLOW
        said["positions", (position,)] = cell.value
    plan = decision.plan
    for movement in ("end_range_neck", "twisting"):
        asked = movement in plan.movements_avoid
        said["movements", (movement,)] = "avoid" if asked else "allow"
    for support in ("pillow_under_belly", "pillow_under_knees", "warm_blanket"):
        asked = support in plan.supports
        said["supports", (support,)] = "use" if asked else "free"
    said["stop_on", ("Legs jump",)] = "stop" if "Legs jump" in plan.stop_on else "free"
    for about, most in (
        ("time", plan.minutes_at_most),
        ("check_ins", plan.check_in_every),
    ):
        said[about, ()] = str(most.value) if most else "none"
    return said


def kinds_of(old, new):
    """Return the kinds of change between two decisions, looked at one by one."""
    if result(old) != result(new):
        return {("result", (), result(old), result(new))}
    if old.disposition.rank >= Disposition.POSTPONE.rank:
        return set()
    before, now = limits(old), limits(new)
    return {(*key, before[key], now[key]) for key in now if before[key] != now[key]}


def found_by_trying(old, new):
    """Return each kind of change with the fewest answers that show it."""
    fewest = {}
    clients = {tuple(sorted(c.items())) for p in (old, new) for c in every_client(p)}
    for given in clients:
        answers = Answers(dict(given))
        for pack in (old, new):  # a question that only one of them asks here
            while left := Sheet(pack, answers).open:
                mild = pack.questions[left[0]].mildest
                answers = answers.with_answer(left[0], mild)
        for kind in kinds_of(decide(old, answers), decide(new, answers)):
            asked = set(Sheet(old, answers).visible) | set(Sheet(new, answers).visible)
            size = len(told(new, answers) & asked)
            fewest[kind] = min(size, fewest.get(kind, 99))
    return fewest


def kinds(found):
    return {
        (change.about, place, change.old, change.new)
        for change in found.changes
        for place in change.places
    }


def brief(found):
    return [(each.direction, each.old, each.new) for each in found.changes]


def results(found):
    return [
        (each.direction, each.old, each.new)
        for each in found.changes
        if each.about == "result"
    ]


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
@pytest.mark.parametrize("turned", [False, True], ids=["", "turned round"])
def test_exactly_the_kinds_that_trying_every_client_finds_are_reported(
    versions, edit, turned
):
    old, new = versions(*edit)
    if turned:
        old, new = new, old

    found = compare(old, new)

    fewest = found_by_trying(old, new)
    assert fewest
    assert kinds(found) == set(fewest)
    for change in found.changes:
        places = {(change.about, p, change.old, change.new) for p in change.places}
        assert len(change.client.told) == min(fewest[each] for each in places)


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_every_example_shows_its_change_when_the_engine_decides_it(versions, edit):
    old, new = versions(*edit)

    for change in compare(old, new).changes:
        before, now = decide(old, change.client.old), decide(new, change.client.new)
        shown = kinds_of(before, now)
        assert before.complete
        assert now.complete
        assert shown & {
            (change.about, place, change.old, change.new) for place in change.places
        }


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_what_is_less_cautious_one_way_is_more_cautious_the_other_way(versions, edit):
    old, new = versions(*edit)
    turned = {"less cautious": "more cautious", "more cautious": "less cautious"}

    there = {(turned.get(d, d), b, a) for d, a, b in brief(compare(old, new))}

    assert there == set(brief(compare(new, old)))


def test_a_comment_changes_no_client(versions):
    old, new = versions(("", "\n# A comment.\n"))

    found = compare(old, new)

    assert old.digest != new.digest
    assert found.changes == ()
    assert found.asked == ()


def test_a_milder_rule_is_named_with_its_client(versions):
    edit = EDITS["a rule with a milder disposition"]

    change = compare(*versions(*edit)).changes[0]

    assert (change.direction, change.old) == ("less cautious", "emergency/now")
    assert change.new == "refer/within_days"
    assert change.client.told == ("bladder_signs",)
    assert change.client.new["bladder_signs"] == ("stuck",)
    assert change.reasons.ids == ((), (), ("urine_stuck",))


def test_cells_that_change_for_the_same_rules_stand_together(versions):
    edit = (', { parts = ["lower_back"], techniques = ["strong"], cell = "avoid" }', "")

    (change,) = compare(*versions(edit)).changes

    strong = ("deep_tissue", "trigger_point", "friction", "percussion")
    assert (change.old, change.new) == ("avoid", "modify")
    assert set(change.places) == set(itertools.product(("lumbar", "sacrum"), strong))
    assert change.reasons.ids == ((), (), ("bladder_old",))


def test_a_cap_that_goes_where_a_lower_one_stays_changes_no_client_there(versions):
    lower = BLADDER_OLD.replace(
        "[{", '[{ regions = ["lumbar"], pressure_at_most = 1 }, {', 1
    )
    edit = (', pressure_at_most = 2, note = "No twisting."', "")

    (change,) = compare(*versions(edit, before=[(BLADDER_OLD, lower)])).changes

    assert (change.about, change.old, change.new) == ("pressure", "2", "none")
    assert ("sacrum",) in change.places
    assert ("lumbar",) not in change.places


def test_another_reason_to_wait_is_neither_more_nor_less_cautious(versions):
    edit = ("until_settled", "until_cleared")

    (change,) = compare(*versions(edit, before=[("", HURTS)])).changes

    assert change.direction == "as cautious"
    assert (change.old, change.new) == (
        "postpone/until_settled",
        "postpone/until_cleared",
    )


def test_a_line_that_is_gone_is_left_out_by_those_who_ticked_it(versions):
    edits = [(STUCK_CHOICE, ""), ('"stuck"', '"weak_stream"')]

    found = compare(*versions(*edits))

    worst = found.changes[0]
    assert brief(found)[0] == ("less cautious", "emergency/now", "proceed")
    assert worst.client.old["bladder_signs"] == ("stuck",)
    assert worst.client.new["bladder_signs"] == (NONE,)
    assert worst.client.unmatched == ("bladder_signs",)
    assert [asked.what for asked in found.asked] == [
        "choice 'stuck' removed: Nothing comes, for 8 waking hours"
    ]


def test_a_new_answer_to_a_question_with_one_answer_can_replace_any_other(versions):
    recent = '  { id = "recent"'
    edit = (recent, '  { id = "slow", text = "Slowly, over months" },\n' + recent)

    found = compare(*versions(edit))

    assert ("less cautious", "emergency/today", "proceed") in brief(found)
    client = found.changes[0].client
    assert client.old["bladder_course"] != "slow"
    assert client.new["bladder_course"] == "slow"
    assert client.unmatched == ("bladder_course",)


def test_somebody_with_more_to_tell_stands_before_one_whom_one_version_knows(versions):
    extra = ', { id = "extra", text = "Extra" }'
    thin = ', { id = "thin", text = "Thin" }'
    waits = SUNBURN.partition("[[rule]]")[2].replace(
        'when = { question = "sunburn", is_any_of = ["yes", "unsure"] }',
        "when = { any_of = ["
        '{ question = "bladder_signs", includes_any_of = ["extra"] },'
        ' { all_of = [{ question = "bladder_signs", includes_any_of = ["thin"] },'
        ' { question = "moves_freely", is_any_of = ["no"] }] }] }',
    )
    waits = "\n[[rule]]" + waits
    before = [(STUCK_CHOICE, STUCK_CHOICE + thin + extra), ("", waits)]

    found = compare(*versions((extra, ""), (waits, ""), before=before))

    assert [(change.old, change.new) for change in found.changes] == [
        ("postpone/until_settled", "proceed"),
        ("postpone/until_settled", "restrict"),
    ]
    for change in found.changes:
        assert change.client.unmatched == ()
        assert change.client.told == ("bladder_signs", "moves_freely")
        assert change.client.smallest


def test_answers_that_both_versions_take_stay_what_they_are(versions):
    recent = '  { id = "recent"'
    slow = '  { id = "slow", text = "Slowly, over months" },\n' + recent

    for change in compare(*versions((recent, slow))).changes:
        client = change.client
        assert client.old["bladder_signs"] == client.new["bladder_signs"]
        assert client.unmatched == ("bladder_course",)


@pytest.mark.parametrize("removed", [False, True], ids=["added", "removed"])
def test_a_question_of_one_version_only_is_reported_with_its_clients(versions, removed):
    old, new = versions(("", SUNBURN))
    if removed:
        old, new = new, old

    found = compare(old, new)

    (change,) = [each for each in found.changes if "proceed" in (each.old, each.new)]
    assert change.client.told == ("sunburn",)
    assert ("sunburn" in change.client.old) is removed
    assert ("sunburn" in change.client.new) is not removed
    word = "removed" if removed else "added"
    assert [asked.what for asked in found.asked] == [f"question {word}"]
    assert change.direction == ("less cautious" if removed else "more cautious")


def test_a_question_added_that_no_rule_reads_changes_no_client(versions):
    question = SUNBURN.partition("[[rule]]")[0]
    note = SUNBURN.replace(
        'disposition = "postpone"\ntimeframe = "until_settled"\n', ""
    )

    found = compare(*versions(("", note)))

    assert question in note
    assert found.changes == ()
    assert [asked.id for asked in found.asked] == ["sunburn"]


def test_a_number_between_two_cuts_is_the_same_number_in_both_versions(versions):
    before = [(STRONG_PAIN, RESTRICTS + STRONG_PAIN)]
    edits = [("bands = [6]", "bands = [8]"), ("at_least = 6", "at_least = 8")]

    change, cells = compare(*versions(*edits, before=before)).changes

    assert (change.old, change.new) == ("restrict", "proceed")
    assert (cells.old, cells.new) == ("modify", "allow")
    assert change.client.old["pain_now"] == change.client.new["pain_now"] == 6


def test_a_number_past_the_end_of_one_scale_counts_there_as_its_end(versions):
    before = [(STRONG_PAIN, RESTRICTS + STRONG_PAIN)]
    edits = [
        ("maximum = 10", "maximum = 20"),
        ("bands = [6]", "bands = [12]"),
        ("at_least = 6", "at_least = 12"),
    ]

    found = compare(*versions(*edits, before=before))

    assert results(found) == [("less cautious", "restrict", "proceed")]
    assert [asked.what for asked in found.asked] == [
        "takes 0 to 20 of 10, before 0 to 10 of 10"
    ]


def test_other_words_are_shown_and_change_no_client(versions):
    edits = [("Weaker stream", "A weak stream"), ("Do you move freely?", "Any pain?")]

    found = compare(*versions(*edits))

    assert found.changes == ()
    assert [asked.what for asked in found.asked] == [
        "choice 'weak_stream' reworded: A weak stream",
        "question reworded: Any pain?",
    ]


def test_another_shelf_life_is_told_and_changes_no_client(versions):
    keeps = 'ask = "Do you move freely?"'

    found = compare(*versions((keeps, f'keeps = "1 year"\nmoves = true\n{keeps}')))

    assert found.changes == ()
    assert [asked.what for asked in found.asked] == [
        "keeps 1 year, asked anew, before visit"
    ]


#: A rule that says more of whoever is in little pain and moves freely.
SAYS = """
[[rule]]
id = "aches"
when = { question = "pain_now", below = 6 }
disposition = "postpone"
timeframe = "until_settled"
found = [
  { text = "It aches." },
  { text = "Yet it moves.", when = { question = "moves_freely", is_any_of = ["yes"] } },
]
do = [{ text = "Wait." }, { text = "Knead the feet.", about = ["feet"] }]
policy = "A rule for tests."
"""


@pytest.mark.parametrize(
    "edits",
    [
        [("Knead the feet.", "Rub the feet.")],
        [('about = ["feet"]', 'about = ["lumbar"]')],
        [('is_any_of = ["yes"] } },', 'is_any_of = ["no"] } },')],
    ],
    ids=["text", "about", "when"],
)
def test_a_changed_clause_changes_no_client_like_any_other_text(version, edits):
    old = load_pack(version(("", SAYS), name="old"))
    new = load_pack(version(("", SAYS), *edits))

    assert old.digest != new.digest
    assert compare(old, new).changes == ()


def test_a_rule_that_comes_is_told_in_the_words_that_its_client_gets(versions):
    old, new = versions(("", SAYS))

    text = text_of(compare(old, new), old, new)

    assert "aches is new: POSTPONE, until it has settled. It aches. Yet it" in text
    assert "Knead" not in text


def test_a_question_asked_in_another_way_may_get_any_answer(versions):
    asked = 'kind = "yes_no"\nreassuring = true\nask = "Do you move freely?"'
    number = (
        'kind = "number"\nask = "How badly do you move?"\n'
        'unit = "of 10"\nminimum = 0\nmaximum = 10\nbands = [1]'
    )
    moves = 'question = "moves_freely", is_any_of = ["no", "unsure"] }'
    above = (
        'any_of = [{ question = "moves_freely", at_least = 1 }, '
        '{ question = "moves_freely", is_any_of = ["unsure"] }] }'
    )
    limit = ('found = "The client does not', RESTRICTS + 'found = "The client does not')

    found = compare(*versions((asked, number), (moves, above), before=[limit]))

    assert results(found) == [
        ("less cautious", "restrict", "proceed"),
        ("more cautious", "proceed", "restrict"),
    ]
    assert all(each.client.unmatched == ("moves_freely",) for each in found.changes)
    assert found.asked[0].what == "asked as number, before as yes_no"


def text_of(found, old, new):
    stream = io.StringIO()
    show_difference(found, old, new, console_for(stream, "never"))
    return stream.getvalue()


EDIT = EDITS["limits that leave nothing to do"]
SESSION = "something of the whole session"


def test_where_the_solver_may_not_go_on_a_smaller_client_may_exist(versions):
    old, new = versions(*EDIT)
    usual = compare(old, new)

    found = compare(old, new, Work(shrink=0))

    assert all(change.client.smallest for change in usual.changes)
    assert kinds(found) == kinds(usual)
    for change in found.changes:
        assert change.client.smallest is (not change.client.told)
        before, now = decide(old, change.client.old), decide(new, change.client.new)
        assert (result(before), result(now)) == (change.old, change.new)
    assert "Example (a smaller one may exist):" in text_of(found, old, new)
    assert "a smaller one" not in text_of(usual, old, new)
    assert "one example, the smallest found: " in text_of(found, old, new)
    assert "one example, the smallest: " in text_of(usual, old, new)
    as_json = difference_as_json(found, old, new)
    assert [each["client"]["smallest"] for each in as_json["changes"]] == [False]


def test_what_the_solver_cannot_say_of_many_kinds_it_is_asked_of_fewer(
    versions, monkeypatch
):
    # The first kinds of all and the last ones, each shown by somebody else.
    old, new = versions((STUCK_RULE, STUCK_RULE.replace("now", "today")), ("", HURTS))
    usual = compare(old, new)

    class Tired(search.Effort):
        """Gives up when it is first asked."""

        fresh = True

        def client(self, *formulas):
            if self.fresh:
                self.fresh = False
                raise search.GaveUp
            return super().client(*formulas)

    monkeypatch.setattr(search, "Effort", Tired)

    found = compare(old, new)

    assert kinds(found) == kinds(usual)
    assert found.unknown == ()


def test_a_kind_of_which_nothing_is_known_is_told(versions):
    old, new = versions(*EDIT)
    usual = compare(old, new)

    found = compare(old, new, Work(find=0))

    assert found.changes == ()
    assert kinds(usual) < {
        (each.about, place, each.old, each.new)
        for each in found.unknown
        for place in each.places
    }
    text = text_of(found, old, new)
    assert f"Not known: {len(found.unknown)}" in text
    assert "No client changes" not in text
    assert "one example" not in text
    ways = [each.direction for each in found.unknown]
    assert ways == sorted(ways, key=["less cautious", "more cautious"].index)
    told = difference_as_json(found, old, new)["unknown"]
    assert [each["old"] for each in told] == [each.old for each in found.unknown]


def test_what_is_not_known_is_told_once_where_two_looks_gave_up(versions):
    edits = [(STUCK_CHOICE, ""), ('"stuck"', '"weak_stream"')]
    old, new = versions(*edits)
    assert compare(old, new).changes[0].client.unmatched

    found = compare(old, new, Work(find=0))

    told = [
        (each.about, place, each.old, each.new)
        for each in found.unknown
        for place in each.places
    ]
    assert len(told) == len(set(told)) > 0


def test_of_what_changes_for_the_same_rules_whoever_has_least_to_tell_is_shown(
    versions,
):
    old, new = (decide(pack, Answers()) for pack in versions(*EDIT))

    def example(place, told, unmatched=()):
        kind = Kind(Aspect("positions", (place,)), "allow", "avoid")
        client = search.Client(Answers(), Answers(), told, unmatched)
        return search.Example((kind,), client, old, new)

    examples = [
        example("prone", ("a", "b")),
        example("supine", ("a",)),
        example("seated", (), ("c",)),
    ]
    for order in itertools.permutations(examples):
        (change,) = _grouped(list(order))
        assert change.client.told == ("a",)
        assert sorted(change.places) == [("prone",), ("seated",), ("supine",)]


def test_a_kind_that_nobody_can_show_is_not_among_the_unknown(versions):
    assert compare(*versions(*EDIT)).unknown == ()


def test_what_is_less_cautious_is_told_first(versions):
    stuck, later = STUCK_RULE, STUCK_RULE.replace("now", "today")
    old, new = versions((stuck, later), ("", HURTS))

    text = text_of(compare(old, new), old, new)

    less, more = text.index("Less cautious: 1 kind"), text.index("More cautious: ")
    assert less < text.index("EMERGENCY, now → EMERGENCY, today") < more
    assert "urine_stuck now asks for something else" in text
    assert "hurts is new: POSTPONE" in text


def test_limits_are_told_with_places_client_and_rule(versions):
    old, new = versions(*EDITS["cells, a cap and a position"])

    text = " ".join(text_of(compare(old, new), old, new).split())

    assert "Lower back; Base of the spine (sacrum): Deep tissue, Trigger" in text
    assert "Position: allow → avoid Face down" in text
    assert "→ no cap" in text
    assert "Example: - bladder_signs: " in text
    assert "now, positions to avoid: Face down" in text


def test_parts_of_the_plan_are_told_with_their_words_and_rule(versions):
    old, new = versions(*EDITS[SESSION])

    text = " ".join(text_of(compare(old, new), old, new).split())

    assert "Movement: allow → avoid Twisting the spine Example:" in text
    assert "Support: free → use A warm blanket Example:" in text
    assert "Sign to stop on: free → stop Legs jump Example:" in text
    assert "Time with hands on: no limit → 30 minutes Example:" in text
    assert "Minutes between asking the client: no limit → 5 minutes Example:" in text
    assert "now, movements to avoid: Twisting the spine; supports to use: A w" in text


def test_a_shorter_time_is_more_cautious(versions):
    ((before, after),) = EDITS[SESSION]
    longer = after.replace("30", "45").replace("= 5", "= 1")
    old, new = versions((after, longer), before=((before, after),))

    found = compare(old, new)

    assert {(c.about, c.direction, c.old, c.new) for c in found.changes} == {
        ("time", "less cautious", "30", "45"),
        ("check_ins", "more cautious", "5", "1"),
    }


def test_a_movement_that_only_the_new_pack_knows_is_a_change(version):
    known = '\n[[movement]]\nid = "hanging"\ntext = "Hanging the head down"\n'
    asks = (BLADDER_OLD, BLADDER_OLD[:-1] + ', { movements_avoid = ["hanging"] }]')
    folder = version(name="old"), version(name="new")
    for name, (before, after) in (
        ("pack.toml", ("", known)),
        ("10_bladder.toml", asks),
    ):
        file = folder[1] / name
        text = file.read_text("utf-8")
        file.write_text(text.replace(before, after) if before else text + after)
    old, new = map(load_pack, folder)

    there, back = compare(old, new), compare(new, old)

    assert brief(there) == [("more cautious", "allow", "avoid")]
    assert brief(back) == [("less cautious", "avoid", "allow")]
    assert "Hanging the head down" in text_of(there, old, new)
    assert "Hanging the head down" in text_of(back, new, old)
    assert [(a.id, a.what) for a in there.asked] == [("hanging", "movement added")]


def test_an_answer_of_one_version_is_told_for_both(versions):
    old, new = versions(("", SUNBURN))

    text = text_of(compare(old, new), old, new)

    assert "sunburn: before: not asked; now: " in text
    assert "sunburn: question added" in text


def run(*arguments):
    return CliRunner().invoke(app, list(map(str, arguments)))


def test_check_against_reports_and_exits_with_zero(version):
    new = version(*EDITS["a rule that asks for less"])

    shown = run("check", new, "--against", TINY)

    assert shown.exit_code == 0
    assert "EMERGENCY, now → EMERGENCY, today" in shown.stdout
    assert "No client changes." in run("check", TINY, "--against", TINY).stdout


def test_check_against_prints_json_that_assess_can_replay(version, tmp_path):
    new = version(*EDITS["a rule that asks for less"])

    found = json.loads(run("check", new, "--against", TINY, "--json").stdout)

    assert found["schema"] == "massage-screen/difference/1"
    (change,) = found["changes"]
    assert change["rules"] == {
        "no_longer": [],
        "newly": [],
        "reworked": ["urine_stuck"],
    }
    answers = tmp_path / "client.json"
    answers.write_text(json.dumps(change["client"]["new"]), "utf-8")
    replayed = run("assess", answers, "--questions", new, "--json", "--exit-zero")
    decision = json.loads(replayed.stdout)
    assert f"{decision['disposition']}/{decision['timeframe']}" == change["new"]


def test_an_old_version_that_is_not_there_is_no_such_file(tmp_path):
    missing = run("check", TINY, "--against", tmp_path / "nowhere")

    assert missing.exit_code == 66
    assert "--against" in missing.stderr
    assert missing.stdout == ""


@pytest.mark.parametrize("which", ["old", "new"])
def test_a_version_with_problems_is_not_compared(version, which):
    broken = version(('question = "pain_now", at_least', 'question = "pian", at_least'))
    folders = (broken, TINY) if which == "new" else (TINY, broken)

    refused = run("check", folders[0], "--against", folders[1])

    assert refused.exit_code == 78
    assert "'pian'" in refused.output
    assert "cautious" not in refused.output


def test_a_comparison_and_a_proof_are_not_mixed():
    refused = run("check", TINY, "--against", TINY, "--prove")

    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "not both" in refused.stderr


def test_without_the_solver_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)

    refused = run("check", TINY, "--against", TINY)

    assert refused.exit_code == 2
    assert "z3" in refused.stderr


def test_a_softened_rule_of_the_shipped_pack_is_found_with_its_clients(tmp_path):
    folder = tmp_path / "softened"
    shutil.copytree(pack_folder(), folder)
    refer = 'disposition = "refer"\ntimeframe = "within_days"'
    file = next(
        f for f in sorted(folder.glob("[0-9]*")) if refer in f.read_text("utf-8")
    )
    text = file.read_text("utf-8")
    rule = re.findall(r'^id = "(\w+)"$', text[: text.index(refer)], re.MULTILINE)[-1]
    milder = 'disposition = "postpone"\ntimeframe = "until_assessed"'
    file.write_text(text.replace(refer, milder, 1), "utf-8")
    old, new = load_pack(pack_folder()), load_pack(folder)

    found = compare(old, new)

    assert ("less cautious", "refer/within_days", "postpone/until_assessed") in brief(
        found
    )
    for change in found.changes:
        assert (change.about, change.old) == ("result", "refer/within_days")
        assert change.direction == "less cautious"
        assert change.reasons.ids == ((), (), (rule,))
        assert result(decide(old, change.client.old)) == change.old
        assert result(decide(new, change.client.new)) == change.new
    as_json = difference_as_json(found, old, new)
    assert json.loads(json.dumps(as_json))["changes"]
