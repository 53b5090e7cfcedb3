"""The readable pattern language of nlu_data/risk, and how it becomes spaCy Matcher patterns.

A pattern is read into alternatives, each a row of slots, one slot a word of the message. Rows that
differ in one slot only are merged, so that `(dad|mum|uncle) hits me` is one row and not three.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

MAX_ROWS = 600
_PIECE = re.compile(r"\.\.\.|[()\[\]|]|[^\s()\[\]|]+")
_WORD = re.compile(r"[^\W_]+(?:['&-][^\W_]+)*\*?")
_CLOSES = {"(": ")", "[": "]"}


class PatternError(ValueError):
    """A pattern that cannot be read: what is wrong and how to mend it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True, eq=False, slots=True)
class Slot:
    """One place in a row: these words, words that begin so, any word, or a gap of up to four.

    `slot_of` makes them, one object for each there is: thousands of rows are compared by their slots,
    and the same object is quickly told to be the same.
    """

    words: frozenset[str]
    prefixes: frozenset[str]
    gap: bool
    any_word: bool

    def fits(self, present: Iterable[str]) -> bool:
        """Whether any of the words present could stand here."""
        if self.any_word or not self.words.isdisjoint(present):
            return True
        return bool(self.prefixes) and any(
            word.startswith(tuple(self.prefixes)) for word in present
        )

    def for_matcher(self) -> list[dict[str, Any]]:
        """The token patterns of this slot, as spaCy's Matcher takes them."""
        if self.gap:
            return [{"OP": "?"}] * 4
        if self.any_word:
            return [{}]
        if not self.prefixes and len(self.words) == 1:
            return [{"ORTH": next(iter(self.words))}]
        if not self.prefixes:
            return [{"ORTH": {"IN": sorted(self.words)}}]
        either = [re.escape(word) + "$" for word in sorted(self.words)]
        either += [re.escape(prefix) for prefix in sorted(self.prefixes)]
        return [{"ORTH": {"REGEX": f"^(?:{'|'.join(either)})"}}]


@cache
def slot_of(
    words: frozenset[str] = frozenset(),
    prefixes: frozenset[str] = frozenset(),
    *,
    gap: bool = False,
) -> Slot:
    """The slot that takes these words and beginnings; any word at all when it names none."""
    return Slot(words, prefixes, gap, any_word=not words and not prefixes)


Row = tuple[Slot, ...]
_ANY, _GAP = slot_of(), slot_of(gap=True)
_OPEN = Slot(frozenset(), frozenset(), gap=False, any_word=False)
"""Stands where rows may differ."""


@lru_cache(maxsize=4096)
def rows_of(pattern: str, plain: Callable[[str], str] = str.lower) -> tuple[Row, ...]:
    """Every row that the pattern stands for. `plain` is how messages are made plain.

    Raises PatternError, with the mend, for a pattern that cannot be read or that says nothing.
    """
    pieces = _PIECE.findall(pattern)
    rows, rest = _either(pieces, 0, plain)
    if rest < len(pieces):
        raise _unbalanced(pieces[rest])
    rows = list(dict.fromkeys(_without_gaps_at_the_ends(row) for row in rows))
    if any(all(slot.any_word for slot in row) for row in rows):
        raise PatternError("The pattern could fit with no word at all.", "Name at least one word.")
    return tuple(rows)


def for_matcher(row: Row) -> list[dict[str, Any]]:
    """A row as one spaCy Matcher pattern."""
    return [token for slot in row for token in slot.for_matcher()]


def _either(pieces: list[str], at: int, plain: Callable[[str], str]) -> tuple[list[Row], int]:
    """Alternatives parted by `|`, up to a closing bracket or the end."""
    rows, at = _in_a_row(pieces, at, plain)
    if at >= len(pieces) or pieces[at] != "|":
        return rows, at
    while at < len(pieces) and pieces[at] == "|":
        found, at = _in_a_row(pieces, at + 1, plain)
        rows += found
    return _merged(rows), at


def _in_a_row(pieces: list[str], at: int, plain: Callable[[str], str]) -> tuple[list[Row], int]:
    """What stands side by side, up to a `|`, a closing bracket or the end."""
    rows: list[Row] = [()]
    while at < len(pieces) and pieces[at] not in ("|", ")", "]"):
        piece = pieces[at]
        if piece in _CLOSES:
            inner, at = _either(pieces, at + 1, plain)
            if at >= len(pieces) or pieces[at] != _CLOSES[piece]:
                raise _unbalanced(piece)
            if piece == "(" and () in inner:
                mend = "Put square brackets round words that may be missing: [really]."
                raise PatternError("There is an empty choice in round brackets.", mend)
            rows = _side_by_side(rows, [*inner, ()] if piece == "[" else inner)
        else:
            rows = _side_by_side(rows, [_literal(piece, plain)])
        at += 1
    return rows, at


@cache
def _literal(piece: str, plain: Callable[[str], str]) -> Row:
    if piece == "...":
        return (_GAP,)
    if piece == "_":
        return (_ANY,)
    if not _WORD.fullmatch(piece):
        raise PatternError(f"`{piece}` is not a word.", "Write words without marks, as in `dont`.")
    if piece.endswith("*"):
        return (slot_of(prefixes=frozenset({piece[:-1].lower()})),)
    return tuple(slot_of(frozenset({word})) for word in plain(piece).split())


def _side_by_side(left: list[Row], right: list[Row]) -> list[Row]:
    joined = [before + after for before in left for after in right]
    if len(joined) > MAX_ROWS:
        joined = _merged(joined)
    if len(joined) > MAX_ROWS:
        what = f"The pattern stands for {len(joined)} rows of words, more than {MAX_ROWS}."
        raise PatternError(what, "Write it as two shorter patterns.")
    return joined


def _merged(rows: list[Row]) -> list[Row]:
    """The same choices in fewer rows: rows that differ in one named slot become one."""
    merged = list(dict.fromkeys(rows))
    place = 0
    while len(merged) > 1 and place < max(map(len, merged)):
        groups: dict[Row, list[Row]] = {}
        for row in merged:
            named = place < len(row) and not row[place].any_word
            alike = (*row[:place], _OPEN, *row[place + 1 :]) if named else row
            groups.setdefault(alike, []).append(row)
        if len(groups) < len(merged):
            merged = [_joined(group, place) for group in groups.values()]
        place += 1
    return merged


def _joined(group: list[Row], place: int) -> Row:
    first = group[0]
    if len(group) == 1:
        return first
    words = frozenset().union(*(row[place].words for row in group))
    prefixes = frozenset().union(*(row[place].prefixes for row in group))
    return (*first[:place], slot_of(words, prefixes), *first[place + 1 :])


def _without_gaps_at_the_ends(row: Row) -> Row:
    while row and row[0].gap:
        row = row[1:]
    while row and row[-1].gap:
        row = row[:-1]
    return row


def _unbalanced(piece: str) -> PatternError:
    return PatternError(
        f"A bracket `{piece}` has no partner.", "Close every ( with ) and [ with ]."
    )
