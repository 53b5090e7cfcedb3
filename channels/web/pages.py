"""The young person's pages: the chat, what we do with what is written, and leaving quickly."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from aiohttp import web

from channels.web import plain_page
from channels.web.privacy import PRIVACY_VERSION
from channels.web.protocol import Error, Line, Message
from channels.web.socket import OPEN_CHATS
from content.dates import date_in_words
from web.assets import ASSETS, PageFolder
from web.keys import SITE
from web.pages import asked_language, language_of, render
from web.security import content_policy

NEUTRAL_SITE: Final = "https://www.bbc.co.uk/weather"
"""Where "Leave quickly" goes: a page that anybody might be looking at."""

CHAT_FOLDER: Final = PageFolder("chat", Path(__file__).parent)


_SHOWING: Final[dict[str, Callable[..., object]]] = {
    each.__name__: each
    for each in (
        plain_page.shown,
        plain_page.links_apart,
        plain_page.ways_to_reach,
        plain_page.halves,
        plain_page.clock_time,
        plain_page.day_in_words,
        plain_page.date_in_words,
        plain_page.days_of,
        plain_page.months_of,
    )
}
"""What the template of the messages asks, by the functions' own names."""


@dataclass(frozen=True)
class Plain:
    """What a page without scripts shows of a conversation, and what went wrong with the last form.

    `language`: what they chose to be spoken to in, where they did.
    """

    key: bool = False
    messages: Sequence[Message] = ()
    line: Line | None = None
    wrong: Error | None = None
    typed: str = ""
    language: str = ""


async def embedded_chat_page(request: web.Request) -> web.Response:
    """The chat inside another site's page. Only the sites in the settings may frame it."""
    return render_chat(request, Plain(), embedded=True)


async def school_chat_page(request: web.Request) -> web.Response:
    """The chat inside a school's own page, where some answers read otherwise. Only schools may frame it."""
    return render_chat(request, Plain(), embedded=True, in_school=True)


async def privacy_page(request: web.Request) -> web.Response:
    """What happens with what is written, in plain words."""
    return render(
        request,
        "chat/privacy.html",
        neutral_site=NEUTRAL_SITE,
        version=date.fromisoformat(PRIVACY_VERSION),
        date_in_words=date_in_words,
    )


async def leaving_page(request: web.Request) -> web.Response:
    """What leaving quickly does, and what it cannot hide."""
    return render(request, "chat/leave.html", neutral_site=NEUTRAL_SITE)


def render_chat(
    request: web.Request, plain: Plain, *, embedded: bool = False, in_school: bool = False
) -> web.Response:
    """The chat, ready to be used with its script and without.

    Where it may be compressed it carries its style in itself: on a slow line that is a second saved.
    """
    style = "" if plain.key else request.app[ASSETS].text_of("web/tokens.css", "chat/chat.css")
    language = plain.language or language_of(request)
    page = render(
        request,
        "chat/chat.html",
        language=language,
        chosen=bool(asked_language(request)),
        embedded=embedded,
        in_school=in_school,
        neutral_site=NEUTRAL_SITE,
        advisers_here=request.app[OPEN_CHATS].services.advisers_here(language),
        plain=plain,
        fresh=secrets.token_hex(12),
        style=style,
        **_SHOWING,
    )
    if style:  # where nobody's words are in it, its size may be seen on the line
        site = request.app[SITE]
        framed_by = site.framed_by("schools" if in_school else "sites" if embedded else "")
        page.headers["Content-Security-Policy"] = content_policy(site, framed_by, style=style)
        page.enable_compression()
    return page
