"""The embeddable chat: one script tag on another site opens our page in a frame of its own."""

from aiohttp import web

from channels.web.pages import NEUTRAL_SITE
from web.pages import render


async def widget_script(request: web.Request) -> web.Response:
    """The script for `<script src=".../widget.js" async></script>` on a site in the settings."""
    response = render(request, "chat/widget.js", neutral_site=NEUTRAL_SITE)
    response.content_type = "text/javascript"
    response.headers["Cache-Control"] = "public, max-age=300"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
