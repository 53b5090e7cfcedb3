"""What is shipped beside the code belongs to the code it is shipped with."""

from pathlib import Path

from app.training import Lessons, files_for
from bot.risk.families import read_taught_families
from bot.risk.score import RiskModel
from bot.understanding.weights import OWN, find_encoder, was_taught


def test_our_own_encoder_is_whole_and_says_that_it_was_taught(tmp_path: Path) -> None:
    assert find_encoder(tmp_path) == OWN
    assert was_taught(OWN)


def test_the_risk_score_is_of_todays_examples() -> None:
    wanted = files_for(Lessons({}, {}, OWN), OWN).risk
    assert wanted.exists(), "train again: connexions train --ship"
    families = RiskModel.load(wanted).families
    assert families == tuple(family.name for family in read_taught_families())
