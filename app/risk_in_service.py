"""Which risk check serves: the newest, unless it misses kept cases that the last good one caught.

The score and the patterns go together, so a copy of the patterns lies beside each score that was put in
service. What serves is written in one small file next to them.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from zipfile import BadZipFile

from bot.risk.assess import RiskAssessor
from bot.risk.comparing import newly_missed, worse_than
from bot.risk.evaluate import KEPT_CASES, Report, evaluate, lines_of_results, read_cases
from bot.risk.families import FOLDER, read_families
from bot.risk.heads import Encode
from bot.risk.score import RiskModel
from bot.understanding.encoder import MODEL, Encoder, digest_of
from bot.understanding.second_encoder import open_second

_NOTE = "risk-in-service.json"
_OF_ALL_CASES = 100_000  # clauses: both scores read the same
Tell = Callable[[str], None]


@dataclass(frozen=True)
class RiskFiles:
    """A score with its patterns."""

    score: Path
    patterns: Path


@dataclass(frozen=True)
class _Note:
    """The names of the score that serves, and of the newest one where that was refused.

    `encoder` is the digest of the encoder that the score belongs to: with another it reads nonsense. A
    note without one is of an older program, and what it refused is not.
    """

    serves: str
    refused: str = ""
    encoder: str = ""


def risk_in_service(newest: Path, patterns: Path = FOLDER) -> RiskFiles:
    """What serves while `newest` is the score of today's lessons."""
    note = _read(newest.parent)
    if note and note.encoder and note.refused == newest.name:
        last = _kept(newest.with_name(note.serves))
        if last.score.exists() and last.patterns.is_dir():
            return last
    return RiskFiles(newest, patterns)


def is_refused(newest: Path) -> bool:
    """Whether the score of today's lessons was refused and the last good one serves."""
    return risk_in_service(newest).score != newest


def put_in_service(newest: Path, encoder: Path | None, patterns: Path = FOLDER) -> None:
    """Let this score and today's patterns serve, and keep a copy of the patterns."""
    copy = _kept(newest).patterns
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir(parents=True)
    for file in patterns.glob("*.yml"):
        shutil.copy(file, copy)
    _write(newest.parent, _Note(newest.name, encoder=_digest(encoder)))


def put_in_service_unless_worse(
    trained: Path,
    newest: Path,
    encoder: Path | None,
    tell: Tell,
    *,
    patterns: Path = FOLDER,
    cases: Path = KEPT_CASES,
) -> None:
    """Compare a score just trained (it will lie at `newest`) with the last good one on the kept cases.

    After a change of the encoder there is none: the score before cannot read the vectors of this one.
    """
    note = _read(newest.parent)
    same_encoder = note is not None and note.encoder == _digest(encoder)
    last = _kept(newest.with_name(note.serves)) if note and same_encoder else None
    if last is None or last.score == newest or not _can_be_read(last):
        put_in_service(newest, encoder, patterns)
        return
    tell("Comparing it with the last good one on the kept cases ...")
    encode = Encoder(encoder, remembered=_OF_ALL_CASES).encode if encoder else None
    after, before = (
        _measured(each, encode, cases) for each in (RiskFiles(trained, patterns), last)
    )
    missed = newly_missed(after, before)
    if not worse_than(after, before):
        put_in_service(newest, encoder, patterns)
        return
    _write(newest.parent, _Note(last.score.name, newest.name, _digest(encoder)))
    tell(
        "The risk check got worse on the kept cases and was not put in service; the last good one "
        f"serves on. Caught before and missed now ({len(missed)}):"
    )
    for line in lines_of_results("MISSED", missed):
        tell(line)


def _digest(encoder: Path | None) -> str:
    return digest_of(encoder / MODEL) if encoder else "words only"


def _can_be_read(files: RiskFiles) -> bool:
    """Whether it is there, and of this version of the program: an older one cannot be compared with."""
    try:
        RiskModel.load(files.score)
    except (OSError, ValueError, BadZipFile):
        return False
    return files.patterns.is_dir()


def _measured(files: RiskFiles, encode: Encode | None, cases: Path) -> Report:
    score = RiskModel.load(files.score)
    second = open_second(remembered=_OF_ALL_CASES)
    again = second.encode if second else None
    assessor = RiskAssessor(read_families(files.patterns), score, encode, again)
    return evaluate(assessor, read_cases(cases))


def _kept(score: Path) -> RiskFiles:
    return RiskFiles(score, score.with_suffix(""))


def _read(folder: Path) -> _Note | None:
    file = folder / _NOTE
    return _Note(**json.loads(file.read_text("utf-8"))) if file.exists() else None


def _write(folder: Path, note: _Note) -> None:
    part = folder / f"{_NOTE}.part"
    part.write_text(json.dumps(asdict(note)), "utf-8")
    part.replace(folder / _NOTE)
