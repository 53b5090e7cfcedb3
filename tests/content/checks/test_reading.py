"""Counting words, sentences and syllables."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.checks.reading import grade, plain, sentences, syllables, words


@pytest.mark.parametrize(
    ("word", "count"),
    [("cat", 1), ("money", 2), ("college", 2), ("table", 2), ("asked", 1), ("wanted", 2),
     ("£40", 1), ("education", 4), ("the", 1), ("you're", 1)],
)  # fmt: skip
def test_syllables_are_counted_by_their_vowels(word: str, count: int) -> None:
    assert syllables(word) == count


def test_points_and_full_stops_end_sentences_and_amounts_do_not() -> None:
    text = plain("You get £12.71.\n\n- **When:** in term\n- [EMA](https://gov.uk) pays now")
    assert [len(sentence.words) for sentence in sentences(text)] == [3, 1, 2, 3]
    assert [sentence.line for sentence in sentences(text)] == [1, 3, 3, 4]


def test_plain_words_grade_lower_than_office_words() -> None:
    easy = "You can ask for help. We will talk with you."
    hard = "Applicants requiring additional assistance should communicate with administrators."
    assert grade(easy) < 3
    assert grade(hard) > 12


@given(st.text(max_size=400))
def test_any_text_can_be_graded(text: str) -> None:
    assert sum(len(sentence.words) for sentence in sentences(text)) <= len(words(text)) * 2
    assert -16 < grade(plain(text)) < 6000
