"""What may be added to a record: nothing that is kept is ever changed.

An override is what the therapist decided in place of the program, with the reason; its
own word stays. An amendment corrects or adds in words, a session says what was done, a
document and a reply are known by the hash of their bytes, and `minor` says until when
the client is under age, which is how long the record is kept for them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

import msgspec

from massage_screen.errors import UnfitRecord
from massage_screen.pack import Disposition
from massage_screen.text import is_harmful

Kind = Literal["override", "amendment", "session", "document", "reply", "minor"]
KINDS: tuple[Kind, ...] = get_args(Kind)
#: So many characters of a reason or an amendment, and no more: they hold no names.
LONGEST = 2000
_MONTH = re.compile(r"(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])")


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What was added to a record.

    Attributes:
        at: Local time with its offset.
        who: Who the therapist said they were at `records on`; may be empty.
        body: What it says, by its kind: `word` and `reason`; `text`; `document` and
            `digest`; `answers` and `digest`; `until`, a month.
    """

    id: str
    at: str
    kind: Kind
    who: str
    body: Mapping[str, Any]


def override(found: str, standing: str, word: str, reason: str) -> dict[str, str]:
    """Return the body of an override.

    Args:
        found: The word of the record.
        standing: The worst that was found, of a decision.
        word: What the therapist decided instead, as `RESTRICT`.
        reason: Why.

    Raises:
        UnfitRecord: It is not to be overridden, or there is no reason.
    """
    require_other_word(found, standing, word)
    return {"word": word.upper(), "reason": text_of(reason, "An override", "a reason")}


def require_other_word(found: str, standing: str, word: str) -> None:
    """Refuse a word that overrides nothing, or what must not be overridden.

    Args:
        found: The word of the record.
        standing: The worst that was found, of a decision.
        word: What the therapist decided instead.

    Raises:
        UnfitRecord: An EMERGENCY is not overridden, nor what was not decided; or the
            word is none, or the same.
    """
    emergency = Disposition.EMERGENCY
    if emergency.name in (found, standing.upper()):
        raise UnfitRecord(
            "An EMERGENCY is not overridden. The client needs help first."
        )
    if found == "INCOMPLETE":
        raise UnfitRecord("Nothing was decided here, so there is nothing to override.")
    words = [each.name for each in Disposition]
    if word.upper() not in words or word.upper() == found.partition(" ")[0]:
        others = ", ".join(each for each in words if each != found.partition(" ")[0])
        raise UnfitRecord(f"An override needs another word: {others}.")


def amendment(text: str) -> dict[str, str]:
    """Return the body of an amendment, or of what was done in a session.

    Raises:
        UnfitRecord: The text is empty, too long, or has hidden characters.
    """
    return {"text": text_of(text, "This entry", "a text")}


def document(kind: str, content: bytes) -> dict[str, str]:
    """Return the body that says that a page was made; the page itself is not kept."""
    return {"document": kind, "digest": _digest(content)}


def reply(answers: Mapping[str, Any], content: bytes) -> dict[str, Any]:
    """Return the body of a doctor's reply: what was read off it, and its hash."""
    return {"answers": dict(answers), "digest": _digest(content)}


def minor(until: str) -> dict[str, str]:
    """Return the body that says until when a client is under age: a month, no day.

    Raises:
        UnfitRecord: It is no month.
    """
    if not _MONTH.fullmatch(until):
        raise UnfitRecord(
            "Name the month in which the client comes of age, as 2031-05. No day is"
            " kept: it would be a birthday."
        )
    return {"until": until}


def text_of(text: str, what: str, needs: str) -> str:
    """Return what somebody typed, fit to be kept.

    Raises:
        UnfitRecord: It is not. The message does not repeat it.
    """
    said = text.strip()
    if not said:
        raise UnfitRecord(f"{what} needs {needs}.")
    if len(said) > LONGEST:
        raise UnfitRecord(f"{what}: {needs} has at most {LONGEST:,} characters.")
    if any(is_harmful(character) and character != "\n" for character in said):
        raise UnfitRecord(f"{what}: {needs} has characters that cannot be seen.")
    return said


def _digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
