"""Facts are read from plain words only, with the exact words; nothing is guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.inferring import readings
from handoff.inferring_rules import RULES


def read(text: str) -> list[tuple[str, str, str]]:
    return [(one.subject, one.about, one.value) for one in readings(text)]


@pytest.mark.parametrize(
    ("text", "subject", "about", "value"),
    [
        ("im not safe", "safe", "", "no"),
        ("I don\u2019t feel safe", "safe", "", "no"),
        ("yes im safe now", "safe", "", "yes"),
        ("im at the bus station", "where", "", "at the bus station"),
        ("I'm staying at my mates", "bed", "", "with friends for now"),
        ("mum kicked me out last night", "bed", "", "put out of home"),
        ("ive got nowhere to sleep", "bed", "", "nowhere to stay"),
        ("i slept in the park", "bed", "", "slept rough"),
        ("my little sister is there", "others-at-risk", "little sister", "my little sister is there"),
        ("i want to go back to college", "wants", "", "i want to go back to college"),
        ("pls dont tell my mum", "unwanted", "", "pls dont tell my mum"),
        ("i dont want social services involved", "unwanted", "", "i dont want social services involved"),
        ("ive got court on friday", "date", "court", "friday"),
        ("i turn 18 in january", "date", "birthday", "january"),
        ("i live in Leeds", "home", "", "Leeds"),
        ("i live with my nan", "living", "", "with my nan"),
        ("i got excluded last week", "studying", "", "excluded"),
        ("i only speak polish", "language", "", "polish"),
        ("im dyslexic", "literacy", "", "dyslexia"),
        ("im autistic", "disability", "", "autistic"),
        ("my social worker is useless", "involved", "social worker", "spoken of"),
        ("im on universal credit", "money", "universal credit", "says they get it"),
        ("they turned down my bursary", "refused", "bursary", "they turned down my bursary"),
        ("im on bail", "restrictions", "", "bail"),
        ("my dad has to sign", "authority", "", "my dad has to sign"),
    ],
)  # fmt: skip
def test_a_plain_statement_of_themselves_is_read(
    text: str, subject: str, about: str, value: str
) -> None:
    assert (subject, about, value) in read(text)


@pytest.mark.parametrize(
    "text",
    [
        "does my dad have to sign?",
        "what if im not safe",
        "if i got excluded what then",
        "he says im not safe",
        "i dont think im safe",
        "im safe to talk",
        "im not on bail",
        "im on bail jk",
        "i used to live with my nan",
        "they kicked me out of college",
        "i got kicked out of class",
        "my friend is autistic",
        "my mate lives in leeds",
        "i dont want to live",
        "i want to die",
        "i just want to disappear",
        "i live with my mum not anymore",
        "can i go to court on friday?",
        "im blind drunk",
        "i cant read your message",
        "im 16 and at college",
        "how much is ema",
        "",
    ],
)
def test_a_question_a_doubt_or_somebody_elses_story_is_not_read(text: str) -> None:
    assert read(text) == []


@given(st.text(max_size=300))
def test_any_text_at_all_gives_only_words_that_stand_in_it(text: str) -> None:
    for one in readings(text):
        assert one.words in text


_SAID = st.sampled_from(
    [
        "im not safe", "my mum kicked me out", "im at the park", "i live in Leeds", "my social worker rang",
        "i\u2019m autistic", "pls dont tell my mum", "i want to go to college", "they refused my bursary",
        "ok", "how much is ema",
    ]
)  # fmt: skip


@given(st.lists(_SAID, max_size=6), st.sampled_from([". ", "\n", "! ", " and "]))
def test_every_value_is_in_the_words_or_the_fixed_meaning_of_a_sign(
    said: list[str], between: str
) -> None:
    text = between.join(said)
    for one in readings(text):
        assert one.words in text
        meant = {rule.value for rule in RULES if rule.subject == one.subject and rule.value}
        spelt = one.words.replace("\u2019", "'").lower()
        assert one.value in meant or one.value.lower() in spelt or one.value == one.words
