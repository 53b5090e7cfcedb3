"""What ordinary people chat about: the same messages each time, none of them left as danger."""

import numpy as np
import pytest

from bot.chatter import FEWEST_WORDS, LONGEST, read_chatter
from bot.risk.families import Family
from bot.risk.lessons import CHATTER, messages, rows
from bot.risk.thresholds import choose_thresholds
from tests.bot.risk.conftest import EVERYDAY, ROUTINE, small

__all__ = ["small"]


@pytest.fixture(scope="module")
def chatter() -> tuple[str, ...]:
    return read_chatter(500)


def test_so_many_different_messages_are_read_the_same_ones_each_time(
    chatter: tuple[str, ...],
) -> None:
    assert len(set(chatter)) == len(chatter) == 500
    assert read_chatter(100) == chatter[:100]


def test_every_message_says_something_and_none_goes_on_for_ever(chatter: tuple[str, ...]) -> None:
    assert all(len(text.split()) >= FEWEST_WORDS and len(text) <= LONGEST for text in chatter)


def test_chatter_teaches_what_is_harmless(small: tuple[Family, ...]) -> None:
    taught = messages(small, ROUTINE, EVERYDAY, ["the snow was so good today"])
    [only] = [message for message in taught if message.kind == CHATTER]
    assert (only.whole, only.level) == ("the snow was so good today", 0)
    assert "the snow was so good today" in {row.plain for row in rows(taught)}


def test_danger_is_also_taught_amid_chatter(small: tuple[Family, ...]) -> None:
    chat = "the snow was so good today"
    taught = messages(small, ROUTINE, EVERYDAY, [chat])
    amid = [row for row in rows(taught) if chat in row.plain and row.plain != chat]
    danger = {number for number, message in enumerate(taught) if message.level}
    assert {row.message for row in amid if row.level} == danger
    assert [row for row in amid if not row.level], "pasting as such would be taken for danger"


def test_chatter_that_a_pattern_takes_for_danger_teaches_nothing(
    small: tuple[Family, ...],
) -> None:
    taught = messages(small, ROUTINE, EVERYDAY, ["honestly i want to die"])
    assert not [message for message in taught if message.kind == CHATTER]


def test_much_chatter_lets_no_look_alike_through(small: tuple[Family, ...]) -> None:
    """Easy messages do not lower where the score of a family begins to count."""
    taught = messages(small, ROUTINE, EVERYDAY)
    more = messages(small, ROUTINE, EVERYDAY, [f"the snow was good on day {n}" for n in range(99)])
    assert more[: len(taught)] == taught
    odds = np.random.default_rng(7).normal(size=(len(taught), 3 + len(small))).astype(np.float32)
    calm = np.full((len(more) - len(taught), odds.shape[1]), -9, np.float32)
    can_be_urgent = [family.can_be_urgent for family in small]
    alone = choose_thresholds(odds, taught, can_be_urgent)
    beside = choose_thresholds(np.concatenate([odds, calm]), more, can_be_urgent)
    assert (beside.family_see == alone.family_see).all()
    assert (beside.family_urgent == alone.family_urgent).all()
    assert (beside.general == alone.general).all()
