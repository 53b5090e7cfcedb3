"""Sends texts through the telephone company's library."""

from datetime import timedelta
from typing import Any, cast

from aiohttp import ClientConnectorError, ClientError
from twilio.base.exceptions import TwilioRestException

from channels.sending import OPTED_OUT, Accepted, Refused, SendResult, Unknown
from channels.sms.carrier_client import open_client
from channels.sms.errors import OPTED_OUT_CODE, in_words, passes
from channels.sms.numbers import takes_texts
from channels.sms.settings import SmsSettings
from channels.sms.splitting import texts_of
from channels.sms.status import status_address
from store.outbox import Parcel

_LOOK_BACK = 50
_CLOCKS_DIFFER = timedelta(seconds=2)


class SmsSender:
    """The `Sender` of text messages. Close it at the end."""

    def __init__(self, settings: SmsSettings, public_url: str) -> None:
        self._client, self._connections = open_client(settings)
        self._public_url = public_url
        self._origin = (
            {"messaging_service_sid": settings.messaging_service_sid}
            if settings.messaging_service_sid
            else {"from_": settings.from_number}
        )

    async def close(self) -> None:
        """Let go of the connections."""
        await self._connections.close()

    async def send(self, parcel: Parcel) -> SendResult:
        """Send a message as one text or several; of several, not those that were taken before."""
        if not takes_texts(parcel.address):
            return Refused("this sender takes no replies", final=True)
        texts = texts_of(parcel.text)
        try:
            taken = await self._taken(parcel) if len(texts) > 1 and parcel.attempts > 1 else {}
            sids = [taken.get(text) or await self._send_text(parcel, text) for text in texts]
        except TwilioRestException as error:
            return _refusal(error)
        except ClientConnectorError:
            return Refused("the phone company cannot be reached")
        except (ClientError, TimeoutError, OSError):
            return Unknown("the connection to the phone company broke")
        return Accepted(sids[-1])

    async def find_sent(self, parcel: Parcel) -> str | None:
        """The id of this message (of its last text), if the company has all of its texts."""
        taken = await self._taken(parcel)
        sids = [taken.get(text) for text in texts_of(parcel.text)]
        return sids[-1] if all(sids) else None

    async def _send_text(self, parcel: Parcel, text: str) -> str:
        message = await self._client.messages.create_async(
            to=parcel.address,
            body=text,
            status_callback=status_address(self._public_url, parcel.outbox_id),
            **self._origin,
        )
        return cast(str, message.sid)

    async def _taken(self, parcel: Parcel) -> dict[str, str]:
        """What the company took for this person since the message was written: text to id.

        Not narrowed by the date it was sent on: a text that still waits there has none.
        """
        latest: list[Any] = await self._client.messages.list_async(
            to=parcel.address, limit=_LOOK_BACK
        )
        since = parcel.created_at.replace(microsecond=0) - _CLOCKS_DIFFER
        return {each.body: each.sid for each in latest if each.date_created >= since}


def _refusal(error: TwilioRestException) -> SendResult:
    if error.code == OPTED_OUT_CODE:
        return Refused(OPTED_OUT, final=True, opted_out=True)
    if error.status >= 500:
        return Unknown("the phone company failed")
    return Refused(in_words(error.code), final=not passes(error.status, error.code))
