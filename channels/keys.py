"""Where the web server keeps what the channels share."""

from aiohttp import web

from channels.intake import Intake

INTAKE: web.AppKey[Intake] = web.AppKey("intake", Intake)
