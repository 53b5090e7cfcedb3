"""Everything as files that git can keep: the same content gives the same bytes, whoever exports it."""

from collections.abc import Callable, Iterable, Mapping
from itertools import groupby

import yaml

from content.whole import Held, Words, path_of

_PLACES: tuple[tuple[str, Callable[[Held], Words | None]], ...] = (
    ("", lambda piece: piece.live),
    ("drafts/", lambda piece: piece.draft),
    ("withdrawn/", lambda piece: piece.newest if piece.withdrawn else None),
)


class _Plain(yaml.SafeDumper):
    """Writes many lines as they are read: one a line, under a bar."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Plain.add_representer(str, _text)


def as_files(pieces: Mapping[str, Held]) -> dict[str, bytes]:
    """Every file by its path, in the order of paths."""
    files: dict[str, str] = {}
    for place, chosen in _PLACES:
        there = [
            (entry_id, piece.kind, words)
            for entry_id, piece in sorted(pieces.items())
            if (words := chosen(piece)) is not None
        ]
        files |= {f"{place}{path_of(key, kind)}": words.body for key, kind, words in there}
        files |= {
            f"{place}{name}": text
            for name, text in _phrases((key, words) for key, _, words in there)
        }
    return {path: files[path].encode() for path in sorted(files)}


def _phrases(pieces: Iterable[tuple[str, Words]]) -> Iterable[tuple[str, str]]:
    """The phrases of each topic, in Rasa's own format."""
    with_phrases = [(key, words.phrases) for key, words in pieces if words.phrases]
    for topic, those in groupby(with_phrases, key=lambda piece: piece[0].partition("/")[0]):
        blocks = [
            {
                "intent": key.replace("/", ".", 1),
                "examples": "".join(f"- {phrase}\n" for phrase in phrases),
            }
            for key, phrases in those
        ]
        whole = {"version": "3.1", "nlu": blocks}
        yield (
            f"nlu/{topic}.yml",
            yaml.dump(whole, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=10_000),
        )
