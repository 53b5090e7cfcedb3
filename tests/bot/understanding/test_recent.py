"""A costly result is made once for all who ask, and forgotten in time."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from bot.understanding.recent import Recent


def test_a_text_asked_for_twice_is_worked_out_once() -> None:
    made: list[str] = []

    def shout(text: str) -> str:
        made.append(text)
        return text.upper()

    recent = Recent(shout, most=2)

    assert [recent.of("hello"), recent.of("hello")] == ["HELLO", "HELLO"]
    assert made == ["hello"]


def test_the_text_asked_for_longest_ago_is_forgotten_first() -> None:
    made: list[str] = []

    def same(text: str) -> str:
        made.append(text)
        return text

    recent = Recent(same, most=2)

    for text in ("one", "two", "one", "three", "one", "two"):
        recent.of(text)

    assert made == ["one", "two", "three", "two"]


def test_two_who_ask_at_once_share_the_work() -> None:
    made: list[str] = []
    begun, asked = Event(), Barrier(2)

    def slowly(text: str) -> str:
        made.append(text)
        begun.set()
        asked.wait(10)
        return text.upper()

    recent = Recent(slowly, most=2)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(recent.of, "hello")
        assert begun.wait(10)
        second = threads.submit(recent.of, "hello")
        asked.wait(10)
        assert (first.result(10), second.result(10)) == ("HELLO", "HELLO")
    assert made == ["hello"]


def test_what_failed_is_tried_again() -> None:
    outcomes: Iterator[ValueError | str] = iter([ValueError("broken"), "mended"])

    def make(_text: str) -> str:
        outcome = next(outcomes)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    recent = Recent(make, most=2)
    with pytest.raises(ValueError, match="broken"):
        recent.of("hello")
    assert recent.of("hello") == "mended"
