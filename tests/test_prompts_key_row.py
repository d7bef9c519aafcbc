"""The keys under a card: one key does one thing, and nothing is broken in two."""

from __future__ import annotations

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from massage_screen.errors import Interrupted
from massage_screen.prompts.asks import DONE
from massage_screen.prompts.key_row import KeyRow
from massage_screen.prompts.menus import MenuPrompts
from massage_screen.prompts.plain import PlainPrompts

OFFERS = (("d", "details"), ("w", "why and sources"), ("c", "copy the note"))


def lines_at(columns: int, row: KeyRow | None = None) -> list[str]:
    shown = (row or KeyRow(OFFERS)).show(24, columns)
    return ["".join(text for _, text in line) for line in shown]


def test_all_keys_stand_on_one_line_where_there_is_room() -> None:
    assert lines_at(80) == [
        "",
        "d details  w why and sources  c copy the note  Enter done",
    ]


@pytest.mark.parametrize("columns", [40, 30, 20])
def test_no_offer_is_broken_unless_it_is_longer_than_a_line(columns: int) -> None:
    lines = lines_at(columns)

    assert max(map(len, lines)) < columns
    for offer in ("d details", "w why and sources", "c copy the note", "Enter done"):
        assert any(offer in line for line in lines)


@pytest.mark.parametrize("key", ["d", "D", "w", "c"])
def test_a_key_is_taken_at_once(key: str) -> None:
    row = KeyRow(OFFERS)

    row.press(key, 24, 80)

    assert row.answer == key.lower()
    assert row.trace.startswith(f"{key.lower()} ")


@pytest.mark.parametrize("key", ["c-m", "c-j", "q"])
def test_enter_ends_it(key: str) -> None:
    row = KeyRow(OFFERS)

    row.press(key, 24, 80)

    assert (row.answer, row.trace) == (DONE, "Done")


@pytest.mark.parametrize("key", ["x", "?", "up", "<bracketed-paste>"])
def test_another_key_does_nothing_and_that_is_said(key: str) -> None:
    row = KeyRow(OFFERS)

    row.press(key, 24, 80)

    assert (row.answer, row.stopped) == (None, False)
    assert lines_at(80, row)[-1] == "That key does nothing here."


def test_ctrl_c_stops() -> None:
    row = KeyRow(OFFERS)

    row.press("c-c", 24, 80)

    assert row.stopped


def test_the_asker_with_menus_returns_the_key() -> None:
    with (
        create_pipe_input() as pipe,
        create_app_session(input=pipe, output=DummyOutput()),
    ):
        pipe.send_text("zw\r\x03")
        asks = MenuPrompts()

        assert [asks.offer(OFFERS), asks.offer(OFFERS)] == ["w", DONE]
        with pytest.raises(Interrupted):
            asks.offer(OFFERS)


class Typist:
    """Types lines, and keeps what was said."""

    def __init__(self, *lines: str) -> None:
        self.lines = list(lines)
        self.said: list[str] = []

    def say(self, text: str, lead: str = "") -> None:
        self.said.append(f"{lead}{text}")

    def hear(self, prompt: str) -> str:
        self.said.append(prompt)
        return self.lines.pop(0)


def test_in_plain_lines_the_same_is_a_numbered_list() -> None:
    voice = Typist("9", "2", "c", "")
    asks = PlainPrompts(voice)

    assert [asks.offer(OFFERS) for _ in range(3)] == ["w", "c", DONE]
    assert voice.said[1:4] == ["1. details", "2. why and sources", "3. copy the note"]
    assert any("9" in line and "no number from 1 to 3" in line for line in voice.said)
