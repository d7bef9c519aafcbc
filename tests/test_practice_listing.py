"""The list of practice clients: number, level, family, first words, and no answer."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from massage_screen.cli import app
from massage_screen.errors import UnknownId
from massage_screen.practice.picking import Wanted, pick_case
from tests.shipped import CASES, PACK

CLIENTS = [case for case in CASES if case.presents]


def practise(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["practise", *arguments])


def test_the_list_names_every_client_by_a_number_in_a_row() -> None:
    lines = practise("--list").stdout.splitlines()

    rows = [line for line in lines if line[:3].strip().isdigit()]
    assert [int(row[:3]) for row in rows] == list(range(1, len(CLIENTS) + 1))
    for row, case in zip(rows, CLIENTS, strict=True):
        level, family = row[3:22].split(maxsplit=1)
        assert (int(level), family.strip().replace(" ", "_")) == (
            case.level,
            case.concern,
        )
    assert max(map(len, lines)) <= 80


def test_the_list_gives_no_answer_away() -> None:
    text = practise("--list").stdout.lower()

    for case in CLIENTS:
        assert case.id not in text
        assert case.name.lower() not in text
    for word in ("emergency", "refer", "postpone", "restrict", "proceed"):
        assert word not in text


def test_no_family_is_only_sent_away_or_only_massaged() -> None:
    """Or the family in the list would be the answer."""
    for family in PACK.practice.families:
        hands_on = {case.hands_on for case in CLIENTS if case.concern == family}

        assert hands_on == {True, False}, family


def test_the_list_can_be_narrowed_and_keeps_its_numbers() -> None:
    content = json.loads(practise("--list", "--level", "1", "--json").stdout)

    assert content["clients"]
    for each in content["clients"]:
        assert each["level"] == 1
        assert CLIENTS[each["client"] - 1].id == each["case"]


def test_a_client_is_met_by_number() -> None:
    assert pick_case(PACK, CASES, Wanted(case="2"), 1) is CLIENTS[1]
    for wrong in ("0", str(len(CLIENTS) + 1), "99999999999999999999"):
        with pytest.raises(UnknownId, match=f"clients 1 to {len(CLIENTS)}"):
            pick_case(PACK, CASES, Wanted(case=wrong), 1)


def test_a_family_without_clients_is_told_with_those_that_there_are() -> None:
    result = practise("--list", "--concern", "knees")

    assert result.exit_code == 2
    assert "of these families: artery" in result.stderr


def test_two_ways_to_practise_at_once_are_refused() -> None:
    result = practise("--cards", "--list")

    assert result.exit_code == 2
    assert result.stderr.strip() == "Give --cards or --list, not both."
