"""The service's own sentences say no more than what has happened."""

import re
from pathlib import Path

import pytest

from content.words import parse_words

WORDS = parse_words((Path(__file__).parents[2] / "content" / "words.yml").read_text("utf-8"))


@pytest.mark.parametrize("key", sorted(WORDS))
def test_no_sentence_says_that_somebody_has_read_what_they_may_only_have_opened(key: str) -> None:
    saying = WORDS[key]
    for text in (saying.web, saying.sms):
        assert not re.search(r"\b(?:has|have) (?:already )?read\b", text)


@pytest.mark.parametrize("key", ["picked-up", "handed-over", "reopened"])
def test_at_a_pick_up_they_hear_that_their_words_are_there_to_see(key: str) -> None:
    assert "can see what" in WORDS[key].web
    assert "can see what" in WORDS[key].sms
