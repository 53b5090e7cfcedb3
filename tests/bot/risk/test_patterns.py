"""Every pattern of every family catches and passes what its file says."""

import pytest

from bot.decision import Level
from bot.risk.families import Family, PatternItem, parse_family, read_families
from bot.risk.patterns import Hit, PatternReader
from bot.understanding.normalise import plain, sentences

FAMILIES = read_families()
READER = PatternReader(FAMILIES, plain)
ITEMS = [(family.name, item) for family in FAMILIES for item in family.patterns]
NAMES = [f"{name}: {item.any[0][:40]}" for name, item in ITEMS]

ONE = """
family: storms
about: Bad weather.
codes: {storms.now: {level: urgent, about: It is here}}
patterns:
  - code: storms.now
    any: [(roof|wall) ... gone, flood*]
    unless: [film]
    catches: [the roof is gone]
    passes: [the film where the roof is gone]
"""


def fits(reader: PatternReader, item: PatternItem, text: str) -> bool:
    """Whether this item's own pattern fits in any sentence, with nothing near that excuses it."""
    return any(
        hit.item is item and not hit.excused
        for sentence in sentences(text)
        for hit in reader.find([token.plain for token in sentence.tokens])
    )


@pytest.mark.parametrize(("_family", "item"), ITEMS, ids=NAMES)
def test_a_pattern_catches_what_it_says(_family: str, item: PatternItem) -> None:
    assert [text for text in item.catches if not fits(READER, item, text)] == []


@pytest.mark.parametrize(("_family", "item"), ITEMS, ids=NAMES)
def test_a_pattern_passes_what_it_says(_family: str, item: PatternItem) -> None:
    assert [text for text in item.passes if fits(READER, item, text)] == []


@pytest.fixture
def storms() -> Family:
    """One small family."""
    return parse_family(ONE, "storms.yml")


def test_a_hit_tells_where_its_words_are(storms: Family) -> None:
    hits = PatternReader([storms], plain).find(["help", "the", "roof", "is", "all", "gone", "now"])
    assert [(hit.start, hit.end) for hit in hits] == [(2, 6)]


def test_a_word_that_begins_so_is_found(storms: Family) -> None:
    assert PatternReader([storms], plain).find(["flooding", "here"])


@pytest.mark.parametrize(("words_between", "excused"), [(0, True), (20, False)])
def test_a_far_word_does_not_excuse_danger(
    storms: Family, words_between: int, *, excused: bool
) -> None:
    words = ["film", *["and"] * words_between, *["the", "roof", "is", "gone"]]
    assert [hit.excused for hit in PatternReader([storms], plain).find(words)] == [excused]


def test_of_two_fits_the_one_that_nothing_excuses_is_told(storms: Family) -> None:
    words = ["film", "roof", "gone", *["and"] * 20, "roof", "gone"]
    [hit] = PatternReader([storms], plain).find(words)
    assert (hit.start, hit.excused) == (23, False)


def test_the_reader_keeps_no_word_it_was_shown(storms: Family) -> None:
    reader = PatternReader([storms], plain)
    reader.find(["my", "name", "is", "secretname", "and", "the", "roof", "is", "gone"])
    assert "secretname" not in reader._vocab.strings


@pytest.mark.parametrize(
    ("said", "alarms"),
    [
        ("todays the last day of my life", True),
        ("tomorrow will be my last day", True),
        ("tonight's the last night i am here", True),
        ("todays the last day of the sale", False),
        ("tomorrows my last day at the nursery", False),
    ],
)
def test_a_last_day_is_heard_and_a_deadline_is_not(said: str, *, alarms: bool) -> None:
    found = {
        hit.item.code
        for sentence in sentences(said)
        for hit in _hits(sentence.plain)
        if not hit.excused
    }
    assert ("suicide.attempt-now" in found) is alarms


def _hits(words: str) -> list[Hit]:
    return list(READER.find(words.split()))


HOMELY = [
    "after school",
    "after the game",
    "after football",
    "and i have an exam",
    "and i have a match later",
    "and my shift is soon",
    "while i was watching a film",
    "and my essay is due tomorrow",
    "and the dog is barking",
    "mum is at work",
    "i have a cold",
    "im in the library",
    "after the party",
    "lol",
]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_homely_word_beside_it_does_not_excuse_danger(family: Family) -> None:
    dangerous = [
        item for item in family.patterns if family.codes[item.code].level.rank >= Level.URGENT.rank
    ]
    said = [
        (item, f"{text} {tail}") for item in dangerous for text in item.catches for tail in HOMELY
    ]
    assert [text for item, text in said if not fits(READER, item, text)] == []
