"""A fact grants only to those who were asked about all that refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.compiled import compiled
from massage_screen.library import find_problems
from massage_screen.pack import Pack
from massage_screen.sheet import Sheet

WritePack = Callable[..., Path]
FILE = "10_bladder.toml"
#: How strong the pain was is asked only of those who have some.
PAIN_AT_WORST = """
[[question]]
id = "pain_at_worst"
kind = "number"
when = { question = "pain_now", at_least = 6 }
ask = "How bad was the pain at its worst?"
unit = "of 10"
minimum = 0
maximum = 10
bands = [8]

"""
STRONG = '{ question = "pain_at_worst", at_least = 8 }'
MOVES = '{ question = "moves_freely", is_any_of = ["yes"] }'
LITTLE = '{ question = "pain_at_worst", below = 8 }'
SMALL = """
[[fact]]
id = "pain_size"
about = "How strong the pain was."
values = ["small", "strong"]
rows = [{ is = "small", when = { question = "pain_at_worst", below = 8 } }]
"""
RULE = """
[[rule]]
id = "not_ready"
when = { fact = "ready", is_any_of = ["not_ready", "half"] }
found = "F."
do = "D."
policy = "Ours."
"""
REFUSED = ("half", STRONG)


def fact(*rows: tuple[str, str], grants: str = '["ready"]', before: str = "") -> str:
    lines = [f'  {{ is = "{value}", when = {when} }},\n' for value, when in rows]
    return (
        f'{before}\n[[fact]]\nid = "ready"\nabout = "Who is ready."\n'
        f'values = ["ready", "half", "not_ready"]\ngrants = {grants}\n'
        f"rows = [\n{''.join(lines)}]\n{RULE}"
    )


def both(*conditions: str) -> str:
    return f"{{ all_of = [{', '.join(conditions)}] }}"


def with_fact(write_pack: WritePack, text: str) -> Path:
    first = '[[question]]\nid = "moves_freely"'
    return write_pack((FILE, first, PAIN_AT_WORST + first), (FILE, "", text))


def codes(write_pack: WritePack, text: str) -> list[str]:
    return [problem.code for problem in find_problems(with_fact(write_pack, text))]


def test_a_refusing_row_above_does_not_deny_what_was_not_asked(
    write_pack: WritePack,
) -> None:
    trusting = with_fact(write_pack, fact(REFUSED, ("ready", MOVES), grants="[]"))
    never_asked = Answers({"pain_now": 2, "moves_freely": "yes"})

    assert Sheet(load_pack(trusting), never_asked).facts["ready"] == {"ready"}
    assert codes(write_pack, fact(REFUSED, ("ready", MOVES))) == ["grants_unread"]


@pytest.mark.parametrize(
    "rows",
    [
        [REFUSED, ("ready", both(MOVES, LITTLE))],
        [("ready", MOVES), REFUSED],
        [("half", MOVES), ("ready", both(MOVES, MOVES)), REFUSED],
    ],
    ids=["it reads it", "the row that refuses stands below", "one above, one below"],
)
def test_a_row_that_reads_all_that_refuses_above_it_may_grant(
    rows: list[tuple[str, str]], write_pack: WritePack
) -> None:
    assert codes(write_pack, fact(*rows)) == []


def test_what_is_read_through_a_fact_is_read(write_pack: WritePack) -> None:
    small = '{ fact = "pain_size", is_any_of = ["small"] }'
    strong = '{ fact = "pain_size", is_any_of = ["strong"] }'
    direct, through = ("half", strong), ("ready", both(MOVES, small))

    assert codes(write_pack, fact(REFUSED, through, before=SMALL)) == []
    assert codes(write_pack, fact(direct, ("ready", MOVES), before=SMALL)) == [
        "grants_unread"
    ]


def test_a_row_that_grants_less_must_read_it_too(write_pack: WritePack) -> None:
    low = ("not_ready", STRONG)
    text = fact(
        low,
        ("half", MOVES),
        ("ready", both(MOVES, LITTLE)),
        grants=('["ready", "half"]'),
    )

    assert codes(write_pack, text) == ["grants_unread"]


def test_a_fact_that_reads_itself_is_told_and_not_followed(
    write_pack: WritePack,
) -> None:
    circle = '{ fact = "ready", is_any_of = ["half"] }'

    found = codes(write_pack, fact(("half", circle), ("ready", MOVES)))

    assert "reads_below" in found


def test_what_a_fact_grants_is_kept_and_explained(write_pack: WritePack) -> None:
    folder = with_fact(write_pack, fact(REFUSED, ("ready", both(MOVES, LITTLE))))

    kept = msgspec.msgpack.decode(compiled(load_pack(folder))[32:], type=Pack)
    told = CliRunner().invoke(app, ["explain", "ready", "--questions", str(folder)])

    assert kept.facts["ready"].grants == ("ready",)
    assert "Grants: ready, only when all that could refuse it was asked" in told.output
