"""On the desk of a case stands what the same person, once proven, says on another channel."""

from sqlalchemy import Connection, select

from bot.decision import Level
from handoff.elsewhere import MOST_MESSAGES
from handoff.joining import join_phone
from store.clock import SetClock
from store.database import Database
from store.tables import ChannelIdentity
from tests.handoff.stories import LIBRARY, hears, waiting_case, writes, young_person
from tests.staff.desk.test_desk import DeskOf

NUMBER = "+447700900123"


async def test_what_they_text_stands_beside_their_web_chat_once_both_are_one(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    def text(tx: Connection) -> None:
        them = young_person(tx, clock.now(), channel="sms", address=NUMBER)
        for number in range(MOST_MESSAGES):
            writes(tx, them, f"text number {number}", clock.now())
        hears(tx, them, "An answer by text.", clock.now())

    def join(tx: Connection, identity_id: int) -> None:
        hashed = f"hash of {NUMBER}"
        join_phone(
            tx,
            identity_id=identity_id,
            number=NUMBER,
            number_hash=hashed,
            library=LIBRARY,
            now=clock.now(),
        )

    who, case_id = await sqlite.write(waiting_case, clock.now())
    await sqlite.write(text)
    desk = await desk_of()
    assert "They also text us" not in await desk.page(f"/staff/desk/cases/{case_id}")
    await sqlite.write(join, who.identity_id)
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "They also text us. Last at" in page
    assert "An answer by text." in page
    assert "text number 1<" in page
    assert "text number 0<" not in page
    assert "They proved that their phone and their web chat are one person" in page


async def test_nobody_elses_words_stand_there(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id = await sqlite.write(waiting_case, clock.now())
    _, other = await sqlite.write(waiting_case, clock.now(), address="another")
    people = select(ChannelIdentity.person_id)
    assert len(set(await sqlite.read(lambda tx: tx.execute(people).scalars().all()))) == 2
    for case in (case_id, other):
        page = await (await desk_of("sam" if case == case_id else "alex")).page(
            f"/staff/desk/cases/{case}"
        )
        assert 'class="elsewhere"' not in page


async def test_two_open_cases_that_were_joined_are_read_as_one(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, kept = await sqlite.write(waiting_case, clock.now(), level=Level.URGENT)
    texting, other = await sqlite.write(waiting_case, clock.now(), address=NUMBER, channel="sms")
    sam = await desk_of()
    await sam.do(other, "claim", quietly="yes")
    await sam.do(other, "note", text="Sounds young.")

    def join(tx: Connection) -> None:
        writes(tx, texting, "he hit me", clock.now(), code="home-abuse.violence", level="urgent")
        hashed = f"hash of {NUMBER}"
        join_phone(
            tx, identity_id=who.identity_id, number=NUMBER, number_hash=hashed, library=LIBRARY,
            now=clock.now(),
        )  # fmt: skip

    await sqlite.write(join)
    page = await sam.page(f"/staff/desk/cases/{kept}")
    assert "which is joined to this one" in page  # told on the desk
    joined = page.split(f'id="joined-{other}"')[1].split("</section>")[0]
    for words in (f"Joined with case {other}", "he hit me", "Sounds young."):
        assert words in joined
    closed = await sam.page(f"/staff/desk/cases/{other}")
    assert f"It goes on as case {kept}" in closed
    assert "Reopen the case" not in closed
    assert (
        f"joined to case {kept}" in await (await sam.do(other, "reopen", text="More to say")).text()
    )
