"""The embeddable chat: one script tag on another site opens our page in a frame of its own."""

from aiohttp import web

from channels.web.pages import NEUTRAL_SITE
from web.keys import SITE
from web.pages import render


async def widget_script(request: web.Request) -> web.Response:
    """The script for `<script src=".../widget.js" async></script>` on a site in the settings."""
    site = request.app[SITE]
    response = render(
        request,
        "chat/widget.js",
        neutral_site=NEUTRAL_SITE,
        sites=list(site.embed_sites),
        schools=list(site.school_sites),
    )
    response.content_type = "text/javascript"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Vary"] = "Accept-Encoding"
    response.enable_compression()
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
