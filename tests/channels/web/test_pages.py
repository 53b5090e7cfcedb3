"""The pages around the chat: plain, private, and framed only where the settings allow."""

import pytest

from tests.channels.web.conftest import Client


@pytest.mark.parametrize("path", ["/", "/privacy", "/leave", "/chat/embedded"])
async def test_every_page_has_a_way_out_and_is_kept_nowhere(client: Client, path: str) -> None:
    response = await client.get(path)
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert 'href="https://www.bbc.co.uk/weather"' in await response.text()


async def test_the_title_gives_nothing_away(client: Client) -> None:
    assert "<title>Chat</title>" in await (await client.get("/")).text()


async def test_no_script_stands_in_the_page_itself(client: Client) -> None:
    page = await (await client.get("/")).text()
    inline = [
        part.split(">")[0] for part in page.split("<script")[1:] if "src=" not in part.split(">")[0]
    ]
    assert inline == [' type="application/json" id="settings"']
    assert " on" + "click=" not in page


async def test_the_page_says_who_can_be_called_before_anything_is_typed(client: Client) -> None:
    assert 'href="tel:999"' in await (await client.get("/")).text()


async def test_only_the_embedded_chat_may_be_framed_and_only_by_the_sites_named(
    client: Client,
) -> None:
    embedded = await client.get("/chat/embedded")
    assert (
        "frame-ancestors 'self' https://school.example.org"
        in embedded.headers["Content-Security-Policy"]
    )
    assert "X-Frame-Options" not in embedded.headers
    for path in ("/", "/privacy", "/leave"):
        response = await client.get(path)
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


async def test_the_chat_of_a_school_is_framed_by_schools_alone_and_says_where_it_stands(
    client: Client,
) -> None:
    school = await client.get("/chat/school")
    policy = school.headers["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://academy.example.org" in policy
    assert "https://school.example.org" not in policy
    assert '"school": true' in await school.text()
    elsewhere = await client.get("/chat/embedded")
    assert "academy" not in elsewhere.headers["Content-Security-Policy"]
    assert '"school": false' in await elsewhere.text()


async def test_the_widget_is_one_script_that_opens_the_embedded_chat(client: Client) -> None:
    response = await client.get("/widget.js")
    assert response.content_type == "text/javascript"
    script = await response.text()
    assert "/chat/embedded" in script
    assert '"https://www.bbc.co.uk/weather"' in script
    assert "&#" not in script
