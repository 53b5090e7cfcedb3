"""Everything there is, at one moment: what is live, what is drafted, and what was withdrawn."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from content import history, repository
from content.repository import ANSWER, CHECKER, SAFETY, SHARED

_FOLDERS = {ANSWER: "entries", SAFETY: "safety", CHECKER: "checkers"}
_ENDINGS = {ANSWER: "md", SAFETY: "md", CHECKER: "yml"}


@dataclass(frozen=True)
class Words:
    """The words of a version: its file form, and its training phrases."""

    body: str
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Held:
    """A piece as it stands. `live` is none where nothing is in service."""

    entry_id: str
    kind: str
    live: Words | None
    live_number: int | None
    newest: Words
    newest_number: int
    withdrawn: bool

    @property
    def draft(self) -> Words | None:
        """The newest words, where they are not what is in service and not what was withdrawn."""
        return None if self.withdrawn or self.newest == self.live else self.newest


def held(tx: Connection) -> dict[str, Held]:
    """Every piece by its id."""
    live = {piece.entry_id: piece for piece in repository.published(tx)}
    found: dict[str, Held] = {}
    for glance in history.glances(tx):
        here = live.get(glance.entry_id)
        found[glance.entry_id] = Held(
            entry_id=glance.entry_id,
            kind=glance.kind,
            live=_words(here.body, here.phrases) if here else None,
            live_number=glance.live,
            newest=_words(glance.body, glance.phrases),
            newest_number=glance.latest,
            withdrawn=glance.live is None and glance.ever_live,
        )
    return found


def path_of(entry_id: str, kind: str) -> str:
    """Where a piece lies among the files."""
    if kind in SHARED:
        return f"{kind}.yml"
    name = entry_id if kind == ANSWER else entry_id.partition("/")[2]
    return f"{_FOLDERS[kind]}/{name}.{_ENDINGS[kind]}"


def marks(pieces: Mapping[str, Held]) -> dict[str, tuple[int | None, int]]:
    """Which versions these are, to see later whether anything has changed."""
    return {key: (piece.live_number, piece.newest_number) for key, piece in pieces.items()}


def _words(body: str, phrases: str) -> Words:
    return Words(body, tuple(phrases.splitlines()))
