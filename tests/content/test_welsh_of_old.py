"""A database from before there were Welsh words is given them, once, as a piece for its editors."""

from dataclasses import replace

from sqlalchemy import Connection

from content import repository
from content.live import LiveLibrary
from content.repository import WORDS_CY
from content.starter import Pack, add_welsh, lacks_welsh, load_pack, read_pack
from store.database import Database
from tests.conftest import OFFICE_HOURS as NOW
from tests.content.test_planning import load


def _welsh_pieces(tx: Connection) -> list[int]:
    return [piece.number for piece in repository.published(tx) if piece.kind == WORDS_CY]


async def test_welsh_is_added_beside_the_english_words_and_only_once(database: Database) -> None:
    await database.write(load)
    assert await database.read(lacks_welsh)
    await database.write(add_welsh, now=NOW)
    await database.write(add_welsh, now=NOW)
    assert await database.read(_welsh_pieces) == [1]


async def test_what_is_new_or_empty_is_left_alone(database: Database) -> None:
    await database.write(add_welsh, now=NOW)
    assert await database.read(_welsh_pieces) == []
    await database.write(load_pack, read_pack(), why="Starter content", now=NOW)
    assert not await database.read(lacks_welsh)


async def test_a_safety_reply_of_old_speaks_welsh_while_its_english_is_what_was_translated(
    database: Database,
) -> None:
    await database.write(_load_safety_without_welsh)
    library = await LiveLibrary(database, "").reload()
    assert "999" in library.safety["suicide"].text("emergency", "cy").web
    assert (
        library.safety["suicide"].text("emergency", "cy")
        != library.safety["suicide"].texts["emergency"]
    )
    changed = library.safety["self-harm"]
    assert changed.text("urgent", "cy") == changed.texts["urgent"]


def _load_safety_without_welsh(tx: Connection) -> None:
    drafts = [
        one for one in read_pack().drafts if one.entry_id in ("safety/suicide", "safety/self-harm")
    ]
    old = [replace(one, body=one.body.partition("\n# emergency web cy")[0]) for one in drafts]
    edited = [
        replace(one, body=one.body.replace("We believe you.", "We do believe you."))
        if one.entry_id == "safety/self-harm"
        else one
        for one in old
    ]
    load_pack(tx, Pack(tuple(edited)), why="Old", now=NOW)
