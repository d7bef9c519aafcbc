"""Keeps a checked pack in a form that is read fast, as long as nothing has changed.

The wheel is built with a file of this form beside the folder of its pack. The form
starts with a hash over all that it was made from: the version of the program, the
code that gives packs their shape, every file of the pack, and the form itself. When
one byte of these differs, it is not used, and the files are read and checked. The hash
has no key: it checks against accidents, not against who can change the program itself.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from massage_screen import __version__
from massage_screen.pack.content import (
    ABOUT,
    SOURCES,
    concerns_among,
    digest_of,
    strange_among,
)
from massage_screen.pack.pack import Pack

_HERE = Path(__file__).parent
_SEAL = hashlib.sha256().digest_size


def place_beside(folder: Path) -> Path:
    """Return where the compiled form of the pack in a folder lies."""
    return folder.with_name(f"{folder.name}.compiled")


def compiled(pack: Pack) -> bytes:
    """Return the compiled form of a pack that was checked."""
    body = msgspec.msgpack.encode(pack)
    return _seal(pack.digest, body) + body


def read_compiled(folder: Path) -> Pack | None:
    """Return the pack in a folder from the form beside it.

    None when there is no such form, or it was made from anything else than the files
    of the folder as they are now.
    """
    try:
        form = place_beside(folder).read_bytes()
        digest = _digest(folder)
        if digest is None or form[:_SEAL] != _seal(digest, form[_SEAL:]):
            return None
        return msgspec.msgpack.decode(memoryview(form)[_SEAL:], type=Pack)
    except (OSError, msgspec.DecodeError):
        return None


def _digest(folder: Path) -> str | None:
    """Return the hash of the files of a pack; None when one is there too many."""
    names = [path.name for path in folder.glob("*.toml")]
    if strange_among(names):
        return None
    files = (ABOUT, *concerns_among(names), SOURCES)
    return digest_of((name, (folder / name).read_bytes()) for name in files)


def _seal(digest: str, body: bytes) -> bytes:
    seal = hashlib.sha256(f"{__version__}\0{digest}\0".encode())
    for code in (_HERE / "condition.py", *sorted((_HERE / "pack").glob("*.py"))):
        seal.update(code.read_bytes() + b"\0")
    seal.update(body)
    return seal.digest()
