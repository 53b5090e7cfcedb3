"""The young person's pages: the chat, what we do with what is written, and leaving quickly."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from aiohttp import web

from channels.web.privacy import PRIVACY_VERSION
from content.directory import Contact
from web.assets import PageFolder
from web.keys import LIBRARY, SITE
from web.pages import render

NEUTRAL_SITE: Final = "https://www.bbc.co.uk/weather"
"""Where "Leave quickly" goes: a page that anybody might be looking at."""

CHAT_FOLDER: Final = PageFolder("chat", Path(__file__).parent)
_HELPLINES: Final = ("emergency", "childline", "samaritans")


async def chat_page(request: web.Request) -> web.Response:
    """The chat."""
    return _chat(request, embedded=False)


async def embedded_chat_page(request: web.Request) -> web.Response:
    """The chat inside another site's page. Only the sites in the settings may frame it."""
    return _chat(request, embedded=True)


async def privacy_page(request: web.Request) -> web.Response:
    """What happens with what is written, in plain words."""
    return render(request, "chat/privacy.html", neutral_site=NEUTRAL_SITE, version=PRIVACY_VERSION)


async def leaving_page(request: web.Request) -> web.Response:
    """What leaving quickly does, and what it cannot hide."""
    return render(request, "chat/leave.html", neutral_site=NEUTRAL_SITE)


def _chat(request: web.Request, *, embedded: bool) -> web.Response:
    return render(
        request,
        "chat/chat.html",
        embedded=embedded,
        neutral_site=NEUTRAL_SITE,
        advisers_here=request.app[SITE].opening_hours,
        helplines=_helplines(request),
    )


def _helplines(request: web.Request) -> Sequence[Contact]:
    """Who can be called when the chat itself cannot run."""
    directory = request.app[LIBRARY].current.directory
    return [directory[key] for key in _HELPLINES if key in directory]
