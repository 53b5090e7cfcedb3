"""What became of a text: the telephone company tells us at POST /sms/status, in any order, repeatedly."""

import re
from datetime import datetime

from aiohttp import web
from multidict import MultiDict
from sqlalchemy import Connection, bindparam, or_, select, update

from channels.sms.errors import OPTED_OUT_CODE, in_words
from channels.sms.signed import read_signed_form
from channels.sms.splitting import texts_of
from content.sms_text import size
from store import outbox
from store.bus import Event
from store.clock import Clock
from store.tables import (
    ChannelIdentity,
    Conversation,
    DeliveryStatus,
    Message,
    OutboxRow,
    SentText,
)
from web.errors import BadRequest
from web.keys import BUS, CLOCK, DATABASE

STATUS_PATH = "/sms/status"
_SID = re.compile(r"(?:SM|MM)[0-9a-f]{32}")
_STATUS = re.compile(r"[a-z_]{1,24}")
_NUMBER = re.compile(r"[1-9]\d{0,14}", re.ASCII)
# Built once: every text comes with several of these, and building it costs more than running it.
_NOT_KNOWN_YET = (
    select(Message.text, OutboxRow.lead)
    .join(OutboxRow, OutboxRow.message_id == Message.id)
    .where(OutboxRow.id == bindparam("outbox_id"))
    .where(~select(SentText.part).where(SentText.external_id == bindparam("external_id")).exists())
)
_NEVER_ARRIVES = frozenset({"failed", "undelivered"})


def status_address(public_url: str, outbox_id: int, part: int) -> str:
    """Where to tell what became of a text: we know its number before the company's id of it."""
    return f"{public_url.rstrip('/')}{STATUS_PATH}?outbox={outbox_id}&part={part}"


async def receive_status(request: web.Request) -> web.Response:
    """Keep a status; a message that will never arrive becomes a dead letter on the desk."""
    form = await read_signed_form(request)
    died = await request.app[DATABASE].write(
        note_status,
        outbox_id=_number(request.query.get("outbox", "")),
        part=_number(request.query.get("part", "")),
        external_id=_field(form, "MessageSid", _SID),
        status=_field(form, "MessageStatus", _STATUS),
        code=_number(form.get("ErrorCode", "")),
        clock=request.app[CLOCK],
    )
    if died:
        await request.app[BUS].publish(Event("queue"))
    return web.Response(status=204)


def note_status(
    tx: Connection,
    *,
    outbox_id: int | None,
    part: int | None,
    external_id: str,
    status: str,
    code: int | None,
    clock: Clock,
) -> bool:
    """Keep a status once. True when it says that a message of ours will never arrive."""
    now = clock.now()
    if outbox_id and part:
        _note_taken(tx, outbox_id, part, external_id, now)
    error_code = str(code) if code else None
    new = outbox.note_status(
        tx, external_id=external_id, status=status, error_code=error_code, now=now
    )
    if not new or status not in _NEVER_ARRIVES or _arrived(tx, external_id):
        return False
    ours = or_(OutboxRow.id == outbox_id, OutboxRow.external_id == external_id)
    if code == OPTED_OUT_CODE:
        identities = (
            select(Conversation.identity_id)
            .join(OutboxRow, OutboxRow.conversation_id == Conversation.id)
            .where(ours)
        )
        tx.execute(
            update(ChannelIdentity)
            .where(ChannelIdentity.id.in_(identities), ChannelIdentity.opted_out_at.is_(None))
            .values(opted_out_at=now)
        )
    died = tx.execute(
        update(OutboxRow)
        .where(ours, OutboxRow.state != "dead")
        .values(
            state="dead",
            external_id=external_id,
            last_error=in_words(code),
            lease_owner=None,
            leased_until=None,
        )
    )
    return died.rowcount > 0


def _note_taken(tx: Connection, outbox_id: int, part: int, external_id: str, now: datetime) -> None:
    """Keep that the company has this text, should its answer have been lost on the way."""
    given = {"outbox_id": outbox_id, "external_id": external_id}
    row = tx.execute(_NOT_KNOWN_YET, given).one_or_none()
    texts = texts_of(outbox.with_lead(row.lead, row.text)) if row else []
    if part <= len(texts):
        segments = size(texts[part - 1]).parts
        outbox.note_taken(
            tx, outbox_id, external_id=external_id, part=part, segments=segments, now=now
        )


def _arrived(tx: Connection, external_id: str) -> bool:
    """Whether it was told already that this text reached the phone: nothing can fail after that."""
    told = select(DeliveryStatus.status).where(
        DeliveryStatus.external_id == external_id, DeliveryStatus.status == "delivered"
    )
    return tx.execute(told).first() is not None


def _field(form: MultiDict[str], name: str, shape: re.Pattern[str]) -> str:
    value = form.get(name, "")
    if not shape.fullmatch(value):
        raise BadRequest(f"“{name}” is missing or cannot be read.")
    return value


def _number(text: str) -> int | None:
    return int(text) if _NUMBER.fullmatch(text) else None
