"""The chat where no script runs: plain forms on the chat's own address.

They speak the protocol of docs/web-chat.md through `converse`, so every check, limit and promise of the
socket is theirs too.
"""

import hashlib
import json
from dataclasses import replace
from typing import Final

from aiohttp import web

from channels.web.exchange import converse
from channels.web.origin import origin_of
from channels.web.pages import Plain, render_chat
from channels.web.plain_key import give_key, key_of
from channels.web.protocol import TOKEN, Error, Line, Message, Told, Welcome
from channels.web.socket import OPEN_CHATS
from web.forms import read_form
from web.languages import later
from web.pages import asked_language, language_of

LARGEST_FORM: Final = 256 * 1024
_NOTHING_WRITTEN: Final = Error(
    code="empty", message=later("Nothing was written."), mend=later("Write it, then press Send.")
)
_STATUS: Final = {"not-stored": 503, "too-large": 413}


async def chat_page(request: web.Request) -> web.StreamResponse:
    """The chat, with what was said so far where the browser brings the key to it."""
    return render_chat(request, await conversation_with(request, key_of(request), chosen=True))


async def say_plainly(request: web.Request) -> web.StreamResponse:
    """Take what was written or pressed. The same form sent twice says the same thing once."""
    fields = await read_form(request)
    brought = fields.get("token", "")  # of a tab whose script is on its way and will go on with it
    key = brought or key_of(request)
    if "look" in fields:
        return await _page(request, key) if brought else _at_their_last_words()
    text, choice = fields.get("text", ""), fields.get("choice", "")
    if not text.strip():
        return await _page_with(request, key, _NOTHING_WRITTEN)
    same = "\n".join((fields.get("id", ""), choice, text)).encode()
    send = {"type": "send", "id": hashlib.sha256(same).hexdigest(), "text": text, "choice": choice}
    frames = [_hello(request), json.dumps(send)]
    told = await converse(request.app[OPEN_CHATS], frames, key, origin_of(request))
    wrong = next((frame for frame in told.frames if isinstance(frame, Error)), None)
    if wrong:
        return await _page_with(request, key, wrong, typed="" if choice else text)
    opened = _welcome(told.frames).token
    if opened == brought:
        return await _page(request, brought)
    response = _at_their_last_words()
    if opened != key_of(request):  # one that is kept for days must not become one for this session
        give_key(request, response, opened)
    return response


async def _page(request: web.Request, key: str) -> web.Response:
    return render_chat(request, await conversation_with(request, key))


async def _page_with(request: web.Request, key: str, wrong: Error, typed: str = "") -> web.Response:
    plain = await conversation_with(request, key)
    page = render_chat(request, replace(plain, wrong=wrong, typed=typed))
    page.set_status(_STATUS.get(wrong.code, 400))
    return page


def _at_their_last_words() -> web.Response:
    """The page anew, put down at what the young person said last; what came since stands below it."""
    return web.Response(status=303, headers={"Location": "/#newest"})


def _hello(request: web.Request, *, chosen: bool = False) -> str:
    """Says which language the page is in, and whether they have just chosen it."""
    asked = bool(chosen and asked_language(request))
    return json.dumps({"type": "hello", "language": language_of(request), "chosen": asked})


async def conversation_with(request: web.Request, key: str, *, chosen: bool = False) -> Plain:
    """What a key opens; nothing where it is none of ours."""
    if not TOKEN.fullmatch(key):
        return Plain()
    told = await converse(request.app[OPEN_CHATS], [_hello(request, chosen=chosen)], key)
    welcome = next((frame for frame in told.frames if isinstance(frame, Welcome)), None)
    if welcome is None:
        return Plain(True, wrong=next(frame for frame in told.frames if isinstance(frame, Error)))
    await _has_seen(request, key, welcome.messages)
    line = next((frame for frame in told.frames if isinstance(frame, Line)), None)
    return Plain(True, messages=welcome.messages, line=line, language=welcome.language)


async def _has_seen(request: web.Request, key: str, messages: list[Message]) -> None:
    if messages:
        last = messages[-1].seq
        frames = [{"type": "hello", "after": last}, {"type": "seen", "seq": last}]
        await converse(request.app[OPEN_CHATS], [json.dumps(frame) for frame in frames], key)


def _welcome(frames: list[Told]) -> Welcome:
    return next(frame for frame in frames if isinstance(frame, Welcome))
