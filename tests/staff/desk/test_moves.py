"""Handing cases on, as browsers see it: what each desk shows, sends and hears."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.decision import Level
from handoff.moves import pick_up
from handoff.presence import GRACE, colleagues
from staff import members
from staff.audit import deeds
from store.clock import SetClock
from store.database import Database
from tests.handoff.stories import LIBRARY, YoungPerson, holder, read, waiting_case
from tests.staff.conftest import Add, AsRole
from tests.staff.desk.conftest import Desk, Heard
from web.access import Role

DeskOf = Callable[..., Awaitable[Desk]]
WORDS = "My shift ends. Ring the hostel at six."


async def held_by_sam(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, **case: Level
) -> tuple[YoungPerson, int, Desk, Desk]:
    """Sam has a case, and Alex has a desk beside hers."""
    who, case_id = await sqlite.write(waiting_case, clock.now(), **case)
    sam, alex = await desk_of("sam"), await desk_of("alex")
    await sam.do(case_id, "claim")
    return who, case_id, sam, alex


async def test_a_transfer_is_offered_refused_offered_again_and_accepted(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, heard: Heard
) -> None:
    who, case_id, sam, alex = await held_by_sam(sqlite, clock, desk_of)
    case = f"/staff/desk/cases/{case_id}"
    to = str(alex.staff_id)
    assert (await sam.do(case_id, "offer", to=to, text=WORDS)).status == 303
    assert "has been asked to take this case" in await sam.page(case)
    waits = await alex.fetch("/staff/desk/queue")
    assert "asks you to take it" in waits["for_me"]
    assert 'data-act="accept"' in await alex.page(case)
    unsaid = await alex.do(case_id, "refuse", text="")
    assert (unsaid.status, "Say why" in await unsaid.text()) == (409, True)
    assert (await alex.do(case_id, "refuse", text="Four emergencies here")).status == 303
    told = await sam.page(case)
    assert "cannot take it." in told
    assert "Four emergencies here" in told
    assert (await sam.do(case_id, "seen")).status == 303
    assert "Four emergencies here" not in (await sam.fetch("/staff/desk/queue"))["for_me"]
    await sam.do(case_id, "offer", to=to, text=WORDS)
    heard.clear()
    assert (await alex.do(case_id, "accept")).status == 303
    assert heard.topics() == {"queue", "line", "conversation"}
    assert 'id="reply-text"' in await alex.page(case)
    assert 'id="reply-text"' not in await sam.page(case)
    assert (await sqlite.read(read, who))[-1][2] == "Robin follows Robin."
    done = [deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")]
    assert [each for each in done if each != "saw case"] == [
        "accepted case",
        "offered case",
        "refused case",
        "offered case",
        "claimed case",
    ]


async def test_an_offer_that_came_too_late_is_told_above_the_forms(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam, alex = await held_by_sam(sqlite, clock, desk_of)
    sol = await desk_of("sol", Role.SUPERVISOR)
    await sam.do(case_id, "offer", to=str(alex.staff_id), text=WORDS)
    late = await sol.do(case_id, "offer", to=str(alex.staff_id), text="Sam has nine cases")
    page = await late.text()
    assert late.status == 409
    assert 'role="alert"><p>Robin Adviser has been asked already.' in page
    assert "<pre>Sam has nine cases</pre>" in page
    unchosen = await sam.do(case_id, "ask", to="", text="Is the hostel open?")
    assert "Choose a colleague." in await unchosen.text()


async def test_a_colleague_is_asked_and_answers_without_a_box_to_write_to_the_young_person(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam, alex = await held_by_sam(sqlite, clock, desk_of)
    await sam.do(case_id, "ask", to=str(alex.staff_id), text="Is the hostel open?")
    page = await alex.page(f"/staff/desk/cases/{case_id}")
    assert 'data-act="answer"' in page
    assert 'id="reply-text"' not in page
    assert (await alex.do(case_id, "answer", text="Until ten. Ask for Kay.")).status == 303
    assert "Until ten. Ask for Kay." in await sam.page(f"/staff/desk/cases/{case_id}")


async def test_a_supervisor_judges_reassigns_and_takes_over_and_an_adviser_cannot(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam, alex = await held_by_sam(sqlite, clock, desk_of, level=Level.URGENT)
    sol = await desk_of("sol", Role.SUPERVISOR)
    case = f"/staff/desk/cases/{case_id}"
    for act in ("level", "offer", "takeover"):
        assert f'data-act="{act}"' in await sol.page(case)
        assert f'data-act="{act}"' not in await alex.page(case)
        refused = await alex.do(
            case_id, act, level="routine", to=str(sol.staff_id), text="I want to"
        )
        assert refused.status == 409
    await sol.do(case_id, "level", level="urgent", text="Read it all")
    assert "Level confirmed" in await sol.page(case)
    assert (await sol.do(case_id, "takeover", text="Sam is ill")).status == 303
    assert "has taken your case over" in (await sam.fetch("/staff/desk/queue"))["for_me"]


async def test_a_closed_case_is_reopened_at_the_desk(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam, _ = await held_by_sam(sqlite, clock, desk_of)
    await sam.do(case_id, "close", outcome="helped", text="")
    unsaid = await sam.do(case_id, "reopen", text="")
    assert "Say why" in await unsaid.text()
    assert (await sam.do(case_id, "reopen", text="The hostel said no")).status == 303
    assert await sqlite.read(holder, who) == "adviser"
    assert 'id="reply-text"' in await sam.page(f"/staff/desk/cases/{case_id}")


async def test_a_shift_is_handed_over_on_one_page_and_taken_on_another(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, first, sam, alex = await held_by_sam(sqlite, clock, desk_of)
    _, second = await sqlite.write(waiting_case, clock.now(), address="other", level=Level.URGENT)
    await sam.do(second, "claim")
    path = "/staff/desk/handover"
    token = await sam.token(first)
    words = {"csrf": token, "to": str(alex.staff_id), f"next-{first}": "Ring the hostel"}
    missing = await sam.browser.post_form(path, words)
    page = await missing.text()
    assert (missing.status, f"for case {second}." in page) == (409, True)
    assert "Ring the hostel</textarea>" in page
    words[f"next-{second}"] = "She writes after school"
    handed = await sam.browser.post_form(path, words)
    assert handed.status == 303
    assert "has not accepted yet" in await sam.page(path)
    shown = await alex.page(path)
    assert shown.index("She writes after school") < shown.index("Ring the hostel")
    taken = await alex.browser.post(
        f"{path}/accept", csrf=await alex.token(first), to=str(sam.staff_id)
    )
    assert taken.status == 303
    assert "You have no open case" in await sam.page(path)
    assert (await sqlite.read(read, who))[-1][2] == "Robin follows Robin."
    again = await alex.browser.post(
        f"{path}/accept", csrf=await alex.token(first), to=str(sam.staff_id)
    )
    assert again.status == 409


async def test_a_desk_that_answers_counts_as_here_and_a_new_sign_in_starts_from_nothing(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam, alex = await held_by_sam(sqlite, clock, desk_of)
    token = {"X-CSRF-Token": await alex.token(case_id)}
    assert (await alex.browser.post("/staff/desk/here", headers=token)).status == 204

    async def here() -> set[int]:
        return {one.id for one in await sqlite.read(colleagues, clock.now()) if one.here}

    assert await here() == {alex.staff_id}
    assert "Robin Adviser: here" in await sam.page(f"/staff/desk/cases/{case_id}")
    clock.forward(GRACE + timedelta(seconds=1))
    assert await here() == set()
    await alex.browser.post("/staff/desk/here", headers=token)
    await alex.browser.sign_in("alex@example.org", "violet tram under glass")
    assert await here() == set()


async def test_disabling_a_member_returns_their_cases_and_tells_the_young_person(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, add: Add, signed_in: AsRole, heard: Heard
) -> None:
    who, case_id = await sqlite.write(waiting_case, clock.now())
    sam = await desk_of("sam")
    await sqlite.write(
        pick_up, case_id=case_id, staff_id=sam.staff_id, library=LIBRARY, now=clock.now()
    )
    administrator = await signed_in(Role.ADMINISTRATOR)
    heard.clear()
    await administrator.send(f"/staff/members/{sam.staff_id}/disable")
    assert (await sqlite.read(read, who))[-1][2] == "Gone. You are number 1."
    assert heard.topics() == {"queue", "line", "conversation"}
    assert await sqlite.read(holder, who) == "queue"
    [gone] = [one for one in await sqlite.read(members.members) if not one.active]
    assert gone.id == sam.staff_id
