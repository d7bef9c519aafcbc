"""Checks the pack that is shipped, and puts its compiled form into the wheel."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACK = "questions/spine"


class CompilePack(BuildHookInterface):  # type: ignore[type-arg]
    """Adds one file to the wheel; an editable install reads `questions/` itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Check and compile; a pack with problems stops the build."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from massage_screen.catalogue import load_pack  # noqa: PLC0415  needs the path
        from massage_screen.compiled import compiled, place_beside  # noqa: PLC0415

        self._folder = tempfile.TemporaryDirectory()
        form = Path(self._folder.name) / "form"
        form.write_bytes(compiled(load_pack(Path(self.root) / PACK)))
        place = place_beside(Path("massage_screen") / PACK)
        build_data["force_include"][str(form)] = place.as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact: str) -> None:  # noqa: ARG002
        """Remove the file from where it was built."""
        if version != "editable":
            self._folder.cleanup()
