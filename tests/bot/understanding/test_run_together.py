"""Words typed without spaces are parted, and no other word is torn."""

import re

import pytest

from bot.risk.families import read_everyday, read_taught_families
from bot.understanding.normalise import plain
from bot.understanding.run_together import MOST_LETTERS, parted
from bot.understanding.spelling import load_spelling

SPELLING = load_spelling()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("might killmyself on friday", "might kill myself on friday"),
        ("imgonna hurtmyself badly", "im going to hurt myself badly"),
        ("idontwanttobehere", "i dont want to be here"),
        ("icantdothisanymore", "i cant do this anymore"),
        ("KillMyself!!", "kill myself"),
        ("howmuchisema", "how much is ema"),
        ("hehurtsme", "he hurts me"),
    ],
)
def test_a_row_of_words_is_parted(typed: str, words: str) -> None:
    assert plain(typed) == words


@pytest.mark.parametrize(
    "word",
    [
        "another", "together", "therapist", "weather", "however", "whatever", "overcome", "sleepover",
        "ongoing", "outgoing", "forgive", "without", "nowhere", "cinema", "william", "skilled",
        "studied", "audience", "hehehehehehe", "diesel", "hospital", "manchester",
    ],
)  # fmt: skip
def test_a_word_of_its_own_stays_whole(word: str) -> None:
    assert plain(word) == word


def test_a_row_without_end_is_left_alone_for_its_cost_grows_with_the_square() -> None:
    longest = "killmyself" * (MOST_LETTERS // 10)
    assert plain(longest) == "kill myself " * (MOST_LETTERS // 10 - 1) + "kill myself"
    assert plain(f"{longest}i") == f"{longest}i"
    assert plain(" ".join(f"{longest}i")) == f"{longest}i"


def test_no_word_that_people_write_in_harmless_messages_is_torn() -> None:
    said = [
        *read_everyday(),
        *(text for each in read_taught_families() for text in each.lookalikes),
    ]
    words = {word for text in said for word in re.findall("[a-z]+", text.lower())}
    torn = {
        word: parts
        for word in words - SPELLING.short_forms.keys()
        if len(parts := parted(word, SPELLING.run_together, SPELLING.telling)) > 1
    }
    assert torn == {}
