"""Looks at the form with axe-core, where that is installed for another reason.

    python bench/access.py --axe node_modules/axe-core/axe.min.js

It is no part of the project, and nothing is fetched. Each screen of the form of the
pack that is shipped is looked at in a browser of this computer, wide and narrow, light
and dark, in usual type and in type twice as large: the start, every section of a client
with nothing to tell, what stands there when answers are missing, the notice of an
emergency, and the end. What axe-core finds is printed; it finds a part of what a person
would.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from html import escape, unescape
from itertools import product
from pathlib import Path
from typing import Any

from massage_screen.browser import find_browser, run_browser
from massage_screen.catalogue import load_pack, pack_folder
from massage_screen.documents.country import local_words
from massage_screen.form.page import Wishes, form_page

WIDTHS, COLOURS = (320, 390, 1280), {"light": 1, "dark": 0}
TYPES = {"usual": "100%", "large": "200%"}
#: A browser without a window is no narrower than 500, so the page stands in a frame.
_FRAME = '<body><iframe width="{width}" height="900" srcdoc="{page}"></iframe></body>'
#: Answers what is open on a screen with its mildest answer, and goes from each to the
#: next; what is found stands in a field of the page at last.
_WALK = """
(async () => {
  const found = [];
  let looked = 0;
  const look = async (where) => {
    looked += 1;
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    for (const each of violations) found.push([where, each.id, each.nodes.length,
      each.nodes[0].html.slice(0, 160)]);
  };
  const say = (question, value) => {
    const history = engine.withAnswer(state, question.id, value);
    state = { ...state, said: history.said, again: history.again };
  };
  const press = (text) => [...document.querySelectorAll("button")]
    .find((button) => button.textContent === text).click();
  await look("start");
  press("Start");
  for (let screens = 0; state.at !== END && screens < 200; screens += 1) {
    const title = data.sections[state.at].title;
    press("Continue");
    await look(`${title}, not answered`);
    for (let open; (open = engine.open(now()).find((q) => q.section === state.at));) {
      say(open, engine.mildest(now(), open));
    }
    draw();
    for (const why of document.querySelectorAll("details")) why.open = true;
    await look(title);
    press("Continue");
  }
  await look("end");
  state.shown = true;
  draw();
  await look("end, with the notice");
  const told = document.createElement("pre");
  told.id = "told";
  told.textContent = JSON.stringify({ found, looked,
    wide: document.documentElement.clientWidth,
    dark: matchMedia("(prefers-color-scheme: dark)").matches });
  parent.document.body.append(told);
})();
"""


def main() -> None:
    """Look at the form in each width and colour, and print what is found."""
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--axe", type=Path, required=True, help="axe.min.js")
    axe = words.parse_args().axe.read_text("utf-8")
    browser = find_browser()
    if browser is None:
        sys.exit("There is no Chromium, Chrome or Edge here.")
    page = _page(axe)
    for width, colour, size in product(WIDTHS, COLOURS, TYPES):
        sized = page.replace("</style>", f"html {{ font-size: {TYPES[size]} }}</style>")
        out = _look(str(browser), sized, width, COLOURS[colour])
        if (out["dark"], out["wide"]) != (colour == "dark", width):
            sys.exit("This browser does not take the colour or the width.")
        found = out["found"]
        looks = f"{out['looked']} looks, {len(found)} findings"
        print(f"{width} {colour}, {size} type: {looks}", flush=True)
        for where, rule, places, first in found:
            print(f"  {where}: {rule}, {places} times, as {first}")


def _page(axe: str) -> str:
    """Return the form with scripts that its own policy does not let run."""
    pack = load_pack(pack_folder())
    page = form_page(pack, Wishes(local=local_words(None)))
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    return page.replace("</body>", f"<script>{axe}</script><script>{_WALK}</script>")


def _look(browser: str, page: str, width: int, colour: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.html"
        file.write_text(_FRAME.format(width=width, page=escape(page)), "utf-8")
        shown = run_browser(
            browser,
            file,
            "--window-size=1400,1000",
            "--hide-scrollbars",
            f"--blink-settings=preferredColorScheme={colour}",
            "--virtual-time-budget=600000",
            "--dump-dom",
        )
    told = re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    if told is None:
        sys.exit("The walk through the form did not come to its end.")
    return dict(json.loads(unescape(told[1])))


if __name__ == "__main__":
    main()
