"""An editor at work: write, see, be stopped, publish, look back, go back."""

import re

import pytest
from aiohttp import web

from content.live import LiveLibrary
from content.nation import Nation
from staff import audit
from store.bus import Event
from store.database import Database
from tests.content.pieces import (
    DAY,
    ENTRY_ID,
    PHRASES,
    RATES_FILE,
    SAFETY_FILE,
    SMS,
    WEB,
    body,
    newest,
)
from tests.staff.conftest import AsRole, Browser, token_in
from tests.staff.entries.conftest import Approve, typed
from web.access import Role
from web.keys import BUS

HOME = "/staff/entries"
ONE = f"{HOME}/{ENTRY_ID}"
LINES = "\n".join(PHRASES)


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


def text_said(library: LiveLibrary) -> str:
    answer = library.current.answer(ENTRY_ID, Nation.WALES, DAY)
    assert answer
    return answer.sms


async def test_the_list_shows_every_piece_the_overdue_first(
    editor: Browser, approve: Approve
) -> None:
    others = "\n".join(f"when does ema come {number}" for number in range(1, 22))
    fields = typed(body(), others, review="2026-09-01", facts_date="2026-01-01")
    await editor.send(f"{HOME}/ema/when-paid", **fields)
    await approve(2, "ema/when-paid")
    await editor.send(f"{HOME}/ema/when-paid/publish/2", replaces="1")
    later = typed(body(), others, review="2027-09-01", started_from="2")
    await editor.send(f"{HOME}/ema/when-paid", **later)
    page = await (await editor.get(HOME)).text()
    shown = re.findall(r'<th scope="row"><a href="/staff/entries/([^"]+)"', page)
    assert shown[0] == "ema/when-paid"
    assert set(shown) >= {ENTRY_ID, "service-wide/rates", "safety/suicide"}
    assert "Review overdue" in page
    assert "Draft newer than published" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=WHEN+does+ema+come+21", ["ema/when-paid"]),
        ("topic=safety", ["safety/suicide"]),
        ("state=withdrawn", []),
        ("q=student+services&nations=same&topic=ema", ["ema/how-much", "ema/when-paid"]),
        ("nations=differs", []),
    ],
)
async def test_the_list_can_be_searched_and_narrowed(
    editor: Browser, query: str, found: list[str]
) -> None:
    page = await (await editor.get(f"{HOME}?{query}")).text()
    assert re.findall(r'<th scope="row"><a href="/staff/entries/([^"]+)"', page) == found


async def test_a_figure_is_mended_published_and_said_at_once(
    editor: Browser, app: web.Application, library: LiveLibrary, approve: Approve
) -> None:
    told: list[Event] = []
    rates = f"{HOME}/service-wide/rates"
    fields = {
        "body": RATES_FILE.replace("value: 40", "value: 45"),
        "why": "April",
        "started_from": "1",
    }
    with app[BUS].subscriptions.listening("content", told.append):
        saved = await editor.send(rates, **fields, do="publish")
        assert saved.headers["Location"] == f"{rates}/publish/2"
        await approve(2, "service-wide/rates")
        page = await (await editor.get(f"{rates}/publish/2")).text()
        assert "<del>£40</del>" in page
        assert "<ins>£45</ins>" in page
        assert "£40" in text_said(library)
        await editor.send(f"{rates}/publish/2", replaces="1")
    assert [event.topic for event in told] == ["content"]
    await library.reload()
    assert "£45" in text_said(library)


async def test_a_draft_changes_nothing_for_young_people(
    editor: Browser, library: LiveLibrary
) -> None:
    answer = await editor.send(ONE, **typed(body(), LINES, sms=f"Oh. {SMS}"))
    assert answer.headers["Location"] == f"{ONE}?told=saved"
    await library.reload()
    assert not text_said(library).startswith("Oh.")


