"""Two open cases of one person become one: which is kept, who has it, and that nothing of the other is lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.decision import Level
from handoff.cases import CaseError, Outcome, note
from handoff.facts import NewFact, record_fact
from handoff.joining import OF_A_PERSON, Joined, join_phone
from handoff.moves import finish, pick_up
from handoff.notices import notices_of
from handoff.presence import note_present
from handoff.promises.ledger import promises_of
from handoff.promises.making import promise
from handoff.reopening import reopen
from handoff.summary import summary_of
from store.clock import SetClock
from store.database import Database
from store.tables import AuditRecord, Case, Person, Table
from tests.handoff.stories import (
    LIBRARY,
    YoungPerson,
    adviser,
    holder,
    read,
    waiting_case,
    writes,
)

NUMBER = "+447700900123"


@dataclass
class Two:
    """Somebody who waits in the web chat and by text, and is not known to be one person."""

    database: Database
    clock: SetClock
    web: YoungPerson
    web_case: int
    text: YoungPerson
    text_case: int
    sam: int
    alex: int

    async def do(
        self, move: Callable[..., object], case_id: int, staff_id: int, **more: object
    ) -> None:
        self.clock.forward(timedelta(minutes=1))
        await self.database.write(
            move, case_id=case_id, staff_id=staff_id, now=self.clock.now(), **more
        )

    async def picked_up(self, case_id: int, staff_id: int) -> None:
        await self.do(pick_up, case_id, staff_id, library=LIBRARY)

    async def joined(self) -> Joined:
        self.clock.forward(timedelta(minutes=1))
        return await self.database.write(
            join_phone, identity_id=self.web.identity_id, number=NUMBER,
            number_hash=f"hash of {NUMBER}", library=LIBRARY, now=self.clock.now(),
        )  # fmt: skip

    async def cases(self) -> dict[str, tuple[str, str, int | None, int | None]]:
        """State, level, owner and where it went, of the web case and the case by text."""
        columns = (Case.id, Case.state, Case.level, Case.owner_id, Case.joined_to)
        rows = await self.database.read(lambda tx: tx.execute(select(*columns)).all())
        by_id = {row.id: (row.state, row.level, row.owner_id, row.joined_to) for row in rows}
        return {"web": by_id[self.web_case], "text": by_id[self.text_case]}


async def two(
    database: Database, clock: SetClock, web: Level = Level.ROUTINE, text: Level = Level.ROUTINE
) -> Two:
    """Both wait; the web chat is the older case."""

    def told(tx: Connection) -> Two:
        on_web, web_case = waiting_case(tx, clock.now(), level=web)
        clock.forward(timedelta(minutes=1))
        by_text, text_case = waiting_case(
            tx, clock.now(), address=NUMBER, channel="sms", level=text
        )
        writes(tx, by_text, "my stepdad hits me", clock.now(), code="home-abuse.violence",
               level="urgent")  # fmt: skip
        return Two(
            database, clock, on_web, web_case, by_text, text_case, adviser(tx), adviser(tx, "Alex")
        )

    return await database.write(told)


async def test_the_graver_one_is_kept_though_the_other_has_an_owner_and_is_older(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, text=Level.EMERGENCY)
    await both.picked_up(both.web_case, both.sam)
    assert await both.joined() == "goes on by text"
    assert await both.cases() == {
        "web": ("closed", "routine", both.sam, both.text_case),
        "text": ("waiting", "emergency", None, None),
    }


async def test_of_equal_ones_the_one_that_somebody_has_is_kept(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock)
    await both.picked_up(both.text_case, both.sam)
    assert await both.joined() == "goes on by text"
    assert (await both.cases())["text"] == ("held", "routine", both.sam, None)


async def test_of_equal_ones_that_nobody_has_the_older_is_kept(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock)
    assert await both.joined() == "goes on in the chat"
    assert await both.cases() == {
        "web": ("waiting", "routine", None, None),
        "text": ("closed", "routine", None, both.web_case),
    }


async def test_they_are_one_person_then_and_nobody_is_left_behind(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock)
    await both.joined()
    assert await database.read(lambda tx: tx.execute(select(func.count(Person.id))).scalar()) == 1
    assert await both.joined() == "already"


async def test_if_both_have_an_owner_the_kept_one_keeps_its_own_and_both_are_told(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, text=Level.URGENT)
    await both.picked_up(both.web_case, both.sam)
    await both.picked_up(both.text_case, both.alex)
    await both.joined()
    assert (await both.cases())["text"] == ("held", "urgent", both.alex, None)
    for staff_id in (both.sam, both.alex):
        [told] = await database.read(notices_of, staff_id)
        assert (told.kind, told.case_id) == ("joined", both.text_case)
        assert told.words == f"case {both.web_case}"
    assert await database.read(holder, both.web) == "bot"
    assert await database.read(holder, both.text) == "adviser"


async def test_who_has_the_other_and_is_here_goes_on_with_the_graver_one(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, text=Level.EMERGENCY)
    await both.picked_up(both.web_case, both.sam)
    await database.write(note_present, both.sam, clock.now())
    await both.joined()
    assert (await both.cases())["text"] == ("held", "emergency", both.sam, None)
    assert await database.read(holder, both.text) == "adviser"


async def test_who_is_not_here_leaves_it_at_the_head_of_its_level(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, text=Level.EMERGENCY)
    await both.picked_up(both.web_case, both.sam)
    await both.joined()
    returned = select(Case.returned_at, Case.due_at, Case.waiting_since).where(
        Case.id == both.text_case
    )
    row = await database.read(lambda tx: tx.execute(returned).one())
    assert row.returned_at == clock.now()
    web = await database.read(lambda tx: tx.execute(select(Case.due_at, Case.waiting_since).where(
        Case.id == both.web_case)).one())  # fmt: skip
    assert (row.due_at, row.waiting_since) == (web.due_at, web.waiting_since)


async def test_who_is_in_the_chat_is_told_there_that_it_goes_on_by_text(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, text=Level.URGENT)
    await both.joined()
    assert (await database.read(read, both.web))[-1] == ("bot", "handoff", "It goes on by text.")
    assert [kind for _, kind, _ in await database.read(read, both.text)] == ["text", "text"]


async def test_nothing_of_the_other_is_lost(database: Database, clock: SetClock) -> None:
    both = await two(database, clock, web=Level.EMERGENCY)
    await both.picked_up(both.text_case, both.alex)
    await database.write(note, both.text_case, both.alex, "Sounds young.", clock.now())
    await both.do(promise, both.text_case, both.alex, what="I ring the school",
                  due_at=clock.now() + timedelta(days=1), library=LIBRARY)  # fmt: skip
    fact = NewFact("home", "Leeds", "young person", "said")
    await database.write(record_fact, case_id=both.text_case, staff_id=both.alex, new=fact,
                         now=clock.now())  # fmt: skip
    await both.joined()
    summary = await database.read(summary_of, both.web_case, clock.now())
    [other] = summary.joined
    assert "my stepdad hits me" in [why.words for why in other.why_now]
    assert [one.text for one in other.notes] == ["Sounds young."]
    assert [entry.what for entry in summary.promises] == ["I ring the school."]
    assert "Leeds" in [one.value for one in summary.known]
    text = summary.as_text()
    for words in ("my stepdad hits me", "Sounds young.", "I ring the school", "Leeds"):
        assert words in text
    assert summary.as_json()["joined"][0]["case"] == both.text_case


async def test_a_promise_of_the_other_is_the_kept_ones_to_see_to(
    database: Database, clock: SetClock
) -> None:
    both = await two(database, clock, web=Level.EMERGENCY)
    await both.picked_up(both.text_case, both.alex)
    await both.picked_up(both.web_case, both.sam)
    await both.do(promise, both.text_case, both.alex, what="I ring the school",
                  due_at=clock.now() + timedelta(days=1), library=LIBRARY)  # fmt: skip
    await both.joined()
    [entry] = await database.read(promises_of, both.web_case)
    assert (entry.owner_id, entry.by_id) == (both.sam, both.alex)


async def test_the_joined_case_is_not_opened_again(database: Database, clock: SetClock) -> None:
    both = await two(database, clock)
    await both.joined()
    with pytest.raises(CaseError, match=f"joined to case {both.web_case}"):
        await both.do(reopen, both.text_case, both.sam, why="More to say", library=LIBRARY)
    await both.picked_up(both.web_case, both.sam)
    await both.do(finish, both.web_case, both.sam, outcome=Outcome.HELPED, agreed="",
                  library=LIBRARY)  # fmt: skip
    await both.do(reopen, both.web_case, both.sam, why="More to say", library=LIBRARY)
    assert (await both.cases())["web"][0] == "held"


async def test_the_audit_trail_says_so_of_both(database: Database, clock: SetClock) -> None:
    both = await two(database, clock)
    await both.joined()
    trail = select(AuditRecord.subject, AuditRecord.detail).where(AuditRecord.action == "joined")
    rows = [tuple(row) for row in await database.read(lambda tx: tx.execute(trail).all())]
    web, text = f"case {both.web_case}", f"case {both.text_case}"
    assert sorted(rows) == sorted(
        [(web, f"with {text}, kept is {web}"), (text, f"with {web}, kept is {web}")]
    )


def test_whatever_belongs_to_a_person_goes_with_them() -> None:
    """A table that is new and forgotten here would lose its rows with the person they belonged to."""
    named = {mapper.class_ for mapper in Table.registry.mappers if "person_id" in mapper.columns}
    assert named == set(OF_A_PERSON)
