"""What is not for somebody is not said to them: they get the other wording, or the way to a person."""

from dataclasses import replace

import pytest

from bot.dialogue.situation import Situation
from content.entry import Variant
from content.library import Library, Published
from tests.bot.dialogue import talk as talking
from tests.bot.dialogue.talk import LIBRARY, Talk

ENTRY_ID = "housing/family-arguments"
TO_A_PERSON = "for-a-person"


def marked(**marks: object) -> Library:
    """The library with one entry marked."""
    live = LIBRARY.entries[ENTRY_ID]
    return replace(
        LIBRARY,
        entries={**LIBRARY.entries, ENTRY_ID: Published(replace(live.entry, **marks), 1)},  # type: ignore[arg-type]
    )


@pytest.fixture
def talk(monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr(talking, "LIBRARY", marked(audience="16-plus"))
    return Talk()


@pytest.fixture
def in_school(monkeypatch: pytest.MonkeyPatch) -> Talk:
    """A talk in the chat of a school's own site."""
    monkeypatch.setattr(talking, "LIBRARY", marked(not_in_schools=True))
    monkeypatch.setattr(
        talking,
        "Situation",
        lambda *given, **more: Situation(*given, **(more | {"in_school": True})),
    )
    return Talk()


def test_who_is_known_to_be_too_young_is_offered_a_person(talk: Talk) -> None:
    assert talk.said("my dad hits me") == [ENTRY_ID]
    talk.said("im 15")
    assert talk.said("my dad hits me") == [TO_A_PERSON]
    assert not talk.last.answers
    assert talk.said("yes") == []
    assert talk.last.handoff


def test_who_is_old_enough_gets_it(talk: Talk) -> None:
    talk.said("im 16")
    assert talk.said("my dad hits me") == [ENTRY_ID]


def test_in_a_school_it_is_withheld_and_not_named_beside_others(in_school: Talk) -> None:
    assert in_school.said("my dad hits me") == [TO_A_PERSON]
    in_school.said("help with my cv")
    assert "Family arguments" not in in_school.buttons
    assert "A levels" in in_school.buttons


def test_the_other_wording_is_given_where_there_is_one(
    in_school: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = {None: Variant("the other words", "the other words")}
    monkeypatch.setattr(talking, "LIBRARY", marked(not_in_schools=True, others=other))
    assert in_school.said("my dad hits me") == [ENTRY_ID]
    assert in_school.last.replies[0].web == "the other words"
