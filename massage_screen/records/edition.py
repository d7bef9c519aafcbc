"""Keeps each edition of a pack once, so that an old record can be worked out again."""

from __future__ import annotations

import contextlib
import json
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from massage_screen.catalogue import load_pack
from massage_screen.errors import NotWritten
from massage_screen.pack import Pack
from massage_screen.pack.content import ABOUT, SOURCES, concerns_among, digest_of
from massage_screen.records.database import Database

#: More is no pack of ours, in bytes when unpacked: the shipped one has about 500,000.
_LARGEST = 20_000_000


class Edition(NamedTuple):
    """One edition of a pack, with its files as they are kept."""

    id: str
    version: str
    digest: str
    files: bytes

    def unpacked(self) -> dict[str, bytes]:
        """Return the files by name, in the order in which their hash is made.

        Raises:
            ValueError: They are damaged, or others than the digest says.
        """
        try:
            content = zlib.decompressobj().decompress(self.files, _LARGEST)
            files = {n: t.encode() for n, t in json.loads(content).items()}
        except (zlib.error, AttributeError) as error:
            raise ValueError("it cannot be unpacked") from error
        if digest_of(files.items()) != self.digest:
            raise ValueError("its files do not have its hash")
        return files


def edition_of(pack: Pack, folder: Path) -> Edition:
    """Return the edition of a pack with its files.

    Args:
        pack: The pack that a client was screened with.
        folder: Where its files are.

    Raises:
        NotWritten: They are not the same any more.
    """
    names = (ABOUT, *concerns_among(p.name for p in folder.glob("*.toml")), SOURCES)
    changed = NotWritten("Not kept: the files of the pack were changed since.")
    try:
        files = {name: (folder / name).read_bytes() for name in names}
        if digest_of(files.items()) != pack.digest:
            raise changed
        content = json.dumps({name: data.decode() for name, data in files.items()})
    except (OSError, UnicodeDecodeError):
        raise changed from None
    about = pack.about
    packed = zlib.compress(content.encode(), 9)
    return Edition(about.id, about.version, pack.digest, packed)


def is_kept(database: Database, digest: str) -> bool:
    """Say whether an edition is kept already."""
    return database.row("SELECT 1 FROM pack WHERE digest = ?", digest) is not None


def editions(database: Database) -> list[Edition]:
    """Return all editions that are kept."""
    rows = database.rows("SELECT id, version, digest, files FROM pack ORDER BY rowid")
    return [Edition(**row) for row in rows]


@contextlib.contextmanager
def written_out(edition: Edition) -> Iterator[Path]:
    """Write the files of an edition into a folder that is deleted afterwards.

    Raises:
        ValueError: They are damaged.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, content in edition.unpacked().items():
            (folder / Path(file).name).write_bytes(content)
        yield folder


def read_edition(edition: Edition) -> Pack:
    """Return the pack of an edition as this program reads it.

    Raises:
        ValueError: Its files are damaged.
        PackError: This program does not trust it any more.
    """
    with written_out(edition) as folder:
        return load_pack(folder)
