"""After a reply the interview goes on; nothing is counted that may have changed."""

from __future__ import annotations

import json
from datetime import date

import msgspec

from massage_screen.answers import Answers
from massage_screen.brought import Taken
from massage_screen.cli.doing.going_on import of_another_day, of_today
from massage_screen.screened import screened
from massage_screen.sheet import fit_answers
from tests.shipped import CASES, PACK

(CASE,) = [case for case in CASES if case.id == "blood_thinner_old_leg_weak"]
SAID = fit_answers(PACK, CASE.answers, CASE.id)
CLIENT = screened(PACK, SAID, "x", "2026-01-31")
REPLY = {"checked": ["leg_weak"], "agreed_areas": ["feet"]}


def test_of_today_all_answers_count_and_only_what_is_open_is_asked() -> None:
    history = of_today(CLIENT)

    assert history.brought is None
    assert not history.again
    assert history.sheet(PACK).answers["age"] == SAID["age"]


def test_a_day_to_see_a_clinician_by_is_not_lost_on_the_way() -> None:
    taken = Taken(
        source="file",
        given_on="2026-01-01",
        watch_until="2026-02-01",
        confirmed=(),
        changed=(),
    )
    client = msgspec.structs.replace(CLIENT, brought=taken)

    brought = of_today(client).brought

    assert brought is not None
    assert brought.watch_until == "2026-02-01"
    assert not brought.answers  # they were confirmed then


def test_of_another_day_the_reply_counts_and_the_rest_is_brought_along() -> None:
    data = json.dumps({**CASE.answers, "given_on": "2026-01-31"}).encode()

    history = of_another_day(data, PACK, REPLY)

    assert history.said["agreed_areas"] == ("feet",)
    assert "age" not in history.said
    assert history.brought is not None
    assert history.brought.answers["age"] == SAID["age"]
    assert history.brought.given_on == "2026-01-31"
    assert history.brought.today == date.today().isoformat()


def test_what_is_asked_of_the_client_at_every_visit_is_asked_again() -> None:
    data = json.dumps({**CASE.answers, "given_on": "2026-01-31"}).encode()

    history = of_another_day(data, PACK, REPLY)

    assert PACK.questions["checked"].keeps == "visit"
    assert history.again == {"checked"}
    assert "checked" not in Answers({**history.sheet(PACK).visible})
