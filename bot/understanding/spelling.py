"""The spelling map: how young people write, and the plain words for it. Data: nlu_data/spelling.yml."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from content.front_matter import load_yaml
from content.problems import ContentError, Problem

FILE = Path(__file__).parents[2] / "nlu_data" / "spelling.yml"
_PARTS = ("short-forms", "run-together", "telling", "doubles", "emoji", "look-alikes")


@dataclass(frozen=True)
class Spelling:
    """`short_forms`: a spelling to its plain words. `doubles`: words right with a double letter.

    `run_together`: words that may stand without a space between, and the `telling` ones among them.
    `emoji`: a sign to its word. `look_alikes`: a foreign letter to the Latin one it passes for.
    """

    short_forms: Mapping[str, tuple[str, ...]]
    run_together: frozenset[str]
    telling: frozenset[str]
    doubles: frozenset[str]
    emoji: Mapping[str, str]
    look_alikes: Mapping[str, str]


@cache
def load_spelling(file: Path = FILE) -> Spelling:
    """Read the map once. Raises ContentError with every problem in it."""
    raw = load_yaml(file.read_text("utf-8"), str(file))
    missing = [part for part in _PARTS if not raw or not raw.get(part)]
    if missing:
        raise ContentError(
            [Problem(str(file), 0, f"The part `{part}` is missing.", "Add it.") for part in missing]
        )
    short_forms = _turned(raw["short-forms"], file)
    telling = frozenset(str(raw["telling"]).split())
    return Spelling(
        short_forms={typed: tuple(plain.split()) for typed, plain in short_forms.items()},
        run_together=telling | frozenset(str(raw["run-together"]).split()),
        telling=telling,
        doubles=frozenset(str(raw["doubles"]).split()),
        emoji=_turned(raw["emoji"], file),
        look_alikes={
            foreign: latin for latin, letters in raw["look-alikes"].items() for foreign in letters
        },
    )


def _turned(by_plain: Mapping[Any, Any], file: Path) -> dict[str, str]:
    """From plain words to spellings, to spelling to plain words. One spelling means one thing."""
    meant: dict[str, str] = {}
    problems: list[Problem] = []
    for plain, spellings in by_plain.items():
        if not isinstance(plain, str):
            problems.append(
                Problem(str(file), 0, f"`{plain}` is not read as a word.", "Put it in quotes.")
            )
        for spelling in str(spellings).split():
            if meant.setdefault(spelling, str(plain)) != plain:
                what = f"`{spelling}` is given as both `{meant[spelling]}` and `{plain}`."
                problems.append(Problem(str(file), 0, what, "Keep one of them."))
    if problems:
        raise ContentError(problems)
    return meant
