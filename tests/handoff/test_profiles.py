"""What advisers can do and have, and whom young people know."""

from datetime import timedelta

from sqlalchemy import Connection, update

from bot.decision import Level
from handoff.moves import pick_up
from handoff.presence import note_present
from handoff.profiles import acquaintances, keep_profile, loads, profiles
from handoff.speaking import adviser_says
from store.clock import SetClock
from store.database import Database
from store.tables import Case
from tests.handoff.stories import LIBRARY, adviser, waiting_case


async def test_a_profile_is_kept_in_tidy_words_and_the_last_one_counts(database: Database) -> None:
    sam = await database.write(adviser)
    said = {"languages": " Polish ,Welsh,, ", "areas": "Leeds  North"}
    await database.write(keep_profile, sam, **said, skills="money", most=5)
    await database.write(keep_profile, sam, **said, skills="housing", most=6)
    kept = (await database.read(profiles))[sam]
    assert (kept.languages, kept.skills, kept.most) == (("Polish", "Welsh"), ("housing",), 6)
    assert kept.in_words == "Polish, Welsh, housing, Leeds North"


async def test_a_caseload_weighs_its_levels_and_not_only_its_cases(
    database: Database, clock: SetClock
) -> None:
    sam, alex = await database.write(adviser), await database.write(adviser, "Alex")

    def takes(tx: Connection, who: int, level: Level) -> None:
        _, case_id = waiting_case(tx, clock.now(), address=f"{who} {level}", level=level)
        pick_up(tx, case_id=case_id, staff_id=who, library=LIBRARY, now=clock.now())

    for level in Level:
        await database.write(takes, sam, level)
    await database.write(takes, alex, Level.EMERGENCY)
    assert await database.read(loads) == {sam: 10, alex: 4}


async def test_a_young_person_knows_who_wrote_to_them_the_latest_first_and_whether_they_are_here(
    database: Database, clock: SetClock
) -> None:
    sam, alex = await database.write(adviser), await database.write(adviser, "Alex")
    robin, case_id = await database.write(waiting_case, clock.now())

    def writes_to_robin(tx: Connection, who: int) -> None:
        tx.execute(update(Case).values(state="held", owner_id=who))
        adviser_says(tx, case_id=case_id, staff_id=who, text="Hello", now=clock.now())

    await database.write(writes_to_robin, sam)
    clock.forward(timedelta(minutes=1))
    await database.write(writes_to_robin, alex)
    await database.write(note_present, sam, clock.now())
    known = await database.read(acquaintances, [robin.conversation_id], clock.now())
    assert [(each.name, each.here) for each in known[robin.conversation_id]] == [
        ("Alex", False),
        ("Sam", True),
    ]
