"""Questions that mean the same are counted as one, with their trend."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meaning import Vector
from staff.questions.grouping import WEEKS, Asked, Group, by_week, group
from staff.questions.preparing import prepare
from staff.questions.vectors import KeptVectors, by_words
from store.clock import SetClock
from store.database import Database
from tests.staff.learn.conftest import Ask, ask  # noqa: F401 - fixture

NOW = datetime(2026, 11, 17, 14, 5, tzinfo=UTC)


def asked(
    number: int, text: str, *, days: int = 0, guess: str = "", what: str = "unanswered"
) -> Asked:
    return Asked(number, text, what, "", None, guess, NOW - timedelta(days=days))


def grouped(*questions: Asked) -> list[Group]:
    return group(questions, KeptVectors(None).of([one.text for one in questions]))


def test_what_is_alike_comes_together_the_most_asked_first() -> None:
    groups = grouped(
        asked(1, "how do i get a provisional licence"),
        asked(2, "where can i get a tattoo"),
        asked(3, "how do i get my provisional licence", days=1),
        asked(4, "how to get provisional licence", days=2),
    )
    assert [[one.id for one in each.asked] for each in groups] == [[1, 3, 4], [2]]


def test_a_group_tells_its_likeliest_entry_its_kinds_and_its_newest_wordings() -> None:
    [one] = grouped(
        asked(1, "bus pass for college", days=3, guess="a/b"),
        asked(2, "Bus pass for college", days=2, guess="c/d", what="unsure"),
        asked(3, "bus pass for … college", days=1, guess="c/d", what="not helped"),
        asked(4, "bus pass for college", guess=""),
    )
    assert one.guess == "c/d"
    assert (one.unanswered, one.unsure, one.not_helped) == (2, 1, 1)
    assert [each.id for each in one.examples] == [4, 3]
    assert len(one.phrases) == 1
    assert one.ids == "4,3,2,1"


def test_a_single_word_is_no_phrase() -> None:
    [one] = grouped(asked(1, "help …"))
    assert one.phrases == ()


@pytest.mark.parametrize(("days", "back"), [(0, 0), (1, 0), (2, 1), (8, 1), (9, 2), (50, 7)])
def test_weeks_begin_on_monday_in_the_uk(days: int, back: int) -> None:
    weeks = by_week([asked(1, "x", days=days)], NOW)
    assert len(weeks) == WEEKS
    assert weeks[-1 - back][1] == 1
    assert all(week.weekday() == 0 for week, _ in weeks)


@given(st.lists(st.sampled_from(["bus pass", "bus pass now", "my cv", "write my cv", "…", "ema"])))
def test_every_question_is_in_exactly_one_group(texts: Sequence[str]) -> None:
    groups = grouped(*(asked(number, text) for number, text in enumerate(texts)))
    ids = [one.id for each in groups for one in each.asked]
    assert sorted(ids) == list(range(len(texts)))
    sizes = [len(each.asked) for each in groups]
    assert sizes == sorted(sizes, reverse=True)


def test_a_text_is_encoded_once_and_forgotten_with_its_question() -> None:
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> Vector:
        encoded.extend(texts)
        return by_words(texts)

    kept = KeptVectors(encode)
    kept.of(["one", "two"])
    again = kept.of(["two", "three", "two"])
    assert encoded == ["one", "two", "three"]
    assert np.allclose(again[0], again[2])
    kept.keep_only([(7, "two")])
    kept.of(["one", "two"])
    assert encoded == ["one", "two", "three", "one"]


async def test_questions_are_made_ready_beside_the_service_and_forgotten_with_their_messages(
    ask: Ask,  # noqa: F811
    sqlite: Database,
    clock: SetClock,
) -> None:
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> Vector:
        encoded.extend(texts)
        return by_words(texts)

    for number in range(20):
        await ask(f"how do i get a bus pass {'again ' * number}", who=str(number))
    await ask("Liam", who="z")  # nothing is left of it
    kept = KeptVectors(encode)
    assert len(await prepare(sqlite, clock, kept)) == 20
    assert len(encoded) == 20
    assert len(await prepare(sqlite, clock, kept)) == 20
    assert len(encoded) == 20
    clock.forward(timedelta(weeks=WEEKS + 1))
    assert await prepare(sqlite, clock, kept) == []
    assert kept.words == {}
