"""Fills in the page of a form in a real browser, as a hand would: by clicks."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from massage_screen.documents.country import local_words
from massage_screen.form.page import Wishes, form_page
from massage_screen.pack import Pack
from tests.browsers import dom_of

#: What scripts of tests may use beside the page's own names.
_HANDS = """
const out = {};
const shownParts = () => parts.filter((part) => !part.field.hidden);
const click = (part, name, value) => inputs(part)
  .find((i) => i.name === name && i.value === value).click();
const press = (text) => [...document.querySelectorAll("button")]
  .find((b) => b.textContent === text).click();
const part = (id) => parts.find((one) => one.question.id === id);
const checked = () => document.querySelectorAll("input:checked").length;
const mark = (line, words) => words.find((word) => lineOf(word) === line) || "";
function give(one, value) {
  const { question } = one, id = question.id;
  if (question.kind === "number") {
    if (value === UNSURE) return click(one, id, UNSURE);
    const field = one.field.querySelector("input[type=number]");
    field.value = String(value);
    return field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  if (question.kind !== "list") return click(one, id, value);
  if (!question.each) return value.forEach((word) => click(one, id, word));
  for (const { id: line } of engine.linesOf(now(), question)) {
    click(one, `${id}.${line}`, mark(line, value));
  }
}
const isOpen = (one) => engine.open(now()).includes(one.question);
// Goes from the start to the end; `choose` gives the answer to a question.
function fillIn(choose, stop = () => false) {
  press(phrases.begin);
  for (let screens = 0; state.at !== END && !stop(); screens += 1) {
    out.screens = screens + 1;
    out.preset = (out.preset || 0) + checked();
    for (let n = 0; n < 200 && !stop(); n += 1) {
      const one = shownParts().find(isOpen);
      if (!one) break;
      give(one, choose(one.question));
    }
    if (!stop()) press(phrases.go_on);
  }
}
const mildest = (question) => engine.mildest(now(), question);
function dice(seed) {
  let rest = seed + 1;
  return (count) => {
    rest = (Math.imul(rest, 1103515245) + 12345) >>> 0;
    return (rest >>> 8) % count;
  };
}
// An answer by chance; lists line by line where they are put so.
const byChance = (roll) => (question) => {
  if (question.kind === "number") {
    const count = roll(question.most - question.least + 2);
    return count ? question.least + count - 1 : UNSURE;
  }
  if (question.kind !== "list") {
    const words = engine.wordsFor(now(), question);
    return words[roll(words.length)];
  }
  if (roll(5) < 2) return [NONE];
  if (!question.each && roll(9) === 0) return [UNSURE];
  const words = engine.linesOf(now(), question).filter(() => roll(3) === 0)
    .map((line) => roll(5) ? line.id : `${line.id}?`);
  return words.length ? words : [NONE];
};
"""


def plain_page(pack: Pack, **wishes: Any) -> str:
    """Return a page that also runs the script of a test."""
    page = form_page(pack, Wishes(**{"local": local_words(None), **wishes}))
    return re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)


def drive(folder: Path, page: str, script: str) -> dict[str, Any]:
    """Return what a script puts into `out`, run on a page."""
    told = (
        "const tell = () => { const found = document.createElement('pre');"
        " found.id = 'told'; found.textContent = JSON.stringify(out);"
        " document.body.append(found); };"
        "addEventListener('error', (e) => { out.error = e.message; tell(); });"
    )
    whole = f"<script>{_HANDS}{told}</script><script>{script}\ntell();</script></body>"
    file = folder / "driven.html"
    file.write_text(page.replace("</body>", whole), "utf-8")
    shown = dom_of(file)
    found = re.search(r'<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    assert found, "the script of the test stopped"
    out = dict(json.loads(unescape(found[1])))
    assert "error" not in out, out["error"]
    return out
