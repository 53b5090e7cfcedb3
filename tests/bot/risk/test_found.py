"""What makes words harmless lowers what a pattern found, and never silences it."""

import pytest

from bot.decision import Level
from bot.risk.families import Family, parse_family
from bot.risk.found import Found, beside_the_score, found_in
from bot.risk.patterns import PatternReader
from bot.understanding.normalise import plain

STORMS = """
family: storms
about: Bad weather.
codes:
  storms.now: {level: emergency, about: It is here}
  storms.near: {level: urgent, about: It is coming}
  storms.wet: {level: complex, about: It rains}
patterns:
  - {code: storms.now, any: [roof is gone], unless: [paint*], catches: [the roof is gone], passes: [hello]}
  - {code: storms.near, any: [it floods], unless: [paint*], catches: [it floods], passes: [hello]}
  - {code: storms.wet, any: [i am wet, all wet], unless: [paint*], catches: [i am wet], passes: [hello]}
"""
ROUTINE, NEED, URGENT, EMERGENCY = Level


@pytest.fixture(scope="module")
def storms() -> Family:
    """Danger of three levels, and paint that excuses it."""
    return parse_family(STORMS, "storms.yml")


def found(storms: Family, text: str) -> list[Found]:
    """What the patterns find in a text."""
    reader = PatternReader([storms], plain)
    return list(found_in(text, len(text), reader, {storms.name: storms}))


def levels(storms: Family, text: str, scored: Level, *, calm: bool = False) -> list[Level]:
    """The levels that are left of what was found."""
    weighed = beside_the_score(found(storms, text), scored, lambda: calm)
    return [signal.level for signal in weighed]


@pytest.mark.parametrize(
    ("text", "scored", "level"),
    [
        ("the roof is gone", ROUTINE, EMERGENCY),
        ("the roof is gone, paint with me", ROUTINE, NEED),
        ("the roof is gone, paint with me", NEED, URGENT),
        ("the roof is gone, paint with me", URGENT, EMERGENCY),
        ("the roof is gone, paint with me", EMERGENCY, EMERGENCY),
        ("it floods", ROUTINE, URGENT),
        ("it floods, paint with me", ROUTINE, NEED),
        ("it floods, paint with me", NEED, NEED),
        ("it floods, paint with me", URGENT, NEED),
    ],
)
def test_an_excuse_lowers_and_the_score_may_stand_against_it(
    storms: Family, text: str, scored: Level, level: Level
) -> None:
    assert levels(storms, text, scored) == [level]


@pytest.mark.parametrize("calm", [True, False])
def test_what_is_excused_is_seen_however_calm_the_score_is(storms: Family, *, calm: bool) -> None:
    assert levels(storms, "the roof is gone, paint with me", ROUTINE, calm=calm) == [NEED]


def test_a_story_excuses(storms: Family) -> None:
    assert levels(storms, "in the film the roof is gone", ROUTINE) == [NEED]
    assert levels(storms, "in the film the roof is gone", URGENT) == [EMERGENCY]


def test_need_that_is_excused_or_a_story_is_nothing(storms: Family) -> None:
    assert levels(storms, "i am wet", ROUTINE) == [NEED]
    assert levels(storms, "i am wet, paint with me", ROUTINE) == []
    assert levels(storms, "in the film they are all wet", ROUTINE) == []
    assert levels(storms, "in the film i am wet", ROUTINE) == [NEED]


def test_a_signal_tells_that_it_was_excused(storms: Family) -> None:
    [signal] = beside_the_score(
        found(storms, "the roof is gone, paint with me"), ROUTINE, lambda: True
    )
    assert signal.raised_by == "pattern: roof is gone, excused"
    assert signal.evidence == "roof is gone"
