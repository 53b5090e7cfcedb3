"""The pages for coming back: plain forms, for browsers with script and without."""

from datetime import timedelta
from math import ceil
from typing import Any, Final

from aiohttp import web

from channels.back import phones, returning
from channels.back.codes import in_halves
from channels.back.returning import KEPT_FOR, NoChat, Wait, WrongCode
from channels.back.texting import CODE_TEXTS
from channels.web.pages import NEUTRAL_SITE
from channels.web.plain_key import give_key, key_of
from channels.web.plain_page import date_in_words, day_in_words
from store.bus import Event
from store.clock import in_london
from web.client import client_address
from web.forms import field_text, read_form
from web.keys import BUS, CLOCK, DATABASE, LIBRARY, VAULT
from web.pages import render

_MOST_TYPED: Final = 100


async def back_page(request: web.Request) -> web.Response:
    """How to come back, with a form for a code."""
    return _page(request)


async def take_code(request: web.Request) -> web.Response:
    """A code was typed: open its chat in this browser."""
    typed = field_text(await read_form(request), "code", most=_MOST_TYPED)
    now, vault = request.app[CLOCK].now(), request.app[VAULT]
    told = await request.app[DATABASE].write(
        returning.use_code, vault, typed, client_address(request), now
    )
    if not isinstance(told, str):
        return _refused(request, told, "code")
    response = _page(request, done="open")
    give_key(request, response, told)
    return response


async def give_code(request: web.Request) -> web.Response:
    """A code was asked for: show it, once."""
    now, vault = request.app[CLOCK].now(), request.app[VAULT]
    told = await request.app[DATABASE].write(returning.ask_code, vault, await _key(request), now)
    if not isinstance(told, str):
        return _refused(request, told, "give")
    ends = in_london(now + returning.CODE_LASTS)
    return _page(request, done="code", code=in_halves(told), ends=ends)


async def keep_here(request: web.Request) -> web.Response:
    """This device is to open the chat for some days."""
    now, vault = request.app[CLOCK].now(), request.app[VAULT]
    told = await request.app[DATABASE].write(returning.keep_here, vault, await _key(request), now)
    if not isinstance(told, str):
        return _refused(request, told, "keep")
    response = _page(request, done="kept", ends=in_london(now + KEPT_FOR))
    give_key(request, response, told, kept=KEPT_FOR)
    return response


async def keep_no_longer(request: web.Request) -> web.Response:
    """This device is to open the chat only until the browser is closed."""
    response = _page(request, done="not kept")
    if key_of(request):
        give_key(request, response, key_of(request))
    return response


async def ask_phone(request: web.Request) -> web.Response:
    """A phone number was typed: text a code to it. The answer is the same for every number."""
    fields = await read_form(request)
    told = await request.app[DATABASE].write(
        phones.ask_proof,
        request.app[VAULT],
        await _key(request),
        field_text(fields, "number", most=_MOST_TYPED),
        client_address(request),
        request.app[CLOCK].now(),
    )
    if not isinstance(told, phones.Asked):
        return _refused(request, told, "phone")
    if told.digits:
        text = render(request, "chat/code.txt", digits=told.digits).text or ""
        request.app[CODE_TEXTS].send(told.number, text.strip())
    return _page(request, done="asked", proof=told.page)


async def take_phone_code(request: web.Request) -> web.Response:
    """The code from the phone was typed: the phone and the chat are one person's."""
    fields = await read_form(request)
    proof = field_text(fields, "proof", most=_MOST_TYPED)
    told = await request.app[DATABASE].write(
        phones.prove,
        request.app[VAULT],
        proof,
        field_text(fields, "digits", most=_MOST_TYPED),
        client_address(request),
        request.app[CLOCK].now(),
        library=request.app[LIBRARY].current,
    )
    if isinstance(told, (Wait, WrongCode)):
        return _refused(request, told, "digits", done="asked", proof=proof)
    for topic in ("queue", "line", "outbox"):
        await request.app[BUS].publish(Event(topic))
    return _page(request, done="joined" if told == "already" else told)


async def _key(request: web.Request) -> str:
    """The key to the chat: from the page's own storage where its script put it in the form, or the cookie."""
    return (await read_form(request)).get("token", "") or key_of(request)


def _refused(
    request: web.Request,
    why: Wait | NoChat | WrongCode | phones.NoMobile,
    field: str,
    **values: Any,
) -> web.Response:
    minutes = ceil(why.left / timedelta(minutes=1)) if isinstance(why, Wait) else 0
    page = _page(request, wrong=type(why).__name__, field=field, minutes=minutes, **values)
    page.set_status(429 if isinstance(why, Wait) else 400)
    if isinstance(why, Wait):
        page.headers["Retry-After"] = str(ceil(why.left.total_seconds()))
    return page


def _page(request: web.Request, **values: Any) -> web.Response:
    usual: dict[str, Any] = {"done": "", "wrong": "", "field": "", "minutes": 0, "proof": ""}
    return render(
        request,
        "chat/back.html",
        neutral_site=NEUTRAL_SITE,
        texts=CODE_TEXTS in request.app,
        day_in_words=day_in_words,
        date_in_words=date_in_words,
        **{**usual, **values},
    )
