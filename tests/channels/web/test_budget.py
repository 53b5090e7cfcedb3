"""The chat is small: what a phone fetches before it can be used, as it comes over the line."""

import base64
import gzip
import hashlib
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
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    sizes = {path: await _size(client, path) for path in fetched}
    assert len(sizes) <= 10
    sizes["style"] = len(gzip.compress(style.encode()))
    assert sum(sizes.values()) + await _size(client, "/widget.js") <= 30 * KILOBYTE, sizes


async def test_nothing_must_be_fetched_before_the_chat_is_seen(client: Client) -> None:
    """On slow 3G each fetch that the first look waits for costs half a second (bench/page.py)."""
    answer = await client.get("/", headers={"Accept-Encoding": "gzip"})
    page = await answer.text()
    assert 'rel="stylesheet"' not in page
    assert int(answer.headers["Content-Length"]) <= 12 * KILOBYTE


async def test_the_policy_lets_this_very_style_in_and_no_other(client: Client) -> None:
    answer = await client.get("/")
    (style,) = re.findall(r"<style>(.*?)</style>", await answer.text(), re.DOTALL)
    own = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'self' 'sha256-{own}';" in policy
    assert "unsafe" not in policy


async def test_who_takes_no_compressed_answer_gets_it_whole(client: Client) -> None:
    page = await (await client.get("/leave")).text()
    (style,) = re.findall(r'href="(/static/[^"]+/chat\.css)"', page)
    answer = await client.get(style, headers={"Accept-Encoding": "identity"})
    assert "Content-Encoding" not in answer.headers
    assert "body.chat" in await answer.text()
