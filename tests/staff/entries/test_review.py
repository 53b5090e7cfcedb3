"""Two people: what concerns benefits, money or safety is looked at by somebody else before it is live."""

import pytest

from content import reviewing
from content.live import LiveLibrary
from content.repository import ANSWER, CHECKER, DIRECTORY, RATES, SAFETY, WORDS
from content.reviewing import needs_two
from staff import audit
from store.database import Database
from tests.content.pieces import ENTRY_ID, OTHER_ID, PHRASES, SAFETY_FILE, body, newest
from tests.staff.conftest import CHOSEN, Add, AsRole, Browser, OpenBrowser
from tests.staff.entries.conftest import typed
from web.access import Role

HOME = "/staff/entries"
ONE = f"{HOME}/{ENTRY_ID}"
LINES = "\n".join(PHRASES)


@pytest.fixture
async def editor(signed_in: AsRole) -> Browser:
    return await signed_in(Role.EDITOR)


@pytest.fixture
async def another(add: Add, open_browser: OpenBrowser) -> Browser:
    """A second editor."""
    await add(Role.EDITOR, email="second@example.org")
    browser = await open_browser()
    await browser.sign_in("second@example.org", CHOSEN)
    return browser


@pytest.mark.parametrize(
    ("entry_id", "kind", "text", "two"),
    [
        ("benefits/debt", ANSWER, "", True),
        ("ema/appeal", ANSWER, "", True),
        ("housing/renting", ANSWER, "", True),
        ("health/pregnancy", ANSWER, "", True),
        ("service/emergency", ANSWER, "", True),
        ("work/minimum-wage", ANSWER, "It is {rate:minimum-wage} an hour", True),
        ("work/cv", ANSWER, "Write one page", False),
        ("courses/open-days", ANSWER, "", False),
        ("safety/suicide", SAFETY, "", True),
        ("service-wide/rates", RATES, "", True),
        ("service-wide/directory", DIRECTORY, "", True),
        ("service-wide/words", WORDS, "", True),
        ("checkers/ema", CHECKER, "", True),
    ],
)
def test_what_needs_two_people(entry_id: str, kind: str, text: str, two: bool) -> None:
    assert needs_two(entry_id, kind, text) is two


async def test_a_change_waits_until_a_second_editor_approves_it(
    editor: Browser, another: Browser, library: LiveLibrary, sqlite: Database
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    page = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "Ask for a review" in page
    assert "Publish now" not in page
    refused = await editor.send(f"{ONE}/publish/2", replaces="1")
    assert refused.status == 409
    asked = await editor.send(f"{ONE}/review/2", why="Is the label right?")
    assert asked.headers["Location"] == f"{ONE}?told=asked"
    assert "1 wait for a second person" in await (await another.get(HOME)).text()
    own = await (await editor.get(f"{ONE}/publish/2")).text()
    assert "somebody else has to approve it" in own
    seen = await (await another.get(f"{ONE}/publish/2")).text()
    assert "Is the label right?" in seen
    assert "Approve this version" in seen
    done = await another.send(f"{ONE}/review/2/decide", do="approve", why="Yes")
    assert done.headers["Location"] == f"{ONE}/publish/2?told=approved"
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 303
    await library.reload()
    assert library.current.label(ENTRY_ID) == "A new label"
    told = await (await editor.get(f"{ONE}/history")).text()
    assert "Approved by Robin Editor" in told
    deeds = await sqlite.read(audit.deeds, subject=f"entry {ENTRY_ID}")
    assert [deed.action for deed in deeds] == [
        "publish",
        "approve",
        "ask for review",
        "save draft",
    ]


async def test_nobody_approves_their_own_words(editor: Browser, sqlite: Database) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    await editor.send(f"{ONE}/review/2")
    refused = await editor.send(f"{ONE}/review/2/decide", do="approve")
    assert refused.status == 409
    assert "somebody else" in await refused.text()
    look = await sqlite.read(reviewing.review_of, ENTRY_ID, 2)
    assert look
    assert look.state == reviewing.ASKED


async def test_a_supervisor_approves_and_cannot_publish(editor: Browser, signed_in: AsRole) -> None:
    supervisor = await signed_in(Role.SUPERVISOR)
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    await editor.send(f"{ONE}/review/2")
    done = await supervisor.send(f"{ONE}/review/2/decide", do="approve")
    assert done.headers["Location"] == f"{ONE}?told=approved"
    assert "Publish now" not in await (await supervisor.get(f"{ONE}/publish/2")).text()
    assert (await supervisor.send(f"{ONE}/publish/2", replaces="1")).status == 403
    assert "Publish now" in await (await editor.get(f"{ONE}/publish/2")).text()


async def test_a_manager_looks_and_does_not_decide(editor: Browser, signed_in: AsRole) -> None:
    manager = await signed_in(Role.MANAGER)
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    await editor.send(f"{ONE}/review/2")
    page = await (await manager.get(f"{ONE}/publish/2")).text()
    assert "has asked for it" in page
    assert "Approve this version" not in page
    assert (await manager.send(f"{ONE}/review/2/decide", do="approve")).status == 403


async def test_what_is_sent_back_says_why_and_a_newer_version_is_looked_at_anew(
    editor: Browser, another: Browser
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A new label"))
    await editor.send(f"{ONE}/review/2")
    assert (await another.send(f"{ONE}/review/2/decide", do="send-back", why="")).status == 400
    await another.send(f"{ONE}/review/2/decide", do="send-back", why="Say which week")
    page = await (await editor.get(ONE)).text()
    assert "Say which week" in page
    assert "Sent back" in await (await editor.get(HOME)).text()
    await editor.send(ONE, **typed(body(), LINES, label="A better label", started_from="2"))
    await editor.send(f"{ONE}/review/3")
    late = await another.send(f"{ONE}/review/2/decide", do="approve")
    assert late.status == 409
    assert "newer version" in await late.text()
    await another.send(f"{ONE}/review/3/decide", do="approve")
    assert (await editor.send(f"{ONE}/publish/2", replaces="1")).status == 409
    assert (await editor.send(f"{ONE}/publish/3", replaces="1")).status == 303


async def test_a_plan_for_what_nobody_looked_at_is_refused(editor: Browser) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="From July"))
    given = {"what": "publish", "number": "2", "at": "2027-07-01T00:01"}
    answer = await editor.send(f"{ONE}/plan", **given)
    assert answer.status == 409
    assert "second person" in await answer.text()


