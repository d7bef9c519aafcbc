"""What the page holds in short is what it needs, word for word."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from massage_screen.alone import asked_alone
from massage_screen.catalogue import load_pack
from massage_screen.documents.country import local_words
from massage_screen.form.data import data_of
from massage_screen.form.page import Wishes, form_page
from massage_screen.pack import Pack
from tests.browsers import dom_of, needs_browser
from tests.form_driver import drive, plain_page
from tests.shipped import PACK

#: The page may not grow faster than what it asks, in bytes.
_A_QUESTION = 1300


def read_back(folder: Path, pack: Pack) -> dict[str, Any]:
    """Return what the page has made of its data, but for the words of the practice."""
    whole = drive(folder, plain_page(pack), "out.data = data;")["data"]
    return {key: part for key, part in whole.items() if key != "words"}


@needs_browser
def test_the_page_reads_back_what_was_written(tmp_path: Path) -> None:
    assert read_back(tmp_path, PACK) == json.loads(json.dumps(data_of(PACK)))


@needs_browser
def test_so_it_does_with_all_that_a_pack_can_say(tmp_path: Path, grown: Path) -> None:
    pack = load_pack(grown)

    assert read_back(tmp_path, pack) == json.loads(json.dumps(data_of(pack)))


@needs_browser
def test_marks_of_a_page_in_the_words_of_a_pack_stay_words(
    tmp_path: Path, grown: Path
) -> None:
    """They stand in the text of a page inside a page, and go through both."""
    odd = 'Numb < 1 day & "sore"? </p></noscript><i>x</i> &lt; \u00fc'
    own = Path(shutil.copytree(grown, tmp_path / "odd"))
    for file in own.rglob("*.toml"):
        text = file.read_text("utf-8")
        file.write_text(re.sub(r'(?m)^ask = ".*"$', f"ask = '{odd}'", text), "utf-8")
    pack = load_pack(own)

    assert read_back(tmp_path, pack) == json.loads(json.dumps(data_of(pack)))
    assert odd in {question.ask for question in asked_alone(pack)}


def test_what_stands_on_the_paper_form_does_not_stand_there_twice() -> None:
    page = form_page(PACK, Wishes(local=local_words(None)))
    (held,) = re.findall(r'id="data">(.*?)</script>', page, re.DOTALL)
    steps = [step for step in json.loads(held)["steps"] if "paper" in step]

    assert len(steps) > 50
    for step in steps:
        question = PACK.questions[step["id"]]
        assert "ask" not in step
        assert json.dumps(question.ask) not in held
    assert len(page) / len(asked_alone(PACK)) < _A_QUESTION


@needs_browser
def test_a_page_of_which_words_are_missing_shows_no_question(tmp_path: Path) -> None:
    """Words beside the box of another line would be worse than none."""
    page = form_page(PACK, Wishes(local=local_words(None)))
    file = tmp_path / "cut.html"
    file.write_text(page.replace('<div class="ask"><i>42</i>', "<div>", 1), "utf-8")

    shown = dom_of(file)

    assert "this device does not run the form" in shown.partition('<main id="main">')[2]
    assert ">Start</button>" not in shown
