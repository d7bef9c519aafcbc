"""Each kind of hole is found, and a pack without holes has none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from massage_screen.catalogue import load_pack
from massage_screen.pack import Pack
from massage_screen.proof import holes
from massage_screen.proof.encoding import Encoding
from massage_screen.proof.formula import all_of, no
from massage_screen.proof.holes import find_holes
from massage_screen.proof.matters_replay import happenings
from tests.test_proof_properties import everyone

WritePack = Callable[..., Path]
Edit = tuple[str, str, str]
FILE = "10_bladder.toml"


def rule(name: str, when: str, more: str) -> str:
    return (
        f'\n[[rule]]\nid = "{name}"\nwhen = {when}\n{more}\n'
        'found = "F."\ndo = "D."\npolicy = "P."\n'
    )


NOT_FREELY = '{ question = "moves_freely", is_any_of = ["no"] }'
NEVER = (
    '{ all_of = [{ question = "moves_freely", is_any_of = ["no"] }, '
    '{ question = "moves_freely", is_any_of = ["yes"] }] }'
)
RECENT = '{ question = "bladder_course", is_any_of = ["recent"] }'
POSTPONE = 'disposition = "postpone"\ntimeframe = "until_settled"'
REFER = 'disposition = "refer"\ntimeframe = "within_days"'
UNSURE_MOVES = '{ question = "moves_freely", is_any_of = ["unsure"] }'

#: Rules that reach what the toy pack does not, so that it has no hole.
WHOLE: Edit = (
    FILE,
    "",
    rule("cannot_move", NOT_FREELY, POSTPONE) + rule("unknown", UNSURE_MOVES, REFER),
)
ALWAYS = '{ question = "moves_freely", is_any_of = ["yes", "no", "unsure"] }'


def found(write_pack: WritePack, *edits: Edit) -> list[str]:
    return [str(hole) for hole in find_holes(load_pack(write_pack(WHOLE, *edits)))]


def test_a_whole_pack_has_no_holes(write_pack: WritePack) -> None:
    assert found(write_pack) == []


def test_a_result_that_nobody_gets_is_a_hole(tiny: Pack) -> None:
    assert [str(hole) for hole in find_holes(tiny)] == [
        "postpone: no client ever gets this result",
        "refer: no client ever gets this result",
    ]


def test_a_rule_set_that_always_says_no_fails(write_pack: WritePack) -> None:
    always = (FILE, "", rule("always_no", ALWAYS, POSTPONE))

    lines = found(write_pack, always)

    assert "proceed: no client ever gets this result" in lines
    assert "restrict: no client ever gets this result" in lines
    assert "bladder_old: never decides: another rule always says as much" in lines


def test_a_question_that_is_never_asked_is_a_hole(write_pack: WritePack) -> None:
    never = (
        FILE,
        'ask = "Do you move freely?"',
        'ask = "Do you move freely?"\nwhen = { all_of = [{ question = "pain_now", '
        'at_least = 6 }, { question = "pain_now", below = 6 }] }',
    )

    assert "moves_freely: is never asked" in found(write_pack, never)


def test_a_value_that_a_fact_never_has_is_a_hole(write_pack: WritePack) -> None:
    fact = (
        FILE,
        '[[rule]]\nid = "manipulation',
        '[[fact]]\nid = "how_moving"\nabout = "A."\nvalues = ["well", "odd", "badly"]\n'
        'rows = [{ is = "well", when = { question = "moves_freely", is_any_of = '
        '["yes"] } },\n{ is = "odd", when = { question = "moves_freely", is_any_of = '
        '["yes"] } }]\n'
        + rule("odd_note", '{ fact = "how_moving", is_any_of = ["odd"] }', "")
        + '\n[[rule]]\nid = "manipulation',
    )

    assert found(write_pack, fact) == [
        "how_moving: never has the value 'odd'",
        "odd_note: never fires for anyone",
    ]


def test_a_rule_that_never_fires_is_a_hole(write_pack: WritePack) -> None:
    never = (FILE, "", rule("never", NEVER, POSTPONE))

    assert found(write_pack, never) == ["never: never fires for anyone"]


def test_a_rule_that_never_decides_is_a_hole(write_pack: WritePack) -> None:
    covered = (FILE, "", rule("covered", RECENT, REFER))

    assert found(write_pack, covered) == [
        "covered: never decides: another rule always says as much"
    ]


def test_a_restriction_that_is_never_the_strictest_is_a_hole(
    write_pack: WritePack,
) -> None:
    weaker = (
        FILE,
        'techniques = ["strong"], cell = "avoid" }]',
        'techniques = ["strong"], cell = "avoid" }, '
        '{ regions = ["lumbar"], techniques = ["friction"], cell = "modify" }, '
        '{ regions = ["lumbar"], pressure_at_most = 3 }]',
    )

    assert found(write_pack, weaker) == [
        "bladder_old: restriction 3 is never the strictest for anyone",
        "bladder_old: restriction 4 is never the strictest for anyone",
    ]


SESSION = (
    '{ stop_on = ["Legs jump"] }',
    '{ movements_avoid = ["twisting"] }',
    '{ supports = ["warm_blanket"] }',
    '{ positions_avoid = ["prone"] }',
    "{ minutes_at_most = 30 }",
    "{ check_in_every = 5 }",
)


@pytest.mark.parametrize("asked", SESSION)
def test_asking_twice_for_the_same_of_a_session_is_a_hole(
    asked: str, write_pack: WritePack
) -> None:
    end = 'techniques = ["strong"], cell = "avoid" }]'
    once = (FILE, end, f"{end[:-1]}, {asked}]")
    twice = (FILE, end, f"{end[:-1]}, {asked}, {asked}]")

    assert found(write_pack, once) == []
    assert found(write_pack, twice) == [
        "bladder_old: restriction 3 is never the strictest for anyone",
        "bladder_old: restriction 4 is never the strictest for anyone",
    ]


def test_a_longer_time_beside_a_shorter_one_is_a_hole(write_pack: WritePack) -> None:
    end = 'techniques = ["strong"], cell = "avoid" }]'
    both = "{ minutes_at_most = 30 }, { minutes_at_most = 45, check_in_every = 5 }"
    longer = "{ minutes_at_most = 30 }, { minutes_at_most = 45 }"

    assert found(write_pack, (FILE, end, f"{end[:-1]}, {both}]")) == []
    assert found(write_pack, (FILE, end, f"{end[:-1]}, {longer}]")) == [
        "bladder_old: restriction 4 is never the strictest for anyone"
    ]


def test_two_rules_for_the_same_clients_are_a_hole(write_pack: WritePack) -> None:
    twin = (FILE, "", rule("twin", NOT_FREELY, ""))

    assert found(write_pack, twin) == [
        "cannot_move: fires for exactly the same clients as 'twin'"
    ]


def test_a_diagnosis_that_no_rule_knows_in_some_state_is_a_hole(
    write_pack: WritePack,
) -> None:
    diagnoses = (
        FILE,
        '[[rule]]\nid = "manipulation',
        '[[question]]\nid = "spine"\nkind = "any_of"\nask = "Which?"\n'
        'choices = [{ id = "disc", text = "Disc" }, { id = "slip", text = "Slip" }]\n'
        + rule("a_disc", '{ question = "spine", includes_any_of = ["disc"] }', "")
        + rule(
            "a_slip",
            '{ all_of = [{ question = "spine", includes_any_of = ["slip", "unsure"] },'
            ' { question = "moves_freely", is_any_of = ["no"] }] }',
            "",
        )
        + '\n[[rule]]\nid = "manipulation',
    )
    listed = ("pack.toml", "diagnoses = []", 'diagnoses = ["spine"]')

    assert found(write_pack, diagnoses, listed) == [
        "spine: a client with 'slip' is known to no rule",
        "spine: a client with 'unsure' is known to no rule",
    ]


def test_the_search_finds_all_that_asking_everyone_shows(
    write_pack: WritePack,
) -> None:
    pack = load_pack(write_pack(WHOLE))
    search = holes._Search(pack)
    list(search.holes())
    shown = {one for client in everyone(pack) for one in happenings(pack, client)}

    assert search.shown == shown


def test_a_client_whom_the_engine_sees_otherwise_stops_the_search(
    write_pack: WritePack, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack = load_pack(write_pack(WHOLE))
    wrong = Encoding(pack)
    right = wrong.fires["urine_stuck"]
    wrong.fires["urine_stuck"] = all_of([wrong.relevant["bladder_course"], no(right)])
    monkeypatch.setattr(holes, "Encoding", lambda _: wrong)

    with pytest.raises(AssertionError, match="whom the engine denies"):
        find_holes(pack)
