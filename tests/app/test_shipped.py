"""What is shipped beside the code belongs to the code it is shipped with."""

import shutil
from pathlib import Path

import pytest

from app.risk_in_service import put_in_service, risk_in_service
from app.training import Lessons, files_for, train_models
from bot.decision import Level
from bot.risk.assess import RiskAssessor, RiskMemory
from bot.risk.evaluate import evaluate, read_cases
from bot.risk.families import read_families, read_taught_families
from bot.risk.score import RiskModel
from bot.understanding.encoder import Encoder
from bot.understanding.second_encoder import SECOND, digest_of_second, open_second
from bot.understanding.weights import OWN, find_encoder, is_whole, was_taught


@pytest.fixture(scope="module")
def check() -> RiskAssessor:
    score = RiskModel.load(files_for(Lessons({}, {}, OWN), OWN).risk)
    second = open_second()
    assert second
    return RiskAssessor(
        read_families(), score, Encoder(OWN, remembered=100_000).encode, second.encode
    )


def level_of(said: str, check: RiskAssessor) -> Level:
    return check.weigh(check.read(said), RiskMemory()).level


def test_our_own_encoder_is_whole_and_says_that_it_was_taught(tmp_path: Path) -> None:
    assert find_encoder(tmp_path) == OWN
    assert was_taught(OWN)


def test_a_damaged_second_encoder_is_not_used(tmp_path: Path) -> None:
    copy = Path(shutil.copytree(SECOND, tmp_path / "second"))
    assert is_whole(copy)
    (copy / "tokenizer.json").write_text("{}")
    assert open_second(copy) is None
    assert digest_of_second(copy) == digest_of_second(), "the shipped score would not be found"


def test_the_risk_score_is_of_todays_examples() -> None:
    wanted = files_for(Lessons({}, {}, OWN), OWN).risk
    assert wanted.exists(), "train again: connexions train --ship"
    families = RiskModel.load(wanted).families
    assert families == tuple(family.name for family in read_taught_families())


def test_the_shipped_check_catches_the_kept_cases_as_before(check: RiskAssessor) -> None:
    """A machine that takes the shipped score does not compare it, so a release may not catch less.

    Raise these with each score that catches more. They leave a few cases for processors that round otherwise.
    """
    report = evaluate(check, read_cases())
    caught = {
        wanted: report.reached(wanted, needed).hits
        for wanted, needed in (
            (Level.EMERGENCY, Level.URGENT),
            (Level.URGENT, Level.URGENT),
            (Level.COMPLEX, Level.COMPLEX),
        )
    }
    assert caught[Level.EMERGENCY] >= 582
    assert caught[Level.URGENT] >= 1126
    assert caught[Level.COMPLEX] >= 707
    assert report.alarms(Level.URGENT).hits <= 62


def test_no_plain_emergency_is_doubted(check: RiskAssessor) -> None:
    """Whatever the score makes of it, what an emergency pattern is there to catch stays one."""
    doubted = [
        said
        for family in read_families()
        for pattern in family.patterns
        if family.codes[pattern.code].level is Level.EMERGENCY
        for said in pattern.catches
        if level_of(said, check) is not Level.EMERGENCY
    ]
    assert doubted == []


def test_a_machine_with_an_older_score_takes_the_shipped_one_at_once(tmp_path: Path) -> None:
    lessons = Lessons({}, {}, OWN)
    files = files_for(lessons, tmp_path)
    older = Path(shutil.copy(files_for(lessons, OWN).risk, tmp_path / "risk-older.npz"))
    put_in_service(older, OWN)
    files.understanding.touch()
    told: list[str] = []
    train_models(lessons, files, told.append)
    assert told == []
    assert risk_in_service(files.risk).score == files.risk
    assert files.risk.exists()


@pytest.mark.parametrize(
    "said",
    [
        "i was sexually assaulted at work on friday",
        "i was raped",
        "nowhere 2 sleep 2nite",
        "i got nowhere to stay tonight",
        "my stepdad hits me",
        "i dont want to be alive anymore",
        "ive been cutting myself again",
        "he said hell post my nudes if i dont pay",
        "they are sending me abroad to marry someone",
        "my boyfriend strangled me last night",
        "i might kill myself",
        "ijustwannadie",
        "i have taken all of the tablets",
        "im going to jump",
        "goodbye, i wont be alive tomorrow",
        "i will kill everyone at my school",
        "im bringing a knife in tomorrow to stab him",
        "someone is outside trying to kill me",
        "he threatened to kill me",
        "i want to hurt them all",
        "my uncle touches me",
        "they make me sell drugs",
        "voices tell me to hurt people",
        "i dont want to exist",
        "im not safe at home",
    ],
)
def test_the_shipped_check_raises_what_is_said_plainly(check: RiskAssessor, said: str) -> None:
    assert level_of(said, check).rank >= Level.URGENT.rank


@pytest.mark.parametrize(
    "said",
    [
        "we are having the bathroom redone",
        "when is ema paid",
        "coach asked me to keep the team sheet quiet until saturday",
    ],
)
def test_the_shipped_check_lets_what_is_plainly_harmless_be(check: RiskAssessor, said: str) -> None:
    assert level_of(said, check) is Level.ROUTINE


@pytest.mark.parametrize(
    "said",
    [
        "i am going to kill myself happy friday",
        "mum kicked me out and i have an exam",
        "my stepdad hits me anyway hows college",
    ],
)
def test_homely_words_beside_danger_do_not_put_the_shipped_check_at_ease(
    check: RiskAssessor, said: str
) -> None:
    assert level_of(said, check) is Level.URGENT


def test_homely_words_seldom_lower_what_an_urgent_pattern_catches(check: RiskAssessor) -> None:
    caught = [
        f"{item.catches[0]} {homely}"
        for family in read_families()
        for item in family.patterns
        if family.codes[item.code].level is Level.URGENT
        for homely in ("after school", "and i have an exam")
    ]
    lowered = [said for said in caught if level_of(said, check).rank < Level.URGENT.rank]
    assert len(lowered) <= 0.08 * len(caught), lowered


def test_an_excused_pattern_that_the_shipped_score_is_calm_about_is_need(
    check: RiskAssessor,
) -> None:
    assert level_of("dad battered me at chess", check) is Level.COMPLEX
