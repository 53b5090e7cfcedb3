"""How long the risk check takes over ten thousand hostile messages, beside ordinary ones in the same run.

`python -m bench.hostile` reads them with the newest models in `var`: long, nested, repeated, in every
script and with every trick of Unicode, the same ones each time. It fails when a layer breaks.
"""

import random
import time
from collections.abc import Callable, Iterable
from itertools import chain, islice
from pathlib import Path

import click

from bench.parts import assessor
from bench.said import conversations
from bot.risk.assess import RiskAssessor
from bot.understanding.encoder import Encoder
from bot.understanding.weights import find_encoder

_LONGEST = 20_000
_WARMING = 100
_WORDS = (
    "kill",
    "me",
    "want to",
    "die",
    "my dad",
    "hits",
    "dont",
    "no food",
    "tonight",
    "ema",
    "naked",
)
_MARKS = (
    "((",
    "]]",
    "\0",
    "\u202e",
    "\u200d",
    "\ufeff",
    "\n\n",
    "…",
    "'",
    "%s",
    "<script>",
    "\\",
    "💀",
)


@click.command()
@click.option("--data", default="var", type=click.Path(path_type=Path), help="Prepared data.")
@click.option("--count", default=10_000, show_default=True, help="How many hostile messages.")
def hostile(data: Path, count: int) -> None:
    """Time the risk check on hostile and on ordinary messages."""
    folder = find_encoder(data / "encoder")
    check = assessor(data / "models", Encoder(folder) if folder else None)
    said = chain.from_iterable(conversations())
    for text in islice(said, _WARMING):
        check.read(text)
    print("| messages | p50 ms | p95 ms | p99 ms | worst ms |\n|---|---:|---:|---:|---:|")
    print(_row("ordinary", check, islice(said, count // 10)))
    print(_row("hostile", check, _hostile(count)))


def _hostile(count: int) -> Iterable[str]:
    chance = random.Random(20)  # noqa: S311
    kinds = (_words, _letters, _nested, _repeated, _glued, _any_script)
    return (chance.choice(kinds)(chance)[:_LONGEST] for _ in range(count))


def _words(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS + _MARKS, k=chance.randrange(200)))


def _letters(chance: random.Random) -> str:
    """Letters under heaps of marks, or spaced out."""
    heap = "".join(chr(chance.randrange(0x300, 0x370)) for _ in range(chance.randrange(30)))
    return chance.choice((heap, " ", ".", "*")).join("i want to die " * chance.randrange(1, 40))


def _nested(chance: random.Random) -> str:
    deep = chance.randrange(1, 3_000)
    return chance.choice(("(", "[", "<b>", '{"a":')) * deep + _words(chance)


def _repeated(chance: random.Random) -> str:
    return chance.choice((*_WORDS, *_MARKS, "a", "😭", "ha")) * chance.randrange(1, 9_000)


def _glued(chance: random.Random) -> str:
    return "".join(chance.choices(_WORDS, k=chance.randrange(1, 400))).replace(" ", "")


def _any_script(chance: random.Random) -> str:
    length = chance.randrange(1, 2_000)
    drawn = (chr(chance.randrange(0x110000)) for _ in range(length))
    return "".join(each for each in drawn if not 0xD800 <= ord(each) < 0xE000)


def _row(what: str, check: RiskAssessor, texts: Iterable[str]) -> str:
    taken = sorted(_milliseconds(check.read, text) for text in texts)
    at = [taken[int((len(taken) - 1) * share)] for share in (0.5, 0.95, 0.99, 1)]
    return f"| {what} ({len(taken):,}) | " + " | ".join(f"{each:.1f}" for each in at) + " |"


def _milliseconds(read: Callable[[str], object], text: str) -> float:
    begun = time.perf_counter()
    found = read(text)
    taken = 1000 * (time.perf_counter() - begun)
    broken = getattr(found, "broken", ())
    if broken:
        message = f"{', '.join(broken)} broke"
        raise RuntimeError(message)
    return taken


if __name__ == "__main__":
    hostile()
