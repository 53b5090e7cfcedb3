"""Sends texts through the telephone company's library."""

from dataclasses import replace
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from aiohttp import ClientConnectorError, ClientError
from twilio.base.exceptions import TwilioRestException

from channels.sending import OPTED_OUT, Accepted, Refused, SendResult, Taken, Unknown
from channels.sms.errors import OPTED_OUT_CODE, in_words, passes
from channels.sms.numbers import takes_texts
from channels.sms.settings import SmsSettings
from channels.sms.splitting import texts_of
from channels.sms.status import status_address
from content.sms_text import size
from store.outbox import Parcel

if TYPE_CHECKING:
    from twilio.rest import Client

    from channels.sms.carrier_client import CarrierHttpClient

_LOOK_BACK = 50
_ON_TRIAL = "Sent from your Twilio trial account - "
_CLOCKS_DIFFER = timedelta(seconds=2)


class SmsSender:
    """The `Sender` of text messages. Close it at the end."""

    def __init__(self, settings: SmsSettings, public_url: str) -> None:
        self._settings = settings
        self._public_url = public_url
        self._origin = settings.origin

    @cached_property
    def _opened(self) -> "tuple[Client, CarrierHttpClient]":
        """The library's client and its connections, at the first text: a service starts sooner so."""
        from channels.sms.carrier_client import open_client  # noqa: PLC0415

        return open_client(self._settings)

    @property
    def _client(self) -> "Client":
        client, _ = self._opened
        return client

    async def close(self) -> None:
        """Let go of the connections, if there are any."""
        if "_opened" in vars(self):
            _, connections = self._opened
            await connections.close()

    async def send(self, parcel: Parcel) -> SendResult:
        """Send a message as one text or several; of several, not those that were taken before."""
        if not takes_texts(parcel.address):
            return Refused("this sender takes no replies", final=True)
        taken: list[Taken] = []
        sid = ""
        try:
            for part, text in enumerate(texts_of(parcel.text), start=1):
                sid = parcel.taken.get(part, "")
                if not sid:
                    sid = await self._send_text(parcel, part, text)
                    taken.append(Taken(part, sid, size(text).parts))
        except TwilioRestException as error:
            return replace(_refusal(error), taken=tuple(taken))
        except ClientConnectorError:
            return Refused("the phone company cannot be reached", taken=tuple(taken))
        except (ClientError, TimeoutError, OSError):
            return Unknown("the connection to the phone company broke", taken=tuple(taken))
        return Accepted(sid, tuple(taken))

    async def send_code(self, number: str, text: str) -> None:
        """Send a text that belongs to no conversation; raises when it was not taken."""
        await self._client.messages.create_async(to=number, body=text, **self._origin())

    async def find_sent(self, parcel: Parcel) -> tuple[Taken, ...]:
        """The texts of this message that the company has and that nobody told us of.

        The company knows no number of ours, so they are told by their words; but never is a text counted
        that is known to be another message's, nor one text twice. Which text of ours has which id it says
        with each status (channels.sms.status), and then nothing need be asked.
        """
        missing = {
            part: text
            for part, text in enumerate(texts_of(parcel.text), start=1)
            if part not in parcel.taken
        }
        if not missing:
            return ()
        unclaimed = await self._taken(parcel)
        found = []
        for part, text in missing.items():
            same = next((each for each in unclaimed if _same_words(each.body, text)), None)
            if same:
                unclaimed.remove(same)
                found.append(Taken(part, same.sid, size(text).parts))
        return tuple(found)

    async def _send_text(self, parcel: Parcel, part: int, text: str) -> str:
        message = await self._client.messages.create_async(
            to=parcel.address,
            body=text,
            status_callback=status_address(self._public_url, parcel.outbox_id, part),
            **self._origin(parcel.texted),
        )
        return cast(str, message.sid)

    async def _taken(self, parcel: Parcel) -> list[Any]:
        """What the company took for this person since the message was written, the oldest first, but for
        the texts that we know.

        Not narrowed by the date it was sent on: a text that still waits there has none.
        """
        latest: list[Any] = await self._client.messages.list_async(
            to=parcel.address, limit=_LOOK_BACK
        )
        since = parcel.created_at.replace(microsecond=0) - _CLOCKS_DIFFER
        known = parcel.others | set(parcel.taken.values())
        return [
            each for each in latest[::-1] if each.date_created >= since and each.sid not in known
        ]


def _same_words(sent: str, ours: str) -> bool:
    """Whether it is this text, whatever the company did to its spaces or set before it on trial."""
    return sent.removeprefix(_ON_TRIAL).split() == ours.split()


def _refusal(error: TwilioRestException) -> Refused | Unknown:
    if error.code == OPTED_OUT_CODE:
        return Refused(OPTED_OUT, final=True, opted_out=True)
    if error.status >= 500:
        return Unknown("the phone company failed")
    return Refused(in_words(error.code), final=not passes(error.status, error.code))
