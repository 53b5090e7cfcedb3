"""Both databases keep the same promises."""

import asyncio
import threading
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import Connection, FromClause, func, insert, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.util import await_only

from store.database import Database
from store.insert import insert_if_new
from store.migrate import migrate
from store.tables import ChannelIdentity, Person, Table

MOMENT = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)


def _person(tx: Connection, at: datetime = MOMENT) -> int:
    return tx.execute(insert(Person).values(created_at=at).returning(Person.id)).scalar_one()


def _count(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(Person)).scalar_one()


async def test_a_transaction_that_fails_leaves_nothing_behind(database: Database) -> None:
    def fails(tx: Connection) -> None:
        _person(tx)
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await database.write(fails)
    assert await database.read(_count) == 0


async def test_what_returned_is_kept(database: Database) -> None:
    await database.write(_person)
    assert await database.read(_count) == 1


async def test_many_writers_at_once_all_get_their_turn(database: Database) -> None:
    await asyncio.gather(*(database.write(_person) for _ in range(50)))
    assert await database.read(_count) == 50


async def test_times_come_back_in_utc_whatever_zone_they_went_in(database: Database) -> None:
    in_delhi = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    await database.write(_person, in_delhi)
    kept = await database.read(lambda tx: tx.execute(select(Person.created_at)).scalar_one())
    assert kept == MOMENT
    assert kept.utcoffset() == timedelta(0)


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(Exception, match="without a time zone"):
        await database.write(_person, MOMENT.replace(tzinfo=None))


async def test_personal_text_is_unreadable_on_disk(database: Database) -> None:
    def store(tx: Connection) -> None:
        values: dict[str, Any] = {"channel": "sms", "address_hash": "h", "created_at": MOMENT}
        insert_if_new(tx, ChannelIdentity, person_id=_person(tx), address="+447700900123", **values)

    await database.write(store)
    raw = await database.read(
        lambda tx: bytes(tx.execute(text("SELECT address FROM channel_identities")).scalar_one())
    )
    assert b"7700900123" not in raw
    shown = await database.read(lambda tx: tx.execute(select(ChannelIdentity.address)).scalar_one())
    assert shown == "+447700900123"


async def test_the_second_of_two_equal_inserts_changes_nothing(database: Database) -> None:
    person = await database.write(_person)

    def add(tx: Connection) -> int | None:
        values: dict[str, Any] = {"channel": "web", "address_hash": "same", "created_at": MOMENT}
        new: int | None = insert_if_new(
            tx, ChannelIdentity, person_id=person, address="a", **values
        )
        return new

    results = await asyncio.gather(*(database.write(add) for _ in range(8)))
    assert sum(result is not None for result in results) == 1


async def test_a_reader_sees_one_moment_whatever_is_written_meanwhile(database: Database) -> None:
    counted, written = threading.Event(), threading.Event()

    def counts_twice(tx: Connection) -> tuple[int, int]:
        before = _count(tx)
        counted.set()
        if database.dialect == "sqlite":
            written.wait(10)
        else:
            await_only(asyncio.to_thread(written.wait, 10))
        return before, _count(tx)

    reading = asyncio.create_task(database.read(counts_twice))
    await asyncio.to_thread(counted.wait, 10)
    await database.write(_person)
    written.set()
    assert await reading == (0, 0)
    assert await database.read(_count) == 1


async def test_an_error_of_the_database_quotes_nothing_that_was_written(
    database: Database,
) -> None:
    def fails(tx: Connection) -> None:
        tx.execute(text("SELECT :words FROM nowhere"), {"words": "my dad hits me"})

    with pytest.raises(DBAPIError) as raised:
        await database.read(fails)
    assert "my dad" not in str(raised.value)


def rows_in(tx: Connection, table: FromClause) -> int:
    return tx.execute(select(func.count()).select_from(table)).scalar_one()


async def test_migrating_twice_is_harmless_and_gives_every_table(database: Database) -> None:
    await database.write(migrate)
    for table in Table.metadata.sorted_tables:
        counted = await database.read(rows_in, table)
        assert counted == 0
