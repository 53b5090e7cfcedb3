"""The parts that read a message, from the newest models of a data folder."""

from collections.abc import Callable
from pathlib import Path

from bot.risk.assess import RiskAssessor
from bot.risk.families import read_families
from bot.risk.score import RiskModel
from bot.understanding.embedded import EmbeddedUnderstander
from bot.understanding.encoder import Encoder
from bot.understanding.model import Model
from bot.understanding.second_encoder import open_second

Read = Callable[[str], object]


def understander(models: Path, encoder: Encoder | None) -> EmbeddedUnderstander:
    """What finds the meaning."""
    return EmbeddedUnderstander(Model.load(_newest(models, "understanding")), encoder)


def assessor(models: Path, encoder: Encoder | None) -> RiskAssessor:
    """What finds danger."""
    score = RiskModel.load(_newest(models, "risk"))
    second = open_second()
    return RiskAssessor(
        read_families(),
        score,
        encoder.encode if encoder else None,
        second.encode if second else None,
    )


def _newest(models: Path, kind: str) -> Path:
    return max(models.glob(f"{kind}-*.npz"), key=lambda file: file.stat().st_mtime)
