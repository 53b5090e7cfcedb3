"""Reading the Rasa training files: one intent an entry, `topic.slug` there and `topic/slug` with us."""

import json
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from bot.understanding.normalise import plain
from bot.understanding.training_set import Example, TrainingSet
from content.front_matter import load_yaml
from content.problems import ContentError, Problem

NLU_DATA = Path(__file__).parents[2] / "nlu_data"
TALK = "talk"
_MARKED_UP = re.compile(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})")


def intent_of(entry_id: str) -> str:
    """The name of an entry or talk id in Rasa files."""
    return entry_id.replace("/", ".", 1)


def id_of(intent: str) -> str:
    """The entry or talk id of a Rasa intent."""
    return intent.replace(".", "/", 1)


def read_training_files(folder: Path, known_ids: Collection[str] | None = None) -> TrainingSet:
    """Every phrase in the `*.yml` files of a folder.

    `known_ids` are the entries there are; each must have phrases, and an intent that is none of them
    (and no small talk) is a problem. Raises ContentError with all that is wrong in all files.
    """
    reader = _Reader(known_ids)
    for file in sorted(folder.glob("*.yml")):
        reader.read(file)
    for entry_id in sorted(set(known_ids or ()) - reader.phrases.keys()):
        where = str(folder / f"{entry_id.partition('/')[0]}.yml")
        what = f"The entry `{entry_id}` has no phrases."
        reader.report(where, 0, what, f"Add the intent `{intent_of(entry_id)}` with examples.")
    if reader.problems:
        raise ContentError(reader.problems)
    return TrainingSet(reader.phrases)


def read_small_talk(folder: Path) -> TrainingSet:
    """The phrases of small talk alone, which no editor writes: quicker than reading every file."""
    reader = _Reader(known_ids=())
    reader.read(folder / f"{TALK}.yml")
    if reader.problems:
        raise ContentError(reader.problems)
    return TrainingSet(reader.phrases)


def read_examples(file: Path) -> list[Example]:
    """Kept messages from a JSON lines file: `text`, and the ids in `expect` and `also` if in scope."""
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    return [
        Example(
            row["text"],
            frozenset([*row.get("expect", ()), *row.get("also", ())]),
            row.get("kind", ""),
        )
        for row in rows
    ]


class _Reader:
    """Gathers phrases from files, and what is wrong with them."""

    def __init__(self, known_ids: Collection[str] | None) -> None:
        self.phrases: dict[str, list[str]] = {}
        self.problems: list[Problem] = []
        self._known = known_ids
        self._first_seen: dict[str, str] = {}

    def report(self, where: str, line: int, what: str, mend: str) -> None:
        self.problems.append(Problem(where, line, what, mend))

    def read(self, file: Path) -> None:
        text = file.read_text("utf-8")
        try:
            raw = load_yaml(text, str(file))
        except ContentError as error:
            self.problems += error.problems
            return
        lines = text.splitlines()
        for block in _blocks(raw):
            intent, examples = block.get("intent"), block.get("examples")
            if not isinstance(intent, str) or not isinstance(examples, str):
                mend = "Write `- intent: topic.slug` and under it `examples: |`."
                self.report(str(file), 1, "A block has no intent or no examples.", mend)
                continue
            self._add(file, lines, intent, examples)

    def _add(self, file: Path, lines: list[str], intent: str, examples: str) -> None:
        named = (place for place, line in enumerate(lines, 1) if line.endswith(f"intent: {intent}"))
        line = next(named, 0)
        entry_id = id_of(intent)
        if self._known is not None and entry_id not in self._known and _topic(entry_id) != TALK:
            mend = "Correct the name, or remove the intent."
            self.report(str(file), line, f"There is no entry `{entry_id}`.", mend)
            return
        said = list(_phrases(examples))
        if not said:
            self.report(str(file), line, f"`{intent}` has no phrases.", "Add phrases: `- words`.")
        for phrase in said:
            other = self._first_seen.setdefault(plain(phrase), entry_id)
            if other == entry_id:
                self.phrases.setdefault(entry_id, []).append(phrase)
                continue
            at = next((n for n, raw in enumerate(lines, 1) if n > line and phrase in raw), line)
            self._said_twice(file, at, other, entry_id)

    def _said_twice(self, file: Path, line: int, other: str, entry_id: str) -> None:
        what = f"The same phrase stands under `{intent_of(other)}` and `{intent_of(entry_id)}`."
        self.report(str(file), line, what, "Keep it under the one that should answer it.")


def _blocks(raw: Any) -> Iterator[dict[str, Any]]:
    nlu = raw.get("nlu") if isinstance(raw, dict) else None
    return (block for block in nlu or () if isinstance(block, dict) and "intent" in block)


def _phrases(examples: str) -> Iterator[str]:
    for line in examples.splitlines():
        phrase = _MARKED_UP.sub(r"\1", line.strip().removeprefix("-").strip())
        if phrase:
            yield phrase


def _topic(entry_id: str) -> str:
    return entry_id.partition("/")[0]
