"""The chat is small: what a phone fetches before it can be used, as it comes over the line."""

import re

from tests.channels.web.conftest import Client

KILOBYTE = 1000


async def _size(client: Client, path: str) -> int:
    """The bytes of an answer as they are sent."""
    answer = await client.get(path, headers={"Accept-Encoding": "gzip"})
    assert answer.headers["Content-Encoding"] == "gzip", path
    return int(answer.headers["Content-Length"])


async def test_script_and_style_of_the_chat_are_at_most_30_kilobytes_compressed(
    client: Client,
) -> None:
    page = await (await client.get("/")).text()
    fetched = set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:js|css))"', page))
    scripts = {each for each in fetched if each.endswith(".js")}
    for script in scripts:
        source = await (await client.get(script)).text()
        imported = {
            f"{script.rpartition('/')[0]}/{name}"
            for name in re.findall(r'from "\./([\w.-]+)"', source)
        }
        assert imported <= scripts, "a module that the page does not name costs a round trip more"
    sizes = {path: await _size(client, path) for path in fetched}
    assert len(sizes) <= 13
    assert sum(sizes.values()) + await _size(client, "/widget.js") <= 30 * KILOBYTE, sizes


async def test_who_takes_no_compressed_answer_gets_it_whole(client: Client) -> None:
    page = await (await client.get("/")).text()
    (style,) = re.findall(r'href="(/static/[^"]+/chat\.css)"', page)
    answer = await client.get(style, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert "body.chat" in await answer.text()
