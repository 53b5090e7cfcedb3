"""Nations, places, ages and amounts are heard in the words young people use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.understanding import entities
from bot.understanding.entities import find_entities


def heard(text: str, kind: str) -> list[str]:
    return [found.value for found in find_entities(text) if found.kind == kind]


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("im in Cardiff", "wales"),
        ("live in glasgow", "scotland"),
        ("DERRY", "ni"),
        ("leeds innit", "england"),
        ("im welsh", "wales"),
        ("northern ireland", "ni"),
        ("from merthyr tydfil", "wales"),
        ("St Helens", "england"),
        ("stoke-on-trent", "england"),
    ],
)
def test_a_place_tells_its_nation(text: str, nation: str) -> None:
    assert heard(text, "nation") == [nation]


def test_english_the_subject_is_no_nation() -> None:
    assert heard("failed my english gcse", "nation") == []
    assert heard("failed my english gcse", "subject") == ["english"]


@pytest.mark.parametrize(
    "text",
    [
        "im 16",
        "I'm 16 and skint",
        "i am sixteen",
        "16 yr old here",
        "16yo",
        "aged 16",
        "just turned 16",
    ],
)
def test_an_age_is_heard(text: str) -> None:
    assert heard(text, "age") == ["16"]


@pytest.mark.parametrize(
    "text",
    [
        "my brother is 16 years old",
        "im 16 weeks pregnant",
        "my 16 year old sister",
        "i have 16 gcses",
        "im year 11",
        "got 16 pounds",
    ],
)
def test_what_is_not_their_age_is_not_heard_as_one(text: str) -> None:
    assert heard(text, "age") == []


def test_year_eleven_is_a_school_year() -> None:
    assert heard("im in year 11", "school-year") == ["11"]
    assert heard("yr11", "school-year") == ["11"]


def test_money_and_dates_and_benefits_are_heard() -> None:
    text = "my UC of £311.68 comes on the 3rd of june, need 20 quid tmrw"
    assert heard(text, "benefit") == ["universal-credit"]
    assert heard(text, "money") == ["311.68", "20"]
    assert heard(text, "date") == ["3rd of june", "tomorrow"]


def test_the_words_are_given_back_as_typed() -> None:
    found = find_entities("i’m  SIXTEEN from CARDIFF")  # noqa: RUF001
    assert [each.words for each in found] == ["i’m  SIXTEEN", "CARDIFF", "CARDIFF"]  # noqa: RUF001


@given(st.text(alphabet="im 16year old£.,my wales", max_size=60))
def test_every_find_is_part_of_the_text(text: str) -> None:
    assert all(found.words in text and found.value for found in find_entities(text))


def test_words_that_no_rule_looks_at_are_not_remembered() -> None:
    vocabulary = entities._matchers()[0]
    find_entities("zibbledorf from cardiff")
    assert "zibbledorf" not in vocabulary.strings


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("I'm in foster care, can I get help", "care", "in care"),
        ("i live with foster carers", "care", "in care"),
        ("im a care leaver", "care", "a care leaver"),
        ("ive just left care", "care", "a care leaver"),
        ("i go to college in leeds", "studying", "at college"),
        ("I'm doing A levels", "studying", "in sixth form"),
        ("im on an apprenticeship", "studying", "on an apprenticeship"),
        ("i dropped out last year", "studying", "not studying now"),
        ("im not at college", "studying", "not studying now"),
    ],
)
def test_care_and_study_are_heard_where_they_speak_of_themselves(
    text: str, kind: str, value: str
) -> None:
    assert heard(text, kind) == [value]


@pytest.mark.parametrize(
    "text",
    ["im not in care", "my brother is in care", "what is foster care", "how do i get to college"],
)
def test_care_and_study_of_others_or_none_are_not(text: str) -> None:
    assert heard(text, "care") == heard(text, "studying") == []
