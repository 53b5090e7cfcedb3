"""A page that plays a phone: what is typed reaches our webhook signed, what we send shows up here."""

import re
from pathlib import Path
from typing import Final

from aiohttp import web

from channels.sms.stand_in import StandIn
from channels.sms.stand_in_pictures import made_up_picture
from web.access import PUBLIC
from web.assets import PageFolder
from web.errors import Conflict, NotFound
from web.forms import field_text, read_form
from web.keys import Site
from web.pages import render
from web.routes import Route

STAND_IN: web.AppKey[StandIn] = web.AppKey("stand_in", StandIn)
PHONE_FOLDER: Final = PageFolder("phone", Path(__file__).parent, translated=False)
PHONES: Final = {number: f"+4477009001{number:02}" for number in range(1, 5)}
"""Numbers that the regulator keeps free for films and plays: they ring nowhere."""

_LONGEST = 1600
_SHOWN = 100


def simulator_routes(site: Site) -> list[Route]:
    """For an application that has `STAND_IN`; none unless it is a demonstration."""
    if not site.demo:
        return []
    return [
        Route("GET", "/demo/phone", first_phone, PUBLIC),
        Route("GET", "/demo/phone/{phone}", phone_page, PUBLIC),
        Route("GET", "/demo/phone/{phone}/texts", thread, PUBLIC),
        Route("POST", "/demo/phone/{phone}/texts", send_text, PUBLIC),
    ]


async def first_phone(_request: web.Request) -> web.Response:
    """To the first phone."""
    raise web.HTTPSeeOther("/demo/phone/1")


async def phone_page(request: web.Request) -> web.Response:
    """One phone with its texts."""
    return _show(request, "phone/phone.html")


async def thread(request: web.Request) -> web.Response:
    """Only the texts, for the page to look again."""
    return _show(request, "phone/thread.html")


async def send_text(request: web.Request) -> web.Response:
    """Text the service from this phone."""
    phone = _phone(request)
    form = await read_form(request)
    body = field_text(form, "body", most=_LONGEST, least=1)
    pictures = [made_up_picture()] if "picture" in form else []
    status = await request.app[STAND_IN].text_in(PHONES[phone], body, pictures=pictures)
    if status != 200:
        raise Conflict(f"The service did not take the text: it answered {status}.")
    raise web.HTTPSeeOther(f"/demo/phone/{phone}")


def _show(request: web.Request, template: str) -> web.Response:
    phone = _phone(request)
    texts = request.app[STAND_IN].thread(PHONES[phone])[-_SHOWN:]
    return render(request, template, phones=PHONES, phone=phone, texts=texts, longest=_LONGEST)


def _phone(request: web.Request) -> int:
    asked = request.match_info["phone"]
    if not re.fullmatch(r"\d", asked, re.ASCII) or int(asked) not in PHONES:
        raise NotFound("There is no such phone.", f"There are phones 1 to {len(PHONES)}.")
    return int(asked)
