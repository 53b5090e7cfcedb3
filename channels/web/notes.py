"""A conversation as text, for a young person to keep."""

import html
import re
from typing import Final

import nh3
from aiohttp import web

from channels.web.plain import conversation_with
from channels.web.plain_key import key_of
from channels.web.plain_page import clock_time, date_in_words, day_of
from channels.web.protocol import Message
from web.forms import read_form
from web.pages import render

_FILE: Final = "notes.txt"
"""A name that gives nothing away."""
_ITEM: Final = re.compile(r"<li>\s*(?:<p>)?")
_LINK: Final = re.compile(r'<a href="(https:[^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_GAPS: Final = re.compile(r"\n{3,}")


async def keep_as_text(request: web.Request) -> web.Response:
    """The whole conversation as a file. The key comes in the form or the cookie, never in the address."""
    token = (await read_form(request)).get("token", "") or key_of(request)
    plain = await conversation_with(request, token)
    response = render(
        request,
        "chat/notes.txt",
        language=plain.language,
        messages=plain.messages,
        day_of=day_of,
        date_in_words=date_in_words,
        clock_time=clock_time,
        words_of=words_of,
    )
    response.content_type = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="{_FILE}"'
    return response


def words_of(message: Message) -> str:
    """The words of a message, without the markup that an answer has; links keep where they go."""
    if message.html is None:
        return (message.text or "").strip()
    marked = _LINK.sub(r"\2 (\1)", _ITEM.sub("- ", message.html)).replace("</p>", "\n")
    return _GAPS.sub("\n\n", html.unescape(nh3.clean(marked, tags=set()))).strip()
