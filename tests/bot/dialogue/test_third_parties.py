"""Parents, teachers and friends who write about somebody are helped, and told of nobody."""

from dataclasses import replace

import pytest

from bot.decision import Decision
from bot.dialogue.decide import decide
from bot.dialogue.situation import Situation
from bot.dialogue.third_parties import ADULTS_ENTRY, asks_who_wrote, writes_about_another
from bot.risk.assess import Assessment
from bot.state import DialogueState
from bot.understanding.normalise import plain
from content.words import parse_words
from tests.bot.dialogue.talk import DAY, LIBRARY, URGENT, WORDS_FILE, Talk, entry, read

WITH_ADULTS = replace(
    LIBRARY, entries={**LIBRARY.entries, ADULTS_ENTRY: entry(ADULTS_ENTRY, related=())}
)


def about(whom: str) -> Assessment:
    """Urgent danger of somebody."""
    found = URGENT.assessment()
    [signal] = found.signals
    return replace(found, signals=(replace(signal, about=whom),))  # type: ignore[arg-type]


def decided(text: str, whom: str, state: DialogueState | None = None) -> Decision:
    situation = Situation(DAY, 1, "bot", True, "")
    return decide(state or DialogueState(), read(text), about(whom), WITH_ADULTS, situation)


def kinds(decision: Decision) -> list[tuple[str, str | None]]:
    return [(reply.kind, reply.entry_id) for reply in decision.replies]


@pytest.mark.parametrize(
    "question",
    [
        "has my daughter contacted you",
        "Has my son been in touch with u?",
        "did ellie text you",
        "what did my son say to you",
        "what can you tell me about what my son said to you",
        "is my pupil talking to you",
        "can you tell me if she has contacted you",
        "have you heard from my friend",
        "do you know if my daughter has texted u",
    ],
)
def test_who_asks_if_somebody_wrote_is_told_that_we_cannot_say(question: str) -> None:
    talk = Talk()
    assert talk.said(question) == ["cannot-say-who-wrote"]
    assert talk.buttons == ["Talk to a person"]


@pytest.mark.parametrize(
    "question",
    [
        "do they contact you after you apply",
        "is it ok to text you",
        "did i text you",
        "does my mum have to call you",
        "has ema changed",
    ],
)
def test_other_questions_are_not_taken_for_it(question: str) -> None:
    assert not asks_who_wrote(plain(question))


def test_the_words_say_plainly_that_we_cannot_say_and_who_helps() -> None:
    saying = parse_words(WORDS_FILE.read_text("utf-8"))["cannot-say-who-wrote"]
    for words in (saying.web, saying.sms):
        assert words.startswith("We cannot say whether anyone has been in touch")
        assert "999" in words


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("im worried about my daughter", "parent or carer"),
        ("my son is cutting himself", "parent or carer"),
        ("im a teacher at a school", "teacher or professional"),
        ("one of my students has told me he wants to die", "teacher or professional"),
        ("my friend is going to hurt herself", "friend or relative"),
        ("im a student", None),
        ("my student loan", None),
        ("can i get ema if im a carer", None),
        ("im a mum and i need childcare money", None),
        ("my son is 2", None),
        ("my partner is hurting me", None),
    ],
)
def test_who_writes_about_another_is_read_from_their_words(text: str, who: str | None) -> None:
    assert writes_about_another(plain(text)) == who


def test_a_worried_adult_gets_the_words_for_adults_after_those_of_safety() -> None:
    decision = decided("my daughter is cutting herself", "other")
    assert kinds(decision) == [("safety", None), ("answer", ADULTS_ENTRY)]
    again = decided("my daughter is cutting herself", "other", decision.state)
    assert kinds(again) == [("safety", None)]


@pytest.mark.parametrize(
    ("text", "whom"), [("my friend is cutting herself", "other"), ("my daughter is ill", "self")]
)
def test_a_friend_and_a_parent_in_danger_get_words_of_safety_alone(text: str, whom: str) -> None:
    assert kinds(decided(text, whom)) == [("safety", None)]
