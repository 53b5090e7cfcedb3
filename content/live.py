"""The library that is in service now, and how it is swapped when something is published."""

from dataclasses import replace
from pathlib import Path

from content.library import Library
from content.repository import assemble, published
from content.words import parse_words
from store.database import Database


class LiveLibrary:
    """Holds the current snapshot. A reader takes `current` once a message, so it never changes midway."""

    def __init__(self, database: Database, hours: str) -> None:
        self._database = database
        self._hours = hours
        self._packaged = parse_words((Path(__file__).parent / "words.yml").read_text("utf-8"))
        self.current = self._complete(assemble([], hours))

    async def reload(self) -> Library:
        """Read what is published now and put it in service."""
        pieces = await self._database.read(published)
        self.current = self._complete(assemble(pieces, self._hours))
        return self.current

    def _complete(self, library: Library) -> Library:
        """With the sentences of this version that an older database does not have yet."""
        return replace(library, words={**self._packaged, **library.words})
