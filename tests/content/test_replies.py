"""Canned replies in their file form: read, checked as young people would get them, kept by two people."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks.piece import Piece, check_piece
from content.problems import ContentError
from content.rates import parse_rates
from content.replies import MOST_REPLIES, Reply, parse_replies, written_down
from content.repository import RATES, REPLIES
from content.reviewing import needs_two
from tests.content.pieces import DAY, RATES_FILE, library

PIECE = "service-wide/replies"
words = st.text(st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp")), max_size=60).map(
    lambda text: " ".join(text.split())
)
written = st.lists(
    st.builds(Reply, words.filter(bool), words.filter(bool)),
    max_size=5,
    unique_by=lambda reply: reply.name.casefold(),
)


def found(body: str) -> list[str]:
    """What stands in the way of these replies."""
    piece = Piece(PIECE, REPLIES, body)
    return [one.what for one in check_piece(piece, library(), DAY) if one.blocks]


def one(text: str, name: str = "Hello") -> str:
    return written_down((Reply(name, text),))


@given(replies=written)
def test_what_is_written_down_is_read_again(replies: list[Reply]) -> None:
    assert parse_replies(written_down(tuple(replies))) == tuple(replies)


@pytest.mark.parametrize(
    ("body", "what"),
    [
        ("hello: there", "not a list"),
        ("- name: Hello", "text"),
        ("- {name: Hello, text: a, nation: wales}", "nation"),
        ("- {name: Hello, text: a}\n- {name: HELLO, text: b}", "called HELLO"),
        ("- {name: [", "YAML"),
    ],
)
def test_what_cannot_be_read_is_told(body: str, what: str) -> None:
    with pytest.raises(ContentError) as error:
        parse_replies(body)
    assert what in " ".join(problem.what for problem in error.value.problems)


def test_too_many_to_find_anything_are_refused() -> None:
    many = tuple(Reply(f"Reply {number}", "Hello") for number in range(MOST_REPLIES + 1))
    with pytest.raises(ContentError):
        parse_replies(written_down(many))


def test_a_reply_is_checked_as_young_people_get_it() -> None:
    assert found(one("You may get {rate:ema-wales-weekly} a week. We are here {hours}.")) == []
    assert any("Hello" in what for what in found(one("It is {rate:unknown} a week.")))
    assert found(one("It is £40 a week."))


def test_a_rate_that_a_reply_names_cannot_be_taken_away() -> None:
    named = "{rate:gone-weekly} a week"
    live = replace(library(), replies=(Reply("Money", named),))
    before = RATES_FILE + RATES_FILE.replace("ema-wales-weekly", "gone-weekly")
    with_both = replace(live, rates=parse_rates(before))
    away = check_piece(Piece("service-wide/rates", RATES, RATES_FILE), with_both, DAY)
    assert any("the canned reply “Money”" in one.what for one in away if one.blocks)


def test_everybodys_words_need_two_people() -> None:
    assert needs_two(PIECE, REPLIES, "")
