"""The starter pack: reading the folder of content files, and loading it into an empty database."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, select

from content import repository
from content.checker.file import parse_checker
from content.directory import parse_directory
from content.entry_file import parse_entry
from content.front_matter import load_yaml
from content.problems import ContentError, Problem
from content.rates import parse_rates
from content.replies import parse_replies
from content.repository import WORDS, WORDS_CY, Draft
from content.safety import parse_safety
from content.words import parse_words
from store.tables import EntryRow

CONTENT = Path(__file__).parent
PHRASES = CONTENT.parent / "nlu_data" / "nlu"

_Parse = Callable[[str, str], Draft]


@dataclass(frozen=True)
class Pack:
    """Everything in a content folder, parsed and ready to be stored."""

    drafts: tuple[Draft, ...]


def read_pack(folder: Path = CONTENT, phrases_folder: Path = PHRASES) -> Pack:
    """Read a content folder; raise ContentError with every problem in every file."""
    problems: list[Problem] = []
    drafts: list[Draft] = []
    for file, parse in _files(folder, read_phrases(phrases_folder)):
        try:
            drafts.append(parse(file.read_text("utf-8"), str(file)))
        except ContentError as error:
            problems += error.problems
    if problems:
        raise ContentError(problems)
    return Pack(tuple(drafts))


def load_pack(tx: Connection, pack: Pack, *, why: str, now: datetime) -> int:
    """Store and publish all of a pack. Returns how many pieces of content it held."""
    for draft in pack.drafts:
        number = repository.save_revision(tx, draft, author_id=None, why=why, now=now)
        repository.publish_revision(tx, draft, number, publisher_id=None, now=now)
    return len(pack.drafts)


def lacks_welsh(tx: Connection) -> bool:
    """Whether the content was loaded before there were Welsh words, so that editors cannot find them."""
    held = tx.execute(select(EntryRow.kind).where(EntryRow.kind.in_((WORDS, WORDS_CY)))).scalars()
    return set(held) == {WORDS}


def add_welsh(tx: Connection, *, now: datetime) -> None:
    """Put the Welsh words beside the English ones of an older database."""
    if not lacks_welsh(tx):
        return
    body = (CONTENT / f"{WORDS_CY}.yml").read_text("utf-8")
    draft = Draft(f"service-wide/{WORDS_CY}", WORDS_CY, "Words of the service in Welsh", None, body)
    load_pack(tx, Pack((draft,)), why="Welsh words of the starter content", now=now)


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


def _files(folder: Path, phrases: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Path, _Parse]]:
    """Every file there is, with what makes a draft of its body. Welsh and canned replies may be missing."""
    for kind, label, check in (
        (repository.RATES, "Rates", parse_rates),
        (repository.DIRECTORY, "Directory", parse_directory),
        (repository.WORDS, "Words of the service", parse_words),
        (repository.WORDS_CY, "Words of the service in Welsh", parse_words),
        (repository.REPLIES, "Canned replies", parse_replies),
    ):
        file = folder / f"{kind}.yml"
        if file.exists() or kind not in (repository.WORDS_CY, repository.REPLIES):
            yield file, partial(_single, kind, label, check)
    for file in sorted((folder / "entries").glob("*/*.md")):
        entry_id = f"{file.parent.name}/{file.stem}"
        yield file, partial(_entry, entry_id, phrases.get(entry_id, ()))
    for file in sorted((folder / "safety").glob("*.md")):
        yield file, partial(_safety, file.stem)
    for file in sorted((folder / "checkers").glob("*.yml")):
        yield file, partial(_checker, file.stem)


def _single(
    kind: str, label: str, check: Callable[[str, str], object], body: str, at: str
) -> Draft:
    check(body, at)
    return Draft(f"service-wide/{kind}", kind, label, None, body)


def _entry(entry_id: str, phrases: tuple[str, ...], body: str, at: str) -> Draft:
    entry = parse_entry(entry_id, body, where=at)
    return Draft(entry_id, repository.ANSWER, entry.label, entry.review, body, "\n".join(phrases))


def _safety(name: str, body: str, at: str) -> Draft:
    reply = parse_safety(name, body, where=at)
    return Draft(f"safety/{name}", repository.SAFETY, reply.title, reply.review, body)


def _checker(name: str, body: str, at: str) -> Draft:
    checker = parse_checker(name, body, where=at)
    return Draft(f"checkers/{name}", repository.CHECKER, checker.title, checker.review, body)
