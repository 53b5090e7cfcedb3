"""The risk check: a message in, its signals and level out. Layers fail apart, and never in silence."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import structlog

from bot.decision import Level, Signal, highest
from bot.risk.clauses import Clause, clauses_of
from bot.risk.context import OF_ONESELF, about_of, taken_back, when_of
from bot.risk.families import Family
from bot.risk.found import LONGEST_EVIDENCE, Found, beside_the_score, found_in
from bot.risk.heads import Encode
from bot.risk.patterns import PatternReader
from bot.risk.reading import Assessment, Occasion, RiskMemory, RiskReading
from bot.risk.score import JOINED_LESS, RiskModel, Scored
from bot.understanding.normalise import plain, sentences

LONGEST_READ = 6_000
LONGEST_SCORED = 4_000
SHORT_MESSAGE = 8
RISING = 3
__all__ = ["Assessment", "RiskAssessor", "RiskMemory", "RiskReading"]
_PATTERNS, _SCORE, _CONVERSATION = "patterns", "score", "conversation"
T = TypeVar("T")
_log = structlog.get_logger()


class RiskAssessor:
    """Reads messages for danger, and weighs them in their conversation. Keeps nothing between."""

    def __init__(
        self,
        families: Sequence[Family],
        model: RiskModel | None,
        encode: Encode | None,
        again: Encode | None = None,
    ) -> None:
        """Get ready. Without a model the patterns work alone; without an encoder, words alone.

        `again` is the encoder of the second reader; without it the first decides alone.
        """
        self._families = {family.name: family for family in families}
        self._model = model
        self._encode = encode
        self._again = again
        self._patterns = self._ready(families)

    def read(self, text: str) -> RiskReading:
        """All that one message says by itself. Never raises: a layer that fails is named."""
        broken: list[str] = []
        found = self._try(_PATTERNS, lambda: self._found(text), broken)
        scored = self._try(_SCORE, lambda: self._by_score(text), broken)
        signals = _gravest_first(self._together(text, found, scored))
        return RiskReading(text, signals, _words_taking_back(text), tuple(broken))

    def weigh(self, reading: RiskReading, memory: RiskMemory) -> Assessment:
        """What a message means in its conversation. Never raises, and never lowers a level."""
        broken = list(reading.broken)
        found = [
            *reading.signals,
            *self._try(_CONVERSATION, lambda: self._split_over_messages(reading, memory), broken),
            *self._try(_CONVERSATION, lambda: self._rising(reading, memory), broken),
            *self._try(_CONVERSATION, lambda: self._taken_back(reading, memory), broken),
        ]
        signals = _gravest_first(found)
        level = highest(*(signal.level for signal in signals))
        family = self._families.get(signals[0].family) if _is_family_sure(signals) else None
        return Assessment(
            level=level,
            signals=signals,
            families=tuple(dict.fromkeys(signal.family for signal in signals)),
            retracted=reading.taken_back is not None
            and highest(memory.level, level) is not Level.ROUTINE,
            broken=tuple(dict.fromkeys(broken)),
            safety_reply=family.safety_reply if family else None,
            occasion=_occasion(signals[0]) if signals else None,
        )

    def _together(
        self, text: str, found: Sequence[Found], scored: Sequence[Signal]
    ) -> Iterator[Signal]:
        """What counts of what the patterns found, and what the score found."""
        by_score = highest(*(signal.level for signal in scored))
        yield from beside_the_score(found, by_score, lambda: self._is_calm(text))
        yield from scored

    def _found(self, text: str) -> Iterator[Found]:
        if self._patterns is None:
            raise RuntimeError("The patterns could not be made ready.")
        yield from found_in(_ends(text, LONGEST_READ), LONGEST_READ, self._patterns, self._families)

    def _is_calm(self, text: str) -> bool:
        parts = _parts_to_score(text)
        if self._model is None or parts is None:
            return False
        try:
            return self._model.is_calm([parts.whole, *parts.others], self._encode, self._again)
        except Exception as error:
            _log.error("risk_layer_failed", layer=_SCORE, error=type(error).__name__)
            return False

    def urgent_margin(self, text: str) -> float:
        """How far the score of one message passes what is urgent, for measuring; no score, never."""
        parts = _parts_to_score(text)
        if self._model is None or parts is None:
            return -math.inf
        return self._model.urgent_margin([parts.whole, *parts.others], self._encode, self._again)

    def _by_score(self, text: str, *, joined: bool = False) -> Iterator[Signal]:
        parts = _parts_to_score(text)
        if self._model is None or parts is None:
            return
        scored = self._scored([parts.whole, *(() if joined else parts.others)], joined=joined)
        if scored is None:
            return
        deciding = parts.clauses[scored.place - 1] if scored.place else None
        evidence = parts.text[deciding.start : deciding.end] if deciding else parts.text.strip()
        yield Signal(
            code=self._families[scored.family].likeness,
            level=scored.level,
            evidence=evidence[:LONGEST_EVIDENCE],
            raised_by=f"score: {scored.odds:.1f}",
            about=about_of(parts.whole, self._families[scored.family].name),
            when=when_of(deciding.plain if deciding else parts.whole),
            family_sure=scored.family_sure,
        )

    def _scored(self, texts: list[str], *, joined: bool) -> Scored | None:
        """The score with both readers; should the second fail, by the first; should that, by words alone."""
        if self._model is None:
            return None
        less = JOINED_LESS if joined else 0.0
        for again in (self._again, None):
            try:
                return self._model.score(texts, self._encode, again, less=less)
            except Exception as error:
                _log.error("risk_encoder_failed", error=type(error).__name__, second=bool(again))
        return self._model.score(texts, None, less=less)

    def _split_over_messages(self, reading: RiskReading, memory: RiskMemory) -> Iterator[Signal]:
        """What is only said by this short message and the short ones before it together."""
        if not memory.recent or not _is_short(reading.text):
            return
        before: list[str] = []
        for text in reversed(memory.recent[-2:]):
            if not _is_short(text):
                break
            before.insert(0, text)
        if not before:
            return
        earlier = " ".join(before)
        known = {(signal.code, signal.level) for signal in self._as_one(earlier)}
        known |= {(signal.code, signal.level) for signal in reading.signals}
        for signal in self._as_one(f"{earlier} {reading.text}"):
            if (signal.code, signal.level) not in known:
                yield replace(signal, raised_by=f"with the message before, {signal.raised_by}")

    def _as_one(self, text: str) -> Iterator[Signal]:
        """The signals of short messages put together. Their clauses were read when they came."""
        scored = tuple(self._by_score(text, joined=True))
        yield from self._together(text, tuple(self._found(text)), scored)

    def _rising(self, reading: RiskReading, memory: RiskMemory) -> Iterator[Signal]:
        """The third sign of danger in a row: each alone only complex, together urgent."""
        worrying = self._worrying(reading)
        if not worrying or worrying[0].level is not Level.COMPLEX:
            return
        earlier = [text for text in memory.recent if self._worrying(self.read(text))]
        if len(earlier) + 1 >= RISING:
            why = f"conversation: {len(earlier) + 1} signs close together"
            yield replace(worrying[0], level=Level.URGENT, raised_by=why)

    def _worrying(self, reading: RiskReading) -> list[Signal]:
        """The signals of families that can be urgent; need alone does not rise."""
        return [signal for signal in reading.signals if self._families[signal.family].can_be_urgent]

    def _taken_back(self, reading: RiskReading, memory: RiskMemory) -> Iterator[Signal]:
        """A joke or a taking back after a disclosure is added to it, and takes nothing from it."""
        if reading.taken_back is None or memory.level is Level.ROUTINE or not memory.families:
            return
        yield Signal(
            code=f"{memory.families[0]}.taken-back",
            level=memory.level,
            evidence=reading.text.strip()[:LONGEST_EVIDENCE],
            raised_by="conversation: taken back after a disclosure",
        )

    def _ready(self, families: Sequence[Family]) -> PatternReader | None:
        try:
            return PatternReader(families, plain)
        except Exception as error:
            _log.error("risk_patterns_not_ready", error=type(error).__name__)
            return None

    def _try(self, name: str, layer: Callable[[], Iterable[T]], broken: list[str]) -> tuple[T, ...]:
        """What a layer finds. If it fails, its name is kept and logged, never the text."""
        found: list[T] = []
        try:
            for one in layer():
                found.append(one)
        except Exception as error:
            _log.error("risk_layer_failed", layer=name, error=type(error).__name__)
            broken.append(name)
        return tuple(found)


@dataclass(frozen=True)
class _Parts:
    """A message as the score reads it: whole, and where it has several clauses, each of them."""

    text: str
    whole: str
    clauses: list[Clause]

    @property
    def others(self) -> list[str]:
        return [clause.plain for clause in self.clauses] if len(self.clauses) > 1 else []


def _parts_to_score(text: str) -> _Parts | None:
    text = _ends(text, LONGEST_SCORED)
    read = sentences(text, LONGEST_SCORED)
    clauses = clauses_of(text, read)
    if not clauses:
        return None
    return _Parts(text, " ".join(sentence.plain for sentence in read), clauses)


def _gravest_first(signals: Iterable[Signal]) -> tuple[Signal, ...]:
    """The signals without repeats of a code, gravest first; patterns before a bare score.

    A bare score tells nothing beside a pattern of its family that is as grave.
    """
    best: dict[str, Signal] = {}
    for signal in signals:
        known = best.setdefault(signal.code, signal)
        gravest = signal if signal.level.rank > known.level.rank else known
        sure = signal.family_sure or known.family_sure
        best[signal.code] = replace(gravest, family_sure=sure)
    telling = [one for one in best.values() if not _says_less(one, best.values())]
    return tuple(sorted(telling, key=lambda signal: -signal.level.rank))


def _says_less(bare: Signal, others: Iterable[Signal]) -> bool:
    return bare.is_likeness and any(
        other.family == bare.family
        and not other.is_likeness
        and other.level.rank >= bare.level.rank
        for other in others
    )


def _is_family_sure(signals: Sequence[Signal]) -> bool:
    """Whether any signal is sure of the family of the gravest."""
    return any(each.family_sure and each.family == signals[0].family for each in signals)


def _words_taking_back(text: str) -> str | None:
    try:
        return taken_back(plain(text))
    except Exception as error:
        _log.error("risk_layer_failed", layer=_CONVERSATION, error=type(error).__name__)
        return None


def _occasion(gravest: Signal) -> Occasion | None:
    if gravest.level is Level.EMERGENCY:
        tells_of_another = gravest.about == "other" and gravest.family in OF_ONESELF
        return "friend" if tells_of_another else "emergency"
    if gravest.level is Level.URGENT:
        return "friend" if gravest.about == "other" else "urgent"
    return None


def _is_short(text: str) -> bool:
    return len(text) <= LONGEST_EVIDENCE and len(text.split()) <= SHORT_MESSAGE


def _ends(text: str, longest: int) -> str:
    """The text, or the first and last of it when it is longer than may be read."""
    if len(text) <= longest:
        return text
    return f"{text[: longest // 2 - 1]}\n{text[-longest // 2 :]}"
