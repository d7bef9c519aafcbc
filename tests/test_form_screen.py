"""The form as a client sees it, in a real browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from massage_screen.answers import Answers
from massage_screen.decision import decide
from massage_screen.documents.country import local_in, local_words
from massage_screen.form.code import read_code
from massage_screen.form.page import Wishes, form_page
from massage_screen.languages import in_language
from massage_screen.pack import Disposition, Pack
from massage_screen.sheet import Sheet, fit_answers
from tests.browsers import dom_of, needs_browser
from tests.form_driver import drive, plain_page
from tests.form_walks import put_to_client
from tests.shipped import FOLDER, PACK

pytestmark = needs_browser
PAGE = plain_page(PACK)
SCHEMA = Path(__file__).parents[1] / "docs/schemas/filled-1.schema.json"
_HANDED_OVER = "out.file = filled(now()); out.code = code(now());"
#: Opens the screen of a question as if all before it had been answered.
_OPEN = """
fillIn(mildest, () => state.at === engine.byId.get(SIGN).section);
"""


def gate_list() -> tuple[str, str]:
    """Return a list of the gate and a line that alone is an emergency."""
    for question in PACK.questions.values():
        if question.gate and question.takes.several and question.asked_by == "client":
            for choice in question.choices:
                found = decide(PACK, Answers({question.id: (choice.id,)}))
                if found.disposition is Disposition.EMERGENCY:
                    return question.id, choice.id
    raise AssertionError("no sign of the gate is an emergency by itself")


SIGN, LINE = gate_list()


def on_the_sign(script: str) -> str:
    return f'const SIGN = "{SIGN}", LINE = "{LINE}";{_OPEN}{script}'


def answers_in(out: dict[str, Any]) -> Answers:
    return fit_answers(PACK, out["file"]["answers"], "the file")


def test_the_page_runs_under_its_own_policy(tmp_path: Path) -> None:
    file = tmp_path / "form.html"
    file.write_text(form_page(PACK, Wishes(local=local_words(None))), "utf-8")

    shown = dom_of(file)

    assert "<h1" in shown
    assert ">Start</button>" in shown


def test_a_client_with_nothing_to_tell_comes_to_the_end(tmp_path: Path) -> None:
    out = drive(tmp_path, PAGE, f"fillIn(mildest);{_HANDED_OVER}")
    answers = answers_in(out)

    jsonschema.validate(out["file"], json.loads(SCHEMA.read_text("utf-8")))
    assert out["preset"] == 0
    assert out["screens"] <= 14
    assert out["file"]["schema"] == "massage-screen/filled/1"
    assert out["file"]["emergency_shown"] is False
    assert out["file"]["pack"]["digest"] == PACK.digest
    # The therapist's own questions are open, so there is no go-ahead.
    decision = decide(PACK, answers)
    assert decision.disposition is None
    questions = [PACK.questions[name] for name in decision.required]
    assert "therapist" in {question.asked_by for question in questions}


@pytest.mark.parametrize("seed", range(6))
def test_what_is_clicked_is_what_is_handed_over(tmp_path: Path, seed: int) -> None:
    script = f"fillIn(byChance(dice({seed})));{_HANDED_OVER}"
    out = drive(tmp_path, PAGE, script)
    answers = answers_in(out)

    typed = read_code(out["code"], PACK, out["file"]["ended"][:10])
    assert dict(typed.answers) == dict(answers)
    assert typed.emergency_shown is out["file"]["emergency_shown"]
    assert out["preset"] == 0
    sheet = Sheet(PACK, answers)
    assert [name for name in put_to_client(sheet) if name in sheet.open] == []
    assert sheet.set_aside == ()
    emergency = decide(PACK, answers).disposition is Disposition.EMERGENCY
    assert not emergency or out["file"]["emergency_shown"]


_LOOK = """
document.documentElement.style.width = "320px";
document.body.style.width = "320px";
out.over = [];
const look = () => {
  for (const shown of main.querySelectorAll("*")) {
    if (shown.getBoundingClientRect().right > 321) out.over.push(shown.textContent);
  }
};
const chance = byChance(dice(SEED));
fillIn((question) => { look(); return chance(question); });
look();
out.text = main.innerText;
out.alarm = el("alarm").innerText;
out.lang = document.documentElement.lang;
"""


def test_the_form_in_spanish_hands_over_the_same_as_in_english(tmp_path: Path) -> None:
    """Ids alone are handed over, in the file and in the code; no line is too wide."""
    shown = in_language(PACK, FOLDER, "es")
    local = local_in(local_words(None), shown.phrases)
    spanish = plain_page(
        shown.pack, local=local, phrases=shown.phrases, edition=shown.edition
    )
    script = f"{_LOOK.replace('SEED', '3')}{_HANDED_OVER}"

    here, there = (drive(tmp_path, page, script) for page in (PAGE, spanish))

    assert there["file"]["answers"] == here["file"]["answers"]
    assert there["file"].keys() == here["file"].keys()
    today = there["file"]["ended"][:10]
    typed = read_code(there["code"], PACK, today)
    assert dict(typed.answers) == dict(read_code(here["code"], PACK, today).answers)
    assert there["over"] == []
    assert there["lang"] == "es"
    assert there["alarm"].startswith("Por favor, no espere a su cita. Llame a su n")
    assert "Gracias." in there["text"]
    asked = (PACK.questions[name] for name in there["file"]["answers"])
    left = [q.id for q in asked if (q.ask_client or q.ask) in there["text"]]
    assert left == []


def test_a_sign_of_an_emergency_shows_the_notice_at_once_and_for_good(
    tmp_path: Path,
) -> None:
    out = drive(
        tmp_path,
        PAGE,
        on_the_sign("""
