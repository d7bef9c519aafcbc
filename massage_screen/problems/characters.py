"""Characters and words that must not reach a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from massage_screen.pack import Headlines, Movement, PackFile, Rule, Support
from massage_screen.problems.draft import Draft
from massage_screen.problems.files import Entry, PackText
from massage_screen.problems.problem import Problem
from massage_screen.problems.shape import named
from massage_screen.text import is_harmful, quoted

#: What TOML permits between texts; in a text it is refused like the others.
_BETWEEN_TEXTS = frozenset("\t\r\n")

#: Without any of these, no text holds a character that does not stand in the file.
_MAY_STAND_FOR_ONE = ("\\", "\t", '"""', "'''")

_BANNED = re.compile(r"\bsafe\b", re.IGNORECASE)


def character_problems(file: PackText) -> Iterator[Problem]:
    """Go through the characters of a file that could fake what is shown of it."""
    forbidden = set(filter(is_harmful, set(file.text))) - _BETWEEN_TEXTS
    if forbidden:
        for number, line in enumerate(file.text.split("\n"), 1):
            for character in filter(forbidden.__contains__, line):
                yield _forbidden(file, number, "", character)
    if any(sign in file.text for sign in _MAY_STAND_FOR_ONE):
        yield from _in_texts(file, forbidden)


def _in_texts(file: PackText, found: set[str]) -> Iterator[Problem]:
    """Find those that an escape, a tab or a line break in quotes stands for."""
    for kind, rows in file.raw.items():
        for index, row in enumerate(rows if isinstance(rows, list) else [rows]):
            characters = set("".join(_strings(row)))
            for character in sorted(set(filter(is_harmful, characters)) - found):
                owner = f"{named(kind, index, file.raw)}: "
                yield _forbidden(file, file.line(kind, index), owner, character)


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
        yield from ((entry, field, clause.text) for field, clause in rule.clauses)
        yield entry, "see_for", rule.see_for
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
    if character == "\n":
        what = f"{owner}there is a text with a line break in it, U+000A"
        do = "End the line with a backslash, or write the text on one line."
        return file.at(line, "bad_character", what, do)
    what = f"{owner}there is a hidden or command character, U+{ord(character):04X}"
    return file.at(line, "bad_character", what, "Delete it, or type the text again.")


def _strings(row: object) -> Iterator[str]:
    """Go through the keys and texts of a table, however deep it is nested."""
    left = [row]
    while left:
        value = left.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            left += [*value, *value.values()]
        elif isinstance(value, list):
            left += value
