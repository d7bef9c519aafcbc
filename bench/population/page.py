"""Puts what was printed into `docs/over-referral.md`, between its markers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "over-referral.md"


def written(page: str, part: str, lines: Iterable[str]) -> str:
    """Return the page with the lines in place of what stood in one part.

    Raises:
        ValueError: The page has no such part.
    """
    begin, end = f"<!-- {part}: begin -->", f"<!-- {part}: end -->"
    block = "\n".join([begin, "", "```text", *lines, "```", "", end])
    pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    if not pattern.search(page):
        raise ValueError(f"the page has no {begin}")
    return pattern.sub(lambda _: block, page)
