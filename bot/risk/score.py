"""The trained score: how much a message reads like those of people in danger, and in which.

Heads, in order: a person should see this, urgent, emergency, then one a family. Each reads the words
(hashed features) and, where there is an encoder, the sense (its vector); a mix of the two is the
score, a log-odds. The words pick the clauses worth the encoder's time. What is not plainly calm is read
again by a second reader (bot/risk/second.py), which has the last word on how grave it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np

from bot.decision import Level
from bot.risk.heads import (
    EMERGENCY,
    FIRST_FAMILY,
    SEE,
    URGENT,
    Encode,
    Floats,
    SenseHeads,
    Thresholds,
    WordHeads,
    packed,
    unpacked,
)
from bot.risk.second import SecondReader

VERSION = 6
"""Goes up when the file or the training changes: then the score is trained anew."""
MOST_CLAUSES = 2
LEAST_WORRYING = -1.0
CLAUSES_LESS = 1.0
JOINED_LESS = 1.0
"""Messages put together are held back: one may have nothing to do with the other."""
FEW_WORDS = 8
SURE_OF_FAMILY = 1.5
"""By how much in log-odds: of kept messages raised by the score alone, 88 of 100 then had the right family."""


def held_back(odds: Floats) -> Floats:
    """Odds of a message, whole and then in clauses, with those of the clauses held back.

    A clause torn from its sentence says less than the whole: "on the bus now" is no meeting with a
    stranger. docs/risk-measurements.md has what this gained.
    """
    return np.concatenate([odds[:1], odds[1:] - CLAUSES_LESS])


@dataclass(frozen=True)
class Scored:
    """What the score says of a message: the level, the family, and which of the texts decided."""

    level: Level
    family: str
    family_sure: bool
    place: int
    odds: float


@dataclass(frozen=True)
class RiskModel:
    """All that is needed to score a message. `mix` is words, sense and bias a head."""

    families: tuple[str, ...]
    words: WordHeads
    sense: SenseHeads | None
    mix: Floats
    thresholds: Thresholds
    thresholds_words_only: Thresholds
    second: SecondReader | None = None

    def score(
        self,
        texts: Sequence[str],
        encode: Encode | None,
        again: Encode | None = None,
        *,
        less: float = 0.0,
    ) -> Scored | None:
        """Score a message, given whole and then as clauses. None when it says nothing of danger.

        `less` is taken off the odds where the words may not belong together. `again` is the encoder of
        the second reader; without it the first alone decides. With no encoder at all, or none when it
        was trained, the words alone decide.
        """
        odds, places, limits = self._odds(texts, encode)
        odds = odds - less
        best, limits = self._weighed(texts[0], odds, limits, again)
        return self._decide(best, odds, places, limits)

    def is_calm(
        self, texts: Sequence[str], encode: Encode | None, again: Encode | None = None
    ) -> bool:
        """Whether a message, whole and in clauses, is surely unlike danger.

        Only both readers together say so. Of a long message they never do.
        """
        if self.second is None or self.sense is None or encode is None or again is None:
            return False
        odds, _, _ = self._odds(texts, encode)
        return self.second.is_calm(odds.max(axis=0), texts[0], again)

    def urgent_margin(
        self, texts: Sequence[str], encode: Encode | None, again: Encode | None = None
    ) -> float:
        """By how much the odds pass the nearest urgent threshold; below 0 when they pass none."""
        odds, _, limits = self._odds(texts, encode)
        best, limits = self._weighed(texts[0], odds, limits, again)
        over_general = best[URGENT] - limits.general[URGENT]
        over_family = best[FIRST_FAMILY:] - limits.family_urgent
        over_alone = best[EMERGENCY] - limits.emergency_alone
        return float(max(over_general, over_alone, over_family.max()))

    def _weighed(
        self, whole: str, odds: Floats, limits: Thresholds, again: Encode | None
    ) -> tuple[Floats, Thresholds]:
        """The best odds of every head, weighed by the second reader where there is reason to ask it."""
        best: Floats = odds.max(axis=0)
        by_words_alone = limits is self.thresholds_words_only
        if self.second is None or again is None or by_words_alone:
            return best, limits
        if not self.second.is_asked(best, whole):
            return best, limits
        return self.second.weigh(best, again([whole])), self.second.thresholds

    def _odds(
        self, texts: Sequence[str], encode: Encode | None
    ) -> tuple[Floats, list[int], Thresholds]:
        """The odds of every head, a row a text that was read, which texts, and what to hold against."""
        by_words = np.stack([self.words.score(text) for text in texts])
        if encode is None or self.sense is None:
            return held_back(by_words), list(range(len(texts))), self.thresholds_words_only
        chosen = worth_encoding(by_words, texts[0])
        # The whole apart: who reads its meaning asks for it too, and clauses beside it would cost as much.
        vectors = encode([texts[0]])
        if len(chosen) > 1:
            vectors = np.concatenate([vectors, encode([texts[place] for place in chosen[1:]])])
        by_sense = self.sense.score(vectors)
        mixed = self.mix[0] * by_words[chosen] + self.mix[1] * by_sense + self.mix[2]
        return held_back(mixed), chosen, self.thresholds

    def _decide(
        self, best: Floats, odds: Floats, places: list[int], limits: Thresholds
    ) -> Scored | None:
        over_urgent = best[FIRST_FAMILY:] - limits.family_urgent
        over_see = best[FIRST_FAMILY:] - limits.family_see
        urgent = (
            best[URGENT] >= limits.general[URGENT]
            or best[EMERGENCY] >= limits.emergency_alone
            or bool((over_urgent >= 0).any())
        )
        see = urgent or best[SEE] >= limits.general[SEE] or bool((over_see >= 0).any())
        if not see:
            return None
        level = Level.URGENT if urgent else Level.COMPLEX
        if urgent and best[EMERGENCY] >= limits.general[EMERGENCY]:
            level = Level.EMERGENCY
        row = int(odds[:, URGENT if urgent else SEE].argmax())
        able = np.isfinite(limits.family_urgent) if urgent else np.ones(len(self.families), bool)
        of_family = np.where(able, odds[row, FIRST_FAMILY:], -np.inf)
        family = int(of_family.argmax())
        return Scored(
            level,
            self.families[family],
            _is_sure(of_family),
            places[row],
            float(best[URGENT if urgent else SEE]),
        )

    def save(self, file: Path) -> None:
        """Keep it in one file."""
        parts: dict[str, Any] = {
            "version": np.array(VERSION),
            "families": np.array(self.families),
            "rarity": self.words.rarity,
            "word_weights": self.words.weights.astype(np.float16),
            "word_bias": self.words.bias,
            "mix": self.mix,
            **packed("with", self.thresholds),
            **packed("words", self.thresholds_words_only),
        }
        if self.sense:
            parts |= {f"sense_{name}": value for name, value in vars(self.sense).items()}
        if self.second:
            parts |= self.second.parts()
        with file.open("wb") as out:
            np.savez_compressed(out, **parts)

    @classmethod
    def load(cls, file: Path) -> Self:
        """From a file; raises ValueError for one that an older or newer program wrote."""
        with np.load(file, allow_pickle=False) as parts:
            if int(parts["version"]) != VERSION:
                raise ValueError(f"{file.name} is of another version. Train the risk score anew.")
            sense = None
            if "sense_weights" in parts:
                names = (each.name for each in fields(SenseHeads))
                sense = SenseHeads(*(parts[f"sense_{name}"] for name in names))
            weights = parts["word_weights"].astype(np.float32)
            return cls(
                families=tuple(str(name) for name in parts["families"]),
                words=WordHeads(parts["rarity"], weights, parts["word_bias"]),
                sense=sense,
                mix=parts["mix"],
                thresholds=unpacked("with", parts),
                thresholds_words_only=unpacked("words", parts),
                second=SecondReader.from_parts(parts),
            )


def _is_sure(of_family: Floats) -> bool:
    """Whether the likeliest family stands clear of the next."""
    if len(of_family) < 2:
        return True
    second, first = np.partition(of_family, -2)[-2:]
    return bool(first - second >= SURE_OF_FAMILY)


def worth_encoding(by_words: Floats, whole: str) -> list[int]:
    """The whole message, and of all but short ones the clauses that the words find most worrying.

    A clause in whose words there is nothing to worry about has never decided anything
    (docs/risk-measurements.md), and to encode it takes as long as all the rest.
    """
    if len(whole.split()) <= FEW_WORDS:
        return [0]
    clauses = np.argsort(-by_words[1:, SEE], kind="stable")[:MOST_CLAUSES] + 1
    return [0, *(int(place) for place in clauses if by_words[place, SEE] >= LEAST_WORRYING)]
