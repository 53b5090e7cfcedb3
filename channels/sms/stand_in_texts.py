"""Texts as the stand-in for the telephone company keeps and tells them, and the ways it can fail."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from typing import Any

from aiohttp import web

from channels.sms.settings import SmsSettings
from content.sms_text import size


class Fault(StrEnum):
    """How the next request to send a text goes wrong."""

    NONE = "all is well"
    BREAKS = "answers 500 and took nothing"
    BUSY = "answers 429 and took nothing"
    OPTED_OUT = "answers that the number has opted out"
    NOT_A_MOBILE = "answers that the number is no mobile"
    HANGS_UP = "closes the connection and took nothing"
    TAKES_AND_BREAKS = "takes it, then answers 500"
    TAKES_AND_HANGS_UP = "takes it, then closes the connection"
    TAKES_AND_HANGS = "takes it, then never answers"


REFUSALS = {
    Fault.BREAKS: (500, 20500, "Internal Server Error"),
    Fault.TAKES_AND_BREAKS: (500, 20500, "Internal Server Error"),
    Fault.BUSY: (429, 20429, "Too Many Requests"),
    Fault.OPTED_OUT: (400, 21610, "Attempt to send to unsubscribed recipient"),
    Fault.NOT_A_MOBILE: (400, 21614, "'To' number is not a valid mobile number"),
}
TAKES_FIRST = frozenset({Fault.TAKES_AND_BREAKS, Fault.TAKES_AND_HANGS_UP, Fault.TAKES_AND_HANGS})


@dataclass
class Text:
    """A text between a phone and the service. `incoming`: from the phone."""

    sid: str
    phone: str
    body: str
    at: datetime
    incoming: bool
    status: str
    sender: str = ""
    status_callback: str = ""

    @property
    def segments(self) -> int:
        """The parts that a network would charge for."""
        return size(self.body).parts


def told(text: Text, settings: SmsSettings) -> dict[str, Any]:
    """A text as the company's interface tells it."""
    moment = format_datetime(text.at)
    return {
        "sid": text.sid,
        "account_sid": settings.account_sid,
        "api_version": "2010-04-01",
        "messaging_service_sid": settings.messaging_service_sid or None,
        "from": text.sender,
        "to": text.phone,
        "body": text.body,
        "direction": "outbound-api",
        "status": text.status,
        "num_segments": str(text.segments),
        "num_media": "0",
        "date_created": moment,
        "date_updated": moment,
        "date_sent": None,
        "error_code": None,
        "error_message": None,
        "price": None,
        "price_unit": "GBP",
        "uri": f"/2010-04-01/Accounts/{settings.account_sid}/Messages/{text.sid}.json",
    }


def refusal(status: int, code: int, message: str) -> web.Response:
    """An error as the company's interface tells it."""
    body = {"code": code, "message": message, "status": status, "more_info": ""}
    return web.json_response(body, status=status)
