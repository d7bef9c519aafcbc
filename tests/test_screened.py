"""A screening is decided once and explained once, and tells the same reasons."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from typer.testing import CliRunner

from massage_screen.answers import Answers
from massage_screen.cli import app
from massage_screen.decision import decide_sheet
from massage_screen.errors import AnswersError
from massage_screen.explanation.explain import explain
from massage_screen.pack import Pack
from massage_screen.screened import as_json, read_client, read_screened, screened
from massage_screen.sheet import fit_answers
from tests.generated import pack_of
from tests.shipped import PACK as SPINE

PROGRAM = "massage-screen 1"
STUCK = {"bladder_signs": ("stuck",)}
TINY = Path(__file__).parent / "packs" / "tiny"
TODAY = "2026-11-28"
FINE = {"bladder_signs": ["none"], "pain_now": 3, "moves_freely": "yes"}


@contextmanager
def counted(*functions: Any) -> Iterator[Counter[str]]:
    """Count how often our own functions run, which run as they are."""
    watched: dict[CodeType, str] = {f.__code__: f.__name__ for f in functions}
    count: Counter[str] = Counter()

    def profile(frame: FrameType, event: str, _: Any) -> None:
        if event == "call" and frame.f_code in watched:
            count[watched[frame.f_code]] += 1

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        yield count
    finally:
        sys.setprofile(before)


@pytest.mark.parametrize("more", [[], ["--json"], ["--decision", "decision.json"]])
def test_who_is_shown_and_kept_was_decided_once_and_explained_once(
    more: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("answers.json").write_text(json.dumps(FINE), "utf-8")
    arguments = ["assess", "answers.json", "--questions", str(TINY), *more]

    with counted(explain, decide_sheet) as count:
        result = CliRunner().invoke(app, arguments)

    assert result.exit_code == 0
    assert count == {"explain": 1, "decide_sheet": 1}
    assert Path("decision.json").exists() is ("--decision" in more)


def test_findings_are_reasons_or_notes_and_none_is_both() -> None:
    answers = Answers({"bladder_last": "cannot"})
    client = screened(SPINE, answers, PROGRAM)

    assert client.hands_off
    both = [*client.reasons, *client.notes]
    assert [f.rule.id for f in both] == [f.rule.id for f in client.decision.findings]
    assert all(not finding.rule.ranks_as.hands_on for finding in client.reasons)
    assert all(finding.rule.ranks_as.hands_on for finding in client.notes)


def as_file(client: Any, **changed: object) -> bytes:
    return json.dumps({**as_json(client), **changed}).encode()


def test_a_decision_is_read_back_as_it_was_written(tiny: Pack) -> None:
    client = screened(tiny, Answers(STUCK), PROGRAM)

    read = read_screened(as_file(client), "d.json", tiny, PROGRAM)

    assert as_json(read) == as_json(client)


def test_a_decision_that_was_changed_is_refused(tiny: Pack) -> None:
    client = screened(tiny, Answers(STUCK), PROGRAM)

    with pytest.raises(AnswersError, match="does not follow"):
        read_screened(as_file(client, disposition="proceed"), "d", tiny, PROGRAM)


def test_answers_are_no_decision_but_a_client_all_the_same(tiny: Pack) -> None:
    data = json.dumps(FINE).encode()

    assert read_client(data, "a.json", tiny, PROGRAM, TODAY).word == "PROCEED"
    with pytest.raises(AnswersError, match="not a decision"):
        read_screened(data, "a.json", tiny, PROGRAM)


def test_an_unfinished_sheet_has_a_word_of_its_own(tiny: Pack) -> None:
    client = screened(tiny, Answers(), PROGRAM)

    assert (client.word, client.hands_on, client.hands_off) == (
        "INCOMPLETE",
        False,
        False,
    )


def test_a_decision_is_read_again_although_answers_were_set_aside(tiny: Pack) -> None:
    said = {**FINE, "bladder_course": "recent"}
    client = screened(tiny, fit_answers(tiny, said, "x"), PROGRAM)
    data = json.dumps(as_json(client)).encode()

    assert client.decision.set_aside
    again = read_screened(data, "x", tiny, PROGRAM)
    assert again.decision.findings == client.decision.findings


def test_lines_that_do_not_count_are_named_and_left_out_of_the_answers() -> None:
    signs = [{"id": each, "text": each} for each in ("leak", "slow")]
    pack = pack_of(
        [
            {
                "section": {"title": "T"},
                "question": [
                    {"id": "signs", "kind": "any_of", "ask": "A?", "choices": signs},
                    {"id": "old", "kind": "any_of", "ask": "B?", "carries": ["signs"]},
                ],
            }
        ]
    )
    said = Answers({"signs": ("slow",), "old": ("leak?", "slow")})

    told = as_json(screened(pack, said, PROGRAM))

    assert told["lines_set_aside"] == {"old": ["leak?"]}
    assert told["set_aside"] == []
    assert told["answers"] == {"signs": ("slow",), "old": ("slow",)}
    data = json.dumps(told).encode()
    assert as_json(read_screened(data, "x", pack, PROGRAM)) == {
        **told,
        "lines_set_aside": {},
    }
