"""Writing down facts, ratings and the plan at the desk, as an adviser's browser does it."""

import re
from collections.abc import Awaitable, Callable

from sqlalchemy import select

from handoff.summary import summary_of
from staff.audit import deeds
from store.clock import SetClock
from store.database import Database
from store.tables import AuditRecord
from tests.handoff.stories import YoungPerson, read, waiting_case, writes
from tests.staff.desk.conftest import Desk, Heard

DeskOf = Callable[..., Awaitable[Desk]]
FACT = {"subject": "age", "text": "16", "said_by": "young person", "sure": "said"}
STEP = {"text": "Ring the hostel", "who": "You", "due_on": "2026-11-18"}


async def held(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, said: str = "im 15", channel: str = "sms"
) -> tuple[YoungPerson, int, Desk]:
    """Sam has the case of somebody who said this."""
    who, case_id = await sqlite.write(waiting_case, clock.now(), channel=channel)
    await sqlite.write(writes, who, said, clock.now())
    desk = await desk_of("sam")
    await desk.do(case_id, "claim")
    return who, case_id, desk


def ref_of(page: str, value: str) -> str:
    found = re.search(rf'id="ok-([^"]+)" aria-label="Confirm [^"]*: {value}"', page)
    assert found
    return found[1]


async def test_a_fact_is_written_down_and_two_versions_stand_side_by_side(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of)
    assert (await desk.do(case_id, "fact", **FACT)).status == 303
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert page.count("Versions differ") >= 2
    assert re.search(r'<span class="inferred">15</span>', page)
    assert re.search(r'<span class="said">16</span>', page)
    done = [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")]
    assert "recorded fact" in done


async def test_a_fact_is_corrected_and_confirmed_and_the_audit_trail_has_no_word_of_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of, "im at college. im 15")
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    corrected = await desk.do(case_id, "fact", **FACT, replaces=ref_of(page, "15"))
    assert corrected.status == 303
    assert (await desk.do(case_id, "confirm", ref=ref_of(page, "at college"))).status == 303
    summary = await sqlite.read(summary_of, case_id, clock.now())
    assert [(one.what, one.value, one.sure, one.by) for one in summary.known] == [
        ("age", "16", "said", "Robin"),
        ("in or out of learning", "at college", "confirmed", "Robin"),
    ]
    rows = await sqlite.read(
        lambda tx: tx.execute(select(AuditRecord.action, AuditRecord.detail)).all()
    )
    assert ("corrected fact", "age") in [tuple(row) for row in rows]
    assert not any("college" in str(row) or "15" in str(row) for row in rows)


async def test_what_was_settled_a_moment_before_is_told_and_nothing_typed_is_lost(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of)
    ref = ref_of(await desk.page(f"/staff/desk/cases/{case_id}"), "15")
    await desk.do(case_id, "confirm", ref=ref)
    late = await desk.do(case_id, "fact", **FACT | {"subject": "home"}, replaces=ref)
    page = await late.text()
    assert late.status == 409
    assert "a moment before you" in page
    assert ">16</textarea>" in page
    assert '<option value="home" selected>' in page
    again = await desk.do(case_id, "confirm", ref=ref)
    assert (again.status, "a moment before you" in await again.text()) == (409, True)


async def test_a_step_in_the_past_is_refused_and_stays_in_the_form(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of)
    refused = await desk.do(case_id, "step", **STEP | {"due_on": "2026-11-16"})
    page = await refused.text()
    assert refused.status == 409
    assert "16 November 2026 is in the past" in page
    assert ">Ring the hostel</textarea>" in page
    assert 'value="2026-11-16"' in page


async def test_the_plan_is_made_settled_and_sent(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, heard: Heard
) -> None:
    who, case_id, desk = await held(sqlite, clock, desk_of)
    await desk.do(case_id, "step", **STEP)
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Robin wrote it down: Wednesday 18 November (text)" in page
    heard.clear()
    assert (await desk.do(case_id, "sendplan")).status == 303
    assert heard.topics() == {"conversation", "outbox", "queue"}
    assert (await sqlite.read(read, who))[-1] == (
        "adviser", "text", "Robin wrote it down: Wednesday 18 November (text)",
    )  # fmt: skip
    [step] = (await sqlite.read(summary_of, case_id, clock.now())).plan
    assert (await desk.do(case_id, "settle", step=str(step.id), became="done")).status == 303
    unknown = await desk.do(case_id, "settle", step="x", became="done")
    assert (unknown.status, "Choose a step" in await unknown.text()) == (409, True)


async def test_a_factor_is_rated_and_the_others_are_unexplored(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of)
    rated = {"factor": "housing", "grade": "serious need", "text": "No bed tonight"}
    assert (await desk.do(case_id, "rate", **rated)).status == 303
    page = await desk.page(f"/staff/desk/cases/{case_id}")
    assert "Housing: serious need" in page
    assert "Unexplored" in page
    without = await desk.do(case_id, "rate", **rated | {"text": ""})
    assert (without.status, "what it rests on" in await without.text()) == (409, True)


async def test_only_who_has_the_case_can_send_the_plan_and_all_may_write_facts_down(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam = await held(sqlite, clock, desk_of)
    await sam.do(case_id, "step", **STEP)
    alex = await desk_of("alex")
    before = await sqlite.read(read, who)
    assert (await alex.do(case_id, "sendplan")).status == 409
    assert await sqlite.read(read, who) == before
    assert (await alex.do(case_id, "fact", **FACT)).status == 303


async def test_the_summary_can_be_taken_along_on_paper_and_for_machines(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, desk = await held(sqlite, clock, desk_of)
    case = f"/staff/desk/cases/{case_id}"
    page = await desk.page(case)
    assert f'href="{case}/summary"' in page
    assert f'href="{case}/summary.json"' in page
    printed = await desk.page(f"{case}/summary")
    assert "Age: 15 (said by the young person; read into their words by the service" in printed
    machine = await desk.fetch(f"{case}/summary.json")
    [age] = [one for one in machine["matters"] if one["subject"] == "age"]
    assert (age["state"], age["versions"][0]["words"]) == ("known", "im 15")
    [safe] = [one for one in machine["matters"] if one["subject"] == "safe"]
    assert (safe["state"], safe["versions"]) == ("not asked", [])
    done = [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")]
    assert done.count("took summary") == 2
