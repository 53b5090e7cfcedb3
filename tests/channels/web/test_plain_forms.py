"""Plain forms that bring the key of the tab: sent before the tab's own script was there."""

from tests.channels.web.conftest import Client
from tests.channels.web.test_coming_back import Join, chatting, posted


async def test_what_is_said_goes_into_the_chat_of_the_tab_and_no_cookie_is_set(
    client: Client, join: Join
) -> None:
    here = await chatting(join)
    status, page, cookie = await posted(client, "/", id="a", text="more", token=here.token)
    assert (status, cookie) == (200, None)
    assert "my words" in page
    assert "more" in page
    told = await (await join()).hello(token=here.token)
    assert "more" in [message["text"] for message in told["messages"]]


async def test_looking_for_news_shows_the_chat_of_the_tab(client: Client, join: Join) -> None:
    here = await chatting(join)
    status, page, _ = await posted(client, "/", look="yes", token=here.token)
    assert (status, "my words" in page) == (200, True)


async def test_a_form_with_nothing_in_it_is_sent_back_with_the_chat_of_the_tab(
    client: Client, join: Join
) -> None:
    here = await chatting(join)
    status, page, _ = await posted(client, "/", id="a", text=" ", token=here.token)
    assert status == 400
    assert "my words" in page
    assert "Nothing was written." in page


async def test_with_a_key_that_opens_nothing_a_new_chat_begins_and_is_kept(client: Client) -> None:
    status, _, cookie = await posted(client, "/", id="a", text="anyone there", token="x" * 43)
    assert status == 303
    assert cookie is not None
    assert "anyone there" in await (await client.get("/")).text()
