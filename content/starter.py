"""The starter pack: reading the folder of content files, and loading it into an empty database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from content import repository
from content.checker.file import parse_checker
from content.directory import parse_directory
from content.entry_file import parse_entry
from content.front_matter import load_yaml
from content.problems import ContentError, Problem
from content.rates import parse_rates
from content.repository import Draft
from content.safety import parse_safety
from content.words import parse_words

CONTENT = Path(__file__).parent
PHRASES = CONTENT.parent / "nlu_data" / "nlu"


@dataclass(frozen=True)
class Pack:
    """Everything in a content folder, parsed and ready to be stored."""

    drafts: tuple[Draft, ...]


def read_pack(folder: Path = CONTENT, phrases_folder: Path = PHRASES) -> Pack:
    """Read a content folder; raise ContentError with every problem in every file."""
    problems: list[Problem] = []
    drafts: list[Draft] = []
    phrases = read_phrases(phrases_folder)
    for reader in (
        _single_files(folder),
        _entries(folder, phrases),
        _safety(folder),
        _checkers(folder),
    ):
        for made in reader:
            if isinstance(made, Draft):
                drafts.append(made)
            else:
                problems += made.problems
    if problems:
        raise ContentError(problems)
    return Pack(tuple(drafts))


def load_pack(tx: Connection, pack: Pack, *, why: str, now: datetime) -> int:
    """Store and publish all of a pack. Returns how many pieces of content it held."""
    for draft in pack.drafts:
        number = repository.save_revision(tx, draft, author_id=None, why=why, now=now)
        repository.publish_revision(tx, draft, number, publisher_id=None, now=now)
    return len(pack.drafts)


def read_phrases(folder: Path) -> dict[str, tuple[str, ...]]:
    """The training phrases of each entry, from Rasa files: entry id to phrases."""
    phrases: dict[str, tuple[str, ...]] = {}
    for file in sorted(folder.glob("*.yml")):
        for block in (load_yaml(file.read_text("utf-8"), str(file)) or {}).get("nlu", []):
            topic, _, slug = str(block.get("intent", "")).partition(".")
            lines = str(block.get("examples", "")).splitlines()
            found = tuple(line.strip().removeprefix("- ").strip() for line in lines if line.strip())
            phrases[f"{topic}/{slug}"] = phrases.get(f"{topic}/{slug}", ()) + found
    return phrases


def _entries(folder: Path, phrases: dict[str, tuple[str, ...]]) -> Iterator[Draft | ContentError]:
    for file in sorted((folder / "entries").glob("*/*.md")):
        entry_id = f"{file.parent.name}/{file.stem}"
        body = file.read_text("utf-8")
        try:
            entry = parse_entry(entry_id, body, where=str(file))
        except ContentError as error:
            yield error
            continue
        said = "\n".join(phrases.get(entry_id, ()))
        yield Draft(entry_id, repository.ANSWER, entry.label, entry.review, body, said)


def _safety(folder: Path) -> Iterator[Draft | ContentError]:
    for file in sorted((folder / "safety").glob("*.md")):
        body = file.read_text("utf-8")
        try:
            reply = parse_safety(file.stem, body, where=str(file))
        except ContentError as error:
            yield error
            continue
        yield Draft(f"safety/{file.stem}", repository.SAFETY, reply.title, reply.review, body)


def _checkers(folder: Path) -> Iterator[Draft | ContentError]:
    for file in sorted((folder / "checkers").glob("*.yml")):
        body = file.read_text("utf-8")
        try:
            checker = parse_checker(file.stem, body, where=str(file))
        except ContentError as error:
            yield error
            continue
        piece_id = f"checkers/{file.stem}"
        yield Draft(piece_id, repository.CHECKER, checker.title, checker.review, body)


def _single_files(folder: Path) -> Iterator[Draft | ContentError]:
    for kind, label, parse in (
        (repository.RATES, "Rates", parse_rates),
        (repository.DIRECTORY, "Directory", parse_directory),
        (repository.WORDS, "Words of the service", parse_words),
    ):
        file = folder / f"{kind}.yml"
        body = file.read_text("utf-8")
        try:
            parse(body, str(file))
        except ContentError as error:
            yield error
            continue
        yield Draft(f"service-wide/{kind}", kind, label, None, body)
