"""What all tables of pack files share."""

from __future__ import annotations

from typing import Annotated

import msgspec

Id = Annotated[str, msgspec.Meta(pattern="^[a-z][a-z0-9_]*$", max_length=60)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
#: A day: year, month, day.
Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a pack file: frozen, and with no key that we do not know."""
