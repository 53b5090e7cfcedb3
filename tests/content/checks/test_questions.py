"""Test questions: apart from training phrases, each under one entry, refused where they are both."""

from dataclasses import replace

import pytest

from content.checks.piece import Piece, check_piece
from content.entry_file import parse_entry, write_entry
from content.library import Library
from content.repository import ANSWER
from tests.content.pieces import DAY, ENTRY_ID, OTHER_ID, PHRASES, body, library


def live() -> Library:
    """The library in which the other entry has a test question of its own."""
    whole = library()
    other = whole.entries[OTHER_ID]
    asked = replace(other, entry=replace(other.entry, test_questions=("which day is pay day",)))
    return replace(whole, entries={**whole.entries, OTHER_ID: asked})


def found(*questions: str, phrases: tuple[str, ...] = PHRASES) -> list[tuple[str, str, str]]:
    entry = replace(parse_entry(ENTRY_ID, body()), test_questions=questions)
    piece = Piece(ENTRY_ID, ANSWER, write_entry(entry), phrases)
    return [(one.severity, one.where, one.what) for one in check_piece(piece, live(), DAY)]


def test_questions_that_are_nobodys_phrase_pass() -> None:
    assert found("is ema worth it", "how much is it where i live") == []


@pytest.mark.parametrize(
    ("question", "what"),
    [
        (PHRASES[0].upper() + "?", "is a training phrase here too"),
        ("when does ema come 1", f"is a training phrase of {OTHER_ID}"),
        ("Which day is pay day?", f"is a test question of {OTHER_ID} too"),
    ],
)
def test_a_question_that_is_a_phrase_or_stands_twice_is_refused(question: str, what: str) -> None:
    ((severity, where, told),) = found(question)
    assert (severity, where) == ("must", "test_questions")
    assert what in told


def test_a_phrase_that_is_a_test_question_elsewhere_is_refused() -> None:
    ((severity, where, told),) = found(phrases=(*PHRASES, "which day is pay day"))
    assert (severity, where) == ("must", "phrases")
    assert f"is a test question of {OTHER_ID}" in told


def test_the_same_question_twice_and_a_very_long_one_are_pointed_out() -> None:
    twice, long = found("is ema worth it", "Is EMA worth it?", "x" * 301)
    assert "stands here twice" in twice[2]
    assert "301 characters" in long[2]
    assert {twice[0], long[0]} == {"should"}
