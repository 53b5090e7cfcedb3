"""An editor takes everything away as files, and brings it back."""

import pytest
from aiohttp import ClientResponse, FormData, web

from content import history
from content.archive import as_zip, from_zip
from content.live import LiveLibrary
from store.bus import Event
from store.database import Database
from tests.content.pieces import WEB, body, newest
from tests.staff.conftest import PAGE, AsRole, Browser, token_in
from web.access import Role
from web.keys import BUS

HOME = "/staff/entries/files"


@pytest.fixture
async def editor(signed_in: AsRole, library: LiveLibrary) -> Browser:
    return await signed_in(Role.EDITOR)


async def taken(browser: Browser) -> dict[str, bytes]:
    answer = await browser.get(f"{HOME}/download")
    assert "attachment" in answer.headers["Content-Disposition"]
    return from_zip(await answer.read())


async def sent(browser: Browser, data: bytes, do: str) -> ClientResponse:
    page = await (await browser.get("/staff/password")).text()
    form = FormData()
    form.add_field("csrf", token_in(page))
    form.add_field("do", do)
    form.add_field("file", data, filename="content.zip", content_type="application/zip")
    return await browser._client.post(HOME, data=form, headers=PAGE, allow_redirects=False)


async def test_what_would_change_is_shown_before_it_is_changed(
    editor: Browser, app: web.Application, sqlite: Database, library: LiveLibrary
) -> None:
    files = await taken(editor)
    files["entries/work/cv.md"] = body(
        label="From files", web=WEB.replace("{rate:ema-wales-weekly}", "help"), sms="Ask us today."
    ).encode()
    phrases = "".join(f"    - how do i write a cv {number}\n" for number in range(20))
    files["nlu/work.yml"] = (
        f'version: "3.1"\nnlu:\n- intent: work.cv\n  examples: |\n{phrases}'.encode()
    )
    looked = await (await sent(editor, as_zip(files), "look")).text()
    assert "goes live</span> work/cv" in looked
    assert await sqlite.read(history.newest, "work/cv") is None
    told: list[Event] = []
    with app[BUS].subscriptions.listening("content", told.append):
        done = await (await sent(editor, as_zip(files), "import")).text()
    assert "Imported. 1 thing changed" in done
    assert [event.topic for event in told] == ["content"]
    await library.reload()
    assert library.current.label("work/cv") == "From files"
    assert (await sqlite.read(newest, "work/cv")).author == "Robin Editor"


async def test_what_needs_a_second_person_comes_in_as_a_draft_in_review(
    editor: Browser, sqlite: Database, library: LiveLibrary
) -> None:
    files = await taken(editor)
    files["rates.yml"] = files["rates.yml"].replace(b"value: 40", b"value: 400")
    page = await (await sent(editor, as_zip(files), "import")).text()
    assert "waits for a second person</span>" not in page
    rates = await sqlite.read(newest, "service-wide/rates")
    assert (rates.live, rates.latest, "400" in rates.body) == (1, 2, True)
    assert 'class="state review"' in await (await editor.get("/staff/entries")).text()


async def test_the_same_files_change_nothing(editor: Browser) -> None:
    page = await (await sent(editor, as_zip(await taken(editor)), "import")).text()
    assert "Nothing would change" in page


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"not a zip", "not a zip file"),
        (as_zip({"rates.yml": b"a: ["}), "not readable YAML"),
        (as_zip({"entries/ema/x.md": body(label="").encode()}), "Nothing was imported"),
        (as_zip({"entries/ema/x.md": body().encode()}), "entries/ema/x.md"),
    ],
)
async def test_a_broken_import_says_what_to_mend_and_changes_nothing(
    editor: Browser, sqlite: Database, data: bytes, told: str
) -> None:
    answer = await sent(editor, data, "import")
    assert answer.status == 422
    assert told in await answer.text()
    assert await sqlite.read(history.newest, "ema/x") is None


async def test_without_a_file_it_is_a_bad_request(editor: Browser) -> None:
    assert (await editor.send(HOME, do="import")).status == 400


async def test_more_than_a_usual_form_is_taken_here(editor: Browser) -> None:
    padding = {f"entries/ema/e{number}.md": bytes(range(256)) * 40 for number in range(60)}
    answer = await sent(editor, as_zip(padding), "look")
    assert answer.status == 422


async def test_who_may_look_takes_away_and_does_not_bring_in(
    signed_in: AsRole, library: LiveLibrary
) -> None:
    manager = await signed_in(Role.MANAGER)
    files = await taken(manager)
    assert "Bring it back" not in await (await manager.get(HOME)).text()
    assert (await sent(manager, as_zip(files), "look")).status == 403
