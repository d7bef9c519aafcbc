"""Characters and words that must not reach a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from massage_screen.pack import Headlines, Movement, PackFile, Rule, Support
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import FORBIDDEN, Problem, quoted
from massage_screen.problems.shape import named

_BANNED = re.compile(r"\bsafe\b", re.IGNORECASE)


def character_problems(file: PackText) -> Iterator[Problem]:
    """Go through the characters of a file that could fake what a terminal shows."""
    for found in FORBIDDEN.finditer(file.text):
        if found[0] not in "\t\r":  # TOML permits these two outside of quotes
            line = file.text.count("\n", 0, found.start()) + 1
            yield _forbidden(file, line, "", found[0])
    if "\\" in file.text or "\t" in file.text:
        yield from _escaped(file)


def _escaped(file: PackText) -> Iterator[Problem]:
    """Find those that an escape or a tab in quotes stands for, by their table."""
    for kind, rows in file.raw.items():
        for index, row in enumerate(rows if isinstance(rows, list) else [rows]):
            for character in sorted(set(FORBIDDEN.findall("".join(_strings(row))))):
                if character < "\x7f" or character not in file.text:
                    owner = f"{named(kind, index, file.raw)}: "
                    line_number = file.line(kind, index)
                    yield _forbidden(file, line_number, owner, character)


def word_problems(draft: Draft) -> Iterator[Problem]:
    """Go through the sentences that promise what no screen can promise."""
    do = "Say what was found or not found: nothing here can show that it is safe."
    for entry, key, text in _told(draft):
        if _BANNED.search(text):
            what = f"says 'safe' in {quoted(key)}"
            yield entry.problem("banned_word", what, do)
    if draft.about is None:
        return
    for kind, text in _sentences(draft.about):
        if _BANNED.search(text):
            file = draft.about_file
            what = f"{quoted(text)} says 'safe'"
            yield file.at(file.line(kind), "banned_word", what, do)


def _told(draft: Draft) -> Iterator[tuple[Entry[Any], str, str]]:
    """Go through the texts of tables that can stand in a recommendation."""
    for entry in draft.of(Rule):
        rule = entry.item
        yield entry, "found", rule.found
        yield entry, "do", rule.do
        yield entry, "tell", rule.tell
        for asked in rule.restrict:
            yield from ((entry, "stop_on", sign) for sign in asked.stop_on)
    for movement in draft.of(Movement):
        yield movement, "text", movement.item.text
    for support in draft.of(Support):
        yield support, "text", support.item.text


def _sentences(about: PackFile) -> Iterator[tuple[str, str]]:
    for key in Headlines.__struct_fields__:
        yield "headlines", getattr(about.headlines, key)
    built_in = about.nothing_left_to_do
    for text in (built_in.found, built_in.do, built_in.tell):
        yield "nothing_left_to_do", text
    for frame in about.timeframe:
        yield "timeframe", frame.headline


def _forbidden(file: PackText, line: int, owner: str, character: str) -> Problem:
    what = f"{owner}there is a hidden or command character, U+{ord(character):04X}"
    return file.at(line, "bad_character", what, "Delete it, or type the text again.")


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
