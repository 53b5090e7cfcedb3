"""Two who look at one case know of each other, for as long as both look."""

from handoff.looking import FRESH, lookers, note_look
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import adviser, waiting_case


async def test_two_who_look_at_one_case_see_each_other_until_one_goes(
    database: Database, clock: SetClock
) -> None:
    _, first = await database.write(waiting_case, clock.now())
    _, second = await database.write(waiting_case, clock.now(), address="another")
    sam, alex = await database.write(adviser), await database.write(adviser, "Alex")
    await database.write(note_look, first, sam, clock.now())
    assert await database.write(note_look, first, alex, clock.now()) == [first]
    assert await database.read(lookers, [first, second], sam, clock.now()) == {first: ["Alex"]}
    assert await database.read(lookers, [first, second], alex, clock.now()) == {first: ["Sam"]}
    both = await database.write(note_look, second, alex, clock.now())
    assert sorted(both) == [first, second]
    assert await database.read(lookers, [first, second], sam, clock.now()) == {second: ["Alex"]}


async def test_who_has_not_been_heard_of_for_a_while_looks_no_more(
    sqlite: Database, clock: SetClock
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    sam, alex = await sqlite.write(adviser), await sqlite.write(adviser, "Alex")
    await sqlite.write(note_look, case_id, alex, clock.now())
    assert await sqlite.write(note_look, case_id, alex, clock.now()) == []
    clock.forward(FRESH)
    assert await sqlite.read(lookers, [case_id], sam, clock.now()) == {}


async def test_a_case_that_is_not_there_is_looked_at_by_nobody(
    database: Database, clock: SetClock
) -> None:
    sam = await database.write(adviser)
    assert await database.write(note_look, 99, sam, clock.now()) == []
