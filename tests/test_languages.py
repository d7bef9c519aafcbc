"""A pack and its pages in the language of the client; what decides stays the same."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen import languages
from massage_screen.answers import NONE, YES, Answers
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.cli.doing.interviewer import Interviewer
from massage_screen.decision import decide
from massage_screen.documents.choices import Country, Form, Kind
from massage_screen.documents.country import local_in, local_words
from massage_screen.documents.document import Document
from massage_screen.documents.kinds import fitting, make_document
from massage_screen.documents.page import written
from massage_screen.documents.parts import Setting
from massage_screen.errors import NoLanguage, PackError
from massage_screen.fhir.questionnaire import questionnaire_of
from massage_screen.form.data import data_of
from massage_screen.form.page import Wishes, form_page
from massage_screen.interview import Answered, GoOn, ReadBack, Turn
from massage_screen.languages import in_language, languages_of, translation
from massage_screen.library import find_problems
from massage_screen.overlay import as_toml, hash_of, overlay_of
from massage_screen.pack import Case, Pack, Question
from massage_screen.pack.texts import Shown, client_texts
from massage_screen.pack.wording_hash import wording_hash
from massage_screen.phrases import ENGLISH
from massage_screen.presentation.paper.form import form_of
from massage_screen.presentation.paper.page import form_as_html
from massage_screen.problems import texts as problems
from massage_screen.problems.texts import FOLDER as TEXTS
from massage_screen.problems.texts import OverlayText
from massage_screen.prompts.in_language import InLanguage
from massage_screen.read_back import denied_at_gate
from massage_screen.screened import Screened, screened, with_pack
from massage_screen.sheet import Sheet, fit_answers
from massage_screen.toml import read_toml
from tests.shipped import CASES, PACK
from tests.shipped import FOLDER as SPINE

TINY = Path(__file__).parent / "packs" / "tiny"
SPANISH = in_language(PACK, SPINE, "es")
#: So many of the cases, one in each stretch of them.
SOME = CASES[::150]


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words))
    return result.exit_code, result.stdout, " ".join(result.stderr.split())


def client(case: Case) -> Screened:
    answers = fit_answers(PACK, dict(case.answers), case.id)
    return screened(PACK, answers, "massage-screen 0", "2027-03-01")


def test_a_text_that_is_left_in_english_has_the_number_of_the_country() -> None:
    local = local_in(local_words(Country.EU), SPANISH.phrases)

    assert local.words("Call your local emergency number.") == "Call 112."


def page(kind: Kind, about: Screened, shown: Shown = SPANISH) -> Document:
    local = local_in(local_words(Country.EU), shown.phrases)
    told = with_pack(about, shown.pack)
    return make_document(kind, about, {}, Setting("today", local, shown.phrases, told))


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Return the toy pack with every text in Spanish: each in square brackets."""
    folder = tmp_path / "tiny"
    shutil.copytree(TINY, folder)
    write(folder, {n: f"[{t}]" for n, t in client_texts(load_pack(folder)).items()})
    return folder


def write(folder: Path, said: dict[str, str], *, complete: bool = True) -> None:
    english = client_texts(load_pack(folder))
    raw: dict[str, object] = {"language": "es", "name": "Español", "reviewed": False}
    overlay = msgspec.structs.replace(
        overlay_of(raw, "es"),
        complete=complete,
        texts={name: (text, hash_of(english[name])) for name, text in said.items()},
    )
    (folder / TEXTS).mkdir(exist_ok=True)
    (folder / TEXTS / "es.toml").write_text(as_toml(overlay, english), "utf-8")


