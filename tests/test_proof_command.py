"""What `check --prove` prints, and how it exits."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import ExitCode, app
from massage_screen.decision import decide
from massage_screen.errors import PackError
from massage_screen.library import load_safety
from massage_screen.presentation.proof import in_words
from massage_screen.sheet import fit_answers
from tests.test_proof_holes import WHOLE
from tests.test_proof_properties import (
    BELOW,
    FILE,
    MILD_PAIN_STOPS,
    READS_MORE,
    SOFT_BLADDER,
)

WritePack = Callable[..., Path]
TINY = Path(__file__).parent / "packs" / "tiny"


def prove(folder: Path, *options: str) -> tuple[int, str]:
    command = ["check", str(folder), "--prove", *options]
    result = CliRunner(env={"COLUMNS": "100"}).invoke(app, command)
    return result.exit_code, " ".join(result.stdout.split())


def without_cases(folder: Path) -> Path:
    (folder / "cases" / "clients.toml").unlink()
    return folder


def test_a_pack_that_keeps_its_properties_exits_with_zero(
    write_pack: WritePack,
) -> None:
    code, text = prove(without_cases(write_pack(WHOLE)))

    assert code == 0
    assert "There are 486 ways to answer all questions" in text
    assert re.search(r"Holes \(\d+\.\d s\) None\.", text)
    assert "any number of diagnoses: 4" in text
    assert "7 proved of the rules, not of medicine, 0 not proved, 0 holes" in text


def test_every_proof_says_that_it_is_not_about_medicine(
    write_pack: WritePack,
) -> None:
    _, text = prove(without_cases(write_pack(WHOLE)))

    assert text.count("- PROVED of the rules, not of medicine (") == 7
    assert text.count("- PROVED") == 7
    assert text.count("not of medicine") == 7 + 2  # beside the holes and the sum


def test_a_refuted_property_shows_a_client_and_what_the_program_says(
    write_pack: WritePack,
) -> None:
    code, text = prove(without_cases(write_pack(WHOLE, SOFT_BLADDER)))

    assert code == ExitCode.PACK
    story = text.partition("new_bladder_change_is_today. ")[2].partition(" - ")[2]
    assert story.startswith(
        "You asked: Has passing urine changed in any of these ways? Answer: Weaker"
        " stream. - You asked: When did that begin or last change? Answer: In the last"
        " 14 days, or getting worse. - Every other answer is the"
        " mildest. The program then says REFER: No massage. A doctor must assess the"
        " client within days. Rules that object: bladder_change."
    )
    assert "1 not proved" in text


def test_a_pair_is_shown_as_two_clients(write_pack: WritePack) -> None:
    _, text = prove(without_cases(write_pack(MILD_PAIN_STOPS, BELOW)))

    assert (
        "A client: - Every answer is the mildest. The program then says POSTPONE:"
        " No massage today. Wait until it has settled. Rules that object: strong_pain."
        " The same client with another answer: - You asked: How bad is the pain right"
        " now, from 0 to 10? Answer: 6 of 10. - Every other answer is as before, or"
        " the mildest. The program then says PROCEED:"
    ) in text


NEVER_MATTERS = (
    "safety.toml",
    'never_lowers = "unsure"',
    'never_matters = ["pain_now", "moves_freely"]',
)


def test_whoever_loses_a_finding_of_the_gate_is_shown_with_both_answers(
    write_pack: WritePack,
) -> None:
    code, text = prove(without_cases(write_pack(NEVER_MATTERS, READS_MORE)))

    assert code == ExitCode.PACK
    one, _, other = text.partition("The same client with other answers:")
    assert "Findings of the gate: urine_stuck." in one
    assert "Findings of the gate: none." in other


def test_what_never_matters_is_proved(write_pack: WritePack) -> None:
    _, text = prove(without_cases(write_pack(NEVER_MATTERS)))

    assert text.count("- PROVED") == 7
    assert "Findings of the gate" not in text


def test_a_pack_without_a_rule_of_the_gate_says_nothing_of_what_never_matters(
    write_pack: WritePack,
) -> None:
    mild = (
        FILE,
        'disposition = "emergency"\ntimeframe =',
        'disposition = "postpone"\ntimeframe =',
    )
    later = [
        (FILE, f'timeframe = "{frame}"', 'timeframe = "until_settled"')
        for frame in ("now", "today")
    ]

    _, text = prove(without_cases(write_pack(NEVER_MATTERS, mild, *later)))

    assert "No rule of refer or emergency reads a question of the gate." in text


def test_cells_that_should_be_closed_are_named(write_pack: WritePack) -> None:
    closes = ("safety.toml", 'techniques = ["manipulation"]', 'techniques = ["heat"]')

    code, text = prove(write_pack(closes))

    assert code == ExitCode.PACK
    assert "Left open: lumbar heat, sacrum heat." in text


def test_a_property_about_nobody_fails(write_pack: WritePack) -> None:
    nobody = (
        "safety.toml",
        'when = { question = "bladder_signs", includes_any_of = ["stuck"] }',
        'when = { all_of = [{ question = "pain_now", at_least = 6 }, '
        '{ question = "pain_now", below = 6 }] }',
    )

    code, text = prove(without_cases(write_pack(WHOLE, nobody)))

    assert code == ExitCode.PACK
    assert "- SAYS NOTHING (" in text
    assert "Its 'when' holds for no client." in text


def test_holes_alone_make_a_pack_fail() -> None:
    code, text = prove(TINY)

    assert code == ExitCode.PACK
    assert "- refer: no client ever gets this result" in text
    assert "7 proved of the rules, not of medicine, 0 not proved, 2 holes" in text


def test_the_json_form_holds_the_clients_and_what_the_engine_says(
    write_pack: WritePack,
) -> None:
    folder = without_cases(write_pack(WHOLE, SOFT_BLADDER))
    result = CliRunner().invoke(app, ["check", str(folder), "--prove", "--json"])
    found = json.loads(result.stdout)
    pack = load_pack(folder)
    results = {p["id"]: p for p in found["proof"]["properties"]}
    (client,) = results["new_bladder_change_is_today"]["clients"]
    decision = decide(pack, Answers(fit_answers(pack, client["answers"], "client")))

    assert result.exit_code == ExitCode.PACK
    assert found["problems"] == []
    assert found["proof"]["proves"] == "rules against properties, not medicine"
    assert found["proof"]["holds"] is False
    assert found["proof"]["answer_space"] == "486"
    assert found["proof"]["any_number_of_diagnoses"] == 4
    assert found["proof"]["holes"] == []
    assert results["stuck_is_now"]["result"] == "proved"
    assert results["stuck_is_now"]["clients"] == []
    assert results["new_bladder_change_is_today"]["result"] == "refuted"
    assert decision.disposition is not None
    assert client["disposition"] == decision.disposition.value == "refer"
    assert client["findings"] == [finding.rule.id for finding in decision.findings]


def test_without_properties_it_says_so_and_still_looks_for_holes(
    write_pack: WritePack,
) -> None:
    folder = without_cases(write_pack(WHOLE))
    (folder / "safety.toml").unlink()

    code, text = prove(folder)

    assert load_safety(folder) == ()
    assert code == 0
    assert "This pack has no safety.toml, so there is no property to prove." in text
    assert "0 proved" in text


@pytest.mark.parametrize("options", [(), ("--json",)])
def test_a_pack_with_problems_is_not_proved(
    options: tuple[str, ...], write_pack: WritePack
) -> None:
    folder = write_pack(("safety.toml", "at_most", "at_mots"))

    code, text = prove(folder, *options)

    assert code == ExitCode.PACK
    assert "has an unknown key 'at_mots'" in text
    assert "PROVED" not in text
    with pytest.raises(PackError, match="at_mots"):
        load_safety(folder)


def test_properties_that_do_not_fit_the_pack_are_not_loaded(
    write_pack: WritePack,
) -> None:
    folder = write_pack(("safety.toml", '["stuck"]', '["struck"]'))

    with pytest.raises(PackError, match="Did you mean 'stuck'"):
        load_safety(folder)


def test_without_the_solver_it_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)

    result = CliRunner().invoke(app, ["check", str(TINY), "--prove"])

    assert result.exit_code == ExitCode.USAGE
    assert result.stdout == ""
    assert "-m pip install 'z3-solver>=" in result.stderr


def test_check_alone_does_not_need_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "z3", None)

    assert CliRunner().invoke(app, ["check", str(TINY)]).exit_code == 0


@pytest.mark.parametrize(
    ("number", "words"),
    [(216, "216"), (12_345, "12,345"), (2 * 10**9, "more than 10^9")],
)
def test_a_large_number_is_said_so_that_a_person_can_take_it_in(
    number: int, words: str
) -> None:
    assert in_words(number) == words
