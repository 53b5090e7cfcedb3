"""What stands round a sign of danger is read as a careful person would read it."""

import pytest

from bot.decision import Level
from bot.risk.context import Setting, about_of, level_in, setting_of, taken_back, when_of

DIE = "kill myself"


def setting(text: str, words: str = DIE) -> Setting:
    """The setting of some words within a text."""
    tokens, wanted = text.split(), words.split()
    start = next(i for i in range(len(tokens)) if tokens[i : i + len(wanted)] == wanted)
    return setting_of(tokens, start, start + len(wanted))


@pytest.mark.parametrize(
    ("text", "words", "about"),
    [
        ("i want to die", "want to die", "self"),
        ("my mate wants to die", "wants to die", "other"),
        ("my mate says he wants to die", "he wants to die", "other"),
        ("i told my mate that i want to die", "want to die", "self"),
        ("my dad hits me", "dad hits me", "self"),
        ("my son keeps cutting himself", "cutting himself", "other"),
        ("my boyfriend checks my phone", "boyfriend checks my phone", "self"),
        ("step dad comes in my room", "step dad comes in my", "self"),
        ("my little brother cut himself in my room", "brother cut himself in my room", "other"),
        ("he hit my best mate", "he hit my best mate", "other"),
    ],
)
def test_who_it_is_about(text: str, words: str, about: str) -> None:
    assert setting(text, words).about == about


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("im on the bridge right now", "now"),
        ("it happened last year", "past"),
        ("when i was 12 it was bad", "past"),
        ("i will do it after my exams", "future"),
        ("i feel awful", "now"),
        ("last year and again tonight", "now"),
    ],
)
def test_when_it_is(text: str, when: str) -> None:
    assert when_of(text) == when


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("i want to kill myself", Level.URGENT),
        ("im not going to kill myself", Level.COMPLEX),
        ("i would never kill myself", Level.COMPLEX),
        ("im not ok i want to kill myself", Level.URGENT),
        ("please dont let me kill myself", Level.URGENT),
        ("i want to kill myself right now", Level.EMERGENCY),
        ("i used to want to kill myself years ago", Level.COMPLEX),
        ("years ago and today i want to kill myself", Level.URGENT),
        ("haha jk i want to kill myself", Level.URGENT),
    ],
)
def test_the_setting_of_thoughts_of_suicide_gives_their_level(text: str, level: Level) -> None:
    assert level_in(setting(text), Level.URGENT, "suicide") is level


@pytest.mark.parametrize(
    ("text", "story"),
    [
        ("in the film the dad hits his son", True),
        ("watching a film where the dad hits his son", True),
        ("the dad hits his son in macbeth", True),
        ("playing gta and the dad hits his son", True),
        ("his dad hits him and i was watching a film", False),
        ("his dad hits him i was playing fifa", False),
        ("while i was watching a film his dad hits him", False),
    ],
)
def test_what_is_told_of_a_film_is_a_story(text: str, *, story: bool) -> None:
    assert setting(text, "dad hits").story is story


def test_a_question_about_anybody_is_urgent_but_no_emergency() -> None:
    asked = setting("what happens if you overdose on paracetamol", "overdose on")
    assert level_in(asked, Level.EMERGENCY, "overdose-unwell") is Level.URGENT


def test_the_past_does_not_lessen_what_somebody_did_to_them() -> None:
    told = setting("he raped me two years ago", "raped me")
    assert level_in(told, Level.URGENT, "sexual-harm") is Level.URGENT


@pytest.mark.parametrize("text", ["lol just kidding", "never mind", "its fine", "im fine honestly"])
def test_a_taking_back_is_heard(text: str) -> None:
    assert taken_back(text)


def test_nothing_is_taken_back_where_nothing_is_said_of_it() -> None:
    assert taken_back("how do i claim") is None


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("my friend hasnt eaten all week", "other"),
        ("im worried about my sister", "other"),
        ("a girl in my class is in trouble", "other"),
        ("i hate my life", "self"),
        ("my little brother keeps hitting me should i tell mum", "self"),
        ("my boyfriend keeps checking my phone", "self"),
        ("my friend keeps telling me she wants to die", "other"),
    ],
)
def test_who_a_whole_message_is_about(text: str, about: str) -> None:
    assert about_of(text, "home-abuse") == about


@pytest.mark.parametrize(
    ("text", "family", "about"),
    [
        ("hes stopped eating and wont leave his room", "eating-disorder", "other"),
        ("he said he wishes he was dead", "suicide", "other"),
        ("he said he wishes i was dead", "suicide", "self"),
        ("he has a knife", "partner-abuse", "self"),
        ("they are outside with knives", "gangs-violence", "self"),
    ],
)
def test_he_or_she_is_who_suffers_what_people_suffer_by_themselves(
    text: str, family: str, about: str
) -> None:
    assert about_of(text, family) == about
