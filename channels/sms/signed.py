"""Requests from the telephone company: only what it signed is read at all."""

from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from channels.sms.settings import SMS
from web.errors import BadRequest, TooLarge
from web.keys import SITE

LARGEST = 100_000
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 500


async def read_signed_form(request: web.Request) -> MultiDict[str]:
    """The fields of a form that the company signed for our public address; otherwise 403.

    The address is the one in our settings: what the request says of its host proves nothing.
    """
    body = await request.read()
    if len(body) > LARGEST:
        raise TooLarge
    if request.content_type != _FORM:
        raise BadRequest("A form was expected.", f"Send it as {_FORM}.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise BadRequest("The form cannot be read.", "Send it as UTF-8.") from None
    form = MultiDict(pairs)
    if not _is_signed(request, form):
        raise web.HTTPForbidden
    return form


def _is_signed(request: web.Request, form: MultiDict[str]) -> bool:
    address = request.app[SITE].public_url.rstrip("/") + request.rel_url.raw_path_qs
    validator = RequestValidator(request.app[SMS].auth_token)
    signature = request.headers.get("X-Twilio-Signature", "")
    return bool(validator.validate(address, form, signature))
