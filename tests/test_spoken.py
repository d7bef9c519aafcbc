"""What is read aloud on a path is counted, as anyone could count it by hand."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from massage_screen.answers import Value
from massage_screen.catalogue import load_pack
from massage_screen.cli import app
from massage_screen.compiled import compiled
from massage_screen.condition import Condition
from massage_screen.interview import conduct
from massage_screen.library import find_problems
from massage_screen.pack import (
    Choice,
    ConcernFile,
    Pack,
    Question,
    Section,
    SpokenPath,
)
from massage_screen.presentation.check import paths_of
from massage_screen.presentation.last_time import last_time_in_words
from massage_screen.read_back import gate_read_back
from massage_screen.spoken import (
    Spoken,
    lines_read_aloud,
    sentence,
    sheet_on,
    spoken_on,
)
from massage_screen.text import words_of
from tests.test_brought import ILL, WELL, Returns, returning
from tests.test_brought import PACK as LAST_TIME

WritePack = Callable[..., Path]


def path(*, gate_only: bool = False, **answers: object) -> SpokenPath:
    return SpokenPath(
        id="p", says="P.", answers=answers, gate_only=gate_only, words_at_most=0
    )


def asked(kind: Any = "yes_no", **fields: Any) -> Question:
    fields = {"id": "q", "ask": "One two three?", **fields}
    return Question(kind=kind, **fields)


def pack_of(tiny: Pack, *sections: tuple[str, tuple[Question, ...]]) -> Pack:
    """Return a pack of these questions, each section with its introduction."""
    concerns = tuple(
        ConcernFile(Section(f"Title {number}", intro), question=questions)
        for number, (intro, questions) in enumerate(sections)
    )
    return msgspec.structs.replace(tiny, concerns=concerns)


LINES = (
    Choice("a", "Four five"),
    Choice("b", "Six, with-hyphen", aloud=False),
    Choice("c", "Seven"),
)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (asked(), 3),
        (asked(again="Said again?", why="Why so.", topic="Four five"), 3),
        (asked(aloud=False, asked_by="therapist"), 0),
        (asked(asked_by="therapist"), 3),
        (asked("number", unit="of 10", minimum=0, maximum=9), 3),
        (asked("one_of", choices=LINES), 6),
        (asked("any_of", choices=LINES, none="None of all these"), 6),
        (asked("any_of", choices=LINES, open=True), 3),
        (asked("any_of", choices=LINES, aloud=False, asked_by="therapist"), 0),
    ],
    ids=str,
)
def test_the_question_and_the_lines_that_are_read_out_are_counted(
    tiny: Pack, question: Question, words: int
) -> None:
    assert spoken_on(pack_of(tiny, ("", (question,))), path()).words == words


@pytest.mark.parametrize(
    ("question", "answer", "keys"),
    [
        (asked(), "yes", 1),
        (asked(), "unsure", 1),
        (asked("one_of", choices=LINES), "c", 1),
        (asked("any_of", choices=LINES), ["none"], 1),
        (asked("any_of", choices=LINES), ["unsure"], 1),
        (asked("any_of", choices=LINES), ["a", "c"], 3),
        (asked("any_of", choices=LINES), ["a", "c?"], 4),
        (asked("number", minimum=0, maximum=99), 7, 2),
        (asked("number", minimum=0, maximum=99), 12, 3),
        (asked("number", minimum=0, maximum=99), "unsure", 1),
    ],
    ids=str,
)
def test_the_keys_of_an_answer_are_counted_and_one_for_the_review(
    tiny: Pack, question: Question, answer: object, keys: int
) -> None:
    counted = spoken_on(pack_of(tiny, ("", (question,))), path(q=answer))

    assert (counted.prompts, counted.keys) == (1, keys + 1)


GATE = (
    asked("any_of", id="s", gate=True, choices=LINES),
    asked(
        id="new",
        gate=True,
        when=Condition(question="s", includes_any_of=("a", "b", "c", "unsure")),
    ),
)


def led(tiny: Pack) -> Pack:
    """Return a pack with an opening, a gate of two topics, and a past."""
    opening = asked("one_of", id="fit", aloud=False, choices=LINES)
    fever = asked(id="fever", gate=True, topic="fever or shivers")
    return pack_of(
        tiny,
        ("I ask everyone.", (opening,)),
        ("Now the signs.", (*GATE, fever)),
        ("Now the past.", (asked(id="cancer"), asked(id="heart"))),
        ("Never said.", (asked(id="x", when=Condition("fever", is_any_of=("yes",))),)),
    )


def test_the_introduction_of_a_section_is_said_once_and_the_gate_read_back(
    tiny: Pack,
) -> None:
    counted = spoken_on(led(tiny), path())

    opening, gate, past = 3, 3 + 6 + 3, 3 + 3 + 3
    back = "So nothing with title 1 or fever or shivers: right?".count(" ") + 1
    assert gate_read_back(sheet_on(led(tiny), path())) == (
        "title 1",
        "fever or shivers",
    )
    assert counted == Spoken(words=opening + gate + past + back, prompts=6, keys=7)


def test_of_the_gate_alone_its_sections_and_the_read_back_are_counted(
    tiny: Pack,
) -> None:
    counted = spoken_on(led(tiny), path(gate_only=True))

    assert counted == Spoken(words=3 + 6 + 3 + 4 + 6, prompts=3, keys=3)


@pytest.mark.parametrize(
    ("answers", "topics"),
    [
        ({}, ("title 1", "fever or shivers")),
        ({"s": ["a"], "new": "no"}, ("fever or shivers",)),
        ({"s": ["unsure"]}, ("fever or shivers",)),
        ({"s": ["c?"], "fever": "unsure"}, ()),
        ({"fever": "yes"}, ("title 1",)),
    ],
    ids=str,
)
def test_only_topics_with_nothing_told_are_read_back(
    tiny: Pack, answers: dict[str, object], topics: tuple[str, ...]
) -> None:
    assert gate_read_back(sheet_on(led(tiny), path(**answers))) == topics


def test_one_question_alone_is_not_read_back(tiny: Pack) -> None:
    alone = pack_of(tiny, ("", (asked(gate=True), asked(id="r"))))

    assert gate_read_back(sheet_on(alone, path())) == ()
    assert spoken_on(alone, path()) == Spoken(words=6, prompts=2, keys=3)


def test_what_the_answers_open_is_counted_and_the_rest_answered_mildest(
    tiny: Pack,
) -> None:
    sheet = sheet_on(led(tiny), path(s=["b"], fever="yes"))

    assert dict(sheet.visible) == {
        "fit": "a",
        "s": ("b",),
        "new": "no",
        "fever": "yes",
        "cancer": "no",
        "heart": "no",
        "x": "no",
    }


def test_the_minutes_are_those_of_150_words() -> None:
    assert Spoken(words=696, prompts=1, keys=1).minutes == 4.6
    assert Spoken(words=0, prompts=1, keys=1).minutes == 0


# Of a client who comes again


@pytest.mark.parametrize("answers", [ILL, WELL, {**ILL, "ills": ("unsure",)}], ids=str)
def test_what_is_confirmed_is_counted_as_it_is_asked_and_read(
    answers: dict[str, Value],
) -> None:
    asker = Returns(answers)
    own = {name: list(v) if isinstance(v, tuple) else v for name, v in answers.items()}
    comes_again = msgspec.structs.replace(path(**own), confirmed=True)

    conduct(LAST_TIME, asker, returning(answers))

    put = [LAST_TIME.questions[e] for e in asker.events if e in LAST_TIME.questions]
    said = [last_time_in_words(screen, LAST_TIME) for screen in asker.screens]
    said += [text for question in put for text in lines_read_aloud(question)]
    back = gate_read_back(sheet_on(LAST_TIME, comes_again))
    assert back == ("signs", "warning signs")
    said.append(sentence(back))
    counted = spoken_on(LAST_TIME, comes_again)
    assert asker.screens
    assert counted.prompts == len(put) + len(asker.screens) + 1
    assert counted.words == sum(len(words_of(text)) for text in said)


def test_a_number_that_is_confirmed_is_read_with_its_unit(tiny: Pack) -> None:
    number = asked("number", ask="How far?", unit="of 10", maximum=9, keeps="ever")
    again = msgspec.structs.replace(path(q=7), confirmed=True)

    words = spoken_on(pack_of(tiny, ("Never said here.", (number,))), again).words

    said = "Said on 3 November 2026: How far: 7 of 10. Still so?"
    assert words == said.count(" ") + 1


# On packs that are read


def test_a_carried_line_is_counted_where_it_is_offered_and_a_returning_gate_is_short(
    grown: Path,
) -> None:
    pack = load_pack(grown)
    told = path(bladder_signs=["leak"], leak_kind="on_cough", recent=["none"])

    nothing, leak = spoken_on(pack, path()), spoken_on(pack, told)
    back = spoken_on(pack, path(gate_only=True, visit="returning"))

    opened = {
        "leak_kind": "When does it leak? When I cough Without feeling it",
        "recent": "Which of these is new in the past two weeks? It leaks",
        "slow": "Which gets worse week by week? It leaks",
        "checked": "Which has a doctor looked at? It leaks",
        "cause": "For which is a cause known? It leaks",
    }
    added = sum(len(text.split()) for text in opened.values())
    assert leak.words - nothing.words == added - lost_in_read_back(pack, told)
    assert leak.prompts == nothing.prompts + len(opened) - 1
    assert back.words < spoken_on(pack, path(gate_only=True)).words


def lost_in_read_back(pack: Pack, told: SpokenPath) -> int:
    """Count the words that are not read back, as something was told."""
    before, after = (gate_read_back(sheet_on(pack, p)) for p in (path(), told))
    assert before == ("warning signs",)
    assert after == ()
    return "So nothing with warning signs: right?".count(" ") + 1


def test_a_line_that_is_not_offered_leaves_the_mildest_answer_and_is_a_problem(
    grown: Path, tmp_path: Path
) -> None:
    pack = load_pack(grown)
    stray = path(told_of=["slip"], agreed_told=["disc"])

    assert sheet_on(pack, stray).visible["agreed_told"] == ("slip",)
    assert codes_of(grown, tmp_path, "told_of = ['slip'], agreed_told = ['disc']") == [
        "path_not_asked"
    ]


def codes_of(grown: Path, place: Path, answers: str) -> list[str]:
    copied = place / "grown"
    for file in grown.rglob("*.toml"):
        to = copied / file.relative_to(grown)
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(file.read_bytes())
    with (copied / "pack.toml").open("a", encoding="utf-8") as about:
        about.write(
            f"\n[[path]]\nid = 'odd'\nsays = 'Odd.'\nanswers = {{ {answers} }}\n"
            "words_at_most = 999\n"
        )
    return [problem.code for problem in find_problems(copied)]


def test_a_path_without_fault_is_no_problem(grown: Path, tmp_path: Path) -> None:
    assert codes_of(grown, tmp_path, "told_of = ['slip'], visit = 'returning'") == []


def test_a_pack_with_a_path_that_is_too_long_is_no_good_pack_and_still_asks(
    write_pack: WritePack,
) -> None:
    folder = write_pack(
        ("pack.toml", "", "\n[[path]]\nid = 'p'\nsays = 'P.'\nwords_at_most = 9\n")
    )

    shown = CliRunner().invoke(app, ["check", str(folder)])

    assert shown.exit_code != 0
    assert "has 33 words read aloud, more than the 9 it may have" in one_line(shown)
    assert load_pack(folder).about.path[0].words_at_most == 9


def one_line(result: Any) -> str:
    return " ".join(result.stdout.split())


def test_check_prints_what_each_path_comes_to(grown: Path) -> None:
    shown = one_line(CliRunner().invoke(app, ["check", str(grown)]))
    said = json.loads(CliRunner().invoke(app, ["check", str(grown), "--json"]).stdout)

    new = paths_of(load_pack(grown))["new"]
    assert (
        f"- new: {new.words} words (limit 200), {new.minutes} minutes;"
        f" {new.prompts} prompts (limit 20); {new.keys} keys (limit 20) -"
    ) in shown
    assert said["paths"]["new"] == msgspec.to_builtins(new)
    assert list(said["paths"]) == [path.id for path in load_pack(grown).about.path]


def test_the_compiled_form_keeps_paths(grown: Path) -> None:
    pack = load_pack(grown)

    again = msgspec.msgpack.decode(compiled(pack)[32:], type=Pack)

    assert again.about.path == pack.about.path
    assert paths_of(again) == paths_of(pack)


# Counted again, from what `questions --json` says and nothing else


def test_anyone_can_count_again_from_the_list_of_questions(grown: Path) -> None:
    listed = CliRunner().invoke(app, ["questions", "--json", "--questions", str(grown)])
    count = CountedAgain(json.loads(listed.stdout))
    said = json.loads(CliRunner().invoke(app, ["check", str(grown), "--json"]).stdout)

    assert {name: each["words"] for name, each in said["paths"].items()} == {
        path["id"]: count.words(path) for path in count.paths
    }


class CountedAgain:
    """Counts words with nothing of the program but what it printed."""

    def __init__(self, listed: Mapping[str, Any]) -> None:
        self.questions = {q["id"]: q for q in listed["questions"]}
        self.facts = {f["id"]: f for f in listed["facts"]}
        self.paths, self.sections = listed["paths"], listed["sections"]
        self.known = {k["id"]: k["absent"] for k in listed["known"]}

    def words(self, path: Mapping[str, Any]) -> int:
        self.told: dict[str, Any] = {**self.known, **path["answers"]}
        self.said: dict[str, Any] = {}
        self.lines: dict[str, list[Any]] = {}
        for question in self.questions.values():
            self.ask(question)
        counted = [q for q in self.said if not path["gate_only"] or self.gate(q)]
        kept = [q for q in counted if path["confirmed"] and self.is_kept(q)]
        texts = [
            text for section in self.sections for text in self.still(section, kept)
        ]
        counted = [question for question in counted if question not in kept]
        texts += [text for question in counted for text in self.read_out(question)]
        texts += [s["intro"] for s in self.sections if {*s["questions"]} & {*counted}]
        topics = self.read_back()
        if topics:
            texts += ["So nothing with right", *topics, "or"[: 2 * len(topics) - 2]]
        return sum(len(re.findall(r"[\w'-]+", text)) for text in texts)

    def gate(self, name: str) -> bool:
        return bool(self.questions[name]["gate"])

    def ask(self, question: Mapping[str, Any]) -> None:
        name = question["id"]
        lines = [line for line in question["choices"] if self.offers(question, line)]
        if (question["when"] and not self.holds(question["when"])) or (
            question["choices"] and not lines
        ):
            return
        ids = [line["id"] for line in lines]
        mildest = question["mildest"]
        if question["kind"] == "any_of" and question["reassuring"]:
            mildest = ids
        self.lines[name] = lines
        self.said[name] = self.told.get(name, mildest)

    def offers(self, question: Mapping[str, Any], line: Mapping[str, Any]) -> bool:
        named = [self.words_of(other) for other in [line["carried_from"]] if other] + [
            [line["id"]]
        ]
        kept = all(line["id"] in words for words in named)
        left = any(line["id"] in self.words_of(q) for q in question["except"])
        return kept and not left and (not line["when"] or self.holds(line["when"]))

    def words_of(self, question: str) -> list[str]:
        said = self.said.get(question, [])
        return [word.removesuffix("?") for word in said if said != "unsure"]

    def holds(self, when: Mapping[str, Any]) -> bool:
        if when.get("all_of") is not None:
            return all(map(self.holds, when["all_of"]))
        if when.get("any_of") is not None:
            return any(map(self.holds, when["any_of"]))
        assert when.get("fact") is None, "no path of the pack asks by a fact"
        if when.get("known"):
            return self.told[when["known"]] in when["is_any_of"]
        said = self.said.get(when["question"])
        if when.get("is_any_of") is not None:
            return said in when["is_any_of"]
        assert when.get("includes_any_of") is not None
        return bool({*self.words_of(when["question"])} & {*when["includes_any_of"]})

    def read_out(self, name: str) -> list[str]:
        question = self.questions[name]
        if not question["aloud"]:
            return []
        lines = [] if question["open"] else self.lines[name]
        return [question["ask"], *(line["text"] for line in lines if line["aloud"])]

    def is_kept(self, name: str) -> bool:
        question = self.questions[name]
        anew = question["moves"] or question["gate"] or self.depends(question)
        return question["keeps"] != "visit" and not anew

    def still(self, section: Mapping[str, Any], kept: list[str]) -> list[str]:
        """Return what is said of one section of last time, in the form of questions."""
        here = [q for q in section["questions"] if q in kept]
        denied = [q for q in here if not self.is_told(q)]
        told = [q for q in here if q not in denied]
        said = [self.questions[q]["ask"] for q in here]
        for name in told:
            said += [self.questions[name]["answers"][word] for word in self.said[name]]
        nothing = "Nothing else:" if told else "Nothing:"
        day = "Said on 3 November 2026: Still so?"
        return [day, *said, *([nothing] if denied else [])] if here else []

    def read_back(self) -> list[str]:
        section = {q: s["title"] for s in self.sections for q in s["questions"]}
        own = [q for q in self.said if self.gate(q) and not self.is_follow_up(q)]
        topic = {q: self.questions[q]["topic"] or section[q] for q in own}
        told = {topic[q] for q in own if self.is_told(q)}
        denied = [q for q in own if self.said[q] in ("no", ["none"])]
        topics = dict.fromkeys(topic[q] for q in denied if topic[q] not in told)
        return list(topics) if len(own) > 1 else []

    def is_follow_up(self, name: str) -> bool:
        question = self.questions[name]
        text = json.dumps(question["when"])
        opens = [q for q in self.said if f'"{q}"' in text and self.gate(q)]
        return self.depends(question) or any(self.is_told(q) for q in opens)

    def depends(self, question: Mapping[str, Any]) -> bool:
        lines = question["choices"]
        return any(line["carried_from"] or line["when"] for line in lines)

    def is_told(self, name: str) -> bool:
        return bool(self.said[name] != self.questions[name]["mildest"])
