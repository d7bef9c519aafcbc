"""What the page of a form works out is what the program works out."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from massage_screen.catalogue import load_pack
from massage_screen.form.data import data_of
from massage_screen.form.page import STATIC
from massage_screen.pack import Pack
from tests.browsers import dom_of, needs_browser
from tests.form_walks import Walk, state_of, walk_of
from tests.shipped import PACK

pytestmark = needs_browser

_WALKS = """
const engine = makeEngine(JSON.parse(document.getElementById("data").textContent));
const says = (state) => state === null ? "?" : state ? "1" : "0";
function stateOf(history) {
  const now = engine.current(history), steps = engine.data.steps;
  return {
    relevance: steps.filter((step) => step.kind)
      .map((step) => says(now.relevance.get(step.id))).join(""),
    offered: [...now.offered.values()]
      .map((lines) => [...lines.values()].map(says).join("")).join("/"),
    again: [...history.again].sort(),
    open: engine.open(now).map((q) => q.id),
    alarms: engine.alarms(now).length,
    answers: engine.answers(now).map(([q, value]) => [q.id, value]),
  };
}
const done = [];
for (const walk of JSON.parse(document.getElementById("walks").textContent)) {
  let history = { said: new Map(), again: new Set() };
  done.push(walk.map(([id, value]) => {
    history = engine.withAnswer(history, id, value);
    return stateOf(history);
  }));
}
document.getElementById("result").textContent = JSON.stringify(done);
"""


def in_browser(folder: Path, pack: Pack, walks: list[Walk]) -> list[Any]:
    """Return what the page makes of walks, state by state."""
    text = {"data": data_of(pack), "walks": walks}
    parts = "".join(
        f'<script type="application/json" id="{name}">{_inside(content)}</script>'
        for name, content in text.items()
    )
    engine = (STATIC / "engine.js").read_text("utf-8")
    page = folder / "walks.html"
    page.write_text(
        f'<meta charset="utf-8"><pre id="result"></pre>{parts}'
        f"<script>{engine}</script><script>{_WALKS}</script>",
        "utf-8",
    )
    shown = dom_of(page)
    found = re.search(r'<pre id="result">(.*?)</pre>', shown, re.DOTALL)
    assert found
    return list(json.loads(unescape(found[1])))


def _inside(content: object) -> str:
    return json.dumps(content).replace("<", "\\u003c")


def differences(folder: Path, pack: Pack, seeds: range) -> tuple[int, list[str]]:
    """Return how many states were compared, and where they differ."""
    names = [step["id"] for step in data_of(pack)["steps"] if "kind" in step]
    walks, wanted = [], []
    for seed in seeds:
        taken = list(walk_of(pack, seed))
        walks.append([said for said, _ in taken])
        wanted.append([state_of(history, pack, names) for _, history in taken])
    found = in_browser(folder, pack, walks)
    compared = [
        (f"walk {seeds[w]}, answer {n}, {key}", mine[key], theirs[key])
        for w, states in enumerate(wanted)
        for n, mine in enumerate(states)
        for key in mine
        for theirs in [found[w][n]]
    ]
    assert len(found) == len(walks)
    return sum(map(len, walks)), [
        f"{where}: {mine} / {theirs}"
        for where, mine, theirs in compared
        if mine != theirs
    ]


def test_the_page_asks_offers_and_warns_as_the_program_does(tmp_path: Path) -> None:
    count, wrong = differences(tmp_path, PACK, range(12))

    assert wrong == []
    assert count > 400


def test_so_it_does_with_all_that_a_pack_can_say(tmp_path: Path, grown: Path) -> None:
    count, wrong = differences(tmp_path, load_pack(grown), range(40))

    assert wrong == []
    assert count > 200
