"""A text comes in: the telephone company tells us at POST /sms/incoming."""

import re

from aiohttp import web
from multidict import MultiDict
from prometheus_client import Counter
from sqlalchemy import Connection, bindparam, select

from channels.keys import INTAKE
from channels.messages import InboundMessage
from channels.sms.keywords import keyword_in
from channels.sms.numbers import origin_of
from channels.sms.pictures import pictures_in
from channels.sms.settings import SMS
from channels.sms.signed import read_signed_form
from content.sms_text import size
from store.bus import Event
from store.tables import ChannelIdentity
from web.errors import BadRequest
from web.keys import BUS, DATABASE, VAULT

CHANNEL = "sms"
_LONGEST_NUMBER = 20
INCOMING_PATH = "/sms/incoming"
_MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_OPTED_OUT_AT = select(ChannelIdentity.opted_out_at).where(
    ChannelIdentity.channel == CHANNEL, ChannelIdentity.address_hash == bindparam("address_hash")
)
SEGMENTS = Counter(
    "connexions_sms_received_segments", "What a carrier charges for: parts of texts received"
)
_NO_ANSWER_HERE = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


async def receive_text(request: web.Request) -> web.Response:
    """Store a text and say so. What we answer goes out by itself, so the company never waits for it."""
    form = await read_signed_form(request)
    address = _address(form)
    opted_out = await request.app[DATABASE].read(
        has_opted_out, address_hash=request.app[VAULT].lookup(address)
    )
    settings = request.app[SMS]
    message = read_text(form, opted_out=opted_out, fetched=settings.fetch_pictures)
    received = await request.app[INTAKE].receive(message)
    if not received.duplicate:
        SEGMENTS.inc(message.segments or 0)
        if message.media and settings.fetch_pictures:
            await request.app[BUS].publish(Event("pictures"))
    return web.Response(text=_NO_ANSWER_HERE, content_type="text/xml")


def read_text(form: MultiDict[str], *, opted_out: bool, fetched: bool = False) -> InboundMessage:
    """The text in a form of the company; BadRequest says what is missing.

    `fetched`: what came with it is to be fetched.
    """
    message_sid = form.get("MessageSid", "")
    if not _MESSAGE_SID.fullmatch(message_sid):
        raise BadRequest("“MessageSid” is missing or is not a message's id.")
    body = form.get("Body", "")
    keyword = keyword_in(body, told=form.get("OptOutType", ""), opted_out=opted_out)
    return InboundMessage(
        channel=CHANNEL,
        address=_address(form),
        external_id=message_sid,
        text=body,
        choice=keyword.choice,
        command=keyword.command,
        media=pictures_in(form, _media(form), fetched=fetched),
        reached=form.get("To", "").strip()[:_LONGEST_NUMBER],
        segments=_segments(form, body),
    )


def has_opted_out(tx: Connection, *, address_hash: str) -> bool:
    """Whether a number asked us to stop."""
    opted_out_at = tx.execute(_OPTED_OUT_AT, {"address_hash": address_hash}).scalar_one_or_none()
    return opted_out_at is not None


def _address(form: MultiDict[str]) -> str:
    address = origin_of(form.get("From", "")).address
    if not address:
        raise BadRequest("“From” is missing: whose text is it?")
    return address


def _segments(form: MultiDict[str], body: str) -> int:
    """As the company says; where it does not, as it would count."""
    told = form.get("NumSegments", "")
    return int(told) if re.fullmatch(r"[1-9]\d?", told, re.ASCII) else max(size(body).parts, 1)


def _media(form: MultiDict[str]) -> int:
    number = form.get("NumMedia", "0")
    if not re.fullmatch(r"\d{1,2}", number, re.ASCII):
        raise BadRequest("“NumMedia” is not a number from 0 to 99.")
    return int(number)
