"""Texts in another language, laid over the English ones by the id of each.

An overlay is a TOML file. Each text in it stands beside the hash of the English text
that it was made from, so that one whose English has changed since is known and not
shown: `leak = ["Se le escapa la orina", "9d1f6a20"]`.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

import msgspec

#: So many hexadecimal digits: against accidents, not against who wants two alike.
_LENGTH = 8
_HASH = re.compile(rf"[0-9a-f]{{{_LENGTH}}}")
_PLACE = re.compile(r"\{[a-z_]+\}")
#: What stands at the top of the file, and is no text.
_HEAD = ("language", "name", "reviewed", "complete")
#: The groups whose texts go together: one question is not asked in two languages.
_TOGETHER = ("questions", "rules")


def hash_of(text: str) -> str:
    """Return the hash by which an English text is known in an overlay."""
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


class Flaw(msgspec.Struct, frozen=True):
    """What is wrong with one text of an overlay, or with its head.

    Attributes:
        code: A stable name of this kind of flaw.
        id: The id of the text, as in `questions.age.ask`.
        what: What is wrong, to stand after the id.
        do: What to do about it.
    """

    code: str
    id: str
    what: str
    do: str


class Overlay(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """One file of texts in another language.

    Attributes:
        language: Its code, as in `es`.
        name: What the language calls itself.
        reviewed: Whether a clinician who grew up with the language has reviewed it.
        complete: Whether it claims to have every text.
        texts: Each text with the hash of its English, by id.
        flaws: What is no text, or stands where none can.
    """

    language: str
    name: str
    reviewed: bool
    complete: bool
    texts: Mapping[str, tuple[str, str]]
    flaws: tuple[Flaw, ...]

    @cached_property
    def edition(self) -> str:
        """Return the hash of all its texts, by which what a client read is known."""
        return hash_of(repr(sorted(self.texts.items())))


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """An overlay held against the English texts.

    Attributes:
        said: What can be shown, by id.
        english: What stays in English, by id: whole questions and rules, and texts.
        missing: The ids that it lacks.
        outdated: The ids whose English has changed since.
        flaws: What is wrong with it.
    """

    said: Mapping[str, str]
    english: frozenset[str]
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    flaws: tuple[Flaw, ...]


def overlay_of(raw: Mapping[str, Any], language: str) -> Overlay:
    """Return the overlay that a file holds.

    Args:
        raw: What was read from TOML, of the right shape at the top.
        language: The code of the language, which is the name of the file.
    """
    flaws = []
    if raw.get("language") != language:
        do = f'Write language = "{language}", or give the file its name.'
        what = "is not the one that the file is called by"
        flaws.append(Flaw("other_language", "language", what, do))
    tables = {key: table for key, table in raw.items() if key not in _HEAD}
    texts: dict[str, tuple[str, str]] = {}
    for name, leaf in _leaves(tables):
        if _is_empty(leaf):
            continue  # somebody has still to write it
        if _is_text(leaf):
            texts[name] = (leaf[0], leaf[1])
        else:
            do = 'Write the text and the hash of its English: ["...", "9d1f6a20"].'
            flaws.append(Flaw("no_text", name, "is no text with a hash", do))
    return Overlay(
        language=language,
        name=str(raw.get("name", language)),
        reviewed=raw.get("reviewed") is True,
        complete=raw.get("complete") is True,
        texts=texts,
        flaws=tuple(flaws),
    )


def held(overlay: Overlay, english: Mapping[str, str]) -> Held:
    """Hold an overlay against the English texts, by id.

    A text is shown only when its English is as it was when it was made; of a question
    and of a rule all are shown, or none.
    """
    flaws = [*overlay.flaws, *_misfits(overlay, english)]
    bad = {flaw.id for flaw in flaws}
    missing = tuple(name for name in english if name not in overlay.texts)
    outdated = tuple(
        name
        for name, text in english.items()
        if name in overlay.texts and overlay.texts[name][1] != hash_of(text)
    )
    spoilt = {owner_of(name) for name in (*missing, *outdated, *bad)}
    said = {
        name: overlay.texts[name][0]
        for name in english
        if name in overlay.texts and owner_of(name) not in spoilt
    }
    return Held(
        said=said,
        english=frozenset(owner_of(name) for name in english if name not in said),
        missing=missing,
        outdated=outdated,
        flaws=tuple(flaws),
    )


def owner_of(name: str) -> str:
    """Return what a text goes together with: its question, its rule, or itself."""
    group, _, rest = name.partition(".")
    return f"{group}.{rest.partition('.')[0]}" if group in _TOGETHER else name


def _leaves(table: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        name = f"{above}.{key}" if above else key
        if isinstance(value, dict):
            yield from _leaves(value, name)
        else:
            yield name, value


def _is_empty(leaf: object) -> bool:
    return isinstance(leaf, list) and len(leaf) == 2 and leaf[0] == ""


def _is_text(leaf: object) -> bool:
    return (
        isinstance(leaf, list)
        and len(leaf) == 2
        and all(isinstance(part, str) and part.strip() for part in leaf)
        and bool(_HASH.fullmatch(leaf[1]))
    )


def _misfits(overlay: Overlay, english: Mapping[str, str]) -> Iterator[Flaw]:
    """Go through what has no English, or leaves out what is put in its places."""
    for name, (text, _) in overlay.texts.items():
        if name not in english:
            do = "Take it out, or correct its id."
            yield Flaw("unknown_text", name, "is no text of the client's side", do)
        elif (places := _places(english[name])) != _places(text):
            do = f"Keep {', '.join(places) or 'no place in braces'}."
            yield Flaw("other_places", name, "has other places in braces", do)


def _places(text: str) -> list[str]:
    return sorted(_PLACE.findall(text))


def as_toml(
    overlay: Overlay, english: Mapping[str, str], *, beside: bool = False
) -> str:
    """Return the file of an overlay anew, in the order of the English texts.

    What it lacks, and what is outdated, stands there empty with the hash of today, so
    that it is no text until somebody writes it.

    Args:
        overlay: What there is so far.
        english: The English texts, by id.
        beside: Whether the English stands above each as a comment.
    """
    lines = [
        f"language = {_quoted(overlay.language)}",
        f"name = {_quoted(overlay.name)}",
        f"reviewed = {_yes(overlay.reviewed)}",
        f"complete = {_yes(overlay.complete)}",
    ]
    tables: dict[str, list[str]] = {}
    for name in english:
        owner = owner_of(name)
        table = owner if owner != name else name.partition(".")[0]
        tables.setdefault(table, []).append(name)
    for table, names in tables.items():
        lines += ["", f"[{table}]"]
        for name in names:
            said = overlay.texts.get(name, ("", ""))
            lines += _line(name[len(table) + 1 :], english[name], said, beside=beside)
    return "\n".join(lines) + "\n"


def _line(
    key: str, english: str, said: tuple[str, str], *, beside: bool
) -> Iterator[str]:
    """Go through the lines of one text, with its English above it if that is wanted."""
    now = hash_of(english)
    if beside:
        yield f"# {english}"
        if said[0] and said[1] != now:
            yield f"# outdated: {said[0]}"
    written = said[0] if said[1] == now else ""
    yield f"{key} = [{_quoted(written)}, {_quoted(now)}]"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _yes(value: bool) -> str:
    return "true" if value else "false"
