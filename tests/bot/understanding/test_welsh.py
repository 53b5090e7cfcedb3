"""The wish to be spoken to in a language, and the Welsh words that the service invites."""

import pytest

from bot.understanding.welsh import asked_language, in_english


@pytest.mark.parametrize(
    "said",
    [
        "Cymraeg", "cymraeg plis", "in welsh please", "Welsh please", "siarad cymraeg",
        "Siarad Cymraeg os gwelwch yn dda", "can we speak welsh?", "yn Gymraeg", "CYMRAEG!",
        "switch to welsh", "Ga i siarad Cymraeg", "allwn ni siarad yn gymraeg",
    ],
)  # fmt: skip
def test_who_asks_for_welsh_gets_it(said: str) -> None:
    assert asked_language(said, "en") == "cy"


@pytest.mark.parametrize(
    "said", ["English", "english please", "Saesneg", "back to english", "yn saesneg"]
)
def test_who_asks_for_english_gets_back_to_it(said: str) -> None:
    assert asked_language(said, "cy") == "en"


@pytest.mark.parametrize(
    "said",
    [
        "i am welsh", "welsh", "english", "i want to do english", "is welsh gcse hard", "in english please",
        "i failed english", "welsh and english", "how much is ema in wales", "learn welsh", "",
        "i cant speak english", "my teacher makes me talk in welsh and i want to die",
    ],
)  # fmt: skip
def test_nothing_else_changes_the_language(said: str) -> None:
    assert asked_language(said, "en") == ""


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("Ie", "yes"), ("na", "na"), ("Naddo.", "no"), ("Siarad \u00e2 pherson", "talk to a person"),
        ("Dim un o'r rhain", "none of these"), ("Cymru", "wales"), ("dydw i ddim yn iawn", ""),
    ],
)  # fmt: skip
def test_words_that_we_invite_are_read_as_the_english_they_stand_for(said: str, means: str) -> None:
    assert in_english(said) == (means or said)