BROKEN = {
    "an amount": {"sms": f"It is £40. {SMS}"},
    "a number": {"sms": f"Call 0800 1111. {SMS}"},
    "an unknown placeholder": {"sms": f"{SMS} {{rate:nothing}}"},
    "a placeholder left open": {"sms": f"{SMS} It is {{rate:ema"},
    "related to what is not there": {"related": "ema/no-such"},
    "too long": {"sms": "Ask us now. " * 30},
    "an emoji": {"sms": f"{SMS} \U0001f600"},
    "a script": {"web": f"<script>alert(1)</script>\n\n{WEB}"},
    "a heading": {"web": f"# sms\n\n{WEB}"},
    "a link to nowhere": {"web": f"[click here](https://gov.uk)\n\n{WEB}"},
    "no next step": {"web": WEB.partition("**Next")[0]},
    "review before facts": {"review": "2026-01-01"},
    "no such day": {"review": "next spring"},
    "related to itself": {"related": ENTRY_ID},
    "too few phrases": {"phrases": "how much"},
    "a phrase of another": {"phrases": f"{LINES}\nwhen does ema come 3"},
    "no source": {"sources": ""},
    "no label": {"label": ""},
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
async def test_broken_content_is_kept_as_a_draft_and_refused_with_its_mend(
    editor: Browser, library: LiveLibrary, broken: dict[str, str]
) -> None:
    before = text_said(library)
    saved = await editor.send(ONE, **typed(body(), LINES, do="publish", **broken))
    page = await (await editor.get(saved.headers["Location"])).text()
    assert "Go back and mend it" in page
    assert 'class="finding must"' in page
    assert 'class="mend">' in page
    refused = await editor.send(f"{ONE}/publish/2", replaces="1")
    assert refused.status == 422
    await library.reload()
    assert text_said(library) == before


async def test_a_script_is_never_rendered(editor: Browser) -> None:
    script = "<script>alert(1)</script><img src=x onerror=alert(1)> [x](javascript:alert(1))"
    shown = await editor.send(ONE, **typed(body(), LINES, web=f"{script}\n\n{WEB}", do="preview"))
    page = await shown.text()
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


async def test_preview_as_json_tells_what_is_found_where(editor: Browser) -> None:
    page = await (await editor.get(ONE)).text()
    token = token_in(page)
    answer = await editor._client.post(
        f"{HOME}/preview",
        json={
            "id": ENTRY_ID,
            "kind": "answer",
            "fields": typed(body(), LINES, sms="Call 0800 1111"),
        },
        headers={"X-CSRF-Token": token},
    )
    told = await answer.json()
    assert told["blocking"] == 1
    assert told["findings"][0]["where"] == "sms"
    assert "1 part" in told["preview"]
    assert "<li><strong>When:</strong>" in told["preview"]


@pytest.mark.parametrize("sent", [{}, {"id": 1}, {"id": "a/b", "kind": "other", "fields": {}}])
async def test_a_preview_of_nonsense_is_a_bad_request(
    editor: Browser, sent: dict[str, dict[str, str] | str] | dict[str, int] | dict[str, str]
) -> None:
    page = await (await editor.get(ONE)).text()
    token = token_in(page)
    answer = await editor._client.post(
        f"{HOME}/preview", json=sent, headers={"X-CSRF-Token": token}
    )
    assert answer.status == 400


async def test_nothing_is_lost_when_two_editors_save(editor: Browser, sqlite: Database) -> None:
    await editor.send(ONE, **typed(body(), LINES, sms=f"Theirs. {SMS}"))
    mine = typed(body(), LINES, sms=f"Mine. {SMS}")
    answer = await editor.send(ONE, **mine)
    page = await answer.text()
    assert answer.status == 409
    assert "Nothing is overwritten" in page
    assert "<del>Theirs.</del>" in page
    assert "<ins>Mine.</ins>" in page
    assert f"Mine. {SMS}" in page
    assert "Theirs." in (await sqlite.read(newest, ENTRY_ID)).body
    assert 'name="started_from" value="2"' in page
    again = await editor.send(ONE, **(mine | {"started_from": "2"}))
    assert again.status == 303
    assert "Mine." in (await sqlite.read(newest, ENTRY_ID)).body


async def test_a_draft_without_a_reason_is_asked_for_one_and_kept_on_the_page(
    editor: Browser,
) -> None:
    answer = await editor.send(ONE, **typed(body(), LINES, sms="My words", why=" "))
    page = await answer.text()
    assert answer.status == 422
    assert "Say in a few words why" in page
    assert "My words" in page


async def test_a_new_entry_is_written_and_published(
    editor: Browser, library: LiveLibrary, approve: Approve
) -> None:
    phrases = "\n".join(f"can i get a bus pass {number}" for number in range(20))
    fields = typed(body(label="Bus pass"), phrases, started_from="0", topic="ema", slug="bus-pass")
    saved = await editor.send(f"{HOME}/new", **fields)
    assert saved.headers["Location"] == f"{HOME}/ema/bus-pass?told=saved"
    await approve(1, "ema/bus-pass")
    published = await editor.send(f"{HOME}/ema/bus-pass/publish/1", replaces="0")
    assert published.status == 303
    await library.reload()
    assert library.current.label("ema/bus-pass") == "Bus pass"


@pytest.mark.parametrize(
    ("topic", "slug"),
    [("safety", "x"), ("ema", "Bus Pass"), ("", "x"), ("ema", "a/b"), ("a" * 31, "b")],
)
async def test_a_new_entry_needs_a_plain_name(editor: Browser, topic: str, slug: str) -> None:
    answer = await editor.send(f"{HOME}/new", **typed(body(), LINES, topic=topic, slug=slug))
    assert answer.status == 422
    assert "small letters, digits and hyphens" in await answer.text()


async def test_a_name_that_is_taken_is_refused_and_the_text_stays(editor: Browser) -> None:
    fields = typed(body(), LINES, sms="My own words", topic="ema", slug="how-much")
    answer = await editor.send(f"{HOME}/new", **fields)
    page = await answer.text()
    assert answer.status == 409
    assert "Choose another name" in page
    assert "My own words" in page


async def test_an_old_version_is_looked_at_and_gone_back_to(
    editor: Browser, sqlite: Database
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    page = await (await editor.get(f"{ONE}/history")).text()
    assert "Robin Editor" in page
    assert "a test" in page
    old = await (await editor.get(f"{ONE}/history/1")).text()
    assert "Go back to this version" in old
    await editor.send(f"{ONE}/history/1", started_from="2", why="It was right")
    version = await sqlite.read(newest, ENTRY_ID)
    assert (version.number, version.why, version.body) == (3, "It was right", body())


async def test_going_back_past_a_newer_version_is_refused(editor: Browser) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    answer = await editor.send(f"{ONE}/history/1", started_from="1")
    assert answer.status == 409


async def test_what_went_live_meanwhile_is_shown_before_it_is_replaced(
    editor: Browser, approve: Approve
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="First change"))
    await approve(2)
    await editor.send(ONE, **typed(body(), LINES, label="Second change", started_from="2"))
    await editor.send(f"{ONE}/publish/2", replaces="1")
    answer = await editor.send(f"{ONE}/publish/3", replaces="1")
    assert answer.status == 409
    assert "has changed since you looked" in await answer.text()


async def test_an_answer_is_withdrawn_with_a_reason_and_a_safety_reply_is_not(
    editor: Browser, library: LiveLibrary
) -> None:
    await editor.send(f"{ONE}/withdraw", replaces="1", why="It is wrong")
    await library.reload()
    assert ENTRY_ID not in library.current.entries
    assert "Withdrawn" in await (await editor.get(f"{HOME}?state=withdrawn")).text()
    refused = await editor.send(f"{HOME}/safety/suicide/withdraw", replaces="1", why="no")
    assert refused.status == 409


async def test_a_safety_reply_is_checked_and_previewed(editor: Browser) -> None:
    text = SAFETY_FILE.replace("We believe you. Where", "This is just between us. Where")
    fields = {"body": text, "why": "warmer", "started_from": "1", "do": "preview"}
    page = await (await editor.send(f"{HOME}/safety/suicide", **fields)).text()
    assert "promises secrecy" in page
    assert "In an emergency" in page
    assert "<b>Childline</b>" in page


async def test_a_broken_rates_file_tells_the_line(editor: Browser) -> None:
    fields = {
        "body": RATES_FILE + "  bad: [\n",
        "why": "oops",
        "started_from": "1",
        "do": "preview",
    }
    page = await (await editor.send(f"{HOME}/service-wide/rates", **fields)).text()
    assert "not readable YAML" in page
    assert re.search(r"Line \d+\.", page)


async def test_the_preview_of_a_rate_shows_the_answers_that_change(editor: Browser) -> None:
    fields = {
        "body": RATES_FILE.replace("value: 40", "value: 45"),
        "started_from": "1",
        "do": "preview",
    }
    page = await (await editor.send(f"{HOME}/service-wide/rates", **fields)).text()
    assert page.count("<ins>£45</ins>") == 4


async def test_every_deed_is_in_the_audit_trail(
    editor: Browser, sqlite: Database, approve: Approve
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    await approve(2)
    await editor.send(f"{ONE}/publish/2", replaces="1")
    await editor.send(f"{ONE}/withdraw", replaces="2", why="It is wrong")
    deeds = await sqlite.read(audit.deeds, subject=f"entry {ENTRY_ID}")
    assert [deed.action for deed in deeds] == ["withdraw", "publish", "save draft"]
    assert {deed.who for deed in deeds} == {"Robin Editor"}


async def test_a_paste_of_two_megabytes_is_refused_clearly(
    editor: Browser, sqlite: Database
) -> None:
    answer = await editor.send(ONE, **typed(body(), LINES, web="x" * 2_000_000))
    assert answer.status == 413
    assert "more than can be taken at once" in await answer.text()
    assert (await sqlite.read(newest, ENTRY_ID)).number == 1


async def test_an_unknown_entry_or_version_is_not_found(editor: Browser) -> None:
    for path in (
        f"{HOME}/ema/nothing",
        f"{ONE}/history/9",
        f"{ONE}/publish/9",
        f"{HOME}/ema/x/history",
    ):
        assert (await editor.get(path)).status == 404
