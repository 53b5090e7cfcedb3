"""The library that is in service now, and how it is swapped when something is published."""

from content.library import Library
from content.repository import assemble, published
from store.database import Database


class LiveLibrary:
    """Holds the current snapshot. A reader takes `current` once a message, so it never changes midway."""

    def __init__(self, database: Database, hours: str) -> None:
        self._database = database
        self._hours = hours
        self.current = assemble([], hours)

    async def reload(self) -> Library:
        """Read what is published now and put it in service."""
        pieces = await self._database.read(published)
        self.current = assemble(pieces, self._hours)
        return self.current
