"""Which files a pack is made of, and the hash of their content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

#: The file that says what a pack is, and the file of its sources.
ABOUT, SOURCES = "pack.toml", "references.toml"
#: Files of a pack folder on which no decision rests; others read them.
_OTHERS = ("claims.toml", "practice.toml", "safety.toml")
_CONCERN = re.compile(r"\d\d_[a-z0-9_]+\.toml")


def concerns_among(names: Iterable[str]) -> list[str]:
    """Return the names of files of concerns, in the order of asking."""
    return sorted(name for name in names if _CONCERN.fullmatch(name))


def strange_among(names: Iterable[str]) -> list[str]:
    """Return the names that no file of a pack may have."""
    known = {ABOUT, SOURCES, *_OTHERS, *concerns_among(names := list(names))}
    return sorted(name for name in names if name not in known)


def digest_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the hash by which a released pack is known.

    Args:
        files: The name and the bytes of every file that a decision rests on:
            `pack.toml`, the concerns in the order of asking, `references.toml`.
    """
    digest = hashlib.sha256()
    for name, data in files:
        digest.update(name.encode() + b"\0" + data + b"\0")
    return f"sha256:{digest.hexdigest()}"
