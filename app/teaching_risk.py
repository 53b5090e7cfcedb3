"""Reading all that the risk check learns from, and learning it. Heavy: nothing that answers imports this."""

from pathlib import Path

from app.training import NLU
from bot.chatter import read_chatter
from bot.risk.families import read_beside_danger, read_everyday, read_homely, read_taught_families
from bot.risk.score import RiskModel
from bot.risk.train import train
from bot.teaching.lessons import RiskData
from bot.understanding.encoder import Encoder
from bot.understanding.nlu_files import read_training_files
from bot.understanding.second_encoder import open_second
from bot.understanding.weights import was_taught

CHATTER_OF_NO_DANGER = 60_000
"""How much chatter it learns from."""


def train_risk(encoder: Path | None) -> RiskModel:
    """The risk score, from the files of the project.

    There is a second reader only beside our own first encoder: both must have been taught on the same
    messages for the others to judge them.
    """
    data, taught = read_risk_data(), was_taught(encoder)
    second = open_second() if taught else None
    return train(
        data.families,
        data.routine,
        data.everyday,
        Encoder(encoder).encode if encoder else None,
        second.encode if second else None,
        chatter=data.chatter,
        homely=data.homely,
        encoder_was_taught=taught,
    )


def read_risk_data() -> RiskData:
    """The families with their examples, ordinary questions, everyday messages, chatter and homely words."""
    ours, beside = read_training_files(NLU).phrases, read_beside_danger()
    routine = tuple(phrase for key, said in ours.items() if key not in beside for phrase in said)
    return RiskData(
        read_taught_families(),
        routine,
        read_everyday(),
        read_chatter(CHATTER_OF_NO_DANGER),
        read_homely(),
    )