out.before = el("alarm").hidden;
click(part(SIGN), `${SIGN}.${LINE}`, LINE);
out.complete = !isOpen(part(SIGN));
out.told = !el("alarm").hidden;
click(part(SIGN), `${SIGN}.${LINE}`, "");
out.stays = !el("alarm").hidden;
draw();
out.redrawn = !el("alarm").hidden;
out.back = filled(now()).taken_back;
out.shown = filled(now()).emergency_shown;
"""),
    )

    assert out["before"]
    assert not out["complete"]
    assert out["told"]
    assert out["stays"]
    assert out["redrawn"]
    assert out["shown"]
    assert out["back"] == [{"question": SIGN, "was": [LINE]}]


def test_a_line_that_is_left_blank_is_no_answer(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        on_the_sign("""
const lines = engine.linesOf(now(), part(SIGN).question);
lines.slice(1).forEach(({ id }) => click(part(SIGN), `${SIGN}.${id}`, ""));
out.open = isOpen(part(SIGN));
press(phrases.go_on);
out.at = state.at === part(SIGN).question.section;
out.focus = document.activeElement.id;
out.links = el("errors").querySelectorAll("a").length;
out.wanted = engine.open(now()).filter((q) => q.section === state.at).length;
out.said = part(SIGN).error.textContent;
el("errors").querySelector("a").click();
out.field = document.activeElement.type;
"""),
    )

    assert out["open"]
    assert out["at"]
    assert out["focus"] == "errors"
    assert out["links"] == out["wanted"] > 0
    assert out["said"] == "Please answer each line."
    assert out["field"] == "radio"


_TICKS = next(
    question.id
    for question in PACK.questions.values()
    if question.takes.several and question.open and question.asked_by == "client"
)


def test_none_clears_the_others_and_is_cleared_by_them(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        f"""
const ID = "{_TICKS}";
fillIn(mildest, () => parts.length && parts.some((one) => one.question.id === ID));
const [one, two] = part(ID).question.lines.map((line) => line.id);
click(part(ID), ID, one);
click(part(ID), ID, `${{two}}?`);
out.both = state.said.get(ID);
click(part(ID), ID, two);
out.sure = state.said.get(ID);
click(part(ID), ID, UNSURE);
out.beside = state.said.get(ID);
click(part(ID), ID, NONE);
out.none = state.said.get(ID);
click(part(ID), ID, one);
out.cleared = state.said.get(ID);
click(part(ID), ID, one);
out.open = isOpen(part(ID));
""",
    )
    one, two, *_ = [c.id for c in PACK.questions[_TICKS].choices]

    assert out["both"] == [one, f"{two}?"]
    assert out["sure"] == [one, two]
    assert out["beside"] == [one, two, "unsure"]
    assert out["none"] == ["none"]
    assert out["cleared"] == [one]
    assert out["open"]


def test_what_hangs_on_a_changed_answer_is_asked_again(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        """
let change = null; // an answer on this screen on which another one hangs
const find = () => {
  for (const { question } of shownParts().filter((one) => !isOpen(one))) {
    if (question.kind !== "one_of" || !question.readers) continue;
    for (const word of engine.wordsFor(now(), question)) {
      const then = engine.withAnswer(state, question.id, word);
      const open = engine.open(engine.current(then)).map((other) => other.id);
      const ids = question.readers.filter((id) => part(id) && state.said.has(id)
        && !isOpen(part(id)) && open.includes(id));
      if (ids.length) change = { question, word, ids };
    }
  }
  return Boolean(change);
};
for (let seed = 0; seed < 50 && !change; seed += 1) {
  forget();
  fillIn(byChance(dice(seed)), find);
}
const fields = change.ids.flatMap((id) => inputs(part(id)));
out.before = fields.filter((input) => input.checked).length;
give(part(change.question.id), change.word);
out.open = change.ids.every((id) => isOpen(part(id)));
out.after = fields.filter((input) => input.checked).length;
out.notes = change.ids.map((id) => part(id).note.textContent);
""",
    )

    assert out["before"] > 0
    assert out["open"]
    assert out["after"] == 0
    assert {note.partition(":")[0] for note in out["notes"]} == {
        "Please answer this again"
    }


def test_everything_is_kept_in_the_tab_until_it_is_cleared(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        """
fillIn(mildest, () => state.said.size > 3);
out.kept = sessionStorage.length;
const said = JSON.stringify([...state.said]);
state = fresh();
restore();
draw();
out.same = JSON.stringify([...state.said]) === said;
out.elsewhere = localStorage.length + document.cookie.length;
forget();
out.left = sessionStorage.length;
out.said = state.said.size;
out.title = document.activeElement.tagName;
""",
    )

    assert out["kept"] == 1
    assert out["same"]
    assert out["elsewhere"] == 0
    assert out["left"] == 0
    assert out["said"] == 0
    assert out["title"] == "H1"


def test_a_device_that_is_left_alone_forgets(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE.replace("setInterval(", "globalThis.watch = ((does) => does)("),
        """
