"""Two versions side by side, with the words that changed marked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from content.checks.piece import Piece
from content.repository import ANSWER
from staff.entries.form import SECTIONS, EntryForm, from_body

_WORDS = re.compile(r"\s+|[^\s]+")
_CONTEXT = 2


@dataclass(frozen=True)
class Run:
    """Some words, and whether they differ from the other side."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Pair:
    """One part of a piece, as it is on both sides."""

    name: str
    old: tuple[Run, ...]
    new: tuple[Run, ...]


def compare(old: Piece | None, new: Piece) -> list[Pair]:
    """What differs between two versions, part by part. With no old version all of it is new."""
    if new.kind == ANSWER:
        return list(_fields(_form(old) if old else EntryForm(), _form(new)))
    return list(_lines(old.body if old else "", new.body))


def compare_words(name: str, old: str, new: str) -> Pair:
    """Two texts, word by word."""
    left, right = _WORDS.findall(old), _WORDS.findall(new)
    old_runs, new_runs = [], []
    steps = SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes()
    for step, old_from, old_to, new_from, new_to in steps:
        changed = step != "equal"
        old_runs.append(Run("".join(left[old_from:old_to]), changed))
        new_runs.append(Run("".join(right[new_from:new_to]), changed))
    return Pair(
        name,
        tuple(run for run in old_runs if run.text),
        tuple(run for run in new_runs if run.text),
    )


def _form(piece: Piece) -> EntryForm:
    return from_body(piece.body, "\n".join(piece.phrases))


def _fields(old: EntryForm, new: EntryForm) -> Iterator[Pair]:
    names = ("label", "audience", "sources", "facts_date", "review", "related", "notes")
    parts = [(name.replace("_", " "), getattr(old, name), getattr(new, name)) for name in names]
    flags = ("no", "yes")
    parts.append(
        (
            "check before launch",
            flags[old.check_before_launch],
            flags[new.check_before_launch],
        )
    )
    parts.append(("not in schools", flags[old.not_in_schools], flags[new.not_in_schools]))
    parts.append(("marked nations", " ".join(old.marked_nations), " ".join(new.marked_nations)))
    parts += [(name, old.texts.get(name, ""), new.texts.get(name, "")) for name in SECTIONS]
    parts.append(("test questions", old.test_questions, new.test_questions))
    for name, before, after in parts:
        if before != after:
            yield compare_words(name, before, after)
    if old.phrases != new.phrases:
        for pair in _lines(old.phrases, new.phrases):
            yield Pair(f"training phrases, {pair.name}", pair.old, pair.new)


def _lines(old: str, new: str) -> Iterator[Pair]:
    """The stretches of lines that differ, each with a little of what stands around it."""
    left, right = old.splitlines(), new.splitlines()
    matcher = SequenceMatcher(a=left, b=right, autojunk=False)
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        _, old_from, _, new_from, _ = group[0]
        _, _, old_to, _, new_to = group[-1]
        before = "\n".join(left[old_from:old_to])
        yield compare_words(f"line {new_from + 1}", before, "\n".join(right[new_from:new_to]))
