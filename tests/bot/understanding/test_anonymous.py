"""What editors are shown of a question tells nothing of who asked it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding.anonymous import FILE, GAP, without_gaps, without_persons

NAMES = (
    "Liam", "Mohammed", "Aisha", "Niamh", "Siobhan", "Rhys", "Callum", "Chantelle", "Agnieszka",
    "Smith", "Patel", "O'Brien", "Jade", "Tyrone", "Kofi", "Nguyen", "Fatima", "Ewan", "Dafydd",
    "Caitlin", "Kayleigh", "Jayden", "Zainab", "Oliwia", "Brayden",
)  # fmt: skip
EVERYDAY = frozenset(FILE.read_text("utf-8").split())


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("how do i get a provisional licence", "how do i get a provisional licence"),
        ("My name is Liam Smith, how much is EMA?", "My name is …, how much is EMA?"),
        ("i live at 12 Rose Street Leeds LS1 4AB ok", "i live at … ok"),
        ("ring me on 07700 900123", "ring me on …"),
        ("oh seven seven double nine", "oh …"),
        ("email me at jo.b@example.org please", "email me at … please"),
        ("my insta is @liam_b99 help", "my insta is … help"),
        ("look at https://example.org/liam", "look at …"),
        ("im grace and i need a bus pass", "im … and i need a bus pass"),
        ("my mate mark said i can get it", "my mate … said i can get it"),
        ("Will I get it if I go", "Will I get it if I go"),
        ("my friend Will said so", "my friend … said so"),
        ("my teacher Mrs Young was mean", "my teacher Mrs … was mean"),
        ("i am called hope", "i am called …"),
        ("MY NAME IS WILL CAN I GET EMA", "MY NAME IS … CAN I GET EMA"),
        ("is it the same in Wales", "is it the same in Wales"),
        ("jobs in Cardiff for me", "jobs in … for me"),
        ("im from milton keynes", "im from …"),
        ("near grace road in town", "near … road in town"),
        ("im on 16 to 19 bursary", "im on … to … bursary"),
        ("名前 hello", "… hello"),
        ("", ""),
    ],
)
def test_persons_numbers_addresses_and_places_are_left_out(typed: str, shown: str) -> None:
    assert without_persons(typed) == shown


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["my mum {} said no", "{} told me about ema", "can {} get it too"])
def test_a_name_is_left_out_wherever_it_stands_and_however_it_is_written(
    name: str, form: str
) -> None:
    for written in (name, name.lower()):
        shown = without_persons(form.format(written))
        assert name.lower() not in shown.lower()
        assert GAP in shown


@given(st.text(max_size=400))
def test_whatever_is_typed_only_everyday_words_are_left(typed: str) -> None:
    shown = without_persons(typed)
    assert not re.search(r"\d", shown)
    for word in re.findall(r"[^\W_]+", shown.replace("'", "").replace("’", "")):  # noqa: RUF001
        stems = {word.lower()[:end] for end in range(2, len(word) + 1)} | {word.lower()}
        assert stems & EVERYDAY


@given(st.text(alphabet="bcdfghjkqvwxz", min_size=5, max_size=12))
def test_a_word_that_nobody_knows_is_never_shown(word: str) -> None:
    assert word not in without_persons(f"how do i get {word} for college")


def test_what_is_learned_from_has_no_gaps() -> None:
    assert without_gaps("my mate … said i can … get it") == "my mate said i can get it"