fillIn(mildest, () => state.said.size > 3);
const real = Date.now;
Date.now = () => real() + WARN + 1000;
watch();
out.warned = el("status").textContent;
out.still = state.said.size;
Date.now = () => real() + IDLE + 1000;
watch();
out.said = state.said.size;
out.left = sessionStorage.length;
""",
    )

    assert out["warned"].startswith("Still there?")
    assert out["still"] > 3
    assert out["said"] == 0
    assert out["left"] == 0


def test_nothing_is_wider_than_a_small_screen(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        """
document.documentElement.style.width = "320px";
out.wide = [];
const look = () => { out.wide.push(document.body.scrollWidth); return false; };
look();
fillIn(mildest, look);
look();
""",
    )

    assert max(out["wide"]) <= 320
    assert len(out["wide"]) > 10


def test_why_a_question_is_asked_is_told_to_who_wants_to_know(tmp_path: Path) -> None:
    out = drive(
        tmp_path,
        PAGE,
        on_the_sign("""
const found = part(SIGN).field.querySelector("details");
out.folded = !found.open;
out.why = found.querySelector("p").textContent;
found.querySelector("summary").click();
out.open = found.open;
out.said = state.said.has(SIGN);
"""),
    )
    question = PACK.questions[SIGN]

    assert out["folded"]
    assert out["open"]
    assert out["why"] == (question.why_client or question.why)
    assert not out["said"]


def test_without_the_code_there_is_none(tmp_path: Path) -> None:
    script = "fillIn(mildest); out.code = Boolean(el('code'));"

    assert drive(tmp_path, PAGE, script)["code"]
    assert not drive(tmp_path, plain_page(PACK, code=False), script)["code"]


SHIPPED_AS_PRIVATE = sum(concern.section.private for concern in PACK.concerns)


def with_private(name: str) -> Pack:
    """Return the pack with the section of a question as a private one."""
    concerns = (
        msgspec.structs.replace(
            concern, section=msgspec.structs.replace(concern.section, private=True)
        )
        if name in {question.id for question in concern.question}
        else concern
        for concern in PACK.concerns
    )
    return msgspec.structs.replace(PACK, concerns=tuple(concerns))


def test_what_is_private_can_be_said_in_person_and_is_folded_at_the_end(
    tmp_path: Path,
) -> None:
    out = drive(
        tmp_path,
        plain_page(with_private(SIGN)),
        on_the_sign("""
const line = `${SIGN}.${LINE}`;
out.alone = shownParts().every((one) => one.question.section === state.at);
click(part(SIGN), line, "");
click(part(SIGN), SIGN, LATER);
out.said = state.said.get(SIGN);
out.marks = inputs(part(SIGN)).filter((i) => i.checked).map((i) => i.value);
draw();
out.redrawn = inputs(part(SIGN)).filter((i) => i.checked).map((i) => i.value);
go(START);
fillIn(mildest);
out.file = filled(now());
out.folded = document.querySelectorAll("details:not([open])").length;
out.shown = document.querySelector("details dd") !== null;
dispatchEvent(new Event("beforeprint"));
out.printed = document.querySelectorAll("details[open]").length;
go(engine.byId.get(SIGN).section);
const first = engine.linesOf(now(), part(SIGN).question)[0].id;
click(part(SIGN), `${SIGN}.${first}`, "");
out.after = filled(now()).in_person;
"""),
    )

    assert out["alone"]
    assert out["said"] == ["unsure"]
    assert out["marks"] == out["redrawn"] == ["later"]
    assert out["file"]["in_person"] == [SIGN]
    assert out["file"]["answers"][SIGN] == ["unsure"]
    assert out["folded"] == out["printed"] == 1 + SHIPPED_AS_PRIVATE
    assert out["shown"]
    assert out["after"] == []
