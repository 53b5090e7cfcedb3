"""The telephone company of a demonstration: an account nobody else knows, and the stand-in behind it."""

import secrets
from dataclasses import replace

from channels.sms.settings import SmsSettings
from channels.sms.stand_in import StandIn
from store.clock import Clock
from web.keys import Site

_OUR_NUMBER = "+447700900999"


async def start_demonstration(
    site: Site, clock: Clock, *, service: str
) -> tuple[SmsSettings, StandIn]:
    """Start the stand-in; `service` is where this process listens. Stop what it gives in the end."""
    settings = SmsSettings(
        account_sid="AC" + secrets.token_hex(16),
        auth_token=secrets.token_hex(16),
        from_number=_OUR_NUMBER,
    )
    stand_in = StandIn(settings, clock, public_url=site.public_url, service=service)
    return replace(settings, api_base=await stand_in.start()), stand_in
