"""Finding the patterns of every family in a sentence, with spaCy's Matcher.

Few patterns can fit any one sentence, so each is filed under its rarest word and only those whose
words are all there are run. Words that no pattern names are hidden from spaCy, which would keep
every word it ever saw.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.risk.families import Family, PatternItem
from bot.risk.pattern_language import Row, Slot, for_matcher, rows_of
from bot.slim_spacy import Doc, Matcher, Vocab

NEAR = 12
_UNKNOWN = "·"
_ANY_ENDING = "…"


@dataclass(frozen=True)
class Hit:
    """A pattern that fitted: its place in the words of the sentence, the end not included.

    It is `excused` where words of its `unless` stand near.
    """

    item: PatternItem
    pattern: str
    start: int
    end: int
    excused: bool = False


@dataclass(frozen=True)
class _Filed:
    """A row under its rarest word: what else it needs, and the line of the file it came from."""

    needs: tuple[Slot, ...]
    line: int


@dataclass(frozen=True)
class _Rows:
    """Rows of words, and the Matcher for them: made when first needed, for few ever are."""

    vocab: Vocab
    rows: tuple[Row, ...]

    @cached_property
    def matcher(self) -> Any:
        """Finds any of the rows."""
        matcher = Matcher(self.vocab, validate=False)
        matcher.add("line", [for_matcher(row) for row in self.rows])
        return matcher


@dataclass(frozen=True)
class _Line:
    """One line under `any`: what it looks for, and what makes that harmless."""

    item: PatternItem
    pattern: str
    sought: _Rows
    unless: _Rows | None


class PatternReader:
    """All patterns, ready to be run over sentences. Holds nothing of what it read."""

    def __init__(self, families: Iterable[Family], plain: Callable[[str], str]) -> None:
        self._vocab = Vocab()
        self._lines: list[_Line] = []
        self._by_word: dict[str, list[_Filed]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Filed]] = defaultdict(list)
        self._known: set[str] = set()
        self._beginnings: set[str] = set()
        self._prefixes: tuple[str, ...] = ()
        self._compile([item for family in families for item in family.patterns], plain)

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Every pattern that fits these words, in the order they are met.

        Of each the longest fit that nothing excuses, or if there is none, the longest that is excused.
        """
        shown = [self._shown(word) for word in words]
        present = set(shown) - {_UNKNOWN}
        lines = self._possible(present)
        if not lines:
            return []
        doc = Doc(self._vocab, words=shown)
        hits = [hit for line in sorted(lines) if (hit := self._fit(self._lines[line], doc))]
        return sorted(hits, key=lambda hit: (hit.start, -hit.end))

    def _possible(self, present: set[str]) -> set[int]:
        """The lines all of whose words could be there."""
        filed = [row for word in present for row in self._by_word.get(word, ())]
        for prefix, rows in self._by_prefix.items():
            if any(word.startswith(prefix) for word in present):
                filed += rows
        lines: set[int] = set()
        for row in filed:
            if row.line not in lines and all(slot.fits(present) for slot in row.needs):
                lines.add(row.line)
        return lines

    def _fit(self, line: _Line, doc: Doc) -> Hit | None:
        fits = [(start, end) for _, start, end in line.sought.matcher(doc)]
        fits.sort(key=lambda fit: (fit[0] - fit[1], fit[0]))
        for start, end in fits:
            near = doc[max(0, start - NEAR) : end + NEAR]
            if line.unless is None or not line.unless.matcher(near):
                return Hit(line.item, line.pattern, start, end)
        return Hit(line.item, line.pattern, *fits[0], excused=True) if fits else None

    def _shown(self, word: str) -> str:
        """The word as spaCy may see it: itself if a pattern names it, else how it begins, else hidden."""
        if word in self._known:
            return word
        beginnings = [prefix for prefix in self._prefixes if word.startswith(prefix)]
        return max(beginnings, key=len) + _ANY_ENDING if beginnings else _UNKNOWN

    def _compile(self, items: list[PatternItem], plain: Callable[[str], str]) -> None:
        rows_of_line: list[tuple[Row, ...]] = []
        for item in items:
            harmless = tuple(row for pattern in item.unless for row in rows_of(pattern, plain))
            unless = self._sought(harmless) if harmless else None
            for pattern in item.any:
                rows = rows_of(pattern, plain)
                rows_of_line.append(rows)
                self._lines.append(_Line(item, pattern, self._sought(rows), unless))
        self._prefixes = tuple(sorted(self._beginnings))
        self._file(rows_of_line)

    def _sought(self, rows: tuple[Row, ...]) -> _Rows:
        for row in rows:
            for slot in row:
                self._known |= slot.words
                self._beginnings |= slot.prefixes
        return _Rows(self._vocab, rows)

    def _file(self, rows_of_line: list[tuple[Row, ...]]) -> None:
        """Put every row under the words of the slot that is met least often."""
        times = Counter(slot for rows in rows_of_line for row in rows for slot in row)
        met: Counter[str] = Counter()
        for slot, often in times.items():
            for word in slot.words:
                met[word] += often
        common = {
            slot: sum(met[word] for word in slot.words) + 50 * len(slot.prefixes) for slot in times
        }
        for line, rows in enumerate(rows_of_line):
            for row in rows:
                named = sorted((slot for slot in row if not slot.any_word), key=common.__getitem__)
                filed = _Filed(tuple(named[1:]), line)
                for word in named[0].words:
                    self._by_word[word].append(filed)
                for prefix in named[0].prefixes:
                    self._by_prefix[prefix].append(filed)