def change(file: Path, before: str, after: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(before) >= 1
    file.write_text(text.replace(before, after, 1), "utf-8")


# The shipped pack


def test_the_shipped_pack_is_whole_in_spanish():
    text = OverlayText(SPINE / TEXTS / "es.toml")

    assert list(text.problems(client_texts(PACK))) == []
    assert text.overlay.complete
    assert not text.overlay.reviewed
    assert SPANISH.phrases.english == frozenset()


def test_nothing_but_texts_of_the_client_differs():
    """What the proof, the engine and a file rest on is the same by construction."""
    there = SPANISH.pack

    assert there.digest == PACK.digest
    assert list(there.questions) == list(PACK.questions)
    for name, question in PACK.questions.items():
        other = there.questions[name]
        assert _without_texts(other) == _without_texts(question)
        if question.asked_by == "therapist":
            assert other.ask == question.ask
            assert list(other.lines) == list(question.lines)
    for name, rule in PACK.rules.items():
        other_rule = there.rules[name]
        assert (other_rule.found, other_rule.do) == (rule.found, rule.do)
        same = msgspec.structs.replace
        assert same(other_rule, tell="", see_for="") == same(rule, tell="", see_for="")
    assert there.facts == PACK.facts
    assert there.references == PACK.references


def _without_texts(question):
    bare = [(c.id, c.when, c.carried_from, c.aloud) for c in question.choices]
    texts = ("ask", "ask_client", "again", "why_client", "topic", "unit", "none")
    left = msgspec.structs.replace(question, choices=(), **dict.fromkeys(texts, ""))
    return bare, left


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.id)
def test_the_language_decides_nothing(case):
    about = client(case)
    there = with_pack(about, SPANISH.pack)

    for field in ("disposition", "standing", "timeframe", "grid", "limits", "plan"):
        assert getattr(there.decision, field) == getattr(about.decision, field)
    assert [f.rule.id for f in there.decision.findings] == [
        f.rule.id for f in about.decision.findings
    ]
    assert decide(SPANISH.pack, about.sheet.answers).disposition == (
        about.decision.disposition
    )


def test_a_line_that_is_carried_has_the_words_of_where_it_was_ticked():
    for question in SPANISH.pack.questions.values():
        for choice in question.choices:
            if choice.carried_from and question.asked_by != "therapist":
                source = SPANISH.pack.questions[choice.carried_from]
                told = {other.id: other.text for other in source.choices}
                assert choice.text == told[choice.id]


def test_numbers_are_the_same_in_both_languages():
    english = client_texts(PACK)

    assert {
        name: text
        for name, text in english.items()
        if _digits(text) != _digits(SPANISH.said[name])
    } == {}


def test_numbers_in_words_and_spans_of_time_are_the_same_in_both_languages():
    """A week that became a day would be read by nobody who knows only one language."""
    english = client_texts(PACK)

    wrong = {
        name: (text, SPANISH.said[name])
        for name, text in english.items()
        if _counted(text, _IN_ENGLISH) != _counted(SPANISH.said[name], _IN_SPANISH)
    }
    assert wrong == {}


