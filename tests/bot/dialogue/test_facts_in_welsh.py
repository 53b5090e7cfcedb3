"""What is kept in mind of a person can be said in Welsh, whoever or whatever found it out."""

from pathlib import Path

import pytest
import yaml

from bot.dialogue.facts import KEPT, in_words
from bot.dialogue.facts_cy import SAID
from bot.state import DialogueState, Fact
from content.checker.file import parse_checker
from content.nation import Nation

ROOT = Path(__file__).parents[3]


def _heard() -> set[tuple[str, str]]:
    """Every fact that the reading of messages can find, but for ages."""
    words = yaml.safe_load((ROOT / "nlu_data" / "entities.yml").read_text("utf-8"))
    told = {(kind, value) for kind in KEPT if kind in words for value in words[kind]}
    return told | {("nation", nation.value) for nation in Nation}


def _asked() -> set[tuple[str, str]]:
    """Every fact that an answer to a checker's question becomes."""
    return {
        (question.facts[0], option.value)
        for file in (ROOT / "content" / "checkers").glob("*.yml")
        for question in parse_checker(file.stem, file.read_text("utf-8")).questions
        if question.facts
        for option in question.options
    }


def test_every_fact_that_we_can_hear_or_ask_has_its_welsh() -> None:
    assert _heard() | _asked() <= set(SAID)


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (("age", Fact("17", "young person", 1)), "rwyt ti'n 17"),
        (("nation", Fact("wales", "young person", 1)), "rwyt ti yng Nghymru"),
        (
            ("care", Fact("in care", "adviser", 1)),
            "rwyt ti mewn gofal (cynghorydd ysgrifennodd hyn)",
        ),
        (
            ("living", Fact("with gran", "adviser", 1)),
            "rwyt ti'n byw: with gran (cynghorydd ysgrifennodd hyn)",
        ),
    ],
)
def test_a_fact_is_said_in_welsh(fact: tuple[str, Fact], said: str) -> None:
    assert in_words(DialogueState(facts=dict([fact])), KEPT, "cy") == said
