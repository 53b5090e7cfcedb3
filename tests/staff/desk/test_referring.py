"""Referrals, promises and the directory as browsers see them: what each page shows, sends and refuses."""

import re
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from aiohttp import FormData

from content.nation import Nation
from handoff.promises.ledger import promises_of
from handoff.promises.watching import CLIMBS_AFTER, watch_the_ledger
from handoff.referring.referrals import referrals_of
from handoff.services.csv_file import as_csv
from handoff.services.keeping import keep, services
from staff.audit import deeds
from store.clock import SetClock
from store.database import Database
from tests.handoff.services_known import HOSTEL, YOT
from tests.handoff.stories import YoungPerson, read, waiting_case, writes
from tests.staff.desk.conftest import Desk, Heard
from web.access import Role

DeskOf = Callable[..., Awaitable[Desk]]
TOMORROW = "2026-11-18T16:00"


async def held_by_sam(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> tuple[YoungPerson, int, Desk]:
    who, case_id = await sqlite.write(
        waiting_case, clock.now(), channel="sms", address="+447700900123"
    )
    sam = await desk_of("sam")
    await sam.do(case_id, "claim")
    return who, case_id, sam


async def test_a_promise_is_made_told_and_shown_and_one_in_the_past_is_refused_with_nothing_lost(
    sqlite: Database, clock: SetClock, desk_of: DeskOf, heard: Heard
) -> None:
    who, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    past = await sam.do(case_id, "promise", by="2026-11-17T14:00", text="Ring the hostel")
    page = await past.text()
    assert past.status == 409
    assert "That time has gone: it was today at 2pm. Nothing was promised" in page
    assert "Ring the hostel</textarea>" in page
    assert await sqlite.read(promises_of, case_id) == []
    nothing = await sam.do(case_id, "promise", by="soon", text="Ring the hostel")
    assert "Say by when: a day and a time." in await nothing.text()
    heard.clear()
    assert (await sam.do(case_id, "promise", by=TOMORROW, text="Ring the hostel")).status == 303
    assert heard.topics() == {"queue", "conversation", "outbox"}
    [entry] = await sqlite.read(promises_of, case_id)
    assert (entry.who, entry.what, entry.state) == ("Robin", "Ring the hostel.", "open")
    assert (await sqlite.read(read, who))[-1][2] == "promise-made Robin tomorrow at 4pm (text)"
    shown = await sam.page(f"/staff/desk/cases/{case_id}")
    assert "<strong>Robin:</strong> Ring the hostel." in shown
    assert "Ring the hostel." in await sam.page("/staff/promises")
    assert "promised" in {
        deed.action for deed in await sqlite.read(deeds, subject=f"case {case_id}")
    }


async def test_what_an_adviser_writes_that_reads_like_a_promise_waits_for_its_day(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    case = f"/staff/desk/cases/{case_id}"
    await sam.do(case_id, "reply", text="Thank you. I'll ring the hostel for you. Are you warm?")
    [entry] = await sqlite.read(promises_of, case_id)
    assert (entry.what, entry.state) == ("I'll ring the hostel for you.", "unsure")
    assert "reads like a promise; say by when" in await sam.page(case)
    late = await sam.do(case_id, "setday", promise=str(entry.id), by="2026-11-16T09:00")
    assert "That time has gone" in await late.text()
    await sam.do(case_id, "setday", promise=str(entry.id), by=TOMORROW)
    [entry] = await sqlite.read(promises_of, case_id)
    assert (entry.state, entry.due_at.isoformat()) == ("open", "2026-11-18T16:00:00+00:00")
    await sam.do(case_id, "reply", text="I will send it")
    other = next(one for one in await sqlite.read(promises_of, case_id) if one.state == "unsure")
    await sam.do(case_id, "nopromise", promise=str(other.id))
    assert len(await sqlite.read(promises_of, case_id)) == 1


async def test_a_promise_is_done_or_taken_back_by_who_made_it_and_by_no_other_adviser(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    alex = await desk_of("alex")
    for what in ("Ring the hostel", "Find a bus pass"):
        await sam.do(case_id, "promise", by=TOMORROW, text=what)
    first, second = await sqlite.read(promises_of, case_id)
    other = await alex.do(case_id, "promisedone", promise=str(first.id), text="I rang them")
    assert "Only who made this promise" in await other.text()
    unsaid = await sam.do(case_id, "promisedone", promise=str(first.id), text="")
    assert "Say why in a few words." in await unsaid.text()
    await sam.do(case_id, "promisedone", promise=str(first.id), text="Kay has a bed")
    assert "done, not yet confirmed by them" in await sam.page(f"/staff/desk/cases/{case_id}")
    await sam.do(case_id, "unpromise", promise=str(second.id), text="The college pays it")
    assert (await sqlite.read(read, who))[-1][2].startswith("promise-changed Robin")
    assert "Taken back:" in await sam.page(f"/staff/desk/cases/{case_id}")
    again = await sam.do(case_id, "unpromise", promise=str(second.id), text="The college pays it")
    assert again.status == 409


async def test_a_call_back_obeys_what_is_safe(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    await sam.do(case_id, "contact", change="no-calls", text="Dad hears the phone")
    ring = await sam.do(case_id, "callback", how="ring", by=TOMORROW)
    assert "They asked not to be rung: “Dad hears the phone”" in await ring.text()
    await sam.do(
        case_id, "contact", change="between", text="He is home", **{"from": "15:00", "to": "18:00"}
    )
    write = await sam.do(case_id, "callback", how="write", by=TOMORROW)
    assert "That is a quiet time: “He is home”." in await write.text()
    assert await sqlite.read(promises_of, case_id) == []
    assert (await sam.do(case_id, "callback", how="write", by="2026-11-18T12:00")).status == 303
    assert (await sqlite.read(read, who))[-1][2] == "call-back-write Robin tomorrow at noon (text)"


async def test_a_decision_is_challenged_by_its_last_day(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    over = await sam.do(
        case_id, "challenge", way="reconsideration", decided="2026-09-30", text="UC refused"
    )
    assert "The usual time ended on 30 October 2026. A late one may still" in await over.text()
    unknown = await sam.do(case_id, "challenge", way="school", text="Sent home for good")
    assert "Give the last day from the letter." in await unknown.text()
    done = await sam.do(
        case_id, "challenge", way="reconsideration", decided="2026-10-31", text="UC refused"
    )
    assert done.status == 303
    [entry] = await sqlite.read(promises_of, case_id)
    assert entry.due_at.isoformat() == "2026-11-30T17:00:00+00:00"
    assert "mandatory reconsideration" in entry.what


async def refer_form(sam: Desk, case_id: int, service_id: int | None, **fields: object) -> FormData:
    """The form as the page gives it, with these fields; `ticked` are parts of what is shared."""
    page = await sam.page(f"/staff/desk/cases/{case_id}/refer?service={service_id}")
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token
    form = FormData({"csrf": token[1], "service": str(service_id)})
    for ticked in fields.pop("ticked", ()):  # type: ignore[attr-defined]
        found = re.search(rf'value="(\w+)"[^>]*> <span>[^<]*{re.escape(ticked)}', page)
        assert found, ticked
        form.add_field("item", found[1])
    for name, value in fields.items():
        form.add_field(name, str(value))
    return form


@pytest.mark.parametrize("undo_for", [timedelta(seconds=5)])
async def test_what_was_written_just_before_a_referral_is_told_before_it(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    await sqlite.write(keep, [HOSTEL])
    hostel = next(one for one in await sqlite.read(services) if one.key == HOSTEL.key)
    await sam.do(case_id, "reply", text="I am asking a hostel now", once="1")
    form = await refer_form(
        sam, case_id, hostel.id, asked_for="A bed tonight", ticked=["They text from"], by=TOMORROW,
        basis="consent", ground="She wrote: yes tell them",
    )  # fmt: skip
    path = f"/staff/desk/cases/{case_id}/refer"
    await sam.browser._client.post(path, data=form, headers={"Accept": "text/html"})
    told = [words for _, _, words in (await sqlite.read(read, who))[-2:]]
    assert told == ["I am asking a hostel now", "referral-agreed Robin tomorrow at 4pm (text)"]


async def test_a_referral_shares_only_what_is_ticked_and_only_with_a_ground(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    who, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    await sqlite.write(writes, who, "my mum must not know", clock.now())
    await sqlite.write(keep, [HOSTEL, YOT])
    hostel = next(one for one in await sqlite.read(services) if one.key == HOSTEL.key)
    path = f"/staff/desk/cases/{case_id}/refer"
    listed = await sam.page(f"{path}?kind=housing&area=leeds")
    assert "Leeds Night Hostel" in listed
    assert "Leeds Youth Justice" not in listed
    assert await sam.page(f"{path}?nation=wales&words=hostel") != listed
    blank = await refer_form(
        sam, case_id, hostel.id, asked_for="A bed tonight", ticked=["They text from"], by=TOMORROW,
        ground="",
    )  # fmt: skip
    refused = await sam.browser._client.post(path, data=blank, headers={"Accept": "text/html"})
    page = await refused.text()
    assert (refused.status, "Say whether they agreed" in page) == (409, True)
    assert "A bed tonight</textarea>" in page
    assert re.search(r'name="item" value="\w+" checked', page)
    assert await sqlite.read(referrals_of, case_id) == []
    form = await refer_form(
        sam, case_id, hostel.id, asked_for="A bed tonight", ticked=["They text from"], by=TOMORROW,
        basis="consent", ground="She wrote: yes tell them",
    )  # fmt: skip
    letter = await sam.browser._client.post(path, data=form, headers={"Accept": "text/html"})
    shown = await letter.text()
    text = re.search(r'<pre id="letter"[^>]*>(.*?)</pre>', shown, re.S)
    assert text
    assert "+447700900123" in text[1]
    assert "my mum must not know" not in text[1]
    assert "yes tell them" not in text[1]
    assert "They agreed." in text[1]
    assert (await sqlite.read(read, who))[-1][2] == "referral-agreed Robin tomorrow at 4pm (text)"
    [entry] = await sqlite.read(promises_of, case_id)
    assert (entry.kind, entry.who) == ("referral", HOSTEL.name)
    copied = await sam.page(f"/staff/desk/cases/{case_id}")
    assert (
        "Leeds Night Hostel: A bed tonight (sent 14:05 on 17 Nov 2026; They agreed; sent;" in copied
    )
    assert "they were told 14:05 on 17 Nov 2026" in copied
    for_machines = await sam.fetch(f"/staff/desk/cases/{case_id}/summary.json")
    assert [each["agreed"] for each in for_machines["referrals"]] == [True]
    assert [each["kind"] for each in for_machines["promises"]] == ["referral"]
    assert "yes tell them" not in str(for_machines["referrals"])
    [sharing] = await sqlite.read(referrals_of, case_id)
    step = f"/staff/desk/cases/{case_id}/referrals/{sharing.id}"
    token = await sam.token(case_id)
    await sam.browser.post(f"{step}/acknowledged", csrf=token)
    await sam.browser.post(f"{step}/contacted", csrf=token, text="She met Kay")
    unsaid = await sam.browser.post(f"{step}/ended", csrf=token, outcome="refused", text="")
    assert (unsaid.status, "Say why" in await unsaid.text()) == (409, True)
    await sam.browser.post(f"{step}/ended", csrf=token, outcome="refused", text="Full till May")
    assert "challenge the decision" in await sam.page(step)
    assert "Referral to Leeds Night Hostel" in await sam.page(f"/staff/desk/cases/{case_id}")
    elsewhere = await sam.browser.get(f"/staff/desk/cases/{case_id}/referrals/999")
    assert elsewhere.status == 404


async def test_the_directory_is_brought_in_by_a_supervisor_and_a_broken_row_changes_nothing(
    sqlite: Database, desk_of: DeskOf
) -> None:
    sol = await desk_of("sol", Role.SUPERVISOR)
    await sqlite.write(keep, [HOSTEL])
    path = "/staff/services/file"
    page = await sol.page(path)
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    assert token

    async def sends(data: bytes, do: str) -> tuple[int, str]:
        form = FormData({"csrf": token[1], "do": do})
        form.add_field("file", data, filename="services.csv", content_type="text/csv")
        answer = await sol.browser._client.post(path, data=form)
        return answer.status, await answer.text()

    broken = as_csv([HOSTEL, YOT]).replace(b"youth-justice,Leeds", b"youth-justise,Leeds")
    status, said = await sends(broken, "import")
    assert status == 422
    assert "<b>Row 3:</b> “youth-justise” is no kind." in said
    assert [one.key for one in await sqlite.read(services)] == [HOSTEL.key]
    status, said = await sends(as_csv([HOSTEL, YOT]), "look")
    assert (status, "What would change" in said) == (200, True)
    assert len(await sqlite.read(services)) == 1
    status, said = await sends(as_csv([HOSTEL, YOT]), "import")
    assert "Imported: 1 new, 0 changed, 1 the same." in said
    file = await sol.browser.get("/staff/services/file/download")
    assert await file.read() == as_csv([HOSTEL, YOT])
    assert YOT.name in await sol.page(f"/staff/services?nation={Nation.ENGLAND}")
    adviser = await desk_of("sam")
    assert YOT.name in await adviser.page("/staff/services")
    assert "/staff/services/file" not in await adviser.page("/staff/services")


async def test_a_late_promise_stands_before_the_supervisor(
    sqlite: Database, clock: SetClock, desk_of: DeskOf
) -> None:
    _, case_id, sam = await held_by_sam(sqlite, clock, desk_of)
    await sam.do(case_id, "promise", by="2026-11-17T15:00", text="Ring the hostel")
    clock.forward(timedelta(hours=1) + CLIMBS_AFTER)
    sol, alex = await desk_of("sol", Role.SUPERVISOR), await desk_of("alex")
    await sqlite.write(watch_the_ledger, clock.now(), advisers_here=True)
    told = (await sol.fetch("/staff/desk/queue"))["for_me"]
    assert "A promise is late." in told
    assert "Ring the hostel." in told
    ledger = await sol.page("/staff/promises")
    assert "late, was due" in ledger
    assert "Promises kept" in ledger
    assert "Promises kept" not in await alex.page("/staff/promises")
