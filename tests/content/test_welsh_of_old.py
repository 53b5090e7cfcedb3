"""A database from before there were Welsh words is given them, once, as a piece for its editors."""

from sqlalchemy import Connection

from content import repository
from content.repository import WORDS_CY
from content.starter import add_welsh, lacks_welsh, load_pack, read_pack
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
