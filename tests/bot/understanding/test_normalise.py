"""Texts become plain, and every plain word can be shown as it was typed."""

# ruff: noqa: RUF001

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.normalise import LONGEST, plain, sentences


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("dont wanna go skool tmrw", "dont want to go school tomorrow"),
        ("I can’t… gr8!! r u ok?", "i cant great are you ok"),
        ("aye am no gonnae dae it", "yes am no going to do it"),
        ("pleaseeee helppp its freeee", "please help its free"),
        ("sooooo tired of schooool", "so tired of school"),
        ("self-harm", "self harm"),
        ("ｈｅｌｐ ⓜⓔ", "help me"),
        ("h\u200be\u200blp", "help"),
        ("i wаnt tо diе", "i want to die"),
        ("k i l l  myself, k.i.l.l, k1ll", "kill myself kill kill"),
        ("i got a b c d", "i got a b c d"),
        ("paid £30.50 at 5:30pm", "paid £30.50 at 5:30pm"),
        ("so sad 😭", "so sad crying"),
        ("🦖🦖", ""),
        ("хочу умереть", "хочу умереть"),
        ("", ""),
    ],
)
def test_a_text_becomes_plain(typed: str, wanted: str) -> None:
    assert plain(typed) == wanted


def test_sentences_end_at_marks_and_new_lines_but_not_inside_numbers() -> None:
    found = [sentence.plain for sentence in sentences("im 16.5 yrs. help me!\nnow")]
    assert found == ["im 16.5 years", "help me", "now"]


def test_a_short_form_is_shown_as_typed() -> None:
    typed = "I'm  GONNA end it"
    tokens = sentences(typed)[0].tokens
    assert [(token.plain, typed[token.start : token.end]) for token in tokens] == [
        ("im", "I'm"),
        ("going", "GONNA"),
        ("to", "GONNA"),
        ("end", "end"),
        ("it", "it"),
    ]


def test_only_the_first_part_of_a_very_long_text_is_read() -> None:
    assert "needle" not in plain("x " * LONGEST + "needle")
    assert "needle" in [s.plain for s in sentences("x. " * LONGEST + "needle", longest=10**6)]


@given(st.text(max_size=300))
def test_any_text_can_be_made_plain_and_every_word_has_its_place(typed: str) -> None:
    last = 0
    for sentence in sentences(typed):
        for token in sentence.tokens:
            assert token.plain
            assert " " not in token.plain
            assert last <= token.start < token.end <= len(typed)
            last = token.start
    assert not any(ord(character) < 32 for character in plain(typed))


@given(st.text(alphabet="abno'* .!?gruk2é😭аѕ", max_size=80))
def test_a_text_reads_the_same_in_capitals_and_with_invisible_marks(typed: str) -> None:
    assert plain(typed.upper()) == plain(typed)
    assert plain(typed.replace("a", "a\u200b")) == plain(typed)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz ", max_size=80))
def test_plain_words_stay_plain(typed: str) -> None:
    once = plain(typed)
    again = plain(once)
    assert plain(again) == again
