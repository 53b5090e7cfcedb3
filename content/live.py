"""The library that is in service now, and how it is swapped when something is published."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from content.languages import WELSH
from content.library import Library
from content.repository import WORDS, WORDS_CY, assemble, published
from content.safety import SafetyReply, parse_safety
from content.words import Saying, parse_words
from store.database import Database


class LiveLibrary:
    """Holds the current snapshot. A reader takes `current` once a message, so it never changes midway."""

    def __init__(self, database: Database, hours: str) -> None:
        self._database = database
        self._hours = hours
        self._packaged = _packaged(WORDS)
        self._translated = {WELSH: _packaged(WORDS_CY)}
        self._safety = _packaged_safety()
        self.current = self._complete(assemble([], hours))

    async def reload(self) -> Library:
        """Read what is published now and put it in service."""
        pieces = await self._database.read(published)
        self.current = self._complete(assemble(pieces, self._hours))
        return self.current

    def _complete(self, library: Library) -> Library:
        """With the sentences of this version that an older database does not have yet."""
        translations = {
            language: {**own, **library.translations.get(language, {})}
            for language, own in self._translated.items()
        }
        words = {**self._packaged, **library.words}
        safety = {
            key: _with_welsh(reply, self._safety.get(key)) for key, reply in library.safety.items()
        }
        return replace(library, words=words, translations=translations, safety=safety)


def _with_welsh(reply: SafetyReply, packaged: SafetyReply | None) -> SafetyReply:
    """A reply of an older database with the Welsh of this version, where its English is still that which
    was translated: words of another meaning would be worse than English ones."""
    if packaged is None or any(reply.translations.values()) or reply.texts != packaged.texts:
        return reply
    return replace(reply, translations=packaged.translations)


def _packaged_safety() -> Mapping[str, SafetyReply]:
    return {
        file.stem: parse_safety(file.stem, file.read_text("utf-8"))
        for file in (Path(__file__).parent / "safety").glob("*.md")
    }


def _packaged(kind: str) -> Mapping[str, Saying]:
    return parse_words((Path(__file__).parent / f"{kind}.yml").read_text("utf-8"))
