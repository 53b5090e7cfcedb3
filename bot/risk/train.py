"""Training the risk score: heads over words and over sense, their mix, and where each begins to count.

The thresholds are chosen on messages that the scoring heads had not seen (cross-validation), so that
harmless messages rarely cross them. Training is deterministic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from bot.risk.families import Family
from bot.risk.features import BUCKETS, matrix_parts
from bot.risk.fitting import fit_heads, fit_layers, fit_mix
from bot.risk.heads import FIRST_FAMILY, Encode, Floats, SenseHeads, Thresholds, WordHeads
from bot.risk.lessons import Message, Row, beside_homely, is_kept_back, messages, rows
from bot.risk.score import RiskModel, held_back, worth_encoding
from bot.risk.thresholds import WORDS_ALONE, choose_thresholds
from bot.risk.train_second import train_second

FOLDS = 3
WORD_PENALTY, WORD_STEPS = 3e-5, 60
SENSE_HIDDEN, SENSE_STEPS = 128, 1_900


@dataclass(frozen=True)
class _Texts:
    """Every text there is to read, once: where it stands, its features, and its vector."""

    place: dict[str, int]
    features: Any
    rarity: Floats
    vectors: Floats | None


@dataclass(frozen=True)
class _Heads:
    words: WordHeads
    sense: SenseHeads | None


@dataclass(frozen=True)
class _Odds:
    """What some heads say of every text."""

    words: Floats
    sense: Floats | None


def train(
    families: Sequence[Family],
    routine_phrases: Sequence[str],
    everyday: Sequence[str],
    encode: Encode | None,
    again: Encode | None = None,
    *,
    chatter: Sequence[str] = (),
    homely: Sequence[str] = (),
    encoder_was_taught: bool = False,
) -> RiskModel:
    """Train on all there is. With no encoder the words alone are taught; `again` is the second reader's.

    `homely` words beside danger and look-alikes teach the calm reader that they change neither.

    For an encoder that was taught on these messages (all but those `is_kept_back`), only the kept
    back ones tell how words and sense are mixed and where the score begins to count.
    """
    names = tuple(family.name for family in families)
    taught = messages(families, routine_phrases, everyday, chatter)
    beside = beside_homely(taught, homely)
    lessons = rows(taught)
    texts = _read(taught, lessons, encode)
    unseen = [
        _odds(texts, _fit(texts, [row for row in lessons if row.message % FOLDS != fold], names))
        for fold in range(FOLDS)
    ]
    judges = [not encoder_was_taught or is_kept_back(message) for message in taught]
    mix = _mix(texts, [row for row in lessons if judges[row.message]], names, unseen)
    heads = _fit(texts, lessons, names)
    urgent = [family.can_be_urgent for family in families]
    best = _best_unseen(texts, taught, unseen, mix)
    second = None
    if encode and again:
        wanted = _wanted(taught, names)
        second = train_second(taught, beside, wanted, best, judges, urgent, again)
    return RiskModel(
        families=names,
        words=heads.words,
        sense=heads.sense,
        mix=mix,
        thresholds=_thresholds(taught, best, judges, urgent),
        thresholds_words_only=choose_thresholds(
            _best_unseen(texts, taught, unseen, None), taught, urgent, times=WORDS_ALONE
        ),
        second=second,
    )


def _thresholds(
    taught: Sequence[Message], odds: Floats, judges: Sequence[bool], urgent: Sequence[bool]
) -> Thresholds:
    judging = [message for message, judge in zip(taught, judges, strict=True) if judge]
    return choose_thresholds(odds[np.array(judges)], judging, urgent)


def _read(taught: Sequence[Message], lessons: Sequence[Row], encode: Encode | None) -> _Texts:
    all_texts = [row.plain for row in lessons]
    all_texts += [text for message in taught for text in (message.whole, *message.clauses)]
    place = {text: number for number, text in enumerate(dict.fromkeys(all_texts))}
    indices, starts = matrix_parts(list(place))
    shape = (len(place), BUCKETS)
    present = csr_matrix((np.ones(len(indices), np.float32), indices, starts), shape)
    met = np.bincount(indices, minlength=BUCKETS)
    rarity = (np.log((1 + len(place)) / (1 + met)) + 1).astype(np.float32)
    features = present.multiply(rarity).tocsr()
    length = np.sqrt(features.multiply(features).sum(axis=1)).A1
    features = features.multiply(1 / np.maximum(length, 1e-9)[:, None]).tocsr().astype(np.float32)
    vectors = None if encode is None else encode(list(place))
    return _Texts(place, features, rarity, vectors)


def _wanted(lessons: Sequence[Row | Message], names: tuple[str, ...]) -> Floats:
    """What every head should say of every text."""
    wanted = np.zeros((len(lessons), FIRST_FAMILY + len(names)), np.float32)
    for number, row in enumerate(lessons):
        wanted[number, : row.level] = 1
        if row.level:
            wanted[number, FIRST_FAMILY + names.index(row.family)] = 1
    return wanted


def _fit(texts: _Texts, lessons: Sequence[Row], names: tuple[str, ...]) -> _Heads:
    places = [texts.place[row.plain] for row in lessons]
    wanted = _wanted(lessons, names)
    words = WordHeads(
        texts.rarity, *fit_heads(texts.features[places], wanted, WORD_PENALTY, WORD_STEPS)
    )
    if texts.vectors is None:
        return _Heads(words, None)
    sense = fit_layers(texts.vectors[places], wanted, SENSE_HIDDEN, SENSE_STEPS)
    return _Heads(words, SenseHeads(*sense))


def _odds(texts: _Texts, heads: _Heads) -> _Odds:
    by_words = texts.features @ heads.words.weights + heads.words.bias
    if texts.vectors is None or heads.sense is None:
        return _Odds(by_words, None)
    return _Odds(by_words, heads.sense.score(texts.vectors))


def _mix(
    texts: _Texts, lessons: Sequence[Row], names: tuple[str, ...], unseen: Sequence[_Odds]
) -> Floats:
    """How words and sense are best mixed, told by rows that the heads had not seen."""
    by_words, by_sense = [], []
    for row in lessons:
        odds, place = unseen[row.message % FOLDS], texts.place[row.plain]
        if odds.sense is None:
            return np.zeros((3, FIRST_FAMILY + len(names)), np.float32)
        by_words.append(odds.words[place])
        by_sense.append(odds.sense[place])
    return fit_mix(np.stack(by_words), np.stack(by_sense), _wanted(lessons, names))


def _best_unseen(
    texts: _Texts, taught: Sequence[Message], unseen: Sequence[_Odds], mix: Floats | None
) -> Floats:
    """The highest odds of every head over each message and its clauses, by heads new to it."""
    best = []
    for number, message in enumerate(taught):
        odds = unseen[number % FOLDS]
        parts = message.clauses if len(message.clauses) > 1 else ()
        places = [texts.place[text] for text in (message.whole, *parts)]
        scored = odds.words[places]
        if mix is not None and odds.sense is not None:
            chosen = worth_encoding(scored, message.whole)
            sense = odds.sense[[places[each] for each in chosen]]
            scored = mix[0] * scored[chosen] + mix[1] * sense + mix[2]
        best.append(held_back(scored).max(axis=0))
    return np.stack(best)
