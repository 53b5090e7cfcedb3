"""What is trained on is what is read: many texts counted at once have the features of each by itself."""

from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.counting import count, learn, rows
from bot.understanding.features import WORD_MARK, letter_groups

TEXTS = ["when is ema paid", "is ema paid paid paid", "how much is it", "", "banana how much", "x"]
plain_texts = st.lists(st.text("abc é'", max_size=30).map(lambda text: " ".join(text.split())))


def names_in(text: str) -> list[str]:
    """Words, pairs and groups of letters, one after the other."""
    words = text.split()
    marked = [*words, *(f"{one} {two}" for one, two in pairwise(words))]
    return [f"{WORD_MARK}{name}" for name in marked] + [
        group for word in words for group in letter_groups(word)
    ]


@given(texts=plain_texts)
def test_every_name_is_counted_in_every_text(texts: list[str]) -> None:
    counted = count(texts)
    for text, row in zip(texts, counted.counts.toarray(), strict=True):
        there = {name: often for name, often in zip(counted.names, row, strict=True) if often}
        assert there == Counter(names_in(text))


def test_what_stands_in_one_text_alone_is_not_learned_and_the_usual_comes_first() -> None:
    features = learn(count(TEXTS))
    assert f"{WORD_MARK}ema" in features.names
    assert f"{WORD_MARK}banana" not in features.names
    in_texts = [sum(name in names_in(text) for text in TEXTS) for name in features.names]
    assert in_texts == sorted(in_texts, reverse=True)
    assert min(in_texts) == 2


def test_no_more_is_learned_than_is_wanted() -> None:
    assert learn(count(TEXTS), most=3).names == learn(count(TEXTS)).names[:3]


@given(texts=plain_texts)
def test_a_row_is_what_is_read_in_the_text_by_itself(texts: list[str]) -> None:
    counted = count(texts)
    features = learn(counted)
    for text, row in zip(texts, rows(counted, features).toarray(), strict=True):
        alone = np.zeros(len(features.names), dtype=np.float32)
        which, amounts = features.of(text)
        alone[which] = amounts
        assert np.allclose(row, alone, atol=1e-6)
