"""The addresses that the telephone company calls."""

from channels.sms.signed import LARGEST
from channels.sms.status import STATUS_PATH, receive_status
from channels.sms.webhook import INCOMING_PATH, receive_text
from web.access import CARRIER
from web.routes import Route


def sms_routes() -> list[Route]:
    """For an application that has `SMS` (settings) and `INTAKE`."""
    return [
        Route("POST", INCOMING_PATH, receive_text, CARRIER, body_limit=LARGEST),
        Route("POST", STATUS_PATH, receive_status, CARRIER, body_limit=LARGEST),
    ]
