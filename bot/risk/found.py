"""What the patterns find in a text, and what counts of it beside the score.

What makes words harmless ("in fortnite", "at chess") may stand beside danger by chance: "dad is
strangling my mum, i was watching a film". So an excuse lowers danger, and never silences it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.decision import Level, Signal
from bot.risk.context import Setting, level_in, setting_of
from bot.risk.families import Family
from bot.risk.patterns import Hit, PatternReader
from bot.understanding.normalise import Sentence, sentences

LONGEST_EVIDENCE = 300
_FIGURES = {"2": "to", "4": "for"}
_FILLERS = frozenset({"like", "literally", "legit", "lowkey", "kinda", "actually", "basically"})
_BESIDE_AN_EXCUSE = {Level.ROUTINE: Level.COMPLEX, Level.COMPLEX: Level.URGENT}


@dataclass(frozen=True)
class Found:
    """A signal of a pattern at its full level; `excused` where what stands round it speaks for harmless."""

    signal: Signal
    excused: bool = False


def found_in(
    text: str, longest: int, patterns: PatternReader, families: Mapping[str, Family]
) -> Iterator[Found]:
    """All that the patterns find in the first `longest` characters."""
    for sentence in sentences(text, longest):
        said = [token.plain for token in sentence.tokens]
        for words, places in _ways_to_read(said):
            for hit in patterns.find(words):
                where = replace(hit, start=places[hit.start], end=places[hit.end - 1] + 1)
                setting = setting_of(said, where.start, where.end)
                family = families[hit.item.code.split(".", 1)[0]]
                level = level_in(setting, family.codes[hit.item.code].level, family.name)
                if level.rank > Level.COMPLEX.rank or _is_own_need(hit, setting):
                    signal = _signal(where, level, setting, text, sentence)
                    yield Found(signal, excused=hit.excused or setting.story)


def beside_the_score(
    found: Sequence[Found], scored: Level, is_calm: Callable[[], bool]
) -> Iterator[Signal]:
    """What counts of what was found, where the score by itself says `scored`.

    An excused emergency counts one step above the score; anything else excused is need. Urgent is need
    too where the score is sure that all is well: "i ran away from a goose". An emergency that nothing
    excuses is never lowered.
    """
    calm = any(_may_be_calm(one) for one in found) and is_calm()
    for one in found:
        if one.excused:
            yield _excused(one.signal, scored)
        elif calm and _may_be_calm(one):
            yield _as_need(one.signal, "calm by the score")
        else:
            yield one.signal


def _may_be_calm(one: Found) -> bool:
    return one.signal.level is Level.URGENT and not one.excused


def _excused(signal: Signal, scored: Level) -> Signal:
    if signal.level is not Level.EMERGENCY:
        return _as_need(signal, "excused")
    level = _BESIDE_AN_EXCUSE.get(scored, Level.EMERGENCY)
    return replace(signal, level=level, raised_by=f"{signal.raised_by}, excused")


def _as_need(signal: Signal, why: str) -> Signal:
    return replace(signal, level=Level.COMPLEX, raised_by=f"{signal.raised_by}, {why}")


def _is_own_need(hit: Hit, setting: Setting) -> bool:
    """Whether need is told that is nobody's story and that nothing excuses."""
    return not hit.excused and (setting.first_person or not setting.story)


def _signal(hit: Hit, level: Level, setting: Setting, text: str, sentence: Sentence) -> Signal:
    first, last = sentence.tokens[hit.start], sentence.tokens[hit.end - 1]
    return Signal(
        code=hit.item.code,
        level=level,
        evidence=text[first.start : last.end][:LONGEST_EVIDENCE],
        raised_by=f"pattern: {hit.pattern}",
        about=setting.about,
        when=setting.when,
    )


def _ways_to_read(words: list[str]) -> Iterator[tuple[list[str], Sequence[int]]]:
    """The words, and for each its place in the sentence.

    Where a 2 or 4 stands alone, also as `to` and `for`, for it may be either; where there are words that
    only fill ("took like twelve"), also without them.
    """
    everywhere = range(len(words))
    yield words, everywhere
    if not _FIGURES.keys().isdisjoint(words):
        yield [_FIGURES.get(word, word) for word in words], everywhere
    telling = [place for place in everywhere if words[place] not in _FILLERS]
    if 0 < len(telling) < len(words):
        yield [words[place] for place in telling], telling
