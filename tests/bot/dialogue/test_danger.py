"""What the bot says in danger: words of safety first, then at most what was asked besides."""

import pytest

from bot.decision import Level
from content.sms_text import fold, size
from content.words import parse_words
from tests.bot.dialogue.talk import EMERGENCY, URGENT, WORDS_FILE, Danger, Talk


@pytest.fixture
def talk() -> Talk:
    return Talk()


def test_danger_comes_before_everything(talk: Talk) -> None:
    talk.said("levels")
    assert talk.said("1", URGENT) == ["keep safe, urgent"]
    assert talk.last.handoff
    assert talk.last.reason == "suicide.plan"
    assert talk.state.pending is None


def test_no_tips_on_family_rows_follow_words_of_safety(talk: Talk) -> None:
    assert talk.said("my dad hits me", URGENT) == ["keep safe, urgent"]


def test_a_question_in_an_urgent_message_is_answered_after_the_safety_reply(talk: Talk) -> None:
    assert talk.said("what are t levels", URGENT) == ["keep safe, urgent", "courses/t-levels"]


@pytest.mark.parametrize(
    ("evidence", "answered"),
    [
        ("no point in my course or anything", False),
        ("no point", True),
    ],
)
def test_words_that_tell_only_of_danger_are_not_taken_for_a_question(
    talk: Talk, evidence: str, *, answered: bool
) -> None:
    danger = Danger(Level.URGENT, evidence=evidence)
    told = talk.said("no point in my course or anything", danger)
    assert told == ["keep safe, urgent", *(["courses/t-levels"] if answered else [])]


def test_a_question_that_is_the_danger_itself_is_answered_too(talk: Talk) -> None:
    danger = Danger(Level.URGENT, evidence="what are t levels")
    assert talk.said("what are t levels", danger) == ["keep safe, urgent", "courses/t-levels"]


def test_nothing_is_asked_back_after_a_safety_reply(talk: Talk) -> None:
    assert talk.said("how much is ema", URGENT) == ["keep safe, urgent"]


def test_in_an_emergency_nothing_else_is_said(talk: Talk) -> None:
    assert talk.said("what are t levels", EMERGENCY) == ["keep safe, emergency"]
    assert talk.last.level is Level.EMERGENCY


def test_danger_in_another_language_is_danger_first(talk: Talk) -> None:
    assert talk.said("nie chcę żyć", URGENT, language="pl") == ["keep safe, urgent"]


def test_danger_that_content_has_no_words_for_has_the_general_ones(talk: Talk) -> None:
    assert talk.said("help", Danger(Level.URGENT, "not written yet")) == ["safety-fallback"]
    assert talk.last.replies[0].contacts == ("emergency", "childline", "samaritans")


def test_the_general_words_in_danger_say_all_that_a_safety_reply_must() -> None:
    saying = parse_words(WORDS_FILE.read_text("utf-8"))["safety-fallback"]
    for words in (saying.web, saying.sms):
        assert "call 999 now" in words.partition(".")[0]
        assert "We believe you" in words
        assert "we may have to tell" in words
        assert words.count("?") == 1
    message = saying.sms.format(childline="0800 1111")
    assert size(fold(message)).parts <= 2
    assert message.endswith("You can delete this.")


def test_who_waits_and_tells_more_is_heard_and_not_told_all_of_it_again(talk: Talk) -> None:
    assert talk.said("i want to die", URGENT) == ["keep safe, urgent"]
    talk.holder = "queue"
    assert talk.said("every night", URGENT) == ["heard-more"]
    assert talk.last.replies[0].contacts == ("emergency", "childline", "samaritans")
    assert talk.last.handoff
    assert talk.said("im on the bridge", EMERGENCY) == ["keep safe, emergency"]
    assert talk.said("im still here", EMERGENCY) == ["keep safe, emergency"]


def test_who_tells_more_at_night_hears_who_listens_at_any_hour() -> None:
    saying = parse_words(WORDS_FILE.read_text("utf-8"))["heard-more"]
    for words in (saying.web, saying.sms):
        assert all(each in words for each in ("call 999 now", "{childline}", "{samaritans}"))


def test_danger_of_another_kind_has_its_own_words(talk: Talk) -> None:
    talk.said("i want to die", URGENT)
    talk.holder = "queue"
    assert talk.said("he hits me", Danger(Level.URGENT, None)) == ["safety-fallback"]


def test_after_danger_a_word_does_not_bring_back_what_was_talked_about(talk: Talk) -> None:
    talk.said("what are t levels")
    talk.said("i want to die", URGENT)
    assert talk.said("i live in wales") == ["facts-noted you are in Wales"]