async def test_going_back_to_what_was_live_waits_for_nobody(
    editor: Browser, another: Browser, sqlite: Database
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="A wrong label"))
    await editor.send(f"{ONE}/review/2")
    await another.send(f"{ONE}/review/2/decide", do="approve")
    await another.send(f"{ONE}/publish/2", replaces="1")
    assert (await editor.send(f"{ONE}/back/1", replaces="2")).status == 303
    assert (await sqlite.read(newest, ENTRY_ID)).live == 3


async def test_a_version_that_was_never_live_does_not_come_back_alone(
    editor: Browser, sqlite: Database
) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="Never looked at"))
    answer = await editor.send(f"{ONE}/back/2", replaces="1")
    assert answer.status == 409
    assert "never live" in await answer.text()
    version = await sqlite.read(newest, ENTRY_ID)
    assert (version.live, version.latest) == (1, 2)


async def test_a_safety_reply_needs_two_people(editor: Browser, another: Browser) -> None:
    place = f"{HOME}/safety/suicide"
    text = SAFETY_FILE.replace("We believe you. Where", "We believe you. So: where")
    await editor.send(place, body=text, why="warmer", started_from="1", do="save")
    assert (await editor.send(f"{place}/publish/2", replaces="1")).status == 409
    await editor.send(f"{place}/review/2")
    await another.send(f"{place}/review/2/decide", do="approve")
    assert (await editor.send(f"{place}/publish/2", replaces="1")).status == 303


async def test_an_answer_on_nothing_risky_is_published_by_one(editor: Browser) -> None:
    phrases = "\n".join(f"how do i write a cv {number}" for number in range(20))
    words = body(label="Write a CV").replace("{rate:ema-wales-weekly}", "help")
    fields = typed(words, phrases, started_from="0", topic="work", slug="cv")
    await editor.send(f"{HOME}/new", **fields)
    assert (await editor.send(f"{HOME}/work/cv/publish/1", replaces="0")).status == 303


async def test_any_two_versions_are_compared(editor: Browser) -> None:
    await editor.send(ONE, **typed(body(), LINES, label="Second label"))
    await editor.send(ONE, **typed(body(), LINES, label="Third label", started_from="2"))
    page = await (await editor.get(f"{ONE}/compare?one=3&other=1")).text()
    assert "Version 1 and version 3" in page
    assert "<ins>Third</ins>" in page
    assert "<del>How</del>" in page or "<del>How much" in page
    same = await (await editor.get(f"{ONE}/compare?one=2&other=2")).text()
    assert "No words differ" in same
    assert (await editor.get(f"{ONE}/compare?one=2")).status == 400
    assert (await editor.get(f"{ONE}/compare?one=2&other=9")).status == 404
    assert (await editor.get(f"{HOME}/{OTHER_ID}/compare?one=1&other=1")).status == 200
