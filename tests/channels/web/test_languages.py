"""The young person's pages in Welsh: asked for by a link, kept with the conversation, also without script."""

import re

import pytest
from sqlalchemy import Connection, select

from channels.messages import InboundMessage
from channels.web.routes import web_chat_routes
from store.conversations import NewMessage, choose_language
from store.database import Database
from store.tables import Person
from tests.channels.web.conftest import Client, StoringIntake
from tests.channels.web.test_exchange import Asker

PAGES = ["/", "/privacy", "/leave", "/back", "/chat/embedded", "/chat/school"]
WELSH = {"Accept-Language": "cy-GB,en;q=0.5"}


def _spoken(tx: Connection) -> list[str | None]:
    return list(tx.execute(select(Person.language)).scalars())


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_comes_in_welsh_where_the_link_asks_for_it(
    client: Client, path: str
) -> None:
    page = await (await client.get(f"{path}?lang=cy")).text()
    assert '<html lang="cy" dir="ltr">' in page
    assert "Gadael yn gyflym" in page
    assert re.search(r'<a [^>]*href="[^"]*\?lang=en" lang="en" hreflang="en">English</a>', page)


@pytest.mark.parametrize("path", PAGES)
async def test_every_page_leads_to_its_welsh(client: Client, path: str) -> None:
    page = await (await client.get(path)).text()
    assert '<html lang="en" dir="ltr">' in page
    assert re.search(r'<a [^>]*href="[^"]*\?lang=cy" lang="cy" hreflang="cy">Cymraeg</a>', page)


async def test_a_browser_that_asks_for_welsh_gets_it_and_one_that_asks_for_others_english(
    client: Client,
) -> None:
    assert '<html lang="cy"' in await (await client.get("/", headers=WELSH)).text()
    other = {"Accept-Language": "fr"}
    assert '<html lang="en"' in await (await client.get("/?lang=xx", headers=other)).text()
    page = await (await client.get("/?lang=en", headers=WELSH)).text()
    assert '<html lang="en"' in page
    assert 'href="/privacy?lang=en"' in page


async def test_links_and_forms_keep_the_language_without_storing_anything(client: Client) -> None:
    answer = await client.get("/?lang=cy")
    page = await answer.text()
    assert "Set-Cookie" not in answer.headers
    assert 'href="/privacy?lang=cy"' in page
    assert 'action="/?lang=cy"' in page
    assert 'action="/"' not in page


async def test_hours_and_days_are_said_in_welsh(client: Client) -> None:
    page = await (await client.get("/?lang=cy")).text()
    assert "mae cynghorwyr yma dydd Llun i ddydd Gwener 09:00 i 20:00." in page
    assert '"dydd Sul", "dydd Llun"' in page
    assert "22 Tachwedd 2026" in await (await client.get("/privacy?lang=cy")).text()


async def test_without_script_the_language_goes_with_the_words_and_is_kept(
    client: Client, sqlite: Database, intake: StoringIntake
) -> None:
    await client.post("/?lang=cy", data={"id": "one", "text": "helo"}, allow_redirects=False)
    assert intake.heard[-1].language == "cy"
    await client.get("/?lang=cy")
    assert await sqlite.read(_spoken) == ["cy"]
    page = await (await client.get("/")).text()
    assert '<html lang="cy"' in page
    await client.get("/?lang=en")
    assert await sqlite.read(_spoken) == ["en"]
    assert '<html lang="en"' in await (await client.get("/", headers=WELSH)).text()


async def test_what_went_wrong_is_said_in_welsh(client: Client) -> None:
    page = await (await client.post("/?lang=cy", data={"text": " "})).text()
    assert "Ysgrifenna rywbeth, yna pwysa Anfon." in page.replace("&#39;", "'")


async def test_a_page_says_its_language_and_is_told_what_was_chosen(
    client: Client, sqlite: Database, intake: StoringIntake
) -> None:
    asker = Asker(client)
    await asker.send("hi")
    assert intake.heard[-1].language == ""
    hello = {"type": "hello", "token": asker.token, "after": 0, "language": "cy"}
    (welcome, *_) = await asker.ask(hello)
    assert welcome["language"] == ""
    told = await asker.ask({**hello, "chosen": True})
    assert [each["language"] for each in told if each["type"] == "welcome"][-1] == "cy"
    assert await sqlite.read(_spoken) == ["cy"]
    (welcome, *_) = await asker.ask()
    assert welcome["language"] == "cy"


async def test_a_message_says_which_language_our_words_are_in(
    client: Client, intake: StoringIntake
) -> None:
    def answers(message: InboundMessage) -> list[NewMessage]:
        return [
            NewMessage("bot", "text", "Iawn.", detail={"language": "cy"}),
            NewMessage("bot", "answer", "Yes."),
        ]

    intake.answers = answers
    told = await Asker(client).send("cymraeg")
    assert [each["language"] for each in told if each["type"] == "message"] == ["cy", "en"]


async def test_the_place_in_the_line_is_told_in_the_language_that_was_chosen(
    client: Client, sqlite: Database, intake: StoringIntake
) -> None:
    asker = Asker(client)
    await asker.send("hi")
    await sqlite.write(choose_language, 1, "cy")
    page = await (await client.get("/", cookies={"chat": asker.token})).text()
    assert '<html lang="cy"' in page


async def test_the_widget_speaks_as_the_page_it_stands_on(client: Client) -> None:
    script = await (await client.get("/widget.js", headers=WELSH)).text()
    assert '"open": "Chat with us"' in script
    assert '"open": "Sgwrsia gyda ni"' in script
    page = await (await client.get("/chat/embedded?around=cy")).text()
    assert '<html lang="cy"' in page
    assert '"chosen": false' in page


def test_every_page_of_theirs_is_looked_at_here() -> None:
    shown = {route.path for route in web_chat_routes() if route.method == "GET"}
    assert shown - set(PAGES) == {"/left", "/chat/socket", "/widget.js"}