def _digits(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", text))


def _counted(text: str, words: dict[str, str]) -> list[str]:
    found = re.findall(r"\w+", text.lower())
    return sorted(words[word] for word in found if word in words)


def _words(pairs: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in pairs.split())


_IN_ENGLISH = _words(
    "three=3 four=4 five=5 six=6 seven=7 eight=8 ten=10 twelve=12 hour=h hours=h day=d"
    " days=d week=w weeks=w month=m months=m year=y years=y"
)
_IN_SPANISH = _words(
    "tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 diez=10 doce=12 hora=h horas=h"
    " día=d días=d semana=w semanas=w mes=m meses=m año=y años=y"
)


def test_a_question_mark_stands_at_both_ends():
    wrong = [n for n, t in SPANISH.said.items() if t.count("¿") != t.count("?")]

    assert wrong == []


# Reading aloud


class Heard:
    """An asker that answers each question with what is mildest, and remembers them."""

    plain = True

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.intros: list[str] = []

    def ask(self, turn, *, heading="", intro="", why=()):
        self.asked.append(turn.question)
        self.intros += [intro] if intro else []
        return Answered(turn.question.mildest)

    def choose_or_go(self, text, options, commands, heading=""):
        self.chosen = (text, *(text for _, text in options))
        return Answered(YES)


def turn_of(name: str) -> Turn:
    return Turn(
        question=PACK.questions[name],
        sheet=Sheet(PACK, Answers()),
        decision=decide(PACK, Answers()),
        preset=None,
        number=1,
        about=30,
        for_the_record=False,
        first=True,
    )


def test_questions_are_put_in_the_language_and_answers_are_ids():
    heard, asked, turn = Heard(), PACK.questions["felt"], turn_of("felt")

    step = InLanguage(heard, SPANISH).ask(turn, heading="Why", intro="I ask everyone.")

    assert step == Answered(asked.mildest)
    (put,) = heard.asked
    assert put.ask == SPANISH.pack.questions["felt"].ask != asked.ask
    assert put.words.keys() == asked.words.keys()
    assert heard.intros == [SPANISH.pack.section_of["felt"].intro]


def test_what_is_not_read_out_stays_in_english():
    """Lines that the therapist ticks from what is said, or looks at, are for them."""
    for question in PACK.questions.values():
        heard = Heard()
        InLanguage(heard, SPANISH).ask(turn_of(question.id))
        (put,) = heard.asked
        there = SPANISH.pack.questions[question.id]
        if question.asked_by != "client" or not question.aloud:
            assert put == question
            continue
        assert put.ask == there.ask
        read = [c.aloud and not question.open for c in question.choices]
        texts = zip(read, there.choices, question.choices, strict=True)
        expected = [(a if out else b).text for out, a, b in texts]
        assert [choice.text for choice in put.choices] == expected


def test_what_was_denied_is_read_back_in_the_language():
    heard, sheet = Heard(), Sheet(PACK, Answers())
    while sheet.open:
        name = sheet.open[0]
        sheet = sheet.with_answer(name, sheet.mildest(PACK.questions[name]))
    denied = denied_at_gate(sheet)

    interviewer = Interviewer(SPANISH, "never", None, InLanguage(heard, SPANISH))
    step = interviewer.read_back(ReadBack(sheet=sheet, denied=denied))

    assert step == GoOn()
    said, right, _ = heard.chosen
    assert said.startswith("Entonces, nada en cuanto a ")
    topics = [SPANISH.said[f"questions.{question.id}.topic"] for question in denied]
    assert len(topics) > 10
    assert [topic for topic in topics if topic[1:] not in said] == []
    assert right == "Yes, that is right"  # for the therapist


def test_a_question_with_some_lines_offered_is_put_with_those_alone():
    whole = PACK.questions["where"]
    some = msgspec.structs.replace(whole, choices=whole.choices[:2])

    put = SPANISH.question(some)

    assert [choice.id for choice in put.choices] == [c.id for c in some.choices]
    assert [c.text for c in put.choices] != [c.text for c in some.choices]


def test_what_the_therapist_is_asked_stays_in_english():
    own = next(q for q in PACK.questions.values() if q.asked_by == "therapist")

    assert SPANISH.question(own) == own


# Pages


def test_the_form_is_in_spanish_and_says_that_nobody_reviewed_it():
    local = local_in(local_words(Country.EU), SPANISH.phrases)
    wishes = Wishes(local=local, phrases=SPANISH.phrases, edition=SPANISH.edition)

    made = form_page(SPANISH.pack, wishes)

    assert '<html lang="es">' in made
    assert "Llame al 112 ahora mismo." in made
    english, spanish = "No clinician who grew up", "Ning&#250;n profesional"
    assert made.count(english) >= 2  # on the first screen, and at the foot
    assert spanish in made
    assert SPANISH.edition in made
    assert "Si esta l&#237;nea no desaparece" in made
    assert "If this line stays" not in made
    left = _english_in(json.dumps(data_of(SPANISH.pack, SPANISH.phrases)))
    assert left == set()


def _english_in(made: str) -> set[str]:
    """Return the English texts of questions that stand in a page, and no others."""
    return {
        name
        for name, text in client_texts(PACK).items()
        if name.startswith("questions.") and len(text) > 12 and text in made
    }


def test_paper_is_in_spanish_for_the_client_and_in_english_for_the_therapist():
    made = form_as_html(form_of(SPANISH.pack, SPANISH.phrases, PACK))
    own = '<section class="sheet" lang="en">'
    mine, yours = made.split(own)

    assert '<html lang="es"' in mine
    assert _english_in(mine) == set()
    assert "Not sure" not in mine
    assert "Ning&#250;n profesional" in mine
    assert ENGLISH.common.unreviewed in mine
    assert form_as_html(form_of(PACK)).split(own)[1] == yours


def test_the_questionnaire_of_fhir_has_the_language_and_the_same_codes():
    here, there = (
        questionnaire_of(PACK),
        questionnaire_of(SPANISH.pack, SPANISH.phrases),
    )

    assert (here["language"], there["language"]) == ("en", "es")
    assert _links(here) == _links(there)
    assert _english_in(json.dumps(there["item"])) == set()
    start = [item["text"] for item in there["item"][0]["item"]]
    assert {*SPANISH.phrases.notes} < {*start}


def _links(resource: dict) -> list[object]:
    found: list[object] = []
    for item in resource.get("item", ()):
        if not str(item["linkId"]).startswith("start-"):
            codes = [o["valueCoding"]["code"] for o in item.get("answerOption", ())]
            found += [item["linkId"], codes, *_links(item)]
    return found


@pytest.mark.parametrize("case", SOME, ids=lambda case: case.id)
def test_a_handout_is_in_spanish_wholly(case):
    about = client(case)
    made = page(Kind.HANDOUT, about)

    assert made.language == "es"
    assert made.english == (ENGLISH.common.unreviewed,)
    assert made.foot[:1] == SPANISH.phrases.notes[:1]
    assert '<html lang="es"' in written(made, Form.HTML)


def test_by_when_to_see_a_clinician_is_in_spanish_with_its_day_and_what_for():
    about = next(a for a in map(client, CASES) if a.decision.see_by)
    told = with_pack(about, SPANISH.pack).decision.see_by

    (asked,) = (
        section.items[0]
        for section in page(Kind.HANDOUT, about).sections
        if section.title == SPANISH.phrases.handout.see_clinician
    )

    assert about.decision.see_by.weeks == 2
    assert "en 2 semanas como máximo (hasta el 15 de marzo de 2027): " in asked
    assert told.what_for[0].rstrip(".") in asked
    assert told.what_for[0] in SPANISH.said.values()


def test_whom_to_call_is_in_spanish_where_nobody_knows_the_number_too():
    nowhere, europe, states = (
        local_in(local_words(country), SPANISH.phrases)
        for country in (None, Country.EU, Country.US)
    )

    assert nowhere.number == "a su número local de emergencias"
    assert europe.number == "al 112"
    assert europe.fee == SPANISH.phrases.place.fee
    assert states.fee == ""


def test_every_text_that_a_client_is_told_is_in_the_handout_in_spanish():
    """What is told is what the rule says in that language, clause by clause."""
    told = 0
    for case in CASES[::100]:
        about = client(case)
        for finding in with_pack(about, SPANISH.pack).decision.findings:
            english = {f.rule.id: f.tell for f in about.decision.findings}
            assert bool(finding.tell) == bool(english[finding.rule.id])
            assert finding.tell == "" or finding.tell != english[finding.rule.id]
            told += bool(finding.tell)
    assert told > 30


def test_a_letter_has_a_frame_in_spanish_and_says_what_is_in_english():
    about = next(c for c in map(client, CASES) if Kind.URGENT_LETTER in fitting(c))

    made, english = page(Kind.URGENT_LETTER, about), page_in_english(about)

    assert made.title != english.title
    assert about.reasons[0].found[1:] in made.lead
    assert "en inglés" in made.lead
    told = with_pack(about, SPANISH.pack)
    timeframe = about.reasons[0].rule.timeframe
    assert made.title.endswith(SPANISH.said[f"timeframes.{timeframe}"])
    assert told.reasons[0].tell in " ".join(made.texts())
    shown = written(made, Form.HTML)
    denied = next(s for s in made.sections if s.items and s.items[0] in made.english)
    assert f'<li lang="en">{denied.items[0][:20]}' in shown


def page_in_english(about: Screened) -> Document:
    return make_document(Kind.URGENT_LETTER, about, {}, Setting("", local_words(None)))


def test_a_page_for_the_therapist_stays_in_english():
    about = client(SOME[0])

    made = page(Kind.PLAN, about)

    setting = Setting("today", local_words(Country.EU))
    assert made == make_document(Kind.PLAN, about, {}, setting)


# A pack that changes


def test_a_pack_is_shown_in_the_languages_that_it_has(tiny):
    assert languages_of(tiny) == ("en", "es")
    pack = load_pack(tiny)
    english = in_language(pack, tiny, "en")
    assert english.pack is pack
    with pytest.raises(NoLanguage, match="There is no language 'fr'") as told:
        in_language(pack, tiny, "FR")
    assert str(told.value).endswith("This pack has: en, es.")


def test_a_changed_question_is_in_english_until_it_is_translated_anew(tiny):
    before = in_language(load_pack(tiny), tiny, "es")
    assert find_problems(tiny) == []
    change(tiny / "10_bladder.toml", ask_of(before.original), "Is it worse than ever?")

    shown = in_language(load_pack(tiny), tiny, "es")

    name = first_asked(shown.original)
    assert shown.pack.questions[name].ask == "Is it worse than ever?"
    assert shown.phrases.english == {f"questions.{name}"}
    steps = {s["id"]: s for s in data_of(shown.pack, shown.phrases)["steps"]}
    assert steps[name]["lang"] == "en"
    assert [s for s, step in steps.items() if "lang" in step] == [name]
    (problem,) = find_problems(tiny)
    assert (problem.code, problem.file) == ("outdated_text", "texts/es.toml")
    assert f"questions.{name}.ask" in problem.what
    assert hash_of("Is it worse than ever?") in problem.do
    assert problem.line > 5


def first_asked(pack: Pack) -> str:
    return next(q.id for q in pack.questions.values() if q.asked_by == "client")


def ask_of(pack: Pack) -> str:
    return pack.questions[first_asked(pack)].ask


def test_a_file_that_claims_to_be_complete_must_be(tiny):
    texts = {n: f"[{t}]" for n, t in client_texts(load_pack(tiny)).items()}
    gone = "questions.moves_freely.ask"
    write(tiny, {name: text for name, text in texts.items() if name != gone})

    (problem,) = find_problems(tiny)

    # Written as an empty text, which is one that is missing.
    assert problem.code == "missing_text"
    assert gone in problem.what
    write(tiny, {n: t for n, t in texts.items() if n != gone}, complete=False)
    assert find_problems(tiny) == []


def test_an_unknown_id_is_refused_also_in_a_file_that_is_not_complete(tiny):
    write(tiny, {}, complete=False)
    file = tiny / TEXTS / "es.toml"
    more = '\n[rules.no_such_rule]\ntell = ["Hola", "00000000"]\n'
    file.write_text(file.read_text("utf-8") + more, "utf-8")

    (problem,) = find_problems(tiny)

    assert problem.code == "unknown_text"
    assert "rules.no_such_rule.tell" in problem.what
    assert problem.line == file.read_text("utf-8").count("\n")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"language = ", "not_toml"),
        (b"\xff\xfe", "not_utf8"),
        (b'language = "es"\n', "missing_key"),
        ('language = "es"\nname = "a\u202e"\nreviewed = false\ncomplete = false\n'
         .encode(), "bad_character"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_named_and_nothing_of_it_shown(
    tiny, content, code
):
    (tiny / TEXTS / "es.toml").write_bytes(content)

    assert code in [problem.code for problem in find_problems(tiny)]
    with pytest.raises(PackError, match=r"texts/es\.toml"):
        in_language(load_pack(tiny), tiny, "es")


def test_a_page_says_so_unless_pack_and_program_were_both_reviewed(tiny):
    def notes(language: str) -> tuple[str, ...]:
        return in_language(load_pack(tiny), tiny, language).phrases.notes

    file = tiny / TEXTS / "es.toml"
    unknown = file.with_name("pt.toml")  # the program does not speak it
    unknown.write_text(file.read_text("utf-8").replace('"es"', '"pt"'), "utf-8")
    assert notes("pt") == (ENGLISH.common.unreviewed,)
    for each in (file, unknown):
        change(each, "reviewed = false", "reviewed = true")

    assert notes("pt") == ()
    assert notes("es") == SPANISH.phrases.notes


def test_what_the_program_says_must_be_readable_too(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(languages, "PHRASES", tmp_path)
    (tmp_path / "es.toml").write_bytes(b"language = ")

    with pytest.raises(PackError, match=r"phrases/es\.toml"):
        in_language(load_pack(tiny), tiny, "es")


def test_check_looks_at_what_the_program_says_too(tiny, tmp_path, monkeypatch):
    monkeypatch.setattr(problems, "PHRASES", tmp_path)
    assert find_problems(tiny) == []
    (tmp_path / "es.toml").write_bytes(b"language = ")

    (problem,) = find_problems(tiny)

    assert (problem.code, problem.file) == ("not_toml", "phrases/es.toml")


def test_a_translation_stops_no_screening(tiny):
    (tiny / TEXTS / "es.toml").write_bytes(b"language = ")

    assert load_pack(tiny).digest == load_pack(TINY).digest


def test_a_question_still_asks_the_same_whatever_its_language(tiny):
    """By that hash an answer of an earlier visit is known to fit; it is of the English
    pack, in which all is kept."""
    shown = in_language(load_pack(tiny), tiny, "es")

    for name, question in load_pack(TINY).questions.items():
        assert wording_hash(shown.original.questions[name]) == wording_hash(question)


def test_a_file_to_be_translated_holds_every_text(tiny):
    text = translation(load_pack(tiny), tiny, "pt-br")

    english = client_texts(load_pack(tiny))
    raw = read_toml(text)
    assert raw["language"] == "pt-br"
    assert text.count('["", "') == len(english)
    with pytest.raises(NoLanguage, match="no code of another language"):
        translation(load_pack(tiny), tiny, "en")


# The commands


def test_an_unknown_language_is_one_message_with_those_that_there_are(tmp_path):
    file = tmp_path / "form.html"

    code, out, err = run("form", "--to", str(file), "--language", "ess")

    assert (code, out) == (2, "")
    assert err == (
        "There is no language 'ess'. Did you mean 'es'? This pack has: en, es."
    )
    assert not file.exists()


def test_the_form_takes_the_language_that_is_set(tmp_path, monkeypatch):
    file = tmp_path / "form.html"
    monkeypatch.setenv("MASSAGE_SCREEN_LANGUAGE", "es")

    code, out, _ = run("form", "--to", str(file), "--json")

    assert code == 0
    assert json.loads(out)["language"] == "es"
    assert '<html lang="es">' in file.read_text("utf-8")
    assert run("form", "--to", str(file), "--force", "--language", "en")[0] == 0
    assert '<html lang="en">' in file.read_text("utf-8")


def test_a_language_that_is_set_and_not_there_stops_nothing(monkeypatch):
    monkeypatch.setenv("MASSAGE_SCREEN_LANGUAGE", "fr")

    code, out, err = run("form", "--to", "-")

    assert code == 0
    assert '<html lang="en">' in out
    assert "Warning: the setting language is left out. There is no language" in err


def test_a_language_that_is_set_and_cannot_be_read_stops_nothing(tiny, monkeypatch):
    (tiny / TEXTS / "es.toml").write_bytes(b"language = ")
    monkeypatch.setenv("MASSAGE_SCREEN_LANGUAGE", "es")
    words = ("form", "--to", "-", "--questions", str(tiny))

    code, out, err = run(*words)

    assert code == 0
    assert '<html lang="en">' in out
    assert "Warning: the setting language is left out." in err
    assert "texts/es.toml:1" in err
    code, out, err = run(*words, "--language", "es")
    assert (code, out) == (78, "")


def test_a_page_for_the_therapist_takes_no_language():
    code, _, err = run("document", "plan", "--from", "none.json", "--language", "es")

    assert code == 2
    assert "the plan is for you, and stays in English" in err


def decided(tmp_path: Path, cases: Iterable[Case]) -> Path:
    case = next(c for c in cases if Kind.URGENT_LETTER in fitting(client(c)))
    answers, file = tmp_path / "answers.json", tmp_path / "decision.json"
    answers.write_text(json.dumps(dict(case.answers)), "utf-8")
    code, _, err = run(
        "assess",
        str(answers),
        "--decision",
        str(file),
        "--exit-zero",
        "--color",
        "never",
    )
    assert code == 0, err
    return file


def test_a_handout_takes_the_language_that_is_set_and_a_letter_does_not(
    tmp_path, monkeypatch
):
    source = str(decided(tmp_path, SOME))
    monkeypatch.setenv("MASSAGE_SCREEN_LANGUAGE", "es")

    handout = run("document", "handout", "--from", source, "--to", "-", "--as", "html")
    letter = ("document", "urgent-letter", "--from", source, "--to", "-")

    assert '<html lang="es"' in handout[1]
    assert '<html lang="en"' in run(*letter, "--as", "html")[1]
    asked = run(*letter, "--as", "html", "--language", "es")[1]
    assert '<html lang="es"' in asked


def test_questions_are_printed_in_the_language():
    name = first_asked(PACK)
    ask = SPANISH.pack.questions["reason"].ask

    assert ask in run("questions", "--language", "es")[1]
    assert ask in run("questions", "--print", "--language", "es")[1]
    assert json.loads(run("questions", "--fhir", "--language", "es")[1])[
        "language"
    ] == ("es")
    code, out, _ = run("questions", "--texts", "es")
    assert code == 0
    assert f"[questions.{name}]" in out
    assert run("questions", "--texts", "es", "--json")[0] == 2


def test_none_of_these_is_in_the_language_where_a_question_has_no_words_of_its_own():
    for question in SPANISH.pack.questions.values():
        if question.takes.several and question.asked_by == "client":
            assert question.words[NONE] != "None of these"


def test_the_signs_that_cannot_wait_are_all_in_the_language() -> None:
    english, spanish = form_of(PACK).now, form_of(SPANISH.pack, SPANISH.phrases).now

    def pieces(lines: Iterable[str]) -> set[str]:
        return {part for line in lines for part in re.split(r"[.:;] ", line)}

    assert len(english) == len(spanish) >= 7
    assert pieces(english).isdisjoint(pieces(spanish))
