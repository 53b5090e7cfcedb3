"""The embeddable chat: one script tag on another site opens our page in a frame of its own."""

from aiohttp import web

from channels.web.pages import NEUTRAL_SITE
from web.keys import SITE
from web.languages import ENGLISH, catalogues, later
from web.pages import render

_OPEN, _CLOSE, _TITLE = later("Chat with us"), later("Close the chat"), later("Chat")


async def widget_script(request: web.Request) -> web.Response:
    """The script for `<script src=".../widget.js" async></script>` on a site in the settings."""
    site = request.app[SITE]
    response = render(
        request,
        "chat/widget.js",
        language=ENGLISH,
        neutral_site=NEUTRAL_SITE,
        words=_words(),
        sites=list(site.embed_sites),
        schools=list(site.school_sites),
    )
    response.content_type = "text/javascript"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept-Encoding"
    response.enable_compression()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _words() -> dict[str, dict[str, str]]:
    """What the widget says, by language: the site that it is on decides, and one copy is kept for all."""
    return {
        code: {
            "open": words.gettext(_OPEN),
            "close": words.gettext(_CLOSE),
            "title": words.gettext(_TITLE),
        }
        for code, words in catalogues().items()
    }
