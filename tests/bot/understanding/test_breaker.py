"""The breaker keeps attempts off what keeps failing, and finds out when it works again."""

from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.breaker import Breaker


class Watch:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


def opened() -> tuple[Breaker, Watch]:
    watch = Watch()
    breaker = Breaker(most=3, pause=10, now=watch)
    assert [breaker.failed() for _ in range(3)] == [False, False, True]
    return breaker, watch


def test_a_few_failures_change_nothing() -> None:
    breaker = Breaker(most=3)
    breaker.failed()
    breaker.failed()
    assert breaker.may_try()
    assert not breaker.worked()
    breaker.failed()
    assert breaker.may_try()


def test_after_failures_in_a_row_nothing_is_tried_for_a_while() -> None:
    breaker, watch = opened()
    watch.seconds += 9.9
    assert not breaker.may_try()


def test_after_the_pause_one_message_tries_and_the_others_do_not() -> None:
    breaker, watch = opened()
    watch.seconds += 10
    assert [breaker.may_try() for _ in range(3)] == [True, False, False]


def test_a_success_closes_it() -> None:
    breaker, watch = opened()
    watch.seconds += 10
    assert breaker.may_try()
    assert breaker.worked()
    assert all(breaker.may_try() for _ in range(3))


def test_a_failed_attempt_begins_the_pause_anew() -> None:
    breaker, watch = opened()
    watch.seconds += 10
    assert breaker.may_try()
    watch.seconds += 1
    assert not breaker.failed()
    watch.seconds += 9.9
    assert not breaker.may_try()


def test_an_attempt_that_was_never_reported_does_not_stop_the_next() -> None:
    breaker, watch = opened()
    watch.seconds += 10
    assert breaker.may_try()
    watch.seconds += 10
    assert breaker.may_try()


@given(st.lists(st.sampled_from(["ask", "fail", "work", "wait"]), max_size=60))
def test_it_is_open_exactly_after_three_failures_in_a_row(happenings: list[str]) -> None:
    watch, in_a_row = Watch(), 0
    breaker = Breaker(most=3, pause=10, now=watch)
    for each in happenings:
        if each == "ask":
            assert breaker.may_try() or breaker.open
        elif each == "wait":
            watch.seconds += 10
            assert breaker.may_try()
        elif each == "work":
            breaker.worked()
            in_a_row = 0
        else:
            breaker.failed()
            in_a_row += 1
        assert breaker.open == (in_a_row >= 3)
