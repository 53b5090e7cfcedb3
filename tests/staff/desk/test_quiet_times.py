"""What the desk says and does about quiet times and phones that somebody else may read."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from sqlalchemy import Connection, select

from bot.contact.reading import contact_rules_in
from handoff.quiet_times import HOLDS_THE_PHONE, keep_heard
from staff.audit import deeds
from store import conversations
from store.clock import SetClock, in_london
from store.database import Database
from store.tables import OutboxRow
from tests.handoff.stories import YoungPerson, waiting_case, writes
from tests.staff.desk.conftest import Desk, Heard

DeskOf = Callable[..., Awaitable[Desk]]


def texts(tx: Connection, who: YoungPerson, text: str, clock: SetClock) -> None:
    """They text, and what it says about safe contact is kept as the way in keeps it."""
    now = clock.now()
    heard = contact_rules_in(text, in_london(now))
    seq = writes(tx, who, text, now)
    keep_heard(tx, conversations.lock(tx, who.conversation_id), heard, seq=seq, now=now)


async def in_a_quiet_time(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, channel: str = "sms"
) -> tuple[Desk, int]:
    """A case that Sam has, an hour and more after "dont text after 2"."""
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel=channel)
    desk = await desk_of()
    await desk.do(case_id, "claim", quietly="yes")
    await sqlite.write(texts, who, "dont text after 2 he checks my phone", clock)
    clock.forward(HOLDS_THE_PHONE + timedelta(minutes=1))
    return desk, case_id


async def outbox(sqlite: Database) -> list[tuple[str, bool]]:
    asked = select(OutboxRow.state, OutboxRow.anyway).order_by(OutboxRow.id)
    return await sqlite.read(lambda tx: [(row.state, row.anyway) for row in tx.execute(asked)])


async def test_the_desk_warns_before_a_text_and_says_until_when(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await in_a_quiet_time(sqlite, clock, desk_of)
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Quiet time until tomorrow at 8am:" in page
    assert "Somebody else may read this phone:" in page
    assert "No texts from 14:00 to 08:00" in page
    assert page.count("dont text after 2 he checks my phone") > 2


async def test_what_stands_beside_a_rule_is_not_said_again_below_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await in_a_quiet_time(sqlite, clock, desk_of)
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    contact = page.split("<h3>Safe contact</h3>")[1].split("</section>")[0]
    rules = contact.count("said by the young person")
    assert contact.count("dont text after 2 he checks my phone") == rules > 0
    assert "They have said nothing about it" not in contact


async def test_a_text_into_a_quiet_time_is_held_and_sent_anyway_only_with_a_reason(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, heard: Heard
) -> None:
    desk, case_id = await in_a_quiet_time(sqlite, clock, desk_of)
    assert (await desk.do(case_id, "reply", text="Hello", once="1")).status == 303
    assert await outbox(sqlite) == [("held", False)]
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "1 text is held and was not sent." in page
    assert "held, not sent yet: it is a quiet time" in page
    refused = await desk.do(case_id, "anyway", text="")
    assert refused.status == 409
    assert "only with a reason" in await refused.text()
    assert await outbox(sqlite) == [("held", False)]
    heard.clear()
    assert (await desk.do(case_id, "anyway", text="She rang and asked")).status == 303
    assert await outbox(sqlite) == [("waiting", True)]
    assert "outbox" in heard.topics()
    trail = await sqlite.read(deeds, subject=f"case {case_id}")
    assert trail[0].action == "sent in quiet time"
    assert "is held and was not sent" not in await desk.page(f"/staff/desk/cases/{case_id}")


async def test_a_rule_is_changed_with_a_reason_and_the_trail_says_who_did_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await in_a_quiet_time(sqlite, clock, desk_of)
    refused = await desk.do(case_id, "contact", change="any-time", text="")
    assert "only with a reason" in await refused.text()
    refused = await desk.do(case_id, "contact", change="between", text="She rang", to="09:00")
    assert "Give both times" in await refused.text()
    assert (await desk.do(case_id, "contact", text="She rang")).status == 409
    changed = {"change": "between", "from": "20:00", "to": "07:30", "text": "She rang to say so"}
    assert (await desk.do(case_id, "contact", **changed)).status == 303
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "<strong>No texts from 20:00 to 07:30</strong>" in page
    assert "<strong>No texts from 14:00" not in page
    assert "said by the adviser" in page
    lifted = await desk.do(case_id, "contact", change="any-time", text="She has a new phone")
    assert lifted.status == 303
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "<strong>No texts from" not in page
    assert "Quiet time until" not in page
    assert "Texts at any time: She has a new phone" in page
    trail = await sqlite.read(deeds, subject=f"case {case_id}")
    told = [(deed.action, deed.detail) for deed in trail]
    assert ("changed safe contact", "any-time") in told


async def test_on_the_web_chat_nothing_waits_and_nothing_warns_of_texts(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    desk, case_id = await in_a_quiet_time(sqlite, clock, desk_of, channel="web")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Quiet time until" not in page
    assert "Somebody else may read this phone:" not in page
    assert "“dont text after 2 he checks my phone”" in page
