"""Where the web server keeps what the channels share."""

from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from channels.intake import Intake

INTAKE: "web.AppKey[Intake]" = web.AppKey("intake")
