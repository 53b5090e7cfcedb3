"""What counts as a word about safe contact, and what does not."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.safe_contact import Said, safe_contact_words, words_of_contact

NOON = datetime(2026, 11, 17, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "sentence",
    [
        "don't text after 6",
        "pls dont call me",
        "please do not ring this number",
        "you cant phone me at home",
        "never leave a voicemail",
        "stop texting me",
        "please dont send me texts",
        "only text me",
        "text me after school",
        "can you call me at lunchtime",
        "message me before 4pm",
        "he checks my phone",
        "my mum reads all my messages",
        "my step dad goes through my phone every night",
        "she has got my phone",
        "they track my phone",
        "this is my mums phone",
        "im using my friends phone",
        "I share a phone with my sister",
        "it's not safe to talk",
        "its safe to text now",
        "i cant talk right now",
        "I can only text until 5",
        "he's in the room",
        "they are downstairs",
        "dad gets home at 5",
        "my mum will be back after work",
        "pretend to be my friend",
        "if he answers hang up",
        "don't say who you are",
        "He checks my phone, don\u2019t text after 6.30pm",
    ],
)
def test_words_about_safe_contact_are_found(sentence: str) -> None:
    assert words_of_contact(sentence.replace("\u2019", "'"))


@pytest.mark.parametrize(
    "sentence",
    [
        "how do i get ema",
        "can i call the college about my place",
        "my phone is broken so i cant do my work",
        "the jobcentre did not reply to my claim",
        "my social worker never rings me back",
        "camhs never called me",
        "he never texts any more",
        "what time does the college open",
        "i got a text from universal credit",
        "my boyfriend has a job",
        "do i have to be 16 to apply",
        "dont know what to do",
        "i cant talk to anyone about my course",
        "she said i can go to college",
    ],
)
def test_ordinary_questions_are_not_taken_for_it(sentence: str) -> None:
    assert words_of_contact(sentence) == ""


def test_only_the_sentence_is_kept_word_for_word_and_only_once() -> None:
    messages = [
        Said("hi. I need help with money. He checks my phone! ok", 3, NOON),
        Said("he checks my phone!", 5, NOON),
    ]
    assert safe_contact_words(messages) == [Said("He checks my phone!", 3, NOON)]


def test_a_time_with_a_point_in_it_does_not_end_the_sentence() -> None:
    [found] = safe_contact_words([Said("text me after 6.30pm thanks", 1, NOON)])
    assert found.words == "text me after 6.30pm thanks"


def test_of_a_message_without_full_stops_only_the_part_around_it_is_kept() -> None:
    flood = "so then we went on and on " * 20
    [found] = safe_contact_words([Said(f"{flood}he checks my phone {flood}", 1, NOON)])
    assert "he checks my phone" in found.words
    assert len(found.words) < 180
    assert found.words.startswith("…") and found.words.endswith("…")


@given(st.text(max_size=300))
def test_whatever_is_typed_the_words_kept_stand_in_the_message(text: str) -> None:
    for found in safe_contact_words([Said(text, 1, NOON)]):
        assert found.words.strip("…") in text.replace("\u2019", "'")
