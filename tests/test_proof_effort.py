import os
import signal
from threading import Timer

import pytest
import z3

from massage_screen.proof.effort import Effort, GaveUp
from massage_screen.proof.formula import all_of, any_of, no


def pigeons(holes):
    """Return that one pigeon more than holes has a hole of its own: nobody can."""
    sits = [[z3.Bool(f"{p} in {h}") for h in range(holes)] for p in range(holes + 1)]
    apart = [
        no(all_of([sits[one][hole], sits[other][hole]]))
        for hole in range(holes)
        for one in range(holes + 1)
        for other in range(one)
    ]
    return [*map(any_of, sits), *apart]


def test_a_client_is_found_or_proved_not_to_exist():
    effort = Effort(10**6, 10**7)
    rain, snow = z3.Bools("rain snow")

    model = effort.client([any_of([rain, snow])], no(rain))

    assert z3.is_true(model.eval(snow, True))
    assert effort.client([rain], no(rain)) is None
    assert effort.client(pigeons(4)) is None


def test_it_gives_up_after_as_many_steps_every_time():
    left = []
    for _ in range(2):
        effort = Effort(50_000, 10**7)
        with pytest.raises(GaveUp):
            effort.client(pigeons(9))
        left.append(effort.left)

    assert left[0] == left[1]
    assert 0 < 10**7 - left[0] < 100_000


def test_all_questions_together_take_no_more_than_they_may():
    effort = Effort(50_000, 120_000)

    for _ in range(3):
        with pytest.raises(GaveUp):
            effort.client(pigeons(9))

    assert effort.left <= 0
    with pytest.raises(GaveUp):
        effort.client([z3.Bool("rain")])


def test_one_question_takes_no_more_than_is_left_for_all():
    effort = Effort(10**9, 50_000)

    with pytest.raises(GaveUp):
        effort.client(pigeons(9))

    assert -50_000 < effort.left <= 0


@pytest.mark.skipif(os.name != "posix", reason="signals are sent as on POSIX")
def test_an_interruption_is_no_giving_up():
    stop = Timer(0.3, os.kill, (os.getpid(), signal.SIGINT))
    stop.start()

    with pytest.raises(KeyboardInterrupt):
        Effort(10**9, 10**9).client(pigeons(12))
    stop.join()
