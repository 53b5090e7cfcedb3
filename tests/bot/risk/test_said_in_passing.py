"""Danger told in passing, as people chat, is heard by the shipped patterns alone."""

import pytest

from bot.decision import Level
from bot.risk.assess import RiskAssessor
from bot.risk.families import read_families

PATTERNS = RiskAssessor(read_families(), None, None)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("took like 12 paracetamol earlier feel a bit sick lol", "overdose-unwell.taken"),
        ("i've just swallowed twenty of my mum's tablets", "overdose-unwell.taken"),
        ("hes been checking my phone again lol", "partner-abuse.control"),
        ("she keeps going thru all my messages", "partner-abuse.control"),
        ("so this is goodbye then", "suicide.attempt-now"),
        ("me da's on the rampage, he's got the poker", "home-abuse.attack-now"),
        ("dads gun cabinet code is my birthday lol", "threats-to-others.weapon"),
        ("my boyfriend is 26 and im nearly 15 but mature", "partner-abuse.adult-partner"),
        ("im sat on the wall at the multi storey, can i talk", "suicide.attempt-now"),
        ("the driver keeps my bus pass till i give him a cuddle", "sexual-harm.exploited"),
        ("landlord says theres other ways to pay if im short", "sexual-harm.exploited"),
        ("honestly i literally want to like die", "suicide.thoughts"),
    ],
)
def test_danger_told_in_passing_is_heard(said: str, code: str) -> None:
    assert code in {signal.code for signal in PATTERNS.read(said).signals}


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("just tried to kill myself and the cat saw", "suicide.attempt-now"),
        ("i wont be here tomorrow, left mum a card", "suicide.attempt-now"),
        ("got a blade in my bag whats the maths homework", "threats-to-others.weapon"),
        ("took a knife to school n forgot my homework", "gangs-violence.weapon"),
        ("ive been abused and i want to become a social worker", "sexual-harm.abuse"),
        ("i was trafficked and want to work with the police", "trafficking.past"),
        ("older guys buy us drinks and my nan doesnt know", "sexual-harm.exploited"),
        ("dad smashed up the kitchen cos of the football", "home-abuse.seeing-it"),
        ("man with knives are outside waiting on me ring police", "gangs-violence.danger-now"),
    ],
)
def test_an_ordinary_word_beside_it_does_not_hide_danger(said: str, code: str) -> None:
    heard = PATTERNS.read(said).signals
    assert code.partition(".")[0] in {
        signal.family for signal in heard if not signal.raised_by.endswith("excused")
    }


@pytest.mark.parametrize(
    "said",
    [
        "took 12 vitamin tablets to the pharmacy for nan",
        "took 12 photos of the tablets for my project",
        "there is a mural on the wall of the car park",
        "penalties for carrying a knife, its for citizenship homework",
        "id like to work with people whove been trafficked, which course",
        "how do i become a social worker for children whove been abused",
        "my niece wont sleep till i give her a cuddle",
        "this is goodbye to my old phone",
        "the pup is on the rampage again, he has got the slippers",
        "dad changed the gun cabinet code for the inspection",
        "i kinda like my course",
    ],
)
def test_what_only_sounds_so_rings_no_bell(said: str) -> None:
    assert all(signal.level is Level.COMPLEX for signal in PATTERNS.read(said).signals)


def test_the_evidence_is_what_was_typed_with_its_filling_words() -> None:
    [signal] = PATTERNS.read("ok so i took like 12 paracetamol earlier").signals
    assert (signal.evidence, signal.level) == ("took like 12 paracetamol", Level.EMERGENCY)
